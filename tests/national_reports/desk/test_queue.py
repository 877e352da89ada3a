"""The queue: who has claimed a report, what its checks found, and several decided by one act."""

from datetime import timedelta
from uuid import uuid4

import pytest

from jobs.models import Job
from national_reports.grading import checked
from national_reports.models import RegistryRemark, Report, ReviewClaim, ReviewNote
from national_reports.queue import queue
from national_reports.review import GRADES, Kind, review_of
from national_reports.services.claims import ClaimedByAnother, NotWaiting, claim_report, release_report
from national_reports.services.notes import add_note
from national_reports.services.together import Act, decide_together
from national_reports.services.workflow import accept_report, return_report, submit_report
from parties.models import AuditEvent, Email
from tests.factories import make_report
from tests.national_reports.desk.conftest import AT, make_submitted
from tests.people_factories import client_of, make_focal_point, make_staff

pytestmark = pytest.mark.django_db
REVIEWS = "/en/desk/reviews/"


def reference(report):
    return report.submissions.latest("at").reference


def actions(report):
    return list(AuditEvent.objects.filter(subject=report.subject).order_by("sequence").values_list("action", flat=True))


# -- what the checks found


def test_every_kind_of_remark_has_a_grade():
    assert set(GRADES) == set(Kind)


def test_reports_are_graded_together_as_each_is_on_its_own_page():
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"})
    reports = [make_submitted("KEN"), make_submitted("GHA"), make_submitted("UGA", answers={"Q012_party": "false"})]
    RegistryRemark.objects.create(report=reports[1], question="Q014", what="laws", checked_on=AT.date())
    found = checked(reports)
    for report in reports:
        remarks = review_of(report, audiences=()).remarks
        graded = {grade: sum(one.grade == grade for one in remarks) for grade in ("blocks", "asks", "tells")}
        one = found[report.pk]
        assert {"blocks": one.blocks, "asks": one.asks, "tells": one.tells} == graded
    assert found[reports[1].pk].is_clear
    # It says that it is no Party.
    assert not found[reports[2].pk].is_clear


def test_an_open_note_is_an_open_question_and_a_colleagues_is_not():
    report = make_submitted("KEN")
    person = make_focal_point("KEN")
    add_note(report=report, question="", text="Among us.", audience=ReviewNote.Audience.PARTY, by=person, at=AT)
    assert checked([report])[report.pk].is_clear
    add_note(report=report, question="", text="To you.", audience=ReviewNote.Audience.BOTH, by=person, at=AT)
    assert checked([report])[report.pk].notes == 1


@pytest.mark.parametrize("number", [1, 6])
def test_the_queue_costs_the_same_however_many_reports_wait(desk, number, django_assert_max_num_queries):
    for party in ("KEN", "GHA", "UGA", "FRA", "NOR", "MEX")[:number]:
        make_submitted(party)
    with django_assert_max_num_queries(30):
        assert desk.get(REVIEWS).status_code == 200


# -- claims


def test_a_report_is_claimed_and_released_by_one_act_each(staff, desk):
    report = make_submitted("KEN")
    desk.post(f"{REVIEWS}claims/", {"claim": reference(report)})
    assert ReviewClaim.objects.get(report=report).by == staff
    assert staff.name in desk.get(f"{REVIEWS}?who=mine").content.decode()
    desk.post(f"{REVIEWS}claims/", {"claim": reference(report)})
    desk.post(f"{REVIEWS}claims/", {"release": reference(report)})
    desk.post(f"{REVIEWS}claims/", {"release": reference(report)})
    assert not ReviewClaim.objects.exists()
    assert actions(report).count("claimed") == actions(report).count("released") == 1


def test_a_colleagues_report_is_taken_over_with_a_word_only(staff):
    report, colleague = make_submitted("KEN"), make_staff()
    claim_report(report=report, by=colleague, at=AT)
    with pytest.raises(ClaimedByAnother, match=colleague.name):
        claim_report(report=report, by=staff, at=AT)
    release_report(report=report, by=staff, at=AT)
    assert ReviewClaim.objects.get().by == colleague
    claim_report(report=report, by=staff, at=AT, word="On leave until May.")
    assert ReviewClaim.objects.get().by == staff
    event = AuditEvent.objects.get(subject=report.subject, action="taken over")
    assert event.detail == {"from": colleague.name, "word": "On leave until May."}


def test_the_page_takes_over_with_a_word_and_leads_back(staff, desk):
    report = make_submitted("KEN")
    claim_report(report=report, by=make_staff(), at=AT)
    page = f"{REVIEWS}KEN/NR4/"
    assert "Take over" in desk.get(page).content.decode()
    fields = {"claim": reference(report), "back": reference(report)}
    refused = desk.post(f"{REVIEWS}claims/", fields, follow=True)
    assert "say why on its page" in refused.content.decode()
    assert desk.post(f"{REVIEWS}claims/", fields | {"word": "Agreed."})["Location"] == page
    assert ReviewClaim.objects.get().by == staff


