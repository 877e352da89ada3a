"""What follows when somebody signs in or changes how they do; allauth and axes tell."""

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from languages.told import said_later
from parties import sessions
from parties.audit import record
from parties.journal import note_failure
from parties.models import User
from parties.permissions import TWO_STEP_FOR
from parties.second_steps import shown_by_setting_up

log = logging.getLogger(__name__)


def signed_in(request: HttpRequest | None, user: User, **_more: Any) -> None:
    if request is not None:
        sessions.begin(request, timezone.now())


def throttled(request: HttpRequest, username: str | None = None, **_more: Any) -> None:
    # Neither account nor address: the log holds no personal data.
    log.warning("sign-in throttled")
    note_failure(request, username or "", step="password", refused=True, at=timezone.now())


def wrong_code(request: HttpRequest, user: User, **_more: Any) -> None:
    note_failure(request, user.email, step="code", at=timezone.now())


def authenticator_added(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    """A session begun before must not outlive a second step that was set up elsewhere."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        # They come with the first step, and say nothing by themselves.
        _record(user, said_later("two-step added"), kind=authenticator.type, sessions_ended=0)
    else:
        shown_by_setting_up(request, authenticator)
        _changed(request, user, authenticator, said_later("two-step added"))
    if onward := request.session.pop(TWO_STEP_FOR, ""):
        messages.info(request, format_html('<a href="{}">{}</a>', onward, _("Back to the page that asked for it")))


def authenticator_removed(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    _changed(request, user, authenticator, said_later("two-step removed"))


def authenticator_reset(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    _changed(request, user, authenticator, said_later("two-step reset"))


def _changed(request: HttpRequest, user: User, authenticator: Any, action: str) -> None:
    """What a person changes of the second step ends that person's other sessions: one may be somebody else's."""
    ended = sessions.end_sessions(user, but=request.session.session_key)
    _record(user, action, kind=authenticator.type, sessions_ended=ended)


def password_changed(user: User, **_more: Any) -> None:
    _record(user, said_later("password changed"))


def account_made(instance: User, created: bool, **_more: Any) -> None:
    """Whoever runs the portal makes the first account of the Secretariat past the pages; the trail tells of it too."""
    if created and (instance.is_staff or instance.is_superuser):
        # The address too: no invitation tells it.
        detail = {
            "publisher": instance.is_publisher,
            "superuser": instance.is_superuser,
            "email": instance.email,
        }
        record(
            subject=f"person/{instance.pk}", action=said_later("staff given"), by=None, at=timezone.now(), detail=detail
        )


def _record(user: User, action: str, **detail: Any) -> None:
    record(subject=f"person/{user.pk}", action=action, by=user, at=timezone.now(), detail=detail)
