"""Differences that are known and not settled: each says what the method asks for and what is stored instead.

A point leaves this list when it is mended: where a test looks at everything, each of its points must still be seen.
"""

from datetime import date


def is_value(one, kind):
    return one["what"] == "value" and one["kind"] == kind


def is_banded_total(one, column):
    return is_value(one, "banded_number") and one["key"][5] is None and one["column"] == column


def is_banded_step(one):
    return is_value(one, "banded_number") and one["key"][5] is not None


def is_finding(one, column):
    return one["what"] == "finding" and one["column"] == column


# Seen on the whole demonstration.
DEMONSTRATION = {
    "section 5: a banded total adds what one of several parts surely adds; stored is less": lambda one: (
        is_banded_total(one, "low") and one["stored"] is not None and one["stored"] < (one["here"] or 0)
    ),
    "section 5: a banded total is open above, no assumed upper end; stored is one where no Party is in the last band": (
        lambda one: is_banded_total(one, "high") and one["here"] is None
    ),
    "section 5: no share of those answering at a step that a band straddles; stored is one": lambda one: (
        is_banded_step(one) and one["column"] in ("numerator", "denominator") and one["here"] is None
    ),
    "section 5: a registry count never speaks of answers; stored where none is found is «nobody answered»": (
        lambda one: is_value(one, "parties_with_record") and one["stored"] == "nobody answered"
    ),
    "section 7: no record after the day of a figure; a link to an assessment registered later counts": lambda one: (
        one["key"][:2] == ("5.1.2", "headline") and one["column"] in ("numerator", "records", "governments")
    ),
    "section 1: a moment is converted to UTC−12; a record registered at 11:48 UTC of the next day does not count": (
        lambda one: one["what"] == "count" and one["key"] == ("2.7.2", "headline", "records", date(2005, 12, 11), True)
    ),
}

# Seen where some cycles have a snapshot of the registry and others have none.
SNAPSHOTS = {
    "section 6: «no snapshot» is a reason of its own; stored for level and pace is «no data source»": lambda one: (
        one["what"] == "finding" and (one["here"], one["stored"]) == ("no snapshot", "no data source")
    ),
    "section 6: two snapshots are named only where both are held; stored where one is missing": lambda one: (
        is_finding(one, "trend_reason")
        and (one["here"], one["stored"]) == ("no snapshot", "The same filter at two dated snapshots.")
    ),
}

OPEN_POINTS = DEMONSTRATION | SNAPSHOTS


def point_of(one):
    """The open point that a difference belongs to; None where it is a new one."""
    return next((says for says, is_it in OPEN_POINTS.items() if is_it(one)), None)
