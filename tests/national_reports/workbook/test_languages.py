"""A workbook in the language of the page; answers are read in any of the six, whatever language it was made in."""

from functools import cache
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from languages.codes import LANGUAGES, tag
from languages.typed import bare
from national_reports.codec import AnswerData
from national_reports.questionnaire import Question, Wording
from national_reports.workbook.identity import Problem, WorkbookRefused
from national_reports.workbook.labels import SeveralOptions, option_called
from national_reports.workbook.reading import read_workbook
from national_reports.workbook.sheets import Cell
from national_reports.workbook.values import CellUnreadable, option_in
from national_reports.workbook.writing import write_workbook
from tests.national_reports.workbook.making import (
    ANSWER,
    AT,
    KEY,
    KIND,
    Opened,
    answers_of,
    identity,
    short_form,
    whole,
)

# A short form of each kind of question: the reading's own.
CHOICE, MARKS, DAY = "Q012_party", "Q014", "reportPeriodStartDate"
FORM = short_form("NR4")
YES = AnswerData(options=("true",))


@cache
def made(language, cycle="NR4"):
    """The workbook that a page of this language gives."""
    with override(tag(language).lower()):
        form = short_form(cycle).in_language(language)
        versions = dict.fromkeys(form.fields, 0)
        return write_workbook(
            form=form, identity=identity(cycle), answers={CHOICE: YES}, versions=versions, previous={}, at=AT
        )


def read_in(language, content, cycle="NR4"):
    with override(tag(language).lower()):
        return whole(read_workbook(BytesIO(content), form=short_form(cycle), identity=identity(cycle)))


def filled(language, key, value, column=ANSWER, **wanted):
    opened = Opened(made(language))
    opened.put(key, value, column, **wanted)
    return opened.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_asks_and_answers_in_its_language_and_says_which(language):
    book = load_workbook(BytesIO(made(language)))
    form = FORM.in_language(language)
    texts = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value}
    assert form.title in texts
    for _key, title in form.chapters:
        assert title in texts
    for question in form.fields.values():
        assert any(question.wording.text in text for text in texts), question.key
        assert question.wording.language == language
    (answer,) = [sheet[f"{ANSWER}{row}"].value for sheet, row in Opened(made(language)).places(CHOICE)]
    assert answer == form.fields[CHOICE].options["true"]
    hidden = book["identity"]
    told = {hidden.cell(row, 1).value: hidden.cell(row, 2).value for row in range(1, hidden.max_row + 1)}
    assert told["language"] == language
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert all(bool(sheet.sheet_view.rightToLeft) == (language == "ar") for sheet in seen)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_sheet_of_another_language_has_the_english_words(language):
    english, other = (load_workbook(BytesIO(made(one))) for one in ("en", language))
    heads = [
        [sheet.cell(3, column).value for column in range(2, 6)]
        for sheet in (english.worksheets[1], other.worksheets[1])
    ]
    # French says "Question" too.
    assert set(heads[0]) & set(heads[1]) <= {"Question"}
    assert heads[0][1:] != heads[1][1:]
    checks = [
        {
            text
            for sheet in book.worksheets
            for rule in sheet.data_validations.dataValidation
            for text in (rule.error, rule.errorTitle)
        }
        for book in (english, other)
    ]
    assert checks[0]
    assert not checks[0] & checks[1]


def choice(typed, language="ar"):
    question = FORM.fields[CHOICE]
    return option_in(Cell("text", typed), question, shown=FORM.in_language(language).fields[CHOICE], language=language)


@pytest.mark.parametrize("made_in", LANGUAGES)
def test_an_answer_of_any_language_is_read_in_a_workbook_of_any_other(made_in):
    for language in LANGUAGES:
        for code in ("true", "false"):
            assert choice(FORM.in_language(language).fields[CHOICE].options[code], made_in) == code
    # And through the file, from the language before.
    other = LANGUAGES[LANGUAGES.index(made_in) - 1]
    label = FORM.in_language(other).fields[CHOICE].options["false"]
    read = answers_of(read_in(made_in, filled(made_in, CHOICE, label)))
    assert read == {CHOICE: AnswerData(options=("false",))}


@pytest.mark.parametrize(
    "typed",
    [
        "Oui",
        " OUI\u00a0",
        "Sí",
        "si",
        "sí.",
        "نعم",
        "نَعَم",
        "ﻧﻌﻢ",
        "\u200fنعم",
        "Да",
        "да ",
        "是",
        "Yes",
        "ｙｅｓ",
        "Yes\n",
    ],
)
def test_an_answer_is_read_however_it_is_typed(typed):
    assert choice(typed) == "true"


@pytest.mark.parametrize("cycle", ["NR4", "NR5"])
def test_every_option_is_found_by_its_label_in_every_language(cycle):
    """No two options of a question are called the same in one language, which the workbook offers in one list."""
    base = short_form(cycle)
    for language in LANGUAGES:
        for key, question in base.in_language(language).fields.items():
            for code, label in question.options.items():
                assert option_called(label, base.fields[key], language) == code, (language, key, label)
                assert option_called(bare(label), base.fields[key], language) == code, (language, key, label)


