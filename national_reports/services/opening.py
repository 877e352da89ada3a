"""Opening a version of a report: the first one, or the next, which carries over all that the one before it held."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from indicators.models import ReportingCycle
from languages.told import said_later
from national_reports.codec import AnswerData
from national_reports.cover import DEFAULT_LANGUAGE
from national_reports.digests import digest
from national_reports.models import Answer, Attachment, Report, ReviewNote, SectionHandover, SectionMark
from national_reports.selectors import form_answers, form_for
from national_reports.services.filling import columns_of
from national_reports.services.letters_to_colleagues import tell_authorities
from national_reports.services.mending import set_apart
from national_reports.workflow import ENDED, OPEN, SET_ASIDE
from parties.audit import record
from parties.models import Party, User


class CycleClosed(RuntimeError):
    """The Secretariat has not opened this cycle for reports, and the Party has none that could be amended."""


def open_report(
    *,
    party: Party,
    cycle: ReportingCycle,
    by: User,
    at: datetime,
    origin: str = Report.Origin.FORM,
    late: bool = False,
    beside: Report | None = None,
) -> Report:
    """Return the version of a Party's report that is on its way, or open the next one.

    The first is opened while the cycle is open; a next one whenever its Party wants to, and it starts with the
    answers, files, marks, open notes and sections handed over of the one that it continues, and every authority of the
    Party is told. `late` opens the first in a closed cycle too. `beside` is a draft that was just set aside: its open
    notes go on here.
    Raises CycleClosed.
    """
    with transaction.atomic():
        # Whoever opens the same report meanwhile waits for this one.
        Party.objects.select_for_update().get(pk=party.pk)
        versions = list(Report.objects.filter(party=party, cycle=cycle, part="").order_by("version"))
        held = standing_version(versions)
        if held is not None and held.state in OPEN:
            return held
        before = continued_by(versions)
        if before is None and not (cycle.is_open or late):
            raise CycleClosed(cycle.code)
        report = Report.objects.create(
            party=party,
            cycle=cycle,
            version=versions[-1].version + 1 if versions else 1,
            origin=origin,
            opened_by=by,
            opened_at=at,
            amends=before,
            identifier=before.identifier if before else "",
        )
        carried = _carry(report, before, is_beside=beside is not None)
        if beside is not None:
            carried |= {"beside": beside.version, "notes": _notes(report, beside)}
        detail = {"party": party.code, "cycle": cycle.code, "version": report.version} | carried
        record(subject=report.subject, action=said_later("opened"), by=by, at=at, detail=detail)
        if before is not None:
            set_apart(report, of=before, at=at)
        if before is not None and not by.is_staff:
            tell_authorities(report, "amended", by=by, at=at)
    return report


def continued_by(versions: Sequence[Report]) -> Report | None:
    """Which of a Party's versions in a cycle the next one continues: the last where it ended, else the public one.

    A document from elsewhere that was kept beside the public report is no end of its way, nor is a draft that was set
    aside. Pure.
    """
    versions = [one for one in versions if one.state != SET_ASIDE]
    last = max(versions, key=lambda one: one.version, default=None)
    if last is None or last.state in ENDED:
        return last
    return next((one for one in versions if one.state == Report.State.PUBLISHED), None)


def standing_version(versions: Sequence[Report]) -> Report | None:
    """The version that pages are about: the one on its way, else the one to go on from, else the last. Pure."""
    on_its_way = next((one for one in versions if one.state in OPEN), None)
    return on_its_way or continued_by(versions) or max(versions, key=lambda one: one.version, default=None)


def _carry(report: Report, before: Report | None, *, is_beside: bool) -> dict[str, int | str]:
    """Store all that the next version starts with; how much of each kind, and the digest of the answers."""
    language = (get_language() or DEFAULT_LANGUAGE).split("-")[0]
    held = {"languages": AnswerData(options=(language,))} | (form_answers(before) if before else {})
    answers = [Answer(report=report, question=key, **columns_of(data)) for key, data in held.items()]
    Answer.objects.bulk_create(answers)
    told: dict[str, int | str] = {
        "answers": len(answers),
        "answers_sha256": digest({key: data.packed for key, data in held.items()}),
    }
    if before is None:
        return told
    files = carry_files(report, before)
    # Those of a draft beside it go on from there: it had begun with these.
    notes = 0 if is_beside else _notes(report, before)
    SectionMark.objects.bulk_create(
        SectionMark(report=report, section=one.section, by=one.by, at=one.at) for one in before.marks.all()
    )
    SectionHandover.objects.bulk_create(
        SectionHandover(report=report, section=one.section, to=one.to, by=one.by, at=one.at)
        for one in before.handovers.select_related("to", "by")
    )
    return told | {"continues": before.version, "files": files, "notes": notes}


def carry_files(report: Report, before: Report) -> int:
    """The files by reference to the same bytes, but those that are there; how many.

    The scan of a paper stays with the version that was read from it.
    """
    held = set(report.attachments.kept().values_list("sha256", flat=True))
    files = [
        Attachment(
            report=report,
            content=one.content,
            name=one.name,
            content_type=one.content_type,
            size=one.size,
            sha256=one.sha256,
            added_by=one.added_by,
            added_at=one.added_at,
        )
        for one in before.attachments.kept().filter(is_scan=False).select_related("content", "added_by")
        if one.sha256 not in held
    ]
    Attachment.objects.bulk_create(files)
    return len(files)


def _notes(report: Report, before: Report) -> int:
    """Open notes on what the form still asks; a report that became public had mended what it was returned for."""
    asked = {"", *form_for(report.cycle).fields}
    notes = before.notes.filter(settled_at=None)
    if before.state not in (Report.State.WITHDRAWN, Report.State.SET_ASIDE):
        notes = notes.filter(returns=False)
    carried = [
        ReviewNote(
            report=report,
            question=one.question,
            by=one.by,
            at=one.at,
            text=one.text,
            audience=one.audience,
            returns=one.returns,
        )
        for one in notes.select_related("by")
        if one.question in asked
    ]
    ReviewNote.objects.bulk_create(carried)
    return len(carried)
