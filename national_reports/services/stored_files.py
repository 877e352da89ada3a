"""The bytes of files: stored once by their content, and gone once no report or request refers to them."""

import logging
import secrets
from collections.abc import Collection
from contextlib import suppress
from functools import partial

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from national_reports.models import Attachment, StoredFile, TakingOff

log = logging.getLogger(__name__)

MOST_TRIES = 20


class StorageFull(OSError):
    """The files' place is full: the file is not kept, texts still are."""


class StorageBusy(RuntimeError):
    """The same content was added and taken out again all the while; the next try finds a quiet moment."""


def store(*, file: File[bytes], sha256: str, content_type: str, ending: str) -> StoredFile:
    """The place of this content, with its bytes; those that are there already are not written again.

    Within a transaction of the caller's. Raises StorageFull, StorageBusy.
    """
    held = _hold(sha256)
    if held is not None:
        return held
    content = StoredFile(sha256=sha256, size=file.size or 0, content_type=content_type)
    name = content.file.field.generate_filename(content, secrets.token_hex(16) + ending)
    file.seek(0)
    try:
        content.file.name = content.file.storage.save(name, file)
    except OSError as fault:
        # What was written before there was no more room would stay.
        with suppress(OSError):
            content.file.storage.delete(name)
        raise StorageFull(str(fault)) from fault
    # Others may store the same content in this moment, and let it go again before it can be held.
    for _try in range(MOST_TRIES):
        try:
            with transaction.atomic():
                content.save(force_insert=True)
            return content
        except IntegrityError:
            held = _hold(sha256)
            if held is not None:
                break
    content.file.delete(save=False)
    if held is None:
        raise StorageBusy(sha256)
    return held


def _hold(sha256: str) -> StoredFile | None:
    return StoredFile.objects.select_for_update().filter(sha256=sha256, going=False).first()


def let_go(contents: Collection[int]) -> None:
    """Remove the bytes of those contents that no attachment refers to, after the transaction.

    The row is marked first and deleted last: whatever stops in between is taken up by tidy().
    """
    with transaction.atomic():
        # Whoever would refer to one of them meanwhile waits for this transaction, or came first and is seen below.
        list(StoredFile.objects.select_for_update().filter(pk__in=contents).order_by("pk"))
        for content in _needed_by_nobody().filter(pk__in=contents, going=False):
            StoredFile.objects.filter(pk=content.pk).update(going=True)
            transaction.on_commit(partial(_remove, content))


def _needed_by_nobody() -> QuerySet[StoredFile]:
    return StoredFile.objects.filter(
        ~Exists(Attachment.objects.filter(content=OuterRef("pk"))),
        ~Exists(TakingOff.objects.filter(request_file=OuterRef("pk"))),
    )


def _remove(content: StoredFile) -> bool:
    try:
        content.file.delete(save=False)
    except OSError:
        log.warning("the bytes of a file could not be removed", extra={"sha256": content.sha256})
        return False
    content.delete()
    return True


def tidy() -> int:
    """Take up removals that were stopped, and remove what no report refers to any more; how many contents went."""
    with transaction.atomic():
        left = Attachment.objects.removed_and_not_needed()
        Attachment.objects.filter(pk__in=list(left.values_list("pk", flat=True))).update(content=None)
        let_go(list(_needed_by_nobody().values_list("pk", flat=True)))
    return sum(_remove(content) for content in StoredFile.objects.filter(going=True))
