"""Bounds on a workbook before anything in it is parsed.

Sizes are counted while inflating, since what a ZIP says of itself may be false; no part is held whole.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_lazy

from foreign_files.containers import is_strange, parts_by_name
from national_reports.workbook.identity import Problem, WorkbookRefused

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MOST_BYTES = 5 * 2**20
MOST_INFLATED = 30 * 2**20
# An ordinary part shrinks to a twentieth; a bomb to a thousandth.
MOST_RATIO = 150
RATIO_FROM = 2**20
MOST_PARTS = 400
MOST_NAME = 200
MOST_COMMENT = 2**16
# The list at the end of the file: 46 bytes and a name for each part.
MOST_LIST = MOST_PARTS * (46 + MOST_NAME)
CHUNK = 2**16
END_OF_LIST = struct.Struct("<4s4H2LH")

TYPES = "[Content_Types].xml"
WORKBOOK_TYPE = b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
FORBIDDEN_TYPES = (b"macroenabled", b"vbaproject", b"externallink", b"macrosheet", b"activex", b"oleobject")
FORBIDDEN_NAMES = (
    "vbaproject",
    "vbadata",
    "/macrosheets/",
    "/externallinks/",
    "/embeddings/",
    "/activex/",
    "/dialogsheets/",
)
XML_ENDINGS = (".xml", ".rels", ".vml")
FORBIDDEN_MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)[\"']")
KNOWN_ENCODINGS = (b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"iso-8859-1")
LONGEST_MARKUP = 16
LONGEST_DECLARATION = 400
MOST_TYPES = 2**18

NOT_A_WORKBOOK = gettext_lazy(
    "This file is not an Excel workbook (.xlsx). Save it again as an Excel workbook (.xlsx) and send that."
)
NOT_A_WORKBOOK_OR_LOCKED = gettext_lazy(
    "This file is not an Excel workbook (.xlsx). Save it again as an Excel workbook (.xlsx) and send that. If it is "
    "one, remove the password for opening it first."
)
DAMAGED = gettext_lazy(
    "The workbook is damaged or was not sent whole. Save it again as an Excel workbook (.xlsx) and send that."
)
ENCRYPTED = gettext_lazy(
    "The workbook is protected with a password for opening. Remove the password and send it again."
)
MACROS = gettext_lazy(
    "The workbook holds macros or objects of other programs, which are not accepted. Save it again as an Excel "
    "workbook (.xlsx) and send that."
)
TOO_LARGE = gettext_lazy("The workbook is larger than %(n)d MB. Fill in the workbook that the site made and send that.")
INFLATES = gettext_lazy(
    "The workbook holds far more than a report can. Fill in the workbook that the site made and send that."
)
PACKING = gettext_lazy(
    "The workbook is packed in a way that is not read here. Save it again as an Excel workbook (.xlsx) and send that."
)
STRANGE = gettext_lazy(
    "The workbook holds parts that no spreadsheet program writes. Fill in the workbook that the site made."
)


def open_guarded(file: BinaryIO) -> zipfile.ZipFile:
    """Open a workbook that is safe to parse; raises WorkbookRefused with one clear sentence."""
    _check_file(file)
    try:
        archive = zipfile.ZipFile(file)
        _check_names(archive)
        _check_parts(archive)
        _check_types(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, UnicodeDecodeError) as fault:
        raise _refused(DAMAGED) from fault
    return archive


def _refused(reason: "str | StrPromise") -> WorkbookRefused:
    return WorkbookRefused([Problem(str(reason))])


def _check_file(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    if size > MOST_BYTES:
        raise _refused(TOO_LARGE % {"n": MOST_BYTES // 2**20})
    file.seek(0)
    start = file.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _refused(NOT_A_WORKBOOK_OR_LOCKED)
    if not start.startswith(b"PK\x03\x04"):
        raise _refused(NOT_A_WORKBOOK)
    # The list of parts is read whole by the ZIP library: bound it first. A mail gateway may have left a comment or some
    # bytes behind it; the library takes the last list, too.
    file.seek(max(0, size - MOST_COMMENT - END_OF_LIST.size))
    end = file.read()
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) - place < END_OF_LIST.size:
        raise _refused(DAMAGED)
    _signature, _disk, _first, _here, parts, length, _offset, _comment = END_OF_LIST.unpack_from(end, place)
    if end[max(0, place - 20) : place].startswith(b"PK\x06\x07") or length > MOST_LIST or parts > MOST_PARTS:
        raise _refused(STRANGE)
    file.seek(0)


def _check_names(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    names = parts_by_name(archive)
    if len(infos) > MOST_PARTS or len({name.lower() for name in names}) < len(names):
        raise _refused(STRANGE)
    for info, name in zip(infos, names, strict=True):
        if info.flag_bits & 0x1:
            raise _refused(ENCRYPTED)
        if is_strange(name, most=MOST_NAME):
            raise _refused(STRANGE)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused(PACKING)
        if any(part in f"/{name.lower()}" for part in FORBIDDEN_NAMES):
            raise _refused(MACROS)
    if TYPES not in names:
        raise _refused(NOT_A_WORKBOOK)


def _check_parts(archive: zipfile.ZipFile) -> None:
    inflated = 0
    for info in archive.infolist():
        own = 0
        scan = _Scan() if info.filename.lower().endswith(XML_ENDINGS) else None
        for chunk in _chunks(archive, info):
            inflated += len(chunk)
            own += len(chunk)
            if inflated > MOST_INFLATED or own > max(RATIO_FROM, MOST_RATIO * info.compress_size):
                raise _refused(INFLATES)
            if scan:
                scan.take(chunk)


class _Scan:
    """Looks for what would make a parser fetch or multiply, in whatever way the part spells its characters."""

    def __init__(self) -> None:
        self.tail = b""
        self.begun = False

    def take(self, chunk: bytes) -> None:
        # Without its zero bytes UTF-16 and UTF-32 read as ASCII does.
        bare = self.tail + chunk.replace(b"\x00", b"")
        if not self.begun:
            self.begun = True
            _check_encoding(bare)
        if FORBIDDEN_MARKUP.search(bare):
            raise _refused(STRANGE)
        self.tail = bare[-LONGEST_MARKUP:]


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    # The checksum is verified at the end of a part: a header that tells a smaller size fails there.
    with archive.open(info) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def _check_encoding(start: bytes) -> None:
    if b"<?xml" not in start[:16]:
        return
    declaration, closed, _rest = start[:LONGEST_DECLARATION].partition(b"?>")
    named = ENCODING.search(declaration)
    if not closed or (named and named[1].lower() not in KNOWN_ENCODINGS):
        raise _refused(STRANGE)


def _check_types(archive: zipfile.ZipFile) -> None:
    with archive.open(TYPES) as part:
        types = part.read(MOST_TYPES + 1).replace(b"\x00", b"").lower()
    if len(types) > MOST_TYPES:
        raise _refused(STRANGE)
    if any(forbidden in types for forbidden in FORBIDDEN_TYPES):
        raise _refused(MACROS)
    if WORKBOOK_TYPE not in types:
        raise _refused(NOT_A_WORKBOOK)
