"""Notes that one side alone reads do not show the other that they exist."""

import pytest

from national_reports.models import ReviewNote
from national_reports.services.notes import add_note, settle_note
from parties.audit import record
from parties.audit_verification import verify
from tests.national_reports.desk.conftest import make_submitted
from tests.people_factories import NOW, client_of, make_focal_point, make_staff

HISTORY = "/en/reports/KEN/NR4/history/"
AUDIENCE = ReviewNote.Audience


@pytest.fixture
def report():
    return make_submitted("KEN")


def rows(person):
    page = client_of(person).get(HISTORY)
    return [(row["number"], row["event"].action, row["event"].by) for row in page.context["rows"]]


def test_the_history_tells_a_note_to_its_own_side_alone(report):
    colleague, staff = make_focal_point(), make_staff()
    before = rows(colleague)
    for by, audience in ((colleague, AUDIENCE.PARTY), (staff, AUDIENCE.SECRETARIAT)):
        note = add_note(report=report, question="", text="Among us.", audience=audience, by=by, at=NOW)
        settle_note(note=note, by=by, at=NOW)
    assert {by for _, action, by in rows(colleague) if action.startswith("note")} == {colleague}
    assert {by for _, action, by in rows(staff) if action.startswith("note")} == {staff}
    # No number is left out.
    for person in (colleague, staff):
        assert [number for number, _, _ in rows(person)] == list(range(len(before) + 2, 0, -1))


def test_what_was_told_on_the_reports_own_trail_before_is_hidden_too(report):
    staff = make_staff()
    note = ReviewNote.objects.create(report=report, by=staff, at=NOW, text="Ours.", audience=AUDIENCE.SECRETARIAT)
    record(subject=report.subject, action="note", by=staff, at=NOW, detail={"question": "", "note": note.pk})
    colleague = make_focal_point()
    assert not [action for _, action, _ in rows(colleague) if action == "note"]
    assert [action for _, action, _ in rows(staff) if action == "note"] == ["note"]


def test_a_note_of_the_other_side_is_not_found_like_one_that_is_not_there(report):
    staff, colleague = make_staff(), make_focal_point()
    note = add_note(report=report, question="", text="Ours.", audience=AUDIENCE.SECRETARIAT, by=staff, at=NOW)
    answers = [
        client_of(colleague).post(f"/en/reports/KEN/NR4/notes/{pk}/settlement/") for pk in (note.pk, note.pk + 1000)
    ]
    assert [one.status_code for one in answers] == [404, 404]


def test_the_trails_of_notes_are_verified_as_the_others(report):
    add_note(report=report, question="", text="Ours.", audience=AUDIENCE.SECRETARIAT, by=make_staff(), at=NOW)
    assert verify()[1] == []
