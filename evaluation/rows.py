"""The public rows of values and findings: one shape for CSV, JSON and the API."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicators.calculations import percent
from indicators.models import Finding, IndicatorValue

CLASS_COLUMNS = ("population", "yes", "partial", "no", "not_applicable", "unanswered", "silent")

VALUE_COLUMNS = (
    "indicator",
    "measure",
    "kind",
    "cycle",
    "as_of",
    "group",
    "threshold",
    "reading",
    *CLASS_COLUMNS,
    "numerator",
    "denominator",
    "share",
    "lowest",
    "highest",
    "low",
    "high",
    "unit",
    "source",
    "reason",
    "run",
)

FINDING_PLAIN = (
    "level",
    "level_reason",
    "yes_needed",
    "trend",
    "trend_reason",
    "pace",
    "pace_reason",
    "panel",
    "reporting",
    "population",
    "eligible",
    "baseline_yes",
    "current_yes",
    "gained",
    "lost",
    "stayed",
    "net_low",
    "net_high",
)

FINDING_COLUMNS = ("indicator", "measure", "baseline", "current", "group", *FINDING_PLAIN, "run")


def decimal_share(share: Fraction | None) -> float | None:
    """A share 0..1 as a number of six decimals, rounded half away from zero."""
    return None if share is None else float(percent(share, 4) / 100)


def plain_number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def value_row(value: IndicatorValue, indicator: str) -> dict[str, Any]:
    """One value; null where a column does not apply, also for an upper end that is open."""
    share = value.classes
    return {
        "indicator": indicator,
        "measure": value.measure.key,
        "kind": value.kind,
        "cycle": value.cycle.code if value.cycle else None,
        "as_of": value.as_of.isoformat() if value.as_of else None,
        "group": value.group,
        "threshold": value.threshold,
        "reading": value.reading or None,
        **{name: getattr(value, name) for name in CLASS_COLUMNS},
        "numerator": plain_number(value.numerator),
        "denominator": plain_number(value.denominator),
        "share": decimal_share(value.share),
        "lowest": decimal_share(share.lowest) if share else None,
        "highest": decimal_share(share.highest) if share else None,
        "low": value.low,
        "high": value.high,
        "unit": value.unit,
        "source": value.source,
        "reason": value.reason or None,
        "run": value.run_id,
    }


def finding_row(finding: Finding, indicator: str) -> dict[str, Any]:
    """One finding; null where a statement could not be made or does not apply."""
    return {
        "indicator": indicator,
        "measure": finding.measure.key,
        "baseline": finding.baseline.code if finding.baseline else None,
        "current": finding.current.code if finding.current else None,
        "group": finding.group,
        **{name: getattr(finding, name) if getattr(finding, name) != "" else None for name in FINDING_PLAIN},
        "run": finding.run_id,
    }
