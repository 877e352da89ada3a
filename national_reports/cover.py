"""What a report says of itself: the cover's answers as the header of a Clearing-House document, and back. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from national_reports.codec import AnswerData
from national_reports.questionnaire import Question

DAYS = ("reportPeriodStartDate", "reportPeriodEndDate")
# What the cover asks: of the report, and no answer to any of its questions.
COVER_KEYS = ("languages", *DAYS, "contact", "stakeholders", "links", "attachments")
DEFAULT_LANGUAGE = "en"


def languages_of(answers: Mapping[str, AnswerData]) -> tuple[str, ...]:
    """The languages that a report's texts are written in."""
    return answers.get("languages", AnswerData()).options or (DEFAULT_LANGUAGE,)


def without_personal(fields: Mapping[str, Question], answers: Mapping[str, AnswerData]) -> dict[str, AnswerData]:
    """Answers as anybody may read them: of a contact only what its question says is published."""
    return {key: _public(fields[key], answer) if key in fields else answer for key, answer in answers.items()}


def _public(question: Question, answer: AnswerData) -> AnswerData:
    entries = tuple(
        {name: value for name, value in entry.items() if not question.is_personal(name)} for entry in answer.entries
    )
    return replace(answer, entries=tuple(entry for entry in entries if entry))


def header_of(answers: Mapping[str, AnswerData]) -> dict[str, Any]:
    """The header of the document, with all that the answers say of the contact."""
    header: dict[str, Any] = {"languages": list(languages_of(answers))}
    contact = _entry(answers, "contact")
    if contact:
        header["contact"] = dict(contact)
    if "stakeholders" in answers and answers["stakeholders"].texts:
        header["stakeholders"] = dict(answers["stakeholders"].texts)
    for key in DAYS:
        day = _entry(answers, key).get("day")
        if day:
            header[key] = day
    return header


def cover_of(header: Mapping[str, Any]) -> dict[str, AnswerData]:
    """The cover's answers of a report that came as a document."""
    answers = {}
    languages = header.get("languages")
    if isinstance(languages, list) and languages:
        answers["languages"] = AnswerData(options=tuple(str(code) for code in languages))
    contact = header.get("contact")
    if isinstance(contact, Mapping):
        held = {name: value for name, value in contact.items() if isinstance(value, str) and name != "identifier"}
        if held:
            answers["contact"] = AnswerData(entries=(held,))
    stakeholders = header.get("stakeholders")
    if isinstance(stakeholders, Mapping):
        answers["stakeholders"] = AnswerData(texts=dict(stakeholders))
    for key in DAYS:
        if isinstance(header.get(key), str):
            answers[key] = AnswerData(entries=({"day": header[key][:10]},))
    return answers


def _entry(answers: Mapping[str, AnswerData], key: str) -> Mapping[str, str]:
    entries = answers.get(key, AnswerData()).entries
    return entries[0] if entries else {}
