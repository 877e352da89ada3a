"""Files that accompany a report: bounded, checked by content, stored under generated names."""

import hashlib
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, cast

import filetype
from django.core.files import File
from django.db import transaction

from foreign_files.containers import ContainerRefused, kind_of
from languages.told import said_later
from national_reports.models import Attachment, Report
from national_reports.services.filling import hold
from national_reports.services.inspecting import rule_broken_by
from national_reports.services.quota import make_room
from national_reports.services.stored_files import let_go, store
from parties.audit import record
from parties.models import User

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
# What is taken, by what the content is; the name's ending must agree.
TYPES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/vnd.oasis.opendocument.spreadsheet": (".ods",),
}
# Where a PDF says that it is one.
FROM_THE_START = 1024
# .doc and .xls, and an office file that is protected with a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENDINGS = tuple(ending for endings in TYPES.values() for ending in endings)


class FileRefused(ValueError):
    """A file that is not taken; `reason` names the rule that it breaks."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def add_attachment(*, report: Report, file: File[bytes], by: User, at: datetime, is_scan: bool = False) -> Attachment:
    """Keep a file with a report; the same content again is the same attachment.

    Raises FileRefused, QuotaFull, StorageFull, ReportFrozen.
    """
    content_type = check_file(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    with transaction.atomic():
        held = hold(report, by=by)
        same = held.attachments.kept().filter(sha256=sha256).first()
        if same is not None:
            return same
        if held.attachments.kept().count() >= MOST_FILES:
            raise FileRefused("too many", most=MOST_FILES)
        size = file.size or 0
        make_room(held, size)
        attachment = Attachment.objects.create(
            report=held,
            content=store(file=file, sha256=sha256, content_type=content_type, ending=TYPES[content_type][0]),
            name=PurePath(file.name or "file").name[-120:],
            content_type=content_type,
            size=size,
            sha256=sha256,
            is_scan=is_scan,
            added_by=by,
            added_at=at,
        )
        detail = {"name": attachment.name, "size": size, "sha256": sha256}
        record(subject=held.subject, action=said_later("file added"), by=by, at=at, detail=detail)
    return attachment


def remove_attachment(*, attachment: Attachment, by: User, at: datetime) -> None:
    """Take a file out of the report; it stays in the trail, and its bytes where it was handed in before."""
    with transaction.atomic():
        held = hold(attachment.report, by=by)
        one = held.attachments.kept().filter(pk=attachment.pk).first()
        if one is None:
            return
        content = one.content_id
        one.removed_at = at
        if not one.handed_in:
            one.content = None
        one.save(update_fields=["removed_at", "content"])
        detail = {"name": one.name, "sha256": one.sha256}
        record(subject=held.subject, action=said_later("file removed"), by=by, at=at, detail=detail)
        if content is not None:
            let_go([content])


def check_file(file: File[bytes]) -> str:
    """The content type of an upload, told by its content; its size is known before it is read. Raises FileRefused."""
    if not file.size:
        raise FileRefused("empty")
    if file.size > MOST_BYTES:
        raise FileRefused("too large", most=MOST_BYTES // 1024 // 1024)
    file.seek(0)
    start = file.read(FROM_THE_START)
    try:
        content_type = _content_type(start, file)
    except ContainerRefused as refused:
        raise FileRefused(refused.rule) from refused
    finally:
        file.seek(0)
    if PurePath(file.name or "").suffix.lower() not in TYPES.get(content_type, ()):
        raise FileRefused("type", endings=", ".join(ENDINGS))
    broken = rule_broken_by(file.read(), content_type=content_type)
    file.seek(0)
    if broken:
        raise FileRefused(broken)
    return content_type


def _content_type(start: bytes, file: File[bytes]) -> str:
    if start.startswith(b"PK\x03\x04"):
        return kind_of(cast(BinaryIO, file))
    if start.startswith(OLD_OFFICE):
        raise FileRefused("old office")
    guessed = filetype.guess(start)
    if guessed is not None and guessed.mime in TYPES:
        return str(guessed.mime)
    # As readers of PDF do: some programs and mail gateways put a line or a mark before it.
    return "application/pdf" if guessed is None and b"%PDF-" in start else ""
