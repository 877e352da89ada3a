"""The trail shows whatever was done to it: flipped, removed, inserted, moved, cut."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st

from parties.audit import hash_of, record, trail
from parties.audit_verification import Head, export_heads, first_fault, read_heads, verify
from parties.models import AuditChain, AuditEvent
from tests.people_factories import NOW

SUBJECT, LENGTH = "report/42", 6


@pytest.fixture
def chain(db):
    for number in range(LENGTH):
        write(number)
    record(subject="report/7", action="submitted", by=None, at=NOW, detail={})


def write(number, subject=SUBJECT):
    return record(
        subject=subject,
        action="saved",
        by=None,
        at=NOW + timedelta(seconds=number),
        detail={"question": f"Q{number:03}", "old": None, "new": ["été"]},
    )


@pytest.fixture
def as_owner(chain):
    """Act as one who owns the database and takes the guard away first: what only the hashes can show."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What was just written waits for its keys to be checked; a table in that state cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE parties_auditevent DISABLE TRIGGER parties_auditevent_append_only")


def loaded():
    """The chains of the data that the world is made of, and of the cycles that came open with it."""
    return AuditChain.objects.filter(subject__regex="^(data|cycle)/").count()


def rows():
    return AuditEvent.objects.filter(subject=SUBJECT)


def row(sequence):
    return rows().filter(sequence=sequence)


def only_fault(exported=None):
    _, faults = verify(exported)
    (fault,) = faults
    return fault.subject, fault.sequence, fault.what


def test_a_trail_as_written_has_no_fault(chain):
    assert verify() == (2 + loaded(), [])
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == f"{2 + loaded()} chains, no fault\n"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_the_trail_or_the_command_finds_it(chain, change):
    def act():
        row(3).update(action="nothing") if change == "update" else row(3).delete()

    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
        assert verify() == (2 + loaded(), [])
    else:
        act()
        assert only_fault()[:2] == (SUBJECT, 3)
        with pytest.raises(CommandError, match=f"{SUBJECT}, event 3"):
            call_command("verify_audit")


@pytest.mark.parametrize(
    "change",
    [
        {"action": "returned"},
        {"detail": {"question": "Q002", "old": None, "new": ["ete"]}},
        {"at": NOW},
        {"by_id": None, "previous": "0" * 64},
        {"sha256": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("sequence", [1, 3, LENGTH])
def test_a_flipped_row_is_named(as_owner, change, sequence):
    if change == {"at": NOW} and sequence == 1:
        change = {"at": NOW - timedelta(days=1)}
    row(sequence).update(**change)
    assert only_fault()[:2] == (SUBJECT, sequence)


@pytest.mark.parametrize("sequence", range(1, LENGTH + 1))
def test_a_missing_row_is_named(as_owner, sequence):
    row(sequence).delete()
    assert only_fault() == (
        SUBJECT,
        sequence,
        "this row is missing" if sequence < LENGTH else f"this row is missing: the chain has {LENGTH}",
    )


def test_a_row_inserted_after_the_end_is_named(as_owner):
    last = row(LENGTH).get()
    forged = AuditEvent(subject=SUBJECT, sequence=LENGTH + 1, at=NOW, action="published", previous=last.sha256)
    forged.sha256 = hash_of(forged)
    forged.save()
    subject, sequence, what = only_fault()
    assert (subject, sequence) == (SUBJECT, LENGTH + 1)
    assert "inserted" in what


def test_a_row_inserted_between_is_named(as_owner):
    rows().filter(sequence__gte=3).update(sequence=F("sequence") + 100)
    rows().filter(sequence__gt=100).update(sequence=F("sequence") - 99)
    forged = AuditEvent(subject=SUBJECT, sequence=3, at=NOW, action="published", previous=row(2).get().sha256)
    forged.sha256 = hash_of(forged)
    forged.save()
    assert only_fault()[:2] == (SUBJECT, 4)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (5, 6)])
def test_rows_in_another_order_are_named(as_owner, one, other):
    row(one).update(sequence=99)
    row(other).update(sequence=one)
    row(99).update(sequence=other)
    assert only_fault()[:2] == (SUBJECT, one)


def test_a_tail_cut_with_its_head_shows_against_what_was_exported(as_owner):
    exported = read_heads(exported_text())
    cut(LENGTH - 2)
    assert verify() == (2 + loaded(), [])
    subject, sequence, what = only_fault(exported)
    assert (subject, sequence) == (SUBJECT, LENGTH - 1)
    assert "were exported" in what


def test_a_chain_written_anew_shows_against_what_was_exported(as_owner):
    exported = read_heads(exported_text())
    cut(LENGTH - 2)
    for number in (90, 91, 92):
        write(number)
    assert verify() == (2 + loaded(), [])
    assert only_fault(exported)[:2] == (SUBJECT, LENGTH)


def test_a_whole_chain_that_vanished_shows_against_what_was_exported(as_owner, tmp_path):
    file = tmp_path / "heads.json"
    file.write_text(exported_text())
    rows().delete()
    AuditChain.objects.filter(subject=SUBJECT).delete()
    assert verify() == (1 + loaded(), [])
    with pytest.raises(CommandError, match=f"{SUBJECT}, event 1"):
        call_command("verify_audit", heads=file)


def test_a_chain_without_its_own_row_is_named(as_owner):
    AuditChain.objects.filter(subject=SUBJECT).delete()
    assert only_fault()[:2] == (SUBJECT, LENGTH)


def test_rows_written_after_an_export_are_no_fault(chain):
    exported = read_heads(exported_text())
    write(99)
    write(1, subject="report/99")
    assert verify(exported)[1] == []


def cut(length):
    rows().filter(sequence__gt=length).delete()
    AuditChain.objects.filter(subject=SUBJECT).update(length=length, head=row(length).get().sha256)


def exported_text():
    name = export_heads(at=NOW, on=date(2026, 3, 2))
    with default_storage.open(name) as file:
        return file.read().decode()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def test_a_trail_is_read_newest_first(chain):
    assert [event.sequence for event in trail(SUBJECT)[:2]] == [LENGTH, LENGTH - 1]


def written(length):
    """A chain in memory, as `record` would write it."""
    events, previous = [], ""
    for sequence in range(1, length + 1):
        event = AuditEvent(
            subject=SUBJECT, sequence=sequence, at=NOW, action="saved", detail={"n": sequence}, previous=previous
        )
        event.sha256 = previous = hash_of(event)
        events.append(event)
    return events, Head(length, previous)


@settings(max_examples=200)
@given(data=st.data(), length=st.integers(1, 12))
def test_whatever_is_done_to_a_chain_the_first_bad_row_is_named(data, length):
    events, head = written(length)
    assert first_fault(SUBJECT, events, head) is None
    at = data.draw(st.integers(1, length))
    act = data.draw(st.sampled_from(["flip", "delete", "repeat", "swap"]))
    if act == "flip":
        events[at - 1].detail = {"n": 0}
    elif act == "delete":
        del events[at - 1]
    elif act == "repeat":
        events.insert(at, events[at - 1])
        at += 1
    else:
        other = data.draw(st.integers(1, length).filter(lambda n: n != at)) if length > 1 else at
        if other == at:
            return
        events[at - 1], events[other - 1] = events[other - 1], events[at - 1]
        at = min(at, other)
    fault = first_fault(SUBJECT, events, head)
    assert fault is not None
    assert fault.sequence == at
