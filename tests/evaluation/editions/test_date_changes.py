"""Due days and treaty dates show what they move before they are changed, and nothing is kept until then."""

import shutil
from datetime import date, timedelta

import pytest
import yaml
from django.utils import timezone

from bch_sync.countries import decide
from bch_sync.models import StatusDifference
from evaluation.data_files import NotWeighed, propose_change, take_in, weigh
from evaluation.date_changes import NoLonger, end_of, extension, treaty_date
from evaluation.models import DataProposal
from indicators.loading import load_plan
from indicators.models import ReportingCycle
from jobs.models import Job
from national_reports.models import Extension, Report
from national_reports.services.extensions import extend_due_day, take_back_extension
from parties.models import AuditEvent, Party, TreatyStatus
from tests.conftest import DATA, SMALL_PLAN_FILE
from tests.evaluation.editions.making import AT, make_evaluation, make_published
from tests.people_factories import client_of, make_staff

PAGE = "/en/desk/evaluations/data-files/"
EXTENSIONS = "/en/desk/cycles/NR4/extensions/"
TREATY_DATES = "/en/desk/clearing-house/treaty-dates/"
CITED = "Decision X/1"
NOTHING = "Nothing moves:"
# Received by the deadline, or by the day that the Party was given.
IN_TIME = {
    "key": "in-time",
    "label": "Report received by the deadline",
    "kind": "share_of_parties",
    "direction": "up",
    "direction_source": "reading",
    "rule": "received by the due day",
    "reports": {"rule": "received by the deadline", "cycles": ["NR3", "NR4"]},
    "comparisons": [{"baseline": "NR3", "current": "NR4", "allowed": True, "grade": "identical", "reason": "The same"}],
}


@pytest.fixture
def cycle(reports):
    return ReportingCycle.objects.get(code="NR4")


@pytest.fixture
def kenya(reports):
    return Party.objects.get(code="KEN")


@pytest.fixture
def late(reports, cycle, kenya, author, publisher, tmp_path):
    """An edition published of a plan that has a measure of timeliness; Kenya's report was five days late."""
    Report.objects.filter(party=kenya, cycle=cycle).update(received_on=cycle.deadline + timedelta(days=5))
    for path in DATA.glob("small-plan*"):
        shutil.copy(path, tmp_path)
    measures = tmp_path / "small-plan.measures.yaml"
    document = yaml.safe_load(measures.read_text())
    document["measures"][0]["measures"].append(IN_TIME)
    measures.write_text(yaml.safe_dump(document))
    load_plan(tmp_path / SMALL_PLAN_FILE.name)
    return make_published(make_evaluation(author), author, publisher)


@pytest.fixture
def difference(kenya):
    """The Clearing-House says that the Protocol is in force for Kenya only from 2031 on."""
    ours = TreatyStatus.objects.get(party=kenya, treaty="cpb").in_force_on.isoformat()
    given = {"treaty": "cpb", "field": "in_force_on", "ours": ours, "theirs": "2031-01-01", "seen_at": AT}
    return StatusDifference.objects.create(party=kenya, **given)


def weighed(change, by) -> DataProposal:
    held = propose_change(change=change, by=by, at=timezone.now())
    weigh(proposal=held.pk)
    held.refresh_from_db()
    return held


def worked_out(client, answer):
    """The page of what moves, after its job was done."""
    held = DataProposal.objects.get()
    assert answer.url == f"{PAGE}{held.pk}/"
    weigh(proposal=held.pk)
    Job.objects.filter(kind="weigh_data").update(state="done")
    return client.get(answer.url).content.decode()


def due_days(cycle):
    return [(one.party and one.party.code, one.due_on, one.decision) for one in cycle.extensions.all()]


