"""Files that must never be parsed, built from an honest workbook."""

import io
import struct
import zipfile
from functools import cache

from tests.national_reports.workbook.making import make

TYPES, BOOK, SHEET = "[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
)
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
PADDING = b"<!-- " + b" " * 70_000 + b"-->"


@cache
def parts():
    """The parts of an honest workbook by name, written once."""
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(held, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return file.getvalue()


def inflating(megabytes, name="xl/media/image1.png"):
    """An honest workbook with one more part of so many megabytes of nothing."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for known, content in parts().items():
            if known != name:
                archive.writestr(known, content)
        with archive.open(name, "w") as part:
            for _ in range(megabytes):
                part.write(bytes(2**20))
    return file.getvalue()


def lying(size=100):
    """300 MB that its headers call 100 bytes."""
    content = bytearray(inflating(300))
    end = content.rindex(b"PK\x05\x06")
    entry = content.rindex(b"PK\x01\x02", 0, end)
    (offset,) = struct.unpack_from("<L", content, entry + 42)
    struct.pack_into("<L", content, entry + 24, size)
    struct.pack_into("<L", content, offset + 22, size)
    return bytes(content)


def with_part(name, content=b"x"):
    return packed(parts() | {name: content})


def with_declaration(declaration, encoding="utf-8", before=b"", name=SHEET):
    """A sheet with a document type in front of it, in a spelling of its own."""
    text = parts()[name].decode()
    head, _, body = text.partition("?>")
    head = head.replace("UTF-8", encoding.upper()) if encoding != "utf-8" else head
    whole = (f"{head}?>".encode() + before + f"{declaration}{body}".encode()).decode().encode(encoding)
    return packed(parts() | {name: whole})


def macro_enabled():
    held = parts()
    old, new = b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", b"vnd.ms-excel.sheet.macroEnabled.main"
    return packed(held | {TYPES: held[TYPES].replace(old, new)})


def encrypted():
    """Every part marked as encrypted."""
    content = bytearray(make())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def listing(entries=90_000):
    """A list of parts so long that reading it is the attack."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<3H", 1, 0, 0) + bytes(12) + b"a"
    listed = entry * entries
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(listed), 4, 0)
    return b"PK\x03\x04" + listed + end


def hidden_in_ebcdic():
    """A document type spelt in an encoding in which no scan of ASCII finds it."""
    head = b'<?xml version="1.0" encoding="cp037"?>'
    return packed(parts() | {SHEET: head + (LAUGHS + "<worksheet>&c;</worksheet>").encode("cp037")})


BOMBS = {
    "inflates to 300 MB": lambda: inflating(300),
    "a sheet that inflates to 300 MB": lambda: inflating(300, SHEET),
    "a lying header": lying,
    "a header that tells more": lambda: lying(2**31),
    "larger than the bound": lambda: make() + bytes(6 * 2**20),
    "entities": lambda: with_declaration(LAUGHS),
    "external entity": lambda: with_declaration(XXE),
    "external entity in UTF-16": lambda: with_declaration(XXE, "utf-16"),
    "external entity behind a long comment": lambda: with_declaration(XXE, before=PADDING),
    "entities in EBCDIC": hidden_in_ebcdic,
    "entities in the shared strings": lambda: with_declaration(LAUGHS, name="xl/sharedStrings.xml"),
    "quadratic": lambda: with_declaration(f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'),
    "macro-enabled": macro_enabled,
    "macros": lambda: with_part("xl/vbaProject.bin"),
    "macro sheet": lambda: with_part("xl/macrosheets/sheet1.xml"),
    "external link": lambda: with_part("xl/externalLinks/externalLink1.xml"),
    "embedded object": lambda: with_part("xl/embeddings/oleObject1.bin"),
    "a path upwards": lambda: with_part("../../etc/cron.d/x"),
    "an absolute path": lambda: with_part("/etc/cron.d/x"),
    "a path of Windows": lambda: with_part("xl\\..\\..\\x"),
    "a drive": lambda: with_part("C:x"),
    "a part twice in other case": lambda: with_part("XL/Workbook.xml"),
    "many parts": lambda: packed(parts() | {f"xl/media/{number}": b"" for number in range(1000)}),
    "a long list of parts": listing,
    "a program": lambda: b"MZ" + bytes(5000),
    "a program behind the start of a ZIP": lambda: b"PK\x03\x04" + bytes(5000),
    "an older workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "truncated": lambda: make()[:-500],
    "cut in half": lambda: make()[: len(make()) // 2],
    "a broken part": lambda: make()[:300] + b"?" * 200 + make()[500:],
    "encrypted": encrypted,
    "another compression": lambda: packed(parts(), zipfile.ZIP_LZMA),
    "another document": lambda: packed({TYPES: b"<Types/>", "word/document.xml": b"<x/>"}),
    "a ZIP of nothing": lambda: packed({}),
    "empty": lambda: b"",
    "text": lambda: b"key;answer\n",
}


def with_backslashes(content):
    """The same parts under names with the separators of Windows."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            written = zipfile.ZipInfo("x")
            # The library would set the separators right.
            written.filename = info.filename.replace("/", "\\")
            written.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(written, old.read(info))
    return held.getvalue()
