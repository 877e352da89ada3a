"""A review: what catches the eye, the queue, and that what was typed or decided is never half done."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from national_reports.codec import AnswerData
from national_reports.models import Report, ReviewNote
from national_reports.review import check_remarks, membership_remarks, reversals, review_of
from national_reports.selectors import form_for
from national_reports.services.notes import add_note
from national_reports.services.workflow import accept_report, return_report, submit_report, withdraw_report
from national_reports.views.reports import slug_of
from parties.models import AuditEvent, Email, TreatyStatus
from tests.factories import make_report
from tests.national_reports.desk.conftest import AT, make_complete, make_submitted, seen
from tests.people_factories import client_of, make_focal_point, make_staff

pytestmark = pytest.mark.django_db
REVIEW = "/en/desk/reviews/KEN/NR4/"
EVERYBODY = ("both", "secretariat")


@pytest.fixture
def form(nr4):
    return form_for(nr4)


def remarks(report, kind):
    return {r.question: r.text for r in review_of(report, audiences=EVERYBODY).remarks if r.kind == kind}


def row(report, key):
    found = review_of(report, audiences=EVERYBODY)
    return next(one for _title, rows in found.sections for one in rows if one.question.key == key)


# -- remarks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("true", "false", True),
        ("false", "true", True),
        ("true.some", "false", True),
        ("true", "true", False),
        ("false", "false", False),
        ("true", "true.some", False),
        ("false", "true.some", False),
        ("true.some", "true", False),
    ],
)
def test_a_reversal_is_yes_that_became_no_or_no_that_became_yes(form, before, now, said):
    key = next(q.key for q in form.fields.values() if q.kind == "yes-no")
    copy = AnswerData(options=(before,))
    previous = {key: SimpleNamespace(cycle="NR3", copy=copy, not_comparable="")}
    assert bool(reversals(form, {key: AnswerData(options=(now,))}, previous)) is said


def test_nothing_is_reversed_where_the_questions_may_not_be_compared(form):
    key = next(q.key for q in form.fields.values() if q.kind == "yes-no")
    now = {key: AnswerData(options=("false",))}
    yes = AnswerData(options=("true",))
    assert not reversals(form, now, {key: SimpleNamespace(cycle="NR3", copy=yes, not_comparable="asked otherwise")})
    assert not reversals(form, now, {key: SimpleNamespace(cycle="NR3", copy=None, not_comparable="")})
    assert not reversals(form, {}, {key: SimpleNamespace(cycle="NR3", copy=yes, not_comparable="")})


def test_a_reversal_against_the_last_cycle_is_told_with_that_cycle(form):
    make_report("KEN", "NR3", {"Q012_party": "false"})
    report = make_submitted("KEN", answers={"Q012_party": "true"})
    assert "NR3" in remarks(report, "reversal")["Q012_party"]


@pytest.mark.parametrize(
    ("said", "in_force_on", "expected"),
    [
        ("true", date(2003, 9, 11), False),
        ("true", None, True),
        ("true", date(2020, 1, 1), True),
        ("false", date(2003, 9, 11), True),
        ("false", None, False),
        (None, None, False),
    ],
)
def test_party_status_is_held_against_the_treaty_dates(form, nr4, said, in_force_on, expected):
    answers = {"Q012_party": AnswerData(options=(said,))} if said else {}
    found = membership_remarks(form, answers, in_force_on=in_force_on, population_on=nr4.population_on)
    assert [one.question for one in found] == (["Q012_party"] if expected else [])


def test_the_day_of_the_deadline_is_what_counts_for_party_status(nr4):
    report = make_submitted("KEN", answers={"Q012_party": "true"})
    assert not remarks(report, "status")
    TreatyStatus.objects.filter(party__code="KEN", treaty="cpb").update(in_force_on=nr4.deadline + timedelta(days=1))
    assert remarks(report, "status")


def test_the_membership_question_of_each_cycle_exists_and_is_answered_yes_or_no():
    from indicators.models import ReportingCycle

    asked = {}
    for cycle in ReportingCycle.objects.filter(questionnaires__isnull=False).distinct():
        form = form_for(cycle)
        if form.membership:
            asked[cycle.code] = form.membership
            assert set(form.fields[form.membership].options) == {"true", "false"}
    assert asked == {"NR2": "Q012", "NR3": "Q012_party", "NR4": "Q012_party"}


def test_open_and_contradictory_answers_are_told_as_the_party_sees_them(form):
    missing = {one.question for one in check_remarks(form, {}) if one.kind == "open"}
    assert "Q014" in missing
    assert {q.key for q in form.fields.values() if q.mandatory and not q.enabled_by} <= missing


def test_contradictions_are_told_where_the_forms_own_rules_find_them(monkeypatch, form):
    from dataclasses import replace

    from national_reports.questionnaire import Check, Condition

    when = ((Condition("Q012_party", frozenset({"true"})),),)
    checked = replace(form, checks=(Check("Q012_party", when, "These two can't both be."),))
    found = check_remarks(checked, {"Q012_party": AnswerData(options=("true",))})
    assert ("contradiction", "Q012_party", "These two can't both be.") in [
        (one.kind, one.question, one.text) for one in found
    ]


# -- what stands beside --------------------------------------------------------------------------------------


def test_each_answer_stands_beside_the_last_cycles():
    make_report("KEN", "NR3", {"Q014": "implementation.none"})
    found = row(make_submitted("KEN"), "Q014")
    assert found.previous.cycle == "NR3"
    assert found.before.options
    assert found.is_changed


def test_an_amendment_stands_beside_the_published_version():
    first = make_report("KEN", "NR4", {"Q014": "implementation.none", "Q012_party": "true"})
    report = make_submitted("KEN", version=2, amends=first, answers={"Q012_party": "true"})
    changed = row(report, "Q014")
    assert changed.published.options == [changed.question.options["implementation.none"]]
    assert changed.is_changed
    assert not row(report, "Q012_party").is_changed


def test_closed_questions_are_left_out(form):
    report = make_submitted("KEN", answers={"Q012_party": "true", "Q012_partyInProgress": "true"})
    keys = [r.question.key for _t, rows in review_of(report, audiences=EVERYBODY).sections for r in rows]
    assert "Q012_partyInProgress" not in keys
    assert len(keys) == len(set(keys))


def test_only_questions_with_remarks_or_changes_are_shown_on_demand(desk):
    make_report("KEN", "NR3", {"Q012_party": "false", "Q014": "implementation.none"})
    make_submitted("KEN", answers={"Q012_party": "true"})
    whole, remarked = desk.get(REVIEW).content.decode(), desk.get(f"{REVIEW}?only=remarks").content.decode()
    assert 'id="Q014"' in whole
    assert 'id="Q014"' not in remarked
    assert 'id="Q012_party"' in remarked
    assert 'id="Q014"' in desk.get(f"{REVIEW}?only=changes").content.decode()


def test_the_page_gives_reference_hash_time_and_who_submitted(desk):
    report = make_submitted("KEN", by=make_focal_point("KEN", "authority", name="Authority of Kenya"))
    page = desk.get(REVIEW).content.decode()
    held = report.submissions.get()
    assert held.reference in page
    assert held.sha256 in page
    assert "Authority of Kenya" in page


@pytest.mark.parametrize("number", [1, 40])
def test_a_review_costs_the_same_however_much_was_answered(desk, form, number, django_assert_max_num_queries):
    make_report("KEN", "NR3", {"Q014": "implementation.none"})
    options = [q for q in form.fields.values() if q.options and not q.mandatory][:number]
    make_submitted("KEN", answers={q.key: next(iter(q.options)) for q in options})
    with django_assert_max_num_queries(32):
        assert desk.get(REVIEW).status_code == 200


# -- notes ---------------------------------------------------------------------------------------------------


def test_staff_write_settle_and_never_see_what_colleagues_of_a_party_tell_each_other(desk):
    report = make_submitted("KEN")
    own = {"question": "Q014", "text": "Among colleagues.", "audience": "party"}
    ReviewNote.objects.create(report=report, by=make_focal_point(), at=AT, **own)
    assert desk.post(f"{REVIEW}notes/", own).status_code == 404
    for _ in range(2):
        desk.post(f"{REVIEW}notes/", {"question": "Q014", "text": "Ask again.", "audience": "secretariat"})
    note = ReviewNote.objects.get(text="Ask again.")
    page = desk.get(f"{REVIEW}?only=remarks").content.decode()
    assert "Ask again." in page
    assert "Among colleagues." not in page
    for _ in range(2):
        assert desk.post(f"{REVIEW}notes/{note.pk}/settlement/").status_code == 303
    note.refresh_from_db()
    assert note.settled_at


def test_a_note_that_says_nothing_is_not_kept(desk):
    make_submitted("KEN")
    answer = desk.post(f"{REVIEW}notes/", {"question": "", "text": "  ", "audience": "both"}, follow=True)
    assert "was not kept" in answer.content.decode()
    assert not ReviewNote.objects.exists()


# -- decisions -----------------------------------------------------------------------------------------------


def test_a_report_is_returned_with_a_reason_at_each_question_and_the_party_is_told(desk):
    person = make_focal_point("KEN")
    report = make_submitted("KEN")
    form = seen(report, **{"return": ["Q014", "whole"], "reason-Q014": "Which law?", "reason-whole": "Please sign."})
    assert desk.post(f"{REVIEW}return/", form).status_code == 303
    report.refresh_from_db()
    assert report.state == Report.State.RETURNED
    reasons = dict(report.notes.filter(returns=True).values_list("question", "text"))
    assert reasons == {"Q014": "Which law?", "": "Please sign."}
    assert Email.objects.filter(to=person.email, key__startswith="returned/").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Tick at least one question"),
        ({"return": ["Q014"]}, "Say what the Party should look at"),
        ({"return": ["Q014"], "reason-Q014": "   "}, "Say what the Party should look at"),
        ({"return": ["Q014"], "reason-Q014": "x" * 5001}, "longer than 5,000"),
        ({"reason-Q014": "Not ticked."}, "not ticked"),
        ({"return": ["Q014", "Q012_party"], "reason-Q014": "Kept words."}, "Say what the Party should look at"),
    ],
)
def test_a_return_without_its_reasons_is_refused_and_nothing_typed_is_lost(desk, typed, said):
    report = make_submitted("KEN")
    answer = desk.post(f"{REVIEW}return/", seen(report, only="remarks", **typed))
    page = answer.content.decode()
    assert said in page
    assert 'role="alert"' in page
    for name, text in typed.items():
        if name.startswith("reason-") and text.strip():
            assert text.strip() in page
    for key in typed.get("return", ()):
        assert f'value="{key}" form="return-form" checked' in page
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED
    assert not report.notes.exists()


def test_staff_accept_and_a_publisher_publishes(desk, publisher):
    report = make_submitted("KEN")
    desk.post(f"{REVIEW}acceptance/", seen(report))
    report.refresh_from_db()
    assert report.state == Report.State.ACCEPTED
    assert "Publish" not in desk.get(REVIEW).content.decode().partition('id="decision"')[2].partition("</form>")[0]
    client_of(publisher).post(f"{REVIEW}publication/", seen(report))
    report.refresh_from_db()
    assert report.state == Report.State.PUBLISHED
    assert report.published_by == publisher
    actions = AuditEvent.objects.filter(subject=report.subject).values_list("action", flat=True)
    assert {"submitted", "accepted", "published"} <= set(actions)


def test_accepting_settles_what_a_report_was_returned_for_and_no_other_note(desk, staff):
    person = make_focal_point("KEN", role="authority")
    report = make_submitted("KEN", by=person)
    assert "counts as settled then" not in desk.get(REVIEW).content.decode()
    return_report(report=report, reasons={"Q014": "Which law?"}, by=make_staff(), at=AT)
    add_note(report=report, question="", text="See you.", audience=ReviewNote.Audience.BOTH, by=person, at=AT)
    submit_report(report=report, key=uuid4(), declared=True, by=person, at=AT + timedelta(days=1))
    assert "counts as settled then" in desk.get(REVIEW).content.decode()
    desk.post(f"{REVIEW}acceptance/", seen(report))
    assert list(report.notes.filter(settled_at=None).values_list("text", flat=True)) == ["See you."]
    event = AuditEvent.objects.get(subject=report.subject, action="note settled")
    assert (event.by, event.detail["question"]) == (staff, "Q014")


def test_who_submitted_does_not_accept():
    staff = make_staff()
    report = make_complete("KEN", origin="paper", received_on=date(2019, 9, 1))
    from uuid import uuid4

    from national_reports.services.workflow import submit_report

    submit_report(report=report, key=uuid4(), declared=True, by=staff, at=AT)
    client = client_of(staff)
    page = client.get(REVIEW).content.decode()
    assert "another member of staff must accept it" in page
    # On paper it was received on the day that was written down.
    assert "(UTC−12)" not in page
    Report.objects.filter(pk=report.pk).update(origin="form")
    assert "somewhere on Earth (UTC−12) when the report was submitted" in client.get(REVIEW).content.decode()
    answer = client.post(f"{REVIEW}acceptance/", seen(report), follow=True)
    assert "another member of staff must accept it" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED
    client_of(make_staff()).post(f"{REVIEW}acceptance/", seen(report))
    report.refresh_from_db()
    assert report.state == Report.State.ACCEPTED


def test_of_two_reviewers_the_second_is_told_and_nothing_is_half_done(desk):
    report = make_submitted("KEN")
    other = client_of(make_staff())
    form = seen(report, **{"return": ["Q014"], "reason-Q014": "Which law?"})
    desk.post(f"{REVIEW}acceptance/", seen(report))
    answer = other.post(f"{REVIEW}return/", form, follow=True)
    assert "somebody else was faster" in answer.content.decode()
    assert "Accepted" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == Report.State.ACCEPTED
    assert not report.notes.exists()
    assert not Email.objects.filter(key__startswith="returned/").exists()


def test_an_accepted_report_is_returned_from_its_page_and_the_party_is_told(desk):
    report = make_submitted("KEN")
    accept_report(report=report, by=make_staff(), at=AT)
    page = desk.get(REVIEW).content.decode()
    assert "it is reviewed and accepted anew" in page
    assert 'name="state" value="accepted"' in page
    given = {"return": ["Q014"], "reason-Q014": "Repealed since.", "version-Q014": 0, "state": "accepted"}
    desk.post(f"{REVIEW}return/", seen(report, **given))
    report.refresh_from_db()
    assert report.state == Report.State.RETURNED
    assert Email.objects.filter(key__startswith="returned/").exists()


def test_two_publishers_at_once_publish_once(publisher):
    report = make_submitted("KEN")
    accept_report(report=report, by=make_staff(), at=AT)
    first, second = client_of(publisher), client_of(make_staff(publisher=True))
    first.post(f"{REVIEW}publication/", seen(report))
    answer = second.post(f"{REVIEW}publication/", seen(report), follow=True)
    assert "somebody else was faster" in answer.content.decode()
    assert AuditEvent.objects.filter(subject=report.subject, action="published").count() == 1


def test_a_report_withdrawn_in_the_meantime_is_not_accepted(desk):
    person = make_focal_point("KEN", role="authority")
    report = make_submitted("KEN", by=person)
    form = seen(report)
    withdraw_report(report=report, by=person, at=AT)
    assert "somebody else was faster" in desk.post(f"{REVIEW}acceptance/", form, follow=True).content.decode()


@pytest.mark.parametrize("decision", ["acceptance", "return", "publication"])
def test_what_was_handed_in_anew_meanwhile_is_read_again_first(publisher, decision):
    report = make_submitted("KEN")
    form = {"submission": "NR4-KEN-1-OLD", "return": ["Q014"], "reason-Q014": "Which law?"}
    answer = client_of(publisher).post(f"{REVIEW}{decision}/", form, follow=True)
    assert "Read it again" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == Report.State.SUBMITTED


@pytest.mark.parametrize("decision", ["acceptance", "publication"])
def test_a_draft_is_neither_accepted_nor_published(publisher, decision):
    report = make_complete("KEN")
    client_of(publisher).post(f"{REVIEW}{decision}/", {"submission": ""})
    report.refresh_from_db()
    assert report.state == Report.State.DRAFT


# -- what is read first --------------------------------------------------------------------------------------


def test_what_was_changed_since_the_return_is_read_first_beside_what_was_said(desk):
    report = make_submitted("KEN", answers={"Q014": "implementation.none"})
    reviewer, person = make_staff(), make_focal_point("KEN", role="authority")
    return_report(report=report, reasons={"Q015": "Which law?"}, by=reviewer, at=AT)
    report.answers.filter(question="Q014").update(options=["implementation.fullInPlace"])
    submit_report(report=report, key=uuid4(), declared=True, by=person, at=AT + timedelta(days=1))
    shown = desk.get(REVIEW)
    rows = [entry["row"] for _title, rows in shown.context["sections"] for entry in rows]
    # The one that was changed, and the one that was asked about and was not.
    assert [row.question.key for row in rows] == ["Q014", "Q015"]
    assert rows[0].returned.options != rows[0].now.options
    assert "Before it was returned" in shown.content.decode()
    assert "Q020" in desk.get(f"{REVIEW}?only=all").content.decode()


def test_a_report_is_read_section_by_section_with_the_reasons_typed_elsewhere(desk, form):
    make_submitted("KEN")
    first, other = form.fields["Q014"].section, form.fields["Q050"].section
    assert first != other
    slug = slug_of(first)
    desk.post(f"{REVIEW}drafts/", {"reason-Q050": "Kept", "version-Q050": "0", "section": slug})
    shown = desk.get(f"{REVIEW}?section={slug}").context["sections"]
    keys = [entry["row"].question for _title, rows in shown for entry in rows]
    assert {one.section for one in keys if one.key != "Q050"} == {first}
    assert desk.get(f"{REVIEW}?section=article-99").status_code == 404
