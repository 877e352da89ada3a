"""How long a session lasts: until nobody used it for a while, and never longer than its limit."""

from collections.abc import Callable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from languages.told import said_later
from parties.audit import record
from parties.models import User

BEGAN, SEEN, SHARED = "began_at", "seen_at", "shared_device"


class SessionLimits:
    """Signs out whoever was away too long; notes at most every few minutes that somebody is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # An anonymous visitor without a session costs nothing here.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = timezone.now()
            if is_over(request, now):
                logout(request)
                messages.info(request, _("You were signed out because some time had passed. Please sign in again."))
            else:
                note_seen(request, now)
        return self.get_response(request)


def begin(request: HttpRequest, at: datetime) -> None:
    """Start both clocks of a session that somebody has just signed in to."""
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()


def is_over(request: HttpRequest, at: datetime) -> bool:
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        # Every way in starts the clocks; a session without them is not one of ours.
        return True
    idle, longest = settings.SESSION_IDLE.total_seconds(), settings.SESSION_LONGEST.total_seconds()
    return bool(at.timestamp() - seen >= idle or at.timestamp() - began >= longest)


def note_seen(request: HttpRequest, at: datetime) -> None:
    if at.timestamp() - request.session[SEEN] >= settings.SESSION_SEEN_EVERY.total_seconds():
        request.session[SEEN] = at.timestamp()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=at)


def end_session(user: User, *, number: int, at: datetime) -> None:
    """End one of a person's own sessions, and tell the trail. Raises UserSession.DoesNotExist where there is none."""
    with transaction.atomic():
        UserSession.objects.select_for_update().get(pk=number, user=user).end()
        record(subject=f"person/{user.pk}", action=said_later("session ended"), by=user, at=at, detail={})


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End the sessions of a person, all or all but one; returns how many there were."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for session in sessions:
        session.end()
    return len(sessions)
