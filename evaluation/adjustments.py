"""Writes of the register of adjustments: an entry is recorded once; what is wrong in it becomes a new version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from evaluation.editions.canonical import plain
from evaluation.editions.services import text_subjects
from evaluation.models import AdjustedItem, Adjustment, Edition, Meeting
from indicators.models import ProgrammeItem
from languages.told import said_later
from parties.audit import record
from parties.changes import lock, note_change
from parties.models import User

ADJUSTMENTS = "adjustments"


class NotPublished(ValueError):
    """An adjustment follows from a published edition: choose one."""


class NoSuchFinding(ValueError):
    """The edition has no finding of this name: choose a subject of its plan."""


class SourceMissing(ValueError):
    """An adjustment names where its decision can be read."""


class NotSaid(ValueError):
    """What was found, what was decided and by which decision or document are all said."""


class ChangeIncomplete(ValueError):
    """A change of the plan's data is told with what changed, where and when, or not at all."""


class NotYet(ValueError):
    """What was decided or changed is of a day that has been: mend the day."""


class ItemOfAnotherPlan(ValueError):
    """An adjustment concerns items of its own plan's programme of work only."""


class WhyMissing(ValueError):
    """A correction or withdrawal says why."""


class AlreadyCorrected(RuntimeError):
    """Somebody else corrected this entry meanwhile; carries the version that stands."""

    def __init__(self, standing: Adjustment) -> None:
        super().__init__(str(standing))
        self.standing = standing


@dataclass(frozen=True)
class Said:
    """What an entry says of a finding; `items` are the programme's items that it concerns."""

    found: str
    decided: str
    decided_on: date
    decision: str
    source: str
    meeting: Meeting | None = None
    changed: str = ""
    changed_where: str = ""
    changed_on: date | None = None
    items: Sequence[ProgrammeItem] = ()

    def columns(self) -> dict[str, Any]:
        """The columns of an entry, texts without spaces around them."""
        held = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "items"}
        return {name: value.strip() if isinstance(value, str) else value for name, value in held.items()}


def record_adjustment(*, edition: Edition, subject: str, said: Said, by: User, at: datetime) -> Adjustment:
    """Enter what followed from a finding of a published edition; the same again changes nothing.

    Raises NotPublished, NoSuchFinding, SourceMissing, NotSaid, ChangeIncomplete, NotYet, ItemOfAnotherPlan.
    """
    if not edition.is_published:
        raise NotPublished(str(edition))
    if subject not in text_subjects(edition.evaluation):
        raise NoSuchFinding(subject)
    columns = _checked(edition, said, at)
    with transaction.atomic():
        # Whoever enters another one meanwhile waits: numbers have no gap, and nothing is entered twice.
        lock(ADJUSTMENTS)
        for held in Adjustment.objects.holding().filter(edition=edition, subject=subject):
            if _says(held, columns, said.items):
                return held
        last = Adjustment.objects.aggregate(last=Max("number"))["last"] or 0
        entry = Adjustment(number=last + 1, edition=edition, subject=subject, **columns)
        return _store(entry, said_later("adjustment recorded"), said.items, by, at)


def correct_adjustment(*, number: int, version: int, said: Said, why: str, by: User, at: datetime) -> Adjustment:
    """Correct an entry by a new version; `version` is that which was read. The same again changes nothing.

    Raises Adjustment.DoesNotExist, AlreadyCorrected, WhyMissing and what record_adjustment raises of what is said.
    """
    with transaction.atomic():
        lock(ADJUSTMENTS)
        held = _standing(number)
        columns = _checked(held.edition, said, at)
        if not held.is_withdrawn and _says(held, columns, said.items):
            return held
        _same_version(held, version)
        if not why.strip():
            raise WhyMissing(str(held))
        entry = Adjustment(edition=held.edition, subject=held.subject, why=why.strip(), **columns)
        return _follow(held, entry, said_later("adjustment corrected"), said.items, by, at)


def withdraw_adjustment(*, number: int, version: int, why: str, by: User, at: datetime) -> Adjustment:
    """Withdraw an entry: it stays in the register, marked so, with the reason. Withdrawn again changes nothing.

    Raises Adjustment.DoesNotExist, AlreadyCorrected, WhyMissing.
    """
    with transaction.atomic():
        lock(ADJUSTMENTS)
        held = _standing(number)
        if held.is_withdrawn:
            return held
        _same_version(held, version)
        if not why.strip():
            raise WhyMissing(str(held))
        columns = {name: getattr(held, name) for name in Said.__dataclass_fields__ if name != "items"}
        entry = Adjustment(edition=held.edition, subject=held.subject, why=why.strip(), is_withdrawn=True, **columns)
        items = [one.item for one in held.items.select_related("item")]
        return _follow(held, entry, said_later("adjustment withdrawn"), items, by, at)


def _standing(number: int) -> Adjustment:
    held = Adjustment.objects.standing().select_related("edition__evaluation").defer("edition__frozen")
    return held.get(number=number)


def _same_version(held: Adjustment, version: int) -> None:
    if held.version != version:
        raise AlreadyCorrected(held)


def _checked(edition: Edition, said: Said, at: datetime) -> dict[str, Any]:
    """The columns of what is said, refused in words where something is missing."""
    columns = said.columns()
    if not columns["source"]:
        raise SourceMissing(columns["decision"])
    if not (columns["found"] and columns["decided"] and columns["decision"]):
        raise NotSaid(str(edition))
    parts = (columns["changed"], columns["changed_where"], columns["changed_on"])
    if any(parts) and not all(parts):
        raise ChangeIncomplete(columns["decision"])
    if max(day for day in (said.decided_on, said.changed_on) if day) > timezone.localdate(at):
        raise NotYet(columns["decision"])
    if any(item.plan_id != edition.evaluation.plan_id for item in said.items):
        raise ItemOfAnotherPlan(str(edition))
    return columns


def _says(held: Adjustment, columns: dict[str, Any], items: Sequence[ProgrammeItem]) -> bool:
    same = all(getattr(held, name) == value for name, value in columns.items())
    return same and set(held.items.values_list("item", flat=True)) == {item.pk for item in items}


def _follow(
    held: Adjustment, entry: Adjustment, action: str, items: Sequence[ProgrammeItem], by: User, at: datetime
) -> Adjustment:
    entry.number, entry.version = held.number, held.version + 1
    return _store(entry, action, items, by, at)


def _store(entry: Adjustment, action: str, items: Sequence[ProgrammeItem], by: User, at: datetime) -> Adjustment:
    """Add a version with its items, one event of its trail, and the news that the register changed."""
    entry.recorded_by, entry.recorded_at = by, at
    entry.save(force_insert=True)
    AdjustedItem.objects.bulk_create(AdjustedItem(adjustment=entry, item=item) for item in items)
    detail = told_of_adjustment(entry, items)
    record(subject=entry.trail_subject, action=action, by=by, at=at, detail=detail)
    note_change(ADJUSTMENTS)
    return entry


def told_of_adjustment(entry: Adjustment, items: Sequence[ProgrammeItem]) -> dict[str, Any]:
    """What the trail tells of one version of an entry, with the items that it concerns."""
    told: dict[str, Any] = plain(
        {
            "version": entry.version,
            "edition": str(entry.edition),
            "subject": entry.subject,
            **{name: getattr(entry, name) for name in Said.__dataclass_fields__ if name not in ("items", "meeting")},
            "meeting": entry.meeting.code if entry.meeting else None,
            "items": [f"{item.meeting_code or 'standing'} {item.letter}" for item in items],
            "why": entry.why,
            "withdrawn": entry.is_withdrawn,
        }
    )
    return told
