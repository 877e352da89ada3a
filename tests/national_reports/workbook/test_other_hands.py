"""Workbooks as other programs, gateways and people leave them: read where there is no doubt about what they say."""

import io
import zipfile
from datetime import date

import pytest

from national_reports.codec import AnswerData
from national_reports.workbook.identity import WorkbookRefused
from tests.national_reports.workbook import making
from tests.national_reports.workbook.making import ANSWER, DETAIL, KEY, Opened, answers_of, filled_in, make, read_back

AMOUNT = "3B9ECE67-B35C-40FF-8C06-4EA5FF762899"
HELD = {"Q020": AnswerData(texts={"en": "Ordinary text"}), "Q014": AnswerData(options=("implementation.none",))}


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(making, "asked", making.short_form)


def packed_anew(content, renamed=lambda name: name, changed=lambda part: part):
    """The same parts under other names, in which the parts that tell of them are changed too."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.endswith((".xml", ".rels")) and "sheet" not in info.filename:
                part = changed(part)
            written = zipfile.ZipInfo("x")
            # The library would set the separators right.
            written.filename = renamed(info.filename)
            written.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(written, part)
    return held.getvalue()


def with_comment(content, comment):
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a") as archive:
        archive.comment = comment
    return held.getvalue()


@pytest.mark.parametrize(
    "other",
    [
        lambda content: packed_anew(content, lambda name: name.replace("/", "\\")),
        lambda content: packed_anew(
            content,
            lambda name: name.replace("workbook.xml", "workbook22.xml"),
            lambda part: part.replace(b"workbook.xml", b"workbook22.xml"),
        ),
        lambda content: with_comment(content, b"Scanned by the gateway."),
        lambda content: content + b"\r\n-- \r\nbytes behind the end",
    ],
    ids=["separators of Windows", "another name of the workbook", "a comment", "bytes behind the end"],
)
def test_an_archive_that_another_program_wrote_says_the_same(other):
    content = make(answers=HELD)
    assert answers_of(read_back(other(content))) == answers_of(read_back(content)) == HELD


def test_two_parts_of_one_name_in_either_spelling_are_refused():
    content = make()
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a") as archive:
        twice = zipfile.ZipInfo("x")
        twice.filename = "xl\\workbook.xml"
        archive.writestr(twice, b"<workbook/>")
    with pytest.raises(WorkbookRefused, match="no spreadsheet program writes"):
        read_back(held.getvalue())


@pytest.mark.parametrize("mark", ["☑", "☒", "×", "✕", "Ｘ", "ｘ", "X", "✔"])
def test_a_cross_is_a_cross_however_it_is_typed(mark):
    content = filled_in(("Q015", mark, ANSWER, {"kind": "many", "option": "instrument.none"}))
    assert answers_of(read_back(content))["Q015"].options == ("instrument.none",)


def test_an_empty_box_is_no_cross():
    content = filled_in(("Q015", "☐", ANSWER, {"kind": "many", "option": "instrument.none"}))
    assert "Q015" not in answers_of(read_back(content))


def formatted(key, value, column, look, **wanted):
    opened = Opened(make())
    opened.put(key, value, column, **wanted).number_format = look
    opened.put("Q036", "x", kind="many", option=AMOUNT)
    return answers_of(read_back(opened.content))


@pytest.mark.parametrize(
    ("typed", "look", "text"),
    [(0.6, "0%", "60 %"), (0.07, "0.00%", "7 %"), (0.125, "0.0%", "12.5 %"), (1, "0 %", "100 %"), (0.6, "0.0", "0.6")],
)
def test_a_percentage_in_a_text_is_kept_as_its_cell_showed_it(typed, look, text):
    assert formatted("Q020", typed, ANSWER, look)["Q020"].texts == {"en": text}


@pytest.mark.parametrize(
    ("typed", "look"), [(60, "0"), (0.6, "0%"), ("60 %", "@"), ("60%", "@"), ("60", "@"), ("60 ％", "@")]
)
def test_a_share_is_read_with_its_sign_or_without(typed, look):
    held = formatted("Q036", typed, DETAIL, look, kind="amount", option=AMOUNT)
    assert held["Q036"].details == {AMOUNT: 60}


def test_a_part_of_a_percentage_is_not_rounded_without_a_word():
    with pytest.raises(WorkbookRefused, match=r"“12\.5” is not a whole number"):
        formatted("Q036", 0.125, DETAIL, "0.0%", kind="amount", option=AMOUNT)


def sorted_by_answer(content, sheet_of="Q014"):
    """One sheet with its rows turned round, keys and all, as a sort over all columns does."""
    opened = Opened(content)
    sheet, _row = next(opened.places(sheet_of))
    rows = [row for row in range(4, sheet.max_row + 1) if sheet[f"{KEY}{row}"].value]
    held = [[sheet.cell(row, column).value for column in range(1, 11)] for row in rows]
    for row, values in zip(rows, reversed(held), strict=True):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value
    return opened


def test_rows_that_were_sorted_with_their_keys_say_the_same():
    content = make(answers=HELD)
    assert answers_of(read_back(sorted_by_answer(content).content)) == HELD


def test_rows_that_were_sorted_without_their_keys_are_refused():
    opened = sorted_by_answer(make(answers=HELD))
    sheet, row = next(opened.places("Q020"))
    sheet[f"J{row}"].value = "7"
    with pytest.raises(WorkbookRefused, match="Rows were moved, or their hidden columns changed"):
        read_back(opened.content)


@pytest.mark.parametrize("look", ["yyyy-mm-dd", "dd/mm/yyyy", "[$-409]d mmm yyyy;@", '"on "d/m/yy'])
def test_a_day_that_was_pasted_into_a_text_is_kept_as_that_day(look):
    assert formatted("Q020", date(2019, 5, 1), ANSWER, look)["Q020"].texts == {"en": "2019-05-01"}


@pytest.mark.parametrize(
    ("look", "text"), [("0", "43586"), ('0 "days"', "43586"), ("[Red]0", "43586"), ("General", "43586")]
)
def test_a_number_that_only_speaks_of_days_stays_a_number(look, text):
    assert formatted("Q020", 43586, ANSWER, look)["Q020"].texts == {"en": text}


def test_a_band_that_the_program_made_a_day_is_asked_about():
    with pytest.raises(WorkbookRefused, match="“2026-04-01” is not one of the answers"):
        formatted("Q065_a", date(2026, 4, 1), ANSWER, "d-mmm")
