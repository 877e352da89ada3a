"""Figures and findings in words: what a page prints of a value, translated. Codes are worded by the catalogue."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.catalogue import DIRECTIONS, TONES, in_words
from figures.targets import reading_in_words, readings_of
from indicators.calculations import Share, percent
from indicators.kinds.figure import (
    Amount,
    Bounds,
    Event,
    Figure,
    Having,
    NoFigure,
    NotAsked,
    Number,
    Percent,
    Ratio,
    Total,
)
from indicators.models import IndicatorValue, Measure
from indicators.readings import TargetReading, read_before
from indicators.reasons import NotAssessed
from indicators.stands import Stand
from indicators.statements import (
    Moved,
    MovedExactly,
    NotCompared,
    Said,
    Silent,
    Statement,
    TooFew,
    TrendSaid,
    Unsaid,
)
from indicators.strength import by_chance
from languages import units
from languages.writing import without_full_stop
from parties.formats import (
    date_format,
    in_a_clause,
    in_clauses,
    in_sentences,
    one_decimal,
    with_sign,
)
from parties.in_languages import reader_language


@dataclass(frozen=True)
class ReadBefore:
    """A target's verdict at the earlier cycle of a pair, with the figure that it rests on."""

    reading: TargetReading
    value: IndicatorValue


@dataclass(frozen=True)
class ShareView:
    """A share as the components print it: whole percents, n and N, or the reason why there is none.

    Without a percent and without a reason only the bounds are told.
    """

    percent: int | None
    answering: int
    lowest_percent: int
    highest_percent: int
    applicable: int
    reason: str
    is_whole: bool = False


def share_view(share: Share) -> ShareView:
    return ShareView(
        percent=None if share.share is None else int(percent(share.share)),
        answering=share.answering,
        lowest_percent=int(percent(share.lowest or Fraction(0))),
        highest_percent=int(percent(share.highest or Fraction(0))),
        applicable=share.applicable,
        reason=in_words(share.reason),
        is_whole=share.is_whole,
    )


def bounds_view(share: Share) -> ShareView:
    """A share of which only the bounds are told."""
    return replace(share_view(share), percent=None, reason="")


def share_cells(share: Share | None) -> list[str]:
    """A share and its bounds as two cells of a table; empty where nobody answered."""
    said = Percent(share) if share and share.answering else None
    return [figure_in_words(said), bounds_of(said)] if said else ["", ""]


def points(change: Fraction) -> str:
    """A change in points with its sign: exact difference first, then rounded."""
    return signed(int(percent(change)))


def change_in_words(change: Fraction) -> str:
    """A change as a heading says it: "+5 points", and never "0 points"."""
    if not change:
        return _("no net change")
    whole = abs(int(percent(change)))
    if not whole:
        return _("less than 1 point")
    words = ngettext("%(points)s point", "%(points)s points", whole)
    return words % {"points": points(change)}


def statement_items(
    statement: Statement | None,
    of_headline: Statement | None = None,
    stand: str = Stand.NO_DIRECTION,
    limit: str = "",
    before: ReadBefore | None = None,
    trend_by: str = "",
) -> list[dict[str, Any]]:
    """Level, trend and pace for the `findings` component.

    Where another measure carries the trend of an indicator, level and pace are those of its headline measure. `stand`:
    the part of the bar that the indicator is counted in. `limit`: why the measure cannot judge the target, as the
    plan's data says it. `before`: the target's verdict at the earlier cycle, where the later one does not ask.
    `trend_by`: what the trend is of, where that is not the figure beside it.
    """
    if statement is None:
        return []
    judged = of_headline or statement
    level, pace = _said(judged.level, limit), _said(judged.pace, limit)
    if isinstance(judged.level, Unsaid):
        if isinstance(judged.pace, Unsaid) and judged.pace.reason == judged.level.reason:
            # Said once, at the level.
            pace["reason"] = ""
        if before:
            level = _said_before(before)
            # Their one reason stood at the level: what is not asked has no pace either.
            pace["reason"] = pace["reason"] or trend_detail(judged.trend)
    return [
        {"name": _("Level against the target"), "kind": "level", **level},
        trend_item(statement.trend, stand, trend_by),
        {"name": _("Pace"), "kind": "pace", **pace},
    ]


