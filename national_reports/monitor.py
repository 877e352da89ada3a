"""Where every Party stands with its report of one cycle: the rows of the Secretariat's monitor."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.days import deadline_day
from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.due_days import DueDays
from national_reports.models import Answer, Conflict, Dispute, Report, SectionMark
from national_reports.progress import SectionState, check, sections
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import NoQuestionnaire, form_for
from national_reports.unsettled import would_settle
from national_reports.workflow import HANDED_IN, OPEN
from parties.invitations import Reach, Standing, reached, standings_by_party, with_office
from parties.models import AuditEvent, Carer, FocalPoint, GroupMembership, Party, Treaty, TreatyStatus, User, current_on
from parties.name_order import by_name

NO_REPORT = "none"
# So long nothing was heard of a Party.
SILENT_FOR = timedelta(days=30)


class Which(StrEnum):
    """Parties that somebody should do something about."""

    NO_ACCESS = "no-access"
    INVITED = "invited"
    NOT_REACHED = "not-reached"
    CAME_BACK = "came-back"
    NEVER_CAME_IN = "never-came-in"
    OVERDUE = "overdue"
    SILENT = "silent"
    SETTLES = "settles"


class Sort(StrEnum):
    """In which order they stand, where not by name."""

    ACTIVITY = "activity"
    ANSWERED = "answered"
    SETTLES = "settles"


@dataclass(frozen=True)
class Asked:
    """Which rows are wanted, and in which order; empty words narrow nothing."""

    group: str = ""
    state: str = ""
    which: str = ""
    # The numbers of the Parties that a search by name found; None where nobody searched.
    named: frozenset[int] | None = None
    # Who looks after them.
    carer: User | None = None
    sort: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a report is; closed questions are not asked."""

    asked: int
    answered: int
    sections: int
    complete: int


@dataclass(frozen=True)
class Row:
    """One Party in one cycle, with the latest version of its report."""

    party: Party
    report: Report | None
    progress: Progress | None
    # Of the population of the cycle; else it joined after the population day, or is no Party and reported all the same.
    counts: bool
    joined_on: date | None
    groups: frozenset[str]
    focal_points: int
    # What became of the invitations that nobody has taken up.
    invitations: frozenset[Standing]
    due_on: date
    # Letters go to an office of its own, too.
    has_office: bool = False
    last_at: datetime | None = None
    last_by: str = ""
    # How many findings its answer could settle.
    settles: int = 0
    # Of the Secretariat's staff.
    carer: User | None = None
    # In dispute, and not released.
    is_held: bool = False

    @property
    def state(self) -> str:
        return self.report.state if self.report else NO_REPORT

    @property
    def state_label(self) -> str:
        return state_label(self.state)

    @property
    def is_in_review(self) -> bool:
        return self.state in (Report.State.SUBMITTED, Report.State.ACCEPTED, Report.State.RETURNED)

    @property
    def has_handed_in(self) -> bool:
        """Whether a reminder would be out of place; a published version counts while the next is a draft."""
        before = self.report.amends if self.report else None
        return self.state in HANDED_IN or bool(before and before.state == Report.State.PUBLISHED)

    @property
    def reach(self) -> Reach:
        return reached(self.invitations, is_in=self.focal_points > 0, has_office=self.has_office)

    @property
    def invitations_said(self) -> list[Standing]:
        """What became of its invitations, what wants a hand first; told of a Party of which nobody is in."""
        return [] if self.reach is Reach.IN else [one for one in Standing if one in self.invitations]

    def is_one_of(self, which: str, at: datetime) -> bool:
        """Whether it is one of those that somebody should do something about; whoever has handed in is none."""
        if self.has_handed_in:
            return False
        match which:
            case Which.NO_ACCESS:
                return not self.focal_points
            case Which.INVITED:
                return self.reach is Reach.INVITED
            case Which.NOT_REACHED:
                return self.reach is Reach.NOT_REACHED
            case Which.CAME_BACK:
                return self.reach is not Reach.IN and Standing.CAME_BACK in self.invitations
            case Which.NEVER_CAME_IN:
                return self.reach is not Reach.IN and Standing.EXPIRED in self.invitations
            case Which.OVERDUE:
                return self.due_on < deadline_day(at)
            case Which.SILENT:
                return self.last_at is None or self.last_at < at - SILENT_FOR
            case Which.SETTLES:
                return self.settles > 0
        return True

    @property
    def share(self) -> float:
        """How much is answered, for the order of rows alone."""
        return self.progress.answered / self.progress.asked if self.progress and self.progress.asked else 0


