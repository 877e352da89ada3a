"""What the cells of a workbook advise while they are filled in."""

from datetime import date

from django.utils.translation import gettext as _

from national_reports.questionnaire import Plausible, Question
from national_reports.workbook.hidden import Lists
from national_reports.workbook.xlsx import Worksheet
from parties.formats import as_digits
from parties.possible_days import EARLIEST, LATEST

MARK = "x"
LARGEST = 10**15 - 1
Rule = dict[str, str | int | date | list[str]]


def allow(sheet: Worksheet, row: int, column: int, kind: str, question: Question, lists: Lists) -> None:
    """Give a cell the drop-down or the check that its kind of row has."""
    rule: Rule
    match kind:
        case "one":
            rule = {
                "validate": "list",
                "source": lists.reference(tuple(question.options.values())),
                "error_title": _("Not in the list"),
                "error_message": _("Choose one of the answers in the list."),
            }
        case "many":
            rule = {
                "validate": "list",
                "source": [MARK],
                "error_title": _("Put x or nothing"),
                "error_message": _("Put x if this answer applies; otherwise clear the cell."),
            }
        case "number" | "amount":
            rule = _whole_number(question.plausible)
        case "day":
            rule = _day(question.plausible)
        case _:
            return
    sheet.data_validation(row, column, row, column, rule)


def _whole_number(bounds: Plausible | None) -> Rule:
    """What is out of range is warned of and taken all the same: it is kept as typed, as the form keeps it."""
    rule: Rule = {
        "validate": "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": LARGEST,
        "error_title": _("Not a whole number"),
        "error_message": _("Write a whole number with digits only."),
    }
    if bounds is None or bounds.lowest is None or bounds.highest is None:
        return rule
    between = {"lowest": bounds.lowest, "highest": bounds.highest}
    return rule | {
        "minimum": bounds.lowest,
        "maximum": bounds.highest,
        "error_type": "warning",
        "error_title": _("Out of range"),
        "error_message": _("A whole number from %(lowest)d to %(highest)d is asked here.") % between,
    }


def _day(bounds: Plausible | None) -> Rule:
    rule: Rule = {
        "validate": "date",
        "criteria": "between",
        "minimum": EARLIEST,
        "maximum": LATEST,
        "error_title": _("Not a day"),
        "error_message": _("Write the day as year-month-day, for instance %(day)s.") % {"day": as_digits("2026-03-31")},
    }
    if bounds is None or bounds.lowest is None or bounds.highest is None:
        return rule
    between = {"lowest": bounds.lowest, "highest": bounds.highest}
    return rule | {
        "minimum": date(bounds.lowest, 1, 1),
        "maximum": date(bounds.highest, 12, 31),
        "error_type": "warning",
        "error_title": _("Out of range"),
        "error_message": _("A day of the years %(lowest)d to %(highest)d is asked here, as year-month-day.") % between,
    }
