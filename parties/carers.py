"""Who of the Secretariat looks after which Party."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from languages.told import said_later
from parties.audit import record
from parties.models import Carer, Party, User


def carer_of(party: Party) -> User | None:
    """Whoever looks after a Party, as long as they may sign in; one query."""
    held = Carer.objects.filter(party=party, user__is_active=True, user__is_staff=True).select_related("user").first()
    return held.user if held else None


def give_into_care(*, parties: Iterable[Party], carer: User | None, by: User, at: datetime) -> int:
    """Let somebody of the Secretariat look after these Parties, None for nobody; how many that changed."""
    changed = 0
    with transaction.atomic():
        for party in parties:
            held = Carer.objects.filter(party=party).first()
            if (held.user if held else None) == carer:
                continue
            if carer is None:
                Carer.objects.filter(party=party).delete()
            else:
                Carer.objects.update_or_create(party=party, defaults={"user": carer, "since": at})
            detail = {"name": carer.name if carer else ""}
            record(subject=f"party/{party.code}", action=said_later("looked after"), by=by, at=at, detail=detail)
            changed += 1
    return changed
