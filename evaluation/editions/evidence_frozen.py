"""What an edition freezes of the evidence: cycles, Parties, reports, treaties, classes, figures and findings."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import translation

from bch_sync.selectors import NEAR
from evaluation.editions.canonical import plain
from evaluation.editions.rebuilding import finding_rows, value_rows
from evaluation.editions.registry_frozen import registry_rows
from evaluation.models import Evaluation
from figures.evidence import gather, measure_rules
from figures.scope import Scope
from indicators.computing import Counted, compute_from, count_parties
from indicators.days import is_over, months_later
from indicators.evidence import CycleEvidence, Evidence, MeasureRule
from indicators.models import Measure, ReportingCycle
from indicators.reasons import NotAssessed
from indicators.registry import MeasureReadings
from indicators.rows import packed
from national_reports.models import Report
from parties.all_parties import ALL
from parties.models import Party, PartyGroup, Treaty

Part = dict[str, Any]


def frozen_evidence(evaluation: Evaluation, *, at: datetime) -> Part:
    """Gather and compute for this evaluation's own days, as the parts of its frozen form; the run is not asked."""
    scope = evaluation.scope
    names = {measure.pk: f"{measure.indicator.code}/{measure.key}" for measure in _measures(evaluation)}
    rules = [_narrowed(rule, evaluation, scope) for rule in measure_rules() if rule.pk in names]
    whole, _digests = gather(rules, scope)
    evidence = replace(
        whole,
        groups=(ALL, *evaluation.groups),
        registry=_until(whole.registry, evaluation.cut_off + NEAR),
        until=evaluation.cut_off,
    )
    counted = count_parties(rules, evidence)
    result = compute_from(rules, evidence, counted)
    return {
        "measures": _measure_parts(evaluation, rules, names),
        "cycles": _cycles(evidence, scope),
        "groups": _groups(evaluation, evidence),
        "parties": _parties(evaluation.cut_off),
        "treaties": plain(evidence.treaties),
        "reports": _reports(evidence),
        "registry": registry_rows(evidence.registry, names),
        "registry_days": _days_of_counts(evaluation, evidence),
        "recorded": _recorded(rules, names),
        **_classes(counted, names),
        "later_cut_off": _later(evaluation, rules, names, at),
        "values": value_rows(result.values, names),
        "findings": finding_rows(result.findings, names),
    }


def _later(evaluation: Evaluation, rules: list[MeasureRule], names: Mapping[int, str], at: datetime) -> Part:
    """What the Parties would count as with a cut-off three months later; `known` once those months are over."""
    day = months_later(evaluation.cut_off, 3)
    if not is_over(day, at):
        return {"day": plain(day), "known": False, "classes": {}}
    later = replace(evaluation.scope, cut_offs={evaluation.current.code: day})
    evidence, _digests = gather(rules, later)
    counted = count_parties(rules, evidence)
    return {
        "day": plain(day),
        "known": True,
        "classes": {
            names[pk]: packed(standings)
            for (pk, code), standings in counted.standings.items()
            if code == evaluation.current.code
        },
    }


def _measures(evaluation: Evaluation) -> Iterable[Measure]:
    return Measure.objects.filter(indicator__plan=evaluation.plan).select_related("indicator")


def _narrowed(rule: MeasureRule, evaluation: Evaluation, scope: Scope) -> MeasureRule:
    """A measure as this evaluation asks it: one pair of cycles, and no figure of a later day than the cut-off."""
    pair = (evaluation.baseline.code, evaluation.current.code)
    return replace(
        rule,
        bindings={code: binding for code, binding in rule.bindings.items() if code in (scope.cycles or ())},
        stored={code: stored for code, stored in rule.stored.items() if code in (scope.cycles or ())},
        comparisons={pair: rule.comparisons.get(pair, (False, str(NotAssessed.NO_COMPARISON)))},
        recorded=tuple(figure for figure in rule.recorded if figure.as_of <= evaluation.cut_off),
    )


def _until(registry: Mapping[int, MeasureReadings], day: date) -> dict[int, MeasureReadings]:
    """Without a latest snapshot that an evaluation of these days can't have known."""
    return {
        pk: readings if readings.latest is None or readings.latest.as_of <= day else replace(readings, latest=None)
        for pk, readings in registry.items()
        if readings.cycles or (readings.latest is not None and readings.latest.as_of <= day)
    }


def _measure_parts(evaluation: Evaluation, rules: list[MeasureRule], names: Mapping[int, str]) -> Part:
    by_pk = {
        measure.pk: measure
        for measure in Measure.objects.filter(pk__in=names)
        .select_related("indicator", "target")
        .prefetch_related("comparisons__baseline", "comparisons__current")
    }
    cycles = evaluation.scope.cycles or frozenset()
    with translation.override("en"):
        return {names[rule.pk]: _measure_part(by_pk[rule.pk], rule, cycles) for rule in rules}


