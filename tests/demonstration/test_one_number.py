"""One figure, one number, one label: on the page, in every document, in the tables, the pack and the API."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from html import unescape

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from evaluation.editions.form import share_of
from evaluation.editions.selectors import form_of
from evaluation.models import Edition
from indicators.calculations import percent
from indicators.statements import Moved
from tests.conftest import on_copy
from tests.templates import sqlite_demonstration

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demonstrated(django_db_blocker, tmp_path_factory):
    """For all tests of this module, which only read."""
    with on_copy(sqlite_demonstration(), tmp_path_factory.mktemp("demonstrated"), django_db_blocker):
        yield


@pytest.fixture
def published(demonstrated):
    return Edition.objects.get(state=Edition.State.PUBLISHED)


@pytest.fixture
def files(published):
    return {one.name: bytes(one.content) for one in published.documents.all()}


@pytest.fixture
def form(published):
    return form_of(published)


def plain(text):
    """Without marks and breaks of lines, so that the same sentence is the same text."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)).replace("\N{NO-BREAK SPACE}", " ")).strip()


def named(files, ending):
    return next(content for name, content in files.items() if name.endswith(ending))


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def shares(form):
    """Every indicator whose headline is a share of the answers of Parties: its code and its share."""
    for code in form.indicators():
        row = form.current_value(form.headline(code))
        if row is not None and row["kind"] == "share_of_parties" and not row["reason"]:
            yield code, share_of(row)


def test_every_sentence_of_an_indicator_stands_the_same_in_all_three_reports(form, files):
    word = Document(io.BytesIO(named(files, "report-en.docx")))
    texts = {
        "html": plain(named(files, "report-en.html").decode()),
        "docx": plain("\n".join(paragraph.text for paragraph in word.paragraphs)),
    }
    if shutil.which("pdftotext"):
        read = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=named(files, "report-en.pdf"), capture_output=True, check=True
        )
        texts["pdf"] = plain(read.stdout.decode())
    for code in form.indicators():
        sentence = plain(form.generated(f"indicator/{code}"))
        label = plain(form.measure(form.headline(code))["label"])
        assert sentence.startswith(label)
        for kind in ("html", "docx"):
            assert sentence in texts[kind], (code, kind)
        if "pdf" in texts:
            # Pages may break within a sentence: its first part holds the figure with its n and N.
            assert sentence[:60] in texts["pdf"], code


def test_tables_pack_and_page_hold_the_number_of_the_sentence(form, files, client, published):
    figures = {(row["Indicator"], row["Cycle"]): row for row in rows(named(files, "figures-en.csv"))}
    book = load_workbook(io.BytesIO(named(files, "tables-en.xlsx")), read_only=True)
    sheet = [list(row) for row in book["figures"].iter_rows(values_only=True)]
    with zipfile.ZipFile(io.BytesIO(named(files, "data.zip"))) as pack:
        name = next(one for one in pack.namelist() if one.endswith("data/values.csv"))
        values = {
            row["measure"]: row
            for row in rows(pack.read(name))
            if row["cycle"] == form.current and row["group"] == "all" and not row["threshold"] and not row["reading"]
        }
    found = list(shares(form))
    assert len(found) > 10
    for code, share in found:
        whole, exact = int(percent(share.share)), float(percent(share.share, 1))
        sentence = form.generated(f"indicator/{code}")
        assert f"{whole} per cent of the {share.answering} Parties that answered" in sentence
        row = figures[code, form.current]
        assert (float(row["Yes, % of n"]), int(row["n: answering"])) == (exact, share.answering)
        assert any(code in line and exact in line and share.answering in line for line in sheet), code
        held = values[form.headline(code)]
        assert (int(held["yes"]), int(held["partial"]), int(held["no"])) == (share.yes, share.partial, share.no)
        page = plain(
            client.get(reverse("portal:edition-indicator", args=["mid-term", published.version, code])).content.decode()
        )
        assert f"{whole} % of {share.answering}" in page, code
        assert form.measure(form.headline(code))["label"] in page


def test_the_api_gives_the_same_share_with_the_same_n(form, client):
    # The live run counts by the same days as this edition.
    held = {}
    address = "/api/v1/values/?cycle=NR3&group=all&measure=headline&page_size=500"
    while address:
        page = json.loads(client.get(address).content)
        held |= {row["indicator"]: row for row in page["results"] if row["threshold"] is None and not row["reading"]}
        address = page["next"]
    for code, share in shares(form):
        row = held[code]
        assert (row["yes"], row["denominator"], row["population"]) == (share.yes, share.answering, share.population)


def test_a_change_has_one_set_of_numbers_with_one_label(form, files):
    findings = {row["Indicator"]: row for row in rows(named(files, "findings-en.csv"))}
    report = plain(named(files, "report-en.html").decode())
    told = 0
    for code in form.indicators():
        measure = form.trend_measure(code)
        said = form.statement(measure)
        if said is None or not isinstance(said.trend, Moved):
            continue
        panel, row = said.trend.panel, findings[code]
        assert (int(row["Gained"]), int(row["Lost"]), int(row["n: answered both times"])) == (
            panel.gained,
            panel.lost,
            panel.size,
        )
        assert row["Trend told by"] == form.measure(measure)["label"]
        sentence = form.generated(f"indicator/{code}")
        assert f"{panel.gained} gained, {panel.lost} lost" in sentence
        assert f"{panel.size}/{panel.population}" in report
        if measure != form.headline(code):
            assert f"“{form.measure(measure)['label']}”" in sentence
        told += 1
    assert told > 10


def test_gained_stands_before_lost_for_a_reader_of_arabic(form, files):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is of poppler-utils")
    read = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=named(files, "brief-ar.pdf"), capture_output=True, check=True
    ).stdout.decode()
    words = [
        (float(x), float(y), unescape(text))
        for x, y, text in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', read)
    ]
    for one in form.summary("whole")["largest_changes"]:
        line = next(y for _x, y, text in words if text == one["indicator"])
        on_line = [(x, text) for x, y, text in words if abs(y - line) < 3]
        gained, lost = str(one["gained"]), str(one["lost"])
        slash = [x for x, text in on_line if text == "/"]
        # The rightmost of the two is read first.
        pairs = [
            (right, left)
            for right in (x for x, text in on_line if text == gained)
            for left in (x for x, text in on_line if text == lost)
            if any(left < x < right for x in slash)
        ]
        assert pairs, (one["indicator"], on_line)
