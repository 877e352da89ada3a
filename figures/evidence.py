"""Gather what the method needs from the apps below: one query a source, plain data out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from bch_sync.selectors import readings
from figures.answers import needed_questions, read_answers
from figures.scope import EVERYTHING, Scope
from indicators.bindings import parse_binding
from indicators.evidence import CountedOn, CycleEvidence, Evidence, MeasureRule, Recorded, TreatyDates
from indicators.models import Measure, RecordedFigure, ReportingCycle
from indicators.registry import MeasureReadings
from national_reports.ledger_rows import ledgers_of
from national_reports.models import Questionnaire
from national_reports.questionnaire import QuestionnaireForm
from parties.all_parties import ALL
from parties.models import PartyGroup, Treaty, TreatyStatus
from parties.selectors import groups_on, population

# How the digests of forms are told from those of reports.
QUESTIONNAIRE = "questionnaire/"


def measure_rules() -> list[MeasureRule]:
    """Every measure of every plan with its bindings parsed."""
    recorded: dict[int, dict[date, Recorded]] = defaultdict(dict)
    for figure in RecordedFigure.objects.order_by("as_of", "version"):
        # A later version of the same day replaces the earlier one.
        recorded[figure.measure_id][figure.as_of] = Recorded(figure.as_of, figure.value, figure.unit, figure.source)
    measures = (
        Measure.objects.select_related("target", "indicator")
        .prefetch_related("bindings__cycle", "comparisons__baseline", "comparisons__current")
        .order_by("indicator__plan", "indicator__position", "position")
    )
    return [
        MeasureRule(
            pk=measure.pk,
            kind=measure.of_kind.name,
            direction=measure.direction,
            bindings={b.cycle.code: parse_binding(b.rule, f"{measure} {b.cycle.code}") for b in measure.bindings.all()},
            comparisons={(c.baseline.code, c.current.code): (c.allowed, c.reason) for c in measure.comparisons.all()},
            target=measure.target.rule if hasattr(measure, "target") else None,
            facts=measure.facts,
            stored={b.cycle.code: b.rule for b in measure.bindings.all()},
            recorded=tuple(recorded[measure.pk].values()),
        )
        for measure in measures
    ]


@dataclass(frozen=True)
class _Counted:
    """The reports that count, when their Parties were heard, and the digests of what was read; by cycle and part."""

    of: dict[int, tuple[str, str]]
    received: dict[str, dict[str, dict[str, date]]]
    first: dict[str, dict[str, dict[str, date]]]
    due: dict[str, Mapping[str, date]]
    digests: dict[str, str]


@dataclass(frozen=True)
class Ground:
    """What figures rest on before a report is opened.

    `evidence` has no answers yet; `reports` are those that count, with cycle and Party; `digests` are of each of them,
    by cycle, part and Party, and of each cycle's form, whose conditions decide which answers count.
    """

    rules: list[MeasureRule]
    evidence: Evidence
    reports: dict[int, tuple[str, str]]
    digests: dict[str, str]
    forms: dict[str, QuestionnaireForm]

    def read(self, reports: Mapping[int, tuple[str, str]]) -> Evidence:
        """The evidence with the answers of these reports."""
        read = read_answers(reports, self.forms, needed_questions(self.rules, self.forms))
        cycles = dict(self.evidence.cycles) | {
            code: replace(self.evidence.cycles[code], answers=one.answers, implausible=one.implausible)
            for code, one in read.items()
        }
        return replace(self.evidence, cycles=cycles)


def gather(rules: list[MeasureRule], scope: Scope = EVERYTHING) -> tuple[Evidence, dict[str, str]]:
    """The evidence for these rules with every answer that counts, and the digests of what was read."""
    ground = ground_of(rules, scope)
    return ground.read(ground.reports), ground.digests


def ground_of(rules: list[MeasureRule], scope: Scope = EVERYTHING) -> Ground:
    """What these rules rest on, without the answers.

    An evaluation's scope narrows the cycles and sets its own cut-offs and population days.
    """
    forms = {q.cycle.code: q.form for q in Questionnaire.objects.in_use().select_related("cycle")}
    cycles = _cycles_of(rules, scope)
    counted = _counted_reports(cycles, scope)
    registry = readings({code: cycle.cut_off for code, cycle in cycles.items()})
    evidence = Evidence(
        cycles={
            code: CycleEvidence(
                code=code,
                deadline=cycle.deadline,
                population_on=scope.population_day(cycle),
                population=population(scope.population_day(cycle)),
                groups=groups_on(scope.population_day(cycle)),
                cut_offs={"": cycle.cut_off} | {part.key: part.cut_off for part in cycle.parts.all()},
                received=counted.received[code],
                first_received=counted.first[code],
                due=counted.due[code],
                answers={},
            )
            for code, cycle in cycles.items()
        },
        treaties=_treaty_dates(),
        groups=(ALL, *PartyGroup.objects.values_list("slug", flat=True)),
        registry=registry,
        counted_on={day: CountedOn(population(day), groups_on(day)) for day in _days_of_counts(registry.values())},
    )
    questionnaires = {f"{QUESTIONNAIRE}{code}": digest for code, digest in _newest_digests().items()}
    return Ground(rules, evidence, counted.of, questionnaires | counted.digests, forms)


def _cycles_of(rules: list[MeasureRule], scope: Scope) -> dict[str, ReportingCycle]:
    """The cycles that the rules rest on, with the cut-offs of the scope."""
    bound = {code for rule in rules for code in rule.bindings} | {
        code for rule in rules for code in (*rule.facts.get("cycles", ()), *chain.from_iterable(rule.comparisons))
    }
    known = ReportingCycle.objects.filter(code__in=scope.narrow(bound)).prefetch_related("parts", "extensions")
    return {cycle.code: scope.set_cut_off(cycle) for cycle in known}


def _counted_reports(cycles: Mapping[str, ReportingCycle], scope: Scope) -> _Counted:
    """What the ledger of every cycle and part says counts."""
    found = _Counted({}, {code: {} for code in cycles}, {code: {} for code in cycles}, {}, {})
    for code, cycle in cycles.items():
        for part, ledger in ledgers_of(cycle, population_on=scope.population_day(cycle)).items():
            # A correction does not make a report late, nor does content that came too late to be counted.
            heard = {row.party.code: row.heard for row in ledger.rows}
            found.first[code][part] = {party: day for party, day in heard.items() if day is not None}
            found.received[code][part] = {}
            found.due[code] = ledger.later_due_days
            for row in ledger.rows:
                party, counted = row.party.code, row.counted
                if counted is not None and (day := heard[party]) is not None:
                    found.of[counted.report.pk] = (code, party)
                    found.digests[f"{code}/{part}/{party}"] = counted.report.sha256
                    found.received[code][part][party] = day
    return found


def _days_of_counts(registry: Iterable[MeasureReadings]) -> list[date]:
    """The days on which something was counted in the Clearing-House's registry, in their order."""
    readings = (reading for one in registry for reading in (*one.cycles.values(), one.latest) if reading is not None)
    return sorted({reading.as_of for reading in readings})


def _newest_digests() -> dict[str, str]:
    """The content of each cycle's form: its conditions decide which answers count."""
    return dict(Questionnaire.objects.in_use().values_list("cycle__code", "sha256"))


def _treaty_dates() -> dict[str, TreatyDates]:
    deposited: dict[str, dict[str, date | None]] = defaultdict(dict)
    in_force: dict[str, dict[str, date | None]] = defaultdict(dict)
    for treaty, party, deposit, entry in TreatyStatus.objects.values_list(
        "treaty", "party__code", "deposited_on", "in_force_on"
    ):
        deposited[treaty][party] = deposit
        in_force[treaty][party] = entry
    return {treaty: TreatyDates(deposited[treaty], in_force[treaty]) for treaty in Treaty.values}
