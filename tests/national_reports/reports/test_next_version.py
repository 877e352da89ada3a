"""A next version carries everything, and what was changed is named: answers, files, notes."""

import pytest
from django.core.files.base import ContentFile

from bch_sync.filing import export_document, files_of
from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.comparing import FileChange, changed_files
from national_reports.documents.content import File
from national_reports.models import Report, ReviewNote, StoredFile
from national_reports.services.attachments import add_attachment, remove_attachment
from national_reports.services.filling import mark_section
from national_reports.services.notes import add_note, settle_note
from national_reports.services.opening import CycleClosed, open_report
from national_reports.services.workflow import accept_report, publish_report, return_report, withdraw_report
from parties.audit import trail
from parties.models import Party, User
from tests.downloading import download
from tests.factories import NOW, make_report
from tests.national_reports.documents.test_docx import text_of as text_of_docx
from tests.national_reports.documents.test_pdf import text_of as text_of_pdf
from tests.people_factories import client_of

PAGE = "/en/reports/KEN/NR4/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attach(people):
    def attach(report, name, text="", **fields):
        content = ContentFile(b"%PDF-1.7\n" + (text or name).encode(), name=name)
        return add_attachment(report=report, file=content, by=people.contributor, at=NOW, **fields)

    return attach


@pytest.fixture
def again(people):
    def again(report):
        return open_report(party=report.party, cycle=report.cycle, by=people.contributor, at=NOW)

    return again


@pytest.fixture
def publish(submit, people):
    def publish(report):
        submit(report)
        accept_report(report=report, by=people.staff, at=NOW)
        publish_report(report=report, by=people.publisher, at=NOW)
        report.refresh_from_db()
        return report

    return publish


def names(report):
    return sorted(one.name for one in report.attachments.kept())


def test_files_stay_through_withdrawing_returning_and_amending_again_and_again(
    draft, complete, submit, attach, again, publish, people, tmp_path
):
    complete(draft)
    for name in ("law.pdf", "decree.pdf"):
        attach(draft, name)
    submit(draft)
    withdraw_report(report=draft, by=people.authority, at=NOW)
    second = again(draft)
    assert names(second) == ["decree.pdf", "law.pdf"]
    submit(second)
    return_report(report=second, reasons={"Q014": "Which law?"}, by=people.staff, at=NOW)
    remove_attachment(attachment=second.attachments.get(name="decree.pdf"), by=people.contributor, at=NOW)
    attach(second, "order.pdf")
    publish(second)
    third = again(second)
    assert names(third) == ["law.pdf", "order.pdf"]
    fourth = _withdrawn_again(third, submit, again, people)
    assert (fourth.version, names(fourth)) == (4, ["law.pdf", "order.pdf"])
    # Each version keeps its own, and nothing was stored twice.
    assert names(draft) == ["decree.pdf", "law.pdf"]
    assert StoredFile.objects.count() == sum(path.is_file() for path in tmp_path.rglob("*")) == 3
    for one in draft.attachments.all():
        with one.file.open("rb") as file:
            assert file.read() == b"%PDF-1.7\n" + one.name.encode()


def _withdrawn_again(report, submit, again, people):
    submit(report)
    withdraw_report(report=report, by=people.authority, at=NOW)
    return again(report)


def test_every_document_of_the_next_version_lists_the_files(draft, complete, submit, attach, again, publish, people):
    complete(draft)
    attach(draft, "law.pdf")
    publish(draft)
    second = again(draft)
    made = submit(second)
    assert [one["name"] for one in made.document["attachments"]] == ["law.pdf"]
    browser = client_of(people.authority)
    for place in ("receipt/", "print/", "attachments/", "submitted.json"):
        assert "law.pdf" in browser.get(PAGE + place).content.decode(), place
    for place in ("receipt.pdf", "report.pdf"):
        assert "law.pdf" in text_of_pdf(download(browser, PAGE + place).content), place
    assert "law.pdf" in text_of_docx(download(browser, PAGE + "report.docx").content)
    accept_report(report=second, by=people.staff, at=NOW)
    assert "header" in export_document(second)
    assert [one.name for one in files_of(second)] == ["law.pdf"]
    assert "law.pdf" in client_of(people.staff).get("/en/desk/clearing-house/filings/").content.decode()
    publish_report(report=second, by=people.publisher, at=NOW)
    anonymous = client_of()
    assert "law.pdf" in anonymous.get("/en/parties/KEN/").content.decode()
    file = anonymous.get(f"/en/parties/KEN/files/{second.attachments.get().pk}/")
    assert b"".join(file.streaming_content) == b"%PDF-1.7\nlaw.pdf"


