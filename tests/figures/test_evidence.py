"""From stored reports to classes and findings: traps of the real forms, hidden answers, cut-offs, groups."""

import json
from datetime import date, timedelta

import pytest

from figures.evidence import gather, measure_rules
from indicators.calculations import PartyClass
from indicators.computing import compute, standings_of
from indicators.findings import Level, Trend
from indicators.models import ReportingCycle, Target
from indicators.reasons import NotAssessed
from national_reports.digests import digest
from national_reports.ledger_rows import ledger_of
from national_reports.models import Questionnaire, Report
from parties.selectors import population
from tests.factories import make_report, make_survey, measure

YES, PARTIAL, NO = PartyClass.YES, PartyClass.PARTIAL, PartyClass.NO
UNANSWERED, SILENT = PartyClass.UNANSWERED, PartyClass.SILENT

TIMELY = "report-received-by-the-deadline"

pytestmark = pytest.mark.usefixtures("world")


parsed = {}


def rule_of(indicator, key="headline"):
    """The rule of one measure; none of these tests changes the plan, so it is parsed once."""
    held = measure(indicator, key)
    if held.pk not in parsed:
        parsed.update({rule.pk: rule for rule in measure_rules()})
    return parsed[held.pk]


def standing(party, cycle, indicator, key="headline"):
    rule = rule_of(indicator, key)
    evidence, _ = gather([rule])
    return standings_of(rule, evidence.cycles[cycle])[party]


def class_of(party, cycle, indicator, key="headline"):
    return standing(party, cycle, indicator, key).party_class


def results(indicator, key="headline"):
    rule = rule_of(indicator, key)
    return compute([rule], gather([rule])[0])


def finding(indicator, baseline, current, *, key="headline", group="all"):
    return next(
        row.values
        for row in results(indicator, key).findings
        if (row.baseline, row.current, row.group) == (baseline, current, group)
    )


def value(indicator, cycle, *, key="headline", group="all", threshold=None):
    return next(
        row
        for row in results(indicator, key).values
        if (row.cycle, row.group, row.threshold) == (cycle, group, threshold)
    )


# -- 1: a known no with a missing part --------------------------------------------------------------------


def test_a_known_no_with_a_missing_part_is_unanswered_and_narrows_the_highest_share_only():
    make_report("KEN", "NR3", {"Q014": "implementation.none"})
    held = standing("KEN", "NR3", "2.2.1")
    assert held.party_class is UNANSWERED
    assert (held.may_be_yes, held.must_be_yes) == (False, False)


def test_a_known_yes_of_two_parts_with_the_other_missing_is_unanswered_and_lifts_the_lowest_share_only():
    make_report("KEN", "NR3", {"Q085_a": "true"})
    held = standing("KEN", "NR3", "1.1.1", "parties-that-adopted-or-used-guidance-documents")
    assert (held.party_class, held.must_be_yes) == (UNANSWERED, True)


# -- 2: the survey is a collection of its own -------------------------------------------------------------


def test_a_party_without_the_survey_is_silent_for_its_questions_even_with_a_second_report():
    make_report("KEN", "NR2", {"Q128": "true"})
    assert class_of("KEN", "NR2", "1.5.1") is SILENT
    assert class_of("KEN", "NR2", "2.7.1") is NO


def test_a_party_with_the_survey_only_is_silent_for_the_questions_of_the_report():
    make_survey("KEN", {"S018": "true"})
    assert class_of("KEN", "NR2", "1.5.1") is YES
    assert class_of("KEN", "NR2", "2.7.1") is SILENT


def test_a_survey_that_leaves_the_question_out_is_unanswered():
    make_survey("KEN", {"S021": "true"})
    assert class_of("KEN", "NR2", "1.5.1") is UNANSWERED


def test_six_parties_joined_between_report_and_survey_and_stay_out_of_the_population():
    joined = population(date(2014, 6, 5)) - population(date(2011, 9, 30))
    assert len(joined) == 6
    for party in joined:
        make_survey(party, {"S018": "true"})
    row = value("1.5.1", "NR2")
    assert (row.share.population, row.share.yes, row.share.silent) == (161, 0, 161)


def test_a_figure_of_the_survey_speaks_for_the_day_of_the_survey():
    make_survey("KEN", {"S018": "true"})
    assert value("1.5.1", "NR2").as_of == date(2014, 6, 5)
    assert value("2.7.1", "NR2").as_of == date(2011, 9, 30)


