"""What is verified of plans, cycles and the figures that the Secretariat entered."""

from collections.abc import Iterator
from decimal import Decimal

from indicators.models import Plan, RecordedFigure, ReportingCycle
from indicators.stored_data import CLOSED, CYCLES, OPENED, PLAN, cycle_digests, plan_digests
from languages.told import said_later
from parties.checked import Checked
from parties.models import AuditEvent
from parties.stored_data import check_stored, told, told_sources

Told = tuple[Decimal, str, str, str, int | None]


def checks() -> Iterator[Checked]:
    yield check_stored("Reporting cycles", CYCLES, cycle_digests())
    yield open_cycles()
    yield from plans()
    yield recorded_figures()


def open_cycles() -> Checked:
    """Whether Parties may fill in reports of a cycle, against what opened and closed it."""
    checked = Checked(said_later("Cycles open for reports"))
    told = {
        subject: action == OPENED
        for subject, action in AuditEvent.objects.filter(subject__startswith="cycle/", action__in=(OPENED, CLOSED))
        .order_by("subject", "sequence")
        .values_list("subject", "action")
    }
    for cycle in ReportingCycle.objects.order_by("deadline"):
        checked.number += 1
        if cycle.is_open and cycle.subject not in told:
            checked.fault(
                cycle.subject, "it is open, and the trail does not tell that it was: close it and open it again"
            )
        else:
            checked.same(cycle.subject, "is_open", cycle.is_open, told.get(cycle.subject, False))
    return checked


def plans() -> Iterator[Checked]:
    """Every plan that is stored, or that the trail tells was."""
    held = {f"{PLAN}{plan.slug}": plan for plan in Plan.objects.all()}
    known = {source for source in told_sources(PLAN) if told(source)}
    for source in sorted(held.keys() | known):
        digests = plan_digests(held[source]) if source in held else {}
        yield check_stored(f"Texts, targets and bindings of the {source}", source, digests)


def recorded_figures() -> Checked:
    """Every figure that was entered, against the event of its entry."""
    checked = Checked(said_later("Figures entered by the Secretariat"))
    entered: dict[tuple[str, str, str, int], Told] = {}
    events = AuditEvent.objects.filter(subject__startswith="indicator/", action="figure recorded")
    for subject, by, detail in events.order_by("subject", "sequence").values_list("subject", "by", "detail"):
        code = subject.partition("/")[2]
        key = (code, detail["measure"], detail["as_of"], detail["version"])
        entered[key] = (Decimal(detail["value"]), detail["unit"], detail["source"], detail["note"], by)
    for figure in RecordedFigure.objects.select_related("measure__indicator").order_by("pk"):
        checked.number += 1
        key = (figure.measure.indicator.code, figure.measure.key, figure.as_of.isoformat(), figure.version)
        stands = (figure.value, figure.unit, figure.source, figure.note, figure.recorded_by_id)
        expected = entered.pop(key, None)
        if expected is None:
            checked.fault(_place(key), "the trail does not tell that this figure was entered")
        elif expected != stands:
            checked.fault(_place(key), f"it is {stands[:4]}, and {expected[:4]} was entered")
    for key in sorted(entered):
        checked.fault(_place(key), "the figure that the trail tells of is gone")
    return checked


def _place(key: tuple[str, str, str, int]) -> str:
    code, measure, as_of, version = key
    return f"indicator {code}/{measure}, figure of {as_of} version {version}"
