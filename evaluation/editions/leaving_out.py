"""Writes of languages that an edition leaves out: it makes no documents and no sentences in them (method.md §7).

What staff wrote in such a language stays at the desk, and comes back with it.
"""

from datetime import datetime

from django.db import transaction

from evaluation.editions.drafts import lock_draft
from evaluation.editions.passing import ReasonMissing
from evaluation.models import Edition, LeftOutLanguage
from languages.codes import ENGLISH, LANGUAGES
from languages.told import said_later
from parties.audit import record
from parties.models import User


class NeverLeftOut(ValueError):
    """English is what stands where a language has no text, and no other than the six languages is made."""


def leave_out(*, edition: Edition, language: str, reason: str, by: User, at: datetime) -> LeftOutLanguage:
    """Leave a language out; left out already, the reason is changed, and the same reason changes nothing.

    The edition must then be frozen anew. Raises NotDraft, NeverLeftOut, ReasonMissing.
    """
    with transaction.atomic():
        lock_draft(edition)
        if language == ENGLISH or language not in LANGUAGES:
            raise NeverLeftOut(language)
        why = reason.strip()
        if not why:
            raise ReasonMissing(language)
        held = edition.left_out.filter(language=language).first()
        if held is not None and held.reason == why:
            return held
        given = {"reason": why, "by": by, "at": at}
        held, _new = LeftOutLanguage.objects.update_or_create(edition=edition, language=language, defaults=given)
        _changed(edition, said_later("edition language left out"), language, why, by, at)
    return held


def take_in(*, edition: Edition, language: str, by: User, at: datetime) -> None:
    """Make documents in a language again; where it is not left out there is nothing to do. Raises NotDraft."""
    with transaction.atomic():
        lock_draft(edition)
        held = edition.left_out.filter(language=language).first()
        if held is None:
            return
        held.delete()
        _changed(edition, said_later("edition language taken in again"), language, held.reason, by, at)


def left_out_of(edition: Edition) -> dict[str, str]:
    """What an edition leaves out now: {language: reason}."""
    # By code, as frozen forms have always had them; who shows them sorts them as every list.
    return dict(edition.left_out.order_by("language").values_list("language", "reason"))


def _changed(edition: Edition, action: str, language: str, reason: str, by: User, at: datetime) -> None:
    """What is frozen does not say so yet, and the trail does."""
    Edition.objects.filter(pk=edition.pk).update(texts_changed_at=at)
    detail = {"version": edition.version, "language": language, "reason": reason}
    record(subject=edition.evaluation.subject, action=action, by=by, at=at, detail=detail)
