"""Fill in a workbook as somebody with a spreadsheet program does: cells found by what stands in their row."""

from collections.abc import Mapping
from io import BytesIO

from openpyxl import load_workbook

from national_reports.codec import AnswerData

# The columns that people write in, and those hidden ones that say what a row is.
ANSWER, KEY, KIND, OPTION, LANGUAGE = "C", "F", "G", "H", "I"
FIRST_ROW = 4


def fill_in(content: bytes, answers: Mapping[str, AnswerData]) -> bytes:
    """The same workbook with these answers written in it."""
    book = load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        for row in range(FIRST_ROW, sheet.max_row + 1):
            answer = answers.get(str(sheet[f"{KEY}{row}"].value))
            if answer is not None:
                kind, option, language = (sheet[f"{column}{row}"].value for column in (KIND, OPTION, LANGUAGE))
                written = _value(answer, str(kind), str(option or ""), str(language or ""))
                if written is not None:
                    sheet[f"{ANSWER}{row}"] = written
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _value(answer: AnswerData, kind: str, option: str, language: str) -> str | int | None:
    match kind:
        case "one":
            return answer.options[0] if answer.options else None
        case "many":
            return "x" if option in answer.options else None
        case "text":
            return answer.texts.get(language)
        case "field":
            return answer.entries[0].get(option) if answer.entries else None
        case "day":
            return answer.entries[0]["day"] if answer.entries else None
        case "number":
            return answer.number
    return None
