"""Whether a report fits its form, in the words of the Clearing-House's validation. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from national_reports.codec import DocumentInvalid, decode
from national_reports.questionnaire import Question, QuestionnaireForm

MANDATORY, VALUE, PROPERTY = "Error.Mandatory", "Error.InvalidValue", "Error.InvalidProperty"
LOCALE, TYPE = "Error.UnspecifiedLocale", "Error.InvalidType"


def errors(document: Any, form: QuestionnaireForm) -> list[dict[str, str]]:
    """Every error with the property that it stands at; none for a report that can be published."""
    found: dict[tuple[str, str], None] = {}
    for code, name in _errors(document, form):
        found[code, name] = None
    return [{"code": code, "property": name} for code, name in found]


def _errors(document: Any, form: QuestionnaireForm) -> Iterator[tuple[str, str]]:
    if not isinstance(document, Mapping):
        yield TYPE, "document"
        return
    head = document.get("header")
    if not isinstance(head, Mapping) or not isinstance(head.get("identifier"), str):
        yield MANDATORY, "header"
        return
    if head.get("schema") != form.schema:
        yield VALUE, "header"
    languages = head.get("languages")
    if not isinstance(languages, list) or not languages:
        yield MANDATORY, "header"
    try:
        decoded = decode(document, form)
    except DocumentInvalid:
        yield MANDATORY, "government"
        return
    for refusal in decoded.refused:
        yield _code(document[refusal.key], form.questions.get(refusal.key)), refusal.key
    given = {key: frozenset(answer.options) for key, answer in decoded.answers.items()}
    closed = form.closed(given)
    for key, question in form.questions.items():
        if question.mandatory and key not in closed and key not in document:
            yield MANDATORY, key
    told = languages if isinstance(languages, list) else []
    for key, value in document.items():
        # A courtesy translation stands under its language with an asterisk.
        named = _languages(value) if key == "stakeholders" or key in form.questions else ()
        if any(language.rstrip("*") not in told for language in named):
            yield LOCALE, key


def _code(value: Any, question: Question | None) -> str:
    if question is None:
        return PROPERTY
    entries = value if isinstance(value, list) else [value]
    codes = [entry.get("value", entry.get("identifier")) if isinstance(entry, Mapping) else entry for entry in entries]
    known = {code.lower() for code in question.options}
    return VALUE if known and any(isinstance(code, str) and code.lower() not in known for code in codes) else TYPE


def _languages(value: Any) -> Iterator[str]:
    """The languages of every text within an answer: {language: text}."""
    for held in value if isinstance(value, list) else [value]:
        if not isinstance(held, Mapping):
            continue
        inside = [held.get(name) for name in ("value", "additionalInformation", "details") if name in held]
        for text in inside or [held]:
            if isinstance(text, Mapping) and all(isinstance(one, str) for one in text.values()):
                yield from (str(language) for language in text)