# -- 3: a middle answer that a later form added -----------------------------------------------------------


def test_a_pair_in_which_the_form_gained_a_middle_answer_is_refused_with_the_bounds():
    for party in ("KEN", "UGA", "GHA", "MLI"):
        make_report(party, "NR2", {"Q132": "true"})
    for party, code in {"KEN": "true", "UGA": "true.some", "GHA": "true.some", "MLI": "false"}.items():
        make_report(party, "NR3", {"Q136": code})
    found = finding("2.2.6", "NR2", "NR3")
    assert found["trend"] == Trend.NOT_COMPARABLE
    assert found["trend_reason"].startswith("scale changed")
    assert (found["net_low"], found["net_high"], found["panel"]) == (-3, -1, 4)
    assert "gained" not in found
    assert not found.get("pace")


# -- 4 to 6: maps, implied classes, spellings -------------------------------------------------------------


@pytest.mark.parametrize(
    ("cycle", "code", "party_class"),
    [
        ("NR2", "implementation.fullFramwork", UNANSWERED),  # the survey's half is missing
        ("NR3", "implementation.fullFramwork", YES),
        ("NR4", "implementation.fullInPlace", YES),
        ("NR3", "implementation.temporaryMeasures", PARTIAL),
        ("NR4", "implementation.partiallyInPlace", PARTIAL),
        ("NR3", "implementation.draftFramwork", NO),
        ("NR4", "implementation.draftMeasures", NO),
    ],
)
def test_rules_in_force_are_read_from_the_spelling_of_each_form(cycle, code, party_class):
    rest = {
        "NR2": {"Q015": code},
        "NR3": {"Q014": code, "Q204_a": "true", "Q204_b": "true"},
        "NR4": {"Q014": code, "Q168": "true"},
    }
    make_report("KEN", cycle, rest[cycle])
    assert class_of("KEN", cycle, "2.2.1") is party_class


@pytest.mark.parametrize(
    ("cycle", "wrong"), [("NR3", "implementation.fullInPlace"), ("NR4", "implementation.fullFramwork")]
)
def test_the_spelling_of_another_form_is_no_answer(cycle, wrong):
    rest = {"Q204_a": "true", "Q204_b": "true"} if cycle == "NR3" else {"Q168": "true"}
    make_report("KEN", cycle, {"Q014": wrong, **rest})
    assert class_of("KEN", cycle, "2.2.1") is UNANSWERED


def test_rules_in_force_need_the_report_and_the_survey_in_the_second_cycle():
    make_report("KEN", "NR2", {"Q015": "implementation.fullFramwork"})
    make_survey("KEN", {"S035_a": "true", "S035_b": "true"})
    assert class_of("KEN", "NR2", "2.2.1") is YES
    make_report("UGA", "NR2", {"Q015": "implementation.fullFramwork"})
    make_survey("UGA", {"S035_a": "true", "S035_b": "false"})
    assert class_of("UGA", "NR2", "2.2.1") is PARTIAL


def bound_with_implied(cycle="NR4"):
    for rule in measure_rules():
        binding = rule.bindings.get(cycle)
        if binding and len(binding.questions) == 1 and rule.kind != "banded_number":
            use = binding.questions[0]
            form = Questionnaire.objects.get(cycle__code=cycle).form
            for implied in use.implied:
                if len(implied.when) == 1 and implied.party_class is NO:
                    gate = form.questions[implied.when[0][0]]
                    question = form.questions[use.key]
                    if question.enabled_by and gate.key != use.key:
                        yield rule, use, gate, implied, form


def test_an_answer_that_its_own_gate_closes_never_counts():
    """A yes given before the gate was set to no is hidden; the gate says what the Party counts as."""
    rule, use, gate, implied, _ = next(bound_with_implied())
    closing = sorted(implied.when[0][1])[0]
    counted = next(code for code, c in use.classes.items() if c is YES)
    make_report("KEN", "NR4", {gate.key: closing, use.key: counted})
    evidence, _ = gather([rule])
    assert standings_of(rule, evidence.cycles["NR4"])["KEN"].party_class is implied.party_class


