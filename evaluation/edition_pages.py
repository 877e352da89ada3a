"""What the pages of one indicator and of one Party show of an edition, from its frozen form alone.

Only the words of options come from the questionnaires: the form holds their codes.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.dashboard import group_label, groups_of
from evaluation.editions.form import FrozenForm, of_parties, share_of
from evaluation.editions.shown import as_target, as_value, party_name, verdict_before
from figures.bindings_in_words import class_asked, combined, options_in_words
from figures.catalogue import class_label
from figures.selectors import forms
from figures.wording import bounds_in_words, share_view, statement_items, value_in_words
from indicators.calculations import PartyClass
from languages.codes import ENGLISH
from national_reports.words import called
from parties.all_parties import ALL
from parties.in_languages import in_reader_language

Context = dict[str, Any]


def indicator_context(form: FrozenForm, code: str, measure: str, group: str) -> Context:
    """One measure of an indicator for a group: at both ends, with the Parties of each class and who moved."""
    held = form["measures"][measure]
    finding = form.finding(measure, group)
    target = as_target(held["target"])
    moved = form.moved(measure, group)
    share_of = in_reader_language(form.share_label(measure))
    return {
        "code": code,
        "indicator": form["indicators"][code],
        "measure": held,
        "has_steps": form.kind(measure).has_steps,
        "group_name": group_label(form, group),
        # The sentences of an edition are of all Parties.
        "is_of_all": group == ALL,
        "said": form["texts"].get(f"indicator/{code}", {}),
        "ends": [end for cycle in (form.baseline, form.current) if (end := _end(form, measure, cycle, group))],
        "single": _single(form, measure),
        # What shares, classes and changes are of, where the figure is a total.
        "share_of": share_of,
        "items": statement_items(
            form.statement(measure, group),
            stand=form.stand(code, group),
            limit=in_reader_language(form.limit(measure)),
            before=verdict_before(form, measure, group),
            trend_by=share_of,
        ),
        "finding": finding,
        "target": target,
        "moved": [
            {"label": label, "parties": _named(form, moved[name])}
            for name, label in (("gained", _("Gained")), ("lost", _("Lost")))
            if moved.get(name)
        ],
        "groups": _groups(form, measure),
        "bindings": [_binding(form, cycle, rule) for cycle, rule in held["bindings"].items()],
        "comparisons": held["comparisons"],
        "reports": len(form["reports"]),
    }


def _end(form: FrozenForm, measure: str, cycle: str, group: str) -> Context | None:
    """A measure in one cycle: share, counts and the Parties of each class."""
    value = as_value(form.value(measure, cycle, group))
    share = share_of(form.value(measure, cycle, group))
    if value is None or share is None:
        return None
    members = set(form.counted_among(measure, cycle, group))
    classes: Mapping[str, list[str]] = form["classes"][measure][cycle]
    return {
        "cycle": cycle,
        "name": in_reader_language(form["cycles"][cycle]["name"]),
        "figure": value_in_words(value),
        "is_share": form.kind(measure).is_share,
        "bounds": bounds_in_words(value),
        "share": share_view(share),
        "counts": share,
        "classes": [
            {
                "name": name.value,
                "label": class_asked(name.value, form.kind(measure).name, cycle, _asked(form, measure, cycle)),
                "parties": _named(form, [code for code in classes[name.value] if code in members]),
            }
            for name in PartyClass
            if set(classes.get(name.value, ())) & members
        ],
    }


def _single(form: FrozenForm, measure: str) -> list[Context]:
    """Figures that rest on no cycle: by date, or in other readings."""
    return [
        {"words": value_in_words(value), "value": value}
        for row in form.figures(measure)
        if (value := as_value(row)) is not None
    ]


def _named(form: FrozenForm, codes: list[str]) -> list[tuple[str, str]]:
    return sorted(((code, party_name(form, code)) for code in codes), key=lambda pair: pair[1])


def _groups(form: FrozenForm, measure: str) -> list[Context]:
    return [
        {"slug": group, "name": group_label(form, group), "share": share_view(share), "counts": share}
        for group in (ALL, *groups_of(form))
        if (share := of_parties(form.value(measure, form.current, group))) is not None
    ]


def _binding(form: FrozenForm, cycle: str, rule: Mapping[str, Any]) -> Context:
    """The questions of a cycle and which of their options count as what, as they were frozen."""
    asked = forms()[cycle].questions if cycle in forms() else {}
    return {
        "cycle": cycle,
        "combine": combined(rule["combine"]),
        "uses": [
            {
                "key": use["key"],
                "called": called(asked[use["key"]]) if use["key"] in asked else use["key"],
                "language": asked[use["key"]].wording.language if use["key"] in asked else ENGLISH,
                "classes": [
                    {
                        "name": name.value,
                        "label": class_label(name.value),
                        "options": options_in_words(asked.get(use["key"]), use[name.value]),
                    }
                    for name in PartyClass
                    if use.get(name.value)
                ],
            }
            for use in rule["questions"]
        ],
    }


def party_context(form: FrozenForm, party: str) -> Context:
    """One Party's classes at both ends for each headline measure, with the share of its region beside them."""
    regions = [slug for slug in groups_of(form) if form["groups"][slug]["kind"] == "region"]
    region = next((slug for slug in regions if party in form.members(slug)), ALL)
    return {
        "party": party,
        "party_name": party_name(form, party),
        "region": group_label(form, region),
        "reports": {
            code: form["cycles"][code]["received"].get("", {}).get(party, "") for code in (form.baseline, form.current)
        },
        "groups": [group_label(form, slug) for slug in groups_of(form) if party in form.members(slug)],
        "goals": [
            {"code": goal["code"], "text": in_reader_language(goal["text"]), "rows": rows}
            for goal in form["plan"]["objectives"]
            if (rows := [row for code in form.indicators(goal["code"]) if (row := _own(form, code, party, region))])
        ],
    }


def _own(form: FrozenForm, code: str, party: str, region: str) -> Context | None:
    measure = form.headline(code)
    share = of_parties(form.value(measure, form.current, region))
    if share is None:
        return None
    before, now = (form.class_of(measure, cycle, party) for cycle in (form.baseline, form.current))
    return {
        "code": code,
        "label": in_reader_language(form.share_label(measure) or form["indicators"][code]["label"]),
        "before": _counted_as(form, measure, form.baseline, before),
        "now": _counted_as(form, measure, form.current, now),
        "share": share_view(share),
    }


def _counted_as(form: FrozenForm, measure: str, cycle: str, party_class: str) -> Context | None:
    if not party_class:
        return None
    label = class_asked(party_class, form.kind(measure).name, cycle, _asked(form, measure, cycle))
    return {"name": party_class, "label": label}


def _asked(form: FrozenForm, measure: str, cycle: str) -> Mapping[str, Any]:
    """How a measure reads a cycle; empty where it asks nothing there."""
    held: Mapping[str, Any] = form["measures"][measure]["bindings"].get(cycle, {})
    return held
