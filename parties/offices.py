"""Addresses of a Party's offices: they get the letters to its people, and sign in nobody."""

from datetime import datetime

from django.db import transaction

from languages.told import said_later
from parties.audit import record
from parties.models import OfficeAddress, Party, User

# Each letter goes to all of them.
MOST = 5


class TooManyOffices(ValueError):
    """A Party has as many office addresses as it may: remove one first."""


class OfficeEnded(RuntimeError):
    """Somebody removed this office address before: nothing is left to do."""


def add_office(*, party: Party, name: str, email: str, language: str, by: User, at: datetime) -> OfficeAddress:
    """Send a Party's letters to an office too. The same address again puts its name, language and return right.

    Raises TooManyOffices.
    """
    email = email.strip().lower()
    given = {"name": name.strip(), "language": language}
    with transaction.atomic():
        # Whoever adds another to the same Party meanwhile waits.
        Party.objects.select_for_update().get(pk=party.pk)
        kept = OfficeAddress.objects.kept().filter(party=party)
        office = kept.filter(email=email).first()
        if office is None:
            if kept.count() >= MOST:
                raise TooManyOffices
            office = OfficeAddress(party=party, email=email, added_at=at, **given)
        elif office.returned_at is None and (office.name, office.language) == (given["name"], language):
            return office
        office.name, office.language, office.returned_at = given["name"], language, None
        office.save()
        _record(office, said_later("office address added"), by=by, at=at)
    return office


def mark_office_returned(*, office: OfficeAddress, by: User, at: datetime) -> None:
    """Note that letters to an office come back: none goes there until it is put right. Raises OfficeEnded."""
    with transaction.atomic():
        kept = OfficeAddress.objects.kept().filter(pk=office.pk)
        if kept.filter(returned_at=None).update(returned_at=at):
            _record(office, said_later("letters to the office come back"), by=by, at=at)
        elif not kept.exists():
            raise OfficeEnded


def end_office(*, office: OfficeAddress, by: User, at: datetime) -> None:
    """Send no more letters to an office. Raises OfficeEnded."""
    with transaction.atomic():
        if not OfficeAddress.objects.kept().filter(pk=office.pk).update(ended_at=at):
            raise OfficeEnded
        _record(office, said_later("office address removed"), by=by, at=at)


def _record(office: OfficeAddress, action: str, *, by: User, at: datetime) -> None:
    office.refresh_from_db()
    detail = {
        "office": office.pk,
        "name": office.name,
        "email": office.email,
        "language": office.language,
        "comes_back": office.returned_at is not None,
    }
    record(subject=f"party/{office.party.code}", action=action, by=by, at=at, detail=detail)
