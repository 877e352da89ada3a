"""What the demonstration's edition says in any language can be true: its sentences, report and tables are searched.

The pages and documents in English are searched by `test_one_number`, which knows more of them.
"""

import json
import re
from datetime import date

import pytest

from evaluation.documents.csvs import csv_of_sheet
from evaluation.documents.report import build_report
from evaluation.documents.report_html import render_html
from evaluation.documents.tables import sheets
from evaluation.documents.words import words_of
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_days import days_in
from evaluation.editions.gate_texts import ANSWERING, rests_on_records
from evaluation.editions.selectors import form_of
from evaluation.editions.sentences import generated_texts
from evaluation.models import Edition
from indicators.days import months_later
from indicators.reasons import decoded
from languages.codes import LANGUAGES
from tests.conftest import on_copy
from tests.demonstration import texts
from tests.templates import sqlite_demonstration

pytestmark = pytest.mark.slow

OTHERS = [language for language in LANGUAGES if language != "en"]
NUMBER = r"(\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+|\d+)"
ALONE = r"(?<![\w.,:+−–/-])"
# A part and then its whole, and in Chinese the whole first.
OF = {
    "ar": rf"{ALONE}{NUMBER} (?:[^\W\d]+ ){{0,2}}من (?:أصل |بين )?(?:ال)?{NUMBER}",
    "es": rf"{ALONE}{NUMBER} (?:[^\W\d]+ ){{0,2}}(?:de|entre) (?:las |los )?{NUMBER}",
    "fr": rf"{ALONE}{NUMBER} (?:[^\W\d]+ ){{0,2}}(?:sur|des) (?:les )?{NUMBER}",
    "ru": rf"{ALONE}{NUMBER} (?:[^\W\d]+ ){{0,2}}из {NUMBER}",
    "zh": r"(?<![\d,. ])(\d[\d,]*) ?[个项份][^\d，。；：（）]{0,12}中(?:的|，?有) ?(\d[\d,]*)(?![\d.,%％])",
}
# None is said in words, and one is said of one.
COUNTED = {
    "ar": rf"{ALONE}(?:0 (?:من )?(?:طرف|أطراف|مؤشر|سجل|تقرير|حدث|هدف)|1 (?:أطراف|مؤشرات|سجلات|تقارير|أحداث))",
    "es": rf"{ALONE}(?:0|1) (?:Partes|indicadores|sucesos|informes|metas|respuestas|registros|meses|puntos)\b",
    "fr": rf"{ALONE}(?:0 |1 )(?:Parties|indicateurs|événements|rapports|cibles|réponses|fiches|décisions|points)\b",
    "ru": rf"{ALONE}(?:0|1) (?:Сторон|показателей|индикаторов|событий|докладов|целей|ответов|записей|месяцев)\b",
    "zh": rf"{ALONE}0 ?(?:个缔约方|项指标|份报告|条记录|项事件)",
}
# Commas and semicolons of another alphabet, between letters of this one.
MARKS = {"ar": r"[\u0621-\u064a] ?[,;] ", "zh": r"[\u4e00-\u9fff][,;] ?[\u4e00-\u9fff]"}


@pytest.fixture(scope="module")
def demonstrated(django_db_blocker, tmp_path_factory):
    with on_copy(sqlite_demonstration(), tmp_path_factory.mktemp("demonstrated"), django_db_blocker):
        yield


@pytest.fixture(scope="module")
def form(demonstrated):
    """What the edition froze, with its sentences in every language."""
    plain = json.loads(form_of(Edition.objects.get(state=Edition.State.PUBLISHED)).content)
    for language in OTHERS:
        for subject, text in generated_texts(FrozenForm(plain), language).items():
            plain["texts"][subject]["generated"][language] = text
    return FrozenForm(plain)


@pytest.fixture(scope="module")
def reports(form):
    """The report of each language as a page: what its Word and PDF files say too."""
    made = {language: words_of(form, language) for language in OTHERS}
    return {
        language: render_html(build_report(form, words=words, links=form["links"]), words).decode()
        for language, words in made.items()
    }


@pytest.fixture(scope="module")
def said(form, reports):
    """Every text of the edition in every other language: [(language, place, text)]."""
    found = [
        (language, f"{subject} {language}", texts.flat(text))
        for subject, held in form["texts"].items()
        for language, text in held["generated"].items()
        if language in OTHERS
    ]
    for language in OTHERS:
        found += [(language, f"report {language}", text) for text in texts.blocks(reports[language])]
        for table in sheets(form, words_of(form, language)):
            rows = texts.cells(csv_of_sheet(table))
            found += [(language, f"{table.name} {language}", text) for text in rows]
    return found


def test_no_part_is_greater_than_its_whole_and_nothing_is_counted_as_none_or_one_is(said):
    assert {language for language, _place, _text in said} == set(OTHERS)
    assert len(said) > 10_000
    found = []
    for language, place, text in said:
        for found_numbers in re.findall(OF[language], text):
            part, whole = reversed(found_numbers) if language == "zh" else found_numbers
            if _int(part) > _int(whole):
                found.append(f"n of N: {place}: {text[:160]}")
        if re.search(COUNTED[language], text):
            found.append(f"none or one: {place}: {text[:160]}")
    assert found == []


def test_sentences_are_joined_by_the_marks_of_their_alphabet(form):
    found = [
        f"{subject} {language}: {text}"
        for subject, held in form["texts"].items()
        for language, text in held["generated"].items()
        if language in MARKS and re.search(MARKS[language], text)
    ]
    assert found == []


def test_nothing_that_happened_after_the_cut_off_is_told(said, form):
    cut_off = date.fromisoformat(form["parameters"]["cut_off"])
    meeting = form.edition["meeting"] or {}
    due = [held["target"]["due"] for held in form["measures"].values() if held["target"]]
    told = {row["as_of"] for row in form["values"]} | {row["as_of"] for row in form["registry"]}
    told |= {cycle["deadline"] for cycle in form["cycles"].values()} | set(due) | {form.edition["frozen_on"]}
    told |= {meeting.get("starts_on"), meeting.get("ends_on")}
    # That something will be read on a later day.
    told |= {decoded(row["reason"] or "")[1].get("day") for row in form["values"]}
    allowed = {date.fromisoformat(day) for day in told if day}
    # Another choice of the method counts what came within three more months.
    allowed |= {months_later(cut_off, 3)}
    late = [
        f"{place}: {day}: {text[:160]}"
        for _language, place, text in said
        for day in days_in(text)
        if day > cut_off and day not in allowed
    ]
    assert late == []


def test_no_sentence_on_records_says_in_any_language_that_somebody_answered(form):
    found, seen = [], 0
    for code in form.indicators():
        headline = form.headline(code)
        if not rests_on_records(form, headline) or form.trend_measure(code) != headline:
            continue
        seen += 1
        for language in OTHERS:
            text = form.generated(f"indicator/{code}", language)
            if ANSWERING.search(text):
                found.append(f"{code} {language}: {text[:160]}")
    assert seen > 3
    assert found == []


def test_the_report_of_each_language_prints_the_sentences_of_its_language(form, reports):
    for language in OTHERS:
        printed = texts.flat(reports[language])
        for code in form.indicators():
            sentence = texts.flat(form.generated(f"indicator/{code}", language))
            assert sentence
            assert sentence in printed, (language, code)


def _int(written):
    return int(re.sub(r"\D", "", written))
