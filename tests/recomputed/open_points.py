"""Differences that are known and not settled: each says what the method asks for and what is stored instead.

A point leaves this list when it is mended: where a test looks at everything, each of its points must still be seen.
"""


def is_value(one, kind):
    return one["what"] == "value" and one["kind"] == kind


def is_banded_step(one):
    return is_value(one, "banded_number") and one["key"][5] is not None


# Seen on the whole demonstration.
DEMONSTRATION = {
    "section 5: no share of those answering at a step that a band straddles; stored is one": lambda one: (
        is_banded_step(one) and one["column"] in ("numerator", "denominator") and one["here"] is None
    ),
}

OPEN_POINTS = DEMONSTRATION


def point_of(one):
    """The open point that a difference belongs to; None where it is a new one."""
    return next((says for says, is_it in OPEN_POINTS.items() if is_it(one)), None)
