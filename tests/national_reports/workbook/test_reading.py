"""A workbook is taken whole, or every problem is told with its sheet, its cell and what to do."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from national_reports.codec import AnswerData
from national_reports.workbook.identity import WorkbookRefused
from national_reports.workbook.sheets import Cell
from national_reports.workbook.values import CellUnreadable, whole_number_in
from tests.national_reports.workbook import making
from tests.national_reports.workbook.making import (
    ANSWER,
    DETAIL,
    KEY,
    KIND,
    VERSION,
    Opened,
    answers_of,
    filled_in,
    form,
    make,
    read_back,
)

START = "reportPeriodStartDate"
NUMBER_KEY = next(key for key, question in form("NR5").fields.items() if question.kind == "number")
AMOUNTS = {"option": "3B9ECE67-B35C-40FF-8C06-4EA5FF762899"}
AT = {"kind": "amount", **AMOUNTS}
TICK = {"kind": "many", **AMOUNTS}


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(making, "asked", making.short_form)


def problems(content, cycle="NR4", **overrides):
    with pytest.raises(WorkbookRefused) as refused:
        read_back(content, cycle, **overrides)
    assert str(refused.value)
    return refused.value.problems


def reason(content, cycle="NR4", **overrides):
    (problem,) = problems(content, cycle, **overrides)
    return problem.reason


def read(*changes, cycle="NR4"):
    return answers_of(read_back(filled_in(*changes, cycle=cycle), cycle))


# -- what people type -------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Yes", "yes", "  YES ", "true", "TRUE", True, "Yes\n"])
def test_a_choice_is_read_by_its_label_or_its_code_in_any_case(typed):
    assert read(("Q012_party", typed)) == {"Q012_party": AnswerData(options=("true",))}


@pytest.mark.parametrize("typed", ["No", False, "FALSE"])
def test_a_no_that_the_program_made_a_truth_value_is_read(typed):
    assert read(("Q012_party", typed)) == {"Q012_party": AnswerData(options=("false",))}


@pytest.mark.parametrize("typed", ["0", 0, 0.0, "none"])
def test_a_band_is_read_also_from_a_number(typed):
    assert read(("Q065_a", typed)) == {"Q065_a": AnswerData(options=("0",))}


@pytest.mark.parametrize("mark", ["x", "X", " x ", "yes", "Oui", "да", "نعم", "是", True, 1, "✓"])
def test_a_tick_is_read_in_the_ways_that_people_write_it(mark):
    first = next(iter(form().fields["Q015"].options))
    assert read(("Q015", mark, ANSWER, {"option": first})) == {"Q015": AnswerData(options=(first,))}


@pytest.mark.parametrize("mark", ["no", "Non", 0, False, "  "])
def test_a_no_beside_an_option_is_no_tick(mark):
    first = next(iter(form().fields["Q015"].options))
    assert read(("Q015", mark, ANSWER, {"option": first})) == {}


@pytest.mark.parametrize(
    "typed",
    [date(2026, 3, 1), datetime.fromisoformat("2026-03-01T23:59"), "2026-03-01", 46082.0, " 2026-03-01 "],
)
def test_a_day_is_read_from_a_date_a_number_or_a_text(typed):
    assert read((START, typed)) == {START: AnswerData(entries=({"day": "2026-03-01"},))}


def test_a_day_is_read_in_a_workbook_that_counts_from_1904():
    opened = Opened(make())
    opened.book.epoch = CALENDAR_MAC_1904
    opened.put(START, 46082 - 1462)
    assert answers_of(read_back(opened.content)) == {START: AnswerData(entries=({"day": "2026-03-01"},))}


@pytest.mark.parametrize("typed", [3, 3.0, "3", " 3 ", "٣", "۳", "３", "3,0", "\u200f3"])
def test_a_whole_number_is_read_however_the_program_kept_it(typed):
    assert read((NUMBER_KEY, typed), cycle="NR5") == {NUMBER_KEY: AnswerData(number=3)}


@pytest.mark.parametrize("typed", ["1,200", "1 200", "1\u00a0200", "1\u202f200", "1’200", "١٬٢٠٠", "١٢٠٠"])
def test_thousands_are_read_as_the_language_of_the_workbook_marks_them(typed):
    assert read((NUMBER_KEY, typed), cycle="NR5") == {NUMBER_KEY: AnswerData(number=1200)}


@pytest.mark.parametrize(("language", "typed"), [("en", "1.200"), ("fr", "1,200"), ("fr", "1.200"), ("ar", "١,٢٠٠")])
def test_what_may_be_thousands_or_a_part_is_asked_back(language, typed):
    with pytest.raises(CellUnreadable, match=r"may be 1200 or 1\.200"):
        whole_number_in(Cell("text", typed), language=language)


def test_an_amount_beside_an_option_is_a_number():
    code = AMOUNTS["option"]
    expected = AnswerData(options=(code,), details={code: 40})
    assert read(("Q036", "x", ANSWER, TICK), ("Q036", 40, DETAIL, AT)) == {"Q036": expected}


@pytest.mark.parametrize(("typed", "text"), [(2019, "2019"), (0.5, "0.5"), (True, "TRUE"), ("a\r\nb", "a\nb")])
def test_what_is_typed_as_a_text_stays_as_people_see_it(typed, text):
    assert read(("Q020", typed)) == {"Q020": AnswerData(texts={"en": text})}


def test_clearing_a_cell_clears_the_answer():
    opened = Opened(make(answers={"Q012_party": AnswerData(options=("true",))}, versions={"Q012_party": 4}))
    opened.put("Q012_party", None)
    (row,) = [row for row in read_back(opened.content).rows if row.question == "Q012_party"]
    assert (row.data, row.read_version) == (AnswerData(), 4)


def test_notes_beside_the_table_and_sheets_of_ones_own_are_not_read():
    opened = Opened(make())
    opened.book.worksheets[3]["M5"] = "=1+1"
    opened.book.create_sheet("Mine")["A1"] = "=SUM(A2:A9)"
    opened.book.move_sheet("Mine", -20)
    assert answers_of(read_back(opened.content)) == {}


def test_renamed_and_moved_sheets_read_the_same():
    opened = Opened(filled_in(("Q012_party", "Yes")))
    opened.book.worksheets[2].title = "Renamed"
    opened.book.move_sheet("Renamed", 5)
    assert answers_of(read_back(opened.content)) == {"Q012_party": AnswerData(options=("true",))}


# -- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("Q012_party", "perhaps"), "“perhaps” is not one of the answers. Choose: Yes; No."),
        (("Q012_party", "Yes; No"), "two answers where one is asked"),
        (("Q012_party", "=TRUE()"), "formula"),
        (("Q012_party", 5), "“5” is not one of the answers"),
        (("Q020", "=1+1"), "formula"),
        (("Q020", '=HYPERLINK("http://evil.example")'), "formula"),
        (("Q015", "maybe", ANSWER, {"kind": "many"}), "neither a tick nor empty"),
        ((START, "soon"), "“soon” is not a day"),
        ((START, "01/03/2026"), "may be 2026-03-01 or 2026-01-03"),
        ((START, "2026-02-30"), "not a day"),
        ((START, 3), "not a day"),
        ((START, True), "not a day"),
        (("links", "javascript:alert(1)", DETAIL), "address"),
        (("links", "www.cbd.int", DETAIL), "address"),
        (("links", "https://", DETAIL), "address"),
        (("links", "http://[", DETAIL), "address"),
        (("Q016", "why", DETAIL, {"kind": "detail"}), "choose it or clear this cell"),
    ],
    ids=str,
)
def test_what_is_no_answer_is_refused_with_its_cell_and_what_to_do(change, words):
    content = filled_in(change)
    (problem,) = problems(content)
    key, _value, *more = change
    column, wanted = (*more, *(ANSWER, {})[len(more) :])
    cell = Opened(content).cell(key, column, **wanted)
    assert words in problem.reason
    assert (problem.sheet, problem.cell) == (cell.parent.title, cell.coordinate)


@pytest.mark.parametrize(
    "typed", ["four", 4.5, "4.5", "1.000", "12,34", True, 10**30, "9" * 19, "--4", "3²", "1e3", "٤٫٥"]
)
def test_what_is_no_whole_number_is_refused(typed):
    assert reason(filled_in((NUMBER_KEY, typed), cycle="NR5"), "NR5")


def test_an_error_that_the_program_shows_is_refused():
    opened = Opened(make())
    opened.put("Q020", "#REF!").data_type = "e"
    assert "shows an error" in reason(opened.content)


def test_an_option_that_stands_alone_is_not_combined():
    options = [{"option": "instrument.none"}, {"option": next(iter(form("NR5").fields["Q008"].options))}]
    content = filled_in(*(("Q008", "x", ANSWER, option) for option in options), cycle="NR5")
    (problem,) = problems(content, "NR5")
    assert "cannot be combined" in problem.reason
    assert problem.cell == Opened(content).cell("Q008", option="instrument.none").coordinate


def test_a_text_over_four_cells_is_too_long():
    answers = {"Q020": AnswerData(texts={"en": "a" * 99_000})}
    opened = Opened(make(answers=answers))
    opened.put("Q020", "a" * 32_767, kind="text")
    assert answers_of(read_back(opened.content))
    for sheet, row in opened.places("Q020", kind="text-continued"):
        sheet[f"{ANSWER}{row}"] = "a" * 32_767
    assert "longer than 100,000 characters" in reason(opened.content)


def test_all_problems_are_told_at_once():
    content = filled_in(("Q012_party", "perhaps"), ("Q020", "=1"), (START, "soon"), ("links", "x", DETAIL))
    assert [problem.sheet for problem in problems(content)] == [
        "About this report",
        "About this report",
        "Party to the Cartagena Protocol",
        "Article 2",
    ]


# -- another report, changed rows -------------------------------------------------------------------------


def test_the_workbook_of_another_party_cycle_or_version_is_refused_and_says_which():
    told = problems(make(party_code="UGA", party_name="Uganda", report_version=2), report_version=3)
    assert "of Uganda, but the report is of Kenya" in told[0].reason
    assert "version 2 of the report, but version 3 is open" in told[1].reason
    assert "cycle NR3, but the report is of NR4" in reason(make("NR3"))


def test_a_workbook_of_an_older_edition_of_the_form_is_refused():
    assert "The form has changed" in reason(make(form_sha256="0" * 64))


def test_a_workbook_that_is_not_ours_is_refused():
    held = BytesIO()
    Workbook().save(held)
    assert "not a workbook of the report form" in reason(held.getvalue())


def test_a_missing_row_is_named_by_its_question():
    opened = Opened(make())
    sheet, row = next(opened.places("Q012_party"))
    sheet.delete_rows(row)
    assert "Rows of question 11 are missing" in reason(opened.content)


def test_a_missing_sheet_is_named_by_its_questions():
    short = making.short_form()
    key, title = short.sections[1]
    opened = Opened(make())
    (sheet,) = [one for one in opened.book.worksheets if one.title.startswith("Article 2")]
    opened.book.remove(sheet)
    told = problems(opened.content)
    assert {problem.sheet for problem in told} == {title}
    assert len(told) == len(short.section_questions(key))


@pytest.mark.parametrize(("column", "value"), [(KEY, "Q999"), (KIND, "number"), (VERSION, "-1"), (VERSION, "x")])
def test_a_changed_key_is_refused_where_it_stands(column, value):
    opened = Opened(make())
    cell = opened.put("Q012_party", value, column)
    told = problems(opened.content)
    assert f"F{cell.row}" in {problem.cell for problem in told}


def test_a_row_that_is_there_twice_is_refused():
    opened = Opened(make())
    sheet, row = next(opened.places("Q012_party"))
    for column in "FGHIJ":
        sheet[f"{column}{row + 1}"] = sheet[f"{column}{row}"].value
    assert any("there twice" in problem.reason for problem in problems(opened.content))


def test_a_changed_version_of_an_answer_is_noticed():
    opened = Opened(make())
    opened.put("Q012_party", "3", VERSION)
    assert "hidden columns changed" in reason(opened.content)


def test_moved_rows_are_noticed():
    opened = Opened(make())
    (one, first), (_, second) = next(opened.places("Q012_party")), next(opened.places("Q012_partyInProgress"))
    for column in "FGHIJ":
        a, b = one[f"{column}{first}"], one[f"{column}{second}"]
        a.value, b.value = b.value, a.value
    assert "Rows were moved" in reason(opened.content)
