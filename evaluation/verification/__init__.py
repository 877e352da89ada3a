"""What is verified of evaluations: their parameters, editions with all that was decided of them, data brought in,
adjustments, who was heard."""

from collections.abc import Iterator

from evaluation.verification.decided import home_choices, left_out_languages, passes, proposals, withdrawals
from evaluation.verification.editions import documents, editions, texts
from evaluation.verification.heard import queries, reviews
from evaluation.verification.register import adjustments, evaluations, meetings
from parties.checked import Checked

__all__ = [
    "adjustments",
    "checks",
    "documents",
    "editions",
    "evaluations",
    "home_choices",
    "left_out_languages",
    "meetings",
    "passes",
    "proposals",
    "queries",
    "reviews",
    "texts",
    "withdrawals",
]


def checks() -> Iterator[Checked]:
    yield documents()
    yield editions()
    yield texts()
    yield passes()
    yield left_out_languages()
    yield withdrawals()
    yield home_choices()
    yield proposals()
    yield evaluations()
    yield meetings()
    yield adjustments()
    yield reviews()
    yield queries()