def test_the_receipt_tells_its_time_by_the_clock_of_whoever_reads_it(draft, complete, submit, people):
    User.objects.filter(pk=people.authority.pk).update(time_zone="Africa/Nairobi")
    submit(complete(draft))
    made = text_of_pdf(download(client_of(people.authority), PAGE + "receipt.pdf").content)
    assert "12:00:00 UTC+3 (Nairobi)" in made


def test_the_scan_of_a_paper_stays_with_the_version_that_was_read_from_it(
    draft, attach, complete, submit, again, people
):
    attach(complete(draft), "scan.pdf", is_scan=True)
    attach(draft, "law.pdf")
    submit(draft)
    withdraw_report(report=draft, by=people.authority, at=NOW)
    assert names(again(draft)) == ["law.pdf"]


def test_open_notes_and_marks_go_on_and_what_was_settled_does_not(draft, complete, submit, again, people):
    complete(draft)
    mark_section(report=draft, section="Article2", complete=True, by=people.contributor, at=NOW)
    submit(draft)
    return_report(report=draft, reasons={"Q014": "Which law?"}, by=people.staff, at=NOW)
    said = {"report": draft, "question": "Q020", "audience": "party", "by": people.contributor, "at": NOW}
    add_note(text="Ask the ministry", **said)
    settle_note(note=add_note(text="Done already", **said), by=people.contributor, at=NOW)
    submit(draft)
    withdraw_report(report=draft, by=people.authority, at=NOW)
    second = again(draft)
    notes = second.notes.order_by("pk")
    assert [(one.question, one.text, one.returns) for one in notes] == [
        ("Q014", "Which law?", True),
        ("Q020", "Ask the ministry", False),
    ]
    assert notes[1].by == people.contributor
    assert [mark.section for mark in second.marks.all()] == ["Article2"]
    opened = trail(second.subject).get(action="opened")
    assert (opened.detail["continues"], opened.detail["notes"]) == (1, 2)


def test_a_published_report_has_mended_what_it_was_returned_for(draft, complete, submit, again, publish, people):
    submit(complete(draft))
    return_report(report=draft, reasons={"Q014": "Which law?"}, by=people.staff, at=NOW)
    add_note(report=draft, question="", text="For next time", audience="both", by=people.contributor, at=NOW)
    publish(draft)
    assert [one.text for one in again(draft).notes.all()] == ["For next time"]
    assert ReviewNote.objects.filter(report=draft).count() == 2


# -- amending, whenever -------------------------------------------------------------------------------------


def close(cycle):
    ReportingCycle.objects.filter(pk=cycle.pk).update(is_open=False)
    cycle.refresh_from_db()


def test_a_published_report_is_amended_after_the_cycle_has_closed(draft, complete, attach, publish, people):
    attach(complete(draft), "law.pdf")
    publish(draft)
    close(draft.cycle)
    browser = client_of(people.authority)
    mine = browser.get("/en/reports/").content.decode()
    assert "The report can be amended at any time" in mine
    assert "a report may be amended all the same" in browser.get(PAGE).content.decode()
    page = browser.post(PAGE, follow=True).content.decode()
    second = Report.objects.get(party=draft.party, version=2)
    assert (second.state, second.amends_id, names(second)) == ("draft", draft.pk, ["law.pdf"])
    assert "this one can still be filled in and submitted" in page
    assert publish(second).state == "published"


def test_what_was_begun_is_neither_lost_nor_hidden_when_the_cycle_closes(draft, complete, submit, put, people):
    close(draft.cycle)
    mine = client_of(people.contributor).get("/en/reports/").content.decode()
    assert "What was begun is kept, and can still be filled in and submitted" in mine
    put(draft, "Q020", AnswerData(texts={"en": "Written after the cycle closed"}))
    submit(complete(draft))
    withdraw_report(report=draft, by=people.authority, at=NOW)
    second = open_report(party=draft.party, cycle=draft.cycle, by=people.contributor, at=NOW)
    assert second.answers.get(question="Q020").texts == {"en": "Written after the cycle closed"}


def test_no_first_version_is_begun_in_a_closed_cycle(people):
    cycle = ReportingCycle.objects.get(code="NR4")
    close(cycle)
    with pytest.raises(CycleClosed):
        open_report(party=Party.objects.get(code="GHA"), cycle=cycle, by=people.contributor, at=NOW)


def test_a_form_that_comes_late_stays_open_and_says_that_it_is_marked_late(draft, people):
    page = client_of(people.contributor).get(PAGE).content.decode()
    assert "The deadline has passed: the report is taken all the same, and marked late." in page


