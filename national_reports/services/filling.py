"""Filling in a report: save answers, settle what two editors wrote, mark sections."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from languages.told import said_later
from national_reports.codec import AnswerData
from national_reports.digests import digest
from national_reports.handed import section_of, writes_only_in
from national_reports.models import Answer, AnswerChange, Conflict, Presence, Report, SectionMark
from national_reports.selectors import form_for
from national_reports.sending import digest_of
from national_reports.services.quota import trim_conflicts
from parties.audit import record
from parties.models import User

log = logging.getLogger(__name__)

# Of one person at one question; older ones are settled, and stay in its history.
MOST_BESIDE = 10


class ReportFrozen(RuntimeError):
    """The report was handed in meanwhile: its answers stay as they are until it is returned."""


class NotYoursToFill(PermissionError):
    """Staff change answers only of a report that they enter from paper."""


class SectionOfAnother(NotYoursToFill):
    """Sections were handed to this contributor, and this is none of them: ask an authority of the Party for it."""


class SaveState(StrEnum):
    SAVED = "saved"
    UNCHANGED = "unchanged"
    # Nothing new came, but somebody changed the answer meanwhile: it stands otherwise than the page says.
    OVERTAKEN = "overtaken"
    # An older save of the same page that came after a newer one.
    LATE = "late"
    # Somebody else's save came first; both are kept.
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Saved:
    """What became of one save, with the answer that stands now and, where they differ, the one put beside it."""

    state: SaveState
    version: int
    answer: Answer | None = None
    conflict: Conflict | None = None


@dataclass(frozen=True)
class Place:
    """The page that a save comes from, and its place among the saves of that page; none for a plain form."""

    tab: str = ""
    sequence: int = 0


PLAIN = Place()


def save_answer(
    *,
    report: Report,
    question: str,
    data: AnswerData,
    read_version: int,
    by: User,
    at: datetime,
    how: str = AnswerChange.How.TYPED,
    copied_from: str = "",
    place: Place = PLAIN,
    shown: str = "",
) -> Saved:
    """Store one answer if it was read at the version that stands; else keep both.

    `shown` is a digest of what its page showed, where that is known: another report's page, or another text under
    this version, is a stale one too. A save of the same page that comes after a newer one is ignored; one that
    brings nothing that is not kept already is no conflict. Raises ReportFrozen, NotYoursToFill, SectionOfAnother.
    """
    with transaction.atomic():
        held = hold(report, by=by)
        _check_is_theirs(held, by, at, question=question)
        answer = Answer.objects.filter(report=held, question=question).first()
        version = answer.version if answer else 0
        same_page = bool(answer and place.tab and answer.tab == place.tab)
        if same_page and answer and place.sequence < answer.sequence:
            log.info("late save ignored", extra={"report": held.pk, "question": question, "version": version})
            return Saved(SaveState.LATE, version, answer)
        standing = answer.data if answer else AnswerData()
        # A page that is saved with its copies as they were confirms none of them.
        if standing == data and (answer is None or how == AnswerChange.How.TYPED or answer.copied_from == copied_from):
            return Saved(SaveState.UNCHANGED, version, answer)
        # Two windows that took up what one page had left unsent may both use its next number.
        follows = bool(same_page and answer and place.sequence > answer.sequence)
        is_stale = read_version != version or bool(shown and shown != digest_of(standing))
        if is_stale and not follows:
            typed = how == AnswerChange.How.TYPED
            if typed and (shown == digest_of(data) != "" or _is_kept(held, question, data, read_version, by, place)):
                return Saved(SaveState.OVERTAKEN, version, answer)
            conflict = _keep_beside(held, question, data, read_version, by=by, at=at, place=place)
            return Saved(SaveState.CONFLICT, version, answer, conflict)
        answer = store_answer(held, answer, question, data, by=by, at=at, how=how, copied_from=copied_from, place=place)
    return Saved(SaveState.SAVED, answer.version, answer)


def may_edit(user: User, report: Report) -> bool:
    """Whether this person, whose role includes filling in, may change the report's answers as it stands."""
    return report.is_editable and (not user.is_staff or report.origin == Report.Origin.PAPER)


def hold(report: Report, *, by: User) -> Report:
    """Hold a report's row until the transaction ends, if its answers may be changed by this person."""
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not held.is_editable:
        raise ReportFrozen(held.get_state_display())
    if not may_edit(by, held):
        raise NotYoursToFill(held.pk)
    return held


def _check_is_theirs(report: Report, by: User, at: datetime, *, question: str = "", section: str = "") -> None:
    """Raises SectionOfAnother where sections were handed to a contributor and this is none of them."""
    theirs = writes_only_in(by, report, on=timezone.localdate(at))
    if theirs is None:
        return
    section = section or section_of(form_for(report.cycle), question)
    if section not in theirs:
        raise SectionOfAnother(section)


def content_at(report: Report, question: str, version: int) -> AnswerData:
    """What an answer said at an earlier version."""
    changes = AnswerChange.objects.filter(report=report, question=question)
    at_it = changes.filter(version=version).first()
    if at_it is not None:
        return AnswerData.unpack(at_it.after)
    # Before the first change stands what the report was opened with.
    after_it = changes.filter(version__gt=version).order_by("version").first()
    return AnswerData.unpack(after_it.before) if after_it is not None else AnswerData()


