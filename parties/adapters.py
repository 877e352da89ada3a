"""What allauth asks of the portal: who may sign up, how mail leaves, how secrets are kept."""

import uuid
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from parties.account_letters import of_a_change
from parties.devices import device_of, remember_device
from parties.journal import note_failure, note_signed_in
from parties.letters import as_chosen_by, write_to
from parties.models import User
from parties.new_devices import tell_of_new_device
from parties.permissions import has_two_step
from parties.sealing import Purpose, seal, unseal
from parties.sessions import SHARED
from parties.throttling import account_of, address_of

JUST_JOINED = timedelta(minutes=10)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts come from invitations; every message goes through the outbox, with links to the public address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse whoever guessed too often: on a device that the owner knows, by its own counter alone."""
        device = device_of(request, credentials)
        if not device:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="parties",
            action="known_device",
            config={"known_device": settings.KNOWN_DEVICE_LIMIT},
            key=device,
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        note_failure(request, account_of(request, credentials), step="password", at=timezone.now())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Not by the Host, which holds a port of the client's own choice.
        return account_of(request, credentials)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        at = timezone.now()
        is_new = not device_of(request, {"email": user.email})
        note_signed_in(request, user, new_device=is_new, at=at)
        # Whoever has just accepted an invitation knows of it.
        if is_new and at - user.date_joined > JUST_JOINED:
            tell_of_new_device(request, user, at=at)
        response: HttpResponse = super().post_login(request, user, **more)
        if not request.session.get(SHARED, False):
            remember_device(request, response, user.email)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How somebody shows again who it is: whoever has a second step by that, a key before a code."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if not has_two_step(user):
            return methods
        by_second_step = [one for one in methods if one["id"].startswith("mfa_reauthenticate")]
        return sorted(by_second_step, key=lambda one: one["id"] == "mfa_reauthenticate")

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write our own letter in the place of allauth's, to the person whose address it is."""
        person, now = User.objects.get(email__iexact=email), timezone.now()
        with as_chosen_by(person):
            write_to(
                key=f"account/{template_prefix.rpartition('/')[2]}/{uuid.uuid4()}",
                email=email,
                name=person.name,
                letter=of_a_change(template_prefix, context),
                at=now,
                holds_secret=True,
            )


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Secrets of authenticators lie encrypted: a copy of the database alone signs nobody in."""

    def encrypt(self, text: str) -> str:
        return seal(Purpose.SECOND_STEP, text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Unreadable, which a page answers (parties/unreadable.py)."""
        return unseal(Purpose.SECOND_STEP, encrypted_text.encode()).decode()
