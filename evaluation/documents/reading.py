"""Read a frozen form by what documents ask of it. Pure; every text comes out clean."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from indicators.calculations import Share
from national_reports.documents.text import clean

ALL = "all"
Row = Mapping[str, Any]
SHARE = ("yes", "partial", "no", "not_applicable", "unanswered", "silent", "settled_yes", "settled_not_yes")
# Where an indicator stands in a strip, by the trend of its finding.
STANDS = {
    "improved": "improved",
    "little or no change": "unchanged",
    "worsened": "worsened",
    "not comparable": "not_comparable",
}
KINDS = ("improved", "unchanged", "worsened", "not_comparable", "not_assessed")


def canonical(form: Mapping[str, Any]) -> bytes:
    """The bytes that an edition's hash is taken over."""
    return json.dumps(dict(form), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def share_of(row: Row | None) -> Share | None:
    """The exact share of a figure, where it rests on classes of Parties."""
    if row is None or row["population"] is None:
        return None
    return Share(**{name: row[name] for name in SHARE})


@dataclass(frozen=True)
class Narrative:
    """What staff wrote beside a generated sentence, by language, with its sources."""

    texts: Mapping[str, str]
    sources: str


class FrozenEdition:
    """A frozen form with its rows indexed."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self._form = form
        # What people typed may hold what no document can: every text is cleaned here, once.
        self.form: Mapping[str, Any] = _cleaned(dict(form))
        self.edition: Row = self.form["edition"]

    @cached_property
    def content(self) -> bytes:
        """The canonical bytes, of the form as it was given."""
        return canonical(self._form)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def frozen_on(self) -> date:
        return date.fromisoformat(self.edition["frozen_on"])

    @property
    def is_demonstration(self) -> bool:
        return bool(self.edition["demonstration"])

    @property
    def baseline(self) -> str:
        return str(self.form["parameters"]["baseline"])

    @property
    def current(self) -> str:
        return str(self.form["parameters"]["current"])

    @property
    def plan(self) -> str:
        return str(self.form["parameters"]["plan"])

    @cached_property
    def objectives(self) -> list[Row]:
        return list(self.form["plan"]["objectives"])

    @property
    def groups(self) -> list[str]:
        """The groups of the edition in their own order, regions first."""
        held = self.form["groups"]
        return [slug for slug in self.form["parameters"]["groups"] if slug in held]

    def title(self, language: str) -> tuple[str, str]:
        """The title and its language: English where there is none in the language asked for."""
        titles = self.edition["title"]
        said = language if titles.get(language) else "en"
        return str(titles.get(said) or self.edition["evaluation"]), said

    def codes(self, objective: Row | None = None) -> Iterator[str]:
        """Indicator codes in the plan's order: all of them, or those of a strategic objective."""
        for goal in [objective] if objective else self.objectives:
            for part in goal["operational"]:
                yield from part["indicators"]

    def indicator(self, code: str) -> Row:
        return dict(self.form["indicators"][code])

    def headline(self, code: str) -> str:
        return str(self.form["indicators"][code]["headline"])

    def trend_measure(self, code: str) -> str:
        """The measure that carries an indicator's trend; its headline measure where none is named."""
        held = self.form["indicators"][code]
        return str(held.get("trend") or held["headline"])

    def measure(self, name: str) -> Row:
        return dict(self.form["measures"][name])

    @cached_property
    def _values(self) -> dict[tuple[str, str, str], list[Row]]:
        found: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.form["values"]:
            found.setdefault((row["measure"], row["cycle"] or "", row["group"]), []).append(row)
        return found

    @cached_property
    def _findings(self) -> dict[tuple[str, str], Row]:
        return {(row["measure"], row["group"]): row for row in self.form["findings"]}

    def value(self, measure: str, cycle: str = "", group: str = ALL) -> Row | None:
        """The figure itself, no step of a band and no other reading; of recorded figures the last."""
        rows = self._values.get((measure, cycle, group), [])
        plain = [row for row in rows if row["threshold"] is None and not row["reading"]]
        return max(plain, key=lambda row: row["as_of"] or "", default=None)

    def current_value(self, measure: str) -> Row | None:
        return self.value(measure, self.current) or self.value(measure)

    def finding(self, measure: str, group: str = ALL) -> Row | None:
        return self._findings.get((measure, group))

    def trend(self, code: str) -> Row | None:
        """The finding that an indicator's trend is read from."""
        return self.finding(self.trend_measure(code))

    def judged(self, code: str) -> Row | None:
        """The finding that an indicator's level and pace are read from."""
        return self.finding(self.headline(code))

    def stand(self, code: str) -> str:
        finding = self.trend(code)
        return STANDS.get(finding["trend"], "not_assessed") if finding else "not_assessed"

    def summary(self, subject: str) -> Row:
        return dict(self.form["summaries"][subject])

    def received(self, cycle: str, part: str = "", group: str = ALL) -> tuple[int, int]:
        """Parties that reported by the cut-off, and Parties in all."""
        held = self.form["coverage"][cycle].get(part, {}).get(group, {"received": 0, "population": 0})
        return held["received"], held["population"]

    def cycle(self, code: str) -> Row:
        return dict(self.form["cycles"][code])

    def parts(self, cycle: str) -> list[str]:
        """Parts of a cycle's reports, the reports proper first."""
        return sorted(self.form["cycles"][cycle]["cut_offs"])

    def moved(self, measure: str) -> dict[str, list[str]]:
        """Who gained and who lost on the matched panel."""
        return dict(self.form["transitions"].get(measure, {"gained": [], "lost": []}))

    def party_name(self, code: str, language: str = "en") -> str:
        """A Party's short name; English, then its code, where there is none."""
        names = self.form["parties"].get(code, {}).get("name", {})
        return str(names.get(language) or names.get("en") or code)

    def generated(self, subject: str, language: str = "en") -> str:
        return str(self.form["texts"].get(subject, {}).get("generated", {}).get(language, ""))

    def narrative(self, subject: str) -> Narrative | None:
        """What staff wrote, the English text first; None where they wrote nothing."""
        held = self.form["texts"].get(subject, {})
        texts = dict(held.get("narrative", {}))
        texts = {language: texts[language] for language in sorted(texts, key=lambda one: (one != "en", one))}
        texts = {language: text for language, text in texts.items() if text}
        return Narrative(texts, str(held.get("sources", ""))) if texts else None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        # Most are codes and words that need nothing.
        return value if value.isascii() and value.isprintable() else clean(value)
    if isinstance(value, Mapping):
        return {name: _cleaned(held) for name, held in value.items()}
    return [_cleaned(held) for held in value] if isinstance(value, list) else value


def net(finding: Row | None) -> Fraction | None:
    """Change in the matched panel as a share; None where none was computed."""
    if finding is None or finding["gained"] is None or not finding["panel"]:
        return None
    return Fraction(finding["gained"] - finding["lost"], finding["panel"])
