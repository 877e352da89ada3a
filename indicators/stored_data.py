"""The plans, their measures and the cycles as the trail is told of them (parties/stored_data.py)."""

from datetime import datetime

from django.db.models import Model

from indicators import models
from languages.told import said_later
from parties.audit import record
from parties.models import User
from parties.stored_data import Digests, Rows, digests_of, note_stored

CYCLES = "cycles"
PLAN = "plan "
# What the trail says of a cycle.
OPENED, CLOSED = said_later("opened for reports"), said_later("closed for reports")

# Every table of a plan: the way to the plan, and to the code of the place that its rows are named by.
_TABLES: tuple[tuple[type[Model], str, str], ...] = (
    (models.StrategicObjective, "plan", "code"),
    (models.ExpectedImpact, "strategic_objective__plan", "strategic_objective__code"),
    (models.OperationalObjective, "plan", "code"),
    (models.Outcome, "plan", "code"),
    (models.Indicator, "plan", "code"),
    (models.OutcomeLink, "indicator__plan", "indicator__code"),
    (models.Measure, "indicator__plan", "indicator__code"),
    (models.Target, "measure__indicator__plan", "measure__indicator__code"),
    (models.Binding, "measure__indicator__plan", "measure__indicator__code"),
    (models.Comparison, "measure__indicator__plan", "measure__indicator__code"),
    (models.BackgroundPage, "plan", "slug"),
    (models.ConventionGoal, "plan", "code"),
    (models.ConventionObjective, "goal__plan", "goal__code"),
    (models.ProgressNote, "objective__goal__plan", "objective__goal__code"),
    (models.ProgrammeItem, "plan", "letter"),
)


def plan_digests(plan: models.Plan) -> Digests:
    """Of the plan itself, and of everything below it by its code; an indicator with its measures."""
    tables = [Rows(model._default_manager.filter(**{to_plan: plan}), to_place) for model, to_plan, to_place in _TABLES]
    return digests_of([Rows(models.Plan.objects.filter(pk=plan.pk), "slug"), *tables])


def note_plans(*, at: datetime) -> None:
    """Tell of every plan whose rows changed: loading one takes the mark of the current one from another."""
    for plan in models.Plan.objects.all():
        note_stored(f"{PLAN}{plan.slug}", plan_digests(plan), by=None, at=at)


def cycle_digests() -> Digests:
    """Of every cycle with its parts and published numbers; that it is open for reports is told of apart."""
    return digests_of(
        [
            Rows(models.ReportingCycle.objects.all(), "code", apart=frozenset({"is_open"})),
            Rows(models.CyclePart.objects.all(), "cycle__code"),
            Rows(models.PublishedCount.objects.all(), "cycle__code"),
        ]
    )


def note_opened(cycle: models.ReportingCycle, *, at: datetime) -> None:
    """Tell that a cycle came open with the data."""
    record(subject=cycle.subject, action=OPENED, by=None, at=at, detail={"deadline": cycle.deadline.isoformat()})


def note_cycles(*, by: User | None, at: datetime) -> None:
    note_stored(CYCLES, cycle_digests(), by=by, at=at)
