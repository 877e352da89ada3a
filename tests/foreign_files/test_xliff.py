"""XLIFF: what is written is read back, also as translators' programs write it; nothing else is read."""

import pytest

from foreign_files.xliff import Exchange, Unit, XliffRefused, read, write

UNITS = [
    Unit("whole narrative", "One.\n\nTwo & <three>.", "Un.\n\nDeux & <trois>.", "abc"),
    Unit("title", "  A title ", None),
    Unit("whole sources", "", "", "def"),
]
CORE = 'xmlns="urn:oasis:names:tc:xliff:document:2.0"'


def as_file(inner: str, of: str = CORE, version: str = "2.0") -> bytes:
    file = f'<file id="f1" original="x 1.0">{inner}</file>'
    return f'<xliff {of} version="{version}" srcLang="en" trgLang="fr">{file}</xliff>'.encode()


def test_what_is_written_is_read_back():
    given = Exchange("mid-term 1.0", "en", "fr", UNITS)
    assert read(write(given)) == Exchange("mid-term 1.0", "en", "fr", UNITS, [])
    assert write(given) == write(given)


def test_segments_that_a_program_made_are_one_text_with_what_stands_between():
    unit = (
        '<unit id="u1" name="whole narrative"><segment><source>One.</source><target>Un.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment><source>Two.</source><target><mrk id="m1" type="term">Deux</mrk>.</target></segment></unit>'
    )
    (one,) = read(as_file(f'<group id="g1">{unit}</group>')).units
    assert (one.source, one.target) == ("One. Two.", "Un. Deux.")


def test_a_code_in_the_place_of_text_is_refused_by_the_units_name():
    inner = '<unit id="u1" name="title"><segment><source>A</source><target>B<ph id="1"/></target></segment></unit>'
    given = read(as_file(inner))
    assert (given.units, given.refused) == ([], ["title"])


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "not-xml"),
        (b"PK\x03\x04", "not-xml"),
        (as_file("")[:-20], "cut"),
        (as_file("<unit id='u' name='\u00e9'/>").decode().encode("latin-1"), "encoding"),
        (b'<?xml version="1.0" encoding="utf-9"?>' + as_file(""), "encoding"),
        (as_file("", of='xmlns="urn:oasis:names:tc:xliff:document:1.2"', version="1.2"), "not-xliff-2"),
        (as_file("</file><file id='f2'>"), "no-file"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + as_file(""), "doctype"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16"), "doctype"),
        (b"<x>" + b" " * 5 * 2**20 + b"</x>", "too-large"),
        (as_file("<unit id='u'/>" * 5001), "units"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_rule(content, rule):
    with pytest.raises(XliffRefused) as refused:
        read(content)
    assert refused.value.rule == rule