def test_a_given_answer_wins_over_an_implied_class():
    rule, use, gate, implied, form = next(bound_with_implied())
    opening = next(
        code
        for code in gate.options
        if use.key not in form.closed({gate.key: frozenset({code})}) and code not in implied.when[0][1]
    )
    counted = next(code for code, c in use.classes.items() if c is YES)
    make_report("KEN", "NR4", {gate.key: opening, use.key: counted})
    make_report("UGA", "NR4", {gate.key: opening})
    evidence, _ = gather([rule])
    standings = standings_of(rule, evidence.cycles["NR4"])
    assert standings["KEN"].party_class is YES
    assert standings["UGA"].party_class is UNANSWERED


# -- 7 and 8: bands ---------------------------------------------------------------------------------------


def test_people_trained_in_overlapping_groups_take_the_larger_and_laboratory_staff_add_up():
    make_report("KEN", "NR3", {"Q079_a": "10+", "Q079_b": "1+", "Q116": "10+", "Q118": "1+"})
    # Open above: the other Parties are silent.
    assert (value("2.3.1", "NR3").low, value("2.3.1", "NR3").high) == (10, None)
    assert (value("2.4.1", "NR3").low, value("2.4.1", "NR3").high) == (11, None)


def test_risk_management_is_item_c_of_the_survey_and_item_b_of_the_reports():
    make_survey("KEN", {"S019_a": "0", "S019_b": "100+", "S019_c": "1+"})
    make_report("KEN", "NR3", {"Q079_a": "0", "Q079_b": "1+", "Q079_c": "100+"})
    make_report("KEN", "NR4", {"Q065_a": "0", "Q065_b": "1+", "Q065_c": "100+"})
    for cycle in ("NR2", "NR3", "NR4"):
        row = value("2.3.1", cycle, key="risk-management-only")
        assert (row.low, row.high) == (1, None), cycle
        assert value("2.3.1", cycle).low == 1, cycle


def test_change_of_a_banded_measure_is_a_change_of_the_share_at_the_lowest_step():
    parties = sorted(population(date(2011, 9, 30)))
    for party in parties[:100]:
        make_survey(party, {"S019_a": "0", "S019_c": "0"})
    for party in parties[:100]:
        make_report(party, "NR3", {"Q079_a": "1+", "Q079_b": "100+"})
    found = finding("2.3.1", "NR2", "NR3")
    assert (found["panel"], found["baseline_yes"], found["current_yes"], found["gained"]) == (
        100,
        0,
        100,
        100,
    )
    assert found["trend"] == Trend.IMPROVED


def test_shares_are_given_at_every_step():
    make_report("KEN", "NR3", {"Q116": "10+", "Q118": "0"})
    make_report("UGA", "NR3", {"Q116": "1+", "Q118": "0"})
    assert [value("2.4.1", "NR3", threshold=t).share.yes for t in (1, 10, 50, 100)] == [2, 1, 0, 0]
    assert value("2.4.1", "NR3", threshold=50).share.no == 2


def test_a_known_part_at_or_above_a_step_settles_the_sum_at_that_step():
    """One part of a sum is already 100 or more: whatever the other says, the Party is at the step."""
    make_report("KEN", "NR3", {"Q116": "100+"})
    assert value("2.4.1", "NR3").share.least_yes == 1
    assert value("2.4.1", "NR3", threshold=1).share.least_yes == 1


def test_where_nobody_gave_a_band_there_is_a_reason_and_no_total():
    make_report("KEN", "NR3", {"Q014": "implementation.none"})
    row = value("2.4.1", "NR3")
    assert row.reason
    assert row.low is None


# -- 9 and 10: ticks and turned questions -----------------------------------------------------------------


def test_no_difficulties_is_the_good_answer_of_an_inverse_question():
    for cycle, key in {"NR2": "Q128", "NR3": "Q130", "NR4": "Q117"}.items():
        make_report("KEN", cycle, {key: "false"})
        make_report("UGA", cycle, {key: "true"})
        assert class_of("KEN", cycle, "2.7.1") is YES
        assert class_of("UGA", cycle, "2.7.1") is NO


@pytest.mark.parametrize(
    ("code", "party_class"), [("false.oneCna", YES), ("true", YES), ("false", YES), ("false.noCna", NO)]
)
def test_one_authority_is_a_yes_although_its_code_begins_with_false(code, party_class):
    make_report("KEN", "NR4", {"Q108": code})
    assert class_of("KEN", "NR4", "2.2.3", "authority-designated-as-declared") is party_class


