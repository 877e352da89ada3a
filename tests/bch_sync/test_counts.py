"""Dated counts of the registry: a snapshot a day, the past rebuilt where it can be, and the figures from both."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bch_sync.counts import write_counts
from bch_sync.models import BchRecord, RegistryCount, ResolvedTerm, SyncRun
from bch_sync.selectors import readings
from figures.auditing import audit_values
from figures.services import compute_progress
from indicators.models import Finding, IndicatorValue, Measure
from indicators.reasons import NotAssessed, Source, coded
from indicators.registry import RegistryFilterInvalid, filters_of
from parties.models import Party

pytestmark = pytest.mark.usefixtures("world")

DAY = date(2020, 2, 1)
CUT_OFFS = {"NR3": date(2016, 1, 31), "NR4": date(2020, 1, 1)}


@pytest.fixture
def run():
    at = datetime(2020, 2, 1, 3, 0, tzinfo=UTC)
    return SyncRun.objects.create(state=SyncRun.State.DONE, base="http://127.0.0.1", started_at=at, finished_at=at)


def put(schema, code="", created="2012-05-01", withdrawn=None, **payload):
    party = Party.objects.get(code=code) if code else None
    number = BchRecord.objects.count()
    return BchRecord.objects.create(
        identifier=f"RECORD-{number:04}",
        schema=schema,
        government=party.alpha2 if party else "",
        party=party,
        created_at=datetime.fromisoformat(f"{created}T00:00:00+00:00") if created else None,
        payload=payload,
        digest=str(number),
        first_seen_on=date(2020, 1, 1),
        withdrawn_on=withdrawn,
    )


def reading(key, cycle="NR4"):
    measure = Measure.objects.get(
        indicator__code=key.split("/")[0], key=key.split("/")[1], indicator__plan__current=True
    )
    found = readings(CUT_OFFS).get(measure.pk)
    return found and (found.cycles.get(cycle) if cycle else found.latest)


def test_a_snapshot_counts_what_is_there_on_its_day(run):
    put("database", "KEN")
    put("database", "GHA", withdrawn=date(2020, 1, 20))
    write_counts(run, on=DAY)
    count = RegistryCount.objects.get(filter__endswith="3.3.2/headline/records", reconstructed=False)
    assert (count.as_of, count.records, count.governments) == (DAY, 1, {"KEN": 1})


def test_a_snapshot_near_the_cut_off_comes_before_a_reconstruction(run):
    put("database", "KEN")
    put("database", "GHA", created="2020-01-15")
    write_counts(run, on=DAY)
    near = reading("3.3.2/headline")
    assert (near.as_of, near.reconstructed, near.counts["records"].records) == (DAY, False, 2)
    far = reading("3.3.2/headline", "NR3")
    assert (far.as_of, far.reconstructed, far.counts["records"].records) == (CUT_OFFS["NR3"], True, 1)


def test_the_past_is_rebuilt_from_dates_of_registration_and_knows_what_was_withdrawn_since(run):
    put("database", "KEN", created="2015-12-31")
    put("database", "GHA", created="2016-02-02")
    put("database", "UGA", created=None)
    # Midnight in UTC: the day of the cut-off is not over anywhere on Earth.
    put("database", "MEX", created="2016-02-01")
    put("database", "ZWE", created="2015-01-01", withdrawn=date(2019, 6, 1))
    write_counts(run, on=date(2021, 1, 1))
    assert reading("3.3.2/headline", "NR3").counts["records"].governments == {"KEN": 1, "ZWE": 1, "MEX": 1}
    assert reading("3.3.2/headline", "NR4").counts["records"].governments == {"KEN": 1, "GHA": 1, "MEX": 1}


def test_what_carries_no_date_of_registration_has_no_past(run):
    put("focalPoint", "KEN", created=None, type_ss=["CPB-FP1", "BCH-FP"])
    put("authority", "KEN")
    write_counts(run, on=date(2021, 1, 1))
    assert reading("2.2.3/headline", "NR4") is None
    latest = reading("2.2.3/headline", None)
    assert latest.having() == {"KEN"}


def test_a_schema_that_has_no_past_for_one_measure_has_none_for_any(run):
    put("resource", "KEN", resourceTypes_REL_ss=["A", "b"])
    put("resource", resourceTypes_REL_ss="B")
    write_counts(run, on=date(2021, 1, 1))
    for key in ("5.1.3/headline", "3.3.3/library-records-by-kind"):
        assert reading(key, "NR4") is None
    held = reading("3.3.3/library-records-by-kind", None).counts["records"]
    assert (held.records, held.governments, held.kinds) == (2, {"KEN": 1}, {"a": 1, "b": 2})


def test_identifiers_are_compared_without_regard_to_case(run):
    decision = {
        "decisionTypes_REL_ss": ["e8c5a15c-a736-4FB7-a1b6-192412be7e45"],
        "decisionResult_s": "3b9ece67-b35c-40ff-8c06-4ea5ff762899",
    }
    put("biosafetyDecision", "KEN", **decision)
    put("biosafetyDecision", "KEN", decisionTypes_REL_ss=decision["decisionTypes_REL_ss"])
    put("nationalRiskAssessment", "KEN")
    write_counts(run, on=DAY)
    found = reading("5.1.2/assessments-against-decisions")
    assert (found.counts["numerator"].records, found.counts["denominator"].records) == (1, 1)


def test_a_decision_is_linked_only_to_a_risk_assessment_that_is_there(run):
    decision = {
        "decisionTypes_REL_ss": ["BE64016A-C3BD-4C61-9620-C3FEF96B2A24"],
        "decisionResult_s": "6DD1B161-4CDB-4900-BD31-DBB97E86B2AE",
    }
    there = put("nationalRiskAssessment", "KEN")
    gone = put("nationalRiskAssessment", "KEN", withdrawn=date(2020, 1, 2))
    put("biosafetyDecision", "KEN", referenceRecord_ss=[there.identifier.lower()], **decision)
    put("biosafetyDecision", "KEN", referenceRecord_ss=[gone.identifier], **decision)
    put("biosafetyDecision", "KEN", referenceRecord_ss="not a list", **decision)
    write_counts(run, on=DAY)
    found = reading("5.1.2/headline")
    assert (found.counts["numerator"].records, found.counts["denominator"].records) == (1, 3)


def test_a_law_counts_by_the_day_it_entered_into_force_and_not_after_the_day_of_the_count(run):
    for day in ("2010-12-31", "2011-01-01", "2020-02-01", "2020-02-02", "no day"):
        put("biosafetyLaw", "KEN", entryIntoForce_dt=f"{day}T00:00:00Z")
    put("biosafetyLaw", "KEN")
    write_counts(run, on=DAY)
    assert reading("4.2.2/headline").counts["laws"].records == 2


def test_words_are_counted_by_the_terms_that_they_mean_and_not_before(run):
    put("resource", bchSubjects_REL_ss=["THE-TERM"])
    write_counts(run, on=DAY)
    assert reading("1.5.2/headline") is None
    domain = "043C7F0D-2226-4E54-A56F-EE0B74CCC984"
    ResolvedTerm.objects.create(
        domain=domain,
        word="public awareness",
        identifier="the-term",
        name="Public awareness",
        resolved_at=run.started_at,
    )
    write_counts(run, on=DAY)
    assert reading("1.5.2/headline").counts["records"].records == 1


def test_a_second_count_of_the_same_day_replaces_the_first(run):
    put("database", "KEN")
    write_counts(run, on=DAY)
    put("database", "GHA")
    write_counts(run, on=DAY)
    assert reading("3.3.2/headline").counts["records"].records == 2


def test_the_latest_snapshot_is_dated_by_the_day_since_which_it_says_the_same(run):
    put("database", "KEN")
    for days in range(3):
        write_counts(run, on=DAY + timedelta(days=days))
    assert reading("3.3.2/headline", None).as_of == DAY
    put("database", "GHA")
    write_counts(run, on=DAY + timedelta(days=3))
    assert reading("3.3.2/headline", None).as_of == DAY + timedelta(days=3)


def test_a_filter_that_changes_does_not_take_old_counts_for_its_own(run):
    put("database", "KEN")
    write_counts(run, on=DAY)
    measure = Measure.objects.get(indicator__code="3.3.2", key="headline", indicator__plan__current=True)
    measure.facts["counts"][0]["schemas"] = ["resource"]
    measure.save()
    assert reading("3.3.2/headline") is None


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "records"},
        {"name": "records", "schemas": ["a"], "which": 1},
        {"name": "records", "schemas": ["a"], "where": [{"field": "x"}]},
        {"name": "records", "schemas": ["a"], "where": [{"field": "x", "until": "today"}]},
    ],
)
def test_a_filter_that_says_nothing_is_refused(entry):
    with pytest.raises(RegistryFilterInvalid):
        filters_of({"counts": [entry]})


# -- figures --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_counts_become_figures_that_say_what_they_are_and_audit_clean(run):
    put("focalPoint", "KEN", created=None, type_ss=["CPB-FP1"])
    put("authority", "KEN")
    put("biosafetyLaw", "KEN", created="2011-05-01")
    put("biosafetyLaw", "USA", created="2011-05-01")
    put("nationalRiskAssessment", "KEN", created="2011-05-01")
    write_counts(run, on=DAY)
    compute_progress(at=datetime(2020, 2, 1, 4, 0, tzinfo=UTC), reason="test")
    # Every number that a rule names beside its count stands among the figures.
    latest = IndicatorValue.objects.filter(run__current=True, reading="latest snapshot")
    beside = Measure.objects.filter(facts__has_key="beside", pk__in=latest.values("measure"))
    assert {measure.indicator.code for measure in beside} == {"2.3.2", "3.3.2", "3.3.3"}
    for measure in beside:
        told = IndicatorValue.objects.filter(run__current=True, measure=measure).values_list("reading", "unit")
        for what in measure.facts["beside"]:
            assert (f"latest snapshot, {what}", what) in set(told)
    share = IndicatorValue.objects.get(
        measure__indicator__code="2.2.1",
        measure__key="parties-with-a-law-in-the-clearing-house",
        cycle__code="NR4",
        group="all",
        run__current=True,
    )
    # One more than on the population day of the cycle: these are the Parties on the day of the count.
    assert (share.yes, share.no, share.silent, share.population) == (1, 171, 0, 172)
    assert share.source == coded(Source.SNAPSHOT, day="2020-02-01")
    records = IndicatorValue.objects.filter(
        measure__indicator__code="2.3.2", measure__is_headline=True, run__current=True
    )
    assert [(one.as_of, one.numerator, one.low) for one in records.filter(reading="").order_by("as_of")] == [
        (date(2011, 12, 31), 1, 1),
        (date(2016, 1, 31), 1, 1),
        (DAY, 1, None),
    ]
    level = Finding.objects.get(
        measure__indicator__code="2.2.3",
        measure__is_headline=True,
        group="all",
        current__code="NR4",
        run__current=True,
        baseline__code="NR3",
    )
    assert level.level == "not met"
    assert level.trend == "no baseline"
    rebuilt = Finding.objects.get(
        measure__key="parties-with-a-law-in-the-clearing-house",
        baseline__code="NR2",
        current__code="NR3",
        group="all",
        run__current=True,
    )
    assert rebuilt.trend == "not comparable"
    assert rebuilt.trend_reason == NotAssessed.REBUILT
    assert audit_values() == []


def test_a_link_counts_back_in_time_only_to_what_was_registered_by_then(run):
    decision = {
        "decisionTypes_REL_ss": ["BE64016A-C3BD-4C61-9620-C3FEF96B2A24"],
        "decisionResult_s": "6DD1B161-4CDB-4900-BD31-DBB97E86B2AE",
    }
    for created in ("2015-01-01", "2018-01-01", None):
        assessment = put("nationalRiskAssessment", "KEN", created=created)
        put("biosafetyDecision", "KEN", created="2014-01-01", referenceRecord_ss=[assessment.identifier], **decision)
    write_counts(run, on=date(2021, 1, 1))
    then, now = reading("5.1.2/headline", "NR3"), reading("5.1.2/headline", None)
    assert (then.counts["numerator"].records, then.counts["denominator"].records) == (1, 3)
    assert (now.counts["numerator"].records, now.counts["denominator"].records) == (3, 3)