def test_an_extension_is_shown_with_what_it_moves_and_then_given_once(late, cycle, kenya, publisher):
    day = cycle.deadline + timedelta(days=10)
    held = weighed(extension(cycle=cycle, party=kenya, due_on=day, decision=CITED), publisher)
    (figure,) = [one for one in held.outcome["figures"] if one["place"].endswith(" all")]
    before, after = next((before, after) for name, before, after in figure["columns"] if name == "yes")
    assert int(after) == int(before) + 1
    assert [one["edition"] for one in held.outcome["editions"]] == ["edition mid-term 1.0"]
    assert due_days(cycle) == []
    assert not AuditEvent.objects.filter(action="due day extended").exists()
    assert take_in(proposal=held, by=publisher, at=timezone.now())
    assert due_days(cycle) == [("KEN", day, CITED)]
    with pytest.raises(NotWeighed):
        take_in(proposal=held, by=publisher, at=timezone.now())
    again = weighed(extension(cycle=cycle, party=kenya, due_on=day, decision=CITED), publisher)
    assert again.moves_nothing
    assert not take_in(proposal=again, by=publisher, at=timezone.now())


def test_taking_an_extension_back_is_shown_with_what_it_moves(late, cycle, kenya, publisher):
    day = cycle.deadline + timedelta(days=10)
    given = extend_due_day(cycle=cycle, party=kenya, due_on=day, decision=CITED, by=publisher, at=AT)
    held = weighed(end_of(given), publisher)
    assert held.outcome["numbers"]["figures"] > 0
    assert due_days(cycle) == [("KEN", day, CITED)]
    take_in(proposal=held, by=publisher, at=timezone.now())
    assert due_days(cycle) == []


def test_at_the_desk_a_later_due_day_is_typed_looked_at_and_given(published, cycle, publisher):
    desk = client_of(publisher)
    assert "Show what moves" in desk.get(EXTENSIONS).content.decode()
    given = {"party": "KEN", "due_on": "2019-12-15", "decision": CITED}
    answer = desk.post(f"{PAGE}due-days/NR4/", given)
    page = worked_out(desk, answer)
    # No measure of the small plan asks when a report came.
    assert page.count(NOTHING) == 1
    assert all(said in page for said in ("Kenya", "15 December 2019", CITED, "Give this due day"))
    assert not Extension.objects.exists()
    done = desk.post(f"{answer.url}making/", follow=True).content.decode()
    assert "The later due day is kept." in done
    assert "Taken in by <bdi>Publisher</bdi>" in done
    assert due_days(cycle) == [("KEN", date(2019, 12, 15), CITED)]
    assert "not worked out, or it was done already" in desk.post(f"{answer.url}making/", follow=True).content.decode()


def test_at_the_desk_a_later_due_day_is_taken_back(published, cycle, publisher):
    held = extend_due_day(cycle=cycle, party=None, due_on=date(2019, 12, 15), decision=CITED, by=publisher, at=AT)
    desk = client_of(publisher)
    address = f"{PAGE}due-days/NR4/{held.pk}/end/"
    assert address in desk.get(EXTENSIONS).content.decode()
    answer = desk.post(address)
    assert "All Parties" in worked_out(desk, answer)
    assert due_days(cycle) != []
    assert "The extension is taken back." in desk.post(f"{answer.url}making/", follow=True).content.decode()
    assert due_days(cycle) == []


@pytest.mark.parametrize(
    "given",
    [
        {"due_on": "2001-01-01", "decision": CITED},
        {"due_on": "2019-12-15", "decision": ""},
        {"due_on": "soon"},
        {"due_on": "2031-01-01", "decision": CITED},
    ],
)
def test_what_is_no_later_due_day_is_told_at_its_field_and_not_kept(reports, publisher, given):
    page = client_of(publisher).post(f"{PAGE}due-days/NR4/", given)
    assert page.status_code == 422
    assert "Error:" in page.content.decode()
    assert not DataProposal.objects.exists()


def test_what_was_changed_meanwhile_is_refused_in_words(published, cycle, publisher):
    day = cycle.deadline + timedelta(days=10)
    given = extend_due_day(cycle=cycle, party=None, due_on=day, decision=CITED, by=publisher, at=AT)
    gone, earlier = weighed(end_of(given), publisher), weighed(end_of(given), publisher)
    take_back_extension(extension=Extension.objects.get(), by=publisher, at=AT)
    with pytest.raises(NoLonger, match="taken back meanwhile"):
        take_in(proposal=gone, by=publisher, at=timezone.now())
    weigh(proposal=earlier.pk)
    earlier.refresh_from_db()
    assert earlier.outcome == {"refused": ["This later due day was changed or taken back meanwhile."]}
    later = weighed(extension(cycle=cycle, party=None, due_on=day, decision=CITED), publisher)
    ReportingCycle.objects.filter(pk=cycle.pk).update(deadline=day)
    with pytest.raises(NoLonger, match="not after"):
        take_in(proposal=later, by=publisher, at=timezone.now())
    page = client_of(publisher).post(f"{PAGE}{later.pk}/making/", follow=True).content.decode()
    assert "This is not after the cycle&#x27;s own due day." in page


