"""One answer, saved: what each save must carry, what it never changes, what is kept."""

import logging
import re

import pytest

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.models import Answer, AnswerChange, Conflict, Report
from national_reports.selectors import form_for
from national_reports.services.filling import save_answer
from national_reports.services.workflow import publish_report, submit_report
from national_reports.views.reports import slug_of
from parties.models import AuditEvent
from portal.distribution import distribution
from tests.keeping.making import END, FULL, OTHER, SECTION, TEXT, address, fill, posted, said, sent
from tests.people_factories import client_of, make_focal_point, make_staff


@pytest.fixture
def save(draft, of_first):
    def post(text, version, *, by=None, **given):
        question = given.get("question", TEXT)
        return (by or of_first).post(address(draft, f"answers/{question}/"), posted(text, version, **given))

    return post


def text_of(draft, question=TEXT):
    return Answer.objects.get(report=draft, question=question).texts.get("en", "")


def test_a_save_that_does_not_say_what_it_read_is_refused(draft, save):
    answer = save("one", None)
    assert answer.status_code == 428
    assert answer.json()["state"] == "outdated"
    assert not draft.answers.filter(question=TEXT).exists()


def test_a_save_tells_the_version_that_it_made(draft, save):
    assert [save("one", 0).json()["version"], save("two", 1).json()["version"]] == [1, 2]
    assert text_of(draft) == "two"
    assert list(draft.changes.values_list("version", "before", "after")) == [
        (1, {}, {"texts": {"en": "one"}}),
        (2, {"texts": {"en": "one"}}, {"texts": {"en": "two"}}),
    ]


def test_a_stale_save_is_told_both_texts_and_both_are_kept(draft, save, of_second):
    save("theirs", 0)
    answer = save("mine", 0, by=of_second)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["mine"], told["theirs"], told["by"], told["version"]) == ("mine", "theirs", "First Editor", 1)
    assert text_of(draft) == "theirs"
    kept = Conflict.objects.get(report=draft)
    assert (kept.question, kept.data, kept.read_version, kept.by.name) == (TEXT, said("mine"), 0, "Second Editor")


def test_the_same_text_twice_is_no_conflict(draft, save, of_second):
    save("the same", 0)
    answer = save("the same", 0, by=of_second)
    assert (answer.status_code, answer.json()["state"]) == (200, "unchanged")
    assert not draft.conflicts.exists()


def test_what_somebody_only_read_takes_nothing_back(draft, save, of_second):
    save("read by both", 0)
    save("changed since", 1)
    # The second editor's whole page says what it was loaded with.
    answer = save("read by both", 1, by=of_second)
    assert (answer.status_code, answer.json()["state"]) == (200, "overtaken")
    assert text_of(draft) == "changed since"
    assert not draft.conflicts.exists()


def test_a_late_autosave_never_overwrites_a_newer_save(draft, save, caplog):
    save("newer", 0, tab="page", sequence=8)
    with caplog.at_level(logging.INFO, logger="national_reports.services.filling"):
        answer = save("older", 0, tab="page", sequence=7)
    assert answer.json()["state"] == "late"
    assert text_of(draft) == "newer"
    assert not draft.conflicts.exists()
    (line,) = [one for one in caplog.records if one.message == "late save ignored"]
    assert (line.report, line.question, line.version) == (draft.pk, TEXT, 1)


def test_a_save_sent_again_because_its_answer_was_lost_changes_nothing(draft, save):
    first = save("one", 0, tab="page", sequence=1).json()
    again = save("one", 0, tab="page", sequence=1).json()
    assert (first["version"], again["version"], again["state"]) == (1, 1, "unchanged")
    assert draft.changes.count() == 1


def test_a_pages_next_save_after_a_lost_answer_is_no_conflict_with_itself(draft, save):
    save("one", 0, tab="page", sequence=1)
    answer = save("one two", 0, tab="page", sequence=2)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert not draft.conflicts.exists()


