"""Store a plan, its measures and the cycles from data files; running it again changes nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, Model
from django.utils import timezone

from indicators import models
from indicators.bindings import BindingInvalid, parse_binding
from indicators.datafile import DataFileInvalid, Located, Problem, read
from indicators.kinds import KINDS, UnknownKind
from indicators.registry import filters_of
from indicators.stored_data import CYCLES, note_cycles, note_opened, note_plans
from parties.changes import holds_content, note_content
from parties.stored_data import told

SCHEMAS = Path(__file__).parent / "schemas"
CYCLES_FILE = Path(settings.BASE_DIR) / "fixtures" / "cycles.yaml"
SHARE_LABEL = "a measure whose figure is a total, and no other, says in share_label what its share and trend are of."
FACTS = ("registry", "reports", "membership", "milestone")

M = TypeVar("M", bound=Model)


def sync_rows(
    model: type[M], scope: Mapping[str, Any], keys: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
) -> list[M]:
    """Make the rows of a scope exactly these: rows are known by their keys, kept, changed, added or removed."""
    manager = model._default_manager
    held = {tuple(getattr(row, key) for key in keys): row for row in manager.filter(**scope)}
    kept: list[M] = []
    for values in rows:
        row = held.pop(tuple(values[key] for key in keys), None)
        if row is None:
            kept.append(manager.create(**scope, **values))
            continue
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        if changed:
            row.save(update_fields=changed)
        kept.append(row)
    manager.filter(pk__in=[row.pk for row in held.values()]).delete()
    return kept


def load_cycles(path: Path = CYCLES_FILE) -> int:
    """Store the reporting cycles with their parts and published numbers. Raises DataFileInvalid.

    A file that was loaded as it is changes nothing: dates that staff moved since then stay.
    """
    document = read(path, SCHEMAS / "cycles.schema.yaml")
    if holds_content("cycles", document):
        # As with the Parties: a database from before is told of as it stands.
        if told(CYCLES) is None:
            note_cycles(by=None, at=timezone.now())
        return len(document["cycles"])
    with transaction.atomic():
        for position, entry in enumerate(document["cycles"]):
            values = (
                {"note": "", "schema": "", "has_questions": False, "population_on": entry["deadline"]}
                | {
                    key: value
                    for key, value in entry.items()
                    if key not in ("parts", "published_counts", "code", "open")
                }
                | {"position": position}
            )
            # Whether Parties may report is the Secretariat's to say once the cycle is here.
            cycle, is_new = models.ReportingCycle.objects.update_or_create(
                code=entry["code"], defaults=values, create_defaults=values | {"is_open": entry.get("open", False)}
            )
            cycle.refresh_from_db()
            if is_new and cycle.is_open:
                note_opened(cycle, at=timezone.now())
            parts = [{"called": "", **part} for part in entry.get("parts", ())]
            sync_rows(models.CyclePart, {"cycle": cycle}, ("key",), _days(parts, "cut_off"))
            counts = (
                {"scope": "", "by_region": {}, "parties": None, "non_party_reports": 0} | row
                for row in entry.get("published_counts", ())
            )
            sync_rows(models.PublishedCount, {"cycle": cycle}, ("as_at",), counts)
        note_content("cycles", document)
        note_cycles(by=None, at=timezone.now())
    return len(document["cycles"])


def load_plan(path: Path) -> models.Plan:
    """Store a plan and its measures whole, or nothing. Raises DataFileInvalid with every line and reason."""
    document = read(path, SCHEMAS / "plan.schema.yaml")
    _check_plan(path, document)
    measures_path = path.parent / document["measures_file"] if "measures_file" in document else None
    measures = read(measures_path, SCHEMAS / "measures.schema.yaml") if measures_path else None
    if measures_path and measures:
        _check_measures(measures_path, measures, document)
    with transaction.atomic():
        plan = _store_plan(document)
        if measures:
            _store_measures(plan, measures)
        note_content(f"plan {plan.slug}", [document, measures])
        note_plans(at=timezone.now())
    return plan


# -- checks ---------------------------------------------------------------------------------------------


def _rows(document: Located) -> Iterable[tuple[Located, Located, int, Located]]:
    """Every row of the plan's table: (goal, objective, number of the row, row). A goal may stand for its objective."""
    for goal in document["strategic_objectives"]:
        for objective in goal.get("operational_objectives", [goal]):
            for number, row in enumerate(objective["rows"], 1):
                yield goal, objective, number, row