def trend_item(said: TrendSaid, stand: str = Stand.NO_DIRECTION, trend_by: str = "") -> dict[str, Any]:
    """The trend for the `findings` component: its word, and what it rests on."""
    return {
        "name": _("Trend, by “%(label)s”") % {"label": trend_by} if trend_by else _("Trend"),
        "kind": "trend",
        "word": trend_word(said, stand),
        "tone": TONES.get(said.trend, "none") if isinstance(said, Moved | MovedExactly) else "none",
        "reason": trend_detail(said),
    }


def _said(said: Said | Unsaid, limit: str = "") -> dict[str, Any]:
    if isinstance(said, Unsaid):
        return {"word": _("not judged"), "tone": "none", "reason": reason_or_limit(said.reason, limit)}
    reason = _yes_needed(said.yes_needed) if said.yes_needed else in_words(said.reason)
    return {"word": in_words(said.word), "tone": TONES.get(said.word, "none"), "reason": reason}


def read_at(measure: Measure, value: IndicatorValue | None, current: str) -> ReadBefore | None:
    """The verdict at the figure of the earlier cycle of a pair; None where there is none, or the figure is current."""
    found = read_before(readings_of(measure, [value] if value else []), current)
    return ReadBefore(found, value) if found and value else None


def _said_before(before: ReadBefore) -> dict[str, Any]:
    """The verdict with its cycle, and the figure that it rests on."""
    rests_on = in_a_clause(part for part in (value_in_words(before.value), bounds_in_words(before.value)) if part)
    tone = TONES.get(before.reading.level.level or "", "none")
    return {"word": reading_in_words(before.reading), "tone": tone, "reason": rests_on}


def limit_of(measure: Measure | None) -> str:
    """Why a measure cannot judge its target, in the reader's language; empty where it can, or has none."""
    target = getattr(measure, "target", None)
    return target.assess_reason if target else ""


def reason_or_limit(reason: str, limit: str) -> str:
    """A reason in words; that the measure cannot judge the target is told by what it counts and the target asks."""
    return limit if limit and reason == NotAssessed.NOT_MEASURED else in_words(reason)


def _yes_needed(number: int) -> str:
    return ngettext("%(number)d more yes would settle it", "%(number)d more yes answers would settle it", number) % {
        "number": number
    }


def trend_word(said: TrendSaid, stand: str = Stand.NO_DIRECTION) -> str:
    """A direction with its strength; why there is none stands beside it.

    Without one, the word is that of the part in which the indicator is counted: "not assessed" where nothing at all can
    be given, else "no direction" (method.md §6).
    """
    match said:
        case Moved(trend) | MovedExactly(trend):
            strength = said.counts_as
            return in_words(trend) if strength is None else str(DIRECTIONS[trend, strength])
        case NotCompared(word):
            return in_words(word)
        case TooFew() | Unsaid():
            return _("not assessed") if stand == Stand.NOT_ASSESSED else _("no direction")
        case _:
            assert_never(said)


def trend_detail(said: TrendSaid) -> str:
    """Who gained and lost, of how many; or why no change is told."""
    match said:
        case Moved():
            return moved_in_words(said)
        case MovedExactly(_trend, gained, lost, of):
            named = {"gained": gained, "lost": lost, "of": of}
            moved = (
                _("%(gained)d joined and %(lost)d left of %(of)d on the later day")
                if lost
                else _("%(gained)d joined and none left of %(of)d on the later day")
            )
            return in_clauses([moved % named, _("known exactly from treaty dates, so it counts as clear")])
        case NotCompared(_word, reason, panel, bounds):
            return in_clauses([without_full_stop(in_words(reason)), _bounds(panel, bounds)])
        case TooFew(panel, eligible):
            words = ngettext(
                "too few answers in both cycles: %(panel)d of %(eligible)d Party",
                "too few answers in both cycles: %(panel)d of %(eligible)d Parties",
                eligible,
            )
            return words % {"panel": panel, "eligible": eligible}
        case Unsaid(reason):
            return in_words(reason)
        case _:
            assert_never(said)


def _bounds(panel: int | None, bounds: tuple[int, int] | None) -> str:
    if bounds is None or not panel:
        return ""
    if bounds[0] == bounds[1]:
        words = ngettext(
            "net change, the same within its bounds: %(low)s of %(panel)d Party",
            "net change, the same within its bounds: %(low)s of %(panel)d Parties",
            panel,
        )
        return words % {"low": signed(bounds[0]), "panel": panel}
    words = ngettext(
        "bounds of the net change: between %(low)s and %(high)s of %(panel)d Party",
        "bounds of the net change: between %(low)s and %(high)s of %(panel)d Parties",
        panel,
    )
    return words % {"low": signed(bounds[0]), "high": signed(bounds[1]), "panel": panel}