def test_plain_codes_stand_among_term_identifiers():
    partial = "0FC0DC50-EFAE-1C83-74F5-7A7D0205DB0A"
    make_report("KEN", "NR4", {"Q182": ["true"]})
    make_report("UGA", "NR4", {"Q182": ["false"]})
    make_report("GHA", "NR4", {"Q182": [partial, "false"]})
    make_report("MLI", "NR4", {"Q182": [partial, "true"]})
    found = [class_of(party, "NR4", "1.3.3", "civil-liability-rules") for party in ("KEN", "UGA", "GHA", "MLI")]
    assert found == [YES, NO, PARTIAL, YES]


# -- report sets ------------------------------------------------------------------------------------------


def test_a_report_after_the_cut_off_is_not_counted_and_one_on_it_is():
    cut_off = ReportingCycle.objects.get(code="NR3").cut_off
    make_report("KEN", "NR3", {"Q130": "false"}, received_on=cut_off)
    make_report("UGA", "NR3", {"Q130": "false"}, received_on=cut_off + timedelta(days=1))
    assert class_of("KEN", "NR3", "2.7.1") is YES
    assert class_of("UGA", "NR3", "2.7.1") is SILENT


def test_a_report_without_a_date_enters_no_report_set():
    make_report("KEN", "NR3", {"Q130": "false"}, received_on=None)
    assert class_of("KEN", "NR3", "2.7.1") is SILENT


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn", "accepted"])
def test_what_is_not_published_is_not_counted(state):
    make_report("KEN", "NR3", {"Q130": "false"}, state=state)
    assert class_of("KEN", "NR3", "2.7.1") is SILENT


def test_a_version_after_the_cut_off_does_not_replace_the_one_counted():
    cut_off = ReportingCycle.objects.get(code="NR3").cut_off
    make_report("KEN", "NR3", {"Q130": "false"}, state=Report.State.SUPERSEDED)
    make_report("KEN", "NR3", {"Q130": "true"}, version=2, received_on=cut_off + timedelta(days=1))
    assert class_of("KEN", "NR3", "2.7.1") is YES


def test_the_last_version_by_the_cut_off_is_counted():
    make_report("KEN", "NR3", {"Q130": "false"}, state=Report.State.SUPERSEDED)
    make_report("KEN", "NR3", {"Q130": "true"}, version=2)
    assert class_of("KEN", "NR3", "2.7.1") is NO


def test_a_report_of_a_country_that_is_no_party_is_in_no_denominator():
    assert "USA" not in population(date(2015, 10, 31))
    make_report("USA", "NR3", {"Q130": "false"})
    share = value("2.7.1", "NR3").share
    assert (share.population, share.yes) == (170, 0)


# -- timeliness -------------------------------------------------------------------------------------------


def test_a_report_is_on_time_late_or_missing():
    deadline = ReportingCycle.objects.get(code="NR3").deadline
    make_report("KEN", "NR3", {"Q130": "false"}, received_on=deadline)
    make_report("UGA", "NR3", {"Q130": "false"}, received_on=deadline + timedelta(days=1))
    assert [class_of(party, "NR3", "4.1.1", TIMELY) for party in ("KEN", "UGA", "GHA")] == [YES, PARTIAL, NO]


def test_a_correction_after_the_deadline_does_not_make_a_punctual_report_late():
    deadline = ReportingCycle.objects.get(code="NR3").deadline
    make_report("KEN", "NR3", {"Q130": "false"}, state=Report.State.SUPERSEDED, received_on=deadline)
    make_report("KEN", "NR3", {"Q130": "true"}, version=2, received_on=deadline + timedelta(days=20))
    assert class_of("KEN", "NR3", "4.1.1", TIMELY) is YES


# -- groups and findings ----------------------------------------------------------------------------------


def test_the_classes_add_up_to_the_population_in_every_group():
    make_report("KEN", "NR3", {"Q130": "false"})
    make_report("WSM", "NR3", {"Q130": "true"})
    rows = [row for row in results("2.7.1").values if row.cycle == "NR3"]
    by_group = {row.group: row.share for row in rows}
    assert by_group["all"].population == 170
    regions = ("africa", "asia-pacific", "eastern-europe", "grulac", "weog")
    assert sum(by_group[slug].population for slug in regions) == 169  # and the European Union
    assert by_group["africa"].yes == 1
    assert by_group["sids"].no == 1
    assert by_group["ldc"].no == 0  # Samoa had left


