"""How sentences of several parts are put together in each language, and how so many indicators are counted."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from figures.targets import reading_in_words, readings_in_words
from figures.wording import event_in_words
from indicators.findings import Level, LevelFinding
from indicators.models import ProgrammeItem
from indicators.models.levels import number_of
from indicators.readings import TargetReading
from indicators.statements import Unsaid
from languages import writing
from languages.codes import LANGUAGES


@pytest.mark.parametrize(
    ("language", "clause", "clauses", "sentences"),
    [
        ("en", "a, b", "a; b", "A. B."),
        ("es", "a, b", "a; b", "A. B."),
        ("fr", "a, b", "a\u00a0; b", "A. B."),
        ("ru", "a, b", "a; b", "A. B."),
        ("ar", "a، b", "a؛ b", "A. B."),
        ("zh-hans", "a，b", "a；b", "A.B."),
    ],
)
def test_parts_of_a_sentence_are_joined_as_the_language_joins_them(language, clause, clauses, sentences):
    # What says nothing leaves no mark behind.
    assert writing.in_a_clause(["a", "", "b"], language) == clause
    assert writing.in_clauses(["a", "b", ""], language) == clauses
    assert writing.in_sentences(["", "A.", "B."], language) == sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mark_of_another_alphabet_stands_in_the_readings_of_a_target(language):
    readings = [
        TargetReading("NR2", date(2011, 9, 30), LevelFinding(Level.MET), 15, is_past=False),
        TargetReading("NR3", date(2015, 10, 31), LevelFinding(Level.MET), 10, is_past=True),
    ]
    with override("zh-hans" if language == "zh" else language):
        said = readings_in_words(readings, Unsaid(""))
        assert "15" in reading_in_words(readings[0])
    assert (", " in said) == (language not in ("ar", "zh"))
    assert ("; " in said) == (language not in ("ar", "zh"))
    assert ("\u00a0;" in said) == (language == "fr")


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("en", ["1 indicator", "2 indicators", "11 indicators", "21 indicators"]),
        ("es", ["1 indicador", "2 indicadores", "11 indicadores", "21 indicadores"]),
        ("fr", ["1 indicateur", "2 indicateurs", "11 indicateurs", "21 indicateurs"]),
        ("ru", ["1 индикатор", "2 индикатора", "11 индикаторов", "21 индикатор"]),
        ("ar", ["مؤشر واحد", "مؤشرين", "11 مؤشرا", "21 مؤشرا"]),
        ("zh-hans", ["1项指标", "2项指标", "11项指标", "21项指标"]),
    ],
)
def test_indicators_are_counted_by_the_plural_rules_of_the_language(language, counted):
    with override(language):
        assert [number_of({}, "indicator", number) for number in (1, 2, 11, 21)] == counted


def test_what_a_plan_calls_its_indicators_itself_is_counted_by_its_own_words():
    with override("fr"):
        called = {"indicator": "Yardstick", "indicators": "Yardsticks"}
        assert number_of(called, "indicator", 3) == "3 yardsticks [en anglais]"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "A: b, c; d (e). “f” g, h 1.2, 1.3"),
        ("es", "A: b, c; d (e). “f” g, h 1.2, 1.3"),
        ("fr", "A\u00a0: b, c\u00a0; d (e). «\u00a0f\u00a0» g, h 1.2, 1.3"),
        ("ru", "A: b, c; d (e). «f» g, h 1.2, 1.3"),
        ("ar", "A: b، c؛ d (e). ”f“ g، h 1.2، 1.3"),
        ("zh-hans", "A：b，c；d（e）。 “f” g、h 1.2、1.3"),
    ],
)
def test_templates_put_the_marks_of_the_language_between_what_they_join(language, written):
    template = (
        "A{% colon %}b{% comma %}c{% semicolon %}d{{ remark|bracketed }}{% full_stop %} {{ text|quoted }} "
        "g{% list_comma %}h "
        "{{ keys|codes }}"
    )
    with override(language):
        said = Template(template).render(Context({"remark": "e", "text": "f", "keys": ["1.2", "1.3"]}))
    # A long list of codes may break after each mark.
    assert re.sub(r"</?(?:bdi|wbr)[^>]*>", "", said) == written


def test_what_is_put_in_between_marks_is_escaped():
    template = Template(
        "{{ text|quoted }}{{ text|bracketed }}{{ several|beside }}{{ several|clauses }}{{ several|codes }}"
    )
    said = template.render(Context({"text": "<i>", "several": ["<b>"]}))
    assert "<i>" not in said
    assert "<b>" not in said


def test_days_in_templates_are_those_of_the_language():
    template = Template(
        '{{ at|date:"DATETIME_FORMAT" }} | {{ at|date:"DATETIME_SECONDS" }} | {{ first|until:last }}'
        " | {{ first|until:none }}"
        ' | {{ stored|date:"DATE_FORMAT" }} | {{ other|date:"DATE_FORMAT" }} | {{ number|integer }}'
    )
    put_in = {
        "at": datetime(2026, 11, 1, 9, 5, 7, tzinfo=UTC),
        "first": date(2026, 11, 28),
        "last": date(2026, 11, 30),
        "none": None,
        "stored": "2015-10-01",
        "other": "accession",
        "number": 5100,
    }
    with override("fr"):
        assert template.render(Context(put_in)).split(" | ") == [
            "1er novembre 2026, 09:05 UTC",
            "1er novembre 2026, 09:05:07 UTC",
            "28-30 novembre 2026",
            "28 novembre 2026",
            "1er octobre 2015",
            "accession",
            "5\u00a0100",
        ]
    with override("zh-hans"):
        assert template.render(Context(put_in)).startswith("2026年11月1日 09:05 UTC | ")


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("en", "COP-MOP 4, May 2008; COP-MOP 9, 17 November 2018; noted"),
        ("fr", "COP-MOP 4, mai 2008\u00a0; COP-MOP 9, 17 novembre 2018\u00a0; noted"),
        ("ru", "КС-СС 4, май 2008 года; КС-СС 9, 17 ноября 2018 года; noted"),
        ("zh-hans", "COP-MOP 4，2008年5月；COP-MOP 9，2018年11月17日；noted"),
    ],
)
def test_listed_events_have_their_days_and_months_in_the_language(language, listed):
    with override(language):
        assert listed in event_in_words(Decimal(2), "events", "COP-MOP 4, 2008-05; COP-MOP 9, 2018-11-17; noted")


@pytest.mark.parametrize(("language", "called"), [("en", "(b)"), ("es", "b)"), ("fr", "b)"), ("ar", "(ب)")])
def test_an_item_of_the_programme_of_work_has_the_letter_that_the_language_sets(language, called):
    with override(language):
        assert str(ProgrammeItem(letter="b")) == called
