"""A figure of a frozen form in a few words, always with whom it rests on. Pure."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from evaluation.documents.words import SPACE, Words, whole
from evaluation.editions.form import FrozenForm, Row, share_of
from evaluation.editions.form import figure as figure_said
from indicators.kinds.figure import Amount, Bounds, Event, Having, NoFigure, NotAsked, Number, Percent, Ratio, Total
from indicators.reasons import NotAssessed
from indicators.stands import Stand
from indicators.statements import Moved, MovedExactly, NotCompared, TooFew, Unsaid
from languages import units
from languages.numbers import percent


def figure_text(row: Row | None, words: Words) -> str:
    """The figure with its n, or why there is none."""
    said = figure_said(row)
    match said:
        case NotAsked():
            return words("report.not_asked")
        case NoFigure(reason):
            return words.statement(reason) if reason else words("report.none")
        case Total(low, high, share):
            named = {"low": words.number(low or 0), "n": share.answering, "population": share.population}
            if high is None:
                return words("report.at_least", **named)
            return words("report.between", high=words.number(high), **named)
        case Number(share):
            return words("report.count_of", yes=share.yes, n=share.answering)
        case Percent(share):
            return words("report.of", percent=words.percent(share.share or Fraction(0)), n=share.answering)
        case Bounds():
            return bounds(row, words)
        case Event(_number_of, _unit, day) if day is not None:
            return words("report.reached_on", day=words.day(day))
        case Event(number, unit, _day, listed):
            said_so = units.with_unit(number, unit, words.language)
            if not listed:
                return said_so
            events = units.listed_events(listed, words.language)
            return words("report.listed_figure", figure=said_so, listed=events)
        case Amount():
            return _amount(said, words)
        case Having(0, of, open_above=True):
            return _of_day(words("report.having_none_known", n=of), said.day, words)
        case Having(number, of, open_above):
            key = "report.having_at_least" if open_above else "report.having"
            return _of_day(words(key, number=number, n=of), said.day, words)
        case Ratio(first, second):
            return _of_day(units.ratio(first, second, said.units, said.each, words.language), said.day, words)
        case _:
            assert_never(said)


def bounds(row: Row | None, words: Words) -> str:
    """The lowest and highest possible with its N; empty where the figure does not rest on Parties' answers."""
    said = figure_said(row)
    match said:
        case Number(share):
            return words("report.count_bounds", low=share.least_yes, high=share.most_yes, n=share.applicable)
        case Percent(share) | Bounds(share):
            low, high = whole(share.lowest), whole(share.highest)
            return words("report.bounds", low=low, high=high, n=share.applicable, space=SPACE)
        # A total says its own bounds.
        case Total() | NotAsked() | NoFigure() | Event() | Amount() | Having() | Ratio():
            return ""
        case _:
            assert_never(said)


def _amount(held: Amount, words: Words) -> str:
    """A count of countries or records, or a recorded figure, with its day."""
    if held.of is not None:
        return _of_day(units.part_with_unit(held.number, held.of, held.unit, words.language), held.day, words)
    said = units.known_with_unit if held.open_above else units.with_unit
    return _of_day(said(held.number, held.unit, words.language), held.day, words)


def _of_day(said: str, on: date | None, words: Words) -> str:
    return words("report.as_of", figure=said, day=words.day(on)) if on else said


def counted(row: Row | None, words: Words) -> str:
    """n/N of a figure: those answering, of the Parties to which it applies."""
    said = figure_said(row)
    if isinstance(said, Having):
        # Nobody was asked: those with a record, of the Parties.
        return f"{said.number}/{said.of}"
    share = share_of(row)
    if share is not None:
        return f"{share.answering}/{share.applicable}"
    if row is not None and row["denominator"]:
        return "/".join(
            units.number_in_words(Decimal(row[name]), words.language) for name in ("numerator", "denominator")
        )
    return words("report.none")


def trend_in_words(edition: FrozenForm, code: str, words: Words) -> str:
    """What is said of an indicator's trend with its strength, or why nothing is; by which measure, where another's."""
    measure = edition.trend_measure(code)
    statement = edition.statement(measure)
    if statement is None:
        return words("report.not_assessed_word")
    match statement.trend:
        case Moved(trend) | MovedExactly(trend) as moved if moved.counts_as is not None:
            said = words.names("trends")[f"{trend}_{moved.counts_as}"]
        case Moved(trend) | MovedExactly(trend) | NotCompared(word=trend):
            said = words.statement(trend)
        case TooFew(panel, eligible):
            gate = words("report.gate", reason=words.statement(NotAssessed.TOO_FEW), panel=panel, eligible=eligible)
            return words.under(_without(edition, code, words), gate)
        case Unsaid(reason):
            return words.under(_without(edition, code, words), words.statement(reason))
        case _:
            assert_never(statement.trend)
    by = edition.trend_by(code)
    return words("report.trend_by", word=said, label=words.of_data(by)) if by else said


def _without(edition: FrozenForm, code: str, words: Words) -> str:
    """Without a trend: "not assessed" only where nothing at all can be given."""
    is_nothing = edition.stand(code) == Stand.NOT_ASSESSED
    return words("report.not_assessed_word" if is_nothing else "report.no_direction_word")


def verdict(edition: FrozenForm, measure: str, words: Words) -> str:
    """What is said of a measure against its target; with its cycle where only the earlier one asks, else empty."""
    said, before = edition.level(measure), edition.read_before(measure)
    if before is None or not said:
        return words.statement(said) if said else ""
    return words("report.level_before", word=words.statement(said), cycle=before.cycle)


def level_in_words(edition: FrozenForm, code: str, words: Words) -> str:
    """The plan's target with what is said of it; a dash where the plan states none."""
    measure = edition.headline(code)
    target = edition.measure(measure)["target"]
    statement = edition.statement(measure)
    if target is None or statement is None:
        return words("report.none")
    said = verdict(edition, measure, words) or words("report.not_judged")
    sign = {">=": "≥", ">": ">"}.get(target["operator"])
    # "All Parties" is said so: no share is at least everybody.
    is_share = sign and target["unit"].startswith("%") and target["value"] != 100
    named = f"{sign}{SPACE}{percent(target['value'], words.language)}" if is_share else words.target(target)
    return words.under(named, said)
