"""How one cycle's answers make a Party's class: bindings, validated and applied. Pure (method.md §2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from operator import contains
from typing import Any

from indicators.calculations import Band, PartyClass, Standing, merge_bands

YES, PARTIAL, NO = PartyClass.YES, PartyClass.PARTIAL, PartyClass.NO
NOT_APPLICABLE, UNANSWERED, SILENT = PartyClass.NOT_APPLICABLE, PartyClass.UNANSWERED, PartyClass.SILENT

# What one Party answered: the options of each question.
Answers = Mapping[str, frozenset[str]]
_COMPLETE = {party_class: Standing(party_class) for party_class in PartyClass}

# Each row of a truth table is a decision that somebody reads: a measure of more than five questions has none.
MOST_ROWS = 1024

# The first class present wins. A missing part never reaches them: see Binding.standing().
ORDER = {
    "any": (YES, PARTIAL, NO, NOT_APPLICABLE),
    "all": (NO, PARTIAL, YES, NOT_APPLICABLE),
}


class BindingInvalid(ValueError):
    """A binding's data are not of the documented shape; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Implied:
    """A class that an earlier answer settles when the question itself was not answered, or was closed."""

    party_class: PartyClass
    when: tuple[tuple[str, frozenset[str]], ...]

    def holds(self, answers: Answers) -> bool:
        return all(answers.get(question, frozenset()) & codes for question, codes in self.when)


@dataclass(frozen=True, slots=True)
class QuestionUse:
    """One question in a binding, with the options that count for each class."""

    key: str
    classes: Mapping[str, PartyClass]
    window: str
    part: str = ""
    bands: Mapping[str, Band] | None = None
    implied: tuple[Implied, ...] = ()
    note: str = ""

    def party_class(self, answers: Answers, implausible: Collection[str] = ()) -> PartyClass:
        """The class of one Party's answer to this question; the best tick of a multiple choice wins.

        An answer that cannot be true is none, and no earlier answer takes its place.
        """
        if self.key in implausible:
            return UNANSWERED
        given = {self.classes[code] for code in answers.get(self.key, ()) if code in self.classes}
        for party_class in (YES, PARTIAL, NO, NOT_APPLICABLE):
            if party_class in given:
                return party_class
        for implied in self.implied:
            if implied.holds(answers):
                return implied.party_class
        return UNANSWERED

    def band(self, answers: Answers, implausible: Collection[str] = ()) -> Band | None:
        """The band of one Party's answer; an implied no is none at all."""
        if self.bands is None or self.key in implausible:
            return None
        for code in answers.get(self.key, ()):
            if code in self.bands:
                return self.bands[code]
        return (0, 0) if self.party_class(answers) is NO else None

    @property
    def possible(self) -> tuple[PartyClass, ...]:
        """The classes that an answer could still have."""
        return tuple(c for c in (YES, PARTIAL, NO, NOT_APPLICABLE) if c in self.classes.values())


@dataclass(frozen=True, eq=False)
class Binding:
    """The questions of one cycle that feed a measure, and how their classes become one."""

    questions: tuple[QuestionUse, ...]
    combine: str
    table: Mapping[tuple[PartyClass, ...], PartyClass]
    band_rule: str = ""
    thresholds: tuple[int, ...] = ()
    note: str = ""

    @property
    def parts(self) -> frozenset[str]:
        """The collections that the questions belong to; "" is the report itself."""
        return frozenset(question.part for question in self.questions)

    @property
    def offers_partial(self) -> bool:
        return any(PARTIAL in question.possible for question in self.questions)

    @cached_property
    def _prospects(self) -> dict[tuple[PartyClass, ...], Standing]:
        """Of the incomplete sets of classes that have occurred, what completing them can still make."""
        return {}

    def _prospect(self, given: tuple[PartyClass, ...]) -> Standing:
        """Whether some, and whether each, way to complete these classes makes a yes."""
        if given not in self._prospects:
            ends = self._ends(given)
            # Not applicable would take the Party out of the count, which can raise the share as a yes does.
            self._prospects[given] = Standing(
                UNANSWERED, may_be_yes=not ends <= {NO, PARTIAL}, must_be_yes=ends == {YES}
            )
        return self._prospects[given]

    def _ends(self, given: tuple[PartyClass, ...]) -> set[PartyClass]:
        """The classes that a Party can still come to; in time linear in the questions, or in the rows of the table."""
        ways = [
            use.possible if party_class is UNANSWERED else (party_class,)
            for use, party_class in zip(self.questions, given, strict=True)
        ]
        if len(ways) == 1:
            return set(ways[0])
        if self.table:
            return {out for row, out in self.table.items() if all(map(contains, ways, row))}
        order = ORDER[self.combine]
        # The first class present wins: it ends so where one question can be of it and each can be no earlier.
        return {
            end
            for rank, end in enumerate(order)
            if any(end in way for way in ways) and not any(set(way) <= set(order[:rank]) for way in ways)
        }

    def standing(self, answers: Answers, implausible: Collection[str] = ()) -> Standing:
        """The class of one Party from the answers of its report, but for those that cannot be true.

        A missing part makes it unanswered, whatever the others say: a class that they settle narrows the
        bounds only, because counting known noes while possible yeses drop out would bias the share.
        """
        given = tuple(question.party_class(answers, implausible) for question in self.questions)
        return self._prospect(given) if UNANSWERED in given else _COMPLETE[self.outcome(given)]

    def outcome(self, given: tuple[PartyClass, ...]) -> PartyClass:
        """The class of a complete set of answers."""
        if len(given) == 1:
            return given[0]
        if self.table:
            return self.table[given]
        return next(party_class for party_class in ORDER[self.combine] if party_class in given)

    def band(self, answers: Answers, implausible: Collection[str] = ()) -> Band | None:
        """The band of one Party over all questions, open above where one gave none; None where none did."""
        bands = [question.band(answers, implausible) for question in self.questions]
        known = [band for band in bands if band is not None]
        if not known:
            return None
        low, high = merge_bands(known, self.band_rule)
        return low, high if len(known) == len(bands) else None