def _is_kept(report: Report, question: str, data: AnswerData, read_version: int, by: User, place: Place) -> bool:
    """Whether a stale save brings nothing: what its reader had seen, or what arrived when it was sent before."""
    if content_at(report, question, read_version) == data:
        return True
    own = AnswerChange.objects.filter(report=report, question=question, by=by, version__gt=read_version)
    if any(AnswerData.unpack(one.after) == data for one in own):
        return True
    settled = Conflict.objects.filter(report=report, question=question, by=by, settled_at__isnull=False)
    same = settled.filter(read_version=read_version, tab=place.tab, sequence__gte=place.sequence)
    return any(one.data == data for one in same)


def store_answer(
    report: Report,
    answer: Answer | None,
    question: str,
    data: AnswerData,
    *,
    by: User | None,
    at: datetime,
    how: str,
    copied_from: str,
    place: Place,
) -> Answer:
    """Write an answer whose report is held, with its history and its event; `by` nobody where a program does it."""
    before = answer.data.packed if answer else {}
    columns = columns_of(data) | {
        "changed_at": at,
        "changed_by": by,
        "copied_from": copied_from,
        "tab": place.tab,
        "sequence": place.sequence,
    }
    if answer is None:
        answer = Answer.objects.create(report=report, question=question, **columns)
    else:
        taken = Answer.objects.filter(pk=answer.pk, version=answer.version).update(
            version=answer.version + 1, **columns
        )
        if not taken:
            raise RuntimeError(f"{answer} changed while its report was held.")
        answer.refresh_from_db()
    after = data.packed
    AnswerChange.objects.create(
        report=report, question=question, version=answer.version, at=at, by=by, how=how, before=before, after=after
    )
    record(
        subject=report.subject,
        action=said_later("answer"),
        by=by,
        at=at,
        detail={"question": question, "version": answer.version, "how": how, "sha256": digest(after)},
    )
    return answer


def columns_of(data: AnswerData) -> dict[str, object]:
    """The columns of an answer's row that hold its content."""
    return {
        "options": list(data.options),
        "number": data.number,
        "texts": data.texts,
        "details": data.details,
        "entries": list(data.entries),
    }


def _keep_beside(
    report: Report, question: str, data: AnswerData, read_version: int, *, by: User, at: datetime, place: Place
) -> Conflict:
    """Put a text beside the answer, once. A page's newer text takes the place of its older one, which stays kept."""
    waiting = Conflict.objects.filter(report=report, question=question, by=by, tab=place.tab, settled_at=None)
    for held in waiting:
        if held.sequence > place.sequence or held.data == data:
            return held
    if place.tab and waiting.update(settled_at=at):
        trim_conflicts(report, question)
    kept = Conflict.objects.create(
        report=report,
        question=question,
        by=by,
        tab=place.tab,
        sequence=place.sequence,
        at=at,
        read_version=read_version,
        content=data.packed,
    )
    beside = Conflict.objects.filter(report=report, question=question, by=by, settled_at=None)
    too_many = list(beside.order_by("-pk").values_list("pk", flat=True)[MOST_BESIDE:])
    Conflict.objects.filter(pk__in=too_many).update(settled_at=at)
    return kept


def settle_conflict(*, conflict: Conflict, data: AnswerData, read_version: int, by: User, at: datetime) -> Saved:
    """Make `data` the answer and close the conflict; stale again if yet another save came first."""
    with transaction.atomic():
        saved = save_answer(
            report=conflict.report,
            question=conflict.question,
            data=data,
            read_version=read_version,
            by=by,
            at=at,
            how=AnswerChange.How.RESOLVED,
        )
        if saved.state != SaveState.CONFLICT:
            Conflict.objects.filter(pk=conflict.pk, settled_at=None).update(settled_at=at)
            trim_conflicts(conflict.report, conflict.question)
    return saved


def restore_answer(*, change: AnswerChange, read_version: int, by: User, at: datetime) -> Saved:
    """Bring back what an answer said after a change in its history; the history goes on."""
    return save_answer(
        report=change.report,
        question=change.question,
        data=AnswerData.unpack(change.after),
        read_version=read_version,
        by=by,
        at=at,
        how=AnswerChange.How.RESTORED,
    )


def mark_section(*, report: Report, section: str, complete: bool, by: User, at: datetime) -> None:
    """Call a section complete, or take that back; saying it again changes nothing."""
    with transaction.atomic():
        held = hold(report, by=by)
        _check_is_theirs(held, by, at, section=section)
        if complete:
            _, changed = SectionMark.objects.get_or_create(report=held, section=section, defaults={"by": by, "at": at})
        else:
            changed = bool(SectionMark.objects.filter(report=held, section=section).delete()[0])
        if changed:
            action = said_later("section complete") if complete else said_later("section reopened")
            record(subject=held.subject, action=action, by=by, at=at, detail={"section": section})


def mark_sections(*, report: Report, sections: Collection[str], by: User, at: datetime) -> int:
    """Call several sections complete, each with an event of its own; returns how many were not before.

    Of a contributor to whom sections were handed, these alone.
    """
    with transaction.atomic():
        held = hold(report, by=by)
        theirs = writes_only_in(by, held, on=timezone.localdate(at))
        chosen = set(sections) if theirs is None else theirs.intersection(sections)
        new = sorted(chosen - set(held.marks.values_list("section", flat=True)))
        for section in new:
            mark_section(report=held, section=section, complete=True, by=by, at=at)
    return len(new)


def note_presence(*, report: Report, section: str, by: User, at: datetime) -> None:
    """Remember who looks at which section.

    Who has been here is only updated: an insert would open a transaction of its own at every page.
    """
    if Presence.objects.filter(report=report, user=by).update(section=section, seen_at=at):
        return
    Presence.objects.bulk_create(
        [Presence(report=report, user=by, section=section, seen_at=at)],
        update_conflicts=True,
        unique_fields=["report", "user"],
        update_fields=["section", "seen_at"],
    )
