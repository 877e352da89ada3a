"""The common way to the same figures: one query for each count, one save for each figure.

It does less than the method and so is timed to its favour: the first question of a measure, the first of several
ticks, no conditions between questions, no bounds, no bands, no classes kept, everything in one transaction.
"""

from collections.abc import Callable
from functools import partial

from django.db.models import QuerySet

from indicators.bindings import QuestionUse, parse_binding
from indicators.calculations import SUBSTANTIVE, PartyClass
from indicators.models import ComputationRun, Finding, IndicatorValue, Measure, ReportingCycle
from national_reports.models import Answer, Report
from parties.all_parties import ALL
from parties.models import Party, PartyGroup

COUNTED = (PartyClass.YES, PartyClass.PARTIAL, PartyClass.NO, PartyClass.NOT_APPLICABLE)


def figures(run: ComputationRun) -> list[Callable[[], None]]:
    """One step for every value and finding that rests on Parties' answers."""
    groups = (ALL, *PartyGroup.objects.values_list("slug", flat=True))
    measures = Measure.objects.prefetch_related(
        "bindings__cycle__parts", "comparisons__baseline", "comparisons__current"
    )
    steps: list[Callable[[], None]] = []
    for measure in measures:
        asked = {}
        for binding in measure.bindings.all():
            asked[binding.cycle_id] = Asked(binding.cycle, parse_binding(binding.rule, str(binding)).questions[0])
        steps += [partial(save_value, run, measure, one, group) for one in asked.values() for group in groups]
        for pair in measure.comparisons.all():
            before, now = asked.get(pair.baseline_id), asked.get(pair.current_id)
            if before and now:
                steps += [partial(save_finding, run, measure, before, now, group) for group in groups]
    return steps


class Asked:
    """A question in its cycle, with what Parties answered and how many report at all."""

    def __init__(self, cycle: ReportingCycle, use: QuestionUse) -> None:
        self.cycle, self.use = cycle, use
        parts = {part.key: part.cut_off for part in cycle.parts.all()}
        self.cut_off = parts.get(use.part, cycle.cut_off)

    def members(self, group: str) -> QuerySet[Party]:
        members = Party.objects.in_force(self.cycle.population_on)
        return members if group == ALL else members.in_group(group, self.cycle.population_on)

    def reports(self, group: str) -> QuerySet[Report]:
        return Report.objects.filter(
            cycle=self.cycle,
            part=self.use.part,
            state=Report.State.PUBLISHED,
            received_on__lte=self.cut_off,
            party__in=self.members(group),
        )

    def answers(self, group: str) -> QuerySet[Answer]:
        return Answer.objects.filter(report__in=self.reports(group), question=self.use.key)

    def number(self, group: str, party_class: PartyClass) -> int:
        codes = [code for code, held in self.use.classes.items() if held is party_class]
        return self.answers(group).filter(options__0__in=codes).count()

    def classes(self, group: str) -> dict[int, PartyClass]:
        """The class of every Party that answered in substance."""
        rows = self.answers(group).select_related("report")
        found = {row.report.party_id: self.use.classes.get(next(iter(row.options), "")) for row in rows}
        return {party: held for party, held in found.items() if held in SUBSTANTIVE}


def save_value(run: ComputationRun, measure: Measure, asked: Asked, group: str) -> None:
    population, reports = asked.members(group).count(), asked.reports(group).count()
    counts = {party_class.value: asked.number(group, party_class) for party_class in COUNTED}
    IndicatorValue(
        run=run,
        measure=measure,
        cycle=asked.cycle,
        group=group,
        kind=measure.kind,
        unit="Parties",
        population=population,
        unanswered=reports - sum(counts.values()),
        silent=population - reports,
        **counts,
    ).save()


def save_finding(run: ComputationRun, measure: Measure, before: Asked, now: Asked, group: str) -> None:
    first, last = before.classes(group), now.classes(group)
    panel = first.keys() & last.keys()
    yes_before = {party for party in panel if first[party] is PartyClass.YES}
    yes_now = {party for party in panel if last[party] is PartyClass.YES}
    Finding(
        run=run,
        measure=measure,
        baseline=before.cycle,
        current=now.cycle,
        group=group,
        population=now.members(group).count(),
        panel=len(panel),
        baseline_yes=len(yes_before),
        current_yes=len(yes_now),
        gained=len(yes_now - yes_before),
        lost=len(yes_before - yes_now),
        stayed=len(panel) - len(yes_now ^ yes_before),
    ).save()
