"""Writes of the gate: keep what is refused, and let two publishers together pass one refusal (method.md §7)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from evaluation.editions.canonical import plain
from evaluation.editions.drafts import lock_draft
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate import refusals
from evaluation.editions.refusals import HEARD, NEVER, Check, Refusal, heard_until
from evaluation.hearing.selectors import heard_refusals
from evaluation.models import Edition, EditionRefusal, RefusalPass
from evaluation.models.gate import LONGEST_PLACE
from indicators.days import is_over
from languages.told import said_later
from parties.audit import record
from parties.models import User


class NeverPassed(ValueError):
    """A day to come, a wrong sum or an n greater than its N is mended; nobody may pass it."""


class ReasonMissing(ValueError):
    """The edition prints the reason: write it."""


class NotRefused(LookupError):
    """Nothing of this name is refused in this place, or it was passed already."""


class AskedAlready(RuntimeError):
    """The same person asked this before with the same reason: another publisher agrees."""


class PassGone(LookupError):
    """This pass was taken back already: nothing is to be done."""


class NotASecondPublisher(PermissionError):
    """Another publisher than the one who asked agrees to a pass."""


def keep_refusals(*, edition: Edition, found: Iterable[Refusal], of_documents: bool) -> list[EditionRefusal]:
    """What is refused now, in the place of what was: of the frozen form, or of its documents."""
    with transaction.atomic():
        edition.refusals.filter(of_documents=of_documents).exclude(name__in=HEARD).delete()
        return _kept(edition, found, of_documents=of_documents)


def keep_heard(edition: Edition, *, at: datetime) -> list[EditionRefusal]:
    """The same of what stands because Parties are heard; of an edition on its way, frozen or not."""
    if edition.is_published:
        return []
    with transaction.atomic():
        edition.refusals.filter(name__in=HEARD).delete()
        return _kept(edition, heard_refusals(edition, at=at), of_documents=False)


def _kept(edition: Edition, found: Iterable[Refusal], *, of_documents: bool) -> list[EditionRefusal]:
    return EditionRefusal.objects.bulk_create(
        EditionRefusal(
            edition=edition,
            name=str(one.check),
            place=one.place[:LONGEST_PLACE],
            found=one.found,
            subject=one.subject,
            of_documents=of_documents,
            made_from=edition.sha256,
        )
        for one in found
    )


def look_through(edition: Edition, *, at: datetime) -> list[EditionRefusal]:
    """Hold a frozen form against the gate, as of the moment when it was frozen, and keep what is refused.

    Whether Parties are still heard is asked as of now.
    """
    keep_heard(edition, at=at)
    held = Edition.objects.only("frozen", "frozen_at", "sha256").get(pk=edition.pk)
    if held.frozen is None or held.frozen_at is None:
        return []
    form = FrozenForm.of(bytes(held.frozen))
    return keep_refusals(edition=held, found=refusals(form, at=held.frozen_at), of_documents=False)


def refused(edition: Edition, *, at: datetime) -> list[EditionRefusal]:
    """What is refused, of the form before what is of the documents; the day of a review ends without anybody's act."""
    held = edition.refusals.order_by("of_documents", "pk")
    return [one for one in held if one.name != Check.STILL_HEARD or not is_over(heard_until(one.place), at)]


def standing(edition: Edition, *, at: datetime) -> list[EditionRefusal]:
    """The refusals that nobody has passed."""
    passed = set(edition.passes.filter(agreed_by__isnull=False).values_list("name", "place"))
    return [one for one in refused(edition, at=at) if one.name in NEVER or (one.name, one.place) not in passed]


def ask_to_pass(*, edition: Edition, name: str, place: str, reason: str, by: User, at: datetime) -> RefusalPass:
    """One publisher asks that a refusal may stand; asked again by the same with another reason changes the reason.

    Raises NotDraft, NeverPassed, NotRefused, ReasonMissing, AskedAlready.
    """
    with transaction.atomic():
        lock_draft(edition)
        if name in NEVER:
            raise NeverPassed(name)
        if not edition.refusals.filter(name=name, place=place).exists():
            raise NotRefused(place)
        if not reason.strip():
            raise ReasonMissing(place)
        held = edition.passes.filter(name=name, place=place).first()
        if held is not None and (held.agreed_by_id or held.asked_by_id != by.pk):
            raise NotRefused(place)
        if held is not None and held.reason == reason.strip():
            raise AskedAlready(place)
        asked, _new = RefusalPass.objects.update_or_create(
            edition=edition,
            name=name,
            place=place,
            defaults={"reason": reason.strip(), "asked_by": by, "asked_at": at},
        )
        _record(asked, said_later("edition refusal asked to pass"), by, at)
    return asked


def agree_to_pass(*, asked: RefusalPass, by: User, at: datetime) -> RefusalPass:
    """Another publisher agrees; the edition must then be frozen anew, so that it prints the reason.

    Raises NotDraft, NotASecondPublisher, NotRefused.
    """
    with transaction.atomic():
        lock_draft(asked.edition)
        if asked.asked_by_id == by.pk:
            raise NotASecondPublisher(asked.place)
        agreed = RefusalPass.objects.filter(pk=asked.pk, agreed_by=None).update(agreed_by=by, agreed_at=at)
        if not agreed:
            raise NotRefused(asked.place)
        asked.refresh_from_db()
        Edition.objects.filter(pk=asked.edition_id).update(texts_changed_at=at)
        _record(asked, said_later("edition refusal passed"), by, at)
    return asked


def take_back_pass(*, pk: int, edition: Edition, by: User, at: datetime) -> None:
    """Take a pass back, asked or agreed, as any publisher may: what is refused then stands again.

    An edition that was to print it must be frozen anew. Raises NotDraft, PassGone.
    """
    with transaction.atomic():
        lock_draft(edition)
        held = edition.passes.select_related("asked_by", "agreed_by", "edition__evaluation").filter(pk=pk).first()
        if held is None:
            raise PassGone(str(pk))
        if held.agreed_by_id is not None:
            Edition.objects.filter(pk=edition.pk).update(texts_changed_at=at)
        _record(held, said_later("edition refusal pass taken back"), by, at)
        held.delete()


def passed_of(edition: Edition) -> list[dict[str, str]]:
    """What an edition prints of its passes: [{refusal, place, reason}]."""
    held = edition.passes.filter(agreed_by__isnull=False).order_by("name", "place")
    return [{"refusal": one.name, "place": one.place, "reason": one.reason} for one in held]


def _record(held: RefusalPass, action: str, by: User, at: datetime) -> None:
    detail = {
        "version": held.edition.version,
        "refusal": held.name,
        "place": held.place,
        "reason": held.reason,
        "asked_by": held.asked_by.name,
        "agreed_by": held.agreed_by.name if held.agreed_by else None,
    }
    record(subject=held.edition.evaluation.subject, action=action, by=by, at=at, detail=plain(detail))
