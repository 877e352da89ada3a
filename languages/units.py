"""A number with its unit, as each language counts: 1 record, 21 запись, 11 سجلا. The one place that words them. Pure.

Units come from data and from what the Secretariat enters. Those that are known here are counted by the plural rules of
CLDR, fractions too; any other stands beside its number, so that nothing has to agree.
"""

from collections.abc import Iterator
from decimal import Decimal

from languages import days, numbers, writing
from languages.catalogues import counted, translated
from languages.codes import ENGLISH, short

_CONTEXT = "unit"
Pair = tuple[str, str]


def npgettext(_context: str, one: str, several: str) -> Pair:
    """A counted text for translators, not yet in any language."""
    return one, several


def pgettext(_context: str, text: str) -> str:
    """A text for translators, not yet in any language."""
    return text


_COUNTED: dict[str, Pair] = {
    "Convention Parties": npgettext("unit", "%(number)s Convention Party", "%(number)s Convention Parties"),
    "countries": npgettext("unit", "%(number)s country", "%(number)s countries"),
    "decisions": npgettext("unit", "%(number)s decision", "%(number)s decisions"),
    "developing countries": npgettext("unit", "%(number)s developing country", "%(number)s developing countries"),
    "event": npgettext("unit", "%(number)s event", "%(number)s events"),
    "events": npgettext("unit", "%(number)s event", "%(number)s events"),
    "governments": npgettext("unit", "%(number)s government", "%(number)s governments"),
    "kinds": npgettext("unit", "%(number)s kind", "%(number)s kinds"),
    "Parties": npgettext("unit", "%(number)s Party", "%(number)s Parties"),
    "per cent of Parties": npgettext("unit", "%(number)s per cent of Parties", "%(number)s per cent of Parties"),
    "people or items": npgettext("unit", "%(number)s person or item", "%(number)s people or items"),
    "projects": npgettext("unit", "%(number)s project", "%(number)s projects"),
    "records": npgettext("unit", "%(number)s record", "%(number)s records"),
    "risk assessments": npgettext("unit", "%(number)s risk assessment", "%(number)s risk assessments"),
    "years": npgettext("unit", "%(number)s year", "%(number)s years"),
}
# A part of a whole; after "of" many languages decline the word.
_PART: dict[str, Pair] = {
    "Convention Parties": npgettext(
        "unit", "%(number)s of %(of)s Convention Party", "%(number)s of %(of)s Convention Parties"
    ),
    "countries": npgettext("unit", "%(number)s of %(of)s country", "%(number)s of %(of)s countries"),
    "decisions": npgettext("unit", "%(number)s of %(of)s decision", "%(number)s of %(of)s decisions"),
    "Parties": npgettext("unit", "%(number)s of %(of)s Party", "%(number)s of %(of)s Parties"),
    "records": npgettext("unit", "%(number)s of %(of)s record", "%(number)s of %(of)s records"),
}
_LABELS = {
    "% of Convention Parties": pgettext("unit", "% of Convention Parties"),
    "% of Parties": pgettext("unit", "% of Parties"),
    "% of those countries": pgettext("unit", "% of those countries"),
    "Convention Parties": pgettext("unit", "Convention Parties"),
    "countries": pgettext("unit", "countries"),
    "decisions": pgettext("unit", "decisions"),
    "event": pgettext("unit", "events"),
    "events": pgettext("unit", "events"),
    "governments": pgettext("unit", "governments"),
    "kinds": pgettext("unit", "kinds"),
    "Parties": pgettext("unit", "Parties"),
    "people or items": pgettext("unit", "people or items"),
    "records": pgettext("unit", "records"),
    "risk assessments": pgettext("unit", "risk assessments"),
}
_SHARES = {
    "% of Convention Parties": pgettext("unit", "%(share)s of Convention Parties"),
    "% of Parties": pgettext("unit", "%(share)s of Parties"),
    "% of those countries": pgettext("unit", "%(share)s of those countries"),
}
_ALL = {
    "% of Convention Parties": pgettext("unit", "all Convention Parties"),
    "% of Parties": pgettext("unit", "all Parties"),
    "% of those countries": pgettext("unit", "all those countries"),
}
# Where the plural of a unit is not known: of one, and of any other number.
_UNKNOWN = npgettext("unit", "%(unit)s: %(number)s", "%(number)s %(unit)s")
_UNKNOWN_PART = npgettext("unit", "%(unit)s: %(number)s of %(of)s", "%(number)s of %(of)s %(unit)s")
# A sentence of English has "no records" where others count none.
_NONE = {ENGLISH: "no"}
_AT_LEAST = pgettext("unit", "at least %(figure)s")
_MORE_THAN = pgettext("unit", "more than %(figure)s")
_SHARE_AT_LEAST = pgettext("unit", "at least %(share)s")
_SHARE_MORE_THAN = pgettext("unit", "more than %(share)s")
_AS_FAR_AS_KNOWN = pgettext("unit", "%(figure)s as far as is known")
_RATIO = pgettext("unit", "%(first)s to %(second)s (%(each)s for each)")
_ONE_EVENT = pgettext("unit", "one event")
_ALL_OF_THEM = pgettext("unit", "all of them")
_COP_MOP = "COP-MOP "
_MEETING = pgettext("unit", "COP-MOP %(number)s")
_TEXTS = (
    _MEETING,
    *(_AT_LEAST, _MORE_THAN, _SHARE_AT_LEAST, _SHARE_MORE_THAN, _AS_FAR_AS_KNOWN, _RATIO),
    *(_ONE_EVENT, _ALL_OF_THEM),
)


