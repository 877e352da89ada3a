"""The flat reports of the report analyser: one array for a cycle, filtered and projected as its client asks. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from clearing_house_double.errors import invalid
from clearing_house_double.records import Document
from national_reports.questionnaire import QuestionnaireForm

ADDRESSES = {
    "/api/v2015/national-reports-cpb-2": "cpbNationalReport2",
    "/api/v2015/national-reports-cpb-3": "cpbNationalReport3",
    "/api/v2019/report-analyzer/national-report-cpb-4": "cpbNationalReport4",
    "/api/v2019/report-analyzer/cpb-national-report-5": "cpbNationalReport5",
}
# What the source keeps beside the answers.
BESIDE = ("date", "reportPeriodStartDate", "reportPeriodEndDate", "stakeholders", "contact")


def rows(
    documents: Sequence[Document], form: QuestionnaireForm | None, parameters: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """The latest revision of each report as a flat row. Raises ApiError."""
    query = _json(parameters, "q")
    projection = _json(parameters, "f")
    found = []
    for document in documents:
        row = _row(document, form)
        if all(_holds(row, name, wanted) for name, wanted in query.items()):
            named = [name for name, wanted in projection.items() if wanted]
            found.append({name: row[name] for name in named if name in row} if named else row)
    return found


def _row(document: Document, form: QuestionnaireForm | None) -> dict[str, Any]:
    body = document.versions[-1].body or {}
    row: dict[str, Any] = {
        "documentId": document.row["_documentId_i"],
        "government": dict(body["government"]),
        "government_REL": document.row["government_REL_ss"],
    }
    row |= {name: body[name] for name in BESIDE if name in body}
    for key, question in (form.questions if form else {}).items():
        if key in body:
            # Terms of the older collections stand as identifiers, as in the thesaurus.
            name = "identifier" if question.type == "term" and question.multiple and question.part else "value"
            row[key] = _answer(body[key], name)
    return row


def _answer(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return [_answer(entry, name) for entry in value]
    if not isinstance(value, Mapping) or "value" not in value:
        return value
    details = {"details": value["additionalInformation"]} if "additionalInformation" in value else {}
    return {name: value["value"]} | details


def _json(parameters: Mapping[str, Sequence[str]], name: str) -> dict[str, Any]:
    text = parameters.get(name, ["{}"])[-1]
    try:
        read = json.loads(text)
    except ValueError as fault:
        raise invalid(f"{name} is not JSON: {fault}", name) from fault
    if not isinstance(read, dict):
        raise invalid(f"{name} is not an object.", name)
    return read


def _holds(row: Mapping[str, Any], name: str, wanted: Any) -> bool:
    """Whether a row fits one condition: a value, {"$in": [...]} or {"$lt": {"$date": ...}}. Raises ApiError."""
    held: Any = row
    for step in name.split("."):
        held = held.get(step) if isinstance(held, Mapping) else None
    given = held if isinstance(held, list) else [held]
    if not isinstance(wanted, Mapping):
        return wanted in given
    if set(wanted) == {"$in"} and isinstance(wanted["$in"], list):
        return any(value in wanted["$in"] for value in given)
    if set(wanted) == {"$lt"} and isinstance(wanted["$lt"], Mapping) and isinstance(wanted["$lt"].get("$date"), str):
        return isinstance(held, str) and held[:10] < wanted["$lt"]["$date"][:10]
    raise invalid(f"The condition on {name} is not understood.", "q")