def parse_binding(rule: Mapping[str, Any], place: str) -> Binding:
    """Read a stored rule into a Binding. Raises BindingInvalid naming the place and what to mend."""
    combine = rule.get("combine")
    if combine not in ("single", "any", "all", "composite"):
        raise BindingInvalid(f"{place}: combine is {combine!r}; it must be single, any, all or composite.")
    questions = tuple(_question(entry, place) for entry in rule.get("questions", ()))
    if not questions or (combine == "single") != (len(questions) == 1):
        raise BindingInvalid(f"{place}: {combine} does not fit {len(questions)} questions.")
    band_rule = rule.get("band_rule", "")
    if band_rule not in ("", "single", "sum", "union"):
        raise BindingInvalid(f"{place}: band_rule is {band_rule!r}; it must be single, sum or union.")
    if band_rule and any(question.bands is None for question in questions):
        raise BindingInvalid(f"{place}: a banded measure needs bands for each question.")
    table = _table(rule.get("table", ()), questions, place) if combine == "composite" else {}
    return Binding(
        questions=questions,
        combine=combine,
        table=table,
        band_rule=band_rule,
        thresholds=tuple(rule.get("thresholds", ())),
        note=rule.get("note", ""),
    )


def _question(entry: Mapping[str, Any], place: str) -> QuestionUse:
    classes: dict[str, PartyClass] = {}
    for party_class in (YES, PARTIAL, NO, NOT_APPLICABLE):
        for code in entry.get(party_class.value, ()):
            if code in classes:
                raise BindingInvalid(f"{place}: option {code!r} of {entry['key']} stands in two classes.")
            classes[code] = party_class
    bands = entry.get("bands")
    if bands is not None and set(bands) != {c for c, k in classes.items() if k is not NOT_APPLICABLE}:
        raise BindingInvalid(f"{place}: the bands of {entry['key']} do not cover its options one by one.")
    for low, high in (bands or {}).values():
        if not isinstance(low, int) or low < 0 or (high is not None and (not isinstance(high, int) or high < low)):
            raise BindingInvalid(f"{place}: {entry['key']} has a band [{low}, {high}], not [lowest, highest or null].")
    for given in entry.get("implied", ()):
        if given["class"] not in {*classes.values(), UNANSWERED}:
            raise BindingInvalid(
                f"{place}: {entry['key']} implies {given['class']}, which none of its options counts as."
            )
    implied = tuple(
        Implied(
            PartyClass(given["class"]),
            tuple((when["question"], frozenset(when["values"])) for when in given["when"]),
        )
        for given in entry.get("implied", ())
    )
    return QuestionUse(
        key=entry["key"],
        classes=classes,
        window=entry.get("window", ""),
        part=entry.get("part", ""),
        bands={code: (low, high) for code, (low, high) in bands.items()} if bands is not None else None,
        implied=implied,
        note=entry.get("note", ""),
    )


def _table(
    rows: Sequence[Mapping[str, Any]], questions: tuple[QuestionUse, ...], place: str
) -> dict[tuple[PartyClass, ...], PartyClass]:
    table: dict[tuple[PartyClass, ...], PartyClass] = {}
    for row in rows:
        given = tuple(PartyClass(c) for c in row["in"])
        if given in table:
            raise BindingInvalid(f"{place}: the truth table says twice what {' + '.join(given)} is.")
        table[given] = PartyClass(row["out"])
    wanted = prod(len(question.possible) for question in questions)
    if wanted > MOST_ROWS:
        raise BindingInvalid(
            f"{place}: a truth table of {wanted} rows is more than a reader can check; it may have {MOST_ROWS}. "
            "Use any or all, or split the measure."
        )
    # As many different rows as there are ways to answer, and each of them a way: then none is missing.
    ways = [question.possible for question in questions]
    if len(table) != wanted or not all(len(row) == len(ways) and all(map(contains, ways, row)) for row in table):
        raise BindingInvalid(
            f"{place}: the truth table has {len(table)} rows; the questions can be answered in {wanted} ways."
        )
    return table
