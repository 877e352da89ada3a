"""Build an edition's documents from its frozen form; the same form gives the same bytes."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from evaluation.documents import RenderedDocument, render_edition, signing_key
from evaluation.editions.canonical import sha256
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_documents import DocumentGate
from evaluation.editions.passing import keep_refusals
from evaluation.models import Document, Edition
from jobs.models import Job
from languages.told import said_later

KIND = "build_edition"


class NotFrozenYet(RuntimeError):
    """There is no frozen form to build from: freeze the edition first."""


def render(content: bytes) -> Iterator[RenderedDocument]:
    """Every document of a frozen form, in a fixed order."""
    form = FrozenForm.of(content)
    yield from render_edition(form, links=form["links"], key=signing_key(settings.EDITION_SIGNING_KEY))


def build_edition(*, edition: int, sha256: str) -> dict[str, Any]:
    """The handler of build_edition jobs: render every document of one frozen form, then keep them all at once.

    What was frozen anew or published meanwhile is left as it is; a repeat gives the same rows.
    """
    held = Edition.objects.select_related("evaluation").filter(pk=edition).first()
    if held is None:
        return {"skipped": said_later("The edition was dropped meanwhile.")}
    if held.sha256 != sha256 or held.is_published:
        return {"skipped": said_later("The edition was frozen anew or published meanwhile.")}
    content, rendered = bytes(held.frozen or b""), list[RenderedDocument]()
    gate = DocumentGate(FrozenForm.of(content))
    for document in render(content):
        rendered.append(document)
        # While the next one is set.
        gate.read(document)
        _note_progress(edition, sha256)
    with transaction.atomic():
        now = Edition.objects.select_for_update(of=("self",)).get(pk=edition)
        if now.sha256 != sha256 or now.is_published:
            return {"skipped": said_later("The edition was frozen anew or published meanwhile.")}
        keep(now, rendered)
        keep_refusals(edition=now, found=gate.refusals, of_documents=True)
    return {"documents": len(rendered), "bytes": sum(len(one.content) for one in rendered)}


def keep(edition: Edition, rendered: list[RenderedDocument]) -> None:
    """Put documents in the place of those that an earlier form gave; identical ones keep their row."""
    edition.documents.exclude(name__in=[one.name for one in rendered]).delete()
    for one in rendered:
        Document.objects.update_or_create(
            edition=edition,
            name=one.name,
            defaults={
                "kind": one.kind,
                "language": one.language,
                "media_type": one.media_type,
                "content": one.content,
                "size": len(one.content),
                "sha256": sha256(one.content),
                "made_from": edition.sha256,
            },
        )


def _note_progress(edition: int, of: str) -> None:
    job_of(edition, of).filter(state=Job.State.RUNNING).update(progress=F("progress") + 1)


def job_of(edition: int, of: str) -> Any:
    """The jobs that build one frozen form of an edition."""
    return Job.objects.filter(kind=KIND, arguments={"edition": edition, "sha256": of})