def moved_in_words(said: Moved) -> str:
    """Who gained and lost, of how many, in one sentence, with the gate's numbers."""
    held = said.panel
    named = {
        "gained": held.gained,
        "lost": held.lost,
        "stayed": held.stayed,
        "panel": held.size,
        "eligible": held.eligible,
        "reporting": held.reporting,
        "population": held.population,
    }
    if said.by_record:
        words = _(
            "a record found now and not then: %(gained)d, then and not now: %(lost)d, no change: %(stayed)d, "
            "of %(panel)d Parties on both days"
        )
        return words % named
    if held.size == held.eligible and held.reporting == held.population:
        # Nobody is silent; what is known of every Party by days was not answered either.
        return _("%(gained)d gained, %(lost)d lost, %(stayed)d stayed, of %(panel)d Parties both times") % named
    if said.silent is None:
        return (
            _(
                "%(gained)d gained, %(lost)d lost, %(stayed)d stayed, of %(panel)d that answered both times; "
                "%(reporting)d of %(population)d Parties reported"
            )
            % named
        )
    return (
        _(
            "%(gained)d gained, %(lost)d lost, %(stayed)d stayed, of the %(panel)d of %(eligible)d Parties that "
            "answered both times; %(reporting)d of %(population)d Parties reported"
        )
        % named
    )


def chance_in_words(said: Moved) -> str:
    """How easily as uneven a split comes from answers that go to and fro; empty where none is told."""
    if said.strength is None or said.by_record:
        return ""
    chance = by_chance(said.panel.gained, said.panel.lost)
    named = {"gained": said.panel.gained, "lost": said.panel.lost}
    if chance < Fraction(1, 1000):
        return (
            _("If answers only went to and fro, %(gained)d to %(lost)d would come up less than once in 1,000 times.")
            % named
        )
    words = _(
        "If answers only went to and fro, %(gained)d to %(lost)d, or more uneven, would come up %(n)s times in 100."
    )
    return words % {**named, "n": _one_decimal(chance * 100)}


def _one_decimal(number: Fraction) -> str:
    tenths = percent(number / 100, 1)
    return f"{int(tenths)}" if tenths.denominator == 1 else one_decimal(float(tenths))


def silence_in_words(said: Moved) -> str:
    """What the Parties that did not answer could do to the change; empty where nobody was asked or none was told it."""
    silent = said.silent
    if silent is None or said.by_record:
        return ""
    net = said.panel.net
    named = {
        "low": signed(silent.lowest),
        "high": signed(silent.highest),
        "among": silent.among,
        "net": abs(net),
        "m": silent.could_offset,
    }
    between = (
        _("Over all %(among)d Parties the net change is %(low)s.")
        if silent.lowest == silent.highest
        else _("Over all %(among)d Parties the net change lies between %(low)s and %(high)s.")
    ) % named
    if said.strength is None:
        return between
    if silent.holds(net):
        return in_sentences([_("The direction holds whatever the silent say."), between])
    return in_sentences([_offset(silent, net), between])


def _offset(silent: Silent, net: int) -> str:
    if abs(net) > silent.could_offset:
        # Only settled answers outside of the panel take it below nought.
        return _("The direction rests on the Parties that answered both times.")
    return ngettext(
        "%(net)d of the %(m)d Party outside whose open answer could count the other way would bring it to nought.",
        "%(net)d of the %(m)d Parties outside whose open answer could count the other way would bring it to nought.",
        silent.could_offset,
    ) % {"net": abs(net), "m": silent.could_offset}


def once_in_words(said: Moved, baseline: str, current: str) -> str:
    """How those stand that answered only once, beside the Parties of the panel; empty where nobody did."""
    once = said.once
    if once is None or said.by_record or not said.panel.size:
        return ""
    parts = [
        _(
            "%(cycle)s: %(panel)d %% of the %(n)d that answered both times, "
            "%(share)d %% of the %(m)d that answered only then"
        )
        % {
            "cycle": cycle,
            "panel": _whole(yes, said.panel.size),
            "n": said.panel.size,
            "share": _whole(other, of),
            "m": of,
        }
        for cycle, yes, other, of in (
            (baseline, said.panel.baseline_yes, once.only_before_yes, once.only_before),
            (current, said.panel.current_yes, once.only_now_yes, once.only_now),
        )
        if of
    ]
    return _("Who answered only once: %(parts)s.") % {"parts": in_clauses(parts)} if parts else ""


