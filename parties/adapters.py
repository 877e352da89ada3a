"""What allauth asks of the portal: who may sign up, how mail leaves, how secrets are kept."""

import base64
import hashlib
import uuid
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from parties.account_letters import of_a_change, of_a_forgotten_password
from parties.devices import device_of, remember_device
from parties.emails import absolute
from parties.letters import as_chosen_by, write_to
from parties.models import User
from parties.sessions import SHARED
from parties.throttling import account_of, address_of


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

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Not by the Host, which holds a port of the client's own choice.
        return account_of(request, credentials)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        if not request.session.get(SHARED, False):
            remember_device(request, response, user.email)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        # The Host header is the client's word; a link that resets a password must not follow it.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", quote(key)))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write our own letter in the place of allauth's, to the person whose address it is."""
        person, now = User.objects.get(email__iexact=email), timezone.now()
        with as_chosen_by(person):
            if template_prefix == "account/email/password_reset_key":
                letter = of_a_forgotten_password(url=context["password_reset_url"], at=now)
            else:
                letter = of_a_change(template_prefix, context)
            write_to(
                key=f"account/{template_prefix.rpartition('/')[2]}/{uuid.uuid4()}",
                email=email,
                name=person.name,
                letter=letter,
                at=now,
                holds_secret=True,
            )


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Secrets of authenticators lie encrypted: a copy of the database alone signs nobody in."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys() -> MultiFernet:
    """Of the current secret key first, then of those it replaced."""
    kept = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"two-step:{key}".encode()).digest() for key in kept]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
