"""What a frozen form says otherwise than the one before, part by part, with what was said and what is said now."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.editions.differences import differences, figure_rows, finding_rows, indicators_of
from evaluation.editions.form import FrozenForm, Row
from evaluation.editions.shown import as_value
from evaluation.models import Evaluation
from evaluation.places_in_words import facts_changed, part_in_words, place_in_words
from evaluation.views.texts import subject_title
from figures.wording import bounds_in_words, statement_items, value_in_words
from indicators.statements import statement_of
from parties.formats import in_a_clause, under
from parties.in_languages import in_reader_language

Context = dict[str, Any]
Fact = dict[str, str]
# Enough to see what it is about; the indicators are all named.
MOST_NAMED = 12
# Parts that are facts by their names, and where a form has them.
OF_FACTS = {"parameters": "parameters", "head": "edition"}


def differences_in_words(was: FrozenForm, form: FrozenForm, evaluation: Evaluation) -> Context:
    """{"differences": [{label, number, facts, named, more}], "changed_indicators": names in the plan's order}.

    A fact has a name, and what was said before and is said now; of what is only named, its number tells how much.
    """
    told = differences(was, form)
    return {
        "differences": [
            {
                "label": part_in_words(part),
                "number": len(what),
                "facts": _facts(part, what, was, form, evaluation),
                "named": [_named(part, one, evaluation, form) for one in what[:MOST_NAMED]]
                if part not in (*OF_FACTS, "figures", "findings")
                else [],
                "more": part not in OF_FACTS and len(what) > MOST_NAMED,
            }
            for part, what in told.items()
        ],
        "changed_indicators": [
            f"{code} {in_reader_language(form.indicator(code)['label'])}" for code in indicators_of(told, form)
        ],
    }


def _named(part: str, what: str, evaluation: Evaluation, form: FrozenForm) -> str:
    """A text by what it is about; whatever else differs by its place."""
    if part == "texts" and what in form["texts"]:
        return subject_title(form, what)
    return place_in_words(what, evaluation.plan.labels, form)


def _facts(part: str, what: list[str], was: FrozenForm, form: FrozenForm, evaluation: Evaluation) -> list[Fact]:
    if part in OF_FACTS:
        return facts_changed(was[OF_FACTS[part]], form[OF_FACTS[part]], what)
    shown = what[:MOST_NAMED]
    if part == "figures":
        ends = [figure_rows(one) for one in (was, form)]
        pairs = ((_figure(ends[0].get(one)), _figure(ends[1].get(one))) for one in shown)
    elif part == "findings":
        found = [finding_rows(one) for one in (was, form)]
        pairs = (_finding((was, found[0].get(one)), (form, found[1].get(one))) for one in shown)
    else:
        return []
    return [
        {"name": _named(part, one, evaluation, form), "before": before, "after": after}
        for one, (before, after) in zip(shown, pairs, strict=True)
    ]


def _figure(row: Row | None) -> str:
    """A figure with its bounds; a dash where an edition has none."""
    value = as_value(row)
    if value is None:
        return "–"
    return in_a_clause(part for part in (value_in_words(value), bounds_in_words(value)) if part)


def _finding(before: tuple[FrozenForm, Row | None], now: tuple[FrozenForm, Row | None]) -> tuple[str, str]:
    """What two findings say in other words, at each end; what they rest on where the words are the same."""
    was, is_ = (_statements(*end) for end in (before, now))
    other = [name for name in dict.fromkeys([*was, *is_]) if was.get(name) != is_.get(name)]
    if was and is_ and not other:
        same = _("the same words; what they rest on is another")
        return same, same
    return _listed(was, other), _listed(is_, other)


def _statements(form: FrozenForm, row: Row | None) -> dict[str, str]:
    """{level, trend and pace by their names: the word with its reason}; empty where there is no finding."""
    if row is None:
        return {}
    items = statement_items(statement_of(row, form.kind(row["measure"])))
    return {one["name"]: in_a_clause(part for part in (one["word"], one["reason"]) if part) for one in items}


def _listed(said: Mapping[str, str], names: Iterable[str]) -> str:
    return in_a_clause(under(name, said[name]) for name in names if name in said) or "–"
