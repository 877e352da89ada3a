"""Documents of a report: asked for by a person, made by a job, kept while there is room."""

import hashlib
import json
import zlib
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.leases import note_progress
from jobs.models import Job
from jobs.services import enqueue
from national_reports.documents.content import ReportContent, content_from
from national_reports.documents.docx import set_docx
from national_reports.documents.pdf import render_pdf
from national_reports.models import MadeDocument, Report
from parties.models import User
from typesetting.fonts import ChineseFontMissing
from typesetting.process import DocumentNotRendered, DocumentTooLarge

KIND = "make_document"
# Six languages in two formats for the public, and a few more.
KEPT_OF_A_REPORT = 16
# Of all that anybody asked for, so many are on their way at once.
MOST_FOR_THE_PUBLIC = 3
MOST_KEPT = 200 * 1024 * 1024
# A person who asked and went away is not kept from asking for ever.
LONGEST_WAIT = timedelta(minutes=15)
# What failed for want of a font or of memory may do when it is asked for later.
FAULT_STANDS = timedelta(minutes=10)


class OneAtATime(RuntimeError):
    """Another document of the same person is being made: wait for that one."""

    def __init__(self, other: MadeDocument) -> None:
        super().__init__(f"document {other.pk}")
        self.other = other


class OthersWait(RuntimeError):
    """As many documents as are made at once for the public are on their way: ask again in a moment."""


def ask_for_document(
    *, report: Report, kind: str, content: ReportContent, of: datetime, by: User | None, at: datetime
) -> MadeDocument:
    """The document of a content, made or on its way; the same content is not made twice.

    `by` is nobody where it is for the public. Raises OneAtATime, or OthersWait for the public.

    `of` is the time that the document carries; that of a draft is no part of what makes it the same.
    """
    order = {"content": asdict(replace(content, labels=dict(content.labels))), "of": of.isoformat()}
    same = {"format": kind, "code": settings.CODE_VERSION, **order, "of": "" if content.draft else order["of"]}
    sha256 = hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()
    held = MadeDocument.objects.filter(report=report, format=kind, sha256=sha256).defer("content", "order").first()
    if held is not None and not _may_be_made_anew(held, at):
        return held
    waiting = MadeDocument.objects.filter(asked_by=by, made_at=None, fault="", asked_at__gt=at - LONGEST_WAIT)
    others = waiting.exclude(sha256=sha256).defer("order")[:MOST_FOR_THE_PUBLIC]
    if by is None and len(others) == MOST_FOR_THE_PUBLIC:
        raise OthersWait
    if by is not None and others:
        raise OneAtATime(others[0])
    asked = {"asked_by": by, "asked_at": at, "fault": "", "order": zlib.compress(json.dumps(order).encode())}
    with transaction.atomic():
        document, _created = MadeDocument.objects.update_or_create(
            report=report, format=kind, sha256=sha256, defaults=asked
        )
        enqueue(kind=KIND, document=document.pk)
    # Where jobs are done by whoever asks, it is made by now.
    return MadeDocument.objects.defer("content", "order").get(pk=document.pk)


def _may_be_made_anew(held: MadeDocument, at: datetime) -> bool:
    return bool(held.fault) and held.asked_at < at - FAULT_STANDS


def make_document(*, document: int) -> dict[str, Any]:
    """The handler of make_document jobs: set one document and keep it; what can't be set is said on its row."""
    held = MadeDocument.objects.filter(pk=document).first()
    if held is None or not held.waits or held.order is None:
        return {"skipped": "It is made, or gone."}
    order = json.loads(zlib.decompress(bytes(held.order)))
    note_progress(done=0, of=1)
    try:
        made = _set(held.format, content_from(order["content"]), datetime.fromisoformat(order["of"]))
    except (DocumentTooLarge, DocumentNotRendered, ChineseFontMissing) as fault:
        MadeDocument.objects.filter(pk=document).update(fault=in_words(fault), order=None)
        return {"not made": str(fault)[:500]}
    with transaction.atomic():
        kept = {"content": made, "size": len(made), "made_at": timezone.now(), "order": None, "fault": ""}
        MadeDocument.objects.filter(pk=document, made_at=None).update(**kept)
        _let_the_oldest_go(held.report_id)
    return {"bytes": len(made)}


def _set(kind: str, content: ReportContent, at: datetime) -> bytes:
    return render_pdf(content, at=at) if kind == MadeDocument.Format.PDF else set_docx(content, at=at)


def document_failed(job: Job) -> None:
    """Say on a document that its job failed for good."""
    said = _("The process that makes it ended each time. Tell the Secretariat; the answers are safe.")
    MadeDocument.objects.filter(pk=job.arguments["document"], made_at=None).update(fault=said, order=None)


def in_words(fault: DocumentTooLarge | DocumentNotRendered | ChineseFontMissing) -> str:
    """What a reader is told; what the typesetter said is on the job."""
    if isinstance(fault, ChineseFontMissing):
        return str(fault)
    return _("Its texts take more room or time than one document may: very long answers, or very many short lines.")


def _let_the_oldest_go(report: int) -> None:
    """Keep the newest documents of a report, and as many of all as there is room for."""
    ended = MadeDocument.objects.exclude(made_at=None, fault="").order_by("-asked_at")
    kept = list(ended.filter(report=report).values_list("pk", flat=True)[:KEPT_OF_A_REPORT])
    ended.filter(report=report).exclude(pk__in=kept).delete()
    room = MOST_KEPT
    total = MadeDocument.objects.aggregate(total=Sum("size"))["total"] or 0
    if total <= room:
        return
    for pk, size in ended.values_list("pk", "size").iterator():
        room -= size
        if room < 0:
            MadeDocument.objects.filter(pk=pk).delete()
