"""How often documents are fetched, by day and nothing else; and what a hash is of."""

from datetime import date

from django.db import transaction
from django.db.models import F, Sum

from evaluation.models import Document, DocumentDownloads, Edition


def count_download(*, document: Document, on: date) -> None:
    """Count one download of a day; of whom, nothing is kept."""
    with transaction.atomic():
        counted = DocumentDownloads.objects.filter(document=document, on=on).update(number=F("number") + 1)
        if not counted:
            row, _new = DocumentDownloads.objects.get_or_create(document=document, on=on)
            DocumentDownloads.objects.filter(pk=row.pk).update(number=F("number") + 1)


def downloads_of(edition: Edition) -> dict[int, int]:
    """How often each document of an edition was fetched in all."""
    rows = DocumentDownloads.objects.filter(document__edition=edition).values_list("document").annotate(Sum("number"))
    return dict(rows)


def documents_with(sha256: str) -> list[Document]:
    """The documents of published editions with this hash."""
    held = Document.objects.filter(sha256=sha256, edition__state=Edition.State.PUBLISHED).defer("content")
    return list(held.prefetch_related("edition__evaluation"))