@dataclass
class Monitor:
    """All rows of a cycle: those that are counted, and the others apart."""

    cycle: ReportingCycle
    rows: list[Row] = field(default_factory=list)

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.rows if row.counts]

    @property
    def apart(self) -> list[Row]:
        return [row for row in self.rows if not row.counts]

    def per_state(self, group: str = "") -> list[tuple[str, str, int]]:
        """(state, label, number of the counted Parties) in the order of the way, those without any left out."""
        rows = [row for row in self.counted if not group or group in row.groups]
        states = [NO_REPORT, *Report.State.values]
        counted = {state: sum(row.state == state for row in rows) for state in states}
        return [(state, state_label(state), number) for state, number in counted.items() if number]

    def narrowed(self, asked: Asked, *, at: datetime) -> "Monitor":
        """The same with the wanted rows only, in the wanted order."""
        kept = [
            row
            for row in self.rows
            if asked.group in ("", *row.groups)
            and asked.state in ("", row.state)
            and (asked.named is None or row.party.pk in asked.named)
            and asked.carer in (None, row.carer)
            and (not asked.which or row.is_one_of(asked.which, at))
        ]
        if asked.sort in _ORDERS:
            kept.sort(key=_ORDERS[asked.sort])
        return Monitor(self.cycle, kept)


# What was heard of least, what is done least, and what would settle most stand first.
_ORDERS: Mapping[str, Callable[[Row], float]] = {
    Sort.ACTIVITY: lambda row: row.last_at.timestamp() if row.last_at else 0,
    Sort.ANSWERED: lambda row: row.share,
    Sort.SETTLES: lambda row: -row.settles,
}


def state_label(state: str) -> str:
    return _("Not begun") if state == NO_REPORT else str(Report.State(state).label)


def current_cycle(cycles: Iterable[ReportingCycle], on: date) -> ReportingCycle | None:
    """Of the open cycles, the one whose deadline is nearest to a day; with none open, the latest cycle."""
    held = sorted(cycles, key=lambda cycle: cycle.deadline)
    being_filled = [cycle for cycle in held if cycle.is_open]
    if being_filled:
        return min(being_filled, key=lambda cycle: abs((cycle.deadline - on).days))
    return held[-1] if held else None


def monitor(cycle: ReportingCycle, *, at: datetime) -> Monitor:
    """Every Party of the cycle's population, those that joined later, and others that reported, as of a moment.

    Fifteen queries and the form, whatever the number of Parties.
    """
    on = timezone.localdate(at)
    reports = {report.party_id: report for report in _latest(cycle)}
    progress = _progress(cycle, [report for report in reports.values() if report.state in OPEN])
    groups: dict[int, set[str]] = defaultdict(set)
    for party, slug in GroupMembership.objects.filter(current_on(cycle.population_on)).values_list(
        "party", "group__slug"
    ):
        groups[party].add(slug)
    people: dict[int, set[int]] = defaultdict(set)
    for focal_point in FocalPoint.objects.current(on).written_to():
        people[focal_point.party_id].add(focal_point.user_id)
    prefetch_related_objects([cycle], "extensions__party")
    invited, offices = standings_by_party(at=at), with_office()
    due, settled_by = DueDays.of(cycle), would_settle(cycle)
    carers = {one.party_id: one.user for one in Carer.objects.select_related("user")}
    rows = []
    for one in _parties(reports, on=max(on, cycle.population_on)):
        joined: date | None = one.joined_on
        report = reports.get(one.pk)
        rows.append(
            Row(
                party=one,
                report=report,
                progress=progress.get(report.pk) if report else None,
                counts=joined is not None and joined <= cycle.population_on,
                joined_on=joined,
                groups=frozenset(groups[one.pk]),
                focal_points=len(people[one.pk]),
                invitations=invited.get(one.pk, frozenset()),
                due_on=due.of_party(one.pk),
                has_office=one.pk in offices,
                settles=settled_by[one.code],
                carer=carers.get(one.pk),
                is_held=report.is_held if report else False,  # type: ignore[attr-defined]
                last_at=(report.event_at or report.published_at) if report else None,  # type: ignore[attr-defined]
                last_by=(report.event_by or "") if report else "",  # type: ignore[attr-defined]
            )
        )
    return Monitor(cycle, rows)


