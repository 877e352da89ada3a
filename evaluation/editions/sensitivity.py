"""Which findings of an edition change under other choices of the method (method.md §6). Pure, from the frozen form.

Compared are the level of every target and the direction of every trend, over all Parties. Each choice is made alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

from evaluation.editions.rebuilding import Form, Inputs, inputs_of
from indicators.calculations import SUBSTANTIVE, PartyClass, Standing, count
from indicators.computing import Counted, compute_from
from indicators.evidence import CycleEvidence, Evidence, FindingRow, MeasureRule
from indicators.findings import STANDARD, Level, Thresholds, Trend, direction
from indicators.kinds import kind_of
from indicators.rows import unpacked
from parties.all_parties import ALL

T = TypeVar("T")
HALF = Fraction(1, 2)
# In the order of the table; the later cut-off is the one choice that may not be known yet.
CHOICES = (
    "partial_half",
    "partial_yes",
    "gate_40",
    "gate_60",
    "points_1",
    "points_5",
    "later_cut_off",
    "without_eu",
)
THRESHOLDS: Mapping[str, Thresholds] = {
    "gate_40": replace(STANDARD, gate=Fraction(40, 100)),
    "gate_60": replace(STANDARD, gate=Fraction(60, 100)),
    "points_1": replace(STANDARD, least_share=Fraction(1, 100)),
    "points_5": replace(STANDARD, least_share=Fraction(5, 100)),
}


@dataclass(frozen=True)
class Said:
    """A level and a direction; empty where none is said."""

    level: str
    trend: str


# What is said of every measure by its number.
Findings = dict[int, Said]


def sensitivity(form: Form) -> dict[str, Any]:
    """{"choices": {choice: known}, "rows": [[measure, statement, choice, as computed, otherwise]], "robust": [...]}.

    A row for every statement that a choice changes; `robust` lists [measure, statement] that no known choice changes.
    """
    inputs = inputs_of(form)
    names = inputs.names
    held = _of_all_parties(inputs.evidence)
    plain = _said(inputs.rules, held, inputs.counted)
    found: dict[str, Findings | None] = {choice: _chosen(choice, form, inputs, held, plain) for choice in CHOICES}
    rows = [
        [names[pk], statement, choice, str(getattr(plain[pk], statement)), str(getattr(other[pk], statement))]
        for choice, other in found.items()
        if other is not None
        for pk in sorted(plain)
        for statement in ("level", "trend")
        if getattr(plain[pk], statement) != getattr(other[pk], statement)
    ]
    changed = {(row[0], row[1]) for row in rows}
    told = [
        (names[pk], statement)
        for pk in sorted(plain)
        for statement in ("level", "trend")
        if getattr(plain[pk], statement)
    ]
    return {
        "choices": {choice: other is not None for choice, other in found.items()},
        "rows": rows,
        "robust": [list(one) for one in told if one not in changed],
    }


def _of_all_parties(evidence: Evidence) -> Evidence:
    return replace(evidence, groups=(ALL,))


def _chosen(choice: str, form: Form, inputs: Inputs, held: Evidence, plain: Findings) -> Findings | None:
    """What is said under one choice; None where it is not yet known."""
    if choice in THRESHOLDS:
        return _said(inputs.rules, replace(held, thresholds=THRESHOLDS[choice]), inputs.counted)
    if choice == "partial_yes":
        return _said(inputs.rules, held, _partial_as_yes(inputs.counted))
    if choice == "partial_half":
        return {rule.pk: _with_half(rule, held, inputs.counted, plain[rule.pk]) for rule in inputs.rules}
    if choice == "without_eu":
        # The European Union: the one Party that is no State.
        left_out = frozenset(code for code, party in form["parties"].items() if party["kind"] == "organisation")
        return _said(inputs.rules, _without(held, left_out), _counted_without(inputs.counted, left_out))
    later = form["later_cut_off"]
    if not later["known"]:
        return None
    return _said(inputs.rules, held, _at_later_cut_off(inputs, form, later["classes"]))


def _said(rules: list[MeasureRule], evidence: Evidence, counted: Counted) -> Findings:
    result = compute_from(rules, evidence, counted)
    said = {row.measure: _of_row(row) for row in result.findings}
    return {rule.pk: said.get(rule.pk, Said("", "")) for rule in rules}


def _of_row(row: FindingRow) -> Said:
    trend = str(row.values.get("trend", ""))
    # That two readings may not be compared is no direction.
    directions = (Trend.IMPROVED, Trend.LITTLE, Trend.WORSENED)
    return Said(str(row.values.get("level", "")), trend if trend in directions else "")


def _partial_as_yes(counted: Counted) -> Counted:
    def standing(one: Standing) -> Standing:
        return Standing(PartyClass.YES) if one.party_class is PartyClass.PARTIAL else one

    return replace(
        counted,
        standings={
            key: {party: standing(one) for party, one in found.items()} for key, found in counted.standings.items()
        },
    )


def _without(evidence: Evidence, left_out: frozenset[str]) -> Evidence:
    def cycle(one: CycleEvidence) -> CycleEvidence:
        return replace(one, population=one.population - left_out)

    return replace(
        evidence,
        cycles={code: cycle(one) for code, one in evidence.cycles.items()},
        counted_on={
            day: replace(found, population=found.population - left_out) for day, found in evidence.counted_on.items()
        },
        population_now=evidence.population_now - left_out,
    )


def _counted_without(counted: Counted, left_out: frozenset[str]) -> Counted:
    def others(found: Mapping[str, T]) -> dict[str, T]:
        return {code: one for code, one in found.items() if code not in left_out}

    return Counted(
        standings={key: others(found) for key, found in counted.standings.items()},
        bands={key: others(found) for key, found in counted.bands.items()},
    )


def _at_later_cut_off(inputs: Inputs, form: Form, classes: Mapping[str, Any]) -> Counted:
    """The same with what the Parties counted as three months later, in the current cycle."""
    numbers = {name: number for number, name in enumerate(inputs.names)}
    current = form["parameters"]["current"]
    later = {(numbers[name], current): unpacked(found) for name, found in classes.items()}
    return replace(inputs.counted, standings={**inputs.counted.standings, **later})


# -- partially counted as a half ---------------------------------------------------------------------------


def _with_half(rule: MeasureRule, evidence: Evidence, counted: Counted, plain: Said) -> Said:
    """A level and a direction with every Party counting 0, ½ or 1; the rest as it is said without."""
    kind = kind_of(rule.kind, f"measure {rule.pk}")
    (baseline, current), (allowed, _reason) = next(iter(rule.comparisons.items()))
    first, last = (counted.standings.get((rule.pk, code)) for code in (baseline, current))
    if last is None or kind.classes_by_record:
        return plain
    # Where no level is said, none is said with halves: the reason has nothing to do with them.
    level = "" if kind.no_level or not plain.level else _level_with_half(rule, last, evidence.cycles[current])
    if first is None or kind.no_trend or not allowed or not plain.trend:
        return Said(level, plain.trend)
    return Said(level, _trend_with_half(rule, evidence, first, last, baseline, current))


def _level_with_half(rule: MeasureRule, last: Mapping[str, Standing], cycle: CycleEvidence) -> str:
    """The verdict of the bounds with halves; a measure that can only disprove its target never says that it is met."""
    share = count(last, cycle.population)
    target = rule.target
    if target is None or not share.applicable:
        return ""
    halves = HALF * share.partial
    lowest, highest = (Fraction(yes + halves) / share.applicable for yes in (share.least_yes, share.most_yes))
    if rule.direction == "down":
        met, not_met = highest <= target.share, lowest > target.share
    else:
        met, not_met = target.reached_by(lowest), not target.reached_by(highest)
    if not_met:
        return Level.NOT_MET
    if not met:
        return Level.CANNOT_TELL
    return Level.MET if target.judges == "full" else ""


def _trend_with_half(
    rule: MeasureRule,
    evidence: Evidence,
    first: Mapping[str, Standing],
    last: Mapping[str, Standing],
    baseline: str,
    current: str,
) -> str:
    both = evidence.cycles[baseline].population & evidence.cycles[current].population
    panel = list(_panel(first, last, both))
    net = sum((_worth(now) - _worth(before) for before, now in panel), Fraction(0))
    return direction(net, len(panel), rule.direction, STANDARD)


def _panel(
    first: Mapping[str, Standing], last: Mapping[str, Standing], both: frozenset[str]
) -> Iterator[tuple[PartyClass, PartyClass]]:
    for party in both:
        before, now = first[party].party_class, last[party].party_class
        if before in SUBSTANTIVE and now in SUBSTANTIVE:
            yield before, now


def _worth(party_class: PartyClass) -> Fraction:
    return {PartyClass.YES: Fraction(1), PartyClass.PARTIAL: HALF}.get(party_class, Fraction(0))