def test_a_comparison_takes_the_group_as_it_is_on_the_later_deadline():
    make_report("WSM", "NR2", {"Q128": "true"})
    make_report("WSM", "NR3", {"Q130": "false"})
    assert value("2.7.1", "NR2", group="ldc").share.no == 1
    assert finding("2.7.1", "NR2", "NR3", group="ldc")["panel"] == 0
    assert finding("2.7.1", "NR2", "NR3", group="sids")["panel"] == 1


def test_a_panel_holds_those_that_were_parties_at_both_deadlines():
    joined = min(population(date(2015, 10, 31)) - population(date(2011, 9, 30)))
    make_report(joined, "NR2", {"Q128": "true"})
    make_report(joined, "NR3", {"Q130": "false"})
    found = finding("2.7.1", "NR2", "NR3")
    assert (found.get("panel") or 0, found["population"]) == (0, 170)


def test_three_numbers_stand_beside_every_change():
    both = sorted(population(date(2011, 9, 30)) & population(date(2015, 10, 31)))
    for party in both[:90]:
        make_report(party, "NR2", {"Q128": "true"})
        make_report(party, "NR3", {"Q130": "false"})
    make_report(both[90], "NR3", {"Q130": "false"})
    found = finding("2.7.1", "NR2", "NR3")
    assert (found["panel"], found["reporting"], found["population"]) == (90, 91, 170)
    assert (found["gained"], found["lost"], found["stayed"]) == (90, 0, 0)
    assert found["trend"] == Trend.IMPROVED


def test_too_small_a_panel_gives_no_trend():
    make_report("KEN", "NR2", {"Q128": "true"})
    make_report("KEN", "NR3", {"Q130": "false"})
    found = finding("2.7.1", "NR2", "NR3")
    assert (found["trend"], found["trend_reason"]) == ("", NotAssessed.TOO_FEW)


def test_a_measure_that_judges_failure_only_gives_no_pace_of_success():
    both = sorted(population(date(2011, 9, 30)) & population(date(2015, 10, 31)))
    assert Target.objects.get(measure=measure("2.6.1")).assess == "not_met_only"
    rule = rule_of("2.6.1")
    first, last = (rule.bindings[cycle].questions for cycle in ("NR2", "NR3"))
    for party in both:
        for cycle, questions in (("NR2", first), ("NR3", last)):
            answers = {use.key: next(o for o, c in use.classes.items() if c is YES) for use in questions}
            make = make_survey if questions[0].part else make_report
            make(party, answers=answers) if questions[0].part else make(party, cycle, answers)
    found = finding("2.6.1", "NR2", "NR3")
    assert found["level"] != Level.MET
    assert (found["pace"], found["pace_reason"]) in (("", NotAssessed.PAST_DUE), ("", NotAssessed.AT_TARGET))


# -- measures without reports -----------------------------------------------------------------------------


def test_membership_figures_come_out_of_the_treaty_dates():
    rows = results("3.1.1").values
    assert [(row.numerator, row.denominator, row.reading) for row in rows] == [
        (1, 33, ""),
        (2, 34, "entry into force"),
    ]
    assert (results("3.1.2").values[0].numerator, results("3.1.2").values[0].denominator) == (170, 196)


def test_a_narrative_never_gets_a_number():
    rows = results("1.1.3").values
    assert [(row.numerator, row.share, row.reason) for row in rows] == [(None, None, NotAssessed.NARRATIVE_ONLY)]


def test_a_record_count_without_a_snapshot_says_so():
    (row,) = results("5.1.3").values
    assert (row.numerator, row.reason) == (None, NotAssessed.NO_SNAPSHOT)


def test_a_milestone_is_held_against_its_due_date():
    found = results("1.3.2")
    assert found.values[0].as_of == date(2018, 3, 5)
    assert found.findings[0].values["level"] == "not met"


