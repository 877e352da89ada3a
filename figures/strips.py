"""The strip of an objective: its indicators counted by where they stand, and why the rest have no direction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from figures.catalogue import in_words, stand_label
from figures.selectors import current_values, headline_findings, trend_findings, values_before
from figures.wording import ReadBefore, read_at
from indicators.kinds.figure import Figure, NoFigure, NotAsked
from indicators.models import Finding, Indicator, Plan
from indicators.models.levels import many_of
from indicators.reasons import NotAssessed
from indicators.stands import WITH_TREND, Stand, stand_of
from languages.writing import in_a_clause
from parties.all_parties import ALL
from parties.in_languages import reader_language


class Objective(Protocol):
    """An objective as a strip names it: of the plan, or of a frozen edition."""

    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Placed:
    """Where one indicator stands, why it has no direction, and a verdict on its target that the earlier cycle gives."""

    stand: str
    reason: str = ""
    before: ReadBefore | None = None


@dataclass(frozen=True)
class Strip:
    """One objective with its indicators counted by where they stand, and why the rest have no direction."""

    objective: Objective
    counts: dict[str, int]
    reasons: list[tuple[str, int]]
    parts: list["Strip"]

    @property
    def indicators(self) -> int:
        return sum(self.counts.values())

    @property
    def in_order(self) -> list[int]:
        return list(self.counts.values())


def placed(plan: Plan, baseline: str, current: str, group: str = ALL) -> dict[int, Placed]:
    """Where every indicator stands between two cycles, by indicator."""
    trends = trend_findings(plan, baseline, current, group)
    judged = headline_findings(plan, baseline, current, group)
    told = {
        value.measure.indicator_id
        for value in current_values(plan, current, group)
        if not isinstance(value.figure, NoFigure | NotAsked)
    }
    told |= {pk for found in (trends, judged) for pk, finding in found.items() if finding.level}
    before = read_before(plan, baseline, current, group)
    told |= before.keys()
    found = {}
    for pk in Indicator.objects.filter(plan=plan).values_list("pk", flat=True):
        finding = trends.get(pk)
        stand = stand_of(
            finding.trend if finding else "", finding.strength if finding else "", says_something=pk in told
        )
        found[pk] = Placed(stand, "" if stand in WITH_TREND else why(finding), before.get(pk))
    return found


def read_before(plan: Plan, baseline: str, current: str, group: str = ALL) -> dict[int, ReadBefore]:
    """The verdict on its target of each indicator that only the earlier cycle of a pair asks, by indicator."""
    values = values_before(plan, baseline, current, group)
    return {pk: read for pk, value in values.items() if (read := read_at(value.measure, value, current)) is not None}


def stand_alone(finding: Finding | None, figures: Iterable[Figure], before: ReadBefore | None = None) -> Stand:
    """Where one measure stands by itself, of which these figures are shown, or only a verdict from before."""
    given = before is not None or any(not isinstance(figure, NoFigure | NotAsked) for figure in figures)
    if finding is None:
        return stand_of("", "", says_something=given)
    return stand_of(finding.trend, finding.strength, says_something=given or bool(finding.level))


def why(finding: Finding | None) -> str:
    """Why there is no direction, in the reader's language."""
    if finding is None:
        return in_words(NotAssessed.NO_DATA_SOURCE)
    return in_words(finding.trend or finding.trend_reason or NotAssessed.NO_DIRECTION)


def strips(plan: Plan, held: Mapping[int, Placed]) -> list[Strip]:
    """One strip for each strategic objective, in the plan's order, with those of its parts."""
    goals = plan.strategic_objectives.prefetch_related("operational_objectives__indicators")
    found = []
    for goal in goals:
        parts = [
            strip(part, [held[one.pk] for one in part.indicators.all()]) for part in goal.operational_objectives.all()
        ]
        everything = [held[one.pk] for part in goal.operational_objectives.all() for one in part.indicators.all()]
        found.append(strip(goal, everything, parts=parts))
    return found


def strip(
    objective: Objective, held: Sequence[Placed], *, parts: list[Strip] | None = None, stands: Iterable[str] = Stand
) -> Strip:
    """Count what is held into the parts of a bar; those of method 2.0 unless told otherwise."""
    counts = {str(stand): sum(one.stand == stand for one in held) for stand in stands}
    reasons = Counter(one.reason for one in held if one.reason)
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return Strip(objective, counts, ordered, parts or [])


def stand_labels(rows: Sequence[Strip]) -> list[str]:
    """The names of the parts that the strips count."""
    return [stand_label(stand) for stand in (rows[0].counts if rows else Stand)]


def totals(rows: Sequence[Strip]) -> dict[str, int]:
    return {stand: sum(row.counts[stand] for row in rows) for stand in (rows[0].counts if rows else map(str, Stand))}


@dataclass(frozen=True)
class Direction:
    """How many went one way, and how many of them clearly; None where no strength was told (method 1.0)."""

    number: int
    clearly: int | None

    @property
    def in_words(self) -> str:
        """As it stands under its number: "4 of them clearly"."""
        if self.clearly is None or not self.number:
            return ""
        return _("%(n)d of them clearly") % {"n": self.clearly} if self.clearly else _("none of them clearly")


@dataclass(frozen=True)
class AtAGlance:
    """The counts of a whole plan, as the first screen says them."""

    indicators: int
    improved: Direction
    worsened: Direction
    unchanged: int
    no_direction: int
    not_assessed: int


def at_a_glance(counts: Mapping[str, int]) -> AtAGlance:
    """From the parts of a bar, of either version of the method."""
    return AtAGlance(
        indicators=sum(counts.values()),
        improved=_direction(counts, "improved"),
        worsened=_direction(counts, "worsened"),
        unchanged=counts["unchanged"],
        no_direction=counts.get(Stand.NO_DIRECTION, counts.get("not_comparable", 0)),
        not_assessed=counts[Stand.NOT_ASSESSED],
    )


def _direction(counts: Mapping[str, int], name: str) -> Direction:
    if name in counts:
        return Direction(counts[name], None)
    return Direction(counts[f"{name}_clearly"] + counts[f"{name}_slightly"], counts[f"{name}_clearly"])


def glance_in_words(held: AtAGlance, levels: Mapping[str, str], baseline: str, current: str) -> str:
    """The same in one sentence; `levels` is what the plan calls its levels. What nothing is counted in is left out."""
    parts = [
        (_("%(n)d improved"), held.improved.number, held.improved.in_words),
        (_("%(n)d with little or no change"), held.unchanged, ""),
        (_("%(n)d worsened"), held.worsened.number, held.worsened.in_words),
        (_("%(n)d without a direction"), held.no_direction, ""),
        (_("%(n)d not assessed"), held.not_assessed, ""),
    ]
    said = [
        _("%(figure)s (%(listed)s)") % {"figure": words % {"n": number}, "listed": of_them}
        if of_them
        else words % {"n": number}
        for words, number, of_them in parts
        if number
    ]
    return _("From %(baseline)s to %(current)s, of %(n)d %(indicators)s: %(parts)s.") % {
        "indicators": many_of(levels, "indicator").lower(),
        "baseline": baseline,
        "current": current,
        "n": held.indicators,
        "parts": in_a_clause(said, reader_language()),
    }
