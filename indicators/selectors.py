"""Reads about figures that the Secretariat enters."""

from dataclasses import dataclass

from indicators.models import CyclePart, Measure, RecordedFigure
from indicators.services import ENTERED, is_entered


@dataclass(frozen=True)
class EnteredMeasure:
    """A measure of the current plan with its figures, the newest day and version first."""

    measure: Measure
    history: list[RecordedFigure]

    @property
    def latest(self) -> RecordedFigure | None:
        return self.history[0] if self.history else None

    @property
    def is_in_plan_data(self) -> bool:
        """Whether the plan's own file knows a milestone already: nobody needs to enter it, somebody may confirm it."""
        return bool(self.measure.facts.get("reached_on") or self.measure.facts.get("list"))

    @property
    def is_milestone(self) -> bool:
        return self.measure.of_kind.is_event


class NothingEntered(LookupError):
    """No figures are entered for this measure."""


def entered_measure(code: str, key: str) -> EnteredMeasure:
    """One measure by its indicator's code and its key. Raises NothingEntered."""
    for held in entered_measures():
        if (held.measure.indicator.code, held.measure.key) == (code, key):
            return held
    raise NothingEntered(f"{code}/{key}")


def part_title(cycle: str, part: str) -> str:
    """What readers call a collection that is kept with a cycle; its key where the cycle has no such part any more."""
    held = _part(cycle, part)
    return held.title if held else part


def part_in_a_sentence(cycle: str, part: str) -> str:
    """The same within a sentence: "the 2014 survey"."""
    held = _part(cycle, part)
    return held.in_a_sentence if held else part


def _part(cycle: str, part: str) -> CyclePart | None:
    return CyclePart.objects.filter(cycle__code=cycle, key=part).first() if part else None


def entered_measures() -> list[EnteredMeasure]:
    """Every measure whose figures are entered, in the order of the plan; two queries."""
    measures = (
        Measure.objects.filter(kind__in=ENTERED, indicator__plan__current=True)
        .select_related("indicator__plan")
        .order_by("indicator__position", "position")
    )
    figures: dict[int, list[RecordedFigure]] = {}
    rows = RecordedFigure.objects.filter(measure__in=measures).select_related("recorded_by")
    for figure in rows.order_by("-as_of", "-version"):
        figures.setdefault(figure.measure_id, []).append(figure)
    return [EnteredMeasure(one, figures.get(one.pk, [])) for one in measures if is_entered(one)]
