"""The first sheet: how to use the workbook, and which report it is of."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from languages.writing import is_right_to_left
from national_reports.questionnaire import QuestionnaireForm
from national_reports.workbook.heights import height
from national_reports.workbook.identity import WorkbookIdentity
from national_reports.workbook.page import prepare, shown
from national_reports.workbook.words import language_name
from national_reports.workbook.xlsx import Format, Worksheet
from parties.formats import date_format, listed, with_remark

NARROW, WIDE = 26, 96


def write_guide(
    sheet: Worksheet,
    looks: Mapping[str, Format],
    *,
    form: QuestionnaireForm,
    identity: WorkbookIdentity,
    language: str,
    at: datetime,
) -> None:
    """Write what the report is, then what to do with the workbook."""
    prepare(sheet, identity)
    sheet.set_column(0, 0, NARROW)
    sheet.set_column(1, 1, WIDE)
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, 1, shown(form.title), looks["title"])
    row = 1
    if identity.demonstration:
        sheet.merge_range(row, 0, row, 1, demonstration_words(), looks["warning"])
        row += 1
    for name, value in _facts(identity, language, at):
        row += 1
        sheet.write_string(row, 0, name, looks["line-bold"])
        sheet.write_string(row, 1, shown(value), looks["line"])
        # Names of facts are in bold, which is wider.
        sheet.set_row(row, height([(name, NARROW * 0.9), (value, WIDE)]))
    row += 1
    # With a point Arabic would show it on the wrong side.
    after = " -" if is_right_to_left(language) else "."
    for number, step in enumerate(_steps(), 1):
        row += 1
        sheet.write_string(row, 0, _("How to use it") if number == 1 else "", looks["line-bold"])
        sheet.write_string(row, 1, f"{number}{after} {step}", looks["line"])
        sheet.set_row(row, height([(step, WIDE)]))
    row += 1
    for number, note in enumerate(_notes()):
        row += 1
        sheet.write_string(row, 0, "" if number else _("Good to know"), looks["line-bold"])
        sheet.write_string(row, 1, note, looks["line"])
        sheet.set_row(row, height([(note, WIDE)]))
    sheet.print_area(0, 0, row, 1)


def demonstration_words() -> str:
    return _("Demonstration data: not the report of a real Party.")


def _facts(identity: WorkbookIdentity, language: str, at: datetime) -> list[tuple[str, str]]:
    return [
        (_("Party"), with_remark(identity.party_name, identity.party_code)),
        (_("Reporting cycle"), identity.cycle),
        (_("Version of the report"), str(identity.report_version)),
        (_("Languages"), listed(language_name(code) for code in identity.languages)),
        (_("Language of this workbook"), language_name(language)),
        (_("Made"), date_format(at, "DATETIME_FORMAT")),
    ]


def _steps() -> list[str]:
    return [
        _("Go through the sheets from left to right; each is a section of the report."),
        _("Fill in the white cells. The coloured cells are locked so that nothing is overwritten by accident."),
        _("Where a small arrow appears beside a cell, choose from the list."),
        _("Save the workbook as an Excel workbook (.xlsx). Excel and LibreOffice both do."),
        _("Send it back through the site, on the page of this report. You see every difference before it is taken."),
    ]


def _notes() -> list[str]:
    return [
        _("Clearing a cell clears the answer on the site too, once you confirm it."),
        _("What the sheets check is advice only: everything is checked again when you send the workbook back."),
        _("If anything is wrong, nothing is taken, and you are told each sheet and cell to mend."),
        _("Answers that a colleague changed on the site in the meantime are not overwritten; you are asked."),
        _(
            "Choices are read in any of the six languages of the United Nations, however they are typed; a share or a "
            "day too, where it can mean one thing only."
        ),
        _("Formulas are not accepted, and files cannot be put here: add them on the site."),
        _("Notes beside the table or on sheets of your own are not read."),
        _("Very long texts go on in the rows below; they are joined again."),
    ]