def _check_plan(path: Path, document: Located) -> None:
    problems: list[Problem] = []
    if pair := document.get("mid_term"):
        deadlines = dict(models.ReportingCycle.objects.values_list("code", "deadline"))
        problems += _unfit_pair(pair, deadlines)
    two_levels = {"rows" in goal for goal in document["strategic_objectives"]}
    if len(two_levels) > 1:
        problems.append(Problem(document.line, "Some objectives have a second level and some have none."))
    seen: dict[tuple[str, str], int] = {}
    outcomes = {o["code"] for *_, row in _rows(document) for o in row.get("outcomes", ())}

    def once(kind: str, node: Located) -> None:
        key = (kind, node["code"])
        if key in seen:
            problems.append(Problem(node.line, f"The {kind} code {node['code']} stands on line {seen[key]} already."))
        seen[key] = node.line

    for goal in document["strategic_objectives"]:
        once("strategic objective", goal)
        for objective in goal.get("operational_objectives", ()):
            once("operational objective", objective)
    for *_, row in _rows(document):
        for outcome in row.get("outcomes", ()):
            once("outcome", outcome)
        for indicator in row["indicators"]:
            once("indicator", indicator)
            for link in indicator.get("links", ()):
                if link["outcome"] not in outcomes:
                    problems.append(Problem(link.line, f"There is no outcome {link['outcome']} in this plan."))
    if problems:
        raise DataFileInvalid(path, problems)


def _named(entry: Located, measure: Located) -> str:
    return f"{entry['indicator']}/{measure['key']}"


def _check_measures(path: Path, measures: Located, plan: Located) -> None:
    problems: list[Problem] = []
    codes = {indicator["code"] for *_, row in _rows(plan) for indicator in row["indicators"]}
    cycles = dict(models.ReportingCycle.objects.values_list("code", "deadline"))
    for entry in measures["measures"]:
        if entry["indicator"] not in codes:
            problems.append(Problem(entry.line, f"There is no indicator {entry['indicator']} in this plan."))
        codes.discard(entry["indicator"])
        keys = [measure["key"] for measure in entry["measures"]]
        if keys[0] != "headline" or len(set(keys)) != len(keys):
            problems.append(Problem(entry.line, "The first measure must be 'headline', and keys may not repeat."))
        if sum(measure.get("trend", False) for measure in entry["measures"]) != 1:
            problems.append(Problem(entry.line, "Exactly one measure carries the trend of the indicator."))
        for measure in entry["measures"]:
            if measure["kind"] not in KINDS:
                problems.append(Problem(measure.line, str(UnknownKind(measure["kind"], _named(entry, measure)))))
            elif KINDS[measure["kind"]].has_steps != ("share_label" in measure):
                problems.append(Problem(measure.line, f"{_named(entry, measure)}: {SHARE_LABEL}"))
            try:
                filters_of(measure.get("registry", {}))
            except ValueError as fault:
                problems.append(Problem(measure.line, str(fault)))
            for cycle, rule in measure.get("bindings", {}).items():
                try:
                    parse_binding(rule, f"{entry['indicator']} {measure['key']} {cycle}")
                except BindingInvalid as fault:
                    problems.append(Problem(rule.line, str(fault)))
                if cycle not in cycles:
                    problems.append(Problem(rule.line, f"There is no cycle {cycle}."))
            for pair in measure.get("comparisons", ()):
                problems += _unfit_pair(pair, cycles)
    problems += [Problem(1, f"Indicator {code} has no measure; say at least 'narrative'.") for code in sorted(codes)]
    if problems:
        raise DataFileInvalid(path, problems)


