"""Values and findings: the stored rows of the current run, with exact shares rounded once."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from figures.services import compute_progress
from indicators.kinds.figure import Bounds
from indicators.models import ComputationRun, Finding, Indicator, IndicatorValue, Measure
from parties.changes import RUN, note_change
from portal.api.serializers.fields import Number, six_decimals
from portal.api.serializers.figures import ValueSerializer
from tests.factories import make_report

from .conftest import AT
from .test_lists import every_page


@pytest.mark.parametrize(
    ("share", "number"),
    [
        (None, None),
        (Fraction(0), 0.0),
        (Fraction(1, 3), 0.333333),
        (Fraction(2, 3), 0.666667),
        (Fraction(1, 2_000_000), 0.000001),
        (Fraction(3, 2_000_000), 0.000002),
        (Fraction(1), 1.0),
    ],
)
def test_a_share_is_rounded_half_away_from_zero_to_six_decimals(share, number):
    assert six_decimals(share) == number


@pytest.mark.parametrize(
    ("stored", "number"), [("60.0000", 60), ("0.5000", 0.5), ("123456789012.2500", 123456789012.25)]
)
def test_a_number_is_an_integer_when_it_is_whole(stored, number):
    given = Number().to_representation(Decimal(stored))
    assert (given, type(given)) == (number, type(number))


def test_every_value_is_the_stored_one(api):
    rows = every_page(api, "values/", page_size=500)
    stored = IndicatorValue.objects.current().select_related("measure__indicator", "cycle").order_by("pk")
    assert len(rows) == len(stored)
    for row, value in zip(rows, stored, strict=True):
        assert (row["indicator"], row["measure"]) == (value.measure.indicator.code, value.measure.key)
        assert row["cycle"] == (value.cycle.code if value.cycle else None)
        for name in (
            "group",
            "kind",
            "threshold",
            "yes",
            "partial",
            "no",
            "unanswered",
            "silent",
            "low",
            "high",
        ):
            assert row[name] == getattr(value, name)
        assert row["share"] == (None if value.share is None else pytest.approx(float(value.share), abs=5e-7))
        if value.classes is not None:
            # A step that a band straddles has bounds, and no share to give a part of.
            straddled = isinstance(value.figure, Bounds)
            assert row["numerator"] == (None if straddled else value.yes)
            assert row["denominator"] == (None if straddled else value.classes.answering)
            assert row["lowest"] == (
                None if value.classes.lowest is None else pytest.approx(float(value.classes.lowest), abs=5e-7)
            )


def test_reports_give_shares_between_their_bounds(api):
    rows = [row for row in every_page(api, "values/", page_size=500, group="all") if row["share"] is not None]
    assert any(0 < row["share"] < 1 for row in rows)
    with_bounds = [row for row in rows if row["lowest"] is not None]
    assert with_bounds
    assert all(0 <= row["lowest"] <= row["highest"] <= 1 for row in with_bounds)
    assert all(row["population"] == sum(row[name] for name in CLASSES) for row in with_bounds)


CLASSES = ("yes", "partial", "no", "not_applicable", "unanswered", "silent")


def test_a_banded_total_is_open_above_where_a_band_is(api):
    (total,) = [
        row
        for row in api("values/", indicator="2.3.1", measure="headline", cycle="NR3", group="all")["results"]
        if row["threshold"] is None
    ]
    assert total["low"] > 0
    assert total["high"] is None


def test_rows_name_what_their_figure_and_what_their_share_and_trend_are_of(api):
    trained = "Parties with at least one person trained in risk assessment or risk management"
    total, *steps = api("values/", indicator="2.3.1", measure="headline", cycle="NR3", group="all")["results"]
    assert (total["label"], total["share_of"]) == ("People trained in risk assessment and risk management", trained)
    assert {row["share_of"] for row in steps} == {None}
    assert {row["trend_of"] for row in api("findings/", indicator="2.3.1")["results"]} >= {trained}
    for row in every_page(api, "values/", page_size=500, indicator="2.1.2", group="all"):
        assert row["share_of"] == row["label"]
    assert {row["share_of"] for row in api("values/", indicator="3.1.2")["results"]} == {None}


def test_a_count_of_records_speaks_of_no_answers(api):
    counts = {"population": 97, "yes": 44, "partial": 0, "no": 0, "not_applicable": 0, "unanswered": 53, "silent": 0}
    measure = Measure.objects.get(indicator__code="4.2.2", key="headline")
    value = IndicatorValue(
        measure=measure,
        run_id=7,
        kind=measure.kind,
        numerator=Decimal(44),
        denominator=Decimal(97),
        low=44,
        settled_yes=0,
        settled_not_yes=0,
        **counts,
    )
    rebuilt = ValueSerializer(
        value, context={"view": SimpleNamespace(run=ComputationRun(pk=7), demonstration=False)}
    ).data
    assert (rebuilt["yes"], rebuilt["population"], rebuilt["low"], rebuilt["high"]) == (44, 97, 44, None)
    # Nobody was asked, and of the others nobody knows.
    unknown = ("no", "unanswered", "silent", "partial", "not_applicable", "share", "share_of", "lowest", "highest")
    assert {rebuilt[name] for name in unknown} == {None}
    value.no, value.unanswered, value.high = 53, 0, 44
    exact = ValueSerializer(
        value, context={"view": SimpleNamespace(run=ComputationRun(pk=7), demonstration=False)}
    ).data
    assert (exact["yes"], exact["no"], exact["unanswered"], exact["share"]) == (44, 53, None, None)


def test_what_does_not_apply_is_null(api):
    (row,) = api("values/", indicator="1.1.3", measure="headline")["results"]
    assert row["reason"] == "narrative only"
    assert {row[name] for name in (*CLASSES, "cycle", "as_of", "reading", "share", "low", "source")} == {None}


def test_a_reading_beside_the_headline_is_named(api):
    readings = [row["reading"] for row in api("values/", indicator="3.1.1")["results"]]
    assert readings[0] is None
    assert all(readings[1:])


@pytest.mark.parametrize(
    "query",
    [
        {"indicator": "2.2.1"},
        {"indicator": "2.2.1", "measure": "headline"},
        {"cycle": "NR3"},
        {"group": "africa"},
        {"indicator": "2.1.2", "cycle": "NR2", "group": "all", "measure": "headline"},
    ],
)
def test_values_are_those_that_were_asked_for(api, query):
    rows = every_page(api, "values/", page_size=500, **query)
    assert rows
    assert all(row[name] == value for row in rows for name, value in query.items())


@pytest.mark.parametrize("query", [{"baseline": "NR2", "current": "NR3"}, {"indicator": "2.2.1", "group": "ldc"}])
def test_findings_are_those_that_were_asked_for(api, query):
    rows = every_page(api, "findings/", page_size=500, **query)
    of_a_pair = [row for row in rows if row["baseline"]]
    assert of_a_pair
    assert all(row[name] == value for row in of_a_pair for name, value in query.items())


def test_a_pair_lists_every_indicator_and_each_says_why_it_says_nothing(api):
    rows = every_page(api, "findings/", page_size=500, baseline="NR2", current="NR3", group="all")
    assert {row["indicator"] for row in rows} == set(Indicator.objects.values_list("code", flat=True))
    # What rests on no pair is the same beside every pair.
    assert any(row["baseline"] is None for row in rows)
    assert all(row[name] or row[f"{name}_reason"] for row in rows for name in ("level", "trend", "pace"))


def test_a_code_is_given_alone_and_what_it_takes_is_in_its_words(api):
    rows = every_page(api, "findings/", page_size=500) + every_page(api, "values/", page_size=500)
    codes = {row[name]: row[name.removesuffix("_code")] for row in rows for name in row if name.endswith("_code")}
    assert codes["scale changed"].startswith("scale changed: ")
    assert not [code for code in codes if code and "?" in code]


def test_every_finding_is_the_stored_one_and_says_why_it_says_nothing(api):
    rows = every_page(api, "findings/", page_size=500)
    stored = Finding.objects.current().select_related("baseline").order_by("pk")
    for row, finding in zip(rows, stored, strict=True):
        assert (row["level"] or "", row["trend"] or "", row["pace"] or "") == (
            finding.level,
            finding.trend,
            finding.pace,
        )
        assert (row["panel"], row["gained"], row["yes_needed"]) == (
            finding.panel,
            finding.gained,
            finding.yes_needed,
        )
        assert row["level"] or row["level_reason"]
        assert row["trend"] or row["trend_reason"]
        assert row["pace"] or row["pace_reason"]


def test_only_the_current_run_is_shown_and_named(api):
    def named_runs():
        rows = [row for name in ("values", "findings") for row in api(f"{name}/")["results"]]
        return {(row["run"], row["run_short_id"]) for row in rows}

    before = ComputationRun.objects.get(current=True)
    assert named_runs() == {(before.pk, before.short_id)}
    make_report("ZWE", "NR4", {"Q014": "implementation.none"})
    after = compute_progress(at=AT, reason="one more report").run
    assert named_runs() == {(after.pk, after.short_id)}


def test_an_unchanged_answer_is_not_sent_again(api, client):
    first = client.get("/api/v1/values/?cycle=NR3")
    again = client.get("/api/v1/values/?cycle=NR3", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_new_run_makes_a_new_answer(api, client):
    first = client.get("/api/v1/values/")
    note_change(RUN)
    second = client.get("/api/v1/values/", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]
