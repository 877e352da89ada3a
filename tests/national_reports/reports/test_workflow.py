"""The way of a report, state by state."""

import re
from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.translation import override

from languages.codes import short, tag
from national_reports.codec import AnswerData
from national_reports.digests import digest
from national_reports.models import Answer, Report, ReviewNote, Submission, TakingOff
from national_reports.services.filling import NotYoursToFill, ReportFrozen
from national_reports.services.opening import CycleClosed, open_report
from national_reports.services.taking_off import Request, take_off
from national_reports.services.workflow import (
    DeclarationMissing,
    KeyOfAnother,
    NotInThatState,
    OwnReport,
    ReasonMissing,
    ReportNotComplete,
    accept_report,
    declared_in,
    publish_report,
    return_report,
    submit_report,
    withdraw_report,
)
from national_reports.workflow import TRANSITIONS, as_markdown
from parties.audit import trail
from parties.models import Email, Party
from tests.factories import NOW, make_report
from tests.people_factories import client_of

STEPS = {
    "returned": lambda report, people: return_report(
        report=report, reasons={"": "Why"}, by=people.staff, at=NOW, accepted=report.state == "accepted"
    ),
    "withdrawn": lambda report, people: withdraw_report(report=report, by=people.authority, at=NOW),
    "accepted": lambda report, people: accept_report(report=report, by=people.staff, at=NOW),
    "published": lambda report, people: publish_report(report=report, by=people.publisher, at=NOW),
    "taken-off": lambda report, people: take_off(
        reports=[report],
        request=Request(NOW.date(), "The focal point, for the Ministry", "Please take it off."),
        reason="Sent in error",
        earlier_counts=False,
        by=people.publisher,
        at=NOW,
    ),
}


@pytest.mark.parametrize(("before", "step"), list(product(TRANSITIONS, STEPS)), ids=lambda one: str(one))
def test_only_the_ways_of_the_table_can_be_gone(draft, complete, submit, people, before, step):
    submit(complete(draft))
    off = TakingOff.objects.create(
        requested_on=NOW, requested_by="Somebody", request_text="Off", reason="Why", by=people.publisher, at=NOW
    )
    Report.objects.filter(pk=draft.pk).update(state=before, taking_off=off if before == "taken-off" else None)
    draft.refresh_from_db()
    if step in TRANSITIONS[before]:
        STEPS[step](draft, people)
        assert Report.objects.get(pk=draft.pk).state == step
    else:
        with pytest.raises(NotInThatState):
            STEPS[step](draft, people)
        assert Report.objects.get(pk=draft.pk).state == before


def test_the_drawn_states_are_those_of_the_table(settings):
    assert (settings.BASE_DIR / "docs" / "report-states.md").read_text() == as_markdown()


def test_opening_twice_opens_once(draft, people):
    again = open_report(party=draft.party, cycle=draft.cycle, by=people.authority, at=NOW)
    assert again.pk == draft.pk


def test_a_cycle_that_is_not_open_takes_no_report(draft, people):
    draft.cycle.is_open = False
    with pytest.raises(CycleClosed):
        open_report(party=Party.objects.get(code="GHA"), cycle=draft.cycle, by=people.authority, at=NOW)


def test_a_report_that_lacks_something_is_not_submitted_and_says_what(draft, submit):
    with pytest.raises(ReportNotComplete) as refused:
        submit(draft)
    assert {"Q014", "contact"} <= {remark.question.key for remark in refused.value.remarks}
    assert not Submission.objects.exists()
    assert Report.objects.get(pk=draft.pk).state == "draft"


def test_submitting_needs_the_declaration(draft, complete, people):
    with pytest.raises(DeclarationMissing):
        submit_report(report=complete(draft), key=uuid4(), declared=False, by=people.authority, at=NOW)


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar", "zh-hans"])
def test_a_receipt_marks_the_language_that_the_declaration_was_made_in(draft, complete, people, settings, language):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    with override(language):
        made = submit_report(report=complete(draft), key=uuid4(), declared=True, by=people.authority, at=NOW)
    assert declared_in(made.declaration) == short(language)
    page = client_of(people.authority).get("/es/reports/KEN/NR4/receipt/").content.decode()
    assert f'<span lang="{tag(language)}" dir="{"rtl" if language == "ar" else "ltr"}">{made.declaration}' in page


