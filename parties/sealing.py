"""What lies sealed in the database: a copy of it alone, without the keys of the environment, is of no use to anybody.

Second steps have a key of their own (TWO_STEP_KEY); without one, as on a portal that nobody set up, it is made of the
secret key. Whatever was sealed with a key before opens as long as that key is named among those that it replaced.
"""

import base64
import hashlib
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Purpose(StrEnum):
    """What is sealed: no key opens what was sealed for something else."""

    SECOND_STEP = "two-step"
    WAITING_FORM = "waiting-form"


class Unreadable(RuntimeError):
    """Sealed with a key that the environment does not name: put it among the keys that were replaced."""


def seal(purpose: Purpose, what: bytes) -> bytes:
    """Close something up with the key of today."""
    return _keys(purpose).encrypt(what)


def unseal(purpose: Purpose, sealed: bytes) -> bytes:
    """Open it with whichever key it was sealed with. Raises Unreadable."""
    try:
        return _keys(purpose).decrypt(sealed)
    except InvalidToken as unknown:
        raise Unreadable(purpose) from unknown


def seal_again(purpose: Purpose, sealed: bytes) -> bytes:
    """The same, sealed with the key of today. Raises Unreadable."""
    return seal(purpose, unseal(purpose, sealed))


def _keys(purpose: Purpose) -> MultiFernet:
    """The key of today first, then those it replaced."""
    own = [settings.TWO_STEP_KEY, *settings.TWO_STEP_KEY_FALLBACKS] if purpose is Purpose.SECOND_STEP else []
    named = [key for key in (*own, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if key]
    digests = [hashlib.sha256(f"{purpose}:{key}".encode()).digest() for key in named]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
