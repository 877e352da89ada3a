"""Texts that came after a session had ended: kept for whoever typed them, within bounds, until they are saved."""

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from national_reports.codec import clean_value
from national_reports.models import KeptText, Report
from national_reports.slips import VALID
from parties.models import User

log = logging.getLogger(__name__)

# What one report may hold of texts that nobody has saved yet, and one person of forms for it.
MOST_BYTES = 5_000_000
MOST_FORMS = 20

Fields = Mapping[str, Sequence[str]]


class NoRoom(RuntimeError):
    """So much waits for this report already that nothing more is kept beside its answers."""


@dataclass(frozen=True)
class Typed:
    """One question of a form as it was sent: its fields, and the version that the form had shown."""

    question: str
    read_version: int
    fields: Fields


def keep_form(*, report: Report, person: User, place: str, form: str, texts: Collection[Typed], at: datetime) -> int:
    """Keep what a form says, in the place of what it said before; returns at how many questions. Raises NoRoom."""
    rows = [_row(report, person, place, form, one, at) for one in texts]
    with transaction.atomic():
        # Whoever sends to the same report meanwhile waits, so that the bounds hold.
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        held = KeptText.objects.filter(report=report)
        held.filter(at__lt=at - VALID).delete()
        held.filter(person=person, place=place, form=form).delete()
        forms = held.filter(person=person, place=place).values("form").distinct().count()
        size = held.aggregate(held=Sum("size", default=0))["held"] + sum(row.size for row in rows)
        if rows and (forms >= MOST_FORMS or size > MOST_BYTES):
            # What the same form had said before stays: this undoes the deletion too.
            raise NoRoom(report.pk)
        KeptText.objects.bulk_create(rows)
    log.info("text kept", extra={"report": report.pk, "questions": len(rows)})
    return len(rows)


def _row(report: Report, person: User, place: str, form: str, typed: Typed, at: datetime) -> KeptText:
    fields = clean_value({name: list(values) for name, values in typed.fields.items()})
    return KeptText(
        report=report,
        person=person,
        place=place,
        form=form,
        question=typed.question,
        read_version=typed.read_version,
        fields=fields,
        size=len(json.dumps(fields, ensure_ascii=False).encode()),
        at=at,
    )


def kept_for(
    *, report: Report, person: User, place: str, questions: Collection[str] | None, at: datetime
) -> dict[str, list[KeptText]]:
    """What waits for this person at these questions, or at all, the newest first."""
    found: dict[str, list[KeptText]] = {}
    valid = KeptText.objects.filter(report=report, person=person, place=place, at__gte=at - VALID)
    for row in valid if questions is None else valid.filter(question__in=questions):
        found.setdefault(row.question, []).append(row)
    return found


def note_shown(rows: Collection[KeptText], *, at: datetime) -> None:
    """Remember what was put back into its box: it is put there once."""
    KeptText.objects.filter(pk__in=[row.pk for row in rows], shown_at=None).update(shown_at=at)


def end_kept(*, report: Report, person: User, place: str, questions: Collection[str]) -> None:
    """Forget what this person has been shown at these questions: they are saved now."""
    held = KeptText.objects.filter(report=report, person=person, place=place, question__in=questions)
    held.exclude(shown_at=None).delete()


def pass_on(*, report: Report, to: Report) -> None:
    """What waits for a draft that is set aside waits for the version that is filled in now."""
    KeptText.objects.filter(report=report).update(report=to)


def forget(rows: Collection[KeptText]) -> None:
    """Forget texts that stand as answers by now."""
    KeptText.objects.filter(pk__in=[row.pk for row in rows]).delete()


def forget_expired(*, at: datetime) -> int:
    """Forget every text that is older than a slip is valid; returns how many."""
    gone = KeptText.objects.filter(at__lt=at - VALID).delete()[0]
    log.info("kept texts expired", extra={"texts": gone})
    return gone