def test_a_report_from_the_clearing_house_is_amended_in_the_words_of_the_form(people):
    imported = make_report(
        "KEN",
        "NR3",
        {"Q014": "implementation.none", "Q015": {"en": "<p>One &amp; two</p><p>Three</p>"}},
        identifier="BCH-NR-KEN-3",
        header={"languages": ["en"], "reportPeriodStartDate": "2011-01-01T00:00:00"},
    )
    page = client_of(people.contributor).get("/en/reports/KEN/NR3/").content.decode()
    assert "stays there as it is" in page
    second = open_report(party=imported.party, cycle=imported.cycle, by=people.contributor, at=NOW)
    assert (second.identifier, second.amends, second.origin) == ("BCH-NR-KEN-3", imported, "form")
    assert second.answers.get(question="Q015").texts == {"en": "One & two\n\nThree"}
    assert second.answers.get(question="reportPeriodStartDate").entries == [{"day": "2011-01-01"}]
    told = client_of(people.contributor).get("/en/reports/KEN/NR3/differences/").content.decode()
    assert "No answer differs." in told
    assert client_of(people.contributor).get("/en/reports/KEN/NR3/sections/cover/").status_code == 200


def test_a_document_kept_beside_the_public_one_is_not_what_an_amendment_continues(people):
    public = make_report("KEN", "NR3", {"Q014": "implementation.none"})
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"}, version=2, state=Report.State.SUPERSEDED)
    third = open_report(party=public.party, cycle=public.cycle, by=people.contributor, at=NOW)
    assert (third.version, third.amends) == (3, public)


# -- what was changed ---------------------------------------------------------------------------------------


def a_file(name, text):
    return File(name, len(text), text)


def test_files_are_told_as_added_changed_or_removed():
    before = [a_file("same.pdf", "1"), a_file("law.pdf", "2"), a_file("gone.pdf", "3"), a_file("old name.pdf", "4")]
    now = [a_file("same.pdf", "1"), a_file("law.pdf", "5"), a_file("new.pdf", "6"), a_file("new name.pdf", "4")]
    assert [(change, file.name) for change, file in changed_files(before, now)] == [
        (FileChange.REMOVED, "gone.pdf"),
        (FileChange.CHANGED, "law.pdf"),
        (FileChange.ADDED, "new.pdf"),
    ]


def test_the_differences_name_files_and_answers_between_versions_and_between_submissions(
    draft, complete, submit, attach, again, publish, put, people
):
    complete(draft)
    attach(draft, "law.pdf", "first")
    gone = attach(draft, "gone.pdf")
    first = submit(draft)
    return_report(report=draft, reasons={"": "Why?"}, by=people.staff, at=NOW)
    remove_attachment(attachment=gone, by=people.contributor, at=NOW)
    put(draft, "Q020", AnswerData(texts={"en": "Said at the second time"}))
    publish(draft)
    second = again(draft)
    remove_attachment(attachment=second.attachments.get(name="law.pdf"), by=people.contributor, at=NOW)
    attach(second, "law.pdf", "another text under the same name")
    browser = client_of(people.contributor)

    told = browser.get(PAGE + "differences/")
    assert [(one["change"], one["file"].name) for one in told.context["files"]] == [("changed", "law.pdf")]
    assert told.context["rows"] == []

    both = {"from": first.reference, "to": draft.submissions.latest("at", "pk").reference}
    told = browser.get(PAGE + "differences/", both)
    assert [(one["change"], one["file"].name) for one in told.context["files"]] == [("removed", "gone.pdf")]
    assert [row["question"].key for row in told.context["rows"]] == ["Q020"]
    assert "Said at the second time" in told.content.decode()

    told = browser.get(PAGE + "differences/", {"from": first.reference, "to": "v2"})
    assert [(one["change"], one["file"].name) for one in told.context["files"]] == [
        ("removed", "gone.pdf"),
        ("changed", "law.pdf"),
    ]


def test_a_submission_says_to_the_differences_exactly_what_the_answers_said(draft, submit, people):
    from tests.keeping.making import fill

    fill(draft, everything=True)
    made = submit(draft)
    told = client_of(people.contributor).get(PAGE + "differences/", {"from": made.reference, "to": made.reference})
    assert told.context["rows"] == []
    # The live answers and the frozen ones are the same, question by question.
    return_report(report=draft, reasons={"": "Why?"}, by=people.staff, at=NOW)
    told = client_of(people.contributor).get(PAGE + "differences/", {"from": made.reference, "to": "v1"})
    assert [row["question"].key for row in told.context["rows"]] == []
