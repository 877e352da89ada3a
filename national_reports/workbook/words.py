"""The words that a workbook says in the reader's language, where they are made of parts."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from national_reports.questionnaire import Condition, Question, QuestionnaireForm
from parties.formats import as_digits, quoted


def language_name(code: str) -> str:
    """The name of a language; of one that the Protocol does not use, its code."""
    names = {
        "en": _("English"),
        "fr": _("French"),
        "es": _("Spanish"),
        "ru": _("Russian"),
        "ar": _("Arabic"),
        "zh": _("Chinese"),
    }
    name = names.get(code.rstrip("*"), code)
    return _("%(language)s, courtesy translation") % {"language": name} if code.endswith("*") else name


def asked_in(code: str) -> str:
    """That a question stands in another language than the workbook."""
    return _("(This question is in %(language)s: it is not translated.)") % {"language": language_name(code)}


def field_name(name: str) -> str:
    names = {
        "name": pgettext("of a person", "Name"),
        "post": _("Post"),
        "institution": _("Institution"),
        "email": _("E-mail"),
        "telephone": _("Telephone"),
    }
    return names[name]


def condition_words(form: QuestionnaireForm, question: Question) -> str:
    """When a question applies, in a sentence; nothing for one that always does."""
    entries = [_(" or ").join(_condition(form, condition) for condition in entry) for entry in question.enabled_by]
    if not entries:
        return ""
    return _("Only if %(conditions)s.") % {"conditions": _("; and ").join(entries)}


def _condition(form: QuestionnaireForm, condition: Condition) -> str:
    other = form.fields[condition.question]
    name = question_name(other)
    if condition.values is not None:
        return _("%(question)s is %(answers)s") % {"question": name, "answers": _labels(other, condition.values)}
    if not condition.excluded:
        return _("%(question)s is answered") % {"question": name}
    return _("%(question)s is answered with something else than %(answers)s") % {
        "question": name,
        "answers": _labels(other, condition.excluded),
    }


def _labels(question: Question, codes: frozenset[str]) -> str:
    return _(" or ").join(quoted(label) for code, label in question.options.items() if code in codes)


def question_name(question: Question) -> str:
    """How people find a question: by its number, else by its words."""
    if question.number:
        return _("question %(number)s") % {"number": question.number}
    return quoted(question.wording.text)


def kind_words(question: Question) -> str:
    """What to do in the cells of a question that takes more than a text."""
    match question.kind:
        case "many":
            return _("Put x beside every one that applies.")
        case "day":
            return _("Year-month-day, for instance %(day)s.") % {"day": as_digits("2026-03-31")}
        case "number":
            return _("A whole number.")
        case "links":
            return _("The title on the left, the address (https://…) beside it.")
        case "attachments":
            return _("Files are not part of this workbook: add them on the site.")
        case _:
            return ""


def exclusive_words(question: Question) -> str:
    """Which options stand alone."""
    if not question.exclusive:
        return ""
    return _("%(answers)s cannot be combined with another answer.") % {"answers": _labels(question, question.exclusive)}