def test_a_report_that_was_handed_in_stays_as_it_is(draft, save):
    Report.objects.filter(pk=draft.pk).update(state=Report.State.SUBMITTED)
    answer = save("too late", 0)
    assert answer.status_code == 423
    assert "submitted" in answer.json()["words"]
    assert not draft.answers.filter(question=TEXT).exists()


def test_another_partys_draft_is_not_there(draft, save):
    outsider = client_of(make_focal_point("GHA"))
    assert save("mine now", 0, by=outsider).status_code == 404
    assert outsider.post(address(draft, f"sections/{SECTION}/"), posted("mine now", 0)).status_code == 404
    assert not draft.answers.filter(question=TEXT).exists()


MEANT = {
    "state": "published",
    "party": "GHA",
    "report": "1",
    "author": "1",
    "by": "1",
    "changed_by": "1",
    "changed_at": "1999-01-01",
    "version": "77",
    "origin": "paper",
    "published_at": "1999-01-01",
    "copied_from": "NR3",
    "how": "restored",
}


def test_no_field_sets_what_it_must_not(draft, first, of_first):
    before = Report.objects.values().get(pk=draft.pk)
    of_first.post(address(draft, f"sections/{SECTION}/"), MEANT | posted("text", 0))
    assert Report.objects.values().get(pk=draft.pk) == before
    answer = draft.answers.get(question=TEXT)
    assert (answer.version, answer.changed_by, answer.copied_from) == (1, first, "")
    assert answer.changed_at.year > 2000
    assert draft.changes.get().how == "typed"


@pytest.mark.parametrize(
    "strange",
    [{"state": "published"}, {"text": "meant"}, {f"{TEXT}~0:xx": "meant"}, {f"{TEXT}~0": "meant"}, {"Q014~0": "true"}],
)
def test_one_answer_with_a_field_that_its_question_has_not_is_refused_whole(draft, of_first, strange):
    before = Report.objects.values().get(pk=draft.pk)
    told = of_first.post(address(draft, f"answers/{TEXT}/"), strange | posted("text", 0))
    assert (told.status_code, told.json()["state"]) == (400, "unknown")
    assert next(iter(strange)) in told.json()["words"]
    assert not draft.answers.filter(question=TEXT).exists()
    assert Report.objects.values().get(pk=draft.pk) == before


def test_one_answer_is_saved_with_every_field_that_its_question_has_on_the_page(draft, first, of_first):
    """In each kind: what the script sends of a question is never taken for a field that it has not."""
    for section, pages in form_for(draft.cycle).pages.items():
        for page, questions in enumerate(pages, 1):
            shown = of_first.get(address(draft, f"sections/{slug_of(section)}/?page={page}")).content.decode()
            for question in questions:
                names = dict.fromkeys(re.findall(rf'name="({re.escape(question.key)}~[^"]*)"', shown), "")
                told = of_first.post(address(draft, f"answers/{question.key}/"), names | END)
                assert (told.status_code, question.key) == (200, question.key)


def test_submitting_takes_nothing_from_the_form_but_key_and_declaration(draft, first, of_first):
    fill(draft)
    key = "00000000-0000-4000-8000-000000000001"
    of_first.post(address(draft, "submission/"), MEANT | {"key": key, "declared": "yes"})
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_by, draft.party.code, draft.version) == ("submitted", first, "KEN", 1)


def test_an_answer_that_another_closes_is_kept_and_returns(draft, first, at):
    def choose(code, version):
        save_answer(
            report=draft, question="Q018", data=AnswerData(options=(code,)), read_version=version, by=first, at=at
        )

    choose("true", 0)
    save_answer(report=draft, question="Q019", data=AnswerData(options=("5+",)), read_version=0, by=first, at=at)
    page = address(draft, f"sections/{SECTION}/")
    choose("false", 1)
    reader = client_of(first)
    assert _is_hidden(reader.get(page), "Q019")
    assert draft.answers.get(question="Q019").options == ["5+"]
    choose("true", 2)
    shown = reader.get(page)
    assert not _is_hidden(shown, "Q019")
    (field,) = [one for one in shown.context["fields"] if one.key == "Q019"]
    assert [choice.code for choice in field.choices if choice.chosen] == ["5+"]


