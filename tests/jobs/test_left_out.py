"""The one list of what was not counted, not read or not sent."""

from datetime import timedelta

import pytest

from jobs.left_out import Entry, end_left_out, note_left_out, replace_left_out
from jobs.models import LeftOut
from tests.factories import NOW

pytestmark = pytest.mark.django_db
LATER, MUCH_LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)
IMPORT = LeftOut.Kind.IMPORT


def standing(source="a folder"):
    return sorted(LeftOut.objects.open().filter(source=source).values_list("key", flat=True))


def replace(*keys, source="a folder", at=NOW):
    return replace_left_out(
        kind=IMPORT, source=source, entries=[Entry(key, f"file {key}", "No date.") for key in keys], at=at
    )


def test_a_run_said_twice_is_the_same_list():
    assert replace("a", "b") == 2
    assert replace("a", "b", at=LATER) == 2
    assert [(one.key, one.since, one.last_seen_at) for one in LeftOut.objects.order_by("key")] == [
        ("a", NOW, LATER),
        ("b", NOW, LATER),
    ]


def test_what_the_next_run_reads_is_made_up_for_and_other_sources_stand():
    replace("a", "b")
    replace("x", source="another folder")
    assert replace("b", "c", at=LATER) == 2
    assert standing() == ["b", "c"]
    assert standing("another folder") == ["x"]
    assert LeftOut.objects.get(key="a").ended_at == LATER


def test_what_comes_back_is_there_since_it_came_back():
    replace("a")
    replace(at=LATER)
    replace("a", at=MUCH_LATER)
    back = LeftOut.objects.get(key="a")
    assert (back.since, back.ended_at) == (MUCH_LATER, None)


def test_one_thing_is_noted_and_ended():
    thing = {"kind": LeftOut.Kind.LETTER, "source": "invitation", "key": "invitation/1"}
    for at in (NOW, LATER):
        note_left_out(**thing, subject="A letter", reason="Refused.", at=at)
    held = LeftOut.objects.get()
    assert (held.since, held.last_seen_at) == (NOW, LATER)
    assert end_left_out(**thing, at=LATER)
    assert not end_left_out(**thing, at=MUCH_LATER)
    held.refresh_from_db()
    assert held.ended_at == LATER


def test_a_thousand_rows_and_names_that_no_database_holds():
    keys = [f"{n}/{'long' * 80}\0\udcff" for n in range(1000)]
    assert replace(*keys) == replace(*keys, at=LATER) == 1000
    assert replace(*keys[:300], at=MUCH_LATER) == len(standing()) == 300
