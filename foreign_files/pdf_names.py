"""What a PDF would do when it is opened, told by the names in it. Nothing is decoded but the names. Pure."""

import re

WHITE = b"\x00\t\n\x0c\r "
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What stands for a kind of action or object, and what only such a thing has; with the rule that each breaks.
# Links to addresses (/URI) are none of them.
KINDS = {
    "/JavaScript": "scripts",
    "/Launch": "launches",
    "/ImportData": "launches",
    "/GoToE": "launches",
    "/RichMedia": "launches",
    "/RichMediaExecute": "launches",
    "/EmbeddedFile": "files within",
    "/FileAttachment": "files within",
}
KEYS = {
    "/JavaScript": "scripts",
    "/JS": "scripts",
    "/XFA": "scripts",
    "/OnInstantiate": "scripts",
    "/EF": "files within",
    "/EmbeddedFiles": "files within",
}
# The keys under which kinds stand; elsewhere the same word may name a place or a letter face.
SAY_KINDS = ("/S", "/Type", "/Subtype")
_NAME = re.compile(rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")


def begins_cleanly(start: bytes) -> bool:
    """Whether nothing but white space stands before %PDF, as programs and mail gateways put it there; no other page."""
    return not start.partition(b"%PDF-")[0].removeprefix(BYTE_ORDER_MARK).strip(WHITE)


def is_plain(content: bytes) -> bool:
    """Whether it holds no stream, in which other objects could be packed: every name in it is read as it stands."""
    return b"stream" not in content


def broken_by_plain(content: bytes) -> str:
    """The rule that a plain PDF breaks, its names written in any way (/J#61vaScript)."""
    for found in _NAME.finditer(content):
        name = _CODED.sub(lambda coded: bytes([int(coded[1], 16)]), found[0]).decode("latin-1")
        if name in KINDS or name in KEYS:
            return KINDS.get(name) or KEYS[name]
    return ""
