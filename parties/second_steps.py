"""The second step of sign-in: a code counts once, a recent one is asked for, and one that is lost is taken away."""

from datetime import datetime, timedelta

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from languages.told import said_later
from parties.audit import record
from parties.letters import Letter, as_read_by, send_letter
from parties.models import User
from parties.sealing import Purpose, Unreadable, seal_again
from parties.sessions import end_sessions

# How long whoever showed the second step is not asked for it again.
RECENT_FOR = timedelta(minutes=60)
USED = "used_counters"
REMOVED = said_later("two-step removed")


class NoSecondStep(LookupError):
    """This person has no second step: there is nothing to take away."""


class ReasonMissing(ValueError):
    """Whoever takes away another person's second step says why."""


class NotByOneself(PermissionError):
    """Nobody resets the second step that protects their own account: ask another publisher."""


def use_code(authenticator: Authenticator, code: str) -> bool:
    """Let a code of an app count, once: False where it is none of now, or was used, on whichever server.

    The steps of time whose code was used lie with the key. Who tries the same code at once waits for the row.
    """
    with transaction.atomic():
        held = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        secret = decrypt(held.data["secret"])
        accepted = list(yield_hotp_counters_from_time())
        said = normalize_user_code(code)
        meant = {counter for counter in accepted if format_hotp_value(hotp_value(secret, counter)) == said}
        used = set(held.data.get(USED, ())) & set(accepted)
        if not meant or meant & used:
            return False
        held.data[USED] = sorted(used | meant)
        held.save(update_fields=["data"])
    return True


def is_recent(request: HttpRequest, *, at: datetime) -> bool:
    """Whether whoever works in this session showed the second step within the hour, at sign-in or since."""
    shown = get_authentication_records(request, request.user)
    last: float = max((one["at"] for one in shown if one["method"] == "mfa"), default=0.0)
    return at.timestamp() - last < RECENT_FOR.total_seconds()


def reset(*, user: User, reason: str, by: User | None, at: datetime) -> int:
    """Take away every second step of somebody who lost it, end all sessions, and write to them; returns how many.

    The password alone signs in then, and a page that needs a second step asks to set one up. `by` is None for a
    command. Raises NoSecondStep, ReasonMissing, NotByOneself.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    if by == user:
        raise NotByOneself
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        held = list(Authenticator.objects.filter(user=user).order_by("type", "pk"))
        if not held:
            raise NoSecondStep
        Authenticator.objects.filter(pk__in=[one.pk for one in held]).delete()
        sessions = end_sessions(user)
        for one in held:
            detail = {"kind": one.type, "reason": reason, "sessions_ended": sessions}
            record(subject=f"person/{user.pk}", action=REMOVED, by=by, at=at, detail=detail)
        _tell(user, reason, key=f"second-step-reset/{user.pk}/{at.isoformat()}", at=at)
    return len(held)


def _tell(user: User, reason: str, *, key: str, at: datetime) -> None:
    with as_read_by(user):
        letter = Letter(
            subject=_("Your second step for the Strategic Plan Portal was taken away"),
            happened=_(
                "The Secretariat has taken away your second step of sign-in: apps, keys and recovery codes that you "
                "had set up no longer count. You were signed out everywhere."
            ),
            then=[
                _("Its reason: %(reason)s") % {"reason": reason},
                _("Sign in with your password, then set up a new second step on the page “Two-step sign-in”."),
                _("If you did not ask for this, write to the Secretariat at once and change your password."),
            ],
        )
        send_letter(key=key, to=user, letter=letter, at=at)


def seal_all_again() -> tuple[int, list[str]]:
    """Seal every second step with the key of today; (how many, the places of those that no key opens)."""
    done, unreadable = 0, []
    sealed = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for pk in sealed.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            held = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if held is None:
                continue
            try:
                held.data |= {
                    name: seal_again(Purpose.SECOND_STEP, held.data[name].encode()).decode()
                    for name in ("secret", "seed")
                    if name in held.data
                }
            except Unreadable:
                unreadable.append(f"person/{held.user_id}, {held.type}")
                continue
            held.save(update_fields=["data"])
            done += 1
    return done, unreadable


def shown_by_setting_up(request: HttpRequest, authenticator: Authenticator) -> None:
    """Whoever sets up a second step has shown it with that; the code that proved an app counts no more."""
    if authenticator.type == Authenticator.Type.TOTP:
        use_code(authenticator, request.POST.get("code", ""))
    kind = {"id": authenticator.pk, "type": authenticator.type}
    record_authentication(request, authenticator.user, "mfa", reauthenticated=True, **kind)
