"""A copy of everything that the portal holds, and back: the database, the files, and what proves that both are whole.

A copy is a folder: `database.sqlite3` or `database.dump`, `files/`, `official-texts/`, and `manifest.json`, which is
written last. Keys are named in it and lie elsewhere: a copy alone signs nobody in and signs no edition.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from languages.told import said_later
from parties.audit import record
from parties.models import User
from portal.database_copies import copy_database, count, is_empty, put_back
from portal.database_roles import grant

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1024 * 1024
# Named in every copy, and never part of one.
KEYS = ("SECRET_KEY", "EDITION_SIGNING_KEY", "BCH_TOKEN", "OPERATORS_TOKEN", "EMAIL_URL", "DATABASE_PASSWORD")


class NotBackedUp(ValueError):
    """No copy was made, or none can be put back here; the text says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a copy holds: rows of each table, SHA-256 of each file, and the end of every chain of the trail."""

    format: int
    made_at: str
    release: str
    engine: str
    # Of the portal that it was made of: keys of devices are bound to its host.
    address: str
    # Which SECRET_KEY reads the second steps in it, without saying it.
    secret_key: str
    keys: list[str]
    tables: dict[str, int]
    files: dict[str, str]
    heads: dict[str, list[Any]]


@dataclass(frozen=True)
class Restored:
    """What was put back, and what somebody has to do about it."""

    manifest: Manifest
    remarks: list[str]


def places() -> dict[str, Path]:
    """The folders that a copy holds, by their names in it."""
    return {"files": Path(settings.MEDIA_ROOT), "official-texts": Path(settings.OFFICIAL_TEXTS)}


# -- making one ---------------------------------------------------------------------------------------------


def back_up(folder: Path, *, at: datetime) -> Manifest:
    """Copy everything to a folder that is not there yet; others go on working meanwhile. Raises NotBackedUp."""
    if folder.exists():
        raise NotBackedUp(f"{folder} is there already: name a folder for this copy alone, with its day for example.")
    begun = folder.with_name(f"{folder.name}.begun")
    if begun.exists():
        # Of a copy that was broken off.
        shutil.rmtree(begun)
    begun.mkdir(parents=True, mode=0o700)
    _copy_files(begun)
    with copy_database(begun) as counted:
        manifest = Manifest(
            format=FORMAT,
            made_at=at.isoformat(),
            release=settings.CODE_VERSION,
            engine=connection.vendor,
            address=settings.PUBLIC_URL,
            secret_key=_mark(settings.SECRET_KEY, at.isoformat()),
            keys=[name for name in KEYS if getattr(settings, name, "")],
            tables=counted.tables,
            heads=counted.heads,
            files={},
        )
    # Files that rows of the database came to name since they were copied; what went meanwhile is there from before.
    _copy_files(begun)
    digests = {str(path.relative_to(begun)): sha256_of(path) for path in _all_files(begun)}
    held = Manifest(**{**asdict(manifest), "files": digests})
    (begun / MANIFEST).write_text(json.dumps(asdict(held), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    begun.rename(folder)
    return held


def _copy_files(to: Path) -> None:
    for name, place in places().items():
        for path in _all_files(place):
            copied = to / name / path.relative_to(place)
            if copied.exists():
                continue
            copied.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy2(path, copied)
            except FileNotFoundError:
                # Tidied away this very moment: no row names it any more.
                continue


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _mark(secret_key: str, made_at: str) -> str:
    return salted_hmac(f"portal.backups/{made_at}", "secret-key", secret=secret_key, algorithm="sha256").hexdigest()


# -- putting it back ----------------------------------------------------------------------------------------


def read_manifest(folder: Path) -> Manifest:
    """What a copy says that it holds, once every file of it is as it was written. Raises NotBackedUp."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError as none:
        raise NotBackedUp(f"{folder} holds no {MANIFEST}: it is no copy, or one that was broken off.") from none
    except (ValueError, TypeError) as fault:
        raise NotBackedUp(f"{folder / MANIFEST} can't be read: take another copy. ({fault})") from fault
    if manifest.format != FORMAT:
        raise NotBackedUp(f"The copy is of format {manifest.format}: put it back with the release {manifest.release}.")
    wrong = [name for name, digest in manifest.files.items() if not _is_same(folder / name, digest)]
    if wrong:
        raise NotBackedUp(f"The copy is not as it was written: {len(wrong)} files, {wrong[0]} among them.")
    return manifest


