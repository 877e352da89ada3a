"""What a workbook carries of an answer, and what it cannot."""

import re

from django.utils.translation import gettext as _

from languages.numbers import integer
from national_reports.codec import AnswerData, Detail, Texts
from national_reports.questionnaire import Question
from national_reports.workbook.texts import MOST_TEXT, plain
from parties.in_languages import reader_language

CONTACT = ("name", "post", "institution", "email", "telephone")
LINK = ("title", "url")
FIELDS = {"contact": CONTACT, "links": LINK, "day": ("day",)}
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\*?")


class AnswerNotHeld(ValueError):
    """An answer holds what the workbook has no cell for: mend it on the site, then make the workbook again."""

    def __init__(self, question: str, reason: str) -> None:
        self.question = question
        self.reason = reason
        super().__init__(f"{question}: {reason}")


def carried(question: Question, data: AnswerData) -> AnswerData:
    """The answer as it comes back from a workbook that nobody changed. Raises AnswerNotHeld.

    Options in the order of the form, texts made plain, empty texts and details of options that are not chosen left
    out; nothing of attachments. Compare what was read with this, not with what is stored.
    """
    if question.kind == "attachments":
        return AnswerData()
    _check_options(question, data)
    options = tuple(code for code in question.options if code in data.options)
    details = {code: _detail(question.key, data.details[code]) for code in options if code in data.details}
    return AnswerData(
        options=options,
        number=data.number,
        texts=_texts(question.key, data.texts),
        details={code: detail for code, detail in details.items() if detail != {}},
        entries=_entries(question, data.entries),
    )


def _check_options(question: Question, data: AnswerData) -> None:
    unknown = [code for code in data.options if code not in question.options]
    if unknown:
        raise AnswerNotHeld(question.key, _("the form does not offer %(options)s.") % {"options": ", ".join(unknown)})
    if len(data.options) > 1 and not question.multiple:
        raise AnswerNotHeld(question.key, _("there are several answers to a question that takes one."))


def _detail(key: str, detail: Detail) -> Detail:
    return detail if isinstance(detail, int) else _texts(key, detail)


def _texts(key: str, texts: Texts) -> Texts:
    strange = [language for language in texts if not LANGUAGE.fullmatch(language)]
    if strange:
        raise AnswerNotHeld(key, _("“%(code)s” is not the code of a language.") % {"code": strange[0]})
    held = {language: _text(key, text) for language, text in texts.items()}
    return {language: text for language, text in held.items() if text}


def _text(key: str, text: str) -> str:
    held = plain(text)
    if len(held) > MOST_TEXT:
        most = integer(MOST_TEXT, reader_language())
        raise AnswerNotHeld(
            key, _("a text is longer than %(most)s characters; shorten it on the site.") % {"most": most}
        )
    return held


def _entries(question: Question, entries: tuple[dict[str, str], ...]) -> tuple[dict[str, str], ...]:
    names = FIELDS.get(question.kind, ())
    others = {name for entry in entries for name in entry if name not in names}
    if others:
        raise AnswerNotHeld(question.key, _("there is no cell for %(names)s.") % {"names": ", ".join(sorted(others))})
    plain_ones = (
        {name: held for name in names if (held := _text(question.key, entry.get(name, "")))} for entry in entries
    )
    kept = tuple(entry for entry in plain_ones if entry)
    if len(kept) > 1 and question.kind != "links":
        raise AnswerNotHeld(question.key, _("there are several entries where one is asked."))
    return kept
