"""Report documents in a folder of files: every shape that they come in, and every file that is left out, with why."""

import json
import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from languages.told import said_later
from national_reports.codec import DocumentInvalid
from national_reports.dates import CREATED, SUBMITTED, UPDATED, Received, dates_of

MOST_BYTES = 50 * 1024 * 1024
ENDINGS = (".json", ".jsonl", ".ndjson")
# One value a line: a line that can't be read takes no other with it.
BY_LINES = (".jsonl", ".ndjson")
# What is larger is no number of a report, and beyond what Python reads.
MOST_DIGITS = 1000
TOO_DEEP = said_later("It is nested more deeply than any report is: export the report again.")
# What systems put beside files of their own accord: named as left out, and no reason to look again.
OF_THE_SYSTEM = re.compile(r"^(\._.*|\.ds_store|thumbs\.db|desktop\.ini|__macosx)$", re.IGNORECASE)
REVISIONS = ("revision", "_revision_i")
TOLD = (*SUBMITTED, *CREATED, *UPDATED, *REVISIONS)


@dataclass(frozen=True)
class Left:
    """Something that was left out: a key that the next run gives it too, what it is, and why."""

    key: str
    subject: str
    reason: str
    party: str = ""
    # Nothing that anybody would miss: it alone makes no run a failure.
    harmless: bool = False
    # What it tells of, under a name that it has in other folders too.
    about: str = ""

    def __str__(self) -> str:
        return f"{self.subject}: {self.reason}"


@dataclass(frozen=True)
class Found:
    """One document with what is told of it, and where it stands."""

    place: str
    schema: str
    info: Mapping[str, Any]
    document: Any


Unwrapped = tuple[str, Mapping[str, Any], Any]


