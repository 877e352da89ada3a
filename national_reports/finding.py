"""Questions of a form by words that somebody remembers of them. Pure."""

from languages.typed import bare
from national_reports.questionnaire import Question, QuestionnaireForm


def found_in(form: QuestionnaireForm, words: str) -> list[Question]:
    """The questions in which every word occurs: in number, text, options, hint, lead or section's title."""
    wanted = bare(words).split()
    titles = dict(form.chapters)
    return [
        question
        for question in form.fields.values()
        if wanted and _says(question, form.groups.get(question.group, ""), titles[question.section], wanted)
    ]


def _says(question: Question, lead: str, title: str, wanted: list[str]) -> bool:
    held = bare(" ".join((question.wording.text, question.hint, lead, title, *question.options.values())))
    # A number is meant as a whole: 1 is not 11.
    return all(word == question.number or (word in held and not word.isdigit()) for word in wanted)
