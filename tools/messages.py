#!/usr/bin/env python3
"""The catalogues of messages: locale/LANGUAGE/LC_MESSAGES/django.po, and for words in data fixtures/locale/….

tools/messages.py merge      take in what code, templates and words say now; what is translated stays
tools/messages.py compile    make what a program reads, the .mo beside each
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from babel.messages.catalog import Catalog
from message_data import texts_of_data
from message_files import DATA, INTERFACE, LANGUAGES, begun, compile_catalogues, path_of, read, write
from message_sources import texts_of_interface

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


COMMANDS = {"merge": merge, "compile": compile_catalogues}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[sys.argv[1]]()
