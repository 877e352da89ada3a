"""Documents of a report are made by a job, once for the same content, one at a time a person."""

import zlib

import pytest

from jobs.models import Job
from national_reports.codec import AnswerData
from national_reports.documents.content import content_from
from national_reports.documents.docx import set_docx
from national_reports.models import Answer, MadeDocument
from national_reports.selectors import form_for
from national_reports.services import documents
from tests.downloading import download, make_documents
from tests.keeping.making import make_draft
from tests.national_reports.documents.conftest import AT, answers_to, form_of, make_content
from tests.people_factories import client_of, make_focal_point

pytestmark = pytest.mark.django_db
PAGE = "/en/reports/KEN/NR4/"


@pytest.fixture
def person(world):
    return make_focal_point("KEN")


@pytest.fixture
def draft(person):
    return make_draft("KEN", person)


@pytest.fixture
def reader(draft, person):
    return client_of(person)


def change(draft, text):
    Answer.objects.update_or_create(report=draft, question="Q020", defaults={"texts": {"en": text}})


def test_it_is_asked_for_waited_for_and_fetched(reader):
    asked = reader.get(PAGE + "report.pdf")
    assert asked.status_code == 302
    waiting = reader.get(asked["Location"])
    assert "being made" in waiting.content.decode()
    assert waiting["Refresh"] == "2"
    assert reader.get(asked["Location"] + "file/").status_code == 404
    make_documents()
    ready = reader.get(asked["Location"])
    assert "is ready" in ready.content.decode()
    assert ready["Refresh"] == f"0; url={asked['Location']}file/"
    file = reader.get(asked["Location"] + "file/")
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == 'attachment; filename="NR4-KEN-v1.pdf"'


def test_the_same_content_is_made_once_and_another_one_anew(reader, draft):
    download(reader, PAGE + "report.docx")
    assert reader.get(PAGE + "report.docx").content.startswith(b"PK")
    assert MadeDocument.objects.count() == Job.objects.filter(kind="make_document").count() == 1
    change(draft, "Another answer.")
    assert reader.get(PAGE + "report.docx").status_code == 302
    assert MadeDocument.objects.count() == 2


def test_one_document_at_a_time_is_made_for_each_person(reader, draft):
    first = reader.get(PAGE + "report.pdf")["Location"]
    second = reader.get(PAGE + "report.docx")
    assert second["Location"] == first
    assert "One document at a time" in reader.get(first).content.decode()
    assert MadeDocument.objects.count() == 1
    other = client_of(make_focal_point("KEN"))
    assert other.get(PAGE + "report.docx")["Location"] != first


def test_the_oldest_go(reader, draft, monkeypatch):
    monkeypatch.setattr(documents, "KEPT_OF_A_REPORT", 2)
    for text in ("one", "two", "three"):
        change(draft, text)
        download(reader, PAGE + "report.docx")
    assert MadeDocument.objects.count() == 2
    monkeypatch.setattr(documents, "MOST_KEPT", 10)
    change(draft, "four")
    download(reader, PAGE + "report.docx")
    assert MadeDocument.objects.count() == 0


def test_what_can_not_be_set_is_a_sentence_with_a_way_on_and_is_tried_again_later(reader, monkeypatch):
    monkeypatch.setattr("typesetting.process.MOST_BYTES", 10)
    refused = download(reader, PAGE + "report.pdf")
    assert refused.status_code == 422
    assert "more room or time" in refused.content.decode()
    assert f'href="{PAGE}print/"' in refused.content.decode()
    assert Job.objects.get(kind="make_document").state == Job.State.DONE
    assert reader.get(reader.get(PAGE + "report.pdf")["Location"]).status_code == 422
    assert MadeDocument.objects.get().order is None


def test_a_document_whose_job_died_each_time_says_so(reader):
    place = reader.get(PAGE + "report.pdf")["Location"]
    documents.document_failed(Job.objects.get(kind="make_document"))
    assert "ended each time" in reader.get(place).content.decode()


def test_a_document_of_another_party_is_not_found(reader):
    place = reader.get(PAGE + "report.pdf")["Location"]
    other = client_of(make_focal_point("GHA"))
    assert other.get(place).status_code == 404
    make_draft("GHA", make_focal_point("GHA"))
    assert other.get(place.replace("KEN", "GHA")).status_code == 404


def test_the_order_goes_through_the_row_and_comes_out_as_it_was():
    content = make_content(answers_to(form_of("nr4"), "en", "ar"))
    import json
    from dataclasses import asdict, replace

    held = json.loads(json.dumps(asdict(replace(content, labels=dict(content.labels)))))
    assert content_from(held) == replace(content, labels=dict(content.labels))


@pytest.mark.slow
def test_answers_of_a_hundred_thousand_characters_in_short_lines_end_no_process_of_ours(reader, draft):
    form = form_for(draft.cycle)
    texts = [key for key, question in form.questions.items() if not question.options and question.type != "number"][:25]
    for key in texts:
        Answer.objects.update_or_create(report=draft, question=key, defaults={"texts": {"en": "a\n" * 50_000}})
    place = reader.get(PAGE + "report.pdf")["Location"]
    order = MadeDocument.objects.get().order
    assert len(zlib.decompress(bytes(order))) > 2_000_000
    make_documents()
    said = reader.get(place)
    assert said.status_code == 422
    assert "very many short lines" in said.content.decode()
    assert Job.objects.get(kind="make_document").attempts == 1


def test_a_word_document_is_set_by_a_process_of_its_own_with_the_same_bytes():
    from national_reports.documents.docx import render_docx

    content = make_content({"Q020": AnswerData(texts={"en": "The law."})})
    assert set_docx(content, at=AT) == render_docx(content, at=AT)
