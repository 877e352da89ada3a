"""What the dashboard of an edition shows, from its frozen form alone; a preview shows the same of live data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from charts import DumbbellRow
from evaluation.editions.form import FrozenForm, Row, of_parties, stand
from evaluation.editions.shown import as_finding, as_target, as_value, party_name
from figures import drawings
from figures.strips import Strip, totals
from figures.wording import (
    STRIP,
    bounds_in_words,
    finding_items,
    in_words,
    points,
    share_view,
    strip_counts,
    value_in_words,
)
from indicators.evidence import ALL
from indicators.models.levels import one_of

Context = dict[str, Any]
# The address of what stands behind an indicator's figure, for a group.
Behind = Callable[[str], str]


@dataclass(frozen=True)
class Choice:
    """What a reader narrows the dashboard to; "" and "all" leave it whole."""

    objective: str = ""
    stand: str = ""
    group: str = ALL


@dataclass(frozen=True)
class Heading:
    """An objective by its code and text."""

    code: str
    text: str


def dashboard(form: FrozenForm, choice: Choice, behind: Behind) -> Context:
    """Strips, dumbbells, transitions, groups, coverage and what is not assessed."""
    rows = [_row(form, code, choice.group, behind) for code in form.indicators()]
    kept = [row for row in rows if _fits(row, choice)]
    strips = _strips(form, choice.group)
    shown = [strip for strip in strips if choice.objective in ("", strip.objective.code)]
    return {
        "form": form,
        "edition": form["edition"],
        "parameters": form["parameters"],
        "baseline": form.baseline,
        "current": form.current,
        "cycle": form["cycles"][form.current],
        "group_name": group_label(form, choice.group),
        "totals": totals(shown),
        "indicators": sum(strip.indicators for strip in shown),
        "levels": _levels(form, choice),
        "strip_chart": drawings.strip_chart(shown),
        "strips": shown,
        "strip_headings": drawings.strip_headings(),
        "strip_rows": drawings.strip_rows(shown),
        "objectives": [part for goal in form["plan"]["objectives"] if (part := _objective(form, goal, kept, behind))],
        "not_assessed": _not_assessed(kept),
        # The sentences of an edition are of all Parties.
        "is_of_all": choice.group == ALL,
        "is_narrowed": bool(choice.objective or choice.stand),
        "transitions": [row for row in kept if row["moved"]],
        "by_group": _by_group(form, choice),
        "group_table": _group_table(form, kept),
        "coverage": coverage_rows(form),
        "received": len(form["cycles"][form.current]["received"].get("", {})),
        "population": len(form["cycles"][form.current]["population"]),
        "texts": form["texts"],
        "strip_labels": [str(label) for _kind, label in STRIP],
    }


def _fits(row: Context, choice: Choice) -> bool:
    return choice.objective in ("", row["objective"]) and choice.stand in ("", row["stand"])


def group_label(form: FrozenForm, group: str) -> str:
    return _("All Parties") if group == ALL else _(form["groups"][group]["label"])


def objective_of(form: FrozenForm, indicator: str) -> str:
    return next(
        str(goal["code"])
        for goal in form["plan"]["objectives"]
        for part in goal["operational"]
        if indicator in part["indicators"]
    )


def _row(form: FrozenForm, code: str, group: str, behind: Behind) -> Context:
    """One indicator: its figure, its three statements, who moved, and where it is traced to."""
    headline, carried = form.headline(code), form.trend_measure(code)
    finding = form.finding(carried, group)
    value = as_value(form.current_value(headline, group))
    moved = form.moved(carried, group)
    return {
        "code": code,
        "label": form["indicators"][code]["label"],
        "objective": objective_of(form, code),
        "measure": carried,
        "measure_label": form["measures"][carried]["label"] if carried != headline else "",
        "stand": stand(finding),
        "reason": in_words(finding["trend_reason"] or finding["trend"]) if finding else "",
        "finding": finding,
        "figure": value_in_words(value) if value else _("not asked in %(cycle)s") % {"cycle": form.current},
        "bounds": bounds_in_words(value) if value else "",
        "items": finding_items(as_finding(finding), as_finding(form.finding(headline, group))),
        "moved": [
            {"label": label, "parties": [(party, party_name(form, party)) for party in moved[name]]}
            for name, label in (("gained", _("Gained")), ("lost", _("Lost")))
            if moved.get(name)
        ],
        "url": behind(code),
    }


def _strips(form: FrozenForm, group: str) -> list[Strip]:
    """One strip a strategic objective with those of its operational objectives."""
    found = []
    for goal in form["plan"]["objectives"]:
        parts = [
            _strip(Heading(part["code"], part["text"]), form, part["indicators"], group) for part in goal["operational"]
        ]
        found.append(
            _strip(Heading(goal["code"], goal["text"]), form, form.indicators(goal["code"]), group, parts=parts)
        )
    return found


def _strip(
    heading: Heading, form: FrozenForm, indicators: list[str], group: str, parts: list[Strip] | None = None
) -> Strip:
    findings = [form.finding(form.trend_measure(code), group) for code in indicators]
    reasons: dict[str, int] = {}
    for finding in findings:
        if finding is not None and stand(finding) == "not_assessed":
            why = in_words(finding["trend_reason"] or finding["trend"])
            reasons[why] = reasons.get(why, 0) + 1
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return Strip(heading, strip_counts(as_finding(one) for one in findings), ordered, parts or [])


def _levels(form: FrozenForm, choice: Choice) -> list[tuple[str, int]]:
    """How many headline measures met their target, did not, cannot be told, or are not assessed."""
    counts = dict.fromkeys(("met", "not met", "cannot be told from the reports received", ""), 0)
    for code in form.indicators(choice.objective or None):
        finding = form.finding(form.headline(code), choice.group)
        counts[finding["level"] if finding else ""] += 1
    return [(in_words(word) if word else _("not assessed"), number) for word, number in counts.items()]


def _objective(form: FrozenForm, goal: Mapping[str, Any], kept: list[Context], behind: Behind) -> Context | None:
    """A strategic objective's dumbbells; None where nothing of it is shown."""
    rows = [row for row in kept if row["objective"] == goal["code"]]
    if not rows:
        return None
    compared = [row for row in rows if row["finding"] and row["finding"]["gained"] is not None]
    title = _("%(objective)s %(code)s: from %(baseline)s to %(current)s") % {
        "objective": one_of(form["plan"]["labels"], "strategic_objective"),
        "code": goal["code"],
        "baseline": form.baseline,
        "current": form.current,
    }
    bells = [_dumbbell(form, row) for row in compared]
    text = form["texts"].get(f"objective/{goal['code']}", {})
    return {
        "code": goal["code"],
        "text": goal["text"],
        "rows": rows,
        "said": text,
        "parts": [
            {"code": part["code"], "text": part["text"], "said": said}
            for part in goal["operational"]
            if (said := form["texts"].get(f"operational/{part['code']}"))
        ],
        "chart_title": title,
        "chart": drawings.dumbbell_chart(bells, form.baseline, form.current, title, f"change-{goal['code']}")
        if bells
        else None,
        "chart_headings": drawings.dumbbell_headings(form.baseline, form.current),
        "chart_rows": drawings.dumbbell_table(bells),
    }


