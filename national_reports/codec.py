"""The Clearing-House's shapes of a report, read and written in one place. Pure.

Two shapes are read: the document (`additionalInformation`) and the report analyser's (`details`). What can't be
read is refused answer by answer, with key and reason; the rest is kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from languages.told import said_later
from national_reports.questionnaire import Question, QuestionnaireForm

Texts = dict[str, str]
Detail = Texts | int

MOST_IDENTIFIER = 128
MOST_QUOTED = 60
HALF_A_PAIR = re.compile("[\ud800-\udfff]")
HEADER_KEYS = ("contact", "stakeholders", "reportPeriodStartDate", "reportPeriodEndDate", "date")


@dataclass(frozen=True)
class AnswerData:
    """An answer apart from any store."""

    options: tuple[str, ...] = ()
    number: int | None = None
    texts: Texts = field(default_factory=dict)
    details: dict[str, Detail] = field(default_factory=dict)
    # Of a contact, a day or a list of links: what the official questions never hold.
    entries: tuple[dict[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.options or self.number is not None or any(self.texts.values()) or self.entries)

    @property
    def packed(self) -> dict[str, Any]:
        """The content as plain JSON, without what is empty; unpack() gives it back."""
        held = {
            "options": list(self.options),
            "number": self.number,
            "texts": self.texts,
            "details": self.details,
            "entries": list(self.entries),
        }
        return {name: value for name, value in held.items() if value is not None and value not in ([], {})}

    @classmethod
    def unpack(cls, packed: Mapping[str, Any]) -> "AnswerData":
        return cls(
            options=tuple(packed.get("options", ())),
            number=packed.get("number"),
            texts=packed.get("texts", {}),
            details=packed.get("details", {}),
            entries=tuple(packed.get("entries", ())),
        )


@dataclass(frozen=True)
class Refusal:
    """An answer that could not be read, and why."""

    key: str
    reason: str


@dataclass(frozen=True)
class DecodedReport:
    government: str
    identifier: str
    header: dict[str, Any]
    answers: dict[str, AnswerData]
    refused: tuple[Refusal, ...]


class AnswerInvalid(ValueError):
    """One answer is not of the shape that its question takes."""


class RevisionUnclear(ValueError):
    """What is told as the number of a revision is none."""


class DocumentInvalid(ValueError):
    """The whole document can't be read as a report."""


def government_of(document: Mapping[str, Any]) -> str:
    """What the document calls its government, in upper case; who that is, `parties.governments` knows.

    Raises DocumentInvalid.
    """
    government = document.get("government")
    said = government.get("identifier") if isinstance(government, Mapping) else government
    if said in (None, "", {}, []) or (isinstance(said, str) and not said.strip()):
        raise DocumentInvalid(said_later("The report names no government."))
    if not isinstance(said, str):
        raise DocumentInvalid(
            said_later("The government is given as {said}: give its code or its name as a text.", said=kind_of(said))
        )
    return clean_text(said).strip().upper()


def decode(document: Mapping[str, Any], form: QuestionnaireForm) -> DecodedReport:
    """Read a report in either shape against the form of its cycle. Raises DocumentInvalid for the whole."""
    document = clean_value(document)
    head = document.get("header")
    head = head if isinstance(head, Mapping) else {}
    named = head.get("languages")
    named = [named] if isinstance(named, str) else named
    languages = [code for code in named if isinstance(code, str)] if isinstance(named, list) else []
    languages = languages or ["en"]
    identifier = _identifier(head, document)
    answers: dict[str, AnswerData] = {}
    refused: list[Refusal] = []
    for key, value in document.items():
        question = form.questions.get(key)
        if question is None:
            if key[:1] in "QS" and key[1:4].isdigit():
                refused.append(
                    Refusal(
                        shortened(key),
                        said_later("{cycle} has no question {key}.", cycle=form.cycle, key=shortened(key)),
                    )
                )
            continue
        try:
            answer = _read_answer(question, value, languages[0])
        except AnswerInvalid as fault:
            refused.append(Refusal(key, str(fault)))
            continue
        if not answer.is_empty:
            answers[key] = answer
    return DecodedReport(
        government=government_of(document),
        identifier=identifier,
        header={"languages": languages} | {key: document[key] for key in HEADER_KEYS if key in document},
        answers=answers,
        refused=tuple(refused),
    )


def encode(
    *,
    form: QuestionnaireForm,
    identifier: str,
    government: str,
    header: Mapping[str, Any],
    answers: Mapping[str, AnswerData],
) -> dict[str, Any]:
    """Write a report in the Clearing-House's document shape; decode() of it gives the same answers."""
    document: dict[str, Any] = {
        "header": {
            "identifier": identifier,
            "schema": form.schema,
            "languages": header.get("languages", ["en"]),
        },
        "government": {"identifier": "eu" if government == "EUE" else government.lower()},
    }
    document |= {key: header[key] for key in HEADER_KEYS if key in header}
    for key, question in form.questions.items():
        if key in answers:
            document[key] = _write_answer(question, answers[key], wrapped=form.wraps_texts)
    return document