def test_a_workbook_that_nobody_changed_says_what_it_was_made_with_in_every_language():
    for language in LANGUAGES:
        assert answers_of(read_in(language, made(language))) == {CHOICE: YES}


def question_with(options, **official):
    wording = Wording("Invented?", options)
    others = {language: Wording("?", labels, language) for language, labels in official.items()}
    return Question(key="I1", number="1", section="I", type="option", wording=wording, official=others)


def test_where_languages_call_different_options_the_same_the_workbooks_own_decides():
    question = question_with({"a": "Alpha", "b": "Beta"}, fr={"a": "Un", "b": "Deux"}, es={"a": "Deux", "b": "Dos"})
    assert option_called("deux", question, "fr") == "b"
    assert option_called("deux", question, "es") == "a"
    with pytest.raises(SeveralOptions) as fault:
        option_called("deux", question, "ru")
    assert fault.value.codes == ["a", "b"]
    with pytest.raises(CellUnreadable, match="Write one of them whole: Alpha; Beta"):
        option_in(Cell("text", "deux"), question, language="ru")


def test_an_accent_counts_where_it_tells_two_options_apart():
    question = question_with({"a": "Cote", "b": "Côte"})
    assert option_called("côte", question) == "b"
    assert option_called("cote", question) == "a"


def test_an_unknown_answer_is_named_with_its_cell_and_what_may_be_written_in_the_workbooks_language():
    content = filled("fr", CHOICE, "peut-être")
    with pytest.raises(WorkbookRefused) as refused:
        read_in("fr", content)
    (problem,) = refused.value.problems
    cell = Opened(content).cell(CHOICE)
    assert (problem.sheet, problem.cell) == (cell.parent.title, cell.coordinate)
    assert "«\u00a0peut-être\u00a0» ne figure pas parmi les réponses" in problem.reason
    assert "Oui\u00a0; Non" in problem.reason


def test_a_place_has_the_comma_and_the_colon_of_the_readers_language_and_turns_nothing_round():
    problem = Problem("خطأ", "المادة 2", "D12")
    with override("ar"):
        assert str(problem) == "\u2068المادة 2\u2069، \u2068D12\u2069: خطأ"
    with override("zh-hans"):
        assert str(problem) == "المادة 2、D12：خطأ"


def test_the_reader_is_told_in_his_language_and_what_to_write_in_the_workbooks():
    with pytest.raises(WorkbookRefused) as refused:
        read_in("en", filled("ar", CHOICE, "ربما"))
    assert "is not one of the answers. Choose: نعم; لا." in refused.value.problems[0].reason


@pytest.mark.parametrize(
    "typed",
    [
        "31/03/2026",
        "٣١/٣/٢٠٢٦",
        "31.03.2026",
        "31 mars 2026",
        "31 марта 2026 года",
        "31 آذار/مارس 2026",
        "2026年3月31日",
    ],
)
def test_a_day_is_read_as_it_is_typed_in_any_language(typed):
    opened = Opened(made("ar"))
    cell = opened.put(DAY, typed)
    cell.number_format = "@"
    read = answers_of(read_in("ar", opened.content))
    assert read[DAY] == AnswerData(entries=({"day": "2026-03-31"},))


def turned_round(content):
    """One sheet with its rows in the other order, keys and words and all."""
    opened = Opened(content)
    sheet, _row = next(opened.places(MARKS))
    rows = [row for row in range(4, sheet.max_row + 1) if sheet[f"{KEY}{row}"].value]
    held = [[sheet.cell(row, column).value for column in range(1, 11)] for row in rows]
    for row, values in zip(rows, reversed(held), strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value
    return opened, sheet, rows


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_rows_sorted_with_their_words_are_taken_in_every_language(language):
    opened, _sheet, _rows = turned_round(made(language))
    assert answers_of(read_in(language, opened.content)) == {CHOICE: YES}


def test_a_moved_row_whose_words_are_of_another_key_or_another_language_is_refused():
    opened, sheet, rows = turned_round(made("fr"))
    one = next(row for row in rows if sheet[f"{KEY}{row}"].value == MARKS and sheet[f"{KIND}{row}"].value == "one")
    sheet[f"B{one}"].value = FORM.fields[MARKS].wording.text
    with pytest.raises(WorkbookRefused):
        read_in("fr", opened.content)


def test_a_workbook_made_before_there_was_a_choice_of_language_is_read():
    opened = Opened(made("en"))
    hidden = opened.book["identity"]
    row = next(row for row in range(1, 20) if hidden.cell(row, 1).value == "language")
    hidden.delete_rows(row)
    assert answers_of(read_in("fr", opened.content)) == {CHOICE: YES}


def test_a_form_without_words_of_the_language_stands_in_english_and_says_so():
    with override("ar"):
        form = FORM
        content = write_workbook(form=form, identity=identity(), answers={}, versions={}, previous={}, at=AT)
    sheet, row = next(Opened(content).places(CHOICE))
    assert "لغة هذا السؤال: الإنكليزية" in str(sheet[f"B{row}"].value)
