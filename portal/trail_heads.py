"""Heads of the trail signed and sent away: to a folder on another medium, and by letter to whoever publishes.

Whoever owns the database can cut the tail of a chain with its head. What lies elsewhere shows it.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from evaluation.documents import is_signed, public_key_text, sign, signing_key
from languages.told import said_later
from parties.audit_verification import SIGNATURE, export_heads, kept_heads, read_heads, signatures
from parties.checked import Checked
from parties.formats import date_format
from parties.letters import Letter, as_read_by, send_letter
from parties.publishers import publishing


class NoFolder(OSError):
    """The folder of copies can't be written."""

    def __init__(self, fault: OSError) -> None:
        super().__init__(f"AUDIT_HEADS can't be written: mount that folder, or empty the setting. ({fault})")


def send_away(*, at: datetime, on: date) -> str:
    """Write the heads of a day, sign them, copy both and tell the publishers, once a day each; the file's name.

    Raises BadSigningKey; NoFolder, once all else is done.
    """
    key = signing_key(settings.EDITION_SIGNING_KEY)
    name = export_heads(at=at, on=on)
    with default_storage.open(name) as file:
        content = file.read()
    if key is not None and not default_storage.exists(name + SIGNATURE):
        default_storage.save(name + SIGNATURE, ContentFile(base64.b64encode(sign(content, key)) + b"\n"))
    signature = ""
    if default_storage.exists(name + SIGNATURE):
        with default_storage.open(name + SIGNATURE) as file:
            signature = file.read().decode().strip()
    _tell(name, content, signature, at=at, on=on)
    _copy(name, content, signature)
    return name


def _copy(name: str, content: bytes, signature: str) -> None:
    """Beside the other copies, never over one that is there."""
    if not settings.AUDIT_HEADS:
        return
    copies = {Path(name).name: content}
    if signature:
        copies[Path(name).name + SIGNATURE] = f"{signature}\n".encode()
    for own, written in copies.items():
        place = Path(settings.AUDIT_HEADS) / own
        if not place.exists():
            begun = place.with_name(f"{own}.begun")
            try:
                begun.write_bytes(written)
                begun.rename(place)
            except OSError as fault:
                raise NoFolder(fault) from fault


def _tell(name: str, content: bytes, signature: str, *, at: datetime, on: date) -> None:
    given = {"name": Path(name).name, "sha256": hashlib.sha256(content).hexdigest(), "signature": signature}
    chains = len(read_heads(content.decode()))
    for person in publishing():
        with as_read_by(person):
            day = date_format(on, "DATE_FORMAT")
            letter = Letter(
                subject=_("Heads of the trail, %(day)s") % {"day": day},
                happened=_("The end of every chain of the trail was written down. Chains: %(n)d.") % {"n": chains},
                then=(
                    _("SHA-256 of the file %(name)s: %(sha256)s") % given,
                    *([_("Signature with the key of the editions: %(signature)s") % given] if signature else []),
                    _(
                        "Keep this letter; there is nothing else to do. With it and the file anybody can show later "
                        "that nothing that was done before this day was taken out of the trail or changed."
                    ),
                ),
                why=_("This letter comes every night to those who publish."),
            )
            send_letter(key=f"heads/{on.isoformat()}/{person.pk}", to=person, letter=letter, at=at)


def checks() -> Iterator[Checked]:
    """Whether every signature of exported heads that can be reached is by the key, and of the file it stands beside."""
    checked = Checked(said_later("Signatures of the exported heads of the trail"))
    files = dict(kept_heads())
    key = signing_key(settings.EDITION_SIGNING_KEY)
    if key is None:
        checked.remarks.append(
            "Exported heads are not signed here, or not read with the key: EDITION_SIGNING_KEY is empty."
        )
    else:
        for name, signature in signatures():
            checked.number += 1
            if not _is_of(files.get(name, ""), signature, public_key_text(key)):
                checked.fault(name, "its signature is not of this file by the key of the editions")
    yield checked


def _is_of(text: str, signature: str, public_key: str) -> bool:
    try:
        return is_signed(text.encode(), base64.b64decode(signature, validate=True), public_key)
    except (ValueError, binascii.Error):
        return False
