"""Documents are built from the frozen form by a job that may run twice and may fail."""

import pytest

from evaluation.documents import RenderedDocument
from evaluation.editions import building
from evaluation.editions.building import build_edition, job_of
from evaluation.editions.services import freeze
from jobs.models import Job
from jobs.services import run
from tests.evaluation.editions.conftest import FULL4
from tests.evaluation.editions.making import AT
from tests.factories import make_report


def test_building_twice_gives_the_same_rows(frozen):
    before = list(frozen.documents.values_list("pk", "name", "sha256"))
    build_edition(edition=frozen.pk, sha256=frozen.sha256)
    assert before
    assert list(frozen.documents.values_list("pk", "name", "sha256")) == before


def test_documents_of_an_earlier_form_give_way(evaluation, frozen, author):
    frozen.documents.create(
        kind="old", name="old.txt", media_type="text/plain", content=b"", size=0, sha256="", made_from=""
    )
    make_report("ETH", "NR4", {"Q014": FULL4})
    again = freeze(evaluation=evaluation, by=author, at=AT)
    assert again.sha256 != frozen.sha256
    build_edition(edition=again.pk, sha256=again.sha256)
    assert set(again.documents.values_list("made_from", flat=True)) == {again.sha256}
    assert not again.documents.filter(name="old.txt").exists()


def test_a_job_for_a_form_frozen_anew_meanwhile_does_nothing(frozen):
    assert "skipped" in build_edition(edition=frozen.pk, sha256="0" * 64)


def test_a_published_edition_is_not_built_again(published):
    assert "skipped" in build_edition(edition=published.pk, sha256=published.sha256)


def test_a_failure_leaves_the_draft_and_says_why(frozen, monkeypatch):
    def render(content):
        yield RenderedDocument("frozen", "", "frozen.json", "application/json", b"half")
        raise OSError("no room for the brief")

    before = list(frozen.documents.values_list("name", "sha256"))
    monkeypatch.setattr(building, "render", render)
    job = job_of(frozen.pk, frozen.sha256).get()
    with pytest.raises(OSError, match="no room"):
        run(job_id=job.pk)
    job.refresh_from_db()
    frozen.refresh_from_db()
    assert frozen.is_draft
    assert list(frozen.documents.values_list("name", "sha256")) == before
    assert "no room for the brief" in job.error


def test_progress_is_counted_document_by_document(frozen, monkeypatch):
    seen = []

    def render(content):
        for number in range(3):
            seen.append(Job.objects.get(kind="build_edition").progress)
            yield RenderedDocument("x", "", f"{number}.txt", "text/plain", b"x")

    monkeypatch.setattr(building, "render", render)
    run(job_id=job_of(frozen.pk, frozen.sha256).get().pk)
    assert seen == [0, 1, 2]
    assert frozen.documents.count() == 3
