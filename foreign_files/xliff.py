"""Texts and their translations as XLIFF 2.1: written for translators' programs, read back from them. Pure.

https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html. Only plain text goes out; of what comes back the
marks that programs put around text are read through, and codes that stand for something else are refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers.expat import errors

MEDIA_TYPE = "application/xliff+xml"
MOST_BYTES = 5 * 2**20
MOST_UNITS = 5_000
_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Around text, or a remark on it.
_THROUGH = {"mrk", "pc", "sm", "em"}
_BASE = "base"
_TOKEN = errors.codes[errors.XML_ERROR_INVALID_TOKEN]
_CUT = {
    errors.codes[one]
    for one in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_ENCODING = {errors.codes[one] for one in (errors.XML_ERROR_UNKNOWN_ENCODING, errors.XML_ERROR_INCORRECT_ENCODING)}


class XliffRefused(ValueError):
    """The rule that a file breaks, by its name.

    too-large, not-xml, cut, encoding, doctype, not-xliff-2, no-file, units.
    """

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class UnitRefused(ValueError):
    """A unit holds a code in the place of text; carries its name."""


@dataclass(frozen=True)
class Unit:
    """One text: `target` is None where there is none; `base` is told unchanged to whoever reads it back."""

    name: str
    source: str
    target: str | None
    base: str = ""
    note: str = ""


@dataclass(frozen=True)
class Exchange:
    """One file: what it is of, from which language into which; `refused` names units that cannot be read."""

    original: str
    source_language: str
    target_language: str
    units: Sequence[Unit]
    refused: Sequence[str] = ()


def write(exchange: Exchange) -> bytes:
    """The file; the same texts give the same bytes. Characters that XML has not must be gone already."""
    root = ElementTree.Element("xliff", {"xmlns": _CORE, "version": "2.1", "srcLang": exchange.source_language})
    root.set("trgLang", exchange.target_language)
    file = ElementTree.SubElement(root, "file", {"id": "f1", "original": exchange.original})
    for number, unit in enumerate(exchange.units, 1):
        held = ElementTree.SubElement(file, "unit", {"id": f"u{number}", "name": unit.name, _SPACE: "preserve"})
        notes = ElementTree.SubElement(held, "notes")
        if unit.note:
            ElementTree.SubElement(notes, "note").text = unit.note
        ElementTree.SubElement(notes, "note", {"category": _BASE}).text = unit.base
        segment = ElementTree.SubElement(held, "segment")
        ElementTree.SubElement(segment, "source").text = unit.source
        if unit.target is not None:
            ElementTree.SubElement(segment, "target").text = unit.target
    ElementTree.indent(file, level=1)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def read(content: bytes) -> Exchange:
    """Read a file back. Raises XliffRefused."""
    if len(content) > MOST_BYTES:
        raise XliffRefused("too-large")
    try:
        root = ElementTree.fromstring(content, parser=ElementTree.XMLParser(target=_WithoutDoctype()))
    except (ElementTree.ParseError, LookupError, ValueError) as fault:
        raise fault if isinstance(fault, XliffRefused) else XliffRefused(_rule_broken(fault, content)) from fault
    if root.tag != f"{{{_CORE}}}xliff" or not root.get("version", "").startswith("2."):
        raise XliffRefused("not-xliff-2")
    files = root.findall(f"{{{_CORE}}}file")
    if len(files) != 1:
        raise XliffRefused("no-file")
    held = list(files[0].iter(f"{{{_CORE}}}unit"))
    if len(held) > MOST_UNITS:
        raise XliffRefused("units")
    units, refused = [], []
    for one in held:
        try:
            units.append(_unit(one))
        except UnitRefused:
            refused.append(one.get("name", one.get("id", "–")))
    languages = root.get("srcLang", ""), root.get("trgLang", "")
    return Exchange(files[0].get("original", ""), *languages, units, refused)


def _rule_broken(fault: Exception, content: bytes) -> str:
    """What keeps a file from being XML, as far as the parser knows it."""
    if b"<xliff" not in content:
        return "not-xml"
    if isinstance(fault, ElementTree.ParseError) and fault.code in _CUT:
        return "cut"
    # A name of an encoding that is none, or bytes that are not of it.
    if not isinstance(fault, ElementTree.ParseError) or fault.code in _ENCODING:
        return "encoding"
    return "encoding" if fault.code == _TOKEN and not _is_utf_8(content) else "not-xml"


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


class _WithoutDoctype(ElementTree.TreeBuilder):
    """A document type may name other files, and words that swell: nothing that is exchanged needs one."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise XliffRefused("doctype")


def _unit(held: ElementTree.Element) -> Unit:
    """One text of however many segments a program made of it."""
    parts = [part for part in held if part.tag in (f"{{{_CORE}}}segment", f"{{{_CORE}}}ignorable")]
    sources = [_of(part, "source") for part in parts]
    targets = [_of(part, "target") for part in parts]
    translated = None
    if any(target is not None for target in targets):
        # Between segments stands what is the same in both languages.
        between = [f"{{{_CORE}}}ignorable" == part.tag for part in parts]
        translated = "".join(
            target if target is not None else (source or "") if same else ""
            for source, target, same in zip(sources, targets, between, strict=True)
        )
    base = next((note.text or "" for note in held.iter(f"{{{_CORE}}}note") if note.get("category") == _BASE), "")
    return Unit(held.get("name", ""), "".join(one or "" for one in sources), translated, base)


def _of(part: ElementTree.Element, name: str) -> str | None:
    found = part.find(f"{{{_CORE}}}{name}")
    return None if found is None else "".join(_text(found))


def _text(held: ElementTree.Element) -> Iterator[str]:
    yield held.text or ""
    for inner in held:
        if inner.tag.rpartition("}")[2] not in _THROUGH:
            raise UnitRefused(inner.tag)
        yield from _text(inner)
        yield inner.tail or ""
