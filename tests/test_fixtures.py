"""The data that the portal comes with: complete, consistent, and right where facts are known."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from indicators.bindings import parse_binding
from indicators.calculations import PartyClass
from indicators.datafile import read
from indicators.evidence import TreatyDates
from indicators.loading import SCHEMAS as PLAN_SCHEMAS
from indicators.reasons import NotAssessed, coded
from national_reports.loading import FOLDER, read_map, read_questionnaire
from national_reports.questionnaire import build_form
from parties.models import Party, Treaty
from parties.selectors import groups_on, population
from tests.conftest import FIXTURES, PLAN_FILE

CYCLES = ("NR2", "NR3", "NR4", "NR5")
MIDDLE = ("some", "partial", "limited")


@cache
def questionnaire(cycle):
    return read_questionnaire(FOLDER / f"{cycle.lower()}.yaml")


@cache
def form(cycle):
    return build_form(questionnaire(cycle))


@cache
def plan():
    return read(PLAN_FILE, PLAN_SCHEMAS / "plan.schema.yaml")


@cache
def measures():
    document = read(FIXTURES / "plans" / plan()["measures_file"], PLAN_SCHEMAS / "measures.schema.yaml")
    return [(entry["indicator"], measure) for entry in document["measures"] for measure in entry["measures"]]


def rules():
    return [
        (f"{indicator} {measure['key']} {cycle}", cycle, rule)
        for indicator, measure in measures()
        for cycle, rule in measure.get("bindings", {}).items()
    ]


def uses():
    return [(f"{place} {entry['key']}", cycle, entry) for place, cycle, rule in rules() for entry in rule["questions"]]


def classed(entry):
    return [code for name in ("yes", "partial", "no", "not_applicable") for code in entry.get(name, ())]


# -- the plan ---------------------------------------------------------------------------------------------


def test_the_plan_has_its_five_areas_with_all_their_objectives_outcomes_and_indicators():
    goals = plan()["strategic_objectives"]
    objectives = [objective for goal in goals for objective in goal["operational_objectives"]]
    rows = [row for objective in objectives for row in objective["rows"]]
    outcomes = [outcome for row in rows for outcome in row.get("outcomes", ())]
    indicators = [indicator for row in rows for indicator in row["indicators"]]
    impacts = [impact for goal in goals for impact in goal["expected_impacts"]]
    assert (len(goals), len(impacts), len(objectives), len(outcomes), len(indicators)) == (5, 13, 19, 51, 59)
    assert len(rows) == 21


def test_codes_stand_in_their_order():
    def numbers(code):
        return [int(part) if part.isdigit() else part for part in code.split(".")]

    goals = plan()["strategic_objectives"]
    objectives = [objective for goal in goals for objective in goal["operational_objectives"]]
    indicators = [i["code"] for o in objectives for row in o["rows"] for i in row["indicators"]]
    assert [goal["code"] for goal in goals] == ["1", "2", "3", "4", "5"]
    for codes in ([o["code"] for o in objectives], indicators):
        assert codes == sorted(codes, key=numbers)
        assert len(set(codes)) == len(codes)
    for objective in objectives:
        held = [i["code"] for row in objective["rows"] for i in row["indicators"]]
        assert held == [f"{objective['code']}.{n}" for n in range(1, len(held) + 1)]


def test_every_indicator_has_one_headline_and_one_trend_measure(world):
    from indicators.models import Indicator

    for indicator in Indicator.objects.prefetch_related("measures"):
        held = indicator.measures.all()
        assert sum(m.is_headline for m in held) == 1, indicator.code
        assert sum(m.is_trend for m in held) == 1, indicator.code


def test_the_kinds_of_headline_measures_are_those_that_the_design_counts():
    kinds = Counter(measure["kind"] for _, measure in measures() if measure["key"] == "headline")
    assert kinds == {
        "share_of_parties": 16,
        "number_of_parties": 9,
        # Of the ratio and its linked share, method 2.0 takes the share for the headline.
        "record_count": 10,
        "parties_with_record": 2,
        "narrative": 7,
        "recorded_figure": 6,
        "milestone": 4,
        "banded_number": 3,
        "membership": 2,
    }


# -- bindings against questionnaires ----------------------------------------------------------------------


@pytest.mark.parametrize(("place", "cycle", "rule"), rules(), ids=[place for place, *_ in rules()])
def test_every_binding_names_questions_and_options_of_its_cycles_form(place, cycle, rule):
    parse_binding(rule, place)
    for entry in rule["questions"]:
        question = form(cycle).questions[entry["key"]]
        assert entry.get("part", "") == question.part
        assert set(classed(entry)) <= set(question.options)
        for implied in entry.get("implied", ()):
            for when in implied["when"]:
                assert set(when["values"]) <= set(form(cycle).questions[when["question"]].options)


def test_every_option_of_a_bound_question_has_a_class():
    # Left out on purpose: none.
    without = {
        (cycle, entry["key"], code)
        for _, cycle, entry in uses()
        for code in form(cycle).questions[entry["key"]].options
        if code not in classed(entry)
    }
    assert without == set()


def test_an_earlier_answer_that_closes_a_bound_question_settles_its_class():
    """Not asked is not unanswered: whichever answer closes a question, the binding says what it means."""
    unsettled = set()
    for place, cycle, entry in uses():
        question = form(cycle).questions[entry["key"]]
        use = parse_binding({"combine": "single", "questions": [entry]}, place).questions[0]
        for conditions in question.enabled_by:
            gates = {condition.question for condition in conditions}
            if len(gates) != 1:
                continue
            gate = form(cycle).questions[gates.pop()]
            for code in gate.options:
                answers = {gate.key: frozenset({code})}
                stated = any(implied.holds(answers) for implied in use.implied)
                if not any(c.holds(answers) for c in conditions) and not stated:
                    unsettled.add((place, gate.key, code))
    assert unsettled == set()


def test_no_class_is_implied_by_a_middle_answer():
    for place, _, entry in uses():
        for implied in entry.get("implied", ()):
            for when in implied["when"]:
                assert not any(word in code for code in when["values"] for word in MIDDLE), place


def test_an_implied_class_is_one_that_the_binding_can_combine():
    for place, _, rule in rules():
        for entry in rule["questions"]:
            offered = {name for name in ("yes", "partial", "no", "not_applicable") if entry.get(name)}
            implied = {i["class"] for i in entry.get("implied", ())} - {"unanswered"}
            assert rule["combine"] == "single" or implied <= offered, place


def test_a_settled_party_of_a_real_binding_is_settled_whatever_the_missing_parts_say():
    """Where the lowest or highest share takes a Party as settled, every completion of its answers agrees."""
    for place, _, rule in rules():
        found = parse_binding(rule, place)
        for given, standing in found._prospects.items():
            if PartyClass.UNANSWERED not in given:
                continue
            ways = [
                use.possible if c is PartyClass.UNANSWERED else (c,)
                for use, c in zip(found.questions, given, strict=True)
            ]
            from itertools import product

            ends = {found.outcome(way) for way in product(*ways)}
            if not standing.may_be_yes:
                assert ends <= {PartyClass.NO, PartyClass.PARTIAL}, place
            if standing.must_be_yes:
                assert ends == {PartyClass.YES}, place


def test_a_pair_of_cycles_on_different_scales_is_not_allowed():
    for indicator, measure in measures():
        bindings = {c: parse_binding(r, indicator) for c, r in measure.get("bindings", {}).items()}
        for pair in measure.get("comparisons", ()):
            if pair["allowed"] and bindings:
                ends = bindings[pair["baseline"]], bindings[pair["current"]]
                assert ends[0].offers_partial == ends[1].offers_partial, (indicator, measure["key"], pair)


def test_every_pair_of_cycles_names_cycles_in_time_order_and_a_reason():
    for indicator, measure in measures():
        for pair in measure.get("comparisons", ()):
            assert CYCLES.index(pair["baseline"]) < CYCLES.index(pair["current"]), indicator
            assert pair["reason"]
            # Stored as the parameter of a code in a column of 400.
            assert len(coded(NotAssessed.SCALE_CHANGED, note=pair["reason"])) <= 400, indicator


@pytest.mark.parametrize(
    ("rests_on_registry", "counts"), [(False, (23, 22, 19)), (True, (2, 2, 2))], ids=["questions", "registry"]
)
def test_change_may_be_computed_for_as_many_headlines_as_the_design_counts(rests_on_registry, counts):
    pairs = Counter(
        (pair["baseline"], pair["current"])
        for _, measure in measures()
        if measure["key"] == "headline" and ("registry" in measure) == rests_on_registry
        # Treaty dates tell a change for any two days.
        if "membership" not in measure
        for pair in measure.get("comparisons", ())
        if pair["allowed"]
    )
    assert pairs == dict(zip([("NR2", "NR3"), ("NR3", "NR4"), ("NR2", "NR4")], counts, strict=True))


# -- questionnaires and maps ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cycle", "questions", "sections"),
    [("NR2", 239, 26), ("NR3", 221, 25), ("NR4", 211, 25), ("NR5", 221, 25)],
)
def test_every_form_has_all_its_questions(cycle, questions, sections):
    assert (len(form(cycle).questions), len(form(cycle).sections)) == (questions, sections)


def test_the_survey_is_a_part_of_the_second_reports_with_forty_eight_questions():
    parts = Counter(question.part for question in form("NR2").questions.values())
    assert parts == {"": 191, "survey-2014": 48}


@pytest.mark.parametrize("cycle", CYCLES)
def test_every_condition_can_hold_and_can_fail(cycle):
    for question in form(cycle).conditional:
        for entry in question.enabled_by:
            for condition in entry:
                gate = form(cycle).questions[condition.question]
                if gate.options:
                    assert any(condition.holds({gate.key: frozenset({code})}) for code in gate.options), question.key
                assert not condition.holds({}), question.key


@pytest.mark.parametrize("path", sorted(FOLDER.glob("map-*.yaml")), ids=lambda path: path.stem)
def test_every_map_links_existing_questions_once(path):
    document = read_map(path, {cycle: questionnaire(cycle) for cycle in CYCLES})
    seen = Counter(link["current"] for link in document["links"])
    assert [key for key, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("map-*.yaml")), ids=lambda path: path.stem)
def test_every_answer_of_a_comparable_link_has_a_counterpart_in_the_later_form(path):
    document = read_map(path, {cycle: questionnaire(cycle) for cycle in CYCLES})
    lost = []
    for link in document["links"]:
        if "not_comparable" in link:
            continue
        before = form(document["previous"]).questions[link["previous"]]
        now = form(document["current"]).questions[link["current"]]
        if before.options and now.options:
            lost += [
                (link["current"], code)
                for code in before.options
                if link.get("values", {}).get(code, code) not in now.options
            ]
    assert lost == []


# -- Parties ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "parties"),
    [
        ("2005-09-11", 121),
        ("2007-09-11", 141),
        ("2009-12-08", 157),
        ("2011-09-30", 161),
        ("2015-10-31", 170),
        ("2019-10-01", 171),
        ("2026-02-28", 173),
    ],
)
def test_the_number_of_parties_on_a_day(world, on, parties):
    assert len(population(date.fromisoformat(on))) == parties


def test_there_were_fifty_one_parties_soon_after_the_entry_into_force(world):
    first = Party.objects.in_force(date(2003, 9, 11)).count()
    assert Party.objects.in_force(date(2003, 9, 10)).count() == 0
    assert first == 51


def test_the_regional_groups_have_their_sizes_and_share_no_party(world):
    groups = groups_on(date(2019, 10, 1))
    regions = {slug: groups[slug] for slug in ("africa", "asia-pacific", "eastern-europe", "grulac", "weog")}
    codes = [code for members in regions.values() for code in members]
    assert len(codes) == len(set(codes))
    # Members of the United Nations, and those that are none: Cook Islands, Niue, Palestine; the Holy See.
    assert {slug: len(members) for slug, members in regions.items()} == {
        "africa": 54,
        "asia-pacific": 54 + 3,
        "eastern-europe": 23,
        "grulac": 33,
        "weog": 29 + 1,
    }


def test_every_party_but_the_european_union_stands_in_one_region(world):
    groups = groups_on(date(2019, 10, 1))
    regional = set().union(*(groups[s] for s in ("africa", "asia-pacific", "eastern-europe", "grulac", "weog")))
    assert population(date(2019, 10, 1)) - regional == {"EUE"}


def test_samoa_left_the_least_developed_countries_at_the_end_of_2013(world):
    assert "WSM" in groups_on(date(2013, 12, 31))["ldc"]
    assert "WSM" not in groups_on(date(2014, 1, 1))["ldc"]


def test_the_european_union_is_a_party_and_an_organisation(world):
    union = Party.objects.get(code="EUE")
    assert union.kind == Party.Kind.ORGANISATION
    assert "EUE" in population(date(2011, 9, 30))
    assert all("EUE" not in members for members in groups_on(date(2015, 10, 31)).values())


def treaties():
    from figures.evidence import _treaty_dates

    return _treaty_dates()


@pytest.mark.parametrize(
    ("basis", "numerator", "denominator", "who"),
    [("deposited", 1, 33, {"MAR"}), ("in_force", 2, 34, {"MAR", "SOM"})],
)
def test_those_that_joined_within_a_year_of_the_adoption(world, basis, numerator, denominator, who):
    from indicators.calculations import joined_within

    dates: TreatyDates = treaties()["cpb"]
    found = joined_within(getattr(dates, basis), treaties()["cbd"].in_force, date(2010, 10, 15), date(2011, 10, 15))
    assert (found.numerator, found.denominator, found.who) == (numerator, denominator, who)


def test_twenty_six_parties_to_the_convention_were_outside_at_the_end_of_2015(world):
    from indicators.calculations import members_on

    found = members_on(treaties()["cpb"].in_force, treaties()["cbd"].in_force, date(2015, 12, 31))
    assert (found.numerator, found.denominator) == (170, 196)


def test_the_supplementary_protocol_entered_into_force_in_2018(world):
    in_force = Party.objects.filter(statuses__treaty=Treaty.SUPPLEMENTARY, statuses__in_force_on__isnull=False)
    assert min(in_force.values_list("statuses__in_force_on", flat=True)).year <= 2018
    assert min(on for on in treaties()["nklsp"].in_force.values() if on) == date(2018, 3, 5)
