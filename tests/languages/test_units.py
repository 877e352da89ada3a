"""A number with its unit agrees in each language, by the plural rules of CLDR."""

from decimal import Decimal
from gettext import c2py
from pathlib import Path

import pytest
import yaml

from languages import units
from languages.catalogues import PLURAL_FORMS
from languages.codes import LANGUAGES
from languages.numbers import plural_form
from tools.message_files import PLURALS

NUMBERS = (0, 1, 2, 5, 11, 21, 100, 201)
# For each number in turn.
RECORDS = {
    "en": "no records|1 record|2 records|5 records|11 records|21 records|100 records|201 records",
    "fr": "0 fiche|1 fiche|2 fiches|5 fiches|11 fiches|21 fiches|100 fiches|201 fiches",
    "es": "0 registros|1 registro|2 registros|5 registros|11 registros|21 registros|100 registros|201 registros",
    "ru": "0 записей|1 запись|2 записи|5 записей|11 записей|21 запись|100 записей|201 запись",
    "ar": "لا سجلات|سجل واحد|سجلان|5 سجلات|11 سجلا|21 سجلا|100 سجل|201 سجل",
    "zh": "0条记录|1条记录|2条记录|5条记录|11条记录|21条记录|100条记录|201条记录",
}
# The words alone, by the forms of CLDR.
NOUNS = {
    "Parties": {
        "fr": {"one": "Partie", "other": "Parties"},
        "es": {"one": "Parte", "other": "Partes"},
        "ru": {"one": "Сторона", "few": "Стороны", "many": "Сторон"},
        "ar": {"few": "أطراف", "many": "طرفا", "other": "طرف"},
        "zh": {"other": "个缔约方"},
    },
    "Convention Parties": {
        "fr": {"one": "Partie à la Convention", "other": "Parties à la Convention"},
        "es": {"one": "Parte en el Convenio", "other": "Partes en el Convenio"},
        "ru": {"one": "Сторона Конвенции", "few": "Стороны Конвенции", "many": "Сторон Конвенции"},
        "ar": {"few": "أطراف في الاتفاقية", "many": "طرفا في الاتفاقية", "other": "طرف في الاتفاقية"},
        "zh": {"other": "个《公约》缔约方"},
    },
    "countries": {
        "fr": {"one": "pays", "other": "pays"},
        "es": {"one": "país", "other": "países"},
        "ru": {"one": "страна", "few": "страны", "many": "стран"},
        "ar": {"few": "بلدان", "many": "بلدا", "other": "بلد"},
        "zh": {"other": "个国家"},
    },
    "decisions": {
        "fr": {"one": "décision", "other": "décisions"},
        "es": {"one": "decisión", "other": "decisiones"},
        "ru": {"one": "решение", "few": "решения", "many": "решений"},
        "ar": {"few": "قرارات", "many": "قرارا", "other": "قرار"},
        "zh": {"other": "项决定"},
    },
    "events": {
        "fr": {"one": "événement", "other": "événements"},
        "es": {"one": "acontecimiento", "other": "acontecimientos"},
        "ru": {"one": "событие", "few": "события", "many": "событий"},
        "ar": {"few": "أحداث", "many": "حدثا", "other": "حدث"},
        "zh": {"other": "个事件"},
    },
    "governments": {
        "fr": {"one": "gouvernement", "other": "gouvernements"},
        "es": {"one": "gobierno", "other": "gobiernos"},
        "ru": {"one": "правительство", "few": "правительства", "many": "правительств"},
        "ar": {"few": "حكومات", "many": "حكومة", "other": "حكومة"},
        "zh": {"other": "个政府"},
    },
    "kinds": {
        "fr": {"one": "type", "other": "types"},
        "es": {"one": "tipo", "other": "tipos"},
        "ru": {"one": "вид", "few": "вида", "many": "видов"},
        "ar": {"few": "أنواع", "many": "نوعا", "other": "نوع"},
        "zh": {"other": "个类别"},
    },
    "risk assessments": {
        "fr": {"one": "évaluation des risques", "other": "évaluations des risques"},
        "es": {"one": "evaluación del riesgo", "other": "evaluaciones del riesgo"},
        "ru": {"one": "оценка рисков", "few": "оценки рисков", "many": "оценок рисков"},
        "ar": {"few": "تقييمات للمخاطر", "many": "تقييما للمخاطر", "other": "تقييم للمخاطر"},
        "zh": {"other": "份风险评估"},
    },
    "years": {
        "fr": {"one": "an", "other": "ans"},
        "es": {"one": "año", "other": "años"},
        "ru": {"one": "год", "few": "года", "many": "лет"},
        "ar": {"few": "سنوات", "many": "سنة", "other": "سنة"},
        "zh": {"other": "年"},
    },
    "projects": {
        "fr": {"one": "projet", "other": "projets"},
        "es": {"one": "proyecto", "other": "proyectos"},
        "ru": {"one": "проект", "few": "проекта", "many": "проектов"},
        "ar": {"few": "مشاريع", "many": "مشروعا", "other": "مشروع"},
        "zh": {"other": "个项目"},
    },
}
# What Arabic says of none, one and two without the figure, which no other language does.
OF_FEW = {"Parties": "لا أطراف|طرف واحد|طرفان", "decisions": "لا قرارات|قرار واحد|قراران"}


