"""What the task page says to do next, by when and what comes after; and what is asked before something ends."""

from datetime import UTC, date, datetime

import pytest

from national_reports.codec import AnswerData
from national_reports.models import Report
from national_reports.views.next_steps import time_left
from tests.access_world import attach
from tests.factories import NOW
from tests.people_factories import client_of

REPORT = "/en/reports/KEN/NR4/"


@pytest.fixture
def step(draft, people):
    """What the task page tells somebody to do."""

    def step(who="authority"):
        return client_of(getattr(people, who)).get(REPORT).context["step"]

    return step


def test_the_first_section_in_which_something_is_missing_comes_next(draft, step, put):
    assert step().url == f"{REPORT}sections/cover/"
    for key, data in {
        "reportPeriodStartDate": AnswerData(entries=({"day": "2015-11-01"},)),
        "reportPeriodEndDate": AnswerData(entries=({"day": "2019-09-30"},)),
        "contact": AnswerData(entries=({"name": "Focal Point One"},)),
    }.items():
        put(draft, key, data)
    assert step().url == f"{REPORT}sections/article2/"


def test_a_whole_report_is_submitted_by_an_authority_alone(draft, step, complete):
    complete(draft)
    assert step().words == "Nothing is missing. Read through the answers, then submit the report."
    assert "Tell an authority" in step("contributor").words


def test_what_was_handed_in_is_waited_for(draft, step, complete, submit):
    submit(complete(draft))
    assert step().words.startswith("Nothing: the Secretariat has the report")
    assert step().button == ""


def test_a_returned_report_leads_to_its_first_remark(draft, step, complete, people):
    complete(draft)
    draft.notes.create(question="Q020", by=people.staff, at=NOW, text="Say more.", audience="both", returns=True)
    Report.objects.filter(pk=draft.pk).update(state="returned")
    assert step().words.startswith("The Secretariat returned the report with 1 remark")
    assert step().url.endswith("#Q020")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        # A day that has ended in Europe goes on in Hawaii.
        (datetime(2026, 9, 29, 13, tzinfo=UTC), "Due 1 October 2026, in 2 days: until 2 October 2026, 12:00 UTC."),
        (datetime(2026, 10, 1, 11, tzinfo=UTC), "Due 1 October 2026, in 1 day: until 2 October 2026, 12:00 UTC."),
        (datetime(2026, 10, 2, 11, 59, tzinfo=UTC), "Due today, 1 October 2026: until 2 October 2026, 12:00 UTC."),
        (
            datetime(2026, 10, 2, 12, tzinfo=UTC),
            "Was due 1 October 2026. A late report stays welcome, and is marked late.",
        ),
    ],
)
def test_the_days_that_are_left_are_counted_where_days_end_last(at, said):
    assert time_left(date(2026, 10, 1), at) == said


def test_withdrawing_is_asked_first_and_a_no_leads_back(draft, complete, submit, people):
    submit(complete(draft))
    client = client_of(people.authority)
    asked = client.post(f"{REPORT}withdrawal/")
    assert "Withdraw the report?" in asked.content.decode()
    assert f'href="{REPORT}"' in asked.content.decode()
    draft.refresh_from_db()
    assert draft.state == "submitted"
    client.post(f"{REPORT}withdrawal/", {"sure": "yes"})
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_a_file_is_removed_after_a_yes_alone(draft, people):
    one = attach(draft, people.contributor)
    client = client_of(people.contributor)
    assert one.name in client.post(f"{REPORT}attachments/{one.pk}/removal/").content.decode()
    assert draft.attachments.kept().count() == 1
    client.post(f"{REPORT}attachments/{one.pk}/removal/", {"sure": "yes"})
    assert draft.attachments.kept().count() == 0


def test_a_cycle_is_closed_after_a_yes_alone(draft, people):
    client = client_of(people.publisher)
    assert "Close Fourth national reports for reports?" in client.post("/en/desk/cycles/NR4/closing/").content.decode()
    draft.cycle.refresh_from_db()
    assert draft.cycle.is_open
