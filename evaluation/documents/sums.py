"""Checksums of files and their signature. Pure."""

import base64
import binascii
import hashlib
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
PUBLIC_KEY = "edition-signing-key.pem"


class BadSigningKey(ValueError):
    """The setting holds no Ed25519 key."""

    def __init__(self) -> None:
        super().__init__(
            "EDITION_SIGNING_KEY is no Ed25519 key. Make one with "
            "openssl genpkey -algorithm ed25519 | base64 -w0 and put the line into the setting."
        )


def sums_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Lines that sha256sum --check reads, by name."""
    lines = sorted(f"{name}\0{hashlib.sha256(content).hexdigest()}" for name, content in files)
    return "".join(f"{line.split(chr(0))[1]}  {line.split(chr(0))[0]}\n" for line in lines).encode()


def signing_key(setting: str) -> Ed25519PrivateKey | None:
    """The key of a setting: PEM, PEM in base64, or the 32 bytes in base64; None of an empty setting.

    Raises BadSigningKey.
    """
    text = setting.strip()
    if not text:
        return None
    try:
        held = text.encode() if text.startswith("-----BEGIN") else base64.b64decode(text, validate=True)
        if len(held) == 32:
            return Ed25519PrivateKey.from_private_bytes(held)
        key = load_pem_private_key(held, password=None)
    except (ValueError, TypeError, binascii.Error) as fault:
        raise BadSigningKey from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSigningKey
    return key


def sign(sums: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature over the list of checksums, 64 bytes."""
    return key.sign(sums)


def public_key_text(key: Ed25519PrivateKey) -> str:
    """The public key in PEM, as it is published."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def is_signed(sums: bytes, signature: bytes, public_key: str) -> bool:
    """Whether the signature is of these checksums, by a published key."""
    key = load_pem_public_key(public_key.encode())
    if not isinstance(key, Ed25519PublicKey):
        return False
    try:
        key.verify(signature, sums)
    except InvalidSignature:
        return False
    return True
