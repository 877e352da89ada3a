"""Files that hold other files (.docx, .xlsx, .odt, .ods): one rule for all, read from their list before their content.

Nothing is inflated before the list tells that all of it together is bounded; what the list tells is then held
against the content, part by part, never more of it than was told. Nothing is parsed but what tells of addresses. Pure.
"""

import struct
import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

from foreign_files.elsewhere import has_such_parts, loads_from_elsewhere

MOST_PARTS = 2_000
MOST_NAME = 250
MOST_INFLATED = 100 * 2**20
# An ordinary part shrinks to a twentieth; a bomb to a thousandth.
MOST_RATIO = 150
RATIO_FROM = 2**20
# The list at the end: 46 bytes and a name for each part, with room for what programs add.
MOST_LIST = MOST_PARTS * (46 + MOST_NAME)
END_OF_LIST = struct.Struct("<4s4H2LH")
MOST_COMMENT = 2**16
CHUNK = 2**16

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
TYPES_PART, KIND_PART = "[Content_Types].xml", "mimetype"
MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": f"{OFFICE}.wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": f"{OFFICE}.spreadsheetml.sheet",
}
KINDS = {
    b"application/vnd.oasis.opendocument.text": f"{OPEN_DOCUMENT}.text",
    b"application/vnd.oasis.opendocument.spreadsheet": f"{OPEN_DOCUMENT}.spreadsheet",
}
MACRO_TYPES = (b"macroenabled", b"vbaproject", b"macrosheet", b"activex")
MACRO_NAMES = ("vbaproject", "vbadata", "/macrosheets/", "/activex/", "/basic/", "/scripts/")
# What a part begins with that is a program, or an object of another program that may hold one.
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$")
# Not gzip, in which Word keeps some of its drawings.
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")
# The data of a chart is a workbook within the file: one such level is read by the same rule.
DATA_OF_CHARTS = "/embeddings/"


class ContainerRefused(ValueError):
    """The rule that a container breaks, by its name."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def kind_of(file: BinaryIO, *, may_hold_another: bool = True) -> str:
    """The content type of an office file; empty where it is none. Raises ContainerRefused."""
    try:
        _check_list(file)
        with zipfile.ZipFile(file) as archive:
            _check_names(archive)
            kind = _kind(archive)
            _check_parts(archive, may_hold_another=may_hold_another)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError) as fault:
        raise fault if isinstance(fault, ContainerRefused) else ContainerRefused("damaged") from fault
    return kind


def _check_list(file: BinaryIO) -> None:
    """Bound the list before anybody reads it whole."""
    size = file.seek(0, 2)
    file.seek(max(0, size - MOST_COMMENT - END_OF_LIST.size))
    end = file.read()
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) - place < END_OF_LIST.size:
        raise ContainerRefused("damaged")
    _sign, _disk, _first, _here, parts, length, _offset, _comment = END_OF_LIST.unpack_from(end, place)
    if parts > MOST_PARTS or length > MOST_LIST:
        raise ContainerRefused("inflates")
    file.seek(0)


def _check_names(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    names = parts_by_name(archive)
    if len(infos) > MOST_PARTS or len({name.lower() for name in names}) < len(names):
        raise ContainerRefused("names")
    inflated, place = 0, 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if is_strange(info.filename):
            raise ContainerRefused("names")
        if info.flag_bits & 0x1:
            raise ContainerRefused("protected")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ContainerRefused("packing")
        if any(part in f"/{info.filename.lower()}" for part in MACRO_NAMES):
            raise ContainerRefused("macros")
        inflated += info.file_size
        # Parts that share their bytes are how a small file inflates without end.
        overlaps = info.header_offset < place
        place = info.header_offset + info.compress_size
        if overlaps or inflated > MOST_INFLATED or info.file_size > max(RATIO_FROM, MOST_RATIO * info.compress_size):
            raise ContainerRefused("inflates")


def parts_by_name(archive: zipfile.ZipFile) -> list[str]:
    """The names of all parts; those with the separators of Windows, as some programs write, under the others."""
    for info in archive.infolist():
        # What stands behind a zero is no part of the name for the library: it is refused with it.
        info.filename = info.orig_filename.replace("\\", "/")
    archive.NameToInfo = {info.filename: info for info in archive.infolist()}
    return [info.filename for info in archive.infolist()]


def is_strange(name: str, *, most: int = MOST_NAME) -> bool:
    """Whether a part's name is one that no program writes, or leads out of the folder it is unpacked to."""
    return (
        not name
        or len(name) > most
        or name.startswith("/")
        or any(character in name for character in "\\:\x00")
        or ".." in name.split("/")
        or not name.isprintable()
    )


def _kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if TYPES_PART in names:
        with archive.open(TYPES_PART) as part:
            # In UTF-16 too, without its zero bytes.
            types = part.read(MOST_NAME * MOST_PARTS).replace(b"\x00", b"").lower()
        if any(word in types for word in MACRO_TYPES):
            raise ContainerRefused("macros")
        return next((kind for word, kind in MAIN_PARTS.items() if word in types), "")
    if KIND_PART in names:
        with archive.open(KIND_PART) as part:
            return KINDS.get(part.read(MOST_NAME).strip(), "")
    return ""


def _check_parts(archive: zipfile.ZipFile, *, may_hold_another: bool) -> None:
    """Read every part to its end: a size or checksum that the list tells falsely fails there."""
    for info in archive.infolist():
        with archive.open(info) as part:
            start = part.read(CHUNK)
            if start.startswith(PROGRAMS):
                raise ContainerRefused("programs")
            if start.startswith(ARCHIVES):
                if not (may_hold_another and DATA_OF_CHARTS in f"/{info.filename.lower()}"):
                    raise ContainerRefused("nested")
                if not kind_of(BytesIO(start + part.read()), may_hold_another=False):
                    raise ContainerRefused("nested")
                continue
            while part.read(CHUNK):
                pass
        if has_such_parts(info.filename):
            with archive.open(info) as part:
                if loads_from_elsewhere(part):
                    raise ContainerRefused("elsewhere")
