"""Publish documents that came from elsewhere, many at once: every revision is kept, and the rule says which counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower

from indicators.models import ReportingCycle
from jobs.services import enqueue
from languages.told import said_later
from national_reports.codec import AnswerData, DecodedReport
from national_reports.dates import Received
from national_reports.digests import digest
from national_reports.models import Answer, Report
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import answers_of
from national_reports.services.counting import DATES, one_that_counts, told_dates
from national_reports.services.filling import columns_of
from national_reports.services.taking_off import request_over
from national_reports.workflow import SEEN, TAKEN_OFF
from parties.audit import First, record, record_first
from parties.changes import REPORTS, lock, note_change
from parties.models import Party

# Whoever publishes from elsewhere waits for whoever does so already; what is filled in here goes on meanwhile.
PUBLISHING = "reports from elsewhere"
ANSWERS_AT_ONCE = 2000
Slot = tuple[int, int, str]
State = Report.State


@dataclass
class Filed:
    """What became of documents: parts stored new, as what counts now, or beside what counts; or found unchanged."""

    new: int = 0
    changed: int = 0
    beside: int = 0
    unchanged: int = 0
    undated: list[str] = field(default_factory=list)
    # Why a document was refused whole.
    refused: str = ""

    def add(self, other: "Filed") -> None:
        self.new += other.new
        self.changed += other.changed
        self.beside += other.beside
        self.unchanged += other.unchanged
        self.undated += other.undated

    @property
    def stored(self) -> int:
        return self.new + self.changed + self.beside

    @property
    def kept(self) -> int:
        return self.stored + self.unchanged


@dataclass(frozen=True)
class PartDates:
    """When the record that a part of a document belongs to was first received, and when this content was."""

    first: Received | None
    content: Received | None


@dataclass(frozen=True)
class Incoming:
    """One document from elsewhere, read; `dates` are those of each part that it may answer ("" is the report)."""

    decoded: DecodedReport
    form: QuestionnaireForm
    cycle: ReportingCycle
    party: Party
    dates: Mapping[str, PartDates]
    revision: int | None
    origin: str


def publish_documents(*, documents: Sequence[Incoming], at: datetime, computes: bool = True) -> list[Filed]:
    """Store documents in one transaction, one report for each part of the cycle that a document answers.

    The same revision with the same content changes nothing, but earlier dates told of it are taken over. Which of
    several counts never depends on the order in which they come. An identifier that another government holds is
    refused, naming both. Returns what became of each, in the order given.
    """
    with transaction.atomic():
        lock(PUBLISHING)
        batch = _Batch(documents, at)
        found = [batch.take(document) for document in documents]
        if batch.store():
            note_change(REPORTS)
            if computes:
                enqueue(kind="compute_progress", reason=said_later("reports were published"))
    return found


class _Batch:
    """Documents on their way into the database, beside what is held of the same Parties and cycles; few queries."""

    def __init__(self, documents: Sequence[Incoming], at: datetime) -> None:
        self.at = at
        self.slots: dict[Slot, list[Report]] = defaultdict(list)
        self.off: dict[Slot, list[Report]] = defaultdict(list)
        self.versions: dict[Slot, int] = defaultdict(int)
        self.states: dict[int, str] = {}
        self.answers: dict[int, Mapping[str, AnswerData]] = {}
        self.added: list[Report] = []
        self.redated: dict[int, Report] = {}
        theirs = Report.objects.filter(
            party__in={one.party.pk for one in documents}, cycle__in={one.cycle.pk for one in documents}
        )
        for report in (
            theirs.select_related("taking_off").select_for_update(of=("self",)).order_by("pk").defer("header")
        ):
            slot = _slot(report)
            self.versions[slot] = max(self.versions[slot], report.version)
            if report.state in SEEN:
                self.slots[slot].append(report)
                self.states[report.pk] = report.state
            elif report.state == TAKEN_OFF:
                self.off[slot].append(report)
        # Identifiers are compared without regard to case.
        self.holders = dict(
            Report.objects.annotate(plain=Lower("identifier"))
            .filter(plain__in={one.decoded.identifier.lower() for one in documents} - {""})
            .order_by("-pk")
            .values_list("plain", "party__code")
        )

    # -- one document ------------------------------------------------------------------------------------

    def take(self, document: Incoming) -> Filed:
        """Find a place for a document's parts; nothing is written yet."""
        identifier, party = document.decoded.identifier, document.party.code
        if identifier and self.holders.setdefault(identifier.lower(), party) != party:
            holder = self.holders[identifier.lower()]
            return Filed(
                refused=said_later(
                    "{party} claims the identifier {identifier}, which is that of a report of {holder}.",
                    party=party,
                    identifier=identifier,
                    holder=holder,
                )
            )
        filed = Filed()
        for part, answers in _by_part(document, self._known_parts(document)):
            filed.add(self._take_part(document, part, answers))
        return filed

    def _known_parts(self, document: Incoming) -> set[str]:
        if not document.decoded.identifier:
            return set()
        return {
            part
            for part in ("", *document.form.parts)
            for report in self.slots[document.party.pk, document.cycle.pk, part]
            if report.record == ("elsewhere", document.decoded.identifier.lower())
        }

    def _take_part(self, document: Incoming, part: str, answers: Mapping[str, AnswerData]) -> Filed:
        dates = document.dates[part]
        report = Report(
            party=document.party,
            cycle=document.cycle,
            part=part,
            origin=document.origin,
            identifier=document.decoded.identifier,
            revision=document.revision,
            header=document.decoded.header,
            published_at=self.at,
            state=State.SUPERSEDED,
            sha256=content_digest(document.decoded.header, answers),
        )
        report.set_dates(first=dates.first, content=dates.content)
        slot = _slot(report)
        held = self.slots[slot]
        same = self._same(held, report)
        if same is None and self._stays_off(report):
            if self._same(self.off[slot], report) is not None:
                return Filed(unchanged=1)
            self._add_version(report, answers, self.off[slot])
            return Filed(beside=1)
        if same is not None:
            self._take_dates_over(same, report)
        else:
            self._add_version(report, answers, held)
        self._share_first(held, report)
        filed = Filed(unchanged=1) if same is not None else self._settled(held, report)
        if (same or report).received_on is None:
            filed.undated.append(f"{document.party.code} {document.cycle.code} {part}".strip())
        return filed

    def _stays_off(self, report: Report) -> bool:
        """Whether it is read again after its Party had asked for it to be taken off: then it is kept, and still off."""
        request = request_over(report, self.off[_slot(report)])
        is_public = any(
            one.state == State.PUBLISHED and one.sha256 == report.sha256 for one in self.slots[_slot(report)]
        )
        if request is None or is_public:
            return False
        report.state, report.taking_off = State.TAKEN_OFF, request
        return True

    def _add_version(self, report: Report, answers: Mapping[str, AnswerData], beside: list[Report]) -> None:
        self.versions[_slot(report)] += 1
        report.version = self.versions[_slot(report)]
        beside.append(report)
        self.added.append(report)
        self.answers[id(report)] = answers

    def _settled(self, held: Sequence[Report], report: Report) -> Filed:
        """Make a new version public if it is the one that counts: the next document sees it as it will be stored."""
        was_public = any(one.state == State.PUBLISHED for one in held)
        if one_that_counts(held) is not report:
            return Filed(beside=1)
        self._make_public(held, report)
        return Filed(changed=1) if was_public else Filed(new=1)

    def _same(self, held: Iterable[Report], report: Report) -> Report | None:
        """The version that says the same under the same revision, if it is held."""
        near = [one for one in held if one.record == report.record and one.revision == report.revision]
        for one in near:
            if one.sha256 == report.sha256:
                return one
        for one in near:
            # The digest of what earlier versions of the portal stored holds the date too.
            if one.pk is not None and content_digest(one.header, answers_of(one)) == report.sha256:
                return one
        return None

    def _take_dates_over(self, held: Report, report: Report) -> None:
        """Two copies of one revision tell different days: the earliest known is right, whichever came first.

        So does the spelling of its identifier that is first in order.
        """
        content, identifier = _earlier(held.content, report.content), min(held.identifier, report.identifier)
        if (content, identifier) != (held.content, held.identifier):
            held.identifier = identifier
            held.set_dates(first=held.first, content=content)
            self._redated(held)

    def _share_first(self, held: Iterable[Report], report: Report) -> None:
        """Every version of a record carries the day on which the record was first received."""
        record_of = [one for one in held if one.record == report.record]
        first = report.first
        for one in record_of:
            first = _earlier(first, _earlier(one.first, one.content))
        for one in record_of:
            if one.first != first:
                one.set_dates(first=first, content=one.content)
                self._redated(one)

    def _redated(self, report: Report) -> None:
        if report.pk is not None:
            self.redated[report.pk] = report

    def _make_public(self, held: Iterable[Report], report: Report) -> None:
        for one in held:
            if one.state == State.PUBLISHED:
                one.state = State.SUPERSEDED
        report.state = State.PUBLISHED

    # -- all of them ---------------------------------------------------------------------------------------

    def store(self) -> bool:
        """Write what was found; False where there was nothing to write."""
        for held in self.slots.values():
            # Dates that were taken over may let another one count.
            public = one_that_counts(held)
            if public is not None and public.state != State.PUBLISHED:
                self._make_public(held, public)
        moved = [one for held in self.slots.values() for one in held if one.pk and one.state != self.states[one.pk]]
        # Who steps back does so first: one version of a Party and cycle is public at any moment.
        self._move([one for one in moved if one.state == State.SUPERSEDED])
        self._add()
        self._move([one for one in moved if one.state == State.PUBLISHED])
        for report in self.redated.values():
            report.save(update_fields=["identifier", *DATES])
            detail = told_dates(report)
            record(subject=report.subject, action=said_later("dates told anew"), by=None, at=self.at, detail=detail)
        return bool(self.added or self.redated)

    def _move(self, reports: Iterable[Report]) -> None:
        for one in reports:
            Report.objects.filter(pk=one.pk).update(state=one.state)
            record(subject=one.subject, action=one.state, by=None, at=self.at, detail={})

    def _add(self) -> None:
        Report.objects.bulk_create(self.added)
        Answer.objects.bulk_create(
            [
                Answer(report=report, question=key, **columns_of(answer))
                for report in self.added
                for key, answer in self.answers[id(report)].items()
            ],
            batch_size=ANSWERS_AT_ONCE,
        )
        record_first([First(one.subject, one.state, _told(one)) for one in self.added], at=self.at)


