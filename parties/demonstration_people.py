"""Accounts for trying the portal: whoever reads this file can sign in with them, so they exist only in demonstrations.

Their second step is a secret that is public too; manage.py demonstration_code prints the code of the moment.
"""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.utils import timezone

from languages.told import said_later
from parties.audit import record
from parties.models import FocalPoint, Party, User
from parties.people import told_of_role
from parties.roles import role_called

PASSWORD = "demonstration-only-2026"
# Base 32, as an authenticator app takes it.
SECRET = "DEMONSTRATIONONLYDEMONSTRATION22"


@dataclass(frozen=True)
class Account:
    email: str
    name: str
    role: str
    superuser: bool = False


ACCOUNTS = (
    Account("secretariat@demonstration.invalid", "Secretariat (demonstration)", "staff", superuser=True),
    Account("publisher@demonstration.invalid", "Publisher (demonstration)", "publisher"),
    Account("second-publisher@demonstration.invalid", "Publisher-2 (demonstration)", "publisher"),
    Account("authority@demonstration.invalid", "Authority (demonstration)", "authority"),
    Account("contributor@demonstration.invalid", "Contributor (demonstration)", "contributor"),
)


class NotForDemonstration(RuntimeError):
    """This portal is one that the world can reach, or holds real Parties: public passwords are refused."""


def make_accounts(*, party: Party, since: date) -> int:
    """Create the accounts that are absent, the focal points for one stand-in; returns how many.

    Never on a portal that the world can reach: then none is created.
    """
    if settings.HTTPS or not party.demonstration:
        return 0
    created = 0
    for account in ACCOUNTS:
        if User.objects.filter(email=account.email).exists():
            continue
        role = role_called(account.role, place=f"the account {account.email}")
        user = User.objects.create_user(
            account.email,
            PASSWORD,
            name=account.name,
            is_superuser=account.superuser,
            **dict.fromkeys(role.flags, True),
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if role.of_a_party:
            given = FocalPoint.objects.create(user=user, party=party, role=role.code, begins_on=since)
            detail = told_of_role(given)
            record(
                subject=f"person/{user.pk}", action=said_later("role given"), by=None, at=timezone.now(), detail=detail
            )
        if role.needs_two_step:
            step = TOTP.activate(user, SECRET).instance
            detail = {"kind": step.type, "sessions_ended": 0}
            record(
                subject=f"person/{user.pk}",
                action=said_later("two-step added"),
                by=None,
                at=timezone.now(),
                detail=detail,
            )
        created += 1
    return created


def code_now() -> str:
    """The code that an authenticator app would show now. Raises NotForDemonstration."""
    if settings.HTTPS or not Party.objects.filter(demonstration=True).exists():
        raise NotForDemonstration
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2])))
