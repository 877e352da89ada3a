"""Reads that span the plan, its figures, the reports and the Parties. Pages, files and API show the same rows."""

from collections import defaultdict

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language

from indicators.models import (
    Classification,
    ComputationRun,
    Finding,
    Indicator,
    IndicatorValue,
    Measure,
    OperationalObjective,
    Plan,
    ReportingCycle,
    StrategicObjective,
)
from languages.codes import ENGLISH
from national_reports.models import QuestionMap, Questionnaire
from national_reports.questionnaire import Link, QuestionnaireForm
from parties.all_parties import ALL


def current_run() -> ComputationRun | None:
    return ComputationRun.objects.filter(current=True).first()


def plan_tree(plan: Plan) -> QuerySet[StrategicObjective]:
    """The plan's objectives with everything below them."""
    return plan.strategic_objectives.prefetch_related(
        "expected_impacts",
        Prefetch(
            "operational_objectives",
            OperationalObjective.objects.prefetch_related("outcomes__links__indicator", "indicators__links__outcome"),
        ),
    )


def bound_cycles(plan: Plan) -> list[ReportingCycle]:
    """The cycles that the plan's measures rest on, in time order."""
    return list(ReportingCycle.objects.filter(bindings__measure__indicator__plan=plan).distinct().order_by("deadline"))


def pairs(plan: Plan) -> list[tuple[str, str]]:
    """The pairs of cycles that the plan's measures are held against each other in."""
    found = (
        Measure.objects.filter(indicator__plan=plan, comparisons__isnull=False)
        .values_list("comparisons__baseline__code", "comparisons__current__code")
        .order_by("comparisons__baseline__deadline", "comparisons__current__deadline")
    )
    return list(dict.fromkeys((baseline or "", current or "") for baseline, current in found))


def trend_findings(plan: Plan, baseline: str, current: str, group: str = ALL) -> dict[int, Finding]:
    """The finding that carries each indicator's trend between two cycles, by indicator."""
    return _findings(plan, baseline, current, group, measure__is_trend=True)


def headline_findings(plan: Plan, baseline: str, current: str, group: str = ALL) -> dict[int, Finding]:
    """The finding of each indicator's headline measure, which level and pace are read from, by indicator."""
    return _findings(plan, baseline, current, group, measure__is_headline=True)


def _findings(plan: Plan, baseline: str, current: str, group: str, **which: bool) -> dict[int, Finding]:
    findings = Finding.objects.current().filter(measure__indicator__plan=plan, **which)
    compared = findings.filter(baseline__code=baseline, current__code=current, group=group)
    without = findings.filter(baseline=None)
    return {
        f.measure.indicator_id: f
        for f in (without | compared).select_related("measure__target", "measure__indicator", "baseline", "current")
    }


def headline_values(plan: Plan, group: str = ALL) -> dict[int, dict[str, IndicatorValue]]:
    """The headline figure of every indicator: {indicator: {cycle, or "" where no cycle bears on it: value}}."""
    values = (
        IndicatorValue.objects.current()
        .filter(measure__is_headline=True, measure__indicator__plan=plan, threshold=None, reading="")
        .filter(group__in={ALL, group})
        .select_related("measure", "cycle")
    )
    found: dict[int, dict[str, IndicatorValue]] = defaultdict(dict)
    for value in values:
        if value.cycle is None or value.group == group:
            found[value.measure.indicator_id][value.cycle.code if value.cycle else ""] = value
    return found


def values_before(plan: Plan, baseline: str, current: str, group: str = ALL) -> dict[int, IndicatorValue]:
    """The earlier cycle's headline figure of each indicator with a target that the later cycle does not ask."""
    held = IndicatorValue.objects.current().filter(
        measure__is_headline=True,
        measure__indicator__plan=plan,
        measure__target__isnull=False,
        group=group,
        threshold=None,
        reading="",
    )
    rows = held.filter(cycle__code=baseline).exclude(measure__in=held.filter(cycle__code=current).values("measure"))
    return {row.measure.indicator_id: row for row in rows.select_related("measure__target", "cycle")}


