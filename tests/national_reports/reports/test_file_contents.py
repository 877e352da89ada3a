"""What a file of a report would do to whoever opens it: PDFs, pictures, office files, and a scanner's word."""

import io
import shlex
import sys
import zlib
from time import perf_counter

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from national_reports.services.inspecting import VIRUS_TEST
from tests.national_reports.reports.pictures import picture
from tests.national_reports.reports.test_file_kinds import ODT, checked, docx, open_document, refused

PROLOGUE = b"<html><script>alert(1)</script>"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
OBJECT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject"


def pdf(change=lambda _pdf: None, *, packed=False, **kept):
    """A PDF of one page with text and a link, and what is done to it."""
    file = io.BytesIO()
    made = Pdf.new()
    page = made.add_blank_page()
    page.Contents = Stream(made, b"BT (The /Launch of the /JS plan) Tj ET " * 20)
    link = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link)])
    change(made)
    mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
    made.save(file, object_stream_mode=mode, **kept)
    return file.getvalue()


def opens_with(**action):
    def change(made):
        made.Root.OpenAction = made.make_indirect(Dictionary(**action))

    return change


def hold_a_file(made):
    made.attachments["run.exe"] = b"MZ"


def leave_an_empty_tree(made):
    made.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([])))


SCRIPT = opens_with(S=Name.JavaScript, JS=String("app.alert(1)"))
LAUNCH = opens_with(S=Name.Launch, F=String("cmd.exe"))


