"""One figure, one number, one label: on the page, in every document, in the tables, the pack and the API."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import defaultdict
from html import unescape

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from evaluation.editions.form import figure, share_of
from evaluation.editions.selectors import form_of
from evaluation.models import Edition
from figures.wording import figure_in_words, points
from indicators.calculations import percent
from indicators.kinds.figure import NoFigure, NotAsked
from indicators.reasons import NotAssessed, code_of, decoded
from indicators.statements import Moved, TooFew
from tests.conftest import on_copy
from tests.demonstration import texts
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
    sheet = [list(row) for row in book["Figures"].iter_rows(values_only=True)]
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
        assert row["Trend told by"] == form.share_of(measure)
        sentence = form.generated(f"indicator/{code}")
        assert f"{panel.gained} gained, {panel.lost} lost" in sentence
        assert f"{panel.size}/{panel.population}" in report
        if form.trend_by(code):
            assert f"“{form.share_of(measure)}”" in sentence
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


# -- every indicator, every carrier ------------------------------------------------------------------------


COLUMNS = ("yes", "partial", "no", "not_applicable", "unanswered", "silent", "numerator", "denominator", "low", "high")


def number(value):
    """A stored, typed or printed number; None for an empty cell."""
    return None if value in (None, "") else float(value)


def headlines(form):
    """Every figure of every headline measure: of each cycle, and those by their days."""
    for code in form.indicators():
        for cycle in (form.baseline, form.current, ""):
            row = form.value(form.headline(code), cycle)
            if row is not None:
                yield code, cycle, row


def test_every_indicator_has_its_figure_with_its_label_on_its_page(form, client, published):
    for code in form.indicators():
        address = reverse("portal:edition-indicator", args=["mid-term", published.version, code])
        page = texts.flat(client.get(address).content.decode())
        measure = form.headline(code)
        said = figure(form.current_value(measure))
        assert texts.flat(form.measure(measure)["label"]) in page, code
        if not isinstance(said, NotAsked) and form.current_value(measure)["kind"] not in ("number_of_parties",):
            assert texts.flat(figure_in_words(said)) in page, (code, figure_in_words(said))
        assert texts.flat(form.generated(f"indicator/{code}")) in page, code


def test_every_figure_is_the_same_in_csv_workbook_and_pack(form, files):
    of_csv = {(row["Indicator"], row["Cycle"], row["As of"]): row for row in rows(named(files, "figures-en.csv"))}
    book = load_workbook(io.BytesIO(named(files, "tables-en.xlsx")), read_only=True)
    lines = [list(row) for row in book["Figures"].iter_rows(values_only=True)]
    head = next(at for at, line in enumerate(lines) if line[0] == "Indicator")
    in_book = [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]
    of_book = {(row["Indicator"], row["Cycle"] or "", str(row["As of"] or "")[:10]): row for row in in_book}
    with zipfile.ZipFile(io.BytesIO(named(files, "data.zip"))) as pack:
        name = next(one for one in pack.namelist() if one.endswith("data/values.csv"))
        of_pack = {
            (row["measure"], row["cycle"], row["as_of"]): row
            for row in rows(pack.read(name))
            if row["group"] == "all" and not row["threshold"] and not row["reading"]
        }
    printed = {"numerator": "Numerator", "denominator": "Denominator", "low": "Lowest count", "high": "Highest count"}
    seen = set()
    for code, cycle, row in headlines(form):
        day, measure = row["as_of"] or "", row["measure"]
        label = form.measure(measure)["label"]
        for held in (of_csv[code, cycle, day], of_book[code, cycle, day]):
            assert held["Figure of"] == label
            # Of a total they are those of its share, which has a label and columns of its own.
            of_share = ("numerator", "denominator") if form.share_label(measure) else ()
            shown = {name: None if name in of_share else row[name] for name in printed}
            assert {name: number(held[head]) for name, head in printed.items()} == {
                name: number(one) for name, one in shown.items()
            }, (code, cycle)
            assert (held["Classes and shares of"] or "") in ("", form.share_of(measure))
        in_pack = of_pack[measure, cycle, day]
        assert {name: number(in_pack[name]) for name in COLUMNS} == {name: number(row[name]) for name in COLUMNS}
        assert in_pack["reason"] == code_of(row["reason"])
        seen.add(code)
    assert seen == set(form.indicators())
    assert len(of_csv) == len(of_book) == len(list(headlines(form)))


def test_every_figure_of_a_day_that_the_live_run_has_too_is_the_same_in_the_api(form, client):
    held = {
        (row["indicator"], row["cycle"] or "", row["as_of"] or ""): row
        for row in texts.api_rows(client, "/api/v1/values/?group=all&measure=headline&page_size=500")
        if row["threshold"] is None and not row["reading"]
    }
    compared = set()
    for code, cycle, row in headlines(form):
        of_api = held.get((code, cycle, row["as_of"] or ""))
        if of_api is None:
            # Only what the edition can't know yet, or knows no more of than that, is missing.
            assert row["reason"], (code, cycle, row["as_of"])
            continue
        if not cycle and row["as_of"] is None and not row["reason"]:
            # A list of events without a day of its own: the edition's ends with its cut-off.
            assert number(of_api["numerator"]) >= number(row["numerator"])
            continue
        # Where records are counted the API gives no classes of answers.
        of_records = ("no", "partial", "not_applicable", "unanswered", "silent")
        left_out = of_records if form.kind(row["measure"]).classes_by_record else ()
        shown = {name: number(row[name]) for name in COLUMNS if name not in left_out}
        assert {name: number(of_api[name]) for name in shown} == shown, code
        assert (of_api["reason_code"] or "") == code_of(row["reason"]), code
        compared.add(code)
    assert len(compared) > 40


def test_the_brief_prints_the_numbers_of_the_form(form, files):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is of poppler-utils")
    read = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=named(files, "brief-en.pdf"), capture_output=True, check=True
    )
    brief = plain(read.stdout.decode())
    received, population = form.received(form.current)
    assert f"{received} of {population} Parties" in brief
    whole = form.summary("whole")
    assert f"Of the {whole['indicators']} indicators" in brief
    assert f"Of the targets that the plan states, {whole['targets']['stated']} in all" in brief
    assert len(whole["largest_changes"]) > 3
    for one in whole["largest_changes"]:
        panel = form.statement(form.trend_measure(one["indicator"])).trend.panel
        assert f"{one['indicator']} " in brief
        assert f"{panel.gained} / {panel.lost} {panel.size} / {panel.population}" in brief, one
        assert f"{points(panel.change)} " in brief


# -- every text ----------------------------------------------------------------------------------------------


COUNTED = "countries|decisions|events|governments|indicators|kinds|months|Parties|points|records|reports|targets"
NUMBER = r"(?<![\w.,:+−–/-])(\d{1,3}(?:,\d{3})+|\d+)"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
OF = re.compile(rf"{NUMBER} (?:\w+ )?of (?:the |all )?(\d{{1,3}}(?:,\d{{3}})+|\d+)(?![.,]?\d)(?! (?:{MONTHS}))")
FAULTS = {
    "0 …s": rf"(?<![\d.,:+−–/-])\b0 (?:more )?(?:yes )?(?:answers|{COUNTED})\b",
    "1 …s": rf"(?<![\d.,:+−–/-])\b1 (?:more )?(?:yes )?(?:answers|{COUNTED})\b",
    "all Parties as a per cent": r"(?:at least|≥) 100 ?(?:%|per cent)",
    "per cent without a space": r"\d%",
    "thousands without a comma": rf"(?<![\d-])\d{{4,}} (?:people|{COUNTED})\b",
    "a code": r"\b(?:registry (?:snapshot|rebuilt)|national reports|treaty dates|not asked|not reached yet)\?\w+=",
}
# These hold codes beside words.
CODED = ("data/measures.csv",)


@pytest.fixture
def every_text(published, files, client):
    """Each text and its places. Most of them stand on hundreds of pages."""
    held = defaultdict(set)
    for place, text in (*texts.of_pages(client, published), *texts.of_documents(files), *texts.of_api(client)):
        held[text].add(place)
    return held


def test_no_text_says_what_it_should_not(form, every_text):
    assert sum(map(len, every_text.values())) > 30_000
    # What the plan's text and its data say stands as it is.
    given = {texts.flat(held["text"]) for held in form["indicators"].values()}
    found = []
    for text, places in every_text.items():
        made = texts.QUOTED.sub(" ", text)
        for sentence in given:
            made = made.replace(sentence, " ")
        for fault, pattern in FAULTS.items():
            if re.search(pattern, made):
                found += [f"{fault}: {place}: {text[:160]}" for place in places if counts(fault, place, text, given)]
        for part, whole in OF.findall(made):
            if int(part.replace(",", "")) > int(whole.replace(",", "")):
                found.append(f"n of N: {places}: {text[:160]}")
        if "too few answers" in made and len(made) < 200 and re.search(r"[+−]\d+ points?\b", made):
            found.append(f"points beside too few answers: {places}: {text[:160]}")
    assert found == []


def counts(fault, place, text, given):
    """Whether what looks like a fault is one where it stands."""
    if fault == "a code":
        return not place.endswith(CODED)
    if fault == "per cent without a space":
        return not place.endswith(CODED) and not is_of_the_plan(place, text, given)
    return True


def is_of_the_plan(place, text, given):
    """Lines of a PDF and rows of the plan are parts of its text, which has its own way with the per cent sign."""
    return any(text[:40] in sentence or sentence[:25] in text for sentence in given) or place.startswith("/en/plan/")


def test_no_page_of_counted_records_says_that_somebody_answered(form, client, published):
    seen = 0
    for name, held in form["measures"].items():
        if held["kind"] not in ("parties_with_record", "record_count", "ratio"):
            continue
        code, key = name.split("/")
        address = reverse("portal:indicator", args=[code])
        page = client.get(f"{address}?measure={key}").content.decode()
        # What is said of this measure; other measures of the indicator and its caveat have words of their own.
        shown = page.split('id="figure"')[1].split('id="formula"')[0]
        shown = re.sub(r'<div class="note.*?</div>', " ", shown, flags=re.DOTALL)
        for text in texts.blocks(shown):
            assert not re.search(r"\b(?:answered|answering|reported|reporting)\b", text), (name, text)
        seen += 1
    assert seen > 10


def test_a_gate_that_fails_is_printed_with_its_numbers(form, files):
    report = plain(named(files, "report-en.html").decode())
    failed = [code for code in form.indicators() if isinstance(told(form, code), TooFew)]
    assert failed
    for code in failed:
        said = told(form, code)
        assert f"{said.panel} of {said.eligible}" in form.generated(f"indicator/{code}")
        assert f"too few answers in both cycles: {said.panel} of {said.eligible} Part" in report


def told(form, code):
    statement = form.statement(form.trend_measure(code))
    return statement and statement.trend


def test_a_verdict_stands_with_the_figure_that_it_rests_on(form):
    judged = 0
    for code in form.indicators():
        found = form.judged(code)
        if found is None or not found["level"]:
            continue
        said = figure(form.current_value(form.headline(code)))
        if isinstance(said, NoFigure) and decoded(said.reason)[0] == NotAssessed.NOT_REACHED:
            # That it was not reached by a day is what a milestone's verdict rests on.
            assert found["level"] == "not met"
            continue
        assert not isinstance(said, NoFigure | NotAsked), (code, found["level"], said)
        judged += 1
    assert judged > 5
