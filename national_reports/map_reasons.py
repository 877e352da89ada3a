"""Why an earlier answer says nothing of a later question, as the maps between questionnaires say it.

The maps are data and list codes in their sentences; here translators find the texts, with a place for the codes. A test
holds every sentence of a map against them.
"""

from languages.codes import short
from languages.told import said_later
from national_reports.questionnaire import Question
from parties.in_languages import reader_language

REASONS = (
    said_later("Scale changed: only one of the two forms offers a middle answer."),
    said_later("One form allows several answers where the other allows one."),
    said_later("Answers of the earlier form have no counterpart in the later one: {codes}."),
    said_later("Options with the same identifier mean different things in the two forms: {codes}."),
    said_later("The Secretariat's map links two questions that ask different things."),
)


def with_options_in_words(reason: str, before: Question, after: Question) -> str:
    """A reason of a map as readers get it: the options whose codes it lists, in the words of the two questions.

    A question without words in the reader's language leaves its codes: words of another would stand there unmarked.
    """
    said, colon, listed = reason.removesuffix(".").rpartition(": ")
    if not colon:
        return reason
    words: dict[str, str] = {}
    for question in (after, before):
        if short(question.wording.language) == reader_language():
            words |= question.options
    return f"{said}: {'; '.join(words.get(code, code) for code in listed.split(', '))}."
