"""Documents in Arabic: numbers with their signs, codes, paragraph numbers and tables as an eye meets them."""

import re
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from tests.evaluation.edition_documents.painted import lines_of, pieces_of

LETTERS = re.compile("[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def arabic(official):
    return {name: bytes(one.content) for name, one in official.items() if "-ar." in name}


def named(files, ending):
    return next(content for name, content in files.items() if name.endswith(ending))


@pytest.fixture(scope="module")
def papers(arabic):
    return {name: content for name, content in arabic.items() if name.endswith(".pdf")}


def test_percentages_signs_and_codes_are_painted_from_left_to_right(papers):
    assert len(papers) == 2
    for name, content in papers.items():
        pieces = pieces_of(content)
        text = "\n".join(pieces)
        assert LETTERS.search(text), name
        assert re.search(r"\d\s?%", text), name
        assert not [one for one in pieces if re.search(r"%\d", one)], name
        assert not [one for one in pieces if re.search(r"\d[+−]", one)], name
        assert "CBD/CP/MOP/8/11" in text, name


def test_a_paragraph_begins_at_the_right_with_its_number_and_a_hyphen(papers):
    report = next(lines_of(content) for name, content in papers.items() if "report" in name)
    for number in range(1, 6):
        assert [one for one in report if re.search(rf"[\u0600-\u06ff].*-\s?{number}$", one.strip())], number


def test_tables_of_a_word_document_run_from_right_to_left(arabic):
    document = Document(BytesIO(named(arabic, ".docx")))
    assert document.tables
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    numbered = [one for one in document.paragraphs if re.match(r"\d+ -\u2002", one.text)]
    assert len(numbered) > 5
    assert not [one for one in document.paragraphs if re.match(r"\d+\.\u2002", one.text)]


def test_sheets_run_from_right_to_left(arabic):
    book = load_workbook(BytesIO(named(arabic, ".xlsx")))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