def test_of_a_declaration_in_other_words_no_language_is_told():
    assert declared_in("I declare that this is our report.") == ""


def test_the_same_form_sent_twice_submits_once(draft, complete, submit):
    key = uuid4()
    first, again = submit(complete(draft), key=key), submit(draft, key=key)
    assert first.pk == again.pk
    assert Submission.objects.count() == 1
    assert Email.objects.filter(key__startswith="receipt/").count() == 1
    with pytest.raises(ReportFrozen):
        submit(draft)


def test_a_receipt_in_french_has_a_space_before_each_colon(draft, complete, submit, people, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "français")]
    people.authority.language = "fr"
    people.authority.save()
    submission = submit(complete(draft))
    letter = Email.objects.get(key__startswith="receipt/").body
    assert f"SHA-256\u00a0: {submission.sha256}" in letter
    assert not re.search(r"[^\s\u00a0]: ", letter)


def test_a_key_serves_one_report(draft, complete, submit, people):
    key = uuid4()
    submit(complete(draft), key=key)
    other = make_report("GHA", "NR4", state="draft", published_at=None, received_on=None)
    with pytest.raises(KeyOfAnother):
        submit(other, key=key)


def test_what_is_handed_in_is_frozen_whole_without_what_is_closed(draft, complete, submit, put):
    complete(draft)
    put(draft, "Q018", AnswerData(options=("true",)))
    put(draft, "Q019", AnswerData(options=("5+",)))
    put(draft, "Q018", AnswerData(options=("false",)))
    made = submit(draft)
    document = made.document["document"]
    assert document["Q018"] == {"value": "false"}
    assert "Q019" not in document
    assert made.sha256 == digest(made.document)
    assert document["contact"]["email"] == "one@portal.example"
    assert "contact" not in made.document["header"]
    assert Answer.objects.filter(report=draft, question="Q019").exists()


def test_a_submitted_report_takes_no_answer(draft, complete, submit, put):
    submit(complete(draft))
    with pytest.raises(ReportFrozen):
        put(draft, "Q018", AnswerData(options=("true",)))


def test_staff_fill_in_only_what_came_on_paper(draft, put, people):
    with pytest.raises(NotYoursToFill):
        put(draft, "Q018", AnswerData(options=("true",)), by=people.staff)
    Report.objects.filter(pk=draft.pk).update(origin=Report.Origin.PAPER)
    put(draft, "Q018", AnswerData(options=("true",)), by=people.staff)


def test_who_submitted_does_not_accept_not_even_past_the_service(draft, complete, submit, people):
    Report.objects.filter(pk=draft.pk).update(origin=Report.Origin.PAPER, received_on=NOW.date())
    submit(complete(draft), by=people.staff)
    with pytest.raises(OwnReport):
        accept_report(report=draft, by=people.staff, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=draft.pk).update(accepted_by=people.staff)
    accept_report(report=draft, by=people.other_staff, at=NOW)


def test_who_submitted_once_does_not_accept_what_a_colleague_handed_in_again(draft, complete, submit, people):
    Report.objects.filter(pk=draft.pk).update(origin=Report.Origin.PAPER, received_on=NOW.date())
    submit(complete(draft), by=people.staff)
    return_report(report=draft, reasons={"": "Please look at it again."}, by=people.other_staff, at=NOW)
    submit(draft, by=people.other_staff)
    for one in (people.staff, people.other_staff):
        with pytest.raises(OwnReport):
            accept_report(report=draft, by=one, at=NOW)


def test_a_report_is_returned_with_a_reason_at_each_question(draft, complete, submit, people):
    submit(complete(draft))
    for reasons in ({}, {"Q014": " "}):
        with pytest.raises(ReasonMissing):
            return_report(report=draft, reasons=reasons, by=people.staff, at=NOW)
    return_report(report=draft, reasons={"Q014": "Which law?"}, by=people.staff, at=NOW)
    assert ReviewNote.objects.get(returns=True).question == "Q014"
    later = NOW + timedelta(days=3)
    assert submit(draft, at=later).at == later
    assert draft.submissions.count() == 2


