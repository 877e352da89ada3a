"""Figures that the Secretariat enters: each with its source, a correction as a new version."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.kinds import KINDS
from indicators.models import Measure, RecordedFigure
from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.models import User

# What the method reads a recorded figure for (method.md §5): the others are counted, or are texts.
ENTERED = tuple(name for name, kind in KINDS.items() if kind.is_entered)


class NotEntered(ValueError):
    """Figures of this measure are computed, not entered: choose one of the list."""


class SourceMissing(ValueError):
    """A figure is entered with the document that it stands in."""


class NotKnownYet(ValueError):
    """A figure is of a day that has been: mend the day."""


@dataclass(frozen=True)
class Recorded:
    """The figure that stands for the day, and whether it is new."""

    figure: RecordedFigure
    is_new: bool


def is_entered(measure: Measure) -> bool:
    """Whether the Secretariat enters this measure's figures; a milestone told by treaty dates is computed."""
    return measure.of_kind.is_entered and "from_treaty" not in (measure.facts or {})


def record_figure(
    *,
    measure: Measure,
    value: Decimal,
    unit: str,
    as_of: date,
    source: str,
    note: str,
    by: User,
    at: datetime,
) -> Recorded:
    """Enter a figure, or correct that of the same day by a new version; the same again changes nothing.

    The figures are computed anew afterwards. Raises NotEntered, SourceMissing, NotKnownYet.
    """
    if not is_entered(measure):
        raise NotEntered(str(measure))
    said = {"unit": unit.strip(), "source": source.strip(), "note": note.strip()}
    if not said["source"]:
        raise SourceMissing(str(measure))
    if as_of > timezone.localdate(at):
        raise NotKnownYet(as_of)
    with transaction.atomic():
        # Whoever corrects the same measure meanwhile waits, and then finds this version.
        Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
        last = measure.recorded_figures.filter(as_of=as_of).order_by("-version").first()
        if last is not None and last.value == value and all(getattr(last, name) == text for name, text in said.items()):
            return Recorded(last, is_new=False)
        version = last.version + 1 if last else 1
        figure = RecordedFigure.objects.create(
            measure=measure, as_of=as_of, version=version, value=value, recorded_by=by, **said
        )
        detail = {"measure": measure.key, "as_of": as_of.isoformat(), "version": version, "value": str(value), **said}
        code = measure.indicator.code
        record(subject=f"indicator/{code}", action=said_later("figure recorded"), by=by, at=at, detail=detail)
        enqueue(kind="compute_progress", reason=said_later("a figure was recorded for {code}", code=code))
    return Recorded(figure, is_new=True)
