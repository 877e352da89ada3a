"""What the Clearing-House says beside what is held here: treaty dates, and claims of reports."""

from datetime import UTC, date, datetime

import pytest

from bch_sync.countries import AlreadyDecided, StatusMoved, compare, decide
from bch_sync.models import BchRecord, StatusDifference, SyncRun
from bch_sync.remarks import compare_open_reports, compare_report
from jobs.models import Job
from national_reports.models import Report
from national_reports.review import review_of
from parties.governments import Governments
from parties.models import Party, TreatyStatus
from parties.services import StatusInvalid
from tests.factories import make_report
from tests.people_factories import make_staff

pytestmark = pytest.mark.usefixtures("world")

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def country(code="KE", **changed):
    """Kenya as we hold it, in the Clearing-House's shape, but for what is said."""
    told = {}
    for chapter, treaty in (("XXVII8", "cbd"), ("XXVII8a", "cpb"), ("XXVII8c", "nklsp")):
        held = TreatyStatus.objects.filter(party__code="KEN", treaty=treaty).first()
        names = {"signature": "signed_on", "deposit": "deposited_on", "party": "in_force_on"}
        told[chapter] = {name: _moment(getattr(held, ours, None)) for name, ours in names.items()}
        told[chapter]["instrument"] = held.instrument if held else None
    told["XXVII8a"] |= changed
    return {"code": code, "treaties": told}


def _moment(day):
    return f"{day.isoformat()}T00:00:00Z" if day else None


def look(*countries):
    return compare(countries, Governments.load(), at=AT)


def test_the_same_dates_are_no_difference_and_strange_entries_are_passed_over():
    assert look(country(), country("XX"), {"code": 5}, {"code": "KE", "treaties": []}, {}) == 0


def test_a_difference_is_shown_with_both_values_once_and_changes_nothing():
    before = TreatyStatus.objects.get(party__code="KEN", treaty="cpb").in_force_on
    assert look(country(party="2004-01-01T00:00:00Z")) == 1
    assert look(country(party="2004-01-01T00:00:00Z")) == 1
    one = StatusDifference.objects.get()
    assert (one.field, one.ours, one.theirs) == ("in_force_on", before.isoformat(), "2004-01-01")
    assert TreatyStatus.objects.get(party__code="KEN", treaty="cpb").in_force_on == before


def test_a_difference_that_is_gone_is_no_longer_to_be_decided():
    look(country(party="2004-01-01T00:00:00Z"))
    assert look(country()) == 0
    assert StatusDifference.objects.get().state == StatusDifference.State.GONE
    assert look(country(party="2004-01-01T00:00:00Z")) == 1


def test_what_can_not_be_read_as_a_day_is_no_difference():
    assert look(country(party="soon"), country(deposit=20040101)) == 0


def test_their_date_is_taken_over_when_confirmed_and_the_figures_are_asked_for(django_capture_on_commit_callbacks):
    look(country(party="2004-01-01T00:00:00Z"))
    by, one = make_staff(publisher=True), StatusDifference.objects.get()
    decide(difference=one, apply=True, by=by, at=AT)
    status = TreatyStatus.objects.get(party__code="KEN", treaty="cpb")
    assert status.in_force_on == date(2004, 1, 1)
    assert status.source == "Biosafety Clearing-House, list of countries"
    assert Job.objects.filter(kind="compute_progress").exists()
    with pytest.raises(AlreadyDecided):
        decide(difference=one, apply=False, by=by, at=AT)


def test_ours_is_kept_and_not_asked_about_again():
    look(country(party="2004-01-01T00:00:00Z"))
    decide(difference=StatusDifference.objects.get(), apply=False, by=make_staff(publisher=True), at=AT)
    assert look(country(party="2004-01-01T00:00:00Z")) == 0
    assert look(country(party="2004-01-02T00:00:00Z")) == 1


def test_dates_that_do_not_go_together_are_not_taken_over_and_stay_to_be_decided():
    look(country(party="1999-01-01T00:00:00Z"))
    one = StatusDifference.objects.get()
    with pytest.raises(StatusInvalid):
        decide(difference=one, apply=True, by=make_staff(publisher=True), at=AT)
    one.refresh_from_db()
    assert one.state == StatusDifference.State.OPEN


def test_a_date_of_ours_that_moved_meanwhile_is_not_overwritten():
    look(country(party="2004-01-01T00:00:00Z"))
    TreatyStatus.objects.filter(party__code="KEN", treaty="cpb").update(in_force_on=date(2003, 12, 1))
    with pytest.raises(StatusMoved):
        decide(difference=StatusDifference.objects.get(), apply=True, by=make_staff(publisher=True), at=AT)


# -- claims of reports ----------------------------------------------------------------------------------


@pytest.fixture
def read_once():
    return SyncRun.objects.create(
        state=SyncRun.State.DONE, base="http://127.0.0.1", started_at=AT, finished_at=AT, holder="test/1"
    )


def register(schema, code="KEN"):
    BchRecord.objects.create(
        identifier=f"{schema}-{code}",
        schema=schema,
        party=Party.objects.get(code=code),
        payload={},
        digest="",
        first_seen_on=AT.date(),
    )


@pytest.fixture
def report():
    answers = {"Q112_a": "true.availableOnBch", "Q112_q": "true.availableNotOnBch", "Q112_i": "false.notAvailable"}
    return make_report("KEN", "NR4", answers, state=Report.State.SUBMITTED, published_at=None)


def said(report):
    return [(one.question, one.what) for one in report.registry_remarks.all()]


def test_a_claim_without_a_record_is_a_remark_for_the_review(read_once, report):
    register("biosafetyLaw", "GHA")
    assert compare_report(report=report.pk) == {"remarks": 1}
    assert said(report) == [("Q112_a", "laws, rules or guidelines")]
    texts = [remark.text for remark in review_of(report, audiences=()).remarks if remark.kind == "registry"]
    said_to_the_reviewer = "Says that laws, rules or guidelines are in the Clearing-House; its registry held none on "
    assert texts == [f"{said_to_the_reviewer}2 March 2026."]


def test_a_record_that_came_meanwhile_takes_the_remark_away(read_once, report):
    compare_open_reports()
    register("biosafetyLaw")
    compare_open_reports()
    assert said(report) == []


def test_before_the_registry_was_read_nothing_is_said(report):
    assert compare_report(report=report.pk) == {"remarks": 0}


def test_the_answers_stay_as_they_are(read_once, report):
    before = list(report.answers.values_list("question", "options").order_by("question"))
    compare_open_reports()
    assert list(report.answers.values_list("question", "options").order_by("question")) == before
