"""Texts that translators get: out of Python, templates, and the documents' own words. No other program is needed."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from languages.told import CONTEXT
from strategic_plan.template_files import without_layout

BASE = Path(__file__).resolve().parent.parent
WORDS = BASE / "evaluation" / "documents" / "words" / "en.yaml"
# What the fields of a data pack hold, as its code book says it in each language.
RESOURCES = BASE / "evaluation" / "documents" / "resources.yaml"
NOT_SHOWN = {"tests", "tools", "docs", "migrations"}
# Babel's own list knows no lazy forms.
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
COMMENTS = ["Translators:"]
# What is stored in English and said again in the reader's language (languages/told.py).
TOLD: dict[str, Any] = {"said_later": None}


class Text(NamedTuple):
    """One text as a program asks for it: (singular, plural) where a number is counted."""

    id: str | tuple[str, str]
    place: str
    context: str | None = None
    comments: tuple[str, ...] = ()


def texts_of_interface() -> Iterator[Text]:
    """Everything that pages, letters, refusals and documents say of themselves."""
    for path in sorted(BASE.glob("*/**/*.py")):
        if path.relative_to(BASE).parts[0].startswith(".") or NOT_SHOWN & set(path.relative_to(BASE).parts):
            continue
        yield from _of_python(path.read_text(encoding="utf-8"), _place(path))
    for path in sorted((BASE / "templates").rglob("*")):
        if path.suffix in (".html", ".txt", ".svg"):
            source = path.read_text(encoding="utf-8")
            # As the loader sends it to the engine: a text is looked up without the layout of its template.
            yield from _of_template(without_layout(source) if path.suffix == ".html" else source, _place(path))
    yield from _of_words(yaml.safe_load(WORDS.read_text(encoding="utf-8")), _place(WORDS))
    yield from _of_fields(yaml.safe_load(RESOURCES.read_text(encoding="utf-8")), _place(RESOURCES))


def _place(path: Path) -> str:
    return path.relative_to(BASE).as_posix()


def _of_python(source: str, place: str) -> Iterator[Text]:
    for text, comments, context in _extracted(source, KEYWORDS):
        yield Text(text if isinstance(text, str) else (text[0], text[1]), place, context, tuple(comments))
    for text, comments, _context in _extracted(source, TOLD):
        yield Text(text, place, CONTEXT, tuple(comments))


def _extracted(source: str, keywords: dict[str, Any]) -> Iterator[tuple[Any, list[str], str | None]]:
    if not any(f"{word}(" in source for word in keywords):
        return
    options = {"encoding": "utf-8"}
    found = extract("python", BytesIO(source.encode()), keywords, COMMENTS, options, strip_comment_tags=True)
    for _line, text, comments, context in found:
        yield text, comments, context


def _of_template(source: str, place: str) -> Iterator[Text]:
    # Django makes of a template what looks like Python; only its indentation is none.
    lines = (line.strip() for line in templatize(source, origin=place).splitlines())
    yield from _of_python("\n".join(lines), place)


def _of_words(entries: Any, place: str) -> Iterator[Text]:
    """Every text of the documents' own words; names in braces are put in later."""
    if isinstance(entries, dict):
        entries = list(entries.values())
    if isinstance(entries, list):
        for held in entries:
            yield from _of_words(held, place)
    elif isinstance(entries, str) and re.search(r"[^\W\d_]|[:;!?]", re.sub(r"{\w+}", "", entries)):
        yield Text(entries, place)


def _of_fields(resources: Any, place: str) -> Iterator[Text]:
    for held in resources.values():
        yield Text(held["title"], place)
        yield Text(held["description"], place)
        for _kind, description, *_constraints in held["fields"].values():
            yield Text(description, place)
