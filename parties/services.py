"""Writes about Parties."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from languages.told import said_later
from parties.audit import record
from parties.changes import holds_content, note_change, note_content
from parties.models import FormerName, GroupMembership, Party, PartyGroup, TreatyStatus, User
from parties.names import take_up_names
from parties.stored_data import PARTIES, note_parties, told

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "parties"


class StatusInvalid(ValueError):
    """The dates of a treaty status do not go together; the text says how."""


class MixedWorlds(RuntimeError):
    """Real Parties and demonstration stand-ins may never share a database."""


@dataclass(frozen=True)
class PartyFiles:
    """The rows of the fixture folder, as read."""

    parties: list[dict[str, str]]
    statuses: list[dict[str, str]]
    memberships: list[dict[str, str]]
    former_names: list[dict[str, str]]
    groups: list[dict[str, Any]]


def read_party_files(folder: Path = FOLDER) -> PartyFiles:
    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return PartyFiles(
        parties=rows("parties.csv"),
        statuses=rows("treaty_statuses.csv"),
        memberships=rows("memberships.csv"),
        former_names=rows("former_names.csv"),
        groups=yaml.safe_load((folder / "groups.yaml").read_text(encoding="utf-8")),
    )


def load_parties(files: PartyFiles, *, demonstration: bool = False) -> int:
    """Store Parties, treaty dates, groups and memberships; running it again changes nothing, nor what staff changed
    since these files were loaded.

    Returns the number of Parties. Raises MixedWorlds where the other kind of Parties is stored.
    """
    if Party.objects.filter(demonstration=not demonstration).exists():
        wanted, held = ("demonstration", "real") if demonstration else ("real", "demonstration")
        raise MixedWorlds(
            f"This database holds {held} Parties, so {wanted} Parties are refused. "
            f"Point DATABASE_URL at another database."
        )
    if holds_content("parties", vars(files)):
        # What staff changed since stays; a database from before the trail told of such data is told of as it stands.
        if told(PARTIES) is None:
            note_parties(by=None, at=timezone.now())
        return len(files.parties)
    with transaction.atomic():
        _store(files, demonstration=demonstration)
        # A release that does not know yet what was entered here brings no former name back.
        take_up_names(at=timezone.now())
        note_content("parties", vars(files))
        note_parties(by=None, at=timezone.now())
    return len(files.parties)


def _store(files: PartyFiles, *, demonstration: bool) -> None:
    """The rows of the files; what is tied to a Party or group is made to hold exactly theirs."""
    _upsert(Party, ["code"], [{**row, "demonstration": demonstration} for row in files.parties])
    party = dict(Party.objects.values_list("code", "pk"))
    groups = [{**row, "position": place} for place, row in enumerate(files.groups)]
    _upsert(PartyGroup, ["slug"], groups)
    group = dict(PartyGroup.objects.values_list("slug", "pk"))
    _replace(
        TreatyStatus,
        ["party_id", "treaty"],
        [
            {
                "party_id": party[row["code"]],
                **{k: v for k, v in row.items() if k != "code"},
                **{k: _day(row[k]) for k in ("signed_on", "deposited_on", "in_force_on")},
            }
            for row in files.statuses
        ],
    )
    _replace(
        GroupMembership,
        ["party_id", "group_id"],
        [
            {
                "party_id": party[row["code"]],
                "group_id": group[row["group"]],
                "begins_on": _day(row["begins_on"]),
                "ends_on": _day(row["ends_on"]),
            }
            for row in files.memberships
        ],
    )
    _replace(
        FormerName,
        ["party_id", "name", "until"],
        [
            {"party_id": party[row["code"]], **{k: v for k, v in row.items() if k != "code"}}
            for row in files.former_names
        ],
    )


def change_status(
    *, party: Party, treaty: str, field: str, value: date | str | None, source: str, by: User, at: datetime
) -> None:
    """Change one date or the instrument of a treaty status, with its source. Raises StatusInvalid."""
    with transaction.atomic():
        status, _ = TreatyStatus.objects.get_or_create(party=party, treaty=treaty, defaults={"source": source})
        before = getattr(status, field)
        setattr(status, field, value)
        status.source = source
        try:
            status.full_clean()
        except ValidationError as fault:
            raise StatusInvalid("; ".join(fault.messages)) from fault
        status.save()
        detail = {"treaty": treaty, "field": field, "before": str(before or ""), "after": str(value or "")}
        record(
            subject=f"party/{party.code}",
            action=said_later("treaty status"),
            by=by,
            at=at,
            detail=detail | {"source": source},
        )
        note_parties(by=by, at=at)
        note_change("treaties")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _replace(model: type[models.Model], keys: list[str], rows: Iterable[dict[str, Any]]) -> None:
    """Make a table hold exactly these rows, known by their natural key."""
    rows = list(rows)
    kept = {tuple(row[key] for key in keys) for row in rows}
    gone = [pk for pk, *key in model._default_manager.values_list("pk", *keys) if tuple(key) not in kept]
    model._default_manager.filter(pk__in=gone).delete()
    _upsert(model, keys, rows)


def _upsert(model: type[models.Model], keys: list[str], rows: Iterable[dict[str, Any]]) -> None:
    """Insert or update rows by their natural key."""
    objects = [model(**row) for row in rows]
    columns = {f.attname for f in model._meta.concrete_fields if not f.primary_key}
    model._default_manager.bulk_create(
        objects, update_conflicts=True, unique_fields=keys, update_fields=sorted(columns - set(keys))
    )