def _unfit_pair(pair: Located, deadlines: Mapping[str, date]) -> list[Problem]:
    """Whether a pair names cycles that there are, the earlier first."""
    unknown = [code for code in (pair["baseline"], pair["current"]) if code not in deadlines]
    if unknown:
        return [Problem(pair.line, f"There is no cycle {code}.") for code in unknown]
    if deadlines[pair["baseline"]] >= deadlines[pair["current"]]:
        return [Problem(pair.line, f"{pair['baseline']} is not before {pair['current']}.")]
    return []


# -- storing --------------------------------------------------------------------------------------------


def _placed(rows: Iterable[Mapping[str, Any]], *keep: str) -> list[dict[str, Any]]:
    """Number the rows and keep the named columns; a text that is not given is empty."""
    return [{"position": n} | {key: row.get(key, "") for key in keep} for n, row in enumerate(rows)]


def _days(rows: Iterable[Mapping[str, Any]], *names: str) -> list[dict[str, Any]]:
    """Turn the named texts of rows into dates, so that a stored row compares equal."""
    field = DateField()
    return [{**row, **{name: field.to_python(row.get(name) or None) for name in names}} for row in rows]


def _store_plan(document: Located) -> models.Plan:
    if document.get("current"):
        models.Plan.objects.filter(current=True).exclude(slug=document["slug"]).update(current=False)
    programme = document.get("programme_of_work", {})
    plain = ("title", "short_title", "status", "date_stamp", "adopted_note", "vision", "mission")
    plan, _ = models.Plan.objects.update_or_create(
        slug=document["slug"],
        defaults={key: document.get(key, "") for key in plain}
        | {
            "adopted_on": document.get("adopted_on") or None,
            "periods": document.get("periods", []),
            "mid_term": document.get("mid_term", {}),
            "source": document.get("source", {}),
            "labels": document["labels"],
            "has_operational_level": "operational_objectives" in document["strategic_objectives"][0],
            "programme": {"title": programme.get("title", ""), "lead": programme.get("lead", "")},
            "current": bool(document.get("current", False)),
        },
    )
    _store_objectives(plan, document)
    _store_surroundings(plan, document, programme)
    return plan


def _store_objectives(plan: models.Plan, document: Located) -> None:
    goals = {
        goal.code: goal
        for goal in sync_rows(
            models.StrategicObjective,
            {"plan": plan},
            ("code",),
            _placed(document["strategic_objectives"], "code", "text", "note"),
        )
    }
    objectives: list[dict[str, Any]] = []
    outcomes: list[dict[str, Any]] = []
    indicators: list[dict[str, Any]] = []
    for entry in document["strategic_objectives"]:
        goal = goals[entry["code"]]
        impacts = _placed(entry.get("expected_impacts", ()), "text", "note")
        sync_rows(models.ExpectedImpact, {"strategic_objective": goal}, ("position",), impacts)
        for row in _placed(entry.get("operational_objectives", [entry]), "code", "text", "note"):
            objectives.append(row | {"strategic_objective": goal, "position": len(objectives)})
    objective = {row.code: row for row in sync_rows(models.OperationalObjective, {"plan": plan}, ("code",), objectives)}
    for _, held_by, number, table_row in _rows(document):
        place = {"operational_objective": objective[held_by["code"]], "row": number}
        for row in _placed(table_row.get("outcomes", ()), "code", "text", "note"):
            outcomes.append(row | place | {"position": len(outcomes)})
        for row in _placed(table_row["indicators"], "code", "text", "label", "note", "measurability", "reason"):
            indicators.append(row | place | {"position": len(indicators)})
    outcome = {row.code: row for row in sync_rows(models.Outcome, {"plan": plan}, ("code",), outcomes)}
    indicator = {row.code: row for row in sync_rows(models.Indicator, {"plan": plan}, ("code",), indicators)}
    for *_, table_row in _rows(document):
        for entry in table_row["indicators"]:
            links = [{"outcome": outcome[x["outcome"]], "reason": x["reason"]} for x in entry.get("links", ())]
            sync_rows(models.OutcomeLink, {"indicator": indicator[entry["code"]]}, ("outcome",), links)