def test_a_treaty_date_is_shown_with_what_it_moves_and_then_taken_over(published, difference, kenya, publisher):
    desk = client_of(publisher)
    address = f"{PAGE}treaty-dates/{difference.pk}/"
    assert address in desk.get(TREATY_DATES).content.decode()
    answer = desk.post(address)
    page = worked_out(desk, answer)
    assert NOTHING not in page
    assert "Mid-term evaluation 1.0" in page
    assert all(said in page for said in ("Kenya", difference.ours, "2031-01-01"))
    status = TreatyStatus.objects.get(party=kenya, treaty="cpb")
    assert status.in_force_on.isoformat() == difference.ours
    difference.refresh_from_db()
    assert difference.state == StatusDifference.State.OPEN
    assert "Their value is taken over" in desk.post(f"{answer.url}making/", follow=True).content.decode()
    status.refresh_from_db()
    difference.refresh_from_db()
    assert (status.in_force_on, difference.state) == (date(2031, 1, 1), StatusDifference.State.APPLIED)


def test_a_treaty_date_that_somebody_decided_on_meanwhile_is_refused_in_words(published, difference, publisher):
    held = weighed(treaty_date(difference), publisher)
    decide(difference=difference, apply=False, by=publisher, at=AT)
    with pytest.raises(NoLonger, match="decided on it meanwhile"):
        take_in(proposal=held, by=publisher, at=timezone.now())
    page = client_of(publisher).post(f"{PAGE}treaty-dates/{difference.pk}/", follow=True).content.decode()
    assert "Somebody has decided on it meanwhile." in page
    assert DataProposal.objects.count() == 1


def test_a_treaty_date_of_ours_that_changed_or_cannot_be_is_refused_in_words(published, difference, kenya, publisher):
    StatusDifference.objects.filter(pk=difference.pk).update(theirs="1999-01-01")
    difference.refresh_from_db()
    impossible = weighed(treaty_date(difference), publisher)
    assert impossible.is_refused
    TreatyStatus.objects.filter(party=kenya, treaty="cpb").update(in_force_on=date(2005, 1, 1))
    moved = weighed(treaty_date(difference), publisher)
    assert moved.outcome == {"refused": ["Our value has changed since. Look again after the next reading."]}


def test_theirs_is_not_taken_without_its_moves_shown(published, difference, publisher):
    client_of(publisher).post(f"{TREATY_DATES}{difference.pk}/decision/", {"take": "theirs"})
    difference.refresh_from_db()
    assert difference.state == StatusDifference.State.OPEN


def test_staff_who_do_not_publish_see_what_moves_and_change_nothing(published, cycle, difference, author):
    staff = client_of(author)
    held = weighed(treaty_date(difference), author)
    assert "A publisher takes it in." in staff.get(f"{PAGE}{held.pk}/").content.decode()
    assert staff.post(f"{PAGE}{held.pk}/making/").status_code == 403
    difference.refresh_from_db()
    assert difference.state == StatusDifference.State.OPEN


def test_staff_propose_and_a_publisher_finds_it_in_the_list_with_what_it_moves(published, kenya, difference, author):
    answer = client_of(author).post(f"{PAGE}treaty-dates/{difference.pk}/")
    weigh(proposal=DataProposal.objects.get().pk)
    page = client_of(make_staff(publisher=True)).get(PAGE).content.decode()
    waiting = page[page.index("Waiting for a publisher") : page.index("Send files")]
    assert f'href="{answer.url}"' in waiting
    assert kenya.name in waiting
    assert author.name in waiting
    assert "Figures:" in waiting
