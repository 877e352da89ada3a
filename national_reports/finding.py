"""Questions of a form by words that somebody remembers of them. Pure."""

import unicodedata

from national_reports.questionnaire import Question, QuestionnaireForm


def found_in(form: QuestionnaireForm, words: str) -> list[Question]:
    """The questions in which every word occurs: in number, text, options, hint, lead or section's title."""
    wanted = folded(words).split()
    titles = dict(form.chapters)
    return [
        question
        for question in form.fields.values()
        if wanted and _says(question, form.groups.get(question.group, ""), titles[question.section], wanted)
    ]


def _says(question: Question, lead: str, title: str, wanted: list[str]) -> bool:
    held = folded(" ".join((question.wording.text, question.hint, lead, title, *question.options.values())))
    # A number is meant as a whole: 1 is not 11.
    return all(word == question.number or (word in held and not word.isdigit()) for word in wanted)


def folded(text: str) -> str:
    """Without case, accents and vowel marks, which people leave out when they search."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
