"""Read a frozen form: find its figures and findings by what they are of. Pure."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from evaluation.editions.canonical import canonical, sha256
from evaluation.editions.changed_lines import Said, said_in
from indicators.calculations import PartyClass, Share, Standing, panel
from indicators.findings import TargetRule
from indicators.kinds import figure_of, kind_of
from indicators.kinds.figure import Figure, NoFigure, NotAsked, Stored
from indicators.kinds.kind import Kind
from indicators.readings import Read, TargetReading, read_before, target_readings
from indicators.rows import unpacked
from indicators.stands import WITHOUT_STRENGTH, Stand, stand_before, stand_of
from indicators.statements import Statement, statement_of
from languages.alphabets import keys_of
from languages.codes import place
from parties.all_parties import ALL

Row = Mapping[str, Any]
# The method that told no strength and no silence: what was frozen with it is read as it was said.
METHOD_1_0 = "1.0"


@dataclass(frozen=True)
class Narrative:
    """What staff wrote beside a generated sentence, by language, with its sources."""

    texts: Mapping[str, str]
    sources: str


class FrozenForm(Mapping[str, Any]):
    """A frozen form with its rows indexed; reads as the plain form itself too.

    What people typed may hold what no document can: `clean` is done to every text that is read. The bytes and the
    hash are always of the form as it was given.
    """

    def __init__(self, form: Mapping[str, Any], *, clean: Callable[[str], str] | None = None) -> None:
        self._given = form
        self._form = form if clean is None else _cleaned(form, clean)

    @classmethod
    def of(cls, content: bytes) -> "FrozenForm":
        return cls(json.loads(content))

    def __getitem__(self, key: str) -> Any:
        return self._form[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._form)

    def __len__(self) -> int:
        return len(self._form)

    @cached_property
    def content(self) -> bytes:
        """The canonical bytes."""
        return canonical(dict(self._given))

    @cached_property
    def sha256(self) -> str:
        return sha256(self.content)

    @property
    def edition(self) -> Row:
        """What the edition says of itself: its version, day, title, masthead."""
        held: Row = self["edition"]
        return held

    @property
    def frozen_on(self) -> date:
        return date.fromisoformat(self.edition["frozen_on"])

    @property
    def left_out(self) -> dict[str, str]:
        """The languages without documents and sentences, each with why; none before one could be left out."""
        held = sorted(self.edition.get("left_out", ()), key=lambda row: place(row["language"]))
        return {row["language"]: row["reason"] for row in held}

    @property
    def is_demonstration(self) -> bool:
        return bool(self.edition["demonstration"])

    @property
    def plan(self) -> str:
        return str(self["parameters"]["plan"])

    @property
    def levels(self) -> Mapping[str, str]:
        """What the plan calls its levels, by our names of the levels."""
        held: Mapping[str, str] = self["plan"]["labels"]
        return held

    @property
    def objectives(self) -> list[Row]:
        return list(self["plan"]["objectives"])

    @property
    def groups(self) -> list[str]:
        """The groups of the edition in their own order, regions first."""
        return [slug for slug in self["parameters"]["groups"] if slug in self["groups"]]

    def title(self, language: str) -> tuple[str, str]:
        """The title and its language: English where there is none in the language asked for."""
        titles = self.edition["title"]
        said = language if titles.get(language) else "en"
        return str(titles.get(said) or self.edition["evaluation"]), said

    @property
    def baseline(self) -> str:
        return str(self["parameters"]["baseline"])

    @property
    def current(self) -> str:
        return str(self["parameters"]["current"])

    @cached_property
    def _values(self) -> dict[tuple[str, str, str], list[Row]]:
        found: dict[tuple[str, str, str], list[Row]] = {}
        for row in self["values"]:
            kind_of(row["kind"], f"{row['measure']}, {place_of(self)}")
            found.setdefault((row["measure"], row["cycle"] or "", row["group"]), []).append(row)
        return found

    @cached_property
    def _findings(self) -> dict[tuple[str, str], Row]:
        return {(row["measure"], row["group"]): row for row in self["findings"]}

    def figures(self, measure: str, cycle: str | None = None, group: str = ALL) -> list[Row]:
        """Every figure of a measure: that of the cycle, or, where no cycle bears on it, those by date."""
        return self._values.get((measure, cycle or "", group), [])

    def value(self, measure: str, cycle: str | None = None, group: str = ALL) -> Row | None:
        """The figure itself: no step of a band, and no other reading."""
        plain = (row for row in self.figures(measure, cycle, group) if row["threshold"] is None and not row["reading"])
        # Of recorded figures the last one.
        return max(plain, key=lambda row: row["as_of"] or "", default=None)

    def current_value(self, measure: str, group: str = ALL) -> Row | None:
        return self.value(measure, self.current, group) or self.value(measure, None, ALL)

    def finding(self, measure: str, group: str = ALL) -> Row | None:
        """The finding of a measure; one that rests on no answers of Parties is the same for every group."""
        found = self._findings.get((measure, group))
        return found or self._findings.get((measure, ALL)) if measure not in self["classes"] else found

    def trend(self, indicator: str) -> Row | None:
        """The finding that an indicator's trend is read from."""
        return self.finding(self.trend_measure(indicator))

    def judged(self, indicator: str) -> Row | None:
        """The finding that an indicator's level and pace are read from."""
        return self.finding(self.headline(indicator))

    def statement(self, measure: str, group: str = ALL) -> Statement | None:
        """What is said of a measure; None where it has no finding."""
        found = self.finding(measure, group)
        return None if found is None else statement_of(found, self.kind(measure))

    def target_readings(self, measure: str, group: str = ALL) -> list[TargetReading]:
        """The verdict of a measure's target in each cycle that bears on it; none without a target in percent."""
        held = self["measures"][measure]
        target = held["target"]
        if target is None or measure not in self["classes"]:
            return []
        rule = TargetRule(target["operator"], target["value"], _day(target["due"]), target["judges"])
        if group != ALL and not rule.is_of_all:
            return []
        rows = [(code, self.value(measure, code, group)) for code in (self.baseline, self.current)]
        read = [
            Read(code, date.fromisoformat(row["as_of"]), share_of(row)) for code, row in rows if row and row["as_of"]
        ]
        return target_readings(rule, held["direction"], read)

    def read_before(self, measure: str, group: str = ALL) -> TargetReading | None:
        """The verdict of the target that rests on the earlier cycle, because the later one does not ask."""
        if self["method"]["version"] == METHOD_1_0:
            return None
        return read_before(self.target_readings(measure, group), self.current)

    def level(self, measure: str, group: str = ALL) -> str:
        """What is said of a measure against its target, also where it rests on the earlier cycle; empty for nothing."""
        found, before = self.finding(measure, group), self.read_before(measure, group)
        return str((found["level"] if found else "") or (before.level.level if before else "") or "")

    @property
    def choices(self) -> dict[str, bool]:
        """The other choices that were tried, and whether what they give is known; none in method 1.0."""
        return dict(self.get("sensitivity", {}).get("choices", {}))

    def changed_by(self, choice: str) -> dict[str, list[str]]:
        """{"level": [indicator], "trend": [indicator]}: what is said of an indicator and would be said otherwise."""
        changed = {(row[0], row[1]) for row in self["sensitivity"]["rows"] if row[2] == choice}
        return {statement: self._told(statement, changed) for statement in ("level", "trend")}

    @property
    def robust(self) -> dict[str, list[str]]:
        """The same of what no choice that is known changes."""
        held = {(measure, statement) for measure, statement in self["sensitivity"]["robust"]}
        return {statement: self._told(statement, held) for statement in ("level", "trend")}

    def _told(self, statement: str, held: set[tuple[str, str]]) -> list[str]:
        """The indicators whose level, or whose trend, is told by one of these."""
        measure = self.headline if statement == "level" else self.trend_measure
        return [code for code in self.indicators() if (measure(code), statement) in held]

    @property
    def stands(self) -> tuple[str, ...]:
        """The parts of its bar of indicators."""
        return WITHOUT_STRENGTH if self["method"]["version"] == METHOD_1_0 else tuple(Stand)

    def stand(self, indicator: str, group: str = ALL) -> str:
        """The part of that bar that an indicator is counted in."""
        found = self.finding(self.trend_measure(indicator), group)
        trend = str(found["trend"]) if found else ""
        if self["method"]["version"] == METHOD_1_0:
            return stand_before(trend)
        strength = str(found["strength"]) if found else ""
        return stand_of(trend, strength, says_something=self._says_something(indicator, group))

    def _says_something(self, indicator: str, group: str) -> bool:
        """Whether a level, a figure or a milestone is given, of the headline or of the measure that has the trend."""
        for measure in {self.headline(indicator), self.trend_measure(indicator)}:
            said = figure(self.current_value(measure, group))
            if self.level(measure, group) or not isinstance(said, NotAsked | NoFigure):
                return True
        return False

    def share_label(self, measure: str) -> str:
        """What its classes, shares and changes are of, in English, where its figure is a total; else empty."""
        # Editions from before totals named it have nothing.
        return str(self["measures"][measure].get("share_label") or "")

    def share_of(self, measure: str) -> str:
        """The same of every measure: of the thing that the figure counts, where no other is named."""
        return self.share_label(measure) or str(self["measures"][measure]["label"])

    def trend_by(self, indicator: str) -> str:
        """What its trend is of, in English, where that is not its headline figure; else empty (method.md §6)."""
        measure = self.trend_measure(indicator)
        is_of_figure = measure == self.headline(indicator) and not self.share_label(measure)
        return "" if is_of_figure else self.share_of(measure)

    def limit(self, measure: str) -> str:
        """Why a measure cannot judge its target, as frozen in English; empty where it can, or has none."""
        target = self["measures"][measure]["target"]
        return str(target["judges_reason"]) if target else ""

    def indicator(self, code: str) -> Row:
        return dict(self["indicators"][code])

    def measure(self, name: str) -> Row:
        return dict(self["measures"][name])

    def kind(self, name: str) -> Kind:
        """The kind of a measure. Raises UnknownKind."""
        return kind_of(self["measures"][name]["kind"], f"{name}, {place_of(self)}")

    def headline(self, indicator: str) -> str:
        return str(self["indicators"][indicator]["headline"])

    def trend_measure(self, indicator: str) -> str:
        """The measure that carries an indicator's trend; its headline measure where none is named."""
        held = self["indicators"][indicator]
        return str(held.get("trend") or held["headline"])

    def indicators(self, objective: str | None = None) -> list[str]:
        """Codes of indicators in the plan's order: all, or those of a strategic or operational objective."""
        return [
            code
            for goal in self["plan"]["objectives"]
            for part in goal["operational"]
            if objective in (None, goal["code"], part["code"])
            for code in part["indicators"]
        ]

    def moved(self, measure: str, group: str = ALL) -> dict[str, list[str]]:
        """Who gained and who lost on the matched panel, from the frozen classes; empty where nothing was compared."""
        finding = self.finding(measure, group)
        if finding is None or finding["gained"] is None or measure not in self["classes"]:
            return {}
        first, last = (self.standings(measure, cycle) for cycle in (self.baseline, self.current))
        both = set(self.counted_among(measure, self.current, group)) & set(self.counted_among(measure, self.baseline))
        matched = panel(first, last, both)
        return {"gained": sorted(matched.gained), "lost": sorted(matched.lost)}

    def standings(self, measure: str, cycle: str) -> dict[str, Standing]:
        """What every Party counted as; empty where the cycle does not bear on the measure."""
        return unpacked(self["classes"].get(measure, {}).get(cycle, {}))

    def members(self, group: str = ALL, cycle: str = "") -> list[str]:
        """Parties of a group in a cycle's population; of the current cycle unless told otherwise."""
        code = cycle or self.current
        held = self["cycles"][code]["population"] if group == ALL else self["groups"][group]["members"][code]
        return [str(party) for party in held]

    def counted_among(self, measure: str, cycle: str, group: str = ALL) -> list[str]:
        """The Parties that a measure counts: where records are counted, those on the day of the count."""
        days = {row["as_of"] for row in self["registry"] if row["measure"] == measure and row["cycle"] == cycle}
        held = self.get("registry_days", {})
        if measure not in self["classes"] or len(days) != 1 or not days <= held.keys():
            return self.members(group, cycle)
        on = held[days.pop()]
        return [str(party) for party in (on["population"] if group == ALL else on["groups"][group])]

    def class_of(self, measure: str, cycle: str, party: str) -> str:
        """What one Party counted as; empty where it was no Party, or the measure was not asked."""
        classes = self["classes"].get(measure, {}).get(cycle, {})
        return next((name.value for name in PartyClass if party in classes.get(name.value, ())), "")

    def summary(self, subject: str) -> Row:
        """What is counted of the whole plan ("whole") or of an objective ("objective/2")."""
        return dict(self["summaries"][subject])

    def received(self, cycle: str, part: str = "", group: str = ALL) -> tuple[int, int]:
        """Parties that reported by the cut-off, and Parties in all."""
        held = self["coverage"][cycle].get(part, {}).get(group, {"received": 0, "population": 0})
        return held["received"], held["population"]

    def reporters(self, cycle: str) -> set[str]:
        """The Parties whose report was received in a cycle; an answer to what is kept beside the reports is none."""
        return set(self["cycles"][cycle]["received"].get("", ()))

    def cycle(self, code: str) -> Row:
        return dict(self["cycles"][code])

    def parts(self, cycle: str) -> list[str]:
        """Parts of a cycle's reports, the reports proper first."""
        return sorted(self["cycles"][cycle]["cut_offs"])

    def party_name(self, code: str, language: str = "en") -> str:
        """A Party's short name; English, then its code, where there is none."""
        names = self["parties"].get(code, {}).get("name", {})
        return str(names.get(language) or names.get("en") or code)

    def in_order(self, codes: Iterable[str], language: str) -> list[str]:
        """Codes of Parties as a document of the language lists their names."""
        held = self["parties"]
        return sorted(codes, key=lambda code: keys_of(language, held.get(code, {}).get("name", {"en": code})))

    def changes(self, language: str) -> list[Said]:
        """What a correction changes and why, in a language; in English where nobody wrote it so."""
        return said_in(self.edition["changes"], language)

    def generated(self, subject: str, language: str = "en") -> str:
        return str(self["texts"].get(subject, {}).get("generated", {}).get(language, ""))

    def narrative(self, subject: str) -> Narrative | None:
        """What staff wrote, the English text first; None where they wrote nothing."""
        held = self["texts"].get(subject, {})
        texts = dict(held.get("narrative", {}))
        texts = {language: texts[language] for language in sorted(texts, key=lambda one: (one != "en", one))}
        texts = {language: text for language, text in texts.items() if text}
        return Narrative(texts, str(held.get("sources", ""))) if texts else None


