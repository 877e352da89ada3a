"""Differences that are known and not settled: each says what the method asks for and what is stored instead.

A point leaves this list when it is mended: where a test looks at everything, each of its points must still be seen.
"""

# Seen on the whole demonstration: {what the method asks for and what is stored: whether a difference is of it}.
DEMONSTRATION = {}

OPEN_POINTS = DEMONSTRATION


def point_of(one):
    """The open point that a difference belongs to; None where it is a new one."""
    return next((says for says, is_it in OPEN_POINTS.items() if is_it(one)), None)
