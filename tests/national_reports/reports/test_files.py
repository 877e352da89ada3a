"""Files of a report: their bytes are stored once, go with the last report that needs them, and have a stated bound."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction

from national_reports.codec import AnswerData
from national_reports.models import Attachment, Conflict, StoredFile
from national_reports.services import quota
from national_reports.services.attachments import add_attachment, remove_attachment
from national_reports.services.filling import Place, save_answer
from national_reports.services.quota import QuotaFull, use_of
from national_reports.services.workflow import return_report
from tests.factories import NOW, make_report
from tests.people_factories import client_of

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attach(people):
    def attach(report, name="law.pdf", content=PDF):
        return add_attachment(report=report, file=ContentFile(content, name=name), by=people.contributor, at=NOW)

    return attach


@pytest.fixture
def remove(people, django_capture_on_commit_callbacks):
    def remove(attachment):
        with django_capture_on_commit_callbacks(execute=True):
            remove_attachment(attachment=attachment, by=people.contributor, at=NOW)
        attachment.refresh_from_db()

    return remove


def on_disk(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def bytes_of(attachment) -> bytes:
    with attachment.file.open("rb") as file:
        return file.read()


def test_a_file_that_was_never_handed_in_goes_with_its_removal(draft, attach, remove, tmp_path):
    kept = attach(draft)
    assert on_disk(tmp_path) == 1
    remove(kept)
    assert (kept.content, on_disk(tmp_path), StoredFile.objects.count()) == (None, 0, 0)
    assert (kept.name, kept.sha256) == ("law.pdf", draft.attachments.get().sha256)


def test_the_same_content_is_stored_once_and_goes_with_the_last_that_needs_it(draft, attach, remove, people, tmp_path):
    first = attach(draft)
    other = Attachment.objects.get(pk=first.pk)
    other.pk, other.report = None, _another(draft)
    other.save()
    assert on_disk(tmp_path) == 1
    remove(first)
    assert bytes_of(other) == PDF
    attach(draft, "again.pdf")
    assert on_disk(tmp_path) == 1


def _another(draft):
    return make_report("GHA", "NR4", state="draft", published_at=None, received_on=None)


def test_what_was_handed_in_keeps_its_bytes_whatever_is_removed_later(
    draft, complete, submit, attach, remove, people, tmp_path
):
    kept = attach(complete(draft))
    submit(draft)
    return_report(report=draft, reasons={"": "Why?"}, by=people.staff, at=NOW)
    remove(kept)
    call_command("tidy_files")
    assert bytes_of(kept) == PDF
    # What nobody may clear does not take room from what comes.
    assert use_of(draft).total == 0


def test_a_kept_file_cannot_lose_its_bytes(draft, attach):
    kept = attach(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(content=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(sha256=kept.sha256, file="another", size=1, content_type="application/pdf")


def test_a_removal_that_was_stopped_is_taken_up_daily(draft, attach, people, tmp_path):
    kept = attach(draft)
    # Without its end: the process was killed between the transaction and the file system.
    remove_attachment(attachment=kept, by=people.contributor, at=NOW)
    assert (on_disk(tmp_path), StoredFile.objects.get().going) == (1, True)
    again = attach(draft, "again.pdf")
    call_command("tidy_files")
    assert on_disk(tmp_path) == 1
    assert bytes_of(again) == PDF


def test_a_report_that_is_full_takes_no_file_and_every_text(draft, attach, put, people, monkeypatch):
    monkeypatch.setattr(quota, "MOST_BYTES", 100)
    attach(draft, "one.pdf", PDF + b"1" * 50)
    with pytest.raises(QuotaFull) as full:
        attach(draft, "two.pdf", PDF + b"2" * 50)
    assert full.value.left == 100 - len(PDF) - 50
    assert put(draft, "Q020", AnswerData(texts={"en": "still kept" * 100})).state == "saved"
    assert on_disk_names(draft) == ["one.pdf"]


def on_disk_names(report):
    return [one.name for one in report.attachments.kept()]


def test_old_settled_texts_make_way_for_a_file(draft, attach, people, monkeypatch):
    for n in range(3):
        beside(draft, people, f"text {n} " + "x" * 200, at=NOW + timedelta(minutes=n), settled=n < 2)
    monkeypatch.setattr(quota, "MOST_BYTES", use_of(draft).total + 10)
    attach(draft, content=PDF + b"0" * 50)
    assert [one.data.texts["en"][:6] for one in Conflict.objects.order_by("at")] == ["text 1", "text 2"]
    monkeypatch.setattr(quota, "MOST_BYTES", 10)
    with pytest.raises(QuotaFull):
        attach(draft, "two.pdf", PDF + b"2")
    # What nobody has settled stays, whatever the bound.
    assert Conflict.objects.filter(settled_at=None).exists()


def beside(report, people, text, *, at, settled):
    return Conflict.objects.create(
        report=report,
        question="Q020",
        by=people.contributor,
        at=at,
        read_version=0,
        content=AnswerData(texts={"en": text}).packed,
        settled_at=at if settled else None,
    )


def test_of_the_settled_texts_of_a_question_the_newest_stay(draft, put, people):
    put(draft, "Q020", AnswerData(texts={"en": "first"}))
    for n in range(quota.MOST_SETTLED + 5):
        save_answer(
            report=draft,
            question="Q020",
            data=AnswerData(texts={"en": f"late {n}"}),
            read_version=0,
            by=people.authority,
            at=NOW + timedelta(minutes=n),
            place=Place("a-page", n),
        )
    assert draft.conflicts.filter(settled_at=None).get().data.texts == {"en": f"late {quota.MOST_SETTLED + 4}"}
    settled = draft.conflicts.filter(settled_at__isnull=False)
    assert settled.count() == quota.MOST_SETTLED
    assert "late 3" not in [one.data.texts["en"] for one in settled]


def test_from_four_fifths_on_the_pages_say_what_is_taken(draft, attach, people, monkeypatch):
    monkeypatch.setattr(quota, "MOST_BYTES", 100)
    browser = client_of(people.contributor)
    pages = ("/en/reports/KEN/NR4/attachments/", "/en/reports/KEN/NR4/")
    attach(draft, "one.pdf", PDF + b"1" * (79 - len(PDF)))
    assert not any("are taken" in browser.get(page).content.decode() for page in pages)
    attach(draft, "two.pdf", PDF + b"2" * (16 - len(PDF)))
    for page in pages:
        told = browser.get(page).content.decode().replace("\N{NO-BREAK SPACE}", " ")
        assert "95 bytes of the 100 bytes that a report keeps beside its answers are taken" in told
        assert "answers always are" in told


def test_a_file_that_finds_no_room_is_refused_in_words(draft, people, monkeypatch):
    monkeypatch.setattr(quota, "MOST_BYTES", 10)
    file = ContentFile(PDF, name="law.pdf")
    page = client_of(people.contributor).post("/en/reports/KEN/NR4/attachments/", {"file": file}, follow=True)
    assert "Take out a file that is no longer needed" in page.content.decode()
    assert not draft.attachments.exists()
