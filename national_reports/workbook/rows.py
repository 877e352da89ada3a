"""The rows that a workbook came back with, held against those that it was made with."""

from collections import Counter
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from languages.codes import ENGLISH
from national_reports.questionnaire import Question, QuestionnaireForm, Wording
from national_reports.workbook.carrying import CONTACT, LANGUAGE
from national_reports.workbook.identity import Problem, checksum
from national_reports.workbook.layout import CONTINUED, KINDS, Place, places
from national_reports.workbook.sheets import Book, Cell, Sheet, cell_name
from national_reports.workbook.texts import plain
from national_reports.workbook.words import question_name

# Columns of a sheet; the hidden ones say what a row is for.
NUMBER, QUESTION, ANSWER, DETAIL, PREVIOUS, KEY, KIND, OPTION, LANGUAGE_OF, VERSION = range(10)
# The row with the names of the columns, and what it says above the keys.
HEAD = 3
HIDDEN_HEAD = "key"


@dataclass(frozen=True)
class FoundRow:
    """A row that says what it is for, with its two cells."""

    place: Place
    version: int
    sheet: str
    row: int
    words: str
    answer: Cell
    detail: Cell
    fits: bool

    def problem(self, reason: str, column: int = ANSWER) -> Problem:
        return Problem(reason, self.sheet, cell_name(self.row, column))

    @property
    def line(self) -> tuple[str, ...]:
        return line_of(self.place, self.version)


def line_of(place: Place, version: int) -> tuple[str, ...]:
    """The hidden columns of a row, as the checksum takes them."""
    return (place.key, place.kind, place.option, place.language, str(version))


def find_rows(book: Book, form: QuestionnaireForm) -> list[FoundRow]:
    """Every row with a key, in the order of the form's sections, whatever the order of the sheets."""
    sections = [sheet for sheet in book.sheets if sheet.cell(HEAD, KEY).content == HIDDEN_HEAD]
    sheets = [[_found(sheet, row, form) for row in sorted(sheet.rows) if _has_key(sheet, row)] for sheet in sections]
    order = {section: number for number, (section, _title) in enumerate(form.chapters)}

    def section_of(rows: list[FoundRow]) -> int:
        known = next((row for row in rows if row.place.key in form.fields), None)
        return order[form.fields[known.place.key].section] if known else len(order)

    return [row for rows in sorted(sheets, key=section_of) for row in rows]


def _has_key(sheet: Sheet, row: int) -> bool:
    return row > HEAD and bool(sheet.cell(row, KEY).content) and bool(sheet.cell(row, KIND).content)


def _found(sheet: Sheet, row: int, form: QuestionnaireForm) -> FoundRow:
    key, kind, option, language, version = (
        sheet.cell(row, column).content for column in (KEY, KIND, OPTION, LANGUAGE_OF, VERSION)
    )
    place = Place(key, kind, option, language)
    number = version.removesuffix(".0")
    question = form.fields.get(key)
    known = number.isascii() and number.isdigit() and len(number) <= 10
    return FoundRow(
        place=place,
        version=int(number) if known else -1,
        sheet=sheet.title,
        row=row,
        words=sheet.cell(row, QUESTION).content,
        answer=sheet.cell(row, ANSWER),
        detail=sheet.cell(row, DETAIL),
        fits=question is not None and known and _fits(question, place.first),
    )


def _fits(question: Question, place: Place) -> bool:
    """Whether a question can have such a row at all."""
    if place.kind not in KINDS[question.kind]:
        return False
    has_language = bool(LANGUAGE.fullmatch(place.language))
    match place.kind:
        case "text":
            return has_language and not place.option
        case "detail":
            return has_language and place.option in question.options
        case "many" | "amount":
            return place.option in question.options
        case "field":
            return place.option in CONTACT
        case "link":
            return place.option.isascii() and place.option.isdigit() and len(place.option) < 4
        case _:
            return not place.option


def in_their_order(
    found: list[FoundRow],
    form: QuestionnaireForm,
    languages: tuple[str, ...],
    expected: str,
    language: str = ENGLISH,
) -> list[FoundRow]:
    """The rows as the workbook was made with them, where somebody sorted them with their keys; else as they stand.

    Rows that a form has only for some answers have no order that is known without them. A key that moved without the
    words beside it would give an answer to another question: they are those of the workbook's language.
    """
    if checksum([row.line for row in found]) == expected:
        return found
    order = {place: number for number, place in enumerate(places(form, languages))}
    if any(row.place not in order for row in found):
        return found
    ordered = sorted(found, key=lambda row: order[row.place])
    is_whole = checksum([row.line for row in ordered]) == expected and all(
        _says_its_own(row, form, language) for row in ordered
    )
    return ordered if is_whole else found


def _says_its_own(row: FoundRow, form: QuestionnaireForm, language: str) -> bool:
    """Whether the words that people see beside a key are those of its question or option, where it has some."""
    question, option = form.fields[row.place.key], row.place.option
    said = _plain(row.words)
    if option:
        return option not in question.options or any(
            _plain(wording.options[option]) in said for wording in _wordings(question, language)
        )
    if row.place.first.kind not in ("one", "number", "day"):
        return True
    return any(_plain(wording.text) in said for wording in _wordings(question, language))


def _wordings(question: Question, language: str) -> list[Wording]:
    """What a workbook of a language may ask: the Secretariat's words, or ours where it had none when it was made."""
    found = [question.wording_in(language), replace(question, official={}).wording_in(language)]
    return [one for one in found if one.options.keys() >= question.options.keys()]


def _plain(text: str) -> str:
    return " ".join(plain(text).split())


def check_rows(
    found: list[FoundRow], form: QuestionnaireForm, languages: tuple[str, ...], expected: str
) -> list[Problem]:
    """What is missing, doubled or changed in the hidden columns."""
    problems = [
        row.problem(_("The hidden columns of this row were changed. %(new)s") % {"new": _new()}, KEY)
        for row in found
        if not row.fits
    ]
    counts = Counter(row.place for row in found if not row.place.kind.endswith(CONTINUED))
    doubled = [row for row in found if counts[row.place] > 1]
    problems += [row.problem(_("This row is there twice. %(new)s") % {"new": _new()}, KEY) for row in doubled]
    missing = dict.fromkeys(place.key for place in places(form, languages) if place not in counts)
    titles = dict(form.chapters)
    problems += [
        Problem(
            _("Rows of %(question)s are missing. %(new)s")
            % {"question": question_name(form.fields[key]), "new": _new()},
            titles[form.fields[key].section],
        )
        for key in missing
    ]
    if not problems and checksum([row.line for row in found]) != expected:
        problems.append(Problem(_("Rows were moved, or their hidden columns changed. %(new)s") % {"new": _new()}))
    return problems


def _new() -> str:
    return _("Download a new workbook of this report and copy your answers.")