def written(action):
    """As someone writes one by hand, without a stream."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction" + action + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(SCRIPT), "scripts"),
        (pdf(SCRIPT, packed=True), "scripts"),
        (pdf(SCRIPT).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53"), "scripts"),
        (pdf(LAUNCH), "launches"),
        (pdf(LAUNCH, packed=True), "launches"),
        (pdf(LAUNCH).replace(b"/S /Launch", b"/S /#4caunch"), "launches"),
        (pdf(hold_a_file), "files within"),
        (pdf(hold_a_file, packed=True), "files within"),
        (written(b"<</S/JavaScript/JS(a)>>"), "scripts"),
        (written(b"<</S/J#61vaScript>>"), "scripts"),
        (written(b"<</S/#4caunch/F(cmd.exe)>>"), "launches"),
        (written(b"<</Type/EmbeddedFile>>"), "files within"),
        (pdf(encryption=pikepdf.Encryption(user="secret", owner="secret")), "protected"),
        (pdf(packed=True)[:-300], "unreadable"),
        (PROLOGUE + pdf(), "prologue"),
        (PROLOGUE + b"%PDF-1.4\n%%EOF\n", "prologue"),
    ],
)
def test_a_pdf_that_would_run_or_hide_something_is_refused_by_its_rule(content, reason):
    assert refused("law.pdf", content) == reason


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        pdf(packed=True),
        b"\r\n" + pdf(),
        pdf(leave_an_empty_tree),
        pdf(encryption=pikepdf.Encryption(user="", owner="secret")),
    ],
)
def test_a_pdf_with_text_and_links_is_taken(content):
    assert checked("law.pdf", content) == "application/pdf"


def padded(megabytes):
    """A PDF whose catalogue is packed, with so much white space behind it."""
    packing = zlib.compressobj(1)
    packed = packing.compress(b"3 0 <</Type/Catalog/Pages 4 0 R>>")
    packed += b"".join(packing.compress(b" " * 2**20) for _ in range(megabytes)) + packing.flush()
    content = b"%PDF-1.5\n4 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    places = [9, len(content)]
    content += b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    content += packed + b"\nendstream\nendobj\n"
    rows = [(0, 0, 0), (1, places[1], 0), (1, len(content), 0), (2, 1, 0), (1, places[0], 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(4) + bytes([last]) for kind, place, last in rows)
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return content + b"2 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 3 0 R/Length 30>>\nstream\n" + table + end


def test_a_pdf_whose_objects_inflate_without_end_is_refused_in_a_process_that_is_bounded():
    assert checked("padded.pdf", padded(1)) == "application/pdf"
    bomb = padded(600)
    began = perf_counter()
    assert refused("bomb.pdf", bomb) == "unreadable"
    assert perf_counter() - began < 30


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("map.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "markup"),
        ("map.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
        ("map.png", picture("PNG") + b"<SCRIPT>alert(1)</SCRIPT>", "markup"),
        ("map.jpg", picture("JPEG") + b"<html>", "markup"),
        ("map.jpg", picture("JPEG", (400, 300))[:-900], "picture"),
        ("map.png", picture("PNG")[:16] + b"\x00\x00\xff\xff" * 2 + picture("PNG")[24:], "picture"),
        ("map.jpg", picture("JPEG").replace(b"\x00\x1e\x00\x28", b"\xff\xdc\xff\xdc"), "pixels"),
    ],
)
def test_a_picture_that_is_none_is_refused(name, content, reason):
    assert refused(name, content) == reason


def test_pictures_are_taken():
    assert checked("map.png", picture("PNG")) == "image/png"
    assert checked("map.jpeg", picture("JPEG", (400, 300)) + bytes(9)) == "image/jpeg"


def related(kind, target):
    one = f'<Relationship Id="rId1" Type="{kind}" Target="{target}" TargetMode="External"/>'
    spaces = "http://schemas.openxmlformats.org/package/2006/relationships"
    return docx(**{"word/_rels/more.xml.rels": f'<Relationships xmlns="{spaces}">{one}</Relationships>'})


def linking(element, address):
    return open_document(ODT, **{"styles.xml": f'<a:b><{element} xlink:href="{address}"/></a:b>'})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("law.docx", related(TEMPLATE, "http://example.org/letter.dotm")),
        ("law.docx", related(TEMPLATE, "&#104;ttps://example.org/letter.dotx")),
        ("law.docx", related(TEMPLATE, r"\\server\share\letter.dotm")),
        ("law.docx", related(TEMPLATE, "file://server/share/letter.dotm")),
        ("law.docx", related(TEMPLATE, "file:///%5C%5Cserver/letter.dotm")),
        ("law.docx", related(OBJECT, "http://example.org/data.xls")),
        ("law.docx", related(OBJECT, "mhtml:http://example.org/a!x-usc:http://example.org/a")),
        ("law.odt", linking("draw:object-ole", "http://example.org/data")),
        ("law.odt", linking("d:floating-frame", "https://example.org/")),
        ("law.odt", linking("meta:template", "http://example.org/letter.ott")),
        ("law.odt", open_document(ODT, **{"meta.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})),
    ],
)
def test_an_office_file_that_loads_from_elsewhere_is_refused(name, content):
    assert refused(name, content) == "elsewhere"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("law.docx", related(HYPERLINK, "https://example.org/")),
        ("law.docx", related(TEMPLATE, r"file:///C:\Users\me\Templates\Letter.dotx")),
        ("law.odt", linking("text:a", "https://example.org/")),
        ("law.odt", linking("draw:object", "./Object 1")),
        ("law.odt", linking("meta:template", "file:///home/me/letter.ott")),
    ],
)
def test_links_and_the_template_on_its_writers_own_disk_are_taken(name, content):
    assert checked(name, content)


def scanner(settings, program):
    settings.ATTACHMENT_SCANNER = shlex.join([sys.executable, "-c", program])


FINDS = f"import sys; sys.exit({VIRUS_TEST[:40]!r} in sys.stdin.buffer.read())"


def test_the_marker_of_a_virus_test_is_found_with_and_without_a_scanner(settings):
    marked = pdf() + VIRUS_TEST
    assert refused("law.pdf", marked) == "virus"
    assert refused("law.docx", docx(**{"word/media/image1.png": VIRUS_TEST})) == "programs"
    scanner(settings, FINDS)
    assert refused("law.pdf", marked) == "virus"
    assert checked("law.pdf", pdf()) == "application/pdf"


@pytest.mark.parametrize("program", ["raise SystemExit(2)", "import os; os.abort()"])
def test_a_file_is_not_taken_on_trust_where_the_scanner_cannot_tell(settings, program):
    scanner(settings, program)
    assert refused("law.pdf", pdf()) == "not scanned"


def test_a_file_is_not_taken_on_trust_where_the_scanner_is_away_or_too_slow(settings, monkeypatch):
    settings.ATTACHMENT_SCANNER = "no-such-scanner -"
    assert refused("law.pdf", pdf()) == "not scanned"
    monkeypatch.setattr("national_reports.services.inspecting.SCAN_SECONDS", 0.2)
    scanner(settings, "import signal; signal.pause()")
    assert refused("law.pdf", pdf()) == "not scanned"