def current_values(plan: Plan, cycle: str, group: str = ALL) -> QuerySet[IndicatorValue]:
    """The figures that say where an indicator stands: of its headline and of the measure that has its trend."""
    of_cycle = Q(cycle__code=cycle, group=group) | Q(cycle=None, group=ALL)
    return (
        IndicatorValue.objects.current()
        .filter(Q(measure__is_headline=True) | Q(measure__is_trend=True), measure__indicator__plan=plan)
        .filter(of_cycle, threshold=None, reading="")
        .select_related("measure__indicator")
    )


def measures_of(indicator: Indicator) -> list[Measure]:
    return list(
        indicator.measures.select_related("target", "indicator__plan").prefetch_related(
            "bindings__cycle", "comparisons__baseline", "comparisons__current"
        )
    )


def values_of(indicator: Indicator) -> list[IndicatorValue]:
    """Every figure of an indicator in the current run."""
    return list(
        IndicatorValue.objects.current()
        .filter(measure__indicator=indicator)
        .select_related("measure__indicator", "cycle", "run")
        .order_by("measure__position", "cycle__deadline", "as_of", "group", "threshold", "reading")
    )


def findings_of(indicator: Indicator) -> list[Finding]:
    return list(
        Finding.objects.current()
        .filter(measure__indicator=indicator)
        .select_related("measure__target", "measure__indicator", "baseline", "current", "run")
        .order_by("measure__position", "baseline__deadline", "current__deadline", "group")
    )


def classification(measure: Measure, cycle: str) -> dict[str, list[str]]:
    """What every Party of the population counted as in the current run: {class: [codes]}."""
    found = Classification.objects.filter(run__current=True, measure=measure, cycle__code=cycle).first()
    return found.parties if found else {}


def headline_classes(objective: OperationalObjective, cycle: str) -> list[tuple[Measure, dict[str, str]]]:
    """For the headline measure of each indicator of an objective that classes Parties: {Party code: class}."""
    rows = (
        Classification.objects.filter(
            run__current=True,
            cycle__code=cycle,
            measure__is_headline=True,
            measure__indicator__operational_objective=objective,
        )
        .select_related("measure__indicator")
        .order_by("measure__indicator__position")
    )
    return [(row.measure, class_by_party(row.parties)) for row in rows]


def class_by_party(packed: dict[str, list[str]]) -> dict[str, str]:
    """A packed classification turned round; what is settled of the unanswered is left out."""
    return {code: name for name, codes in packed.items() if not name.startswith("settled") for code in codes}


def forms() -> dict[str, QuestionnaireForm]:
    """The form of each cycle that is in use, worded for the reader."""
    language = get_language() or ENGLISH
    rows = Questionnaire.objects.in_use().of_words().select_related("cycle").order_by("cycle__deadline")
    return {row.cycle.code: row.form_in(language) for row in rows}


def counterparts(cycle: str, key: str) -> list[tuple[str, str, Link]]:
    """The question's counterparts: (cycle, key, link), earlier and later."""
    found: list[tuple[str, str, Link]] = []
    for question_map in QuestionMap.objects.select_related("current", "previous").order_by("previous__deadline"):
        links = question_map.links
        if question_map.current.code == cycle and key in links:
            found.append((question_map.previous.code, links[key].previous, links[key]))
        if question_map.previous.code == cycle:
            found += [
                (question_map.current.code, link.current, link) for link in links.values() if link.previous == key
            ]
    return found


def indicators_using(plan: Plan, cycle: str, key: str) -> list[Measure]:
    """The measures that a question feeds."""
    bound = Measure.objects.filter(indicator__plan=plan, bindings__cycle__code=cycle).select_related("indicator")
    rules = bound.values_list("pk", "bindings__rule").filter(bindings__cycle__code=cycle)
    using = {pk for pk, rule in rules if any(use["key"] == key for use in rule["questions"])}
    return list(bound.filter(pk__in=using).distinct().order_by("indicator__position", "position"))
