"""What can be said of a measure between two cycles, for every group: level, trend and pace (method.md §4, §6). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indicators.calculations import Panel, PartyClass, Share, count, panel
from indicators.evidence import CycleEvidence, Evidence, FindingRow, MeasureRule, Standings, Wanted
from indicators.findings import LevelFinding, Trend, level, pace, trend
from indicators.kinds import kind_of
from indicators.kinds.kind import Kind
from indicators.reasons import NotAssessed, coded
from indicators.registry_measures import cycle_of, hindrance, rests_on_registry
from indicators.silence import answered_once, silence
from parties.all_parties import ALL

Columns = dict[str, Any]


@dataclass(frozen=True)
class Ends:
    """A measure at both ends of a pair, for one group: what the Parties counted as, and whether they may be compared.

    `first` and `last` are None where the cycle does not bear on the measure.
    """

    measure: MeasureRule
    kind: Kind
    evidence: Evidence
    baseline: CycleEvidence
    current: CycleEvidence
    first: Standings | None
    last: Standings | None
    allowed: bool
    reason: str
    group: str

    @cached_property
    def members(self) -> frozenset[str]:
        return self.current.members(self.group)

    @cached_property
    def both(self) -> frozenset[str]:
        """The members that were Parties at both deadlines."""
        return self.baseline.population & self.members


def findings_of(
    measure: MeasureRule, evidence: Evidence, held: Mapping[str, Standings], wanted: Wanted
) -> Iterable[FindingRow]:
    """A finding for every pair and group that is wanted; `held` is what the Parties counted as, by cycle."""
    kind = kind_of(measure.kind, f"measure {measure.pk}")
    for (baseline, current), (allowed, reason) in measure.comparisons.items():
        hindered = hindrance(measure, evidence, baseline, current)
        for group in (group for group in evidence.groups if wanted.holds(group, baseline, current)):
            ends = Ends(
                measure=measure,
                kind=kind,
                evidence=evidence,
                baseline=cycle_of(measure, evidence, baseline),
                current=cycle_of(measure, evidence, current),
                first=held.get(baseline),
                last=held.get(current),
                allowed=allowed and not hindered,
                reason=hindered or reason,
                group=group,
            )
            yield FindingRow(measure.pk, group=group, baseline=baseline, current=current, values=_said(ends))


def _said(ends: Ends) -> Columns:
    population = {"population": len(ends.members)}
    if ends.last is None:
        of_registry = rests_on_registry(ends.measure)
        reason = NotAssessed.NO_SNAPSHOT if of_registry else coded(NotAssessed.NOT_ASKED, cycle=ends.current.code)
        return population | dict.fromkeys(("level_reason", "trend_reason", "pace_reason"), reason)
    if _nobody_reported(ends.last):
        return population | dict.fromkeys(("level_reason", "trend_reason", "pace_reason"), NotAssessed.NO_REPORTS)
    share = count(ends.last, ends.members)
    reporting = share.population - share.silent
    return population | {"reporting": reporting} | _level(ends, share) | _change(ends, ends.last)


def _level(ends: Ends, share: Share) -> Columns:
    if ends.kind.no_level:
        return {"level_reason": ends.kind.no_level}
    found = level_of(ends.measure, ends.group, share)
    return {"level": found.level or "", "level_reason": found.reason, "yes_needed": found.yes_needed}


def level_of(measure: MeasureRule, group: str, share: Share) -> LevelFinding:
    """The level of a group: held against a target only where that asks for every Party."""
    target = measure.target
    if group != ALL and target is not None and not target.is_of_all:
        return LevelFinding(None, NotAssessed.OF_ALL_PARTIES)
    return level(share, target, measure.direction)


def _change(ends: Ends, last: Standings) -> Columns:
    """Trend and pace, or why there are none."""
    if ends.kind.no_trend:
        return {"trend_reason": ends.kind.no_trend, "pace_reason": ends.kind.no_trend}
    if ends.first is None:
        reason = NotAssessed.NO_SNAPSHOT if rests_on_registry(ends.measure) else ends.reason
        return {"trend": Trend.NO_BASELINE, "trend_reason": reason, "pace_reason": Trend.NO_BASELINE}
    if _nobody_reported(ends.first):
        no_reports = NotAssessed.NO_REPORTS
        return {"trend": Trend.NO_BASELINE, "trend_reason": no_reports, "pace_reason": no_reports}
    matched = panel(ends.first, last, ends.both)
    if not ends.allowed:
        return _not_compared(ends, matched)
    eligible = sum(
        PartyClass.NOT_APPLICABLE not in (ends.first[party].party_class, last[party].party_class) for party in ends.both
    )
    return (
        _panel(matched, eligible)
        | _beside_the_panel(ends, ends.first, last, matched)
        | _judged(ends, matched, eligible)
    )


def _not_compared(ends: Ends, matched: Panel) -> Columns:
    said: Columns = {"trend": Trend.NOT_COMPARABLE, "trend_reason": ends.reason, "pace_reason": Trend.NOT_COMPARABLE}
    if scale_changed(ends.measure, ends.baseline.code, ends.current.code):
        low, high = matched.net_bounds
        said |= {"panel": matched.size, "net_low": low, "net_high": high}
        said["trend_reason"] = coded(NotAssessed.SCALE_CHANGED, note=ends.reason)
    return said


def _panel(matched: Panel, eligible: int) -> Columns:
    return {
        "eligible": eligible,
        "panel": matched.size,
        "baseline_yes": matched.baseline_yes,
        "current_yes": matched.current_yes,
        "gained": len(matched.gained),
        "lost": len(matched.lost),
        "stayed": matched.stayed,
    }


def _beside_the_panel(ends: Ends, first: Standings, last: Standings, matched: Panel) -> Columns:
    """What silence could do to the change, and how those stand that answered only once."""
    open_to = silence(first, last, ends.both)
    once = answered_once(first, last, ends.both)
    return {
        "silence_low": open_to.lowest,
        "silence_high": open_to.highest,
        "silence_among": open_to.among,
        "could_offset": open_to.could_lose if matched.net > 0 else open_to.could_gain,
        "only_before": once.only_before,
        "only_before_yes": once.only_before_yes,
        "only_now": once.only_now,
        "only_now_yes": once.only_now_yes,
    }


def _judged(ends: Ends, matched: Panel, eligible: int) -> Columns:
    moved = trend(matched, eligible, ends.measure.direction, ends.evidence.thresholds)
    speed, why = _pace(ends, matched, eligible)
    return {
        "trend": moved.trend or "",
        "strength": moved.strength or "",
        "trend_reason": moved.reason,
        "pace": speed or "",
        "pace_reason": why,
    }


def _pace(ends: Ends, matched: Panel, eligible: int) -> tuple[str | None, str]:
    target = ends.measure.target
    if ends.group != ALL and target is not None and not target.is_of_all:
        return None, NotAssessed.OF_ALL_PARTIES
    first, last = (ends.measure.bindings.get(cycle.code) for cycle in (ends.baseline, ends.current))
    return pace(
        matched,
        eligible,
        target,
        baseline_on=ends.baseline.date_of(first.parts if first else ("",)),
        current_on=ends.current.date_of(last.parts if last else ("",)),
        better=ends.measure.direction,
        thresholds=ends.evidence.thresholds,
    )


def _nobody_reported(standings: Standings) -> bool:
    return all(standing.party_class is PartyClass.SILENT for standing in standings.values())


def scale_changed(measure: MeasureRule, baseline: str, current: str) -> bool:
    """Whether one form offers a middle answer and the other does not."""
    first, last = measure.bindings.get(baseline), measure.bindings.get(current)
    return first is not None and last is not None and first.offers_partial != last.offers_partial
