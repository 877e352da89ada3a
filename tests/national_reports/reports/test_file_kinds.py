"""What is taken as a file of a report: told by its content, containers held to one rule, bombs never unpacked."""

import io
import resource
import zipfile
from functools import cache
from time import perf_counter

import pytest
from django.core.files.base import ContentFile
from docx import Document

from foreign_files.containers import MOST_PARTS
from national_reports.services.attachments import MOST_BYTES, FileRefused, check_file
from national_reports.views.attachments import refusal
from tests.national_reports.reports.pictures import picture
from tests.national_reports.workbook import bombs
from tests.national_reports.workbook.making import make

CRLF_PDF = b"\r\n%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = picture("PNG")
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"


def checked(name, content):
    return check_file(ContentFile(content, name=name))


def refused(name, content):
    with pytest.raises(FileRefused) as fault:
        checked(name, content)
    # Whatever the rule, the sentence ends with a way on.
    said = refusal(fault.value)
    assert any(way in said for way in ("PDF", "save", "send", "take", "make", "Taken are")), said
    return fault.value.reason


@cache
def empty_docx():
    file = io.BytesIO()
    Document().save(file)
    return file.getvalue()


@cache
def xlsx():
    """A workbook of the whole form; written once, it is in many cases."""
    return make()


def docx(**parts):
    return with_parts(empty_docx(), parts)


def packed_with(packing):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as old, zipfile.ZipFile(file, "w", packing) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return file.getvalue()


def with_parts(content, parts):
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return file.getvalue()


def open_document(kind, **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("content.xml", "<office:document-content/>")
        archive.writestr("Configurations2/", "")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
    return with_parts(file.getvalue(), parts)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("law.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf"),
        ("leading_crlf.pdf", CRLF_PDF, "application/pdf"),
        ("bom.pdf", b"\xef\xbb\xbf%PDF-1.7\n%%EOF\n", "application/pdf"),
        ("lines.pdf", b"\r\n" * 500 + b"%PDF-1.7\n%%EOF\n", "application/pdf"),
        ("map.png", PNG, "image/png"),
        ("Law.DOCX", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("data.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        # As written by programs that keep the separators of Windows.
        (
            "windows.docx",
            bombs.with_backslashes(docx()),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("law.odt", open_document(ODT), ODT),
        ("data.ods", open_document(ODS), ODS),
        (
            "chart.docx",
            docx(**{"word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()}),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_files_are_told_by_their_content(name, content, kind):
    assert checked(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("law.pdf", b"", "empty"),
        ("late.pdf", b" " * 1024 + b"%PDF-1.7\n", "type"),
        ("page.pdf", b"<html>", "type"),
        ("mail.pdf", b"X-Gateway: seen\n" + b"%PDF-1.7\n%%EOF\n", "prologue"),
        ("law.pdf", PNG, "type"),
        ("law.odt", docx(), "type"),
        ("program.pdf", b"MZ" + bytes(100), "type"),
        ("law.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old office"),
        ("only.docx", open_document("application/zip"), "type"),
        ("cut.docx", docx()[:-30], "damaged"),
        ("bzip2.docx", packed_with(zipfile.ZIP_BZIP2), "packing"),
        ("lzma.docx", packed_with(zipfile.ZIP_LZMA), "packing"),
        ("macro.docx", docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("macro.odt", open_document(ODT, **{"Basic/Standard/Module1.xml": b"x"}), "macros"),
        ("script.ods", open_document(ODS, **{"Scripts/python/run.py": b"x"}), "macros"),
        ("active.docx", docx(**{"word/activeX/activeX1.bin": b"x"}), "macros"),
        ("renamed.xlsx", bombs.with_part("xl/vbaProject.bin"), "macros"),
        ("slip.odt", open_document(ODT, **{"../../etc/cron.d/run": b"x"}), "names"),
        ("root.docx", docx(**{"/etc/passwd": b"x"}), "names"),
        ("drive.docx", docx(**{"C:/run.exe": b"x"}), "names"),
        ("twice.docx", docx(**{"word/Document.xml": b"x"}), "names"),
        ("program.odt", open_document(ODT, **{"Pictures/picture.png": b"MZ" + bytes(99)}), "programs"),
        ("object.docx", docx(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), "programs"),
        ("nested.docx", docx(**{"word/media/image1.png": docx()}), "nested"),
        ("deep.docx", docx(**{"word/embeddings/a.docx": docx(**{"word/embeddings/b.xlsx": xlsx()})}), "nested"),
        ("inner.docx", docx(**{"word/embeddings/a.xlsx": bombs.with_part("xl/vbaProject.bin")}), "macros"),
        ("many.odt", open_document(ODT, **{f"Pictures/{n}.png": b"" for n in range(MOST_PARTS)}), "inflates"),
    ],
)
def test_what_is_not_taken_is_told_by_the_rule_that_it_breaks(name, content, reason):
    assert refused(name, content) == reason


@pytest.fixture(scope="module")
def bomb():
    """300 MB in 290 KB."""
    file = io.BytesIO(open_document(ODT))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("Pictures/1.png", "w") as part:
        for _ in range(300):
            part.write(bytes(2**20))
    return file.getvalue()


def test_a_bomb_is_refused_without_being_unpacked(bomb):
    assert len(bomb) < 320_000
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, perf_counter()
    assert refused("bomb.odt", bomb) == "inflates"
    assert perf_counter() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_bomb_whose_headers_lie_is_unpacked_no_further_than_they_say():
    began = perf_counter()
    assert refused("lying.xlsx", bombs.lying()) == "damaged"
    assert perf_counter() - began < 20


def test_a_file_is_refused_by_its_size_before_a_byte_of_it_is_read():
    class Unread(ContentFile):
        def read(self, *_args):
            raise AssertionError("It was read.")

    file = Unread(b"", name="law.pdf")
    file.size = MOST_BYTES + 1
    with pytest.raises(FileRefused, match="too large"):
        check_file(file)
