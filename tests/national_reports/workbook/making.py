"""Workbooks for tests: made, opened and changed as people do."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

from openpyxl import load_workbook

from indicators.datafile import read
from national_reports.digests import digest
from national_reports.loading import COVER_FILE, FOLDER, SCHEMAS, read_questionnaire
from national_reports.questionnaire import build_form
from national_reports.workbook.identity import WorkbookIdentity, WorkbookRefused
from national_reports.workbook.reading import read_workbook
from national_reports.workbook.writing import write_workbook

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
NUMBER, QUESTION, ANSWER, DETAIL, PREVIOUS, KEY, KIND, OPTION, LANGUAGE, VERSION = "ABCDEFGHIJ"


@cache
def form(cycle="NR4"):
    document = read_questionnaire(FOLDER / f"{cycle.lower()}.yaml")
    document["cover"] = read(COVER_FILE, SCHEMAS / "cover.schema.yaml")
    return build_form(document)


@cache
def short_form(cycle="NR4"):
    """The form with the few sections that hold the questions of the reading's tests: a tenth of the rows."""
    whole = form(cycle)
    keys = ("Q008", "Q012_party", "Q014", "Q015", "Q020", "Q036", "Q065_a", "Q026_adq")
    sections = {whole.questions[key].section for key in keys if key in whole.questions}
    questions = {key: question for key, question in whole.questions.items() if question.section in sections}
    kept = tuple((key, title) for key, title in whole.sections if key in sections)
    return replace(whole, sections=kept, questions=questions, checks=())


# Which form workbooks are of: the whole one unless a test says otherwise.
asked = form


def identity(cycle="NR4", **overrides):
    fields = {
        "party_code": "KEN",
        "party_name": "Kenya",
        "cycle": cycle,
        "report_version": 1,
        "languages": ("en",),
        "form_sha256": digest(cycle),
    }
    return WorkbookIdentity(**fields | overrides)


def make(cycle="NR4", answers=None, versions=None, previous=None, **overrides):
    return write_workbook(
        form=asked(cycle),
        identity=identity(cycle, **overrides),
        answers=answers or {},
        versions=versions or {},
        previous=previous or {},
        at=AT,
    )


def read_back(content, cycle="NR4", **overrides):
    return whole(read_workbook(BytesIO(content), form=asked(cycle), identity=identity(cycle, **overrides)))


def whole(read):
    """A workbook that was read without a problem; raises WorkbookRefused with them, as for another report's."""
    if read.problems:
        raise WorkbookRefused(read.problems)
    return read


def answers_of(workbook):
    return {row.question: row.data for row in workbook.rows if not row.data.is_empty}


class Opened:
    """A workbook opened in a program that knows nothing of ours."""

    def __init__(self, content):
        self.book = load_workbook(BytesIO(content))

    def places(self, key, kind=None, option=None, language=None):
        """(sheet, row) of the rows with these hidden columns."""
        wanted = {KEY: key, KIND: kind, OPTION: option, LANGUAGE: language}
        for sheet in self.book.worksheets:
            for row in range(4, sheet.max_row + 1):
                if all(value is None or sheet[f"{column}{row}"].value == value for column, value in wanted.items()):
                    yield sheet, row

    def cell(self, key, column=ANSWER, **wanted):
        sheet, row = next(self.places(key, **wanted))
        return sheet[f"{column}{row}"]

    def put(self, key, value, column=ANSWER, **wanted):
        cell = self.cell(key, column, **wanted)
        cell.value = value
        return cell

    @property
    def content(self):
        held = BytesIO()
        self.book.save(held)
        return held.getvalue()


def filled_in(*changes, cycle="NR4", **overrides):
    """What a person who makes these changes (key, value[, column, wanted]) sends back."""
    opened = Opened(make(cycle, **overrides))
    for key, value, *more in changes:
        column, wanted = (*more, *(ANSWER, {})[len(more) :])
        opened.put(key, value, column, **wanted)
    return opened.content