def _store_surroundings(plan: models.Plan, document: Located, programme: Mapping[str, Any]) -> None:
    pages = [
        row | {"paragraphs": entry["paragraphs"]}
        for row, entry in zip(
            _placed(document.get("background", ()), "slug", "title", "heading"),
            document.get("background", ()),
            strict=True,
        )
    ]
    sync_rows(models.BackgroundPage, {"plan": plan}, ("slug",), pages)
    entries = document.get("convention_goals", [])
    goals = sync_rows(models.ConventionGoal, {"plan": plan}, ("code",), _placed(entries, "code", "text"))
    for goal, entry in zip(goals, entries, strict=True):
        held = sync_rows(
            models.ConventionObjective, {"goal": goal}, ("code",), _placed(entry["objectives"], "code", "text")
        )
        for objective, details in zip(held, entry["objectives"], strict=True):
            notes = [
                row | {"figures": note.get("figures", [])}
                for row, note in zip(_placed(details["progress"], "text", "note"), details["progress"], strict=True)
            ]
            sync_rows(models.ProgressNote, {"objective": objective}, ("position",), notes)
    items = [{"meeting_code": "", "meeting": "", **item} for item in programme.get("standing_items", ())]
    for meeting in programme.get("meetings", ()):
        items += [{"meeting_code": meeting["code"], "meeting": meeting["title"], **x} for x in meeting["items"]]
    placed = _placed(items, "meeting_code", "meeting", "letter", "text")
    sync_rows(models.ProgrammeItem, {"plan": plan}, ("meeting_code", "letter"), placed)


def _store_measures(plan: models.Plan, document: Located) -> None:
    cycle = {row.code: row for row in models.ReportingCycle.objects.all()}
    indicator = {row.code: row for row in plan.indicators.all()}
    for entry in document["measures"]:
        owner = indicator[entry["indicator"]]
        models.Indicator.objects.filter(pk=owner.pk).update(
            confidence=entry.get("confidence", ""), caveat=entry.get("caveat", "")
        )
        plain = ("key", "label", "share_label", "kind", "rule", "direction", "direction_source", "note")
        rows = [
            row
            | {
                "is_headline": row["key"] == "headline",
                "is_trend": bool(measure.get("trend", False)),
                "facts": next((dict(measure[kind]) for kind in FACTS if kind in measure), {}),
            }
            for row, measure in zip(_placed(entry["measures"], *plain), entry["measures"], strict=True)
        ]
        # A flag that moves to another measure must be taken from the first before it is given to the second.
        kept = {row["key"]: (row["is_headline"], row["is_trend"]) for row in rows}
        for measure in owner.measures.all():
            if (measure.is_headline, measure.is_trend) != kept.get(measure.key):
                owner.measures.filter(pk=measure.pk).update(is_headline=False, is_trend=False)
        held = sync_rows(models.Measure, {"indicator": owner}, ("key",), rows)
        for measure, details in zip(held, entry["measures"], strict=True):
            bindings = [{"cycle": cycle[c], "rule": dict(r)} for c, r in details.get("bindings", {}).items()]
            sync_rows(models.Binding, {"measure": measure}, ("cycle",), bindings)
            pairs = [
                {**pair, "baseline": cycle[pair["baseline"]], "current": cycle[pair["current"]]}
                for pair in details.get("comparisons", ())
            ]
            sync_rows(models.Comparison, {"measure": measure}, ("baseline", "current"), pairs)
            targets = (
                [{"due_reading": "", "population": "", "assess_reason": "", **details["target"]}]
                if "target" in details
                else []
            )
            sync_rows(models.Target, {"measure": measure}, (), _days(targets, "due"))
