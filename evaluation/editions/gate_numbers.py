"""Every number that a frozen form gives a document to print: counts, per cents, points with their sign. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from evaluation.editions.form import FrozenForm, Row, figure, share_of
from evaluation.editions.gate_days import without_years
from evaluation.editions.summaries import known_exactly
from indicators.calculations import PartyClass, percent
from indicators.kinds.figure import Ratio

# Chinese sets a number against its words; beside a Latin letter it is part of a code.
_PLAIN = re.compile(r"(?<![A-Za-z_\d.,])\d+(?:[.,]\d+)?(?![A-Za-z_\d])")


@dataclass
class Numbers:
    """What may stand in a document: plain numbers, numbers in per cent, and differences with their sign."""

    plain: set[Decimal] = field(default_factory=set)
    percents: set[Decimal] = field(default_factory=set)
    signed: set[Decimal] = field(default_factory=set)

    def __or__(self, other: "Numbers") -> "Numbers":
        return Numbers(self.plain | other.plain, self.percents | other.percents, self.signed | other.signed)

    def count(self, *numbers: Any) -> None:
        self.plain |= {Decimal(str(number)) for number in numbers if number is not None}

    def share(self, part: int | None, whole: int | None) -> None:
        """A part of a whole in per cent, whole and with one place."""
        if part is not None and whole:
            self.percents |= rounded(Fraction(part, whole))

    def change(self, part: int | None, whole: int | None) -> None:
        """A difference of Parties, and as points of the whole."""
        if part is None:
            return
        self.signed.add(Decimal(part))
        self.count(abs(part))
        if whole:
            points = rounded(Fraction(part, whole))
            self.signed |= points
            self.plain |= {abs(one) for one in points}

    def text(self, *texts: str) -> None:
        """Numbers of words that stand in the form themselves."""
        for text in texts:
            found = {Decimal(one.replace(",", ".")) for one in _PLAIN.findall(without_years(text))}
            self.plain |= found
            self.percents |= found


@cache
def rounded(share: Fraction) -> frozenset[Decimal]:
    """A share as documents round it: whole, and with one place."""
    return frozenset({Decimal(int(percent(share))), Decimal(str(float(percent(share, 1))))})


@dataclass(frozen=True)
class Of:
    """Which groups and cycles numbers are of; empty: of every one."""

    groups: frozenset[str] = frozenset()
    cycles: frozenset[str] = frozenset()

    def has_group(self, group: str) -> bool:
        return not self.groups or group in self.groups

    def has_cycle(self, cycle: str | None) -> bool:
        """Whether it is of this cycle; what rests on none is of each."""
        return not self.cycles or not cycle or cycle in self.cycles


EVERY = Of()


def of_measures(form: FrozenForm, measures: Iterable[str], of: Of = EVERY) -> Numbers:
    """The numbers of some measures, for every step, of some groups and cycles or of all."""
    found = Numbers()
    wanted = set(measures)
    for row in form["values"]:
        if row["measure"] in wanted and of.has_group(row["group"]) and of.has_cycle(row["cycle"]):
            _of_value(found, row)
    for row in form["findings"]:
        if row["measure"] in wanted and of.has_group(row["group"]):
            _of_finding(found, row, of)
    for name in wanted:
        held = form["measures"][name]
        found.text(
            held["label"],
            form.share_of(name),
            held["rule"],
            held["unit"],
            *(one["reason"] for one in held["comparisons"]),
        )
        if held["target"]:
            found.text(held["target"]["text"])
            found.count(held["target"]["value"])
            found.percents.add(Decimal(str(held["target"]["value"])))
        found.count(*(one.months for one in form.target_readings(name)))
        for moved in form.moved(name).values():
            found.count(len(moved))
        indicator = form.indicator(held["indicator"])
        found.text(*(str(indicator.get(key) or "") for key in ("label", "text", "caveat", "reason")))
    return found


def _of_value(found: Numbers, row: Row) -> None:
    names = ("population", *(name.value for name in PartyClass), "settled_yes", "settled_not_yes")
    found.count(*(row[name] for name in names), row["threshold"], row["low"], row["high"])
    found.count(row["numerator"], row["denominator"])
    found.text(row["source"], row["unit"])
    said = figure(row)
    if isinstance(said, Ratio):
        found.count(said.each)
    share = share_of(row)
    if share is None:
        return
    found.count(share.answering, share.applicable, share.applicable - share.answering, share.least_yes, share.most_yes)
    found.count(share.settled_yes + share.settled_not_yes)
    for part in (share.share, share.lowest, share.highest):
        if part is not None:
            found.percents |= rounded(part)


def _of_finding(found: Numbers, row: Row, of: Of) -> None:
    names = ("yes_needed", "panel", "reporting", "population", "eligible", "baseline_yes", "current_yes")
    found.count(*(row[name] for name in (*names, "gained", "lost", "stayed")))
    panel, among = row["panel"], row.get("silence_among")
    for cycle, yes in (("baseline", "baseline_yes"), ("current", "current_yes")):
        if of.has_cycle(row[cycle]):
            found.share(row[yes], panel)
    if row["gained"] is not None and row["lost"] is not None:
        found.change(row["gained"] - row["lost"], panel)
    for name in ("net_low", "net_high"):
        found.change(row[name], panel)
    for name in ("silence_low", "silence_high"):
        found.change(row.get(name), among)
    found.count(among, row.get("could_offset"))
    for name, cycle in (("only_before", "baseline"), ("only_now", "current")):
        found.count(row.get(name), row.get(f"{name}_yes"))
        if of.has_cycle(row[cycle]):
            found.share(row.get(f"{name}_yes"), row.get(name))
    found.text(row["trend_reason"], row["level_reason"])


def of_all(form: FrozenForm) -> Numbers:
    """The numbers of everything: all measures, summaries, coverage, lists, and what people wrote."""
    found = of_measures(form, form["measures"])
    _of_summaries(found, form)
    of_coverage(found, form)
    found.count(len(form["reports"]), len(form.indicators()), len(form.objectives))
    found.count(len(form["edition"].get("passed", [])))
    for told in (form.robust, *map(form.changed_by, form.choices)) if form.choices else ():
        found.count(*(len(codes) for codes in told.values()))
    found.text(*_strings(form["edition"]), *_strings(form["plan"]), *_strings(form["groups"]))
    for held in form["texts"].values():
        found.text(*held["narrative"].values(), held["sources"])
    return found


def _of_summaries(found: Numbers, form: FrozenForm) -> None:
    for said in form["summaries"].values():
        found.count(*_whole(said))
        strength = said.get("strength")
        if strength:
            found.count(
                strength["clear"] + strength["slight"],
                known_exactly(said),
                Fraction(strength["clear_by_chance"]).limit_denominator(10**6).__float__(),
            )
        for one in said["largest_changes"]:
            found.change(one["gained"] - one["lost"], one["panel"])


def of_indicators(form: FrozenForm, subject: str) -> Numbers:
    """How many indicators a subject's summary counts: part by part, and clear and slight together."""
    said, found = form.summary(subject), Numbers()
    found.count(*(number for part, held in said.items() if part != "largest_changes" for number in _whole(held)))
    for direction in ("improved", "worsened"):
        found.count(said["trend"][f"{direction}_clearly"] + said["trend"][f"{direction}_slightly"])
    return found


