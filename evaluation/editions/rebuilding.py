"""Compute an edition's figures and findings again from nothing but its frozen form. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from evaluation.editions.canonical import plain
from evaluation.editions.form import place_of
from evaluation.editions.registry_frozen import registry_of
from indicators.bindings import parse_binding
from indicators.computing import Counted, compute_from
from indicators.evidence import (
    CountedOn,
    CycleEvidence,
    Evidence,
    FindingRow,
    MeasureRule,
    Recorded,
    TreatyDates,
    ValueRow,
)
from indicators.findings import TargetRule
from indicators.kinds import kind_of
from indicators.rows import finding_columns, unpacked, value_columns
from parties.all_parties import ALL

Form = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True)
class Recomputed:
    """Values and findings in the shape of the frozen form."""

    values: list[Row]
    findings: list[Row]


def recompute(form: Form) -> Recomputed:
    """Values and findings anew from the frozen classes, bands, dates, counts and recorded figures (method.md §7)."""
    inputs = inputs_of(form)
    result = compute_from(inputs.rules, inputs.evidence, inputs.counted)
    return Recomputed(value_rows(result.values, inputs.names), finding_rows(result.findings, inputs.names))


@dataclass(frozen=True)
class Inputs:
    """What a frozen form gives the method; `names` are those of the measures by their number."""

    names: list[str]
    rules: list[MeasureRule]
    evidence: Evidence
    counted: Counted


def inputs_of(form: Form) -> Inputs:
    """The rules, the evidence and what every Party counted as, as they were frozen."""
    names = sorted(form["measures"])
    rules = [_rule(number, name, form) for number, name in enumerate(names)]
    return Inputs(names, rules, _evidence(names, form), _counted(names, form))


def value_rows(rows: Iterable[ValueRow], names: Mapping[int, str] | list[str]) -> list[Row]:
    """Figures as a frozen form lists them; `names` gives each measure's name by its number."""
    found = [plain({"measure": names[row.measure], "cycle": row.cycle, **value_columns(row)}) for row in rows]
    return sorted(found, key=_place)


def _place(row: Row) -> tuple[str, str, str, str, int, str]:
    """Where a figure stands: what it is of, then the headline figure before its steps and other readings."""
    return (
        row["measure"],
        row["cycle"] or "",
        row["as_of"] or "",
        row["group"],
        -1 if row["threshold"] is None else row["threshold"],
        row["reading"],
    )


def finding_rows(rows: Iterable[FindingRow], names: Mapping[int, str] | list[str]) -> list[Row]:
    found = [
        plain(
            {
                "measure": names[row.measure],
                "baseline": row.baseline,
                "current": row.current,
                **finding_columns(row),
            }
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row["measure"], row["group"], row["baseline"] or "", row["current"] or ""))


# -- from the frozen form to what the method reads -------------------------------------------------------


def _rule(number: int, name: str, form: Form) -> MeasureRule:
    held = form["measures"][name]
    parameters = form["parameters"]
    pair = (parameters["baseline"], parameters["current"])
    recorded = [row for row in form["recorded"] if row["measure"] == name]
    return MeasureRule(
        pk=number,
        kind=kind_of(held["kind"], f"{name}, {place_of(form)}").name,
        direction=held["direction"],
        bindings={code: parse_binding(rule, f"{name} {code}") for code, rule in held["bindings"].items()},
        comparisons={
            (one["baseline"], one["current"]): (one["allowed"], one["reason"])
            for one in held["comparisons"]
            if (one["baseline"], one["current"]) == pair
        },
        target=_target(held["target"]),
        facts=held["facts"],
        stored=held["bindings"],
        recorded=tuple(
            Recorded(date.fromisoformat(row["as_of"]), Decimal(row["value"]), row["unit"], row["source"])
            for row in sorted(recorded, key=lambda row: str(row["as_of"]))
        ),
    )


def _target(held: Form | None) -> TargetRule | None:
    if held is None:
        return None
    return TargetRule(held["operator"], held["value"], _day(held["due"]), held["judges"])


def _evidence(names: list[str], form: Form) -> Evidence:
    return Evidence(
        cycles={
            code: CycleEvidence(
                code=code,
                deadline=date.fromisoformat(cycle["deadline"]),
                population_on=date.fromisoformat(cycle["population_on"]),
                population=frozenset(cycle["population"]),
                groups={slug: frozenset(group["members"][code]) for slug, group in form["groups"].items()},
                cut_offs={part: date.fromisoformat(on) for part, on in cycle["cut_offs"].items()},
                received=_days(cycle["received"]),
                # Editions frozen before hold one date a report.
                first_received=_days(cycle.get("first_received", cycle["received"])),
                # Editions frozen before knew no extension.
                due=_days({"": cycle.get("due", {})})[""],
                answers={},
            )
            for code, cycle in form["cycles"].items()
        },
        treaties={
            treaty: TreatyDates(
                deposited={party: _day(on) for party, on in dates["deposited"].items()},
                in_force={party: _day(on) for party, on in dates["in_force"].items()},
            )
            for treaty, dates in form["treaties"].items()
        },
        groups=(ALL, *form["parameters"]["groups"]),
        registry=registry_of(form["registry"], names),
        counted_on={
            date.fromisoformat(day): CountedOn(
                frozenset(found["population"]), {slug: frozenset(codes) for slug, codes in found["groups"].items()}
            )
            for day, found in form.get("registry_days", {}).items()
        },
        # Editions frozen before counted over the cycle's Parties, and over these at the latest snapshot.
        population_now=frozenset(form.get("registry_population", ())),
        until=date.fromisoformat(form["parameters"]["cut_off"]),
    )


def _days(received: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, date]]:
    return {part: {party: date.fromisoformat(on) for party, on in held.items()} for part, held in received.items()}


def _counted(names: list[str], form: Form) -> Counted:
    numbers = {name: number for number, name in enumerate(names)}
    return Counted(
        standings={
            (numbers[name], code): unpacked(classes)
            for name, per_cycle in form["classes"].items()
            for code, classes in per_cycle.items()
        },
        bands={
            (numbers[name], code): {party: (low, high) for party, (low, high) in bands.items()}
            for name, per_cycle in form["bands"].items()
            for code, bands in per_cycle.items()
        },
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
