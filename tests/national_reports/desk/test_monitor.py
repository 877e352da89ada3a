"""The monitor: right numbers, few queries, the same rows as a file."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators.models import Classification, ComputationRun, Finding, Measure, ReportingCycle
from national_reports.codec import AnswerData
from national_reports.models import SectionMark
from national_reports.monitor import current_cycle, monitor
from national_reports.progress import check, sections
from national_reports.selectors import answers_of, form_for
from national_reports.services.filling import save_answer
from national_reports.services.opening import open_report
from parties.invitations import Reach, Standing
from parties.models import Email, FormerName, Invitation, Party, TreatyStatus
from parties.offices import add_office, mark_office_returned
from parties.people import invite
from tests.factories import make_report
from tests.national_reports.desk.conftest import AT, make_complete, make_submitted
from tests.people_factories import make_focal_point

pytestmark = pytest.mark.django_db


def rows_of(cycle, at=AT):
    return {row.party.code: row for row in monitor(cycle, at=at).rows}


def read(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_party_of_the_population_is_there_once(nr4):
    found = monitor(nr4, at=AT)
    codes = [row.party.code for row in found.counted]
    assert sorted(codes) == sorted(Party.objects.in_force(nr4.deadline).values_list("code", flat=True))


def test_parties_that_joined_later_and_others_that_reported_stand_apart(nr4):
    TreatyStatus.objects.filter(party__code="KEN", treaty="cpb").update(in_force_on=date(2022, 1, 1))
    make_report("USA", "NR4")
    found = monitor(nr4, at=AT)
    apart = {row.party.code: row.joined_on for row in found.apart}
    assert apart["KEN"] == date(2022, 1, 1)
    assert apart["USA"] is None
    assert "KEN" not in {row.party.code for row in found.counted}


def test_the_latest_version_tells_the_state(nr4):
    first = make_report("KEN", "NR4")
    make_report("KEN", "NR4", version=2, state="draft", amends=first, published_at=None)
    row = rows_of(nr4)["KEN"]
    assert (row.state, row.report.version) == ("draft", 2)
    # A published version counts as handed in while the next is being written.
    assert row.has_handed_in


def test_progress_is_that_of_the_partys_own_task_list(nr4):
    report = make_complete("KEN", answers={"Q012_party": "true"})
    form = form_for(nr4)
    section = form.fields["Q014"].section
    SectionMark.objects.create(report=report, section=section, by=make_focal_point(), at=timezone.now())
    answers = answers_of(report)
    listed = sections(form, answers, remarks=check(form, answers), marked={section})
    progress = rows_of(nr4)["KEN"].progress
    assert progress.asked == sum(one.asked for one in listed)
    assert progress.answered == sum(one.answered for one in listed)
    assert progress.sections == len(listed)
    assert progress.complete == sum(one.state == "complete" for one in listed)


def test_the_last_activity_names_who_and_when(nr4, at):
    person = make_focal_point("KEN", name="Focal Point Kenya")
    report = open_report(party=Party.objects.get(code="KEN"), cycle=nr4, by=person, at=at)
    later = at + timedelta(hours=3)
    data = AnswerData(options=("true",))
    save_answer(report=report, question="Q012_party", data=data, read_version=0, by=person, at=later)
    row = rows_of(nr4)["KEN"]
    assert (row.last_at, row.last_by) == (later, "Focal Point Kenya")


def test_focal_points_are_people_not_roles(nr4):
    make_focal_point("KEN", begins_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    make_focal_point("KEN")
    make_focal_point("KEN", role="authority")
    found = rows_of(nr4)
    assert found["KEN"].focal_points == 2
    assert found["GHA"].focal_points == 0


def test_states_are_counted_over_the_population_and_over_a_group(nr4):
    make_report("KEN", "NR4")
    make_submitted("GHA")
    make_report("FRA", "NR4", state="draft", published_at=None)
    make_report("USA", "NR4")
    found = monitor(nr4, at=AT)
    per_state = {state: number for state, _label, number in found.per_state()}
    assert per_state == {"none": len(found.counted) - 3, "draft": 1, "submitted": 1, "published": 1}
    assert {state for state, _label, _number in found.per_state("africa")} == {"none", "submitted", "published"}


def test_the_list_is_narrowed_by_group_and_state(desk):
    make_report("KEN", "NR4")
    make_report("FRA", "NR4")
    names = [row["party"] for row in read(desk.get("/en/desk/monitor.csv?group=africa&state=published"))]
    assert names == ["KEN"]
    page = desk.get("/en/desk/?group=africa&state=published").content.decode()
    assert "Kenya" in page
    assert ">France<" not in page


@pytest.mark.parametrize("number", [1, 25])
def test_the_monitor_costs_the_same_for_many(desk, nr4, number, django_assert_max_num_queries):
    for party in list(Party.objects.in_force(nr4.deadline)[:number]):
        make_complete(party.code)
        make_focal_point(party.code)
    with django_assert_max_num_queries(24):
        assert desk.get("/en/desk/").status_code == 200


def test_the_file_holds_the_rows_of_the_page(desk, nr4):
    make_submitted("KEN")
    rows = {row["party"]: row for row in read(desk.get("/en/desk/monitor.csv"))}
    assert len(rows) == len(monitor(nr4, at=timezone.now()).rows)
    kenya = rows["KEN"]
    assert (kenya["state"], kenya["version"], kenya["origin"]) == ("submitted", "1", "form")
    assert int(kenya["answered"]) > 0
    assert rows["GHA"]["state"] == "none"


def test_names_that_look_like_formulas_stay_text_in_the_file(desk):
    person = make_focal_point("KEN", name="=HYPERLINK(1)")
    make_submitted("KEN", by=make_focal_point("KEN", "authority", name="@sum"))
    Party.objects.filter(code="GHA").update(name_en="=1+1")
    rows = {row["party"]: row for row in read(desk.get("/en/desk/monitor.csv"))}
    assert rows["KEN"]["last_by"] == "'@sum"
    assert rows["GHA"]["name"] == "'=1+1"
    assert person.name not in desk.get("/en/desk/monitor.csv").content.decode()


def test_hostile_names_are_only_text(desk):
    hostile = "<script>alert(1)</script>"
    make_submitted("KEN", by=make_focal_point("KEN", "authority", name=hostile))
    for page in ("/en/desk/", "/en/desk/reviews/", "/en/desk/reviews/KEN/NR4/"):
        assert hostile not in desk.get(page).content.decode()


def test_the_cycle_shown_is_the_open_one_that_is_nearest(nr4):
    cycles = list(ReportingCycle.objects.all())
    assert current_cycle(cycles, date(2026, 3, 2)).code == "NR4"
    for cycle in cycles:
        cycle.is_open = True
    assert current_cycle(cycles, date(2026, 1, 2)).code == "NR5"
    assert current_cycle(cycles, date(2016, 1, 2)).code == "NR3"
    for cycle in cycles:
        cycle.is_open = False
    assert current_cycle(cycles, date(2016, 1, 2)).code == "NR5"
    assert current_cycle([], date(2016, 1, 2)) is None


def test_a_party_without_focal_points_is_a_warning_that_leads_to_inviting(desk):
    page = "/en/desk/?q=Kenya"
    assert "/en/desk/people/?party=KEN" in desk.get(page).content.decode()
    make_focal_point("KEN")
    assert "/en/desk/people/?party=KEN" not in desk.get(page).content.decode()


# -- which Parties to look after


def codes(response):
    return [row["party"] for row in read(response)]


@pytest.mark.parametrize("words", ["côte d'ivoire", "Ivory", "civ"])
def test_a_party_is_found_by_its_name_its_code_and_without_its_accents(desk, words):
    FormerName.objects.get_or_create(party=Party.objects.get(code="CIV"), name="Ivory Coast", until="1986")
    assert codes(desk.get("/en/desk/monitor.csv", {"q": words})) == ["CIV"]


def test_those_to_look_after_are_told_apart_and_whoever_handed_in_is_none(desk, nr4):
    for party in ("KEN", "GHA", "UGA"):
        make_focal_point(party)
    make_submitted("KEN")
    now = timezone.now()
    open_report(party=Party.objects.get(code="GHA"), cycle=nr4, by=make_focal_point("GHA"), at=now)
    nr4.deadline = now.date() - timedelta(days=3)
    nr4.save()

    def which(word):
        return set(codes(desk.get(f"/en/desk/monitor.csv?which={word}")))

    assert not which("no-access") & {"KEN", "GHA", "UGA"}
    assert "FRA" in which("no-access")
    assert {"GHA", "UGA", "FRA"} <= which("overdue")
    assert "UGA" in which("silent")
    assert "GHA" not in which("silent")
    assert "KEN" not in which("overdue") | which("silent")
    assert desk.get("/en/desk/?which=anything").status_code == 404


def test_a_party_that_is_silent_where_silence_decides_would_settle_a_finding(desk, nr4):
    measure = Measure.objects.filter(is_headline=True).first()
    now = timezone.now()
    run = ComputationRun.objects.create(
        inputs_hash="0" * 64, method_version="2.0", code_version="x", started_at=now, finished_at=now, current=True
    )
    Classification.objects.create(run=run, measure=measure, cycle=nr4, parties={"silent": ["KEN"], "yes": ["GHA"]})
    finding = Finding.objects.create(run=run, measure=measure, current=nr4, yes_needed=3)
    assert codes(desk.get("/en/desk/monitor.csv?which=settles")) == ["KEN"]
    Finding.objects.filter(pk=finding.pk).update(yes_needed=None, silence_low=2, silence_high=9)
    assert not codes(desk.get("/en/desk/monitor.csv?which=settles"))
    Finding.objects.filter(pk=finding.pk).update(silence_low=-1)
    assert codes(desk.get("/en/desk/monitor.csv?which=settles")) == ["KEN"]


def test_fifty_stand_on_a_page_and_the_file_holds_all_in_the_same_order(desk, nr4):
    make_complete("ZWE")
    every = codes(desk.get("/en/desk/monitor.csv?sort=answered"))
    assert every[-1] == "ZWE"
    first, last = desk.get("/en/desk/?sort=answered"), desk.get("/en/desk/?sort=answered&page=99")
    assert len(first.context["page"]) == 50
    assert [row.party.code for row in first.context["page"]] == every[:50]
    assert last.context["page"].object_list[-1].party.code == "ZWE"


def invited(party, at, by, **became):
    """An invitation of somebody of a Party whose letter went out, and what became of it."""
    invite(
        email=f"{party.lower()}@portal.example",
        name="A. Person",
        role="contributor",
        party=Party.objects.get(code=party),
        by=by,
        at=at,
    )
    Email.objects.update(sent_at=at)
    Invitation.objects.filter(party__code=party).update(**became)


def test_parties_of_which_nobody_is_in_are_found_by_what_became_of_their_invitations(desk, staff):
    now = timezone.now()
    invited("KEN", now, staff)
    invited("GHA", now, staff, returned_at=now)
    invited("FRA", now, staff, expires_at=now - timedelta(days=1))
    make_focal_point("JPN")
    invited("JPN", now, staff, returned_at=now)

    def shown(which):
        return {row["party"]: row for row in read(desk.get(f"/en/desk/monitor.csv?which={which}"))}

    assert set(shown("invited")) == {"KEN"}
    # Somebody of Japan is in: that a letter to another person came back leaves it reached.
    assert set(shown("came-back")) == {"GHA"}
    assert set(shown("never-came-in")) == {"FRA"}
    not_reached = shown("not-reached")
    assert {"GHA", "FRA", "PER"} <= set(not_reached)
    assert not {"KEN", "JPN"} & set(not_reached)
    assert (not_reached["GHA"]["reach"], not_reached["GHA"]["invitations"]) == ("not-reached", "came-back")
    assert "JPN" not in shown("no-access")
    page = desk.get("/en/desk/?which=came-back").content.decode()
    assert "Ghana" in page
    assert "<small>Letter came back</small>" in page


def test_a_party_whose_office_gets_letters_is_reached_by_it_alone(desk, nr4, staff):
    kenya = Party.objects.get(code="KEN")
    office = add_office(party=kenya, name="Office", email="office@portal.example", language="en", by=staff, at=AT)
    assert rows_of(nr4)["KEN"].reach is Reach.OFFICE
    assert "KEN" not in {row["party"] for row in read(desk.get("/en/desk/monitor.csv?which=not-reached"))}
    assert "By its office alone" in desk.get("/en/desk/?q=Kenya").content.decode()
    mark_office_returned(office=office, by=staff, at=AT)
    assert rows_of(nr4)["KEN"].reach is Reach.NOT_REACHED


def test_what_became_of_invitations_is_told_what_wants_a_hand_first(nr4, staff):
    invited("KEN", AT, staff, returned_at=AT)
    row = rows_of(nr4)["KEN"]
    assert (row.reach, row.invitations_said) == (Reach.NOT_REACHED, [Standing.CAME_BACK])
    make_focal_point("KEN")
    row = rows_of(nr4)["KEN"]
    assert (row.reach, row.invitations_said) == (Reach.IN, [])