@pytest.mark.parametrize("indicator", ["5.1.4", "2.6.7"])
def test_a_figure_that_the_secretariat_enters_ends_the_waiting(indicator):
    from indicators.models import RecordedFigure
    from parties.models import User

    assert results(indicator).values[0].reason == NotAssessed.AWAITING_FIGURE
    RecordedFigure.objects.create(
        measure=measure(indicator),
        as_of=date(2011, 6, 1),
        value=1,
        unit="events",
        source="A document of the Secretariat",
        recorded_by=User.objects.create(email="figures@example.org", name="Figures"),
    )
    parsed.clear()
    found = results(indicator).values[0]
    parsed.clear()
    assert found.reason == ""


def test_a_run_tells_how_many_reports_of_parties_it_counted(small_world):
    """A report of a State that is no Party is held, and is in no number of the run."""
    from figures.services import compute_progress
    from tests.factories import NOW

    make_report("KEN", "NR4", {"Q014": "implementation.none"})
    make_report("USA", "NR4", {"Q014": "implementation.none"})
    run = compute_progress(at=NOW, reason="test").run
    assert run.inputs["NR4"]["parts"][""]["reports"] == 1


# -- what cannot be true ----------------------------------------------------------------------------------


@pytest.fixture
def bounded(world):
    """A cycle's question whose options take shares of a hundred: as question 36 of the fourth form, which no measure
    reads."""

    def bound(cycle, key):
        held = Questionnaire.objects.get(cycle__code=cycle)
        document = json.loads(json.dumps(held.document))
        entry = next(one for one in document["questions"] if one["key"] == key)
        entry["details"] = dict.fromkeys((code for code, _label in entry["options"]), "amount")
        entry["plausible"] = {"lowest": 0, "highest": 100}
        Questionnaire.objects.filter(pk=held.pk).update(document=document, sha256=digest(document))
        parsed.clear()

    yield bound
    parsed.clear()


def with_share(report, key, option, share):
    report.answers.filter(question=key).update(details={option: share})


@pytest.mark.parametrize(("share", "counted"), [(100, YES), (0, YES), (120, UNANSWERED), (-5, UNANSWERED)])
def test_a_party_whose_answer_cannot_be_true_counts_as_unanswered_and_its_report_stays_counted(bounded, share, counted):
    bounded("NR3", "Q136")
    with_share(make_report("KEN", "NR3", {"Q136": "true"}), "Q136", "true", share)
    assert class_of("KEN", "NR3", "2.2.6") is counted
    row = value("2.2.6", "NR3").share
    assert (row.yes, row.unanswered) == ((1, 0) if counted is YES else (0, 1))
    assert row.silent == row.population - 1
    assert len(ledger_of(ReportingCycle.objects.get(code="NR3")).counted) == 1


def test_no_earlier_answer_takes_the_place_of_one_that_cannot_be_true(bounded):
    key, rule = next(
        (use.key, rule)
        for rule in measure_rules()
        if "NR4" in rule.bindings and len(rule.bindings["NR4"].questions) == 1
        for use in rule.bindings["NR4"].questions
        if use.implied and not use.part
    )
    binding = rule.bindings["NR4"]
    (use,) = binding.questions
    earlier = dict(use.implied[0].when)
    given = {**earlier, key: frozenset(use.classes)}
    assert binding.standing(earlier).party_class is use.implied[0].party_class
    assert binding.standing(given, {key}).party_class is UNANSWERED
    assert binding.standing(earlier, {key}).party_class is UNANSWERED


def test_what_follows_an_answer_that_cannot_be_true_was_asked_and_counts(bounded):
    """Conditions read what was ticked: the form showed the next question, and its answer is an answer."""
    held = Questionnaire.objects.get(cycle__code="NR4").form
    key, condition = next(
        (use.key, question.enabled_by[0][0])
        for rule in measure_rules()
        for use in (rule.bindings["NR4"].questions if "NR4" in rule.bindings else ())
        if (question := held.questions[use.key]).enabled_by
        and question.enabled_by[0][0].values
        and not held.questions[question.enabled_by[0][0].question].enabled_by
    )
    option = sorted(condition.values)[0]
    bounded("NR4", condition.question)
    answer = next(iter(held.questions[key].options))
    report = make_report("KEN", "NR4", {condition.question: option, key: answer})
    with_share(report, condition.question, option, 120)
    evidence, _ = gather(measure_rules())
    cycle = evidence.cycles["NR4"]
    assert cycle.answers["KEN"] == {key: frozenset({answer})}
    assert cycle.implausible["KEN"] == {condition.question}
