"""What people typed is only text, in every document."""

import csv
import json
import os
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from evaluation.documents import rendering
from tests.evaluation.edition_documents.conftest import render
from tests.evaluation.edition_documents.making import INDICATORS, make_frozen, narrative
from tests.evaluation.edition_documents.reading import docx_text, pdf_text

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)> ]]></w:t><w:p/> &amp; \" ' &#0; {{ x }} "
    '{% debug %} {0} {words} %(x)s #read("/etc/passwd") #panic(1) $ x $ \\ @x <label>',
    "characters": "\u202egnp.exe \u2066isolate a\x00b\x1bc\x7f \U0001f600 ไทย \ufffe",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "at": "@SUM(1)",
    "minus": "-1+cmd|' /C calc'!A0",
}


def with_text(text: str):
    indicators = make_frozen()["indicators"]
    for code in INDICATORS:
        indicators[code] |= {"label": text, "text": text, "caveat": text}
    parties = make_frozen()["parties"]
    parties["KEN"] |= {"name": {"en": text}}
    title = {"en": text, "fr": text, "ar": text}
    meeting = {"code": "m", "title": text, "place": text, "starts_on": None, "ends_on": None}
    return {
        "texts": {subject: narrative(text, ar=text) for subject in ("whole", "objective/1", "indicator/1.1.1")},
        "indicators": indicators,
        "parties": parties,
        "edition": {
            "title": title,
            "symbol": text,
            "meeting": meeting,
            "agenda_item": text,
            "changes": [{"what": text, "why": text}],
        },
    }


@pytest.fixture(autouse=True)
def _few_languages(monkeypatch):
    """Three of the six, of which one runs from right to left: text goes the same way into each. `make drill`: all."""
    if os.environ.get("DRILL_LANGUAGES") != "1":
        monkeypatch.setattr(rendering, "settable", lambda: ("en", "fr", "ar"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_only_text(kind):
    text = HOSTILE[kind]
    made = render(**with_text(text))
    html = made["mid-term-1.0-report-en.html"].content.decode()
    assert not re.search(r"<(?:script|img)\b", html)
    kit = ZipFile(BytesIO(made["mid-term-1.0-kit.zip"].content)).read("mid-term-1.0/index.html").decode()
    assert not re.search(r"<(?:script|img)\b", kit)
    for told in (html, kit):
        assert "\u202e" not in told
        assert "\x00" not in told
    for language in ("en", "fr", "ar"):
        assert "root:" not in pdf_text(made[f"mid-term-1.0-brief-{language}.pdf"].content)
    assert "root:" not in pdf_text(made["mid-term-1.0-report-en.pdf"].content)
    docx = made["mid-term-1.0-report-en.docx"].content
    assert Document(BytesIO(docx)).tables
    if kind == "markup":
        bare = re.sub(r"\s", "", text)
        assert bare in re.sub(r"\s", "", docx_text(docx))
        assert bare in re.sub(r"\s", "", pdf_text(made["mid-term-1.0-report-en.pdf"].content))
    book = load_workbook(BytesIO(made["mid-term-1.0-tables-en.xlsx"].content))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    for name, document in made.items():
        if name.endswith(".csv"):
            for row in csv.reader(StringIO(document.content.decode("utf-8-sig"))):
                assert not any(re.match(r"[=@]|[+-](?![\d.]+$)", cell) for cell in row)
    pack = ZipFile(BytesIO(made["mid-term-1.0-data.zip"].content))
    assert json.loads(pack.read("frozen.json"))["indicators"]["1.1.1"]["label"] == text
    for name in pack.namelist():
        if name.endswith(".csv"):
            for row in csv.reader(StringIO(pack.read(name).decode())):
                assert not any(re.match(r"[=@]|[+-](?![\d.]+$)", cell) for cell in row)


def test_a_long_word_and_a_long_text_stay_on_their_pages():
    made = render(texts={"objective/1": narrative("x" * 500 + " " + "long text " * 3000)})
    assert "x" * 40 in pdf_text(made["mid-term-1.0-report-en.pdf"].content).replace(" ", "")