def test_a_claim_ends_with_the_decision_and_nothing_decided_is_claimed(staff):
    report = make_submitted("KEN")
    claim_report(report=report, by=staff, at=AT)
    accept_report(report=report, by=staff, at=AT)
    assert not ReviewClaim.objects.exists()
    with pytest.raises(NotWaiting):
        claim_report(report=report, by=staff, at=AT)


# -- several by one act


def test_reports_without_an_open_question_are_accepted_together_each_with_its_event(staff, desk):
    clear = [make_submitted(party) for party in ("KEN", "GHA")]
    asked = make_submitted("UGA", answers={"Q012_party": "false"})
    claimed = make_submitted("FRA")
    claim_report(report=claimed, by=make_staff(), at=AT)
    chosen = {"act": "accept", "report": [reference(one) for one in (*clear, asked, claimed)]}
    page = desk.post(f"{REVIEWS}together/", chosen)
    assert [one.report for one in page.context["weighed"].done] == clear
    assert {one.report for one in page.context["weighed"].left} == {asked, claimed}
    assert Report.objects.filter(state="submitted").count() == 4
    for _twice in range(2):
        answer = desk.post(f"{REVIEWS}acceptances/", chosen, follow=True)
    assert "It is in the state “Accepted”." in answer.content.decode()
    for report in clear:
        report.refresh_from_db()
        assert (report.state, report.accepted_by) == ("accepted", staff)
        assert actions(report).count("accepted") == 1
    assert Report.objects.filter(state="submitted").count() == 2


def test_all_that_are_shown_without_an_open_question_are_offered(desk):
    clear, asked = make_submitted("KEN"), make_submitted("UGA", answers={"Q012_party": "false"})
    page = desk.get(REVIEWS).content.decode()
    assert f'name="listed" value="{reference(clear)}"' in page
    assert f'name="listed" value="{reference(asked)}"' not in page
    shown = desk.post(f"{REVIEWS}together/", {"all": "accept", "listed": [reference(clear)]})
    assert [one.report for one in shown.context["weighed"].done] == [clear]


def test_what_one_submitted_or_was_handed_in_anew_is_kept_apart(staff):
    own, anew = make_submitted("KEN", by=staff, origin="paper", received_on=AT.date()), make_submitted("GHA")
    before = reference(anew)
    return_report(report=anew, reasons={"": "Why?"}, by=make_staff(), at=AT)
    by = make_focal_point("GHA", role="authority")
    submit_report(report=anew, key=uuid4(), declared=True, by=by, at=AT + timedelta(days=1))
    outcome = decide_together(act=Act.ACCEPT, references=[reference(own), before], by=staff, at=AT)
    assert not outcome.done
    assert [one.why_not.split(":")[0] for one in outcome.left] == [
        "You submitted it",
        "It was handed in anew since you opened the page.",
    ]


def test_reports_are_published_together_with_one_computation_and_each_party_is_told(
    publisher, django_capture_on_commit_callbacks
):
    reports = [make_submitted(party) for party in ("KEN", "GHA", "UGA")]
    for report in reports:
        accept_report(report=report, by=make_staff(), at=AT)
    fields = {"report": [reference(one) for one in reports]}
    assert client_of(make_staff()).post(f"{REVIEWS}publications/", fields).status_code == 403
    client = client_of(publisher)
    with django_capture_on_commit_callbacks():
        client.post(f"{REVIEWS}publications/", fields)
        client.post(f"{REVIEWS}publications/", fields)
    assert Report.objects.published().filter(cycle__code="NR4").count() == 3
    assert Job.objects.filter(kind="compute_progress").count() == 1
    assert Email.objects.filter(key__startswith="published/").count() == 3
    assert all(actions(report).count("published") == 1 for report in reports)


def test_nothing_ticked_and_an_act_that_is_none_do_nothing(desk):
    assert desk.post(f"{REVIEWS}together/", {"act": "accept"})["Location"] == f"{REVIEWS}?state=submitted"
    assert desk.post(f"{REVIEWS}together/", {"act": "burn", "report": "x"}).status_code == 404


def test_the_queue_has_the_longest_wait_first_and_says_how_long():
    make_submitted("KEN", at=AT)
    make_submitted("GHA", at=AT - timedelta(days=3))
    make_submitted("UGA", at=AT - timedelta(days=1))
    accept_report(report=make_submitted("FRA"), by=make_staff(), at=AT)
    return_report(report=make_submitted("NOR"), reasons={"": "why"}, by=make_staff(), at=AT)
    found = queue(at=AT)
    assert [(one.report.party.code, one.days) for one in found.submitted] == [("GHA", 3), ("UGA", 1), ("KEN", 0)]
    assert [one.report.party.code for one in found.accepted] == ["FRA"]
    assert [one.report.party.code for one in found.returned] == ["NOR"]
