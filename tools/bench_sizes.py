"""How much is measured: all of it, or so little that every row is shown within seconds (BENCH_SMALL), judging none."""

import os
from typing import TypeVar

SMALL = os.environ.get("BENCH_SMALL", "") == "1"
Number = TypeVar("Number", int, float)


def of(whole: Number, small: Number) -> Number:
    """The number of the whole benchmark, or that of its small form."""
    return small if SMALL else whole
