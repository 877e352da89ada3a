"""The verdicts of a target in words: at each reading, with its distance from the day that it is due."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.catalogue import in_words
from indicators.findings import Level
from indicators.models import IndicatorValue, Measure
from indicators.readings import Read, TargetReading, target_readings
from indicators.reasons import NotAssessed
from indicators.statements import Said, Unsaid
from languages.writing import without_full_stop
from parties.all_parties import ALL
from parties.formats import in_a_clause, in_clauses


def readings_of(measure: Measure, values: Iterable[IndicatorValue]) -> list[TargetReading]:
    """The verdict of a measure's target at each of its figures of cycles; none where it speaks of others than these."""
    target = getattr(measure, "target", None)
    if target is None:
        return []
    rule = target.rule
    read = [
        Read(one.cycle.code, one.as_of, one.classes)
        for one in values
        if one.cycle and one.as_of and (one.group == ALL or rule.is_of_all)
    ]
    return target_readings(rule, measure.direction, read)


def readings_in_words(readings: Sequence[TargetReading], latest: Said | Unsaid, limit: str = "") -> str:
    """All readings in their order: "met already at NR2, 15 months before it was due; still met at NR3".

    `latest` says what would settle the last one. Without readings it stands alone. `limit`: why the measure cannot
    judge the target, as the plan's data says it.
    """
    if not readings:
        return _of_latest(latest, limit)
    said = [reading_in_words(one, before, limit) for one, before in zip(readings, [None, *readings], strict=False)]
    return in_clauses([*said, _settles(latest)])


def reading_in_words(one: TargetReading, before: TargetReading | None = None, limit: str = "") -> str:
    """One verdict with its cycle and distance; `before` is the reading before it."""
    found = one.level.level
    named = {"cycle": one.cycle}
    if found is None:
        return _("not judged at %(cycle)s (%(reason)s)") % {**named, "reason": _why(one.level.reason, limit)}
    if found is Level.MET and before is not None and before.level.level is Level.MET:
        return _("still met at %(cycle)s") % named
    if found is Level.MET and not one.is_past and one.months:
        words = _("met already at %(cycle)s")
    elif found is Level.MET:
        words = _("met at %(cycle)s")
    elif found is Level.NOT_MET:
        words = _("not met at %(cycle)s")
    else:
        words = _("cannot be told at %(cycle)s from the reports received")
    return in_a_clause([words % named, _distance(one)])


def _distance(one: TargetReading) -> str:
    if one.months is None:
        return ""
    if not one.months:
        return _("in the month in which it was due")
    words = (
        ngettext("%(n)d month after it was due", "%(n)d months after it was due", one.months)
        if one.is_past
        else ngettext("%(n)d month before it was due", "%(n)d months before it was due", one.months)
    )
    return words % {"n": one.months}


def _of_latest(latest: Said | Unsaid, limit: str) -> str:
    if isinstance(latest, Unsaid):
        return _why(latest.reason, limit)
    return in_clauses([in_words(latest.word), _settles(latest)])


def _why(reason: str, limit: str) -> str:
    return without_full_stop(limit) if limit and reason == NotAssessed.NOT_MEASURED else in_words(reason)


def _settles(latest: Said | Unsaid) -> str:
    if isinstance(latest, Unsaid) or not latest.yes_needed:
        return ""
    return ngettext(
        "%(number)d more yes would settle it", "%(number)d more yes answers would settle it", latest.yes_needed
    ) % {"number": latest.yes_needed}
