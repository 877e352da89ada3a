"""What an edition says of a whole objective: counts by class, largest changes, what could not be assessed. Pure.

No composite score, no average: counts of indicators by each statement, and the reasons for those without one.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluation.editions.form import FrozenForm, Row
from indicators.calculations import percent
from indicators.findings import STANDARD, Level
from indicators.reasons import NotAssessed, decoded
from indicators.stands import WITH_TREND, Stand
from indicators.statements import Moved, Statement, TooFew
from indicators.strength import Strength, chance_of_clear
from parties.all_parties import ALL

LARGEST = 5


def summaries(form: FrozenForm) -> dict[str, Any]:
    """A summary of the whole plan and of each strategic and operational objective, by its subject."""
    found = {"whole": summary(form, None)}
    for goal in form["plan"]["objectives"]:
        found[f"objective/{goal['code']}"] = summary(form, goal["code"])
        for part in goal["operational"]:
            # In a plan of two levels a goal stands for its operational objective.
            if part["code"] != goal["code"]:
                found[f"operational/{part['code']}"] = summary(form, part["code"])
    return found


def summary(form: FrozenForm, objective: str | None) -> dict[str, Any]:
    """Counts of indicators and of targets; every count adds up to all there are."""
    codes = form.indicators(objective)
    stands = {code: form.stand(code) for code in codes}
    return {
        "indicators": len(codes),
        "trend": {part: list(stands.values()).count(part) for part in form.stands},
        "trend_reasons": _reasons(form, stands),
        "pace": _paces(form, codes),
        "targets": _targets(form, codes),
        "largest_changes": _largest(form, codes),
        "strength": _strength(form, codes),
    }


def _reasons(form: FrozenForm, stands: dict[str, str]) -> list[list[Any]]:
    """[[part, reason, number]] of those without a direction, the most frequent first; a reason by its code."""
    found = Counter((stand, _why(form, code)) for code, stand in stands.items() if stand not in WITH_TREND)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[stand, reason, number] for (stand, reason), number in ordered]


def _why(form: FrozenForm, code: str) -> str:
    """Why an indicator has no direction: the refusal itself, or the reason's code with what belongs to it."""
    finding = form.finding(form.trend_measure(code))
    if finding is None:
        return NotAssessed.NO_DATA_SOURCE
    # What the plan's data says of one pair is told at the indicator, not counted.
    return str(finding["trend"] or decoded(finding["trend_reason"])[0] or NotAssessed.NO_DIRECTION)


def _paces(form: FrozenForm, codes: list[str]) -> dict[str, Any]:
    """{"said": {word: number}, "reasons": [[reason, number]]} of the headline measures."""
    judged = [found for code in codes if (found := form.finding(form.headline(code))) is not None]
    said = Counter(finding["pace"] for finding in judged if finding["pace"])
    reasons = Counter(decoded(finding["pace_reason"])[0] for finding in judged if not finding["pace"])
    return {
        "said": dict(sorted(said.items())),
        "reasons": [[why, number] for why, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))],
    }


def _targets(form: FrozenForm, codes: list[str]) -> dict[str, Any]:
    """Every target that the plan states: met, not met, cannot be told, not judged with the reasons; they add up."""
    held = set(codes)
    measures = [name for name, one in form["measures"].items() if one["target"] and one["indicator"] in held]
    said = {name: form.level(name) for name in sorted(measures)}
    levels = Counter(level for level in said.values() if level)
    findings: list[Row | None] = [form.finding(name) for name, level in said.items() if not level]
    reasons = Counter(
        decoded(finding["level_reason"])[0] if finding else str(NotAssessed.NO_DATA_SOURCE) for finding in findings
    )
    return {
        "stated": len(measures),
        "met": levels[Level.MET],
        "not_met": levels[Level.NOT_MET],
        "cannot_tell": levels[Level.CANNOT_TELL],
        "not_judged": sum(reasons.values()),
        "reasons": [[why, number] for why, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))],
    }


def _strength(form: FrozenForm, codes: list[str]) -> dict[str, Any]:
    """How many pairs were judged, how many are clear, and about how many would look so if answers went to and fro.

    Judged is whatever passed the gate, little or no change among it; what is known exactly is not counted here.
    """
    trends = [said.trend for said in _statements(form, codes)]
    moved = [one for one in trends if isinstance(one, Moved)]
    chance = sum(
        (
            chance_of_clear(
                one.panel.gained + one.panel.lost, one.panel.size, STANDARD.least_share, STANDARD.least_parties
            )
            for one in moved
        ),
        Fraction(0),
    )
    holding = sum(
        one.strength is not None and one.silent is not None and one.silent.holds(one.panel.net) for one in moved
    )
    return {
        "judged": len(moved),
        "clear": sum(one.strength is Strength.CLEAR for one in moved),
        "slight": sum(one.strength is Strength.SLIGHT for one in moved),
        "clear_by_chance": str(percent(chance / 100, 1)),
        "hold_whatever_the_silent_say": holding,
        "too_few": sum(isinstance(one, TooFew) for one in trends),
    }


def known_exactly(said: Mapping[str, Any]) -> int:
    """How many directions of a summary's bar are known from treaty dates, and so are not counted by their strength."""
    parts = (Stand.IMPROVED_CLEARLY, Stand.IMPROVED_SLIGHTLY, Stand.WORSENED_SLIGHTLY, Stand.WORSENED_CLEARLY)
    directions: int = sum(said["trend"][part] for part in parts)
    of_answers: int = said["strength"]["clear"] + said["strength"]["slight"]
    return directions - of_answers


def _statements(form: FrozenForm, codes: list[str]) -> list[Statement]:
    return [said for code in codes if (said := form.statement(form.trend_measure(code))) is not None]


def _largest(form: FrozenForm, codes: list[str]) -> list[dict[str, Any]]:
    """The indicators that moved most on their panels: those only that have a direction."""
    moved = []
    for code in codes:
        measure = form.trend_measure(code)
        said = form.statement(measure)
        if said is not None and isinstance(said.trend, Moved) and said.trend.strength is not None:
            moved.append((said.trend, code, measure))
    moved.sort(key=lambda one: (-abs(one[0].panel.change), one[1]))
    return [
        {
            "indicator": code,
            "measure": measure,
            "trend": said.trend,
            "strength": said.strength,
            "change": str(said.panel.change),
            "gained": said.panel.gained,
            "lost": said.panel.lost,
            "panel": said.panel.size,
            "eligible": said.panel.eligible,
            "reporting": said.panel.reporting,
            "population": said.panel.population,
        }
        for said, code, measure in moved[:LARGEST]
    ]


def coverage(form: FrozenForm) -> dict[str, Any]:
    """Reports received by the cut-off of the population, by cycle, part and group."""
    return {
        code: {
            part: {
                group: {
                    "received": len(set(received) & set(form.members(group, code))),
                    "population": len(form.members(group, code)),
                }
                for group in (ALL, *form["parameters"]["groups"])
            }
            for part, received in cycle["received"].items()
        }
        for code, cycle in form["cycles"].items()
    }
