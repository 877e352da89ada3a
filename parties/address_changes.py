"""The address that somebody signs in with, changed by its owner or by staff; roles and history stay.

The owner proves the new address by reading a link at it, as an invitation's was proved. Staff give a reason. Whichever
way, both addresses are told, and every session but the owner's own ends.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from languages.told import said_later
from parties.audit import record
from parties.emails import absolute
from parties.formats import date_format
from parties.letters import Letter, Link, Quote, as_read_by, write_to
from parties.models import FocalPoint, Invitation, User
from parties.people import NotYours, may_end_staff, may_give
from parties.sessions import end_sessions

SALT = "parties.address"
VALID_FOR = timedelta(days=3)
CHANGED = said_later("address changed")


class AddressTaken(ValueError):
    """Another account signs in with this address: end one of the two, or take another address."""


class LinkSpent(LookupError):
    """The link is not this person's, too old, or the address has changed since: ask for a new one."""


class ReasonMissing(ValueError):
    """Whoever changes another person's address says why."""


def ask_for_address(*, user: User, email: str, at: datetime) -> None:
    """Write to a new address how to confirm it; nothing changes before. Raises AddressTaken."""
    email = email.strip().lower()
    _check_is_free(email, user)
    token = signing.dumps({"person": user.pk, "before": user.email, "email": email}, salt=SALT)
    link = absolute(reverse("parties:address-confirmation", args=[token]))
    with as_read_by(user):
        until = {"at": date_format(at + VALID_FOR, "DATETIME_FORMAT")}
        letter = Letter(
            subject=_("Confirm your new address for the Strategic Plan Portal"),
            happened=_("You asked to sign in to the Strategic Plan Portal with this address."),
            then=[
                _("Open the link while you are signed in. It works until %(at)s; until you do, nothing changes.")
                % until,
                _("If you did not ask for it, you need not do anything."),
            ],
            links=[Link(_("Confirm the address"), link)],
        )
        key = f"address/{user.pk}/{at.isoformat()}"
        write_to(key=key, email=email, name=user.name, letter=letter, at=at, holds_secret=True)


def address_of_link(*, token: str, user: User) -> str:
    """The new address that a link confirms for this person. Raises LinkSpent."""
    try:
        asked = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature as broken:
        raise LinkSpent from broken
    if (asked["person"], asked["before"]) != (user.pk, user.email):
        raise LinkSpent
    return str(asked["email"])


def confirm_address(*, token: str, user: User, session: str | None, at: datetime) -> str:
    """Change one's own address to the one whose link was read; returns it. Raises LinkSpent, AddressTaken."""
    email = address_of_link(token=token, user=user)
    _change(user=user, email=email, by=user, reason="", keep=session, at=at)
    return email


def change_address(*, user: User, email: str, reason: str, by: User, at: datetime) -> None:
    """Change somebody's address for a stated reason; all their sessions end. Raises NotYours, ReasonMissing,
    AddressTaken."""
    if not may_change_address(by, user, at=at):
        raise NotYours
    if not reason.strip():
        raise ReasonMissing
    _change(user=user, email=email.strip().lower(), by=by, reason=reason.strip(), keep=None, at=at)


def may_change_address(by: User, user: User, *, at: datetime) -> bool:
    """Whether somebody may change another's address: who gives the roles that the person has."""
    today = timezone.localdate(at)
    if user.secretariat_role is not None or user.is_superuser:
        return may_end_staff(by, today)
    held = FocalPoint.objects.current(today).filter(user=user).select_related("party")
    by_roles = all(may_give(by, one.held_role, party=one.party, on=today) for one in held)
    return by_roles and by.secretariat_role is not None


def _check_is_free(email: str, user: User) -> None:
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise AddressTaken(email)


def _change(*, user: User, email: str, by: User, reason: str, keep: str | None, at: datetime) -> None:
    before = user.email
    if email == before:
        return
    with transaction.atomic():
        try:
            with transaction.atomic():
                changed = User.objects.filter(pk=user.pk, email=before).update(email=email)
        except IntegrityError as taken:
            raise AddressTaken(email) from taken
        if not changed:
            raise LinkSpent
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        # A link that lies in the former mailbox opens nothing any more.
        Invitation.objects.filter(email=before, accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
        sessions = end_sessions(user, but=keep)
        detail = {"before": before, "after": email, "reason": reason, "sessions_ended": sessions}
        record(subject=f"person/{user.pk}", action=CHANGED, by=by, at=at, detail=detail)
        for place, to in (("before", before), ("after", email)):
            _tell(user, to, before=before, after=email, reason=reason, place=place, at=at)
    user.email = email


def _tell(user: User, to: str, *, before: str, after: str, reason: str, place: str, at: datetime) -> None:
    with as_read_by(user):
        given = {"before": before, "after": after}
        happened = _(
            "From now on you sign in to the Strategic Plan Portal with %(after)s, and no longer with %(before)s."
        )
        letter = Letter(
            subject=_("Your address for the Strategic Plan Portal has changed"),
            happened=happened % given,
            quotes=[Quote(_("The Secretariat has changed it. Its reason"), reason)] if reason else [],
            then=[
                _("Your roles, your password and your second step stay as they were."),
                _("If this was not meant, write to the Secretariat at once."),
            ],
            why=_("This letter goes to the former and to the new address."),
        )
        key = f"address-changed/{user.pk}/{at.isoformat()}/{place}"
        write_to(key=key, email=to, name=user.name, letter=letter, at=at)
