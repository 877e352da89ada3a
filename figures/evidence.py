"""Gather what the method needs from the apps below: one query a source, plain data out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from bch_sync.selectors import readings
from figures.scope import EVERYTHING, Scope
from indicators.bindings import parse_binding
from indicators.evidence import CountedOn, CycleEvidence, Evidence, MeasureRule, Recorded, TreatyDates
from indicators.models import Measure, RecordedFigure, ReportingCycle
from indicators.registry import MeasureReadings
from national_reports.ledger_rows import ledgers_of
from national_reports.models import Answer, Questionnaire
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import implausible_in
from parties.all_parties import ALL
from parties.models import PartyGroup, Treaty, TreatyStatus
from parties.selectors import groups_on, population

# By Party: the options of each of its answers.
Given = dict[str, dict[str, frozenset[str]]]


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


def gather(rules: list[MeasureRule], scope: Scope = EVERYTHING) -> tuple[Evidence, dict[str, str]]:
    """The evidence for these rules, and the digest of each report that is counted, by cycle, part and Party.

    An evaluation's scope narrows the cycles and sets its own cut-offs and population days.
    """
    forms = {q.cycle.code: q.form for q in Questionnaire.objects.in_use().select_related("cycle")}
    cycles = _cycles_of(rules, scope)
    counted = _counted_reports(cycles, scope)
    needed = _needed_questions(rules, forms)
    answers = _answers(counted, cycles, needed)
    wrong = _implausible(counted, forms, needed)
    given = {code: _counting(answers[code], wrong[code], forms.get(code)) for code in cycles}
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
                answers=given[code][0],
                implausible=given[code][1],
            )
            for code, cycle in cycles.items()
        },
        treaties=_treaty_dates(),
        groups=(ALL, *PartyGroup.objects.values_list("slug", flat=True)),
        registry=registry,
        counted_on={day: CountedOn(population(day), groups_on(day)) for day in _days_of_counts(registry.values())},
    )
    questionnaires = {f"questionnaire/{code}": digest for code, digest in _newest_digests().items()}
    return evidence, questionnaires | counted.digests


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
            found.first[code][part] = {row.party.code: row.heard for row in ledger.rows if row.heard is not None}
            found.received[code][part] = {}
            found.due[code] = ledger.later_due_days
            for row in ledger.rows:
                if row.counted is not None and row.heard is not None:
                    found.of[row.counted.report.pk] = (code, row.party.code)
                    found.digests[f"{code}/{part}/{row.party.code}"] = row.counted.report.sha256
                    found.received[code][part][row.party.code] = row.heard
    return found


def _answers(counted: _Counted, cycles: Iterable[str], questions: set[str]) -> dict[str, Given]:
    """What the reports that count answer to these questions, by cycle, Party and question."""
    answers: dict[str, Given] = {code: defaultdict(dict) for code in cycles}
    rows = Answer.objects.filter(report__in=list(counted.of), question__in=questions).values_list(
        "report_id", "question", "options"
    )
    for report, question, options in rows.iterator(chunk_size=5000):
        code, party = counted.of[report]
        answers[code][party][question] = frozenset(options)
    return answers


def _days_of_counts(registry: Iterable[MeasureReadings]) -> list[date]:
    """The days on which something was counted in the Clearing-House's registry, in their order."""
    readings = (reading for one in registry for reading in (*one.cycles.values(), one.latest) if reading is not None)
    return sorted({reading.as_of for reading in readings})


def _implausible(
    counted: _Counted, forms: Mapping[str, QuestionnaireForm], questions: set[str]
) -> dict[str, dict[str, set[str]]]:
    """By cycle and Party: which of these questions have an answer that cannot be true."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code, form in forms.items():
        reports = [report for report, (of_cycle, _party) in counted.of.items() if of_cycle == code]
        for report, faults in implausible_in(reports, form, questions).items():
            found[code][counted.of[report][1]] |= faults.keys()
    return found


def _newest_digests() -> dict[str, str]:
    """The content of each cycle's form: its conditions decide which answers count."""
    return dict(Questionnaire.objects.in_use().values_list("cycle__code", "sha256"))


def _needed_questions(rules: list[MeasureRule], forms: dict[str, QuestionnaireForm]) -> set[str]:
    """Keys that a binding names, and those that their conditions and implied classes rest on."""
    needed: set[str] = set()
    for rule in rules:
        for binding in rule.bindings.values():
            for use in binding.questions:
                needed.add(use.key)
                needed |= {question for implied in use.implied for question, _ in implied.when}
    for form in forms.values():
        ahead = set(needed)
        while ahead:
            ahead = {
                condition.question
                for key in ahead
                if key in form.questions
                for entry in form.questions[key].enabled_by
                for condition in entry
            } - needed
            needed |= ahead
    return needed


def _counting(
    answers: Given, implausible: Mapping[str, set[str]], form: QuestionnaireForm | None
) -> tuple[Given, dict[str, frozenset[str]]]:
    """The answers that count, and the questions whose answer cannot be true, by Party; hidden ones are in neither.

    Conditions read what was ticked, true or not: what the form asked after it was asked.
    """
    if form is None:
        return {}, {}
    counting, wrong = {}, {}
    for party, given in answers.items():
        closed = form.closed(given)
        if untrue := frozenset(implausible.get(party, ())) - closed:
            wrong[party] = untrue
        left_out = closed | untrue
        counting[party] = {key: codes for key, codes in given.items() if key not in left_out} if left_out else given
    return counting, wrong


def _treaty_dates() -> dict[str, TreatyDates]:
    deposited: dict[str, dict[str, date | None]] = defaultdict(dict)
    in_force: dict[str, dict[str, date | None]] = defaultdict(dict)
    for treaty, party, deposit, entry in TreatyStatus.objects.values_list(
        "treaty", "party__code", "deposited_on", "in_force_on"
    ):
        deposited[treaty][party] = deposit
        in_force[treaty][party] = entry
    return {treaty: TreatyDates(deposited[treaty], in_force[treaty]) for treaty in Treaty.values}
