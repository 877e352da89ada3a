"""What the gate of meaning refuses: each refusal by its check, its place and what stands there (method.md §7). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Check(StrEnum):
    """What is checked; stored, so a name that stands is never changed."""

    DAY_TO_COME = "day to come"
    BEFORE_DEADLINE = "cut-off before the deadline"
    NO_REPORT = "no counted report"
    AFTER_CUT_OFF = "after the cut-off"
    OVER_N = "n greater than N"
    SUMS = "does not add up"
    ANSWERING = "answering on a registry count"
    ANOTHER_MEASURE = "of another measure"
    NO_REASON = "without its reason"
    NOT_FROZEN = "not in the frozen form"
    OWN_PER_CENT = "per cent without a source"
    STILL_HEARD = "Parties are still heard"
    OBJECTION = "objection without an answer"
    SHOWN_OTHERWISE = "not as a Party was shown"
    ORDER = "read in another order"
    IN_LINES = "not in one line"


# What no two people may pass: a day has not been, the arithmetic is wrong, a Party waits for words, a title breaks.
NEVER = frozenset({Check.DAY_TO_COME, Check.OVER_N, Check.SUMS, Check.OBJECTION, Check.IN_LINES})
# What follows from a review of Parties, and not from the frozen form.
HEARD = frozenset({Check.STILL_HEARD, Check.OBJECTION, Check.SHOWN_OTHERWISE})


UNTIL = "until "


def heard_until(place: str) -> date:
    """The last day of a review, of the place where Parties are still heard."""
    return date.fromisoformat(place.removeprefix(UNTIL))


@dataclass(frozen=True)
class Refusal:
    """One refusal; check and place name it. `subject` says what it is about, so that it is found where it is mended.

    A subject is "parameters", "masthead", "meetings", "reports", "whole", "objective/1", "indicator/2.2.1" …,
    "documents" or "hearing".
    """

    check: Check
    place: str
    found: str
    subject: str

    @property
    def name(self) -> tuple[str, str]:
        return str(self.check), self.place

    @property
    def may_pass(self) -> bool:
        """Whether two publishers together may let it stand, with a reason that the edition prints."""
        return self.check not in NEVER
