"""The workbook as people meet it."""

import io
import zipfile
from datetime import timedelta

import pytest

from national_reports.codec import AnswerData
from national_reports.workbook.titles import sheet_titles
from national_reports.workbook.words import condition_words
from national_reports.workbook.writing import write_workbook
from tests.national_reports.workbook.making import (
    AT,
    DETAIL,
    LANGUAGES,
    PREVIOUS,
    QUESTION,
    Opened,
    form,
    identity,
    make,
)

CYCLES = ("NR2", "NR3", "NR4", "NR5")


def visible(opened):
    return [sheet for sheet in opened.book.worksheets if sheet.sheet_state == "visible"]


def texts_of(sheet):
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_the_same_content_and_time_give_the_same_bytes():
    answers = {"Q020": AnswerData(texts={"en": "A"})}
    assert make(answers=answers) == make(answers=answers)
    later = write_workbook(
        form=form(), identity=identity(), answers=answers, versions={}, previous={}, at=AT + timedelta(days=1)
    )
    assert later != make(answers=answers)


@pytest.mark.parametrize("cycle", CYCLES)
def test_there_is_a_sheet_for_each_section_behind_the_one_that_explains(cycle):
    sheets = visible(Opened(make(cycle)))
    assert len(sheets) == 1 + len(form(cycle).chapters)
    assert [sheet["A1"].value for sheet in sheets[1:]] == [title for _section, title in form(cycle).chapters]
    assert {len(sheet.title) <= 31 for sheet in sheets} == {True}


def test_titles_of_sheets_are_short_different_and_without_forbidden_characters():
    wanted = ["A" * 40, "A" * 40, "a" * 40, "What [is] this: a/b?", "History", "''", "Article 2 – General", "Article 2"]
    titles = sheet_titles(wanted)
    assert max(map(len, titles)) <= 31
    assert len({title.casefold() for title in titles}) == len(wanted)
    assert not any(character in "".join(titles) for character in "[]:*?/\\'")
    assert titles[-2:] == ["Article 2", "Article 2 2"]


def test_only_cells_for_answers_can_be_written_in():
    opened = Opened(make())
    for sheet in visible(opened):
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        # Resizing a row is no accident.
        assert not sheet.protection.formatRows
    assert not opened.cell("Q014").protection.locked
    assert not opened.cell("Q016", DETAIL, kind="detail").protection.locked
    assert opened.cell("Q014", QUESTION).protection.locked
    assert opened.cell("Q014", PREVIOUS).protection.locked
    assert all(sheet.column_dimensions["F"].hidden for sheet in visible(opened)[1:])


def test_every_choice_has_a_drop_down_with_all_its_labels():
    opened = Opened(make())
    for key, question in form().fields.items():
        if question.kind not in ("yes-no", "one", "bands"):
            continue
        cell = opened.cell(key)
        (rule,) = [rule for rule in cell.parent.data_validations.dataValidation if cell.coordinate in rule.sqref]
        place = rule.formula1.rpartition("!")[2].replace("$", "")
        cells = opened.book["lists"][place]
        labels = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
        assert labels == list(question.options.values())


def test_each_option_of_a_multiple_choice_has_a_row():
    opened = Opened(make(answers={"Q015": AnswerData(options=("instrument.none",))}))
    for code, label in form().fields["Q015"].options.items():
        assert opened.cell("Q015", QUESTION, kind="many", option=code).value == label
        assert opened.cell("Q015", kind="many", option=code).value == ("x" if code == "instrument.none" else None)


def test_a_text_has_a_row_for_each_language_of_the_report():
    opened = Opened(make(languages=LANGUAGES))
    assert len(list(opened.places("Q020"))) == 6
    assert "French" in opened.cell("Q020", QUESTION, language="fr").value
    assert opened.cell("Q020", language="ar").alignment.readingOrder == 2


def test_when_a_question_applies_is_said_in_words():
    assert "Only if question 11 is “No”." in str(Opened(make()).cell("Q013", QUESTION).value)
    assert condition_words(form("NR3"), form("NR3").fields["Q102"]) == (
        "Only if question 101 is answered with something else than “Never”."
    )
    assert condition_words(form(), form().fields["Q019_adq"]) == "Only if question 19 is answered."
    assert " or question 26 is " in condition_words(form("NR2"), form("NR2").fields["Q027"])


def test_the_earlier_answer_stands_beside_its_question():
    opened = Opened(make(previous={"Q014": "Draft measures only", "Q020": "=1+1" + "a" * 5000}))
    assert opened.cell("Q014", PREVIOUS).value == "Draft measures only"
    assert opened.cell("Q020", PREVIOUS).value.startswith("=1+1aaa")
    assert opened.cell("Q020", PREVIOUS).data_type == "s"
    assert len(opened.cell("Q020", PREVIOUS).value) < 1100


def test_demonstration_data_is_named_on_every_sheet():
    for sheet in visible(Opened(make(demonstration=True))):
        assert "Demonstration data" in texts_of(sheet)
    assert not any("Demonstration" in texts_of(sheet) for sheet in visible(Opened(make())))


def test_the_first_sheet_says_what_to_do_and_that_files_stay_out():
    text = texts_of(visible(Opened(make()))[0])
    assert "Kenya (KEN)" in text
    assert "white cells" in text
    assert "checked again" in text
    assert "files cannot be put here" in text


def test_it_prints_on_a4_across_with_the_header_on_every_page():
    for sheet in visible(Opened(make()))[1:]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page wide is the default of the format, and not written.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
        assert sheet.print_title_rows == "$3:$3"


def test_nothing_in_it_is_a_formula_or_a_link():
    hostile = {"Q020": AnswerData(texts={"en": '=HYPERLINK("http://evil.example")', "fr": "https://evil.example"})}
    with zipfile.ZipFile(io.BytesIO(make(answers=hostile, party_name="=1+1"))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
