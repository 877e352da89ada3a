"""What allauth asks of the portal: who may sign up, how mail leaves, how secrets are kept."""

import base64
import hashlib
import uuid
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from parties.emails import absolute, queue_email
from parties.throttling import address_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts come from invitations; every message goes through the outbox, with links to the public address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        # The Host header is the client's word; a link that resets a password must not follow it.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", quote(key)))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"name": gettext("the Strategic Plan Portal"), "domain": settings.PUBLIC_URL}
        shown = {"request": allauth_context.request, "email": email, "current_site": site} | context
        message = self.render_mail(template_prefix, email, shown)
        queue_email(
            key=f"account/{template_prefix.rpartition('/')[2]}/{uuid.uuid4()}",
            to=email,
            subject=str(message.subject),
            body=str(message.body),
            at=timezone.now(),
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
