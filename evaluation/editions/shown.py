"""Frozen rows as the models that pages and drawings read; none of them is ever saved."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from evaluation.editions.form import FrozenForm, Row
from figures.wording import ReadBefore
from indicators.models import IndicatorValue, Target
from indicators.rows import COUNTS
from parties.all_parties import ALL
from parties.in_languages import among


def as_value(row: Row | None) -> IndicatorValue | None:
    if row is None:
        return None
    return IndicatorValue(
        **{name: row[name] for name in ("group", "kind", "threshold", "reading", "low", "high", "unit", "source")},
        **{name: row[name] for name in COUNTS},
        reason=row["reason"],
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
        numerator=Decimal(row["numerator"]) if row["numerator"] is not None else None,
        denominator=Decimal(row["denominator"]) if row["denominator"] is not None else None,
    )


def verdict_before(form: FrozenForm, measure: str, group: str = ALL) -> ReadBefore | None:
    """The target's verdict at the earlier cycle with its figure, where the later one does not ask."""
    reading = form.read_before(measure, group)
    value = as_value(form.value(measure, reading.cycle, group)) if reading else None
    return ReadBefore(reading, value) if reading and value else None


def as_target(held: Mapping[str, Any] | None) -> Target | None:
    if held is None:
        return None
    return Target(operator=held["operator"], value=held["value"], unit=held["unit"])


def party_name(form: FrozenForm, code: str) -> str:
    """A Party's short name in the reader's language, as it was frozen; English where there is none."""
    return among(form["parties"][code]["name"])


def title_of(form: FrozenForm) -> str:
    """The title in the reader's language, as it was frozen; English, marked so, where there is none."""
    return among(form["edition"]["title"])
