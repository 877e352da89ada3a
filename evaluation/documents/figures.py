"""A figure of a frozen form in a few words, always with whom it rests on. Pure."""

from datetime import date
from decimal import Decimal

from evaluation.documents.words import SPACE, Words, in_percent, whole
from evaluation.editions.form import FrozenForm, Row, share_of


def figure(row: Row | None, words: Words) -> str:
    """The figure with its n, or why there is none."""
    if row is None:
        return words("report.not_asked")
    if row["reason"]:
        return words.statement(row["reason"])
    share = share_of(row)
    if row["kind"] == "banded_number" and share is not None:
        low = words.number(row["low"] or 0)
        if row["high"] is None:
            return words("report.at_least", low=low, n=share.answering, population=share.population)
        high = words.number(row["high"])
        return words("report.between", low=low, high=high, n=share.answering, population=share.population)
    if share is not None:
        if share.share is None:
            return words.statement(share.reason)
        if row["kind"] == "number_of_parties":
            return words("report.count_of", yes=share.yes, n=share.answering)
        return words("report.of", percent=in_percent(share.share), n=share.answering)
    return _other(row, words)


def bounds(row: Row | None, words: Words) -> str:
    """The lowest and highest possible with its N; empty where the figure does not rest on Parties' answers."""
    share = share_of(row)
    if row is None or share is None or not share.answering or row["kind"] == "banded_number":
        return ""
    if row["kind"] == "number_of_parties":
        return words("report.count_bounds", low=share.least_yes, high=share.most_yes, n=share.applicable)
    low, high = whole(share.lowest), whole(share.highest)
    return words("report.bounds", low=low, high=high, n=share.applicable, space=SPACE)


def _other(row: Row, words: Words) -> str:
    """A count of countries, a milestone or a recorded figure, with its day."""
    day = words.day(date.fromisoformat(row["as_of"])) if row["as_of"] else ""
    if row["kind"] == "milestone" and day:
        return words("report.reached_on", day=day)
    if row["numerator"] is None:
        return words("report.none")
    said = _number(row["numerator"], words)
    if row["denominator"]:
        said = words("report.count_of", yes=said, n=_number(row["denominator"], words))
    said = f"{said} {row['unit']}".strip()
    # Open above: what can't be known any more may have been there too.
    if row["low"] is not None and row["high"] is None:
        said = words("report.at_least_figure", figure=said)
    return words("report.as_of", figure=said, day=day) if day else said


def _number(stored: str, words: Words) -> str:
    number = Decimal(stored)
    return words.number(int(number)) if number == int(number) else f"{number.normalize():f}"


def counted(row: Row | None, words: Words) -> str:
    """n/N of a figure: those answering, of the Parties to which it applies."""
    share = share_of(row)
    if share is not None:
        return f"{share.answering}/{share.applicable}"
    if row is not None and row["denominator"]:
        return f"{_number(row['numerator'], words)}/{_number(row['denominator'], words)}"
    return words("report.none")


def trend_in_words(edition: FrozenForm, code: str, words: Words) -> str:
    """What is said of an indicator's trend, or why nothing is."""
    finding = edition.trend(code)
    if finding is None:
        return words("report.not_assessed_word")
    if not finding["trend"]:
        return f"{words('report.not_assessed_word')}: {words.statement(finding['trend_reason'])}"
    said = words.statement(finding["trend"])
    if edition.trend_measure(code) != edition.headline(code):
        return words("report.trend_by", word=said, label=edition.measure(edition.trend_measure(code))["label"])
    return said


def level_in_words(edition: FrozenForm, code: str, words: Words) -> str:
    """The plan's target with what is said of it; a dash where the plan states none."""
    target = edition.measure(edition.headline(code))["target"]
    finding = edition.judged(code)
    if target is None or finding is None:
        return words("report.none")
    said = words.statement(finding["level"]) if finding["level"] else words("report.not_assessed_word")
    sign = {">=": "≥", ">": ">"}.get(target["operator"])
    named = f"{sign}{SPACE}{target['value']}{SPACE}%" if sign and target["unit"].startswith("%") else target["text"]
    return f"{named}: {said}"
