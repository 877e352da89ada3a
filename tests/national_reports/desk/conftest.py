"""A desk with reports in it: the real Parties, one report for each state, people of both sides."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from indicators.models import ReportingCycle
from national_reports.models import Report
from national_reports.questionnaire import Question
from national_reports.selectors import form_for
from national_reports.services.workflow import submit_report
from tests.factories import make_report
from tests.people_factories import client_of, make_focal_point, make_staff

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# What a report must say of itself, so that it can be handed in.
COVER = {
    "languages": ["en"],
    "reportPeriodStartDate": [{"day": "2015-01-01"}],
    "reportPeriodEndDate": [{"day": "2019-12-31"}],
    "contact": [{"name": "A. Contact", "email": "contact@portal.example"}],
}


@pytest.fixture(autouse=True)
def _world(world: None) -> None:
    """The desk is about real Parties."""


@pytest.fixture
def at():
    return AT


@pytest.fixture
def nr4():
    return ReportingCycle.objects.get(code="NR4")


@pytest.fixture
def staff(db):
    return make_staff()


@pytest.fixture
def publisher(db):
    return make_staff(publisher=True)


@pytest.fixture
def desk(staff):
    return client_of(staff)


def first_answer(question: Question) -> list[str] | int | dict[str, str] | None:
    """An answer that the form takes: its first option."""
    if question.options:
        # In an order of our own: a database may keep options in another than the file.
        return [min(question.options)]
    return {"number": 1, "text": {"en": "As asked."}}.get(question.type)


def complete_answers(form, **overrides):
    """Answers to all mandatory questions; overrides by key."""
    given = {q.key: first_answer(q) for q in form.fields.values() if q.mandatory and q.key not in COVER}
    return {key: value for key, value in given.items() if value is not None} | overrides


def make_complete(party: str = "KEN", cycle: str = "NR4", **overrides) -> Report:
    """A draft with nothing in the way of handing it in."""
    answers = overrides.pop("answers", {})
    form = form_for(ReportingCycle.objects.get(code=cycle))
    fields = {"state": "draft", "origin": "form", "received_on": None, "published_at": None} | overrides
    report = make_report(party, cycle, complete_answers(form, **answers), **fields)
    for key, entries in COVER.items():
        columns = {"options": entries} if key == "languages" else {"entries": entries}
        report.answers.create(question=key, **columns)
    return report


def make_submitted(party: str = "KEN", cycle: str = "NR4", by=None, at=AT, **overrides) -> Report:
    """A report that its Party handed in."""
    report = make_complete(party, cycle, **overrides)
    by = by or make_focal_point(party, role="authority")
    submit_report(report=report, key=uuid4(), declared=True, by=by, at=at)
    report.refresh_from_db()
    return report


def seen(report: Report, **fields) -> dict:
    """A decision's form as the page that shows the last submission sends it."""
    return {"submission": report.submissions.latest("at").reference, **fields}