def _is_hidden(page, key):
    return next(one for one in page.context["fields"] if one.key == key).is_closed


def test_an_answer_that_another_closes_is_neither_handed_in_nor_published_nor_counted(draft, first, at):
    fill(draft)
    hidden = {"Q018": "false", "Q019": "5+", "Q019_adq": "true"}
    for key, code in hidden.items():
        Answer.objects.update_or_create(report=draft, question=key, defaults={"options": [code]})
    submission = submit_report(report=draft, key="00000000-0000-4000-8000-000000000002", declared=True, by=first, at=at)
    assert "Q018" in submission.document["document"]
    assert not {"Q019", "Q019_adq"} & submission.document["document"].keys()
    Report.objects.filter(pk=draft.pk).update(state=Report.State.ACCEPTED)
    publish_report(report=draft, by=make_staff(publisher=True), at=at)
    # The page of a question counts what the figures count: by a cut-off that is still to come.
    ReportingCycle.objects.filter(pk=draft.cycle_id).update(cut_off=at.date())
    draft.refresh_from_db()
    assert draft.state == Report.State.PUBLISHED
    downloaded = client_of(first).get(address(draft, "report.json")).json()
    assert not {"Q019", "Q019_adq"} & downloaded.keys()
    assert _counted(draft, "Q019") == 0
    Answer.objects.filter(report=draft, question="Q018").update(options=["true"])
    assert _counted(draft, "Q019") == 1


def _counted(report, key):
    """How many Parties the public page of a question counts."""
    found = distribution(report.cycle, form_for(report.cycle), key)
    return found.answering(found.population)


def test_every_change_stands_in_the_history_and_can_be_brought_back(draft, save, of_first):
    for version, text in enumerate(["first", "second", ""]):
        save(text, version)
    page = of_first.get(address(draft, f"answers/{TEXT}/history/")).content.decode()
    assert "first" in page
    assert "second" in page
    of_first.post(address(draft, f"answers/{TEXT}/restoration/"), {"version": 1, "read": 3})
    assert text_of(draft) == "first"
    assert list(draft.changes.values_list("version", "how")) == [
        (1, "typed"),
        (2, "typed"),
        (3, "typed"),
        (4, "restored"),
    ]


def test_bringing_back_what_a_colleague_changed_meanwhile_keeps_both(draft, save, of_first):
    save("first", 0)
    save("second", 1)
    save("a colleague's", 2)
    of_first.post(address(draft, f"answers/{TEXT}/restoration/"), {"version": 1, "read": 2})
    assert text_of(draft) == "a colleague's"
    assert draft.conflicts.get().data == said("first")


def test_every_save_leaves_a_line_in_the_trail_without_its_text(draft, save):
    save("nobody's business", 0)
    event = AuditEvent.objects.get(subject=draft.subject, action="answer")
    assert (event.detail["question"], event.detail["version"], event.detail["how"]) == (TEXT, 1, "typed")
    assert "nobody's business" not in str(event.detail)


def test_a_whole_page_is_saved_answer_by_answer_though_one_of_them_is_refused(draft, of_first):
    page = address(draft, f"sections/{SECTION}/")
    answer = of_first.post(page, sent(OTHER, 0, whole="no such option") | posted("kept", 0))
    assert answer.status_code == 422
    assert text_of(draft) == "kept"
    assert not draft.answers.filter(question=OTHER).exists()
    assert of_first.post(page, sent(OTHER, 0, whole=FULL) | END).status_code == 302
    assert draft.answers.get(question=OTHER).options == [FULL]
    assert AnswerChange.objects.filter(report=draft).count() == 2