def _dumbbell(form: FrozenForm, row: Context) -> DumbbellRow:
    finding: Row = row["finding"]
    label = row["measure_label"] or row["label"]
    value = as_value(form.value(row["measure"], form.current, finding["group"]))
    target = as_target(form["measures"][row["measure"]]["target"])
    return drawings.dumbbell_row(f"{row['code']} {label}", as_finding(finding), value, target)


def _not_assessed(rows: list[Context]) -> list[Context]:
    """Indicators without a statement on trend, by reason, those of most indicators first."""
    found: dict[str, list[Context]] = {}
    for row in rows:
        if row["stand"] in ("not_assessed", "not_comparable"):
            found.setdefault(row["reason"] or _("not comparable"), []).append(row)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [{"reason": reason, "rows": held} for reason, held in ordered]


def groups_of(form: FrozenForm) -> list[str]:
    """The groups of an edition, regions first, in the portal's order."""
    return sorted(form["groups"], key=lambda slug: form["groups"][slug]["position"])


def _by_group(form: FrozenForm, choice: Choice) -> list[Context]:
    """For all Parties and each group: who reported, and how many indicators stand where."""
    codes = form.indicators(choice.objective or None)
    rows = []
    for group in (ALL, *groups_of(form)):
        findings = [as_finding(form.finding(form.trend_measure(code), group)) for code in codes]
        rows.append(
            {
                "slug": group,
                "label": group_label(form, group),
                "kind": "" if group == ALL else form["groups"][group]["kind"],
                "covered": form["coverage"][form.current][""][group],
                "counts": list(strip_counts(findings).values()),
            }
        )
    return rows


def _group_table(form: FrozenForm, kept: list[Context]) -> Context:
    """The current share of each indicator that rests on answers, by group, each with its n."""
    groups = (ALL, *groups_of(form))
    rows = []
    for row in kept:
        measure = form.headline(row["code"])
        shares = [of_parties(form.value(measure, form.current, group)) for group in groups]
        if shares[0] is not None:
            rows.append({"row": row, "shares": [share_view(share) if share else None for share in shares]})
    return {"headings": [group_label(form, group) for group in groups], "rows": rows}


def coverage_rows(form: FrozenForm) -> Context:
    """Reports received of Parties, by group: a column for each cycle and part."""
    columns = [
        (code, part)
        for code, parts in sorted(form["coverage"].items(), key=lambda pair: form["cycles"][pair[0]]["deadline"])
        for part in sorted(parts)
    ]
    return {
        "headings": [
            {
                "title": code if not part else f"{code}, {part}",
                "cut_off": form["cycles"][code]["cut_offs"][part],
            }
            for code, part in columns
        ],
        "rows": [
            {
                "label": group_label(form, group),
                "cells": [form["coverage"][code][part][group] for code, part in columns],
            }
            for group in (ALL, *groups_of(form))
        ],
    }


def largest_changes(form: FrozenForm) -> list[Context]:
    """The indicators that moved most on their panels, in words."""
    return [
        {**one, "label": form["indicators"][one["indicator"]]["label"], "points": points(Fraction(one["change"]))}
        for one in form["summaries"]["whole"]["largest_changes"]
    ]
