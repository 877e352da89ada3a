"""The gate over finished documents: a number that the frozen form does not hold is found, wherever it stands."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from evaluation.documents.blocks import Figure
from evaluation.documents.csvs import csv_of_sheet
from evaluation.documents.pdfs import set_pdfs
from evaluation.documents.produced import CSV, DOCX, HTML, PDF, TEXT, XLSX, RenderedDocument
from evaluation.documents.rendering import brief_order
from evaluation.documents.report import build_report
from evaluation.documents.report_docx import render_docx
from evaluation.documents.report_html import render_html
from evaluation.documents.tables import sheets
from evaluation.documents.words import words_of
from evaluation.documents.workbook import render_workbook
from evaluation.editions import gate_pieces
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_pieces import NotRead
from evaluation.editions.refusals import Check
from tests.evaluation.edition_documents.making import refused_in

# One white point.
PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xff\xff"
    b"?\0\x05\xfe\x02\xfe\r\xefF\xb8\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture
def form(frozen) -> FrozenForm:
    return FrozenForm.of(bytes(frozen.frozen))


def brief(form, language: str) -> RenderedDocument:
    """As it is set: where its numbers stand on the page is read."""
    order = brief_order(form, words_of(form, language), form["links"])
    (content,) = set_pdfs([order], on=form.frozen_on)
    return RenderedDocument("brief", language, f"brief-{language}.pdf", PDF, content)


@pytest.fixture
def made(form) -> dict[str, RenderedDocument]:
    """The documents that people read, by kind; of the PDFs only what they are set from is read."""
    words = words_of(form, "en")
    tables = sheets(form, words)
    report = build_report(form, words=words, links=form["links"])
    html = render_html(report, words)
    # Of its pictures nothing is read: their words stand in the report as HTML.
    pictures = [PICTURE] * sum(isinstance(block, Figure) for block in report.blocks)
    book = render_workbook(form, words, tables, address=form["links"]["edition"])
    found = [
        RenderedDocument("report", "en", "report.html", HTML, html),
        RenderedDocument("report", "en", "report.docx", DOCX, render_docx(report, words, pictures)),
        RenderedDocument("tables", "en", "tables.xlsx", XLSX, book),
        *(RenderedDocument("table", "en", f"{one.name}.csv", CSV, csv_of_sheet(one)) for one in tables),
        brief(form, "en"),
        RenderedDocument("report", "en", "report.pdf", PDF, b""),
    ]
    return {one.name: one for one in found}


def test_every_number_of_every_document_is_in_the_frozen_form(form, made):
    assert refused_in(form, made.values()) == []


def test_a_plain_text_is_read_by_its_lines(form):
    text = RenderedDocument("summary", "en", "summary.txt", TEXT, b"In short\nNext: 987,654 Parties.\n")
    assert [(one.check, one.place) for one in refused_in(form, [text])] == [
        (Check.NOT_FROZEN, "summary.txt 2: Next: 987,654 Parties.")
    ]


@pytest.mark.parametrize("document", [("summary", "image/svg+xml"), ("poster", PDF)])
def test_a_document_that_the_gate_cannot_read_does_not_go_out_unread(form, document):
    kind, media_type = document
    with pytest.raises(NotRead, match=kind):
        refused_in(form, [RenderedDocument(kind, "en", "made", media_type, b"1")])


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (b"50 per cent of the 6 Parties", b"55 per cent of the 6 Parties", "55 per cent"),
        (b"50 per cent of the 6 Parties", b"50 per cent of the 4,711 Parties", "4,711"),
    ],
)
def test_a_number_changed_in_the_report_is_found_with_its_place(form, made, before, after, found):
    report = made["report.html"]
    changed = report.content.replace(before, after)
    assert changed != report.content
    refused = refused_in(form, [replace(report, content=changed)])
    assert refused
    assert all(found in one.found for one in refused)
    assert refused[0].place.startswith("report.html ")


def test_another_measures_number_under_an_indicator_is_found(form, made):
    """In the report A.1 has its own numbers; those of the whole edition are no excuse."""
    report = made["report.html"]
    changed = report.content.replace(b"</main>", b"<p>B.1: 50 per cent of 6</p></main>")
    assert [one.subject for one in refused_in(form, [replace(report, content=changed)])] == ["indicator/B.1"]


def test_a_sentence_on_a_whole_objective_may_name_one_indicator_only(form):
    """Among its largest changes stands A.1 alone; the numbers before it are not those of A.1."""
    sentence = "Of 77 indicators: improved clearly 1. Largest changes: A.1 +25 points."
    objective = next(subject for subject in form["texts"] if subject.startswith("objective/"))
    said = {**form["texts"][objective], "generated": {"en": sentence}}
    report = RenderedDocument("report", "en", "report.html", HTML, f"<main><p>{sentence}</p></main>".encode())
    assert [one.subject for one in refused_in(form, [report])] == ["indicator/A.1"]
    written = FrozenForm({**form, "texts": {**form["texts"], objective: said}})
    assert [one.subject for one in refused_in(written, [report])] == ["documents"]


def test_a_number_changed_in_a_table_is_found(form, made):
    table = made["by-group.csv"]
    lines = table.content.decode("utf-8-sig").splitlines()
    cells = lines[1].split(",")
    place = next(number for number, cell in enumerate(cells) if cell.isdigit())
    cells[place] = "4711"
    lines[1] = ",".join(cells)
    refused = refused_in(form, [replace(table, content="\r\n".join(lines).encode())])
    assert [(one.place, one.found) for one in refused] == [("by-group.csv row 2", "4711")]


def with_part(document: RenderedDocument, part: str, old: bytes, new: bytes, count: int = 0) -> RenderedDocument:
    """A document of several parts, with what matches `old` in one of them written anew."""
    changed = BytesIO()
    with ZipFile(BytesIO(document.content)) as held, ZipFile(changed, "w") as again:
        for name in held.namelist():
            content = held.read(name)
            if name == part:
                content, changes = re.subn(old, new, content, count=count)
                assert changes
            again.writestr(name, content)
    return replace(document, content=changed.getvalue())


def test_a_number_changed_in_the_workbook_is_found(form, made):
    changed = with_part(made["tables.xlsx"], "xl/worksheets/sheet5.xml", rb"<v>(50|33\.3)</v>", b"<v>51.7</v>")
    refused = refused_in(form, [changed])
    assert refused
    assert all("51.7" in one.found and one.place.startswith("tables.xlsx sheet5.xml row") for one in refused)


def test_what_a_pdf_is_set_from_is_read(form, made, monkeypatch):
    real = gate_pieces.build_brief

    def with_another_number(*args, **kwargs):
        brief = real(*args, **kwargs)
        return replace(brief, findings=(*brief.findings, "Of 4,711 Parties all answered."))

    monkeypatch.setattr(gate_pieces, "build_brief", with_another_number)
    assert [one.found for one in refused_in(form, [made["brief-en.pdf"]])] == ["4,711"]


@pytest.mark.parametrize("within", [b"<w:p>", b"<w:tr>"])
def test_a_number_changed_in_the_word_document_is_found_in_texts_and_in_tables(form, made, within):
    number = rb"(\b)[1-9]\d(?= per cent of)" if within == b"<w:p>" else rb"(w:t>)\d+(?=</w:t>)"
    changed = with_part(made["report.docx"], "word/document.xml", number, rb"\g<1>4711", count=1)
    refused = refused_in(form, [changed])
    assert refused
    assert all(one.place.startswith("report.docx ") and "4711" in one.found for one in refused)


def test_a_number_changed_in_the_lettering_of_a_chart_is_found(form, made):
    report = made["report.html"]
    assert b">6/" in report.content
    changed = report.content.replace(b">6/", b">4711/")
    refused = refused_in(form, [replace(report, content=changed)])
    assert refused
    assert all("4711" in one.found for one in refused)
