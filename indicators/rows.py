"""The columns of stored figures from computed rows: the same for the database and for a frozen edition. Pure."""

from collections.abc import Mapping
from typing import Any

from indicators.calculations import CLASSES, PartyClass, Standing
from indicators.evidence import FindingRow, ValueRow
from indicators.kinds import kind_of

COUNTS = ("population", *CLASSES, "settled_yes", "settled_not_yes")
WORDS = ("level", "level_reason", "trend", "strength", "trend_reason", "pace", "pace_reason")
NUMBERS = (
    "yes_needed",
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
    "silence_low",
    "silence_high",
    "silence_among",
    "could_offset",
    "only_before",
    "only_before_yes",
    "only_now",
    "only_now_yes",
)


def value_columns(row: ValueRow) -> dict[str, Any]:
    """Every column of a figure but those that name its run, measure and cycle."""
    columns: dict[str, Any] = {
        "as_of": row.as_of,
        "group": row.group,
        "kind": row.kind,
        "threshold": row.threshold,
        "reading": row.reading,
        **dict.fromkeys(COUNTS),
        "numerator": row.numerator,
        "denominator": row.denominator,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "source": row.source,
        "reason": row.reason,
    }
    share = row.share
    if share is not None:
        columns |= {name: getattr(share, name) for name in COUNTS}
        columns |= kind_of(row.kind, f"figure of measure {row.measure}").columns(row)
    return columns


def finding_columns(row: FindingRow) -> dict[str, Any]:
    """Every column of a finding but those that name its run, measure and cycles."""
    return {
        "group": row.group,
        **dict.fromkeys(WORDS, ""),
        **dict.fromkeys(NUMBERS),
        **{name: str(value) if name in WORDS else value for name, value in row.values.items()},
    }


def packed(standings: Mapping[str, Standing]) -> dict[str, list[str]]:
    """{class: [codes]}, with those of the unanswered whose yes or not-yes is settled."""
    found: dict[str, list[str]] = {}
    for party in sorted(standings):
        standing = standings[party]
        found.setdefault(standing.party_class.value, []).append(party)
        if standing.party_class is PartyClass.UNANSWERED and standing.must_be_yes:
            found.setdefault("settled_yes", []).append(party)
        if standing.party_class is PartyClass.UNANSWERED and not standing.may_be_yes:
            found.setdefault("settled_not_yes", []).append(party)
    return found


def unpacked(classes: Mapping[str, list[str]]) -> dict[str, Standing]:
    """The standings that were packed; the opposite of `packed`."""
    settled_yes = frozenset(classes.get("settled_yes", ()))
    settled_not_yes = frozenset(classes.get("settled_not_yes", ()))
    return {
        party: Standing(
            party_class,
            may_be_yes=party not in settled_not_yes,
            must_be_yes=party in settled_yes,
        )
        for party_class in PartyClass
        for party in classes.get(party_class.value, ())
    }
