"""Set the Clearing-House's dates of treaty status beside ours; nothing is taken over unless staff say so."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bch_sync.claims import treaties
from bch_sync.models import StatusDifference
from jobs.services import enqueue
from languages.told import said_later
from parties.governments import Governments
from parties.models import TreatyStatus, User
from parties.services import change_status

# Their name for what happened, and ours.
FIELDS = {"signature": "signed_on", "deposit": "deposited_on", "party": "in_force_on", "instrument": "instrument"}
UNDECIDED = (StatusDifference.State.OPEN, StatusDifference.State.GONE)
DAYS = frozenset({"signed_on", "deposited_on", "in_force_on"})


class AlreadyDecided(RuntimeError):
    """Somebody has decided on this difference meanwhile."""


class StatusMoved(RuntimeError):
    """Our own date is another one now than when the difference was seen: look again after the next sync."""


def compare(countries: Iterable[Mapping[str, Any]], governments: Governments, *, at: datetime) -> int:
    """Keep what differs as differences to decide on; those that are gone are marked. Returns how many are open.

    A date that only one side knows is a difference too; a country that is not in our list of Parties is none.
    """
    ours = {(status.party_id, status.treaty): status for status in TreatyStatus.objects.all()}
    found = set(_differences(countries, governments, ours))
    with transaction.atomic():
        for party, treaty, field, mine, theirs in found:
            StatusDifference.objects.get_or_create(
                party_id=party, treaty=treaty, field=field, ours=mine, theirs=theirs, defaults={"seen_at": at}
            )
        for held in StatusDifference.objects.filter(
            state__in=(StatusDifference.State.OPEN, StatusDifference.State.GONE)
        ):
            is_there = (held.party_id, held.treaty, held.field, held.ours, held.theirs) in found
            state = StatusDifference.State.OPEN if is_there else StatusDifference.State.GONE
            if held.state != state:
                StatusDifference.objects.filter(pk=held.pk).update(state=state)
    return StatusDifference.objects.filter(state=StatusDifference.State.OPEN).count()


def decide(*, difference: StatusDifference, apply: bool, by: User, at: datetime) -> None:
    """Take their date over, or keep ours. Raises AlreadyDecided, StatusMoved, StatusInvalid."""
    state = StatusDifference.State.APPLIED if apply else StatusDifference.State.KEPT
    with transaction.atomic():
        decided = StatusDifference.objects.filter(pk=difference.pk, state=StatusDifference.State.OPEN).update(
            state=state, decided_by=by, decided_at=at
        )
        if not decided:
            raise AlreadyDecided(difference.get_state_display())
        if not apply:
            return
        status = TreatyStatus.objects.filter(party=difference.party_id, treaty=difference.treaty).first()
        if _text(getattr(status, difference.field, None)) != difference.ours:
            raise StatusMoved(str(difference))
        value = date.fromisoformat(difference.theirs) if difference.field in DAYS and difference.theirs else None
        change_status(
            party=difference.party,
            treaty=difference.treaty,
            field=difference.field,
            value=value if difference.field in DAYS else difference.theirs,
            source="Biosafety Clearing-House, list of countries",
            by=by,
            at=at,
        )
        enqueue(kind="compute_progress", reason=said_later("a treaty status changed"))


def _differences(
    countries: Iterable[Mapping[str, Any]],
    governments: Governments,
    ours: Mapping[tuple[int, str], TreatyStatus],
) -> Iterator[tuple[int, str, str, str, str]]:
    for country in countries:
        code, told = country.get("code"), country.get("treaties")
        found = governments.find(code) if isinstance(code, str) else None
        party = found.pk if found else None
        if party is None or not isinstance(told, Mapping):
            continue
        for chapter, treaty in treaties().items():
            entry = told.get(chapter)
            if not isinstance(entry, Mapping):
                continue
            status = ours.get((party, treaty))
            for their_name, field in FIELDS.items():
                mine, theirs = _text(getattr(status, field, None)), _theirs(entry.get(their_name), field)
                if theirs is not None and mine != theirs:
                    yield party, treaty, field, mine, theirs


def _theirs(value: Any, field: str) -> str | None:
    """Their value as text, empty where they hold none; None where it can't be read."""
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        return None
    if field not in DAYS:
        return value.strip().lower()[:20]
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        return None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").lower()