def test_an_accepted_report_is_returned_with_a_reason_and_accepted_anew(draft, complete, submit, people):
    submit(complete(draft))
    accept_report(report=draft, by=people.staff, at=NOW)
    return_report(report=draft, reasons={"Q014": "Repealed since."}, by=people.staff, at=NOW, accepted=True)
    assert (draft.state, draft.accepted_by) == ("returned", None)
    assert Email.objects.filter(key__startswith="returned/", to=people.authority.email).count() == 1
    submit(draft)
    with pytest.raises(NotInThatState):
        publish_report(report=draft, by=people.publisher, at=NOW)
    accept_report(report=draft, by=people.other_staff, at=NOW)
    publish_report(report=draft, by=people.publisher, at=NOW)
    with pytest.raises(NotInThatState):
        return_report(report=draft, reasons={"": "Too late"}, by=people.staff, at=NOW, accepted=True)


def test_a_withdrawn_report_goes_on_as_the_next_version(draft, complete, submit, people):
    submit(complete(draft))
    withdraw_report(report=draft, by=people.authority, at=NOW)
    following = open_report(party=draft.party, cycle=draft.cycle, by=people.contributor, at=NOW)
    assert (following.version, following.amends_id) == (2, draft.pk)
    assert following.answers.get(question="Q014").options == draft.answers.get(question="Q014").options


def test_the_published_version_counts_until_the_next_is_published(draft, complete, submit, put, people):
    def publish(report):
        submit(report)
        accept_report(report=report, by=people.staff, at=NOW)
        publish_report(report=report, by=people.publisher, at=NOW)

    publish(complete(draft))
    following = open_report(party=draft.party, cycle=draft.cycle, by=people.contributor, at=NOW)
    put(following, "Q014", AnswerData(options=("implementation.none",)))
    draft.refresh_from_db()
    assert draft.state == "published"
    publish(following)
    draft.refresh_from_db()
    assert (draft.state, following.state) == ("superseded", "published")
    assert "contact" not in Report.objects.get(pk=following.pk).header


def test_everything_that_was_done_stands_in_the_trail(draft, complete, submit, people):
    submit(complete(draft))
    accept_report(report=draft, by=people.staff, at=NOW)
    publish_report(report=draft, by=people.publisher, at=NOW)
    actions = [event.action for event in trail(draft.subject)]
    assert actions[:3] == ["published", "accepted", "submitted"]
    assert actions[-1] == "opened"


def test_answers_are_held_against_the_trail(draft, complete, submit, capsys):
    submit(complete(draft, typed=True))
    call_command("verify_answers")
    Answer.objects.filter(report=draft, question="Q014").update(options=["implementation.none"])
    Submission.objects.update(document={"party": "GHA"})
    with pytest.raises(CommandError, match="2 faults"):
        call_command("verify_answers")
    told = capsys.readouterr().err
    assert "Q014: the answer is not what its last change says" in told
    assert "does not have the receipt's SHA-256" in told


def test_a_change_that_was_altered_or_taken_out_is_named(draft, put, capsys):
    put(draft, "Q018", AnswerData(options=("true",)))
    put(draft, "Q021", AnswerData(options=("true",)))
    draft.changes.filter(question="Q018").update(after={"options": ["false"]})
    draft.changes.filter(question="Q021").delete()
    with pytest.raises(CommandError):
        call_command("verify_answers")
    told = capsys.readouterr().err
    assert "Q018 version 1: the change says something else than the trail" in told
    assert "Q021 version 1: the change that the trail tells of is gone" in told


def test_a_report_was_first_received_with_its_first_submission_and_its_content_with_the_last(
    draft, complete, submit, people
):
    submit(complete(draft))
    return_report(report=draft, reasons={"": "Please complete."}, by=people.staff, at=NOW)
    later = NOW + timedelta(days=30)
    submit(draft, at=later)
    draft.refresh_from_db()
    # NOW is 9:00 UTC: the day before, where days end last.
    assert (draft.first_received_on, draft.received_on) == (date(2026, 3, 1), date(2026, 3, 31))
    assert (draft.first_received_at, draft.received_at) == (NOW, later)
