"""A reviewer's reasons as they are typed: kept apart from everybody else's, and gone with the decision."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from national_reports.codec import clean_text
from national_reports.models import Report, ReviewDraft
from national_reports.services.filling import PLAIN, Place, SaveState
from parties.models import User

log = logging.getLogger(__name__)

# A reason that is returned is shorter; a draft may still be too long.
LONGEST_DRAFT = 50_000


class DraftTooLong(ValueError):
    """So long a reason is not kept: it must be shortened, or go into a file."""


@dataclass(frozen=True)
class Reason:
    """What a page says at one question ("" is the whole report), and at which version it had read it."""

    question: str
    ticked: bool
    text: str
    read_version: int

    @property
    def says_something(self) -> bool:
        return self.ticked or bool(self.text.strip())


@dataclass(frozen=True)
class SavedDraft:
    """What became of one reason, with the draft that stands now."""

    state: SaveState
    reason: Reason
    draft: ReviewDraft | None

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0


def save_drafts(
    *, report: Report, reasons: Iterable[Reason], by: User, at: datetime, place: Place = PLAIN
) -> list[SavedDraft]:
    """Store a reviewer's reasons, each if it was read at the version that stands; else it is left and told so.

    Raises DraftTooLong.
    """
    with transaction.atomic():
        # The same reviewer's other window waits.
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        drafts = {one.question: one for one in ReviewDraft.objects.filter(report=report, reviewer=by)}
        return [_save(report, drafts.get(one.question), one, by=by, at=at, place=place) for one in reasons]


def _save(
    report: Report, draft: ReviewDraft | None, reason: Reason, *, by: User, at: datetime, place: Place
) -> SavedDraft:
    text = clean_text(reason.text)
    if len(text) > LONGEST_DRAFT:
        raise DraftTooLong(reason.question)
    same_page = bool(draft and place.tab and draft.tab == place.tab)
    if draft and same_page and place.sequence < draft.sequence:
        log.info("late draft ignored", extra={"report": report.pk, "question": reason.question})
        return SavedDraft(SaveState.LATE, reason, draft)
    if (draft.ticked, draft.text) == (reason.ticked, text) if draft else not reason.says_something:
        return SavedDraft(SaveState.UNCHANGED, reason, draft)
    if draft and not same_page and reason.read_version != draft.version:
        # A page that had shown nothing here, and says nothing here, takes nothing back.
        untouched = reason.read_version == 0 and not reason.says_something
        return SavedDraft(SaveState.UNCHANGED if untouched else SaveState.CONFLICT, reason, draft)
    if draft is None:
        draft = ReviewDraft(report=report, reviewer=by, question=reason.question, version=0)
    draft.ticked, draft.text, draft.version = reason.ticked, text, draft.version + 1
    draft.changed_at, draft.tab, draft.sequence = at, place.tab, place.sequence
    draft.save()
    return SavedDraft(SaveState.SAVED, reason, draft)


def drafts_of(report: Report, reviewer: User) -> list[ReviewDraft]:
    """What a reviewer has typed and not sent; those that were emptied again only count their versions."""
    return list(ReviewDraft.objects.filter(report=report, reviewer=reviewer).order_by("question"))


def forget_drafts(report: Report, reviewer: User) -> None:
    """The decision is made: its reasons are on the report now."""
    ReviewDraft.objects.filter(report=report, reviewer=reviewer).delete()
