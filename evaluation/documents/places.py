"""Where the gate of meaning found something, in words: for documents, the desk and the edition's page. Pure.

The gate names its places by codes that never change, "text objective/1 en"; a reader is told "the text on strategic
objective 1, in English". What has no words here, as a piece of a document, stands as it is.
"""

from collections.abc import Iterator
from datetime import date

from evaluation.documents.words import Words, languages, words_of
from evaluation.editions.form import FrozenForm
from languages.codes import ENGLISH
from parties.all_parties import ALL

# What of a row of figures or findings is not said.
PARTS = ("figure", "level", "trend", "pace", "finding", "classes")


def place_words(form: FrozenForm, language: str) -> Words:
    """The words to say a place in: English where documents are made in no such language."""
    return words_of(form, language if language in languages() else ENGLISH)


def check_in_words(check: str, words: Words) -> str:
    """What a check refuses; one of a later version by its name."""
    return words.names("checks").get(check, check)


def place_in_words(form: FrozenForm, place: str, words: Words) -> str:
    first, _space, rest = place.partition(" ")
    if first == "text":
        subject, _space, language = rest.rpartition(" ")
        return _in_language("text", language, words, subject=_subject(subject, words))
    if first == "title":
        return _in_language("title", rest, words)
    if first == "until":
        return words("places.until", day=words.day(date.fromisoformat(rest)))
    if first in ("cut-off", "population") and rest:
        cycle = rest.removeprefix("day").strip()
        key = "cut_off" if first == "cut-off" else "population_day"
        return words(f"places.{key}", cycle=cycle) if cycle else words(f"places.{key}_of_all")
    if place == "cut-off":
        return words("places.cut_off_of_all")
    if first in form["measures"]:
        label = f"{form.measure(first)['indicator']} {words.measure(form, first)}"
        return words.in_a_clause([label, *_of_row(form, rest, words)])
    if first in form["cycles"]:
        return words.in_a_clause([words.cycle(first), *(_named(form, part, words) for part in rest.split())])
    return _named(form, place, words)


def _in_language(what: str, language: str, words: Words, **named: str) -> str:
    """A text of one language; of a language that documents do not know, by its code."""
    said = words.names("in_languages").get(language, language)
    return words.in_a_clause([words(f"places.{what}", **named), said])


def _subject(subject: str, words: Words) -> str:
    kind, _slash, code = subject.partition("/")
    return words(f"places.{kind}", code=code) if kind in words.entries["places"] else subject


def _of_row(form: FrozenForm, rest: str, words: Words) -> Iterator[str]:
    """What a row of a measure is of: cycle, group, step or reading, and which of its statements."""
    recorded, _space, day = rest.partition(" ")
    if recorded == "recorded":
        yield words("places.recorded", day=words.day(date.fromisoformat(day)))
        return
    parts = rest.split()
    while parts and (parts[0] in form["cycles"] or parts[0] in form["groups"] or parts[0] == ALL):
        yield _named(form, parts.pop(0), words)
    part = parts.pop() if parts and parts[-1] in PARTS else ""
    if parts:
        yield " ".join(parts)
    if part:
        yield words(f"places.parts.{part}")


def _named(form: FrozenForm, code: str, words: Words) -> str:
    if code == ALL or code in form["groups"]:
        return words.group(form, code)
    return form.party_name(code, words.language) if code in form["parties"] else code