def with_unit(number: Decimal | int, unit: str, language: str) -> str:
    """A number of something: 201 records. A unit that is not known stands before its number, as it was entered."""
    if not unit:
        return number_in_words(number, language)
    named = {"number": number_in_words(number, language) if number else _NONE.get(short(language), "0")}
    texts = _COUNTED.get(unit)
    if texts is None:
        return _counted(_UNKNOWN, number, language) % {**named, "unit": _entered(unit, language)}
    return _counted(texts, number, language) % named


def part_with_unit(number: Decimal | int, of: Decimal | int, unit: str, language: str) -> str:
    """A part of a whole: 5 of 21 countries."""
    named = {"number": number_in_words(number, language), "of": number_in_words(of, language)}
    texts = _PART.get(unit)
    if texts is None:
        return _counted(_UNKNOWN_PART, of, language) % {**named, "unit": _entered(unit, language)}
    return _counted(texts, of, language) % named


def known_with_unit(number: Decimal | int, unit: str, language: str) -> str:
    """A number that may have been more: at least 9 records; no records as far as is known."""
    text = _AT_LEAST if number else _AS_FAR_AS_KNOWN
    return _said(text, language) % {"figure": with_unit(number, unit, language)}


def ratio(first: Decimal, second: Decimal, units: tuple[str, str], each: Decimal, language: str) -> str:
    """Two numbers held against each other; `each` is how many of the first for one of the second, to one place."""
    return _said(_RATIO, language) % {
        "first": with_unit(first, units[0], language),
        "second": with_unit(second, units[1], language),
        "each": numbers.decimal(each, 1, language),
    }


def target_in_words(operator: str, value: int, unit: str, language: str) -> str:
    """What a target asks for, by its operator of the data: at least 50 % of Parties; all Parties; one event."""
    if operator in ("before", "by"):
        return _said(_ONE_EVENT, language)
    is_exceeded = operator == ">"
    if unit.startswith("%"):
        if value == 100 and not is_exceeded:
            return _said(_ALL.get(unit, _ALL_OF_THEM), language)
        text = _SHARE_MORE_THAN if is_exceeded else _SHARE_AT_LEAST
        return _said(text, language) % {"share": _share(value, unit, language)}
    text = _MORE_THAN if is_exceeded else _AT_LEAST
    return _said(text, language) % {"figure": with_unit(value, unit, language)}


def listed_events(listed: str, language: str) -> str:
    """Events as their meetings and their days or months are stored, COP-MOP 4, 2008-05; COP-MOP 5, 2010-10."""
    return writing.in_clauses((_event(one, language) for one in listed.split("; ")), language)


def _event(stored: str, language: str) -> str:
    meeting, _mark, on = stored.rpartition(", ")
    try:
        day = days.stored(on, language)
    except ValueError:
        return stored
    if meeting.startswith(_COP_MOP):
        meeting = _said(_MEETING, language) % {"number": meeting.removeprefix(_COP_MOP)}
    return writing.in_a_clause((writing.isolated(meeting, language), day), language)


def label(unit: str, language: str) -> str | None:
    """The unit alone, as the heading of a column has it; None where it has no translation."""
    parts = [_label(part, language) for part in unit.split(" / ")]
    return " / ".join(part for part in parts if part is not None) if None not in parts else None


def number_in_words(number: Decimal | int, language: str) -> str:
    """A number as the language writes it, without zeros that say nothing."""
    exact = Decimal(number)
    if exact == exact.to_integral_value():
        return numbers.integer(int(exact), language)
    plain = exact.normalize()
    return numbers.decimal(plain, -int(plain.as_tuple().exponent), language)


def known() -> frozenset[str]:
    """The units that are counted by their plurals, or are shares."""
    return frozenset({*_COUNTED, *_SHARES})


def lacks(language: str) -> list[str]:
    """English texts of units that a language has no translation of yet."""
    if short(language) == ENGLISH:
        return []
    alone = [text for text in _alone() if translated(text, language, _CONTEXT) is None]
    return alone + [pair[0] for pair in _pairs() if counted(pair, 1, language, _CONTEXT) is None]


def _alone() -> Iterator[str]:
    yield from _TEXTS
    for texts in (_LABELS, _SHARES, _ALL):
        yield from texts.values()


def _pairs() -> Iterator[Pair]:
    yield from (_UNKNOWN, _UNKNOWN_PART, *_COUNTED.values(), *_PART.values())


def _label(unit: str, language: str) -> str | None:
    if unit in _LABELS:
        return translated(_LABELS[unit], language, _CONTEXT)
    return translated(unit, language)


def _entered(unit: str, language: str) -> str:
    """A unit of the data in the language, or as the Secretariat entered it."""
    said = label(unit, language)
    return writing.named(unit, language) if said is None else said


def _share(value: int, unit: str, language: str) -> str:
    share = numbers.percent(value, language)
    if unit in _SHARES:
        return _said(_SHARES[unit], language) % {"share": writing.isolated(share, language)}
    return with_unit(value, unit, language)


def _said(text: str, language: str) -> str:
    return translated(text, language, _CONTEXT) or text


def _counted(texts: Pair, number: Decimal | int, language: str) -> str:
    return counted(texts, number, language, _CONTEXT) or texts[number != 1]