def _parties(reports: Mapping[int, Report], *, on: date) -> QuerySet[Party, Any]:
    in_force = TreatyStatus.objects.filter(party=OuterRef("pk"), treaty=Treaty.PROTOCOL)
    return (
        Party.objects.annotate(joined_on=Subquery(in_force.values("in_force_on")[:1], output_field=DateField()))
        .filter(Q(joined_on__lte=on) | Q(pk__in=list(reports)))
        .order_by(by_name())
    )


def _latest(cycle: ReportingCycle) -> Iterable[Report]:
    """The latest version of every Party, with the last event of its trail; one query."""
    events = AuditEvent.objects.filter(
        subject=Concat(Value("report/"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    ).order_by("-sequence")
    later = Report.objects.filter(
        party=OuterRef("party"), cycle=OuterRef("cycle"), part="", version__gt=OuterRef("version")
    )
    return (
        Report.objects.for_cycle(cycle)
        .filter(~Exists(later), part="")
        .select_related("amends")
        .defer("header", "amends__header")
        .annotate(is_held=Exists(Dispute.objects.filter(report=OuterRef("pk"), released_at=None)))
        .annotate(event_at=Subquery(events.values("at")[:1]), event_by=Subquery(events.values("by__name")[:1]))
    )


def _progress(cycle: ReportingCycle, reports: list[Report]) -> dict[int, Progress]:
    """How far each of these reports is, by its number; three queries and the form."""
    if not reports:
        return {}
    try:
        form = form_for(cycle)
    except NoQuestionnaire:
        return {}
    keys = [report.pk for report in reports]
    answers: dict[int, dict[str, AnswerData]] = defaultdict(dict)
    copied: dict[int, set[str]] = defaultdict(set)
    for answer in Answer.objects.filter(report__in=keys):
        answers[answer.report_id][answer.question] = answer.data
        if answer.copied_from:
            copied[answer.report_id].add(answer.question)
    marks = _by_report(SectionMark.objects.filter(report__in=keys).values_list("report", "section"))
    open_conflicts = Conflict.objects.filter(report__in=keys, settled_at=None)
    conflicts = _by_report(open_conflicts.values_list("report", "question"))
    return {pk: progress_of(form, answers[pk], copied[pk], conflicts[pk], marks[pk]) for pk in keys}


def _by_report(rows: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for report, key in rows:
        found[report].add(key)
    return found


def progress_of(
    form: QuestionnaireForm,
    answers: Mapping[str, AnswerData],
    copied: set[str],
    conflicts: set[str],
    marked: set[str],
) -> Progress:
    """The sections of one report, added up."""
    remarks = check(form, answers, copied=copied, conflicts=conflicts)
    found = sections(form, answers, remarks=remarks, marked=marked)
    return Progress(
        asked=sum(one.asked for one in found),
        answered=sum(one.answered for one in found),
        sections=len(found),
        complete=sum(one.state == SectionState.COMPLETE for one in found),
    )
