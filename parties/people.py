"""Writes about people: invitations, roles, and their ends. Every one is on the trail."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from languages.told import said_later
from parties.account_letters import of_an_invitation
from parties.audit import record
from parties.emails import absolute
from parties.letters import write_to
from parties.models import FocalPoint, Invitation, Party, User
from parties.permissions import who_is
from parties.roles import Leave, Role, highest, of_the_secretariat, role_called
from parties.sessions import end_sessions
from parties.storable import one_line
from parties.zones import offered, shown_in, usual_zone

VALID_FOR = timedelta(days=14)
# No letter is taken for another or for a digit. So many of them are 80 bits: nobody finds one by trying.
CODE_SIGNS, CODE_LENGTH = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 16


class NotYours(PermissionError):
    """Whose people give and end this role stands in parties/roles.py, in most cases Secretariat staff: ask one."""


class InvitationUnknown(LookupError):
    """No invitation has this link: check that the whole address was copied."""


class InvitationClosed(RuntimeError):
    """The link can no longer be used: ask the Secretariat for a new one."""


class InvitationExpired(InvitationClosed):
    """The link is too old: ask the Secretariat for a new one."""


class InvitationUsed(InvitationClosed):
    """The link was used: sign in instead."""


class InvitationWithdrawn(InvitationClosed):
    """The link was withdrawn: use the newer one, or ask the Secretariat."""


class InvitedMeanwhile(RuntimeError):
    """Somebody else has invited the same person to the same a moment ago: nothing is left to do."""


class ZoneUnknown(LookupError):
    """No time zone that is offered has this name: choose one of the list."""


class SignInFirst(RuntimeError):
    """The address has an account: sign in with it, then open the link again."""


# What an app above does for whoever is new to a Party, in the same transaction: focal_point=, at=.
role_given = Signal()


class OtherPersonSignedIn(RuntimeError):
    """The link is for another address than the one signed in: sign out, then open the link again."""


class AlreadyEnded(RuntimeError):
    """The role has ended before: nothing is left to do."""


def invite(
    *, email: str, name: str, role: str, party: Party | None, by: User, at: datetime, language: str = ""
) -> Invitation:
    """Send somebody a link that gives a role, once, within fourteen days; an open link to the same is withdrawn.

    Whoever has no account yet reads the letter in `language`, or else in that of whoever invites.
    Raises NotYours, UnknownRole, InvitedMeanwhile.
    """
    offered = role_called(role, place="an invitation to be sent")
    _check_may_give(by, offered, party, at)
    email = email.strip().lower()
    secret = secrets.token_urlsafe(32)
    known = User.objects.filter(email=email).first()
    read = known.letters_in if known and known.language else language or get_language() or settings.LANGUAGE_CODE
    with transaction.atomic():
        before = Invitation.objects.filter(email=email, role=role, party=party)
        try:
            for open_one in before.filter(accepted_at=None, withdrawn_at=None):
                withdraw_invitation(invitation=open_one, by=by, at=at)
            with transaction.atomic():
                invitation = Invitation.objects.create(
                    email=email,
                    name=one_line(name),
                    role=role,
                    party=party,
                    secret_sha256=digest(secret),
                    invited_by=by,
                    language=read,
                    invited_at=at,
                    expires_at=at + VALID_FOR,
                )
        except (IntegrityError, InvitationClosed) as meanwhile:
            raise InvitedMeanwhile(email) from meanwhile
        _record_invitation(invitation, said_later("invited"), by=by, at=at)
        with override(read), shown_in(known.time_zone if known else ""):
            url = absolute(reverse("parties:invitation", args=[secret]))
            write_to(
                key=letter_key(invitation),
                email=email,
                name=known.name if known else invitation.name,
                letter=of_an_invitation(invitation, url=url, has_account=known is not None),
                at=at,
                holds_secret=True,
            )
    return invitation


def letter_key(invitation: Invitation) -> str:
    """The key of the letter with the link."""
    return f"invitation/{invitation.pk}"


def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Make a link useless at once. Raises InvitationClosed where it is used or withdrawn, and NotYours."""
    _check_may_give(by, invitation.offered_role, invitation.party, at)
    with transaction.atomic():
        still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        if not still_open.update(withdrawn_at=at):
            invitation.refresh_from_db()
            raise _closed(invitation, at)
        _record_invitation(invitation, said_later("invitation withdrawn"), by=by, at=at)