def place_of(form: Mapping[str, Any]) -> str:
    """The edition that a form is of, as an error names it."""
    held = form["edition"]
    return f"edition {held.get('evaluation', '')} {held.get('version', '')}".rstrip()


def figure(row: Row | None) -> Figure:
    """What is said of a frozen figure. Raises UnknownKind."""
    if row is None:
        return NotAsked()
    stored = Stored(
        reason=row["reason"],
        share=share_of(row),
        threshold=row["threshold"],
        low=row["low"],
        high=row["high"],
        numerator=_decimal(row["numerator"]),
        denominator=_decimal(row["denominator"]),
        unit=row["unit"],
        as_of=_day(row["as_of"]),
        source=row["source"],
    )
    return figure_of(kind_of(row["kind"], f"{row['measure']}, a frozen figure"), stored)


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _decimal(stored: str | None) -> Decimal | None:
    return None if stored is None else Decimal(stored)


def share_of(row: Row | None) -> Share | None:
    """The exact share of a frozen figure, where it rests on classes of Parties."""
    if row is None or row["population"] is None:
        return None
    return Share(**{field.name: row[field.name] for field in fields(Share)})


def of_parties(row: Row | None) -> Share | None:
    """The classes as a share of Parties with its bounds; None where the kind tells no share. Raises UnknownKind."""
    if row is None or not kind_of(row["kind"], f"{row['measure']}, a frozen figure").is_share:
        return None
    return share_of(row)


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        # Most are codes and words that need nothing.
        return value if value.isascii() and value.isprintable() else clean(value)
    if isinstance(value, Mapping):
        return {name: _cleaned(held, clean) for name, held in value.items()}
    return [_cleaned(held, clean) for held in value] if isinstance(value, list) else value
