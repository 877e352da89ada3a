#!/usr/bin/env python3
"""The catalogues of messages: locale/LANGUAGE/LC_MESSAGES/django.po, and for words in data fixtures/locale/….

tools/messages.py merge      take in what code, templates and words say now; what is translated stays
tools/messages.py compile    make what a program reads, the .mo beside each
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError
from message_checks import faults_of, untranslated
from message_data import texts_of_data
from message_files import (
    BASE,
    DATA,
    INTERFACE,
    LANGUAGES,
    begun,
    catalogue_files,
    compile_catalogues,
    path_of,
    read,
    write,
)
from message_sources import texts_of_interface
from message_terms import term_faults

SOURCES = {INTERFACE: texts_of_interface, DATA: texts_of_data}


def merge() -> None:
    """Take the texts of today into every catalogue; what was translated of a text that is gone stays at its end."""
    for folder, texts in SOURCES.items():
        template = Catalog()
        for text in texts():
            template.add(text.id, context=text.context, locations=[(text.place, 0)], auto_comments=text.comments)
        for language in LANGUAGES:
            path = path_of(folder, language)
            held = read(path, language) if path.is_file() else begun(language)
            held.update(template, no_fuzzy_matching=True, update_creation_date=False)
            write(path, held)


def check() -> None:
    """Name every fault of every catalogue, with its file."""
    found = 0
    for language, path in catalogue_files():
        try:
            catalog = read(path, language)
        except PoFileError as fault:
            sys.exit(f"{path.relative_to(BASE)}: {fault}")
        for one in (*faults_of(catalog, language), *term_faults(catalog, language)):
            found += 1
            print(f"{path.relative_to(BASE)}: {one}", file=sys.stderr)
    if found:
        sys.exit(f"{found} faults in the catalogues; docs/translation.md says how each is mended.")


def complete() -> None:
    """Say how much is translated; fail where anything is not, or where code says what a catalogue does not know."""
    gaps = 0
    for folder, texts in SOURCES.items():
        wanted = {(text.id if isinstance(text.id, str) else text.id[0], text.context) for text in texts()}
        for language in LANGUAGES:
            path = path_of(folder, language)
            catalog = read(path, language)
            known = {(one.id if isinstance(one.id, str) else one.id[0], one.context) for one in catalog if one.id}
            lacking, new = untranslated(catalog), wanted - known
            gaps += len(lacking) + len(new)
            print(f"{path.relative_to(BASE)}: {len(known) - len(lacking)} of {len(known)}, {len(new)} not taken in yet")
    if gaps:
        sys.exit("Not complete: run make messages, then translate what has no text.")


COMMANDS = {"merge": merge, "compile": compile_catalogues, "check": check, "complete": complete}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]]()
