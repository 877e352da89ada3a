"""Remarks on a report: between colleagues, and with the Secretariat."""

from datetime import datetime

from django.db import transaction

from languages.told import said_later
from national_reports.models import Report, ReviewNote
from parties.audit import record
from parties.models import User

LONGEST = 5_000


class NoteInvalid(ValueError):
    """A note says something, in at most 5,000 characters."""


def add_note(*, report: Report, question: str, text: str, audience: str, by: User, at: datetime) -> ReviewNote:
    """Write a note; the same words again by the same person are the same note. Raises NoteInvalid."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise NoteInvalid
    with transaction.atomic():
        note, created = ReviewNote.objects.get_or_create(
            report=report,
            question=question,
            by=by,
            text=text,
            audience=audience,
            settled_at=None,
            defaults={"at": at},
        )
        if created:
            detail = {"question": question, "note": note.pk, "audience": audience}
            record(subject=trail_of_notes(report, audience), action=said_later("note"), by=by, at=at, detail=detail)
    return note


def trail_of_notes(report: Report, audience: str) -> str:
    """The name of the trail of such notes: one of their own where one side alone reads them.

    Otherwise a number left out of the report's own trail would show the other side that there are some.
    """
    return report.subject if audience == ReviewNote.Audience.BOTH else f"notes/{report.pk}/{audience}"


def settle_note(*, note: ReviewNote, by: User, at: datetime) -> None:
    """Say that a note needs no more attention; saying it again changes nothing."""
    with transaction.atomic():
        if ReviewNote.objects.filter(pk=note.pk, settled_at=None).update(settled_at=at):
            detail = {"question": note.question, "note": note.pk}
            subject = trail_of_notes(note.report, note.audience)
            record(subject=subject, action=said_later("note settled"), by=by, at=at, detail=detail)
