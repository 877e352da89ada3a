"""Write the offline workbook of a report: the same content and time give the same bytes."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _

from languages.writing import is_right_to_left
from national_reports.codec import AnswerData
from national_reports.questionnaire import QuestionnaireForm
from national_reports.workbook.guide import write_guide
from national_reports.workbook.hidden import Lists, write_identity
from national_reports.workbook.identity import WorkbookIdentity
from national_reports.workbook.looks import add_looks
from national_reports.workbook.section import Section, SectionWriter
from national_reports.workbook.titles import sheet_titles
from national_reports.workbook.xlsx import Workbook
from parties.in_languages import reader_language

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(
    *,
    form: QuestionnaireForm,
    identity: WorkbookIdentity,
    answers: Mapping[str, AnswerData],
    versions: Mapping[str, int],
    previous: Mapping[str, str],
    at: datetime,
) -> bytes:
    """The workbook of a report with its answers so far, in the language of the moment.

    `form` as a reader of that language sees it; what it asks in another one is labelled.
    `versions` are those of the answers as read (0 for none); `previous` what the earlier report said, in words.
    Answers to questions outside the form's own fields are not in it. Raises AnswerNotHeld, naming the question.
    """
    content = BytesIO()
    book = Workbook(content, OPTIONS)
    book.set_properties({"title": form.title, "author": identity.party_name, "created": at.replace(tzinfo=None)})
    language = reader_language()
    is_rtl = is_right_to_left(language)
    looks = add_looks(book, is_right_to_left=is_rtl)
    guide_title, *titles = sheet_titles([_("How to use"), *(title for _section, title in form.chapters)])
    guide = book.add_worksheet(guide_title)
    sheets = [book.add_worksheet(title) for title in titles]
    lists = Lists(book.add_worksheet("lists"))
    write_guide(guide, looks, form=form, identity=identity, language=language, at=at)
    lines: list[tuple[str, ...]] = []
    for sheet, (key, title) in zip(sheets, form.chapters, strict=True):
        section = Section(form, identity, key, title, answers, versions, previous, language)
        lines += SectionWriter(sheet, looks, lists, section).write()
    hidden = book.add_worksheet("identity")
    write_identity(hidden, looks["hidden"], identity=identity, language=language, at=at, lines=lines)
    if is_rtl:
        for sheet in (guide, *sheets):
            sheet.right_to_left()
    book.close()
    return content.getvalue()