@pytest.mark.parametrize("language", RECORDS)
def test_records_are_counted(language):
    said = [units.with_unit(number, "records", language) for number in NUMBERS]
    assert said == RECORDS[language].split("|")


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("unit", NOUNS)
def test_every_unit_agrees_with_its_number(unit, language):
    for number in NUMBERS:
        form = plural_form(number, language)
        said = units.with_unit(number, unit, language)
        if form in NOUNS[unit][language]:
            gap = "" if language == "zh" else " "
            assert said == f"{number}{gap}{NOUNS[unit][language][form]}"
        else:
            # The forms that Arabic has of none, one and two say the number in words.
            assert language == "ar"
            assert number < 3
            assert str(number) not in said


@pytest.mark.parametrize("unit", OF_FEW)
def test_arabic_says_none_one_and_two_in_words(unit):
    assert [units.with_unit(number, unit, "ar") for number in (0, 1, 2)] == OF_FEW[unit].split("|")


def test_english_has_one_of_each_and_several_of_everything_else():
    assert [units.with_unit(number, "countries", "en") for number in (0, 1, 21)] == [
        "no countries",
        "1 country",
        "21 countries",
    ]


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "12,5 записи"), ("fr", "1,5 fiche"), ("es", "12,5 registros"), ("ar", "12,5 سجل")]
)
def test_a_fraction_has_a_form_of_its_own(language, said):
    number = Decimal(said.split()[0].replace(",", "."))
    assert units.with_unit(number, "records", language) == said


def test_a_whole_number_of_a_column_of_decimals_is_whole():
    assert units.with_unit(Decimal("1.0000"), "records", "en") == "1 record"
    assert units.with_unit(Decimal("1200.0000"), "records", "en") == "1,200 records"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "5 of 21 countries"), ("ru", "5 из 21 страны"), ("ar", "5 من 21 بلدا"), ("fr", "5 sur 21 pays")],
)
def test_a_part_of_a_whole_declines_the_word(language, said):
    assert units.part_with_unit(5, 21, "countries", language) == said


def test_a_unit_that_nobody_knows_stands_where_nothing_has_to_agree():
    assert units.with_unit(12, "visits a year", "en") == "12 visits a year"
    assert units.with_unit(1, "visits a year", "en") == "visits a year: 1"
    assert units.with_unit(12, "visits a year", "ru") == "visits a year: 12"
    assert units.with_unit(12, "visits a year", "ar") == "\u2068visits a year\u2069: 12"
    assert units.part_with_unit(2, 12, "visits a year", "zh") == "visits a year：12中的2"


def test_what_may_have_been_more_governs_no_case():
    assert units.known_with_unit(21, "records", "ru") == "как минимум 21 запись"
    assert units.known_with_unit(0, "records", "ru") == "0 записей, насколько известно"
    assert units.known_with_unit(0, "records", "en") == "no records as far as is known"
    assert units.known_with_unit(9, "records", "en") == "at least 9 records"
    assert units.known_with_unit(2, "records", "ar") == "سجلان على الأقل"


@pytest.mark.parametrize(
    ("target", "en", "ar"),
    [
        ((">=", 50, "% of Parties"), "at least 50\u00a0% of Parties", "\u206650%\u2069 من الأطراف على الأقل"),
        ((">", 50, "% of Parties"), "more than 50\u00a0% of Parties", "أكثر من \u206650%\u2069 من الأطراف"),
        ((">=", 100, "% of Parties"), "all Parties", "جميع الأطراف"),
        ((">=", 12, "records"), "at least 12 records", "12 سجلا على الأقل"),
        (("by", 1, "event"), "one event", "حدث واحد"),
    ],
)
def test_a_target_says_what_it_asks_for(target, en, ar):
    assert units.target_in_words(*target, "en") == en
    assert units.target_in_words(*target, "ar") == ar


def test_a_ratio_names_both_with_their_numbers():
    said = units.ratio(Decimal(1), Decimal(21), ("risk assessments", "decisions"), Decimal("0.0"), "en")
    assert said == "1 risk assessment to 21 decisions (0.0 for each)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_word_of_units(language):
    assert units.lacks(language) == []


def test_a_part_of_decisions_names_them_once():
    assert units.part_with_unit(57, 124, "decisions", "es") == "57 de 124 decisiones"


def test_every_unit_of_the_plans_data_is_known():
    found = set()
    for path in Path("fixtures/plans").glob("*.yaml"):
        found |= {part for unit in _units(yaml.safe_load(path.read_text())) for part in unit.split(" / ")}
    assert found
    assert found <= units.known()


def _units(held):
    if isinstance(held, dict):
        for key, value in held.items():
            yield from [value] if key == "unit" else _units(value)
    elif isinstance(held, list):
        for one in held:
            yield from _units(one)


def test_forms_stand_in_the_order_of_the_catalogues():
    """The rule of a catalogue and that of CLDR choose the same form of every whole number."""
    for language, rule in PLURALS.items():
        chosen = c2py(rule.partition("plural=")[2].rstrip(";"))
        forms = PLURAL_FORMS[language.partition("_")[0]]
        assert f"nplurals={len(forms)};" in rule
        for number in (*range(310), 1_000_000):
            form = plural_form(number, language)
            assert chosen(number) == (forms.index(form) if form in forms else len(forms) - 1), (language, number)