def of_coverage(found: Numbers, form: FrozenForm, of: Of = EVERY) -> None:
    """How many Parties reported, in every part, of some groups and cycles or of all, and which of them both times."""
    for cycle, parts in form["coverage"].items():
        for groups in parts.values() if of.has_cycle(cycle) else ():
            for group, held in groups.items():
                if of.has_group(group):
                    found.count(held["received"], held["population"], held["population"] - held["received"])
                    found.share(held["received"], held["population"])
    # Who reported when, and who was a Party then: every list that the annex of Parties has.
    before, now = form.cycle(form.baseline), form.cycle(form.current)
    first, last = form.reporters(form.baseline), form.reporters(form.current)
    earlier, population = set(before["population"]), set(now["population"])
    for members in (population & earlier, population - earlier):
        for begun in (members & first, members - first, members):
            found.count(len(begun & last), len(begun - last))


def _whole(held: Any) -> Iterator[int]:
    if isinstance(held, Mapping):
        for value in held.values():
            yield from _whole(value)
    elif isinstance(held, list):
        for value in held:
            yield from _whole(value)
    elif isinstance(held, int):
        yield held


def _strings(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, Mapping):
        for value in held.values():
            yield from _strings(value)
    elif isinstance(held, list):
        for value in held:
            yield from _strings(value)
