"""The tables of a data pack: everything that an edition froze, as rows with keys; words are in English. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evaluation.documents.words import Words
from evaluation.editions.form import FrozenForm, Row
from indicators.reasons import code_of, decoded
from parties.all_parties import ALL

FILE = Path(__file__).with_name("resources.yaml")
# Columns of stored codes that may take something ("scale changed", and how): each has its words in a column beside it.
CODED = {"values": ("source", "reason"), "findings": ("level_reason", "trend_reason", "pace_reason")}
CLASSES = ("yes", "partial", "no", "not_applicable", "unanswered", "silent")


@cache
def described() -> Mapping[str, Any]:
    """What resources.yaml says of every table, in its order."""
    held: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return held


def rows_of(resource: str, edition: FrozenForm, words: Words) -> list[list[object]]:
    """The rows of one table, its fields in order; a field that a row has not is empty."""
    fields = list(described()[resource]["fields"])
    rows = (_worded(row, CODED.get(resource, ()), edition, words) for row in ROWS[resource](edition))
    return [[_cell(row.get(field)) for field in fields] for row in rows]


def _worded(row: Row, columns: Sequence[str], edition: FrozenForm, words: Words) -> Row:
    """A row with its codes alone, and what they say in words."""
    said: dict[str, Any] = {}
    for column in columns:
        stored = str(row.get(column) or "")
        said |= {column: code_of(stored), f"{column}_text": _in_words(stored, edition, words)}
    return {**row, **said}


def _in_words(stored: str, edition: FrozenForm, words: Words) -> str:
    code, given = decoded(stored)
    said = words.statement(stored)
    countries = given.get("who", "").split() if code == code_of(stored) else []
    named = words.listed([edition.party_name(party, words.language) for party in countries])
    return words.under(said, named) if named else said


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping | list):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return value


def _parties(edition: FrozenForm) -> Iterator[Row]:
    for code, held in sorted(edition["parties"].items()):
        names = {f"name_{language}": name for language, name in held["name"].items()}
        yield {"party": code, **held, **names}


def _treaties(edition: FrozenForm) -> Iterator[Row]:
    for treaty, dates in sorted(edition["treaties"].items()):
        for party in sorted({*dates["deposited"], *dates["in_force"]}):
            on = {"deposited_on": dates["deposited"].get(party), "in_force_on": dates["in_force"].get(party)}
            yield {"treaty": treaty, "party": party, **on}


def _cycles(edition: FrozenForm) -> Iterator[Row]:
    roles = {edition.baseline: "baseline", edition.current: "current"}
    for code, held in sorted(edition["cycles"].items(), key=lambda one: one[1]["deadline"]):
        yield {"cycle": code, "population_on": held["deadline"], **held, "role": roles.get(code, "between")}


def _parts(edition: FrozenForm) -> Iterator[Row]:
    for code, held in sorted(edition["cycles"].items()):
        for part, cut_off in sorted(held["cut_offs"].items()):
            yield {"id": f"{code}/{part}", "cycle": code, "part": part, "cut_off": cut_off}


def _population(edition: FrozenForm) -> Iterator[Row]:
    for code, held in sorted(edition["cycles"].items()):
        for party in sorted(held["population"]):
            yield {"cycle": code, "party": party}


def _received(edition: FrozenForm) -> Iterator[Row]:
    for code, held in sorted(edition["cycles"].items()):
        for part, received in sorted(held["received"].items()):
            for party, on in sorted(received.items()):
                key = f"{code}/{part}/{party}"
                yield {"id": key, "cycle": code, "part": part, "party": party, "received_on": on}


def _reports(edition: FrozenForm) -> Iterator[Row]:
    for row in edition["reports"]:
        yield {"id": f"{row['cycle']}/{row['part']}/{row['party']}", **row}


def _groups(edition: FrozenForm) -> Iterator[Row]:
    yield {"group": ALL, "label": "All Parties", "definition": "Every Party of the population."}
    for slug, held in sorted(edition["groups"].items()):
        yield {"group": slug, **held}


def _memberships(edition: FrozenForm) -> Iterator[Row]:
    for slug, held in sorted(edition["groups"].items()):
        for cycle, members in sorted(held["members"].items()):
            for party in sorted(members):
                yield {"group": slug, "cycle": cycle, "party": party}


def _objectives(edition: FrozenForm) -> Iterator[Row]:
    for goal in edition.objectives:
        yield {"objective": goal["code"], "level": "strategic", "text": goal.get("text") or goal.get("title")}
        for part in goal["operational"]:
            if part["code"] != goal["code"]:
                text = part.get("text") or part.get("title")
                yield {"objective": part["code"], "level": "operational", "parent": goal["code"], "text": text}


def _indicators(edition: FrozenForm) -> Iterator[Row]:
    for goal in edition.objectives:
        for part in goal["operational"]:
            for code in part["indicators"]:
                named = {"indicator": code, "objective": part["code"], "trend_measure": edition.trend_measure(code)}
                yield {**edition.indicator(code), **named, "stands": edition.stand(code)}


def _measures(edition: FrozenForm) -> Iterator[Row]:
    for name, held in sorted(edition["measures"].items()):
        target = {f"target_{key}": value for key, value in (held["target"] or {}).items()}
        yield {"measure": name, **held, **target}


def _comparisons(edition: FrozenForm) -> Iterator[Row]:
    pair = (edition.baseline, edition.current)
    for name, held in sorted(edition["measures"].items()):
        for one in held["comparisons"]:
            if (one["baseline"], one["current"]) == pair:
                yield {"measure": name, **one}


def _classes(edition: FrozenForm) -> Iterator[Row]:
    for name, cycles in sorted(edition["classes"].items()):
        for cycle, held in sorted(cycles.items()):
            settled = dict.fromkeys(held.get("settled_yes", ()), "yes")
            settled |= dict.fromkeys(held.get("settled_not_yes", ()), "not_yes")
            found = sorted((party, kind) for kind in CLASSES for party in held.get(kind, ()))
            for party, kind in found:
                yield {
                    "measure": name,
                    "cycle": cycle,
                    "party": party,
                    "class": kind,
                    "settled": settled.get(party) if kind == "unanswered" else None,
                }


def _values(edition: FrozenForm) -> Iterator[Row]:
    keys = ("measure", "cycle", "as_of", "group", "threshold", "reading")
    for row in edition["values"]:
        named = "|".join("" if row[key] is None else str(row[key]) for key in keys)
        yield {"id": named, **row}


def _registry(edition: FrozenForm) -> Iterator[Row]:
    for row in edition["registry"]:
        yield {"id": f"{row['filter']}|{row['cycle']}", **row}


def _sensitivity(edition: FrozenForm) -> Iterator[Row]:
    known = edition.choices
    for measure, statement, choice, said, otherwise in edition.get("sensitivity", {}).get("rows", ()):
        yield {
            "id": f"{choice}|{measure}|{statement}",
            "choice": choice,
            "measure": measure,
            "statement": statement,
            "said": said,
            "otherwise": otherwise,
        }
    for choice in (choice for choice, is_known in known.items() if not is_known):
        yield {"id": choice, "choice": choice, "statement": "not yet known"}


def _texts(edition: FrozenForm) -> Iterator[Row]:
    for subject, held in sorted(edition["texts"].items()):
        for kind in ("generated", "narrative"):
            for language, text in sorted(held.get(kind, {}).items()):
                sources = held.get("sources") if kind == "narrative" else ""
                yield {"subject": subject, "language": language, "kind": kind, "text": text, "sources": sources}


ROWS: Mapping[str, Callable[[FrozenForm], Iterator[Row]]] = {
    "parties": _parties,
    "treaties": _treaties,
    "cycles": _cycles,
    "parts": _parts,
    "population": _population,
    "received": _received,
    "reports": _reports,
    "groups": _groups,
    "memberships": _memberships,
    "objectives": _objectives,
    "indicators": _indicators,
    "measures": _measures,
    "comparisons": _comparisons,
    "classes": _classes,
    "values": _values,
    "findings": lambda edition: iter(edition["findings"]),
    "recorded": lambda edition: iter(edition["recorded"]),
    "registry": _registry,
    "sensitivity": _sensitivity,
    "texts": _texts,
}
