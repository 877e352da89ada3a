"""Whether an answer fits its question, after the question was mended. Pure."""

from dataclasses import replace

from national_reports.codec import AnswerData
from national_reports.questionnaire import Question

_WITH_ENTRIES = ("contact", "day", "links")


def fitting(question: Question | None, data: AnswerData) -> AnswerData:
    """What a question can hold of an answer; nothing where the question is gone."""
    if question is None:
        return AnswerData()
    options = tuple(code for code in data.options if code in question.options)
    # Of several ticks where one is asked for nobody but the Party knows which it meant.
    if len(options) > 1 and not question.multiple:
        options = ()
    details = {
        code: detail
        for code, detail in data.details.items()
        if code in options and code in question.details
        if isinstance(detail, int) == (question.details[code] == "amount")
    }
    return AnswerData(
        options=options,
        number=data.number if question.type == "number" else None,
        texts=data.texts if question.type == "text" else {},
        details=details,
        entries=data.entries if question.type in _WITH_ENTRIES else (),
    )


def taking_over(
    question: Question | None, standing: AnswerData, apart: AnswerData, *, said: str, language: str
) -> AnswerData:
    """What an answer would say with what was kept apart taken over: as it was where it fits, in words where the
    question takes a text; empty where neither goes."""
    if question is None:
        return AnswerData()
    if fitting(question, apart) == apart:
        return apart
    if question.type != "text" or not said:
        return AnswerData()
    held = standing.texts.get(language, "")
    return replace(standing, texts={**standing.texts, language: f"{held}\n{said}".strip()})
