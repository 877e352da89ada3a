"""A posted form taken apart: which question each of its fields belongs to, and what was typed there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from national_reports.questionnaire import QuestionnaireForm

# Q014, Q014:fr, Q014:detail:OPTION:fr; a field may say besides at which version it was read.
_NAME = re.compile(r"(?P<key>\w+)(?:~(?P<version>\d{1,9}))?(?::(?P<rest>.*))?", re.DOTALL)
# Those of a review: reason-Q014, version-Q014, and the ticked questions.
REASON, VERSION, TICK, FREQUENT = "reason-", "version-", "return", "frequent-"


@dataclass(frozen=True)
class Said:
    """One text that a form sent, under the words that its box has on the page."""

    label: str
    text: str


def fields_by_question(posted: QueryDict, form: QuestionnaireForm) -> dict[str, dict[str, list[str]]]:
    """The fields of each question of a form, as they were sent."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, values in posted.lists():
        parts = _NAME.fullmatch(name)
        if parts and parts["key"] in form.fields:
            found.setdefault(parts["key"], {})[name] = [str(value) for value in values]
    return found


def version_in(fields: Mapping[str, Sequence[str]]) -> int | None:
    """The version that a question's fields were read at; None where they do not say."""
    for name, values in fields.items():
        parts = _NAME.fullmatch(name)
        if parts and parts["version"]:
            return int(parts["version"])
        if parts and parts["rest"] == "version" and values and values[-1].isdecimal():
            return int(values[-1][:9])
    return None


def as_post(fields: Mapping[str, Sequence[str]]) -> QueryDict:
    """Fields that were kept, as the form that they came with."""
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, list(values))
    return posted


def said_in(posted: QueryDict, form: QuestionnaireForm) -> list[Said]:
    """Every text and choice of a form that its sender could want back, in the order of the form."""
    return [said for said in _said(posted, form) if said.text.strip()]


def _said(posted: QueryDict, form: QuestionnaireForm) -> Iterator[Said]:
    for name, values in posted.lists():
        key = name.removeprefix(REASON)
        parts = _NAME.fullmatch(key)
        if name == "text" or (name.startswith(REASON) and key not in form.fields):
            yield from (Said("", str(value)) for value in values)
        elif parts and parts["key"] in form.fields and parts["rest"] not in ("version", "shown"):
            question = form.fields[parts["key"]]
            options = question.options if not parts["rest"] else {}
            label = f"{question.number} {question.wording.text}".strip()
            yield from (Said(label, options.get(str(value), str(value))) for value in values)
