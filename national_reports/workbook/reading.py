"""Read a workbook back: what can be read of it, and every problem of the rest. No database is asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from languages.codes import ENGLISH, LANGUAGES
from national_reports.codec import AnswerData
from national_reports.questionnaire import QuestionnaireForm
from national_reports.workbook.answering import answer_in
from national_reports.workbook.guard import open_guarded
from national_reports.workbook.identity import FORMAT, MARKER, Problem, WorkbookIdentity, WorkbookRefused
from national_reports.workbook.rows import FoundRow, check_rows, find_rows, in_their_order
from national_reports.workbook.sheets import Book, SheetsUnreadable, read_sheets


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What the workbook says to one question, and the answer's version that it was made from."""

    question: str
    read_version: int
    data: AnswerData


@dataclass(frozen=True)
class ReadWorkbook:
    """Every question of the workbook in the order of the form, also those without an answer."""

    rows: tuple[ReadAnswer, ...]
    made_at: datetime
    languages: tuple[str, ...]
    # What could not be read, each with its cell; the questions concerned are not among the rows.
    problems: tuple[Problem, ...] = ()


def read_workbook(file: BinaryIO, *, form: QuestionnaireForm, identity: WorkbookIdentity) -> ReadWorkbook:
    """Read what was filled in, in whichever language: the answers that can be read, and the problems of the others.

    Raises WorkbookRefused where it is another report's, or its rows are not those that it was made with.
    `form` in its English wording: what the workbook shows is found by it.
    """
    with open_guarded(file) as archive:
        try:
            book = read_sheets(archive)
        except SheetsUnreadable as fault:
            reason = _("The workbook cannot be read. Save it again as an Excel workbook (.xlsx) and send that.")
            raise WorkbookRefused([Problem(reason)]) from fault
    told = _told(book)
    _check_identity(told, identity)
    made_at, languages = _made(told)
    language = _language(told)
    shown = form if language == ENGLISH else form.in_language(language)
    found = in_their_order(find_rows(book, form), form, languages, told["checksum"], language)
    if moved := check_rows(found, shown, languages, told["checksum"]):
        raise WorkbookRefused(moved)
    rows: list[ReadAnswer] = []
    problems: list[Problem] = []
    for key, lines in _by_question(found, form).items():
        data, faults = answer_in(
            form.fields[key],
            lines,
            counts_from_1904=book.counts_from_1904,
            shown=shown.fields[key],
            language=language,
        )
        problems += faults
        if not faults:
            rows.append(ReadAnswer(key, lines[0].version, data))
    return ReadWorkbook(tuple(rows), made_at, languages, tuple(problems))


NAMES = ("format", "cycle", "party", "party_name", "report_version", "form", "languages", "made_at", "checksum")


def _told(book: Book) -> Mapping[str, str]:
    """What the hidden sheet says of the workbook."""
    for sheet in book.sheets:
        if sheet.cell(1, 0).content == MARKER:
            told = {sheet.cell(row, 0).content: sheet.cell(row, 1).content for row in sheet.rows}
            if all(name in told for name in NAMES) and told["format"] == str(FORMAT):
                return told
            raise WorkbookRefused([Problem(_another_edition())])
    raise WorkbookRefused(
        [Problem(_("This is not a workbook of the report form. Download the workbook of your report and fill it in."))]
    )


def _another_edition() -> str:
    return _("The form has changed since this workbook was made. Download a new workbook and copy your answers.")


def _check_identity(told: Mapping[str, str], identity: WorkbookIdentity) -> None:
    problems = []
    if told["party"] != identity.party_code:
        problems.append(
            _("The workbook is of %(theirs)s, but the report is of %(ours)s. Choose the workbook of this report.")
            % {"theirs": told["party_name"] or told["party"], "ours": identity.party_name}
        )
    if told["cycle"] != identity.cycle:
        problems.append(
            _("The workbook is of cycle %(theirs)s, but the report is of %(ours)s. Choose the workbook of this report.")
            % {"theirs": told["cycle"], "ours": identity.cycle}
        )
    elif told["form"] != identity.form_sha256:
        problems.append(_another_edition())
    if told["report_version"] != str(identity.report_version):
        problems.append(
            _(
                "The workbook was made from version %(theirs)s of the report, but version %(ours)s is open. "
                "Download its workbook and copy your answers."
            )
            % {"theirs": told["report_version"], "ours": identity.report_version}
        )
    if problems:
        raise WorkbookRefused(Problem(reason) for reason in problems)


def _made(told: Mapping[str, str]) -> tuple[datetime, tuple[str, ...]]:
    try:
        made_at = datetime.fromisoformat(told["made_at"])
        languages = json.loads(told["languages"])
    except ValueError as fault:
        raise WorkbookRefused([Problem(_another_edition())]) from fault
    if not isinstance(languages, list) or not all(isinstance(language, str) for language in languages):
        raise WorkbookRefused([Problem(_another_edition())])
    return made_at, tuple(languages)


def _language(told: Mapping[str, str]) -> str:
    """The language that the workbook was made in; one that says none was made before there was a choice."""
    language = told.get("language", ENGLISH)
    if language not in LANGUAGES:
        raise WorkbookRefused([Problem(_another_edition())])
    return language


def _by_question(found: list[FoundRow], form: QuestionnaireForm) -> dict[str, list[FoundRow]]:
    together: dict[str, list[FoundRow]] = {key: [] for key in form.fields}
    for row in found:
        if row.fits:
            together[row.place.key].append(row)
    return {key: rows for key, rows in together.items() if rows}
