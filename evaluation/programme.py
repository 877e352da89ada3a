"""The programme of work by meeting: its items, when it is, and which reports and evaluations it needs by when."""

from dataclasses import dataclass, field
from datetime import date

from evaluation.models import Evaluation, Meeting
from indicators.models import Plan, ProgrammeItem, ReportingCycle


def twelve_months_before(day: date) -> date:
    """The same day of the year before; of 29 February, the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - 1, day.month, last)


@dataclass
class Sitting:
    """One meeting of the programme: `meeting` is what staff entered of it, None where nothing is."""

    name: str
    items: list[ProgrammeItem] = field(default_factory=list)
    meeting: Meeting | None = None
    evaluations: list[Evaluation] = field(default_factory=list)

    @property
    def cycles(self) -> list[ReportingCycle]:
        """The national reports that staff named and that its evaluations count, by their deadlines."""
        held = {one.pk: one for one in self.meeting.cycles.all()} if self.meeting else {}
        held |= {one.current.pk: one.current for one in self.evaluations}
        return sorted(held.values(), key=lambda cycle: cycle.deadline)

    @property
    def reports_due_on(self) -> date | None:
        """Twelve months before its first day; None where that is not recorded."""
        if self.meeting is None or self.meeting.starts_on is None:
            return None
        return twelve_months_before(self.meeting.starts_on)


def sittings(plan: Plan) -> list[Sitting]:
    """The meetings of the plan's programme in its order, then those that published evaluations were made for."""
    held: dict[str, Sitting] = {}
    for item in plan.programme_items.exclude(meeting_code=""):
        held.setdefault(item.meeting, Sitting(f"{item.meeting_code} {item.meeting}")).items.append(item)
    made_for: dict[int, list[Evaluation]] = {}
    published = Evaluation.objects.filter(plan=plan, editions__state="published", meeting__isnull=False).distinct()
    for evaluation in published.select_related("current", "baseline"):
        made_for.setdefault(evaluation.meeting_id or 0, []).append(evaluation)
    for meeting in Meeting.objects.prefetch_related("cycles"):
        if meeting.in_programme not in held and meeting.pk not in made_for:
            continue
        sitting = held.setdefault(meeting.in_programme or meeting.code, Sitting(meeting.name))
        sitting.meeting, sitting.evaluations = meeting, made_for.get(meeting.pk, [])
    return list(held.values())
