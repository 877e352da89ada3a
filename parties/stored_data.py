"""Reference data and the trail: each state of the rows is told of by its digests, so that a change past them shows.

A source ("parties", "cycles", a plan …) is stored by its loader, and some of it changed by staff. Whoever writes it
says so here in the same transaction; the verification holds the rows as they are against what was told last.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import F

from parties.audit import record
from parties.checked import Checked
from parties.models import AuditEvent, FormerName, GroupMembership, NameChange, Party, PartyGroup, TreatyStatus, User
from parties.name_order import COLUMNS

PARTIES = "parties"
STORED = "stored"
DIGEST = 16

Digests = Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """The rows of one table that belong to a source; `place` is a lookup of what a reader calls their place."""

    rows: models.QuerySet[models.Model]
    place: str
    apart: frozenset[str] = frozenset()


def digests_of(tables: Iterable[Rows]) -> Digests:
    """One digest for each place, over every column of its rows; one query a table."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in tables:
        model = table.rows.model
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in table.apart]
        rows = table.rows.order_by().annotate(place_of_row=F(table.place)).values("place_of_row", *columns)
        for row in rows:
            place = row.pop("place_of_row")
            found[str(place)].append(json.dumps([model._meta.model_name, row], sort_keys=True, default=str))
    return {
        place: hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:DIGEST]
        for place, rows in sorted(found.items())
    }


def note_stored(source: str, digests: Digests, *, by: User | None, at: datetime) -> None:
    """Tell the trail of the state of a source, within the transaction that wrote it; the same state is told once."""
    if told(source) != digests:
        record(subject=_subject(source), action=STORED, by=by, at=at, detail={"rows": dict(digests)})


def told(source: str) -> Digests | None:
    """The digests that were told of last; None where the source was never stored."""
    last = AuditEvent.objects.filter(subject=_subject(source), action=STORED).order_by("-sequence").first()
    return None if last is None else dict(last.detail["rows"])


def told_sources(prefix: str) -> list[str]:
    """The sources that the trail tells of and whose name begins so."""
    subjects = AuditEvent.objects.filter(subject__startswith=_subject(prefix)).values_list("subject", flat=True)
    return sorted({subject.removeprefix(_subject("")) for subject in subjects})


def check_stored(what: str, source: str, digests: Digests) -> Checked:
    """Hold the rows of a source against what was told of them last."""
    checked = Checked(what, number=len(digests))
    before = told(source)
    if before is None:
        if digests:
            checked.fault(source, "the trail does not tell that it was ever stored; load it anew")
        return checked
    for place in sorted(before.keys() | digests.keys()):
        if place not in digests:
            checked.fault(f"{source} {place}", "its rows are gone")
        elif place not in before:
            checked.fault(f"{source} {place}", "rows were added that the trail does not tell of")
        elif before[place] != digests[place]:
            checked.fault(f"{source} {place}", "its rows are not those that were stored or changed by staff")
    return checked


def party_digests() -> Digests:
    """Of every Party with its names, treaty dates and groups, and of every group."""
    return digests_of(
        [
            # The keys of the order follow from the names.
            Rows(Party.objects.all(), "code", apart=frozenset(COLUMNS)),
            Rows(TreatyStatus.objects.all(), "party__code"),
            Rows(FormerName.objects.all(), "party__code"),
            Rows(NameChange.objects.all(), "party__code"),
            Rows(GroupMembership.objects.all(), "party__code"),
            Rows(PartyGroup.objects.all(), "slug"),
        ]
    )


def note_parties(*, by: User | None, at: datetime) -> None:
    note_stored(PARTIES, party_digests(), by=by, at=at)


def _subject(source: str) -> str:
    return f"data/{source}"
