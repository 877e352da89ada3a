"""Why an earlier answer says nothing of a later question, as the maps between questionnaires say it.

The maps are data and list codes in their sentences; here translators find the texts, with a place for the codes. A test
holds every sentence of a map against them.
"""

from django.utils.html import format_html

from languages.catalogues import translated
from languages.codes import short
from languages.told import CONTEXT, said_later
from national_reports.questionnaire import Question
from parties.in_languages import Marked, in_english, reader_language

REASONS = (
    said_later("Scale changed: only one of the two forms offers a middle answer."),
    said_later("One form allows several answers where the other allows one."),
    said_later("Answers of the earlier form have no counterpart in the later one: {codes}."),
    said_later("Options with the same identifier mean different things in the two forms: {codes}."),
    said_later("The Secretariat's map links two questions that ask different things."),
)


def with_options_in_words(reason: str, before: Question, after: Question) -> str:
    """A reason of a map as readers get it: in the place of the codes that it lists, the options in a question's words.

    Words in another language than the reader's say so.
    """
    # A reason with a colon of its own lists no codes.
    said, colon, listed = ("", "", "") if reason in REASONS else reason.removesuffix(".").rpartition(": ")
    pattern = translated(f"{said}: {{codes}}." if colon else reason, reader_language(), CONTEXT) if reason else ""
    if pattern is None:
        return in_english(reason)
    codes = listed.split(", ")
    has_all = (one for one in (before, after) if set(codes) <= one.options.keys())
    asked = next(has_all, before)
    words = "; ".join(asked.options.get(code, code) for code in codes)
    options = words if short(asked.wording.language) == reader_language() else in_english(words)
    held = Marked(pattern.format(codes=options))
    held.page = format_html(pattern, codes=options)
    return held