def revision_of(info: Mapping[str, Any]) -> int | None:
    """The number of a document's revision; None where it is not told. Raises RevisionUnclear."""
    told = info.get("revision")
    told = info.get("_revision_i") if told is None else told
    if told in (None, ""):
        return None
    if isinstance(told, int) and not isinstance(told, bool) and 0 < told < 2**31:
        return told
    raise RevisionUnclear(
        said_later(
            "{said} is not the number of a revision, so that the report is kept and ranked as a first one.",
            said=quoted(told),
        )
    )


def kind_of(value: Any) -> str:
    """What a value of JSON is, in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return said_later("the number {value}", value=quoted(value))
    return said_later("a list") if isinstance(value, list) else said_later("a group of fields")


def quoted(value: Any) -> str:
    """A value as a sentence may quote it, however long it is."""
    return shortened(repr(value))


def shortened(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"


def _identifier(head: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    told = next((one for one in (head.get("identifier"), document.get("documentId")) if one not in (None, "")), "")
    if isinstance(told, bool) or not isinstance(told, str | int):
        raise DocumentInvalid(said_later("The identifier is {said}: give it as a text.", said=kind_of(told)))
    if len(str(told)) > MOST_IDENTIFIER:
        raise DocumentInvalid(
            said_later("The identifier is longer than {most_identifier} characters.", most_identifier=MOST_IDENTIFIER)
        )
    return str(told)


# -- reading ----------------------------------------------------------------------------------------------


def _read_answer(question: Question, value: Any, language: str) -> AnswerData:
    if question.type == "text":
        if isinstance(value, Mapping) and isinstance(value.get("value"), Mapping):
            value = value["value"]
        return AnswerData(texts=_texts(value, language))
    if question.type == "number":
        return AnswerData(number=_number(value.get("value") if isinstance(value, Mapping) else value))
    entries = value if isinstance(value, list) else [value]
    if len(entries) > 1 and not question.multiple:
        raise AnswerInvalid(said_later("{number} answers to a question that takes one.", number=len(entries)))
    codes: list[str] = []
    details: dict[str, Detail] = {}
    for entry in entries:
        if not isinstance(entry, Mapping):
            entry = {"value": entry}
        if entry and not {"value", "identifier"} & entry.keys():
            raise AnswerInvalid(said_later("The answer carries neither a value nor an identifier."))
        code = _option(question, entry.get("identifier") if entry.get("value") is None else entry["value"])
        if code is None:
            continue
        if code not in codes:
            codes.append(code)
        detail = entry.get("additionalInformation", entry.get("details"))
        if detail not in (None, "", {}):
            details[code] = _number(detail) if question.details.get(code) == "amount" else _texts(detail, language)
    return AnswerData(options=tuple(codes), details=details)


def _option(question: Question, value: Any) -> str | None:
    """The form's own spelling of a code: booleans and numbers as text, identifiers without regard to case."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, int | float):
        value = _plain(value)
    if not isinstance(value, str):
        raise AnswerInvalid(said_later("The answer is {value}, not one of the options.", value=kind_of(value)))
    if value in question.options:
        return value
    for code in question.options:
        if code.lower() == value.lower():
            return code
    raise AnswerInvalid(
        said_later(
            "Unknown option {value}; the form offers {options}.",
            value=quoted(value),
            options=", ".join(question.options),
        )
    )


def _texts(value: Any, language: str) -> Texts:
    if isinstance(value, str):
        value = {language: value}
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = {language: _plain(value)}
    if not isinstance(value, Mapping) or not all(isinstance(text, str | None) for text in value.values()):
        raise AnswerInvalid(said_later("The text is given without its language."))
    return {str(code): text for code, text in value.items() if text}


def _plain(number: float) -> str:
    """A number as people write it: 3, not 3.0, and never an exponent for a whole one."""
    return str(int(number)) if isinstance(number, int) or number.is_integer() else repr(number)


def clean_text(text: str) -> str:
    """The same text without what no database or page can hold: NUL goes, half a surrogate pair becomes U+FFFD."""
    return HALF_A_PAIR.sub("\ufffd", text.replace("\x00", ""))


def clean_value(value: Any) -> Any:
    """Plain JSON with every text and name in it clean."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_value(key): clean_value(held) for key, held in value.items()}
    if isinstance(value, float) and not isfinite(value):
        # 1e400 is JSON and no number that a database holds.
        return str(value)
    return [clean_value(held) for held in value] if isinstance(value, list) else value


def _number(value: Any) -> int:
    try:
        if isinstance(value, bool):
            raise TypeError
        number = int(value)
        if number != float(value):
            raise ValueError
    except (TypeError, ValueError, OverflowError) as fault:
        raise AnswerInvalid(said_later("{value} is not a whole number.", value=quoted(value))) from fault
    if not -(2**63) <= number < 2**63:
        raise AnswerInvalid(said_later("{value} is too large.", value=quoted(value)))
    return number


# -- writing ----------------------------------------------------------------------------------------------


def _write_answer(question: Question, answer: AnswerData, *, wrapped: bool) -> Any:
    if question.type == "text":
        return {"value": dict(answer.texts)} if wrapped else dict(answer.texts)
    if question.type == "number":
        return {"value": answer.number}
    entries = [
        {"value": code} | ({"additionalInformation": answer.details[code]} if code in answer.details else {})
        for code in answer.options
    ]
    return entries if question.multiple else entries[0]
