"""The catalogues on disk: read, written whole, and compiled into what a program reads."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

BASE = Path(__file__).resolve().parent.parent
INTERFACE = BASE / "locale"
# Words in data have catalogues beside the data: whoever brings another plan brings its words.
DATA = BASE / "fixtures" / "locale"
FOLDERS = (INTERFACE, DATA)
# As Django's own catalogues have them: one with other forms would never be joined with theirs.
PLURALS = {
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "es": "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": (
        "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
        "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
    ),
    "zh_Hans": "nplurals=1; plural=0;",
}
LANGUAGES = tuple(PLURALS)
HEADING = "# Translations of the Strategic Plan Portal, under its licence. How they are made: docs/translation.md."
# No day of its own: the same texts give the same file.
BEGUN = datetime(2026, 11, 29, tzinfo=UTC)


def path_of(folder: Path, language: str) -> Path:
    """Where the catalogue of a language lies."""
    return folder / language / "LC_MESSAGES" / "django.po"


def catalogue_files() -> Iterator[tuple[str, Path]]:
    """(language, file) of every catalogue that is there."""
    for folder in FOLDERS:
        for language in LANGUAGES:
            if (path := path_of(folder, language)).is_file():
                yield language, path


def begun(language: str) -> Catalog:
    """A catalogue without a text, with the plural forms of its language."""
    catalog = Catalog(language, creation_date=BEGUN, fuzzy=False, header_comment=HEADING)
    catalog.mime_headers = [
        ("Project-Id-Version", "Strategic Plan Portal"),
        ("Report-Msgid-Bugs-To", ""),
        ("PO-Revision-Date", "2026-11-29 00:00+0000"),
        ("Last-Translator", ""),
        ("Language-Team", ""),
        ("Plural-Forms", PLURALS[language]),
    ]
    return catalog


def read(path: Path, language: str) -> Catalog:
    """A catalogue as it lies there; raises PoFileError where the file is none."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def write(path: Path, catalog: Catalog) -> None:
    """Sorted by the texts, without lines of the sources and without breaks, so that changes meet in few places."""
    written = BytesIO()
    write_po(written, catalog, width=0, sort_output=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, written.getvalue())


def is_translated(message: Message) -> bool:
    """Whether it has a text, and where a number is counted one for each form."""
    said = message.string
    return bool(said) if isinstance(said, str) else bool(said and all(said))


def shown(catalog: Catalog, *, of_data: bool) -> Iterator[Message]:
    """What readers get: nothing doubtful or not whole, and of texts that are gone those that are stored somewhere.

    An edition keeps words of data as they were when it was frozen, and a stored sentence the words it was made of.
    """
    gone = (message for message in catalog.obsolete.values() if of_data or message.context == "told")
    for message in (*catalog, *gone):
        if message.id and is_translated(message) and not message.fuzzy:
            yield message


def compile_catalogues() -> None:
    """Make a .mo of every catalogue that changed since; what is doubtful or not whole stays out, in English."""
    for language, path in catalogue_files():
        made = path.with_suffix(".mo")
        if made.is_file() and made.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        whole = begun(language)
        for message in shown(read(path, language), of_data=path.is_relative_to(DATA)):
            whole.add(message.id, message.string, context=message.context)
        written = BytesIO()
        write_mo(written, whole)
        _replace(made, written.getvalue())


def _replace(path: Path, contents: bytes) -> None:
    """Whole or not at all: another process may be reading it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(contents)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)