def mark_returned(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Note that the letter of an invitation came back: nobody was reached by it. Raises how it closed, NotYours."""
    _check_may_give(by, invitation.offered_role, invitation.party, at)
    with transaction.atomic():
        marked = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, returned_at=None)
        if not marked.update(returned_at=at):
            invitation.refresh_from_db()
            if invitation.returned_at is None:
                raise _closed(invitation, at)
            return
        _record_invitation(invitation, said_later("letter came back"), by=by, at=at)


def hand_over(*, invitation: Invitation, by: User, at: datetime) -> str:
    """A code that gives the role once, to be handed over by telephone or in person; the link before works no more.

    Only its digest is kept, so whoever asks is shown it now or never. Raises how the invitation closed, NotYours.
    """
    _check_may_give(by, invitation.offered_role, invitation.party, at)
    code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    with transaction.atomic():
        still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        given = {"secret_sha256": digest(code), "handed_over_at": at, "expires_at": at + VALID_FOR}
        if not still_open.update(**given):
            invitation.refresh_from_db()
            raise _closed(invitation, at)
        invitation.refresh_from_db()
        _record_invitation(invitation, said_later("code handed over"), by=by, at=at)
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def code_typed(said: str) -> str:
    """A code as it was typed or heard: any case, with or without hyphens, O for 0, I or L for 1."""
    signs = "".join(sign for sign in said.upper() if sign.isalnum())
    return signs.translate(str.maketrans("OIL", "011"))


def open_invitation(*, secret: str, at: datetime) -> Invitation:
    """The invitation of a link that can still be used. Raises InvitationUnknown, or how it closed."""
    try:
        invitation = Invitation.objects.select_related("party").get(secret_sha256=digest(secret))
    except Invitation.DoesNotExist as absent:
        raise InvitationUnknown from absent
    if not invitation.is_open(at):
        raise _closed(invitation, at)
    return invitation


def accept_invitation(*, secret: str, by: User | None, at: datetime, name: str = "", password: str = "") -> User:
    """Give the invited person the role, once; a new person sets a name and a password.

    `by` is whoever is signed in, or None. Raises InvitationUnknown, how the invitation closed, SignInFirst,
    OtherPersonSignedIn, and ValidationError where the password is weak.
    """
    invitation = open_invitation(secret=secret, at=at)
    with transaction.atomic():
        # Two who open the same link at once: the second waits here, then finds it used.
        Invitation.objects.select_for_update().get(pk=invitation.pk)
        user = _invited_person(invitation, by=by, name=name, password=password, at=at)
        usable = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        if not usable.update(accepted_at=at, accepted_by=user):
            invitation.refresh_from_db()
            raise _closed(invitation, at)
        _record_invitation(invitation, said_later("invitation accepted"), by=user, at=at)
        if invitation.party is not None:
            _open_role(user=user, party=invitation.party, role=invitation.offered_role, by=user, at=at)
        else:
            _make_staff(user=user, role=invitation.offered_role, by=user, at=at)
    return user


def person_of(invitation: Invitation) -> User | None:
    """The account that an invitation's address has already, if any."""
    return User.objects.filter(email=invitation.email).first()


def give_role(*, user: User, party: Party, role: str, by: User, at: datetime) -> FocalPoint:
    """Make somebody a Party's focal point from today; another role there ends. Raises NotYours, UnknownRole."""
    given = role_called(role, place="a role to be given")
    _check_may_give(by, given, party, at)
    return _open_role(user=user, party=party, role=given, by=by, at=at)


def end_role(*, focal_point: FocalPoint, by: User, at: datetime) -> None:
    """End a role at once: the next request of its person is refused. Raises AlreadyEnded, NotYours."""
    _check_may_give(by, focal_point.held_role, focal_point.party, at)
    today = timezone.localdate(at)
    with transaction.atomic():
        going_on = FocalPoint.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), pk=focal_point.pk)
        if not going_on.update(ends_on=today):
            raise AlreadyEnded
        focal_point.refresh_from_db(fields=["ends_on"])
        _record_role(focal_point, said_later("role ended"), by=by, at=at)


def end_staff(*, user: User, by: User, at: datetime) -> None:
    """Take somebody out of the Secretariat at once, and end all sessions. Raises AlreadyEnded, NotYours."""
    if not may_end_staff(by, timezone.localdate(at)):
        raise NotYours
    with transaction.atomic():
        ended = User.objects.filter(pk=user.pk, is_staff=True)
        flags = {"is_superuser"}.union(*(role.flags for role in of_the_secretariat()))
        if not ended.update(**dict.fromkeys(flags, False)):
            raise AlreadyEnded
        sessions = end_sessions(user)
        record(
            subject=f"person/{user.pk}",
            action=said_later("staff ended"),
            by=by,
            at=at,
            detail={"sessions_ended": sessions},
        )


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def may_give(user: User, role: Role, *, party: Party | None = None, on: date) -> bool:
    """Whether somebody may give or end a role on a day: for one Party, or else for whichever.

    A superuser of the Secretariat counts as its highest role here, so that the first publisher can be invited.
    """
    giver = who_is(user, party.code if party else None, on)
    if isinstance(giver, Role) and not giver.of_a_party and user.is_superuser:
        giver = highest(of_the_secretariat()) or giver
    return isinstance(giver, Role) and giver.code in role.given_by


