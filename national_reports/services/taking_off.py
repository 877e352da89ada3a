"""Taking a published report off at its Party's written request: the request kept, the reason public."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.services import enqueue
from languages.told import said_later
from national_reports.models import Report, StoredFile, TakingOff
from national_reports.services.attachments import TYPES, check_file
from national_reports.services.counting import settle
from national_reports.services.letters import tell_focal_points
from national_reports.services.stored_files import store
from national_reports.services.workflow import ReasonMissing, move
from parties.changes import REPORTS, note_change
from parties.formats import date_format
from parties.models import User

State = Report.State


class RequestMissing(ValueError):
    """A report is taken off at a written request: its text or its file, who signed it, and its day."""


@dataclass(frozen=True)
class Request:
    """What a Party wrote."""

    on: date
    signed_by: str
    text: str = ""
    file: File[bytes] | None = None


def take_off(
    *, reports: Sequence[Report], request: Request, reason: str, earlier_counts: bool, by: User, at: datetime
) -> TakingOff:
    """Take reports of one Party off, and have the figures computed anew; published editions stay as they are.

    All earlier versions of each go with it; with `earlier_counts` only the version named goes, and the one that was
    public before it counts again. Raises RequestMissing, ReasonMissing, FileRefused, StorageFull, NotInThatState.
    """
    request_text, signed_by, reason = request.text.strip(), request.signed_by.strip(), reason.strip()
    if not reason:
        raise ReasonMissing
    first = first_day(reports)
    is_possible = request.on <= timezone.localdate(at) and (first is None or request.on >= first)
    if not signed_by or not (request_text or request.file) or not is_possible:
        raise RequestMissing
    with transaction.atomic():
        taking = TakingOff.objects.create(
            requested_on=request.on,
            requested_by=signed_by,
            request_text=request_text,
            request_file=_kept(request.file) if request.file else None,
            request_name=PurePath(request.file.name or "request").name[-120:] if request.file else "",
            reason=reason,
            by=by,
            at=at,
        )
        for report in reports:
            _take_off(report, taking, earlier_counts=earlier_counts)
        note_change(REPORTS)
        enqueue(kind="compute_progress", reason=said_later("a report was taken off at its Party's request"))
    return taking


def first_day(reports: Iterable[Report]) -> date | None:
    """The day on which the first version of any of these came: nobody asks before it. None where no day is known."""
    days = [
        day
        for report in reports
        for version in Report.objects.filter(party=report.party_id, cycle=report.cycle_id, part=report.part)
        for day in (version.first_received_on, version.received_on)
        if day is not None
    ]
    return min(days, default=None)


def _take_off(report: Report, taking: TakingOff, *, earlier_counts: bool) -> None:
    slot = Report.objects.filter(party=report.party_id, cycle=report.cycle_id, part=report.part)
    # Whoever publishes or imports another version meanwhile waits for this one.
    held = list(slot.select_for_update(of=("self",)).order_by("pk"))
    going = [report] if earlier_counts else [one for one in held if one.is_seen or one.pk == report.pk]
    detail = {
        "requested on": taking.requested_on.isoformat(),
        "reason": taking.reason,
        "request": digest_of_request(taking),
    }
    for one in going:
        move(
            one,
            State.TAKEN_OFF,
            by=taking.by,
            at=taking.at,
            detail=detail,
            taking_off=taking,
            preferred=False,
            preferred_reason="",
        )
    report.refresh_from_db()
    if earlier_counts:
        settle(party=report.party, cycle=report.cycle, part=report.part, by=taking.by, at=taking.at)
    tell_focal_points(report, "taken off", at=taking.at, more=_said(taking))


def _said(taking: TakingOff) -> str:
    said = _("Asked for on %(day)s by %(who)s. The reason is public: %(reason)s")
    facts = {"day": date_format(taking.requested_on), "who": taking.requested_by, "reason": taking.reason}
    return said % facts


def _kept(file: File[bytes]) -> StoredFile:
    content_type = check_file(file)
    sha256 = hashlib.sha256(b"".join(file.chunks())).hexdigest()
    return store(file=file, sha256=sha256, content_type=content_type, ending=TYPES[content_type][0])


def digest_of_request(taking: TakingOff) -> str:
    """What was written, by its hash: the trail tells a request that was changed later."""
    file = taking.request_file.sha256 if taking.request_file else ""
    return hashlib.sha256(f"{taking.requested_by}\n{taking.request_text}\n{file}".encode()).hexdigest()


def request_over(report: Report, gone: Iterable[Report]) -> TakingOff | None:
    """The request under which a document that is read from elsewhere stays off: one taken off since it was received.

    `gone` is what was taken off of the same Party, cycle and part. Reading a record again does not bring it back,
    whatever file or service it is read from; what its Party sends later is another report.
    """
    requests = [one.taking_off for one in gone if one.taking_off is not None]
    last = max(requests, key=lambda one: one.at, default=None)
    if last is None:
        return None
    is_new = report.received_on is not None and report.received_on > timezone.localdate(last.at)
    return None if is_new else last