def _measure_part(measure: Measure, rule: MeasureRule, cycles: frozenset[str]) -> Part:
    target = getattr(measure, "target", None)
    return {
        "indicator": measure.indicator.code,
        "key": measure.key,
        "label": measure.label,
        "share_label": measure.share_label,
        "kind": measure.kind,
        "unit": measure.of_kind.unit or (measure.facts or {}).get("unit", "") or "Parties",
        "direction": measure.direction,
        "rule": measure.rule,
        "headline": measure.is_headline,
        "trend": measure.is_trend,
        "target": target
        and plain(
            {
                "operator": target.operator,
                "value": target.value,
                "unit": target.unit,
                "due": target.due,
                "text": target.in_words,
                "judges": target.assess,
                "judges_reason": target.assess_reason,
            }
        ),
        "bindings": plain(rule.stored),
        "comparisons": _comparisons(measure, rule, cycles),
        "facts": plain(rule.facts),
    }


def _comparisons(measure: Measure, rule: MeasureRule, cycles: frozenset[str]) -> list[Part]:
    """Those of the plan's data among the edition's cycles, for charts over all of them; and always the pair itself."""
    stated = {
        (one.baseline.code, one.current.code): (one.allowed, one.reason)
        for one in sorted(measure.comparisons.all(), key=lambda one: (one.baseline.deadline, one.current.deadline))
        if {one.baseline.code, one.current.code} <= cycles
    }
    return [
        {"baseline": baseline, "current": current, "allowed": allowed, "reason": reason}
        for (baseline, current), (allowed, reason) in (stated | dict(rule.comparisons)).items()
    ]


def _cycles(evidence: Evidence, scope: Scope) -> Part:
    titles = {cycle.code: cycle for cycle in ReportingCycle.objects.filter(code__in=evidence.cycles)}
    return {
        code: {
            "name": titles[code].title,
            **plain(
                {
                    "deadline": cycle.deadline,
                    "population_on": scope.population_day(titles[code]),
                    "cut_offs": cycle.cut_offs,
                    "population": cycle.population,
                    "received": _of_population(cycle.received, cycle),
                    "first_received": _of_population(cycle.first_received, cycle),
                    "due": cycle.due,
                }
            ),
        }
        for code, cycle in evidence.cycles.items()
    }


def _of_population(received: Mapping[str, Mapping[str, date]], cycle: CycleEvidence) -> dict[str, dict[str, date]]:
    """Reports of others than the population are in no report set."""
    return {
        part: {party: on for party, on in held.items() if party in cycle.population} for part, held in received.items()
    }


def _days_of_counts(evaluation: Evaluation, evidence: Evidence) -> Part:
    """Who could have a record on the days whose counts are frozen."""
    of_registry = [
        one for readings in evidence.registry.values() for one in (*readings.cycles.values(), readings.latest)
    ]
    days = sorted({reading.as_of for reading in of_registry if reading is not None})
    return {
        day.isoformat(): {
            "population": plain(evidence.counted_on[day].population),
            "groups": {
                slug: plain(evidence.counted_on[day].groups[slug] & evidence.counted_on[day].population)
                for slug in evaluation.groups
            },
        }
        for day in days
    }


def _groups(evaluation: Evaluation, evidence: Evidence) -> Part:
    return {
        group.slug: {
            "label": group.name,
            "kind": group.kind,
            "definition": group.definition,
            "position": group.position,
            "members": {
                code: plain(cycle.groups[group.slug] & cycle.population) for code, cycle in evidence.cycles.items()
            },
        }
        for group in PartyGroup.objects.filter(slug__in=evaluation.groups)
    }


def _parties(cut_off: date) -> Part:
    """Each Party with the names that it had on the cut-off day, by which the edition goes on calling it."""
    statuses = {
        code: (deposited, in_force)
        for code, deposited, in_force in Party.objects.filter(statuses__treaty=Treaty.PROTOCOL).values_list(
            "code", "statuses__deposited_on", "statuses__in_force_on"
        )
    }
    found = {}
    for party in Party.objects.order_by("code").prefetch_related("former_names"):
        deposited, in_force = statuses.get(party.code, (None, None))
        found[party.code] = plain(
            {
                "name": party.names_on(cut_off),
                "kind": party.kind,
                "deposited_on": deposited,
                "in_force_on": in_force,
            }
        )
    return found


def _reports(evidence: Evidence) -> list[Part]:
    """The versions that were counted, each with the hash of its answers."""
    rows = []
    columns = ("party__code", "version", "received_on", "origin", "sha256")
    for code, cycle in evidence.cycles.items():
        for part, cut_off in cycle.cut_offs.items():
            for party, version, received_on, origin, sha256 in Report.objects.counted(code, part, cut_off).values_list(
                *columns
            ):
                if party in cycle.population:
                    rows.append(
                        {
                            "cycle": code,
                            "part": part,
                            "party": party,
                            "version": version,
                            "received_on": plain(received_on),
                            "origin": origin,
                            "sha256": sha256,
                        }
                    )
    return sorted(rows, key=lambda row: (row["cycle"], row["part"], row["party"]))


def _recorded(rules: list[MeasureRule], names: Mapping[int, str]) -> list[Part]:
    rows = [{"measure": names[rule.pk], **plain(figure)} for rule in rules for figure in rule.recorded]
    return sorted(rows, key=lambda row: (row["measure"], row["as_of"]))


def _classes(counted: Counted, names: Mapping[int, str]) -> Part:
    classes: dict[str, Part] = {}
    bands: dict[str, Part] = {}
    for (pk, code), standings in counted.standings.items():
        classes.setdefault(names[pk], {})[code] = packed(standings)
    for (pk, code), given in counted.bands.items():
        bands.setdefault(names[pk], {})[code] = plain(given)
    return {"classes": classes, "bands": bands}