@dataclass
class FolderReading:
    """Reads the documents below a folder; what was left out is known when the last was given."""

    folder: Path
    left: list[Left] = field(default_factory=list)

    def documents(self) -> Iterator[Found]:
        """Every document, in an order that does not depend on how the files are named or put together.

        Documents wait in a temporary file: what is read of a folder may be larger than the memory.
        """
        with TemporaryFile() as waiting:
            places: list[tuple[Any, int, int]] = []
            for found in self._as_stored():
                try:
                    line = json.dumps([found.place, found.schema, found.info, found.document]).encode()
                except RecursionError:
                    self.left.append(Left(found.place, found.place, TOO_DEEP))
                    continue
                places.append((_in_order(found, line), waiting.tell(), len(line)))
                waiting.write(line)
            for _key, start, length in sorted(places):
                waiting.seek(start)
                yield Found(*json.loads(waiting.read(length)))

    def _as_stored(self) -> Iterator[Found]:
        for path in self._paths():
            name = _shown(path.relative_to(self.folder))
            if any(OF_THE_SYSTEM.match(part) for part in path.relative_to(self.folder).parts):
                why = said_later("It is the system's own note beside other files, not a report.")
                self.left.append(Left(name, name, why, harmless=True))
            elif not path.is_file():
                self.left.append(Left(name, name, _why_no_file(path)))
            elif path.suffix.lower() not in ENDINGS:
                why = said_later("Only files that end in {endings} are read.", endings=", ".join(ENDINGS))
                self.left.append(Left(name, name, why))
            else:
                yield from self._in_file(path, name)

    def _reports_in(self, content: bytes, name: str, *, by_lines: bool) -> list[Unwrapped]:
        """What the reports of a file say. Raises DocumentInvalid where none can be read."""
        try:
            return [one for value in read_contents(content) for one in _unwrap(value, name)]
        except DocumentInvalid:
            found, left = _by_lines(content, name) if by_lines else ([], [])
            if not found:
                raise
        self.left += left
        return found

    def _paths(self) -> list[Path]:
        """All below the folder but folders; what can't be looked into is named."""

        def unread(fault: OSError) -> None:
            name = _shown(Path(fault.filename).relative_to(self.folder))
            why = said_later(
                "The folder can't be opened ({strerror}): see that whoever imports may read it.",
                strerror=fault.strerror,
            )
            self.left.append(Left(name, name, why))

        paths = [
            Path(folder, name)
            for folder, folders, files in os.walk(self.folder, onerror=unread)
            for name in [*files, *folders]
        ]
        return sorted(path for path in paths if path.is_symlink() or not path.is_dir())

    def _in_file(self, path: Path, name: str) -> Iterator[Found]:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise DocumentInvalid(
                    said_later("The file is larger than {most_bytes} MB.", most_bytes=MOST_BYTES // 1024 // 1024)
                )
            found = self._reports_in(path.read_bytes(), name, by_lines=path.suffix.lower() in BY_LINES)
        except DocumentInvalid as fault:
            self.left.append(Left(name, name, str(fault)))
            return
        except OSError as fault:
            why = said_later(
                "The file can't be opened ({strerror}): see that whoever imports may read it.", strerror=fault.strerror
            )
            self.left.append(Left(name, name, why))
            return
        if not found:
            self.left.append(Left(name, name, said_later("The file holds an empty list of reports.")))
        for number, (schema, info, document) in enumerate(found, 1):
            place = name if len(found) == 1 else f"{name} #{number}"
            yield Found(place, schema, {key: info[key] for key in TOLD if key in info}, document)


def _shown(path: Path) -> str:
    """The name of a file as a list may show it and a store can hold it: what turns the line round or ends it, escaped.

    Names are bytes; those that are no UTF-8 come as lone surrogates, which nothing can be written with.
    """
    escaped = (one if one.isprintable() else one.encode("unicode_escape").decode() for one in str(path))
    return "".join(escaped)


def _by_lines(content: bytes, name: str) -> tuple[list[Unwrapped], list[Left]]:
    """The reports of each line that can be read alone, and the lines that can't."""
    found: list[Unwrapped] = []
    left: list[Left] = []
    for number, line in enumerate(_lines(content), 1):
        try:
            if line.strip():
                values = read_contents(line, encoding="utf-8", line=number)
                found += [one for value in values for one in _unwrap(value, name)]
        except DocumentInvalid as fault:
            left.append(Left(f"{name}:line {number}", f"{name}: line {number}", str(fault)))
    # Parts of one report that stands over several lines are none.
    return (found, left) if any(_is_report(one[2]) for one in found) else ([], [])


def _is_report(value: Any) -> bool:
    return isinstance(value, Mapping) and not {"header", "government"}.isdisjoint(value)


def _lines(content: bytes) -> list[bytes]:
    encoding = json.detect_encoding(content)
    if encoding not in ("utf-8", "utf-8-sig"):
        content = content.decode(encoding, "replace").encode()
    return content.removeprefix(BOM_UTF8).split(b"\n")


def _why_no_file(path: Path) -> str:
    if path.is_dir():
        return said_later("It is a link to a folder, and links to folders are not followed: import that folder itself.")
    if path.is_symlink():
        return said_later("It is a link to a file that is not there.")
    return said_later("It is neither a file nor a folder, so that nothing is read from it.")


def read_contents(content: bytes, *, encoding: str = "", line: int = 1) -> list[Any]:
    """The JSON values of a file in UTF-8, UTF-16 or UTF-32, one or several after each other. Raises DocumentInvalid.

    `line` is the number of the first line.
    """
    encoding = encoding or json.detect_encoding(content)
    try:
        # Half of a surrogate pair, escaped or not, is for the codec to clean.
        text = content.decode(encoding, "surrogatepass")
    except UnicodeDecodeError as fault:
        raise DocumentInvalid(
            said_later(
                "The file is not in UTF-8 (byte {place} is 0x{byte}), so that letters with accents "
                "can't be told: save it as UTF-8 and import it again.",
                place=fault.start + 1,
                byte=format(content[fault.start], "02x"),
            )
        ) from fault
    try:
        values = _values(text)
    except RecursionError as fault:
        raise DocumentInvalid(TOO_DEEP) from fault
    except json.JSONDecodeError as fault:
        where = said_later("line {line}, column {column}", line=fault.lineno + line - 1, column=fault.colno)
        if not text[fault.pos :].strip():
            why = said_later(
                "The file ends in the middle of a value ({where}): it was cut short, so export it again.", where=where
            )
        else:
            why = said_later(
                "What stands at {where} is not JSON: mend it there, or export the report again.", where=where
            )
        raise DocumentInvalid(why) from fault
    if not values:
        raise DocumentInvalid(said_later("The file is empty."))
    return values


def _values(text: str) -> list[Any]:
    decoder = json.JSONDecoder(parse_constant=_no_constant, parse_int=_whole_number)
    values, place = [], 0
    while place < len(text):
        start = len(text) - len(text[place:].lstrip()) if text[place].isspace() else place
        if start == len(text):
            break
        value, place = decoder.raw_decode(text, start)
        values.append(value)
    return values


def _no_constant(word: str) -> None:
    raise DocumentInvalid(
        said_later("{word} stands where JSON takes a number: write a number, or leave it out.", word=word)
    )


def _whole_number(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise DocumentInvalid(
            said_later(
                "A number has {number} digits ({digits}…), more than any answer takes: mend it, or "
                "export the report again.",
                number=len(digits),
                digits=digits[:12],
            )
        )
    return int(digits)


def _unwrap(content: Any, name: str) -> Iterator[Unwrapped]:
    """Yield (schema, information, document) for each report of a value, whichever shape it has."""
    held = content if isinstance(content, Mapping) else {}
    rows = held.get("response", held.get("reports")) if held else content
    if isinstance(rows, list):
        schema = _text(held.get("schema")) or schema_in(_text(held.get("_request"))) or schema_in(name)
        for row in rows:
            if isinstance(row, Mapping) and isinstance(row.get("body"), Mapping):
                yield from _unwrap(row, name)
            else:
                yield schema, row if isinstance(row, Mapping) else {}, row
    elif isinstance(content, Mapping):
        body = content.get("body")
        document = body if isinstance(body, Mapping) else content
        head = document.get("header")
        schema = _text(head.get("schema")) if isinstance(head, Mapping) else ""
        yield schema or _text(content.get("type")) or schema_in(name), content, document
    else:
        raise DocumentInvalid(said_later("The file holds neither a report nor a list of reports."))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def schema_in(text: str) -> str:
    """The schema that an address or a file name speaks of: …/national-reports-cpb-2, cpbNationalReport4.json."""
    found = re.search(
        r"(?:cpbNationalReport|national-reports?-cpb-|cpb-national-report-|nr)([1-9])", text, re.IGNORECASE
    )
    return f"cpbNationalReport{found[1]}" if found else ""


def _in_order(found: Found, line: bytes) -> tuple[Any, ...]:
    """The earliest submission first: where two governments claim one identifier, the first keeps it."""
    document = found.document if isinstance(found.document, Mapping) else {}
    dates = dates_of(document, found.info)
    # The place is no part of what a document says.
    said = sha256(line.partition(b",")[2]).hexdigest()
    return _day(dates.first), _day(dates.content), said, found.place


def _day(received: Received | None) -> tuple[Any, ...]:
    return (1,) if received is None else (0, *received.order)
