"""What the dashboard of an edition shows, from its frozen form alone; a preview shows the same of live data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from charts import DumbbellRow
from evaluation.editions.form import FrozenForm, of_parties
from evaluation.editions.shown import as_target, as_value, party_name, verdict_before
from figures import drawings
from figures.catalogue import choice_in_words, in_words, stand_label
from figures.strips import Placed, Strip, at_a_glance, stand_labels, strip, totals
from figures.wording import bounds_in_words, points, share_view, statement_items, trend_detail, value_in_words
from indicators.models.levels import one_of
from indicators.reasons import NotAssessed
from indicators.selectors import part_in_a_sentence
from indicators.stands import WITH_TREND
from indicators.statements import Moved
from parties.all_parties import ALL
from parties.formats import in_a_clause, listed
from parties.in_languages import in_reader_language

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


def of_form(form: FrozenForm) -> Context:
    """What every page of a frozen form knows."""
    return {
        "form": form,
        "edition": form["edition"],
        "parameters": form["parameters"],
        "baseline": form.baseline,
        "current": form.current,
        "baseline_cycle": form["cycles"][form.baseline],
        "cycle": form["cycles"][form.current],
    }


def dashboard(form: FrozenForm, choice: Choice, behind: Behind) -> Context:
    """Strips, dumbbells, transitions, groups, coverage and what is not assessed."""
    rows = [_row(form, code, choice.group, behind) for code in form.indicators()]
    kept = [row for row in rows if _fits(row, choice)]
    strips = _strips(form, choice.group)
    shown = [strip for strip in strips if choice.objective in ("", strip.objective.code)]
    levels = _levels(form, choice)
    return {
        **of_form(form),
        "group_name": group_label(form, choice.group),
        # What the numbers of this choice are of: Africa, Strategic objective 2.
        "counted": _counted(form, choice),
        "objective_name": _objective_name(form, choice.objective),
        "is_chosen": choice.group != ALL or bool(choice.objective),
        "covered": form["coverage"][form.current][""][choice.group],
        "glance": at_a_glance(totals(shown) or dict.fromkeys(form.stands, 0)),
        "glance_parts": [(stand, stand_label(stand), number) for stand, number in totals(shown).items()],
        "levels": levels,
        "targets": sum(number for _word, number in levels),
        "strip_chart": drawings.strip_chart(shown, form.levels),
        "strips": shown,
        "strip_headings": drawings.strip_headings(shown, form.levels),
        "strip_rows": drawings.strip_rows(shown),
        "objectives": [
            part for goal in form["plan"]["objectives"] if (part := _objective(form, goal, kept, choice.group))
        ],
        "not_assessed": _without_direction(form, kept),
        # The sentences of an edition are of all Parties.
        "is_of_all": choice.group == ALL,
        "is_narrowed": bool(choice.objective or choice.stand),
        "transitions": [row for row in kept if row["moved"]],
        "by_group": _by_group(form, choice),
        "group_table": _group_table(form, kept),
        "coverage": coverage_rows(form),
        "other_choices": _other_choices(form),
        "robust": form.robust if form.choices else None,
        "received": len(form["cycles"][form.current]["received"].get("", {})),
        "population": len(form["cycles"][form.current]["population"]),
        "texts": form["texts"],
        "strip_labels": stand_labels(strips),
    }


def _counted(form: FrozenForm, choice: Choice) -> str:
    """The Parties that a choice counts, and the objective whose indicators it counts where it is not the whole plan."""
    return in_a_clause([group_label(form, choice.group), _objective_name(form, choice.objective)])


def _objective_name(form: FrozenForm, objective: str) -> str:
    return f"{one_of(form.levels, 'strategic_objective').lower()} {objective}" if objective else ""


def _other_choices(form: FrozenForm) -> list[Context]:
    """What other choices of the method would change, indicator by indicator; None where that is not yet known."""
    later = date.fromisoformat(form["later_cut_off"]["day"]) if form.choices else date.min
    return [
        {
            "label": choice_in_words(choice, later),
            "known": known,
            **(form.changed_by(choice) if known else {"level": [], "trend": []}),
        }
        for choice, known in form.choices.items()
    ]


def _fits(row: Context, choice: Choice) -> bool:
    return choice.objective in ("", row["objective"]) and choice.stand in ("", row["stand"])


def group_label(form: FrozenForm, group: str) -> str:
    return _("All Parties") if group == ALL else in_reader_language(form["groups"][group]["label"])


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
    value = as_value(form.current_value(headline, group))
    statement = form.statement(carried, group)
    place = _place(form, code, group)
    moved = form.moved(carried, group)
    return {
        "code": code,
        "label": in_reader_language(form["indicators"][code]["label"]),
        "objective": objective_of(form, code),
        "measure": carried,
        "measure_label": in_reader_language(form.trend_by(code)),
        "stand": place.stand,
        "stand_label": stand_label(place.stand),
        "reason": place.reason,
        "statement": statement,
        "detail": trend_detail(statement.trend) if statement else "",
        "figure": value_in_words(value) if value else _("not asked in %(cycle)s") % {"cycle": form.current},
        "bounds": bounds_in_words(value) if value else "",
        "items": statement_items(
            statement,
            form.statement(headline, group),
            place.stand,
            in_reader_language(form.limit(headline)),
            verdict_before(form, headline, group),
        ),
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
            strip(
                Heading(part["code"], in_reader_language(part["text"])),
                _places(form, part["indicators"], group),
                stands=form.stands,
            )
            for part in goal["operational"]
        ]
        held = _places(form, form.indicators(goal["code"]), group)
        found.append(
            strip(Heading(goal["code"], in_reader_language(goal["text"])), held, parts=parts, stands=form.stands)
        )
    return found


def _places(form: FrozenForm, indicators: list[str], group: str) -> list[Placed]:
    return [_place(form, code, group) for code in indicators]


def _place(form: FrozenForm, code: str, group: str) -> Placed:
    """Where an indicator stands, and why it has no direction."""
    stand = form.stand(code, group)
    finding = form.finding(form.trend_measure(code), group)
    if stand in (*WITH_TREND, "improved", "worsened"):
        return Placed(stand)
    reason = (finding["trend"] or finding["trend_reason"]) if finding else NotAssessed.NO_DATA_SOURCE
    return Placed(stand, in_words(reason or NotAssessed.NO_DIRECTION))


def _levels(form: FrozenForm, choice: Choice) -> list[tuple[str, int]]:
    """Every target that the plan states: met, not met, cannot be told, or not judged."""
    held = set(form.indicators(choice.objective or None))
    counts = dict.fromkeys(("met", "not met", "cannot be told from the reports received", ""), 0)
    for name, measure in form["measures"].items():
        if measure["target"] and measure["indicator"] in held:
            counts[form.level(name, choice.group)] += 1
    return [(in_words(word) if word else _("not judged"), number) for word, number in counts.items()]


def _objective(form: FrozenForm, goal: Mapping[str, Any], kept: list[Context], group: str) -> Context | None:
    """A strategic objective's dumbbells; None where nothing of it is shown."""
    rows = [row for row in kept if row["objective"] == goal["code"]]
    if not rows:
        return None
    compared = [row for row in rows if row["statement"] and isinstance(row["statement"].trend, Moved)]
    title = _("%(objective)s %(code)s: from %(baseline)s to %(current)s") % {
        "objective": one_of(form.levels, "strategic_objective"),
        "code": goal["code"],
        "baseline": form.baseline,
        "current": form.current,
    }
    bells = [_dumbbell(form, row, group) for row in compared]
    text = form["texts"].get(f"objective/{goal['code']}", {})
    return {
        "code": goal["code"],
        "text": in_reader_language(goal["text"]),
        "rows": rows,
        "said": text,
        "parts": [
            {"code": part["code"], "text": in_reader_language(part["text"]), "said": said}
            for part in goal["operational"]
            if (said := form["texts"].get(f"operational/{part['code']}"))
        ],
        "chart_title": title,
        "chart": drawings.dumbbell_chart(bells, form.baseline, form.current, title, f"change-{goal['code']}")
        if bells
        else None,
        "chart_headings": drawings.dumbbell_headings(form.levels, form.baseline, form.current),
        "chart_rows": drawings.dumbbell_table(bells),
    }


