"""A Party's change of name: entered with its day, six languages and source, and used from that day.

What is of an earlier day keeps the name of that day (`Party.called_on`); searches find both.
"""

from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db import transaction
from django.utils import timezone

from languages.told import said_later
from parties.audit import record
from parties.changes import note_change
from parties.models import FORMER_COLUMNS, NAME_COLUMNS, FormerName, NameChange, Party, User
from parties.stored_data import note_parties

SOURCE = "party-names"


class NameMoved(RuntimeError):
    """The Party's name, or a change of it, was entered meanwhile: look at it again."""


class NameTaken(ValueError):
    """Another Party has this English name."""


class LaterChange(ValueError):
    """A change of a later day is held: of two, the earlier is entered first."""


@dataclass(frozen=True)
class Names:
    """A short name in six languages."""

    en: str
    fr: str
    es: str
    ru: str
    ar: str
    zh: str

    @classmethod
    def of(cls, held: Party | NameChange) -> Self:
        return cls(*(getattr(held, column) for column in NAME_COLUMNS))

    @property
    def columns(self) -> dict[str, str]:
        """As the rows of a Party and of a change have them."""
        return dict(zip(NAME_COLUMNS, astuple(self), strict=True))


def change_name(
    *, party: Party, names: Names, begins_on: date, source: str, expected: Names, by: User, at: datetime
) -> bool:
    """Enter a change of name; False where it stands already. It is used at once, or from its day if that is to come.

    Another for the same day corrects what was entered; the name before takes it back. `expected` is what the Party was
    called when the change was asked for. Raises NameMoved, NameTaken, LaterChange.
    """
    with transaction.atomic():
        held = Party.objects.select_for_update().get(pk=party.pk)
        known = held.name_changes.filter(begins_on=begins_on).first()
        if known is not None and (Names.of(known), known.source) == (names, source):
            return False
        if Names.of(held) != expected:
            raise NameMoved(held.code)
        if Party.objects.filter(name_en=names.en).exclude(pk=held.pk).exists():
            raise NameTaken(names.en)
        until = max((one.until for one in held.former_names.all()), default="")
        if held.name_changes.filter(begins_on__gt=begins_on).exists() or until > begins_on.isoformat():
            raise LaterChange(held.code)
        if known is None:
            NameChange.objects.create(party=held, begins_on=begins_on, source=source, **names.columns)
        else:
            _correct(known, held, names, source)
        action = said_later("change of name corrected") if known else said_later("change of name entered")
        detail = {"begins_on": begins_on.isoformat(), "names": names.columns, "source": source}
        record(subject=f"party/{held.code}", action=action, by=by, at=at, detail=detail)
        take_up_names(at=at)
        note_change(SOURCE)
        note_parties(by=by, at=at)
    return True


def take_up_names(*, at: datetime) -> int:
    """Use the names whose day has come, whatever was loaded since; returns of how many Parties. Safe to repeat."""
    taken = 0
    with transaction.atomic():
        due = NameChange.objects.filter(begins_on__lte=timezone.localdate(at)).select_related("party")
        for change in due.select_for_update(of=("self",)):
            taken += _take_up(change, at=at)
        if taken:
            note_parties(by=None, at=at)
            note_change(SOURCE)
    return taken


def _correct(known: NameChange, party: Party, names: Names, source: str) -> None:
    """Put other names in the place of those of a change; where they are those before it, the change is taken back."""
    former = party.former_names.filter(until=known.begins_on.isoformat()).first()
    before = Names.of(party) if former is None else Names(**former.names)
    if former is not None:
        _call(party, names)
    if names == before:
        known.delete()
        if former is not None:
            former.delete()
        return
    for column, name in names.columns.items():
        setattr(known, column, name)
    known.source = source
    known.save()


def _call(party: Party, names: Names) -> None:
    """Give a Party these names; the keys of its order follow."""
    for column, name in names.columns.items():
        setattr(party, column, name)
    party.save()


def _take_up(change: NameChange, *, at: datetime) -> bool:
    """Make the names of a Party former ones and the new ones its own; False where that was done."""
    party = Party.objects.get(pk=change.party_id)
    until, names = change.begins_on.isoformat(), Names.of(change)
    if Names.of(party) == names or party.former_names.filter(until__gte=until).exists():
        return False
    former: dict[str, Any] = dict(zip(FORMER_COLUMNS, astuple(Names.of(party)), strict=True))
    FormerName.objects.create(party=party, until=until, source=change.source, **former)
    _call(party, names)
    detail = {"begins_on": until, "before": former["name"], "after": names.en}
    record(subject=f"party/{party.code}", action=said_later("name changed"), by=None, at=at, detail=detail)
    return True
