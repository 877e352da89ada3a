"""Plain factories: what a test does not say gets an ordinary value."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from indicators.models import Measure, ReportingCycle
from national_reports.models import Answer, Report
from parties.models import Party

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Given = str | list[str] | int | dict[str, str]


def make_report(
    party: str = "KEN", cycle: str = "NR3", answers: dict[str, Given] | None = None, **overrides: Any
) -> Report:
    """A published report received on the deadline; an answer is an option, a list, a number or texts."""
    held = ReportingCycle.objects.get(code=cycle)
    answers = answers or {}
    fields: dict[str, Any] = {
        "party": Party.objects.get(code=party),
        "cycle": held,
        "part": "",
        "version": 1,
        "revision": None if overrides.get("origin") == Report.Origin.FORM else overrides.get("version", 1),
        "state": Report.State.PUBLISHED,
        "origin": Report.Origin.CLEARING_HOUSE,
        "received_on": held.deadline,
        "published_at": NOW,
    } | overrides
    content = json.dumps([answers, str(fields["received_on"])], sort_keys=True)
    fields.setdefault("sha256", hashlib.sha256(content.encode()).hexdigest())
    report = Report.objects.create(**fields)
    Answer.objects.bulk_create(Answer(report=report, question=key, **_columns(given)) for key, given in answers.items())
    return report


def make_survey(party: str = "KEN", answers: dict[str, Given] | None = None, **overrides: Any) -> Report:
    """A Party's answers to the survey of 2014."""
    return make_report(party, "NR2", answers, **{"part": "survey-2014", "received_on": date(2014, 6, 5)} | overrides)


def _columns(given: Given) -> dict[str, Any]:
    if isinstance(given, str):
        return {"options": [given]}
    if isinstance(given, list):
        return {"options": given}
    if isinstance(given, int):
        return {"number": given}
    return {"texts": given}


def measure(indicator: str, key: str = "headline") -> Measure:
    return Measure.objects.get(indicator__code=indicator, key=key)


IDENTIFIERS = {"ke": "7A1C0D52-4E3B-9F10-A6B2-00000000A401"}


def document(
    government: str = "ke", schema: str = "cpbNationalReport4", identifier: str = "", **answers: Any
) -> dict[str, Any]:
    """A report as the Clearing-House serves it."""
    return {
        "header": {
            "identifier": identifier or IDENTIFIERS.get(government, f"OF-{government}"),
            "schema": schema,
            "languages": ["en"],
        },
        "government": {"identifier": government},
        **answers,
    }


def served(body: dict[str, Any], *, revision: int = 1, received: str = "2019-09-28", **info: Any) -> dict[str, Any]:
    """A document with the information that the Clearing-House keeps of it."""
    return {
        "type": body["header"]["schema"],
        "revision": revision,
        "createdOn": f"{received}T14:02:11.120Z",
        "submittedOn": f"{received}T14:02:11.120Z",
        "body": body,
        **info,
    }