def may_end_staff(user: User, on: date) -> bool:
    """Whether somebody may take others out of the Secretariat: whoever gives every role of it."""
    return all(may_give(user, role, on=on) for role in of_the_secretariat())


def _check_may_give(by: User, role: Role, party: Party | None, at: datetime) -> None:
    if not may_give(by, role, party=party, on=timezone.localdate(at)):
        raise NotYours


def choose_language(*, user: User, language: str) -> None:
    """Keep what somebody reads and gets letters in; the same again changes nothing."""
    User.objects.filter(pk=user.pk).exclude(language=language).update(language=language)
    user.language = language


def choose_time_zone(*, user: User, zone: str) -> None:
    """Keep by whose clock somebody reads times, empty for UTC; the same again changes nothing. Raises ZoneUnknown."""
    if zone and zone not in offered():
        raise ZoneUnknown(zone)
    User.objects.filter(pk=user.pk).exclude(time_zone=zone).update(time_zone=zone)
    user.time_zone = zone


def keep_first_language(*, user: User, language: str) -> None:
    """Whoever chose none yet keeps the language in which they signed in."""
    if not user.language:
        choose_language(user=user, language=language)


def _closed(invitation: Invitation, at: datetime) -> InvitationClosed:
    if invitation.accepted_at is not None:
        return InvitationUsed()
    if invitation.withdrawn_at is not None:
        return InvitationWithdrawn()
    return InvitationExpired()


def _invited_person(invitation: Invitation, *, by: User | None, name: str, password: str, at: datetime) -> User:
    known = person_of(invitation)
    if by is not None and by != known:
        raise OtherPersonSignedIn
    if known is not None:
        if by is None:
            raise SignInFirst
        return known
    validate_password(password, User(email=invitation.email, name=name))
    # Until the person chooses another: the clock of the Party's country, where it has only one.
    zone = usual_zone(invitation.party.alpha2) if invitation.party else ""
    name = one_line(name) or invitation.name
    user = User.objects.create_user(invitation.email, password, name=name, time_zone=zone)
    # The link was read at this address: that is the proof. A code proves nothing of the address.
    is_proved = invitation.handed_over_at is None
    EmailAddress.objects.create(user=user, email=user.email, verified=is_proved, primary=True)
    detail = {"invitation": invitation.pk} | ({"by_code": True} if invitation.handed_over_at else {})
    record(subject=f"person/{user.pk}", action=said_later("account created"), by=user, at=at, detail=detail)
    return user


def _open_role(*, user: User, party: Party, role: Role, by: User, at: datetime) -> FocalPoint:
    today = timezone.localdate(at)
    with transaction.atomic():
        # Whoever changes the roles of the same person meanwhile waits.
        User.objects.select_for_update().get(pk=user.pk)
        going_on = FocalPoint.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), user=user, party=party)
        kept = going_on.filter(role=role.code, ends_on=None).first()
        if kept is not None:
            return kept
        for other in going_on:
            FocalPoint.objects.filter(pk=other.pk).update(ends_on=max(today, other.begins_on))
            other.refresh_from_db(fields=["ends_on"])
            _record_role(other, said_later("role ended"), by=by, at=at)
        given = FocalPoint.objects.create(user=user, party=party, role=role.code, begins_on=today)
        _record_role(given, said_later("role given"), by=by, at=at)
        role_given.send(FocalPoint, focal_point=given, at=at)
    return given


def _make_staff(*, user: User, role: Role, by: User, at: datetime) -> None:
    # An invitation as staff takes nothing from a publisher: flags are only set.
    User.objects.filter(pk=user.pk).update(**dict.fromkeys(role.flags, True))
    user.refresh_from_db(fields=role.flags)
    detail = {"publisher": role.publishes is not Leave.NO}
    record(subject=f"person/{user.pk}", action=said_later("staff given"), by=by, at=at, detail=detail)


def _record_role(focal_point: FocalPoint, action: str, *, by: User, at: datetime) -> None:
    detail = told_of_role(focal_point)
    record(subject=f"person/{focal_point.user_id}", action=action, by=by, at=at, detail=detail)


def told_of_role(focal_point: FocalPoint) -> dict[str, Any]:
    """What the trail says of a role for a Party, given or ended."""
    return {
        "party": focal_point.party.code,
        "role": focal_point.role,
        "focal_point": focal_point.pk,
        "begins_on": focal_point.begins_on.isoformat(),
        "ends_on": focal_point.ends_on and focal_point.ends_on.isoformat(),
    }


def _record_invitation(invitation: Invitation, action: str, *, by: User, at: datetime) -> None:
    detail = {
        "email": invitation.email,
        "role": invitation.role,
        "party": invitation.party.code if invitation.party else None,
    }
    record(subject=f"invitation/{invitation.pk}", action=action, by=by, at=at, detail=detail)