def _whole(part: int, of: int) -> int:
    return int(percent(Fraction(part, of)))


def grouped(number: int | Decimal) -> str:
    """A count or an amount as the reader's language writes it, without zeros that say nothing."""
    return units.number_in_words(number, reader_language())


def ratio_in_words(ratio: Ratio) -> str:
    """Both amounts with their units, and how many of the first there are for each of the second."""
    return units.ratio(ratio.first, ratio.second, ratio.units, ratio.each, reader_language())


def signed(number: int) -> str:
    """A change in Parties with its sign, which stays before it in a line that runs from right to left."""
    return with_sign(number)


def value_in_words(value: IndicatorValue | None) -> str:
    """A figure in a few words with its n and N, or why there is none; for tables."""
    return figure_in_words(NotAsked() if value is None else value.figure)


def figure_in_words(figure: Figure) -> str:
    """What is said of a figure, in the reader's language."""
    match figure:
        case NotAsked():
            return _("not asked")
        case NoFigure(reason):
            return in_words(reason)
        case Total(low, high, share):
            return _total(low, high, share)
        case Number(share) if share.is_whole:
            return _("%(yes)d of %(population)d Parties") % {"yes": share.yes, "population": share.population}
        case Number(share):
            return _("%(yes)d of %(answering)d answering") % {"yes": share.yes, "answering": share.answering}
        case Having(0, of, open_above=True):
            return _("0 of %(of)d Parties as far as is known") % {"of": of}
        case Having(number, of, open_above):
            words = _("at least %(number)d of %(of)d Parties") if open_above else _("%(number)d of %(of)d Parties")
            return words % {"number": number, "of": of}
        case Ratio():
            return ratio_in_words(figure)
        case Percent(share):
            return _("%(percent)d %% of %(answering)d") % {
                "percent": int(percent(share.share or Fraction(0))),
                "answering": share.answering,
            }
        case Bounds(share):
            view = share_view(share)
            return _("between %(low)d and %(high)d %% of %(n)d Parties") % {
                "low": view.lowest_percent,
                "high": view.highest_percent,
                "n": view.applicable,
            }
        case Event(_number, _unit, day) if day is not None:
            return _("reached on %(day)s") % {"day": date_format(day)}
        case Event(number, unit, _day, listed):
            return event_in_words(number, unit, listed)
        case Amount(number, of) if of is not None:
            return _("%(numerator)s of %(denominator)s") % {"numerator": grouped(number), "denominator": grouped(of)}
        case Amount(number, _of, unit, open_above):
            said = units.known_with_unit if open_above else units.with_unit
            return said(number, unit, reader_language())
        case _:
            assert_never(figure)


def event_in_words(number: Decimal, unit: str, listed: str) -> str:
    """So many events, with the name and date of each where they are listed."""
    said = units.with_unit(number, unit, reader_language())
    events = units.listed_events(listed, reader_language())
    return _("%(figure)s (%(listed)s)") % {"figure": said, "listed": events} if listed else said


def bounds_in_words(value: IndicatorValue) -> str:
    """The lowest and highest possible share with its N; empty where the figure does not rest on Parties' answers."""
    return bounds_of(value.figure)


def bounds_of(figure: Figure) -> str:
    """The same of what is said of a figure."""
    match figure:
        case Percent(share) | Number(share) if share.is_whole:
            return ""
        case Percent(share) | Number(share) if share.answering:
            view = share_view(share)
            return _("%(low)d–%(high)d %% of %(n)d Parties") % {
                "low": view.lowest_percent,
                "high": view.highest_percent,
                "n": view.applicable,
            }
        # A total says its own; those of a share beside it would read as its bounds.
        case (
            Percent()
            | Bounds()
            | Number()
            | Total()
            | NotAsked()
            | NoFigure()
            | Event()
            | Amount()
            | Having()
            | Ratio()
        ):
            return ""
        case _:
            assert_never(figure)


def _total(low: int | None, high: int | None, share: Share) -> str:
    """A banded total: never one exact number."""
    if low is None:
        return ""
    words = (
        _("at least %(low)s, from %(counted)d Parties")
        if high is None
        else _("between %(low)s and %(high)s, from %(counted)d Parties")
    )
    return words % {"low": grouped(low), "high": grouped(high or 0), "counted": share.answering}
