"""What a cell says, turned into a part of an answer."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from languages.codes import ENGLISH
from languages.typed import NotRead, TwoReadings, bare, folded, whole_number, without_per_cent
from languages.typed import day as typed_day
from national_reports.questionnaire import Question
from national_reports.workbook.labels import SeveralOptions, option_called
from national_reports.workbook.sheets import Cell, day_of
from parties.formats import in_clauses
from parties.typed_numbers import two_readings

# A cross in a box, in the ways that people and programs write it.
MARKS = frozenset({"x", "х", "×", "✕", "☑", "☒", "✓", "✔", "yes", "oui", "sí", "si", "да", "نعم", "是", "true", "1"})
NO_MARKS = frozenset({"", "☐", "no", "non", "нет", "لا", "否", "false", "0"})
_BARE_MARKS = frozenset(filter(None, map(bare, MARKS)))
_BARE_NO_MARKS = frozenset(filter(None, map(bare, NO_MARKS)))
# Between two answers in one cell.
_PARTS = re.compile(r"[;؛；\n]")
MOST_DIGITS = 40


class CellUnreadable(ValueError):
    """A cell does not hold what its row asks for; the message says what to type."""


def text_in(cell: Cell) -> str:
    """The text of a cell exactly as typed; a number as people write it. Raises CellUnreadable."""
    _refuse_formula(cell)
    match cell.type:
        case "number":
            return _number_text(cell.content)
        case "percent":
            return f"{_number_text(_hundredfold(cell))} %"
        case "truth":
            return "TRUE" if _is_true(cell) else "FALSE"
        case _:
            return cell.content


def option_in(cell: Cell, question: Question, *, shown: Question | None = None, language: str = ENGLISH) -> str | None:
    """The code of the option that a cell names by code, or by label in any language; None for an empty cell.

    `question` in its English wording; `shown` as the workbook has it, in its language. Raises CellUnreadable.
    """
    _refuse_formula(cell)
    given = ("true" if _is_true(cell) else "false") if cell.type == "truth" else text_in(cell).strip()
    if not given:
        return None
    offered = (shown or question).options
    try:
        code = option_called(given, question, language)
        if code:
            return code
        several = [option_called(part, question, language) for part in _PARTS.split(given) if part.strip()]
    except SeveralOptions as fault:
        raise CellUnreadable(
            _("“%(given)s” may be more than one of the answers. Write one of them whole: %(offered)s.")
            % {"given": given[:60], "offered": in_clauses(offered[code] for code in fault.codes)}
        ) from fault
    if len(several) > 1 and all(several):
        raise CellUnreadable(_("There are two answers where one is asked: choose one."))
    raise CellUnreadable(
        _("“%(given)s” is not one of the answers. Choose: %(offered)s.")
        % {"given": given[:60], "offered": in_clauses(offered.values())}
    )


def is_marked(cell: Cell) -> bool:
    """Whether an option is ticked. Raises CellUnreadable."""
    _refuse_formula(cell)
    if cell.type == "truth":
        return _is_true(cell)
    given = text_in(cell)
    if folded(given) in MARKS or bare(given) in _BARE_MARKS:
        return True
    if folded(given) in NO_MARKS or (bare(given) or " ") in _BARE_NO_MARKS:
        return False
    raise CellUnreadable(
        _("“%(given)s” is neither a tick nor empty. Put x if this answer applies, else clear the cell.")
        % {"given": given[:60]}
    )


def percentage_in(cell: Cell, *, language: str = "") -> int | None:
    """A whole number of hundredths, with its sign or without: 60, 60 % typed, 60 % shown. Raises CellUnreadable."""
    if cell.type == "percent":
        _refuse_formula(cell)
        return whole_number_in(Cell("number", _hundredfold(cell)))
    if cell.type == "text":
        cell = replace(cell, content=without_per_cent(cell.content.strip()))
    return whole_number_in(cell, language=language)


def whole_number_in(cell: Cell, *, language: str = "") -> int | None:
    """A whole number as the workbook's language writes it; None for an empty cell. Raises CellUnreadable."""
    given = text_in(cell).strip()
    if not given:
        return None
    named = {"given": given[:60]}
    if cell.type == "truth" or len(given) > MOST_DIGITS:
        raise CellUnreadable(_("“%(given)s” is not a whole number. Write digits only.") % named)
    try:
        number = whole_number(given, language)
    except TwoReadings as fault:
        raise CellUnreadable(two_readings(given, fault)) from fault
    except NotRead as fault:
        raise CellUnreadable(_("“%(given)s” is not a whole number. Write digits only.") % named) from fault
    if not -(2**63) <= number < 2**63:
        raise CellUnreadable(_("“%(given)s” is too large.") % {"given": given[:60]})
    return number


def day_in(cell: Cell, *, counts_from_1904: bool) -> str:
    """A day as YYYY-MM-DD; nothing for an empty cell. Raises CellUnreadable."""
    _refuse_formula(cell)
    given = text_in(cell).strip()
    if not given:
        return ""
    try:
        if cell.type == "number":
            if day := day_of(cell.content, counts_from_1904=counts_from_1904):
                return day
        elif cell.type == "day":
            # Some programs write the hour of midnight behind the day.
            return date.fromisoformat(given.partition("T")[0]).isoformat()
        elif cell.type == "text":
            return typed_day(given).isoformat()
    except TwoReadings as fault:
        raise CellUnreadable(
            _("“%(given)s” may be %(one)s or %(other)s. Write it as year-month-day.")
            % {"given": given[:60], "one": fault.first, "other": fault.second}
        ) from fault
    except (ValueError, OverflowError):
        pass
    raise CellUnreadable(_("“%(given)s” is not a day. Write it as year-month-day.") % {"given": given[:60]})


def address_in(cell: Cell) -> str:
    """An address of the web; nothing for an empty cell. Raises CellUnreadable."""
    given = text_in(cell)
    if not given:
        return ""
    try:
        parts = urlsplit(given.strip())
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web:
        raise CellUnreadable(
            _("“%(given)s” is not an address that begins with https:// or http://.") % {"given": given[:60]}
        )
    return given


def _hundredfold(cell: Cell) -> str:
    """60 of the 0.6 that stands for 60 %, exactly."""
    try:
        number = Decimal(cell.content).scaleb(2)
    except InvalidOperation as fault:
        raise CellUnreadable(_("The cell cannot be read. Type the answer again.")) from fault
    # What was typed has few digits; the rest is how programs keep 0.07.
    return format(number.quantize(Decimal("0.000001")).normalize(), "f")


def _refuse_formula(cell: Cell) -> None:
    if cell.is_formula:
        raise CellUnreadable(_("The cell holds a formula. Type the answer itself."))
    if cell.type == "fault":
        raise CellUnreadable(_("The cell shows an error. Type the answer itself."))


def _is_true(cell: Cell) -> bool:
    return cell.content in ("1", "true")


def _number_text(content: str) -> str:
    """3 for 3.0, and never an exponent for a whole number."""
    if content.lstrip("-").isdigit():
        return content
    try:
        number = float(content)
    except ValueError as fault:
        raise CellUnreadable(_("The cell cannot be read. Type the answer again.")) from fault
    return str(int(number)) if number.is_integer() else repr(number)
