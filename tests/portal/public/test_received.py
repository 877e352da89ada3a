"""What everybody may know of a cycle that is going on, and its days for a calendar."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from indicators.models import ReportingCycle
from national_reports.models import Extension
from national_reports.received import Received, received_by_region
from parties.models import Party
from tests.factories import make_report
from tests.people_factories import make_staff

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def nr4(world):
    return ReportingCycle.objects.get(code="NR4")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("draft", Received.NOT_YET),
        ("submitted", Received.RECEIVED),
        ("returned", Received.RECEIVED),
        ("accepted", Received.RECEIVED),
        ("published", Received.RECEIVED),
        ("withdrawn", Received.NOT_YET),
    ],
)
def test_received_and_not_yet_received_are_all_that_is_told(nr4, client, state, told):
    make_report("KEN", "NR4", state=state, published_at=None)
    rows = {party.code: one for region in received_by_region(nr4) for party, one in region.rows}
    assert rows["KEN"] == told
    assert sorted(rows) == sorted(Party.objects.in_force(nr4.population_on).values_list("code", flat=True))
    page = client.get("/en/reporting/received/?cycle=NR4").content.decode()
    for word in ("Draft", "Submitted", "Returned", "Accepted"):
        assert f"<td>{word}" not in page


def test_the_days_of_the_cycles_are_a_valid_calendar(nr4, client):
    kenya = Party.objects.get(code="KEN")
    due = date(nr4.deadline.year, nr4.deadline.month, nr4.deadline.day)
    Extension.objects.create(
        cycle=nr4,
        party=kenya,
        due_on=due.replace(year=due.year + 1),
        decision="CP-10/3, a; b, c",
        by=make_staff(),
        at=AT,
    )
    answer = client.get("/en/reporting/deadlines.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content == client.get("/en/reporting/deadlines.ics").content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len({str(one["uid"]) for one in events}) == len(events)
    days = {str(one["summary"]): one.decoded("dtstart") for one in events}
    assert days[f"{nr4.title}: report due"] == nr4.deadline
    assert days[f"{nr4.title}: Kenya: report due"] == due.replace(year=due.year + 1)
    assert days[f"{nr4.title}: cut-off: what comes later is counted in no figure"] == nr4.cut_off
    assert all(one["dtstamp"] for one in events)
