"""Plain factories for people: what a test does not say gets an ordinary value. Nobody here exists."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest
from django.test import Client

from parties.models import FocalPoint, Party, User
from parties.permissions import has_two_step

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough sentence"
_numbers = count(1)


def make_person(email: str | None = None, *, two_step: bool = False, **overrides: Any) -> User:
    """Somebody with an account, a verified address and PASSWORD."""
    number = next(_numbers)
    email = email or f"person-{number}@portal.example"
    user = User.objects.create_user(
        email, overrides.pop("password", PASSWORD), **{"name": f"Person {number}"} | overrides
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if two_step:
        set_up_two_step(user)
    return user


def make_focal_point(party: str = "KEN", role: str = "contributor", user: User | None = None, **overrides: Any) -> User:
    """A focal point of a Party since long ago; authorities have two-step sign-in unless told otherwise."""
    two_step = overrides.pop("two_step", role == "authority")
    begins_on = overrides.pop("begins_on", date(2020, 1, 1))
    ends_on = overrides.pop("ends_on", None)
    if user is None:
        user = make_person(two_step=two_step, **{"name": f"Focal Point {next(_numbers)}"} | overrides)
    FocalPoint.objects.create(
        user=user, party=Party.objects.get(code=party), role=role, begins_on=begins_on, ends_on=ends_on
    )
    return user


def make_staff(*, publisher: bool = False, two_step: bool = True, alone: bool = False, **overrides: Any) -> User:
    """Somebody of the Secretariat; a publisher has a colleague, without whom nothing is published, unless `alone`."""
    if publisher and not alone and not User.objects.filter(is_publisher=True).exists():
        make_staff(publisher=True, two_step=False, alone=True, name="Other Publisher")
    fields = {"name": f"Staff Member {next(_numbers)}", "is_staff": True, "is_publisher": publisher} | overrides
    return make_person(two_step=two_step, **fields)


def set_up_two_step(user: User) -> str:
    """Give somebody an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def client_of(user: User | None = None, **extra: Any) -> Client:
    """A browser in which somebody is signed in, both steps done."""
    client = Client(**extra)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        show_second_step(client, user)
    return client


def show_second_step(client: Client, user: User, *, ago: timedelta = timedelta(0)) -> None:
    """Let somebody have shown the second step in a browser, now or some time ago, if there is one to show."""
    if not has_two_step(user):
        return
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa")
    request.session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] -= ago.total_seconds()
    request.session.save()