def _dumbbell(form: FrozenForm, row: Context, group: str) -> DumbbellRow:
    label = row["measure_label"] or row["label"]
    value = as_value(form.value(row["measure"], form.current, group))
    target = as_target(form["measures"][row["measure"]]["target"])
    return drawings.dumbbell_row(f"{row['code']} {label}", row["statement"], value, target)


def _without_direction(form: FrozenForm, rows: list[Context]) -> list[Context]:
    """Indicators without a statement on trend, by the part they are counted in and by reason, most indicators first."""
    found: dict[tuple[str, str], list[Context]] = {}
    for row in rows:
        if row["reason"]:
            found.setdefault((row["stand"], row["reason"]), []).append(row)
    parts = list(map(str, form.stands))
    ordered = sorted(found.items(), key=lambda pair: (parts.index(pair[0][0]), -len(pair[1]), pair[0][1]))
    return [{"label": stand_label(stand), "reason": reason, "rows": held} for (stand, reason), held in ordered]


def groups_of(form: FrozenForm) -> list[str]:
    """The groups of an edition, regions first, in the portal's order."""
    return sorted(form["groups"], key=lambda slug: form["groups"][slug]["position"])


def _by_group(form: FrozenForm, choice: Choice) -> list[Context]:
    """For all Parties and each group: who reported, and how many indicators stand where."""
    codes = form.indicators(choice.objective or None)
    rows = []
    for group in (ALL, *groups_of(form)):
        held = [form.stand(code, group) for code in codes]
        rows.append(
            {
                "slug": group,
                "label": group_label(form, group),
                "kind": "" if group == ALL else form["groups"][group]["kind"],
                "covered": form["coverage"][form.current][""][group],
                "counts": [held.count(part) for part in form.stands],
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
            named = in_reader_language(form.share_label(measure)) or row["label"]
            rows.append(
                {"row": row, "label": named, "shares": [share_view(share) if share else None for share in shares]}
            )
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
                "title": listed((code, part_in_a_sentence(code, part))) if part else code,
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
        {
            **one,
            "label": in_reader_language(
                form.trend_by(one["indicator"]) or form["indicators"][one["indicator"]]["label"]
            ),
            "points": points(Fraction(one["change"])),
        }
        for one in form["summaries"]["whole"]["largest_changes"]
    ]