def content_digest(header: Mapping[str, object], answers: Mapping[str, AnswerData]) -> str:
    """The hash of what a report says; when it came is no part of it."""
    return digest({"header": header, "answers": {key: vars(answer) for key, answer in answers.items()}})


def _by_part(document: Incoming, known: set[str]) -> list[tuple[str, Mapping[str, AnswerData]]]:
    """The parts that a document is a report of, with their answers.

    A document without answers is still a report; one that lost its answers supersedes what it said before.
    """
    by_part: dict[str, dict[str, AnswerData]] = {part: {} for part in ("", *document.form.parts)}
    for key, answer in document.decoded.answers.items():
        by_part[document.form.questions[key].part][key] = answer
    is_empty = not any(by_part.values())
    return [
        (part, answers) for part, answers in by_part.items() if answers or part in known or (part == "" and is_empty)
    ]


def _slot(report: Report) -> Slot:
    return report.party_id, report.cycle_id, report.part


def _earlier(one: Received | None, other: Received | None) -> Received | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=lambda received: received.order)


def _told(report: Report) -> dict[str, object]:
    return {
        "party": report.party.code,
        "cycle": report.cycle.code,
        "part": report.part,
        "origin": report.origin,
        "identifier": report.identifier,
        "revision": report.revision,
        "version": report.version,
        "sha256": report.sha256,
        **told_dates(report),
    }