def _is_same(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest


def restore(folder: Path, *, at: datetime) -> Restored:
    """Put a copy back into an empty database and beside no other files, and hold both against its manifest.

    Sessions of then are ended. Raises NotBackedUp, before anything is written where it can be known before.
    """
    manifest = read_manifest(folder)
    if manifest.engine != connection.vendor:
        raise NotBackedUp(f"The copy is of {manifest.engine}, this database is {connection.vendor}: set DATABASE_URL.")
    if not is_empty():
        raise NotBackedUp("The database is not empty: nothing is overwritten. Make a new one and set DATABASE_URL.")
    files = list(_placed(folder, manifest))
    for path, place, digest in files:
        if place.exists() and not _is_same(place, digest):
            raise NotBackedUp(f"{place} is there already and is another file than {path}: move the folder away.")
    for path, place, _digest in files:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)
    put_back(folder)
    _prove(manifest)
    with transaction.atomic():
        UserSession.objects.all().delete()
        Session.objects.all().delete()
        detail = {"made_at": manifest.made_at, "release": manifest.release}
        record(subject="portal", action=said_later("restored from a backup"), by=None, at=at, detail=detail)
    grant(using=connection.alias)
    return Restored(manifest, list(remarks_on(manifest)))


def _placed(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, Path, str]]:
    """Each file of a copy, where it belongs here, and its digest."""
    for name, digest in manifest.files.items():
        first, _slash, rest = name.partition("/")
        if first in places() and rest:
            yield folder / name, places()[first] / rest, digest


def _prove(manifest: Manifest) -> None:
    found = count()
    other = [name for name, rows in manifest.tables.items() if found.tables.get(name) != rows]
    if other:
        raise NotBackedUp(f"Put back, and not whole: {', '.join(other)} have other numbers of rows. Take another copy.")
    if found.heads != manifest.heads:
        raise NotBackedUp("Put back, and the heads of its trail are not those of the copy. Take another copy.")


def remarks_on(manifest: Manifest) -> Iterator[str]:
    """What whoever put a copy back has to do, or to know."""
    marks = {_mark(str(key), manifest.made_at) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}
    if manifest.secret_key not in marks:
        yield "SECRET_KEY is another one than then: nobody's second step can be read until the old one is set."
    yield from (
        f"Set {name} again: the copy holds no keys." for name in manifest.keys if not getattr(settings, name, "")
    )
    if manifest.address != settings.PUBLIC_URL:
        yield f"It was {manifest.address} and is {settings.PUBLIC_URL} now. {_of_passkeys()}"
    yield "Sessions of then are ended: everybody signs in anew. Now run manage.py migrate, and manage.py verify."


def _of_passkeys() -> str:
    """How many people sign in by a key of a device alone, which is bound to the host that it was made at."""
    kinds: dict[int, set[str]] = {}
    for user, kind in Authenticator.objects.values_list("user", "type"):
        kinds.setdefault(user, set()).add(kind)
    bound = [user for user, held in kinds.items() if Authenticator.Type.WEBAUTHN in held]
    stuck = [user for user in bound if kinds[user] == {Authenticator.Type.WEBAUTHN}]
    said = f"Passkeys work at the old address only: {len(bound)} people have one."
    if not stuck:
        return f"{said} Each of them has an app or recovery codes besides."
    names = ", ".join(User.objects.filter(pk__in=stuck).order_by("email").values_list("email", flat=True))
    return f"{said} Without another second step: {names}. Reset theirs."
