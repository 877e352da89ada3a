"""What is verified of evaluations: their parameters, editions with texts and documents, adjustments, who was heard."""

from collections.abc import Iterator

from evaluation.verification.editions import documents, editions, texts
from evaluation.verification.heard import queries, reviews
from evaluation.verification.register import adjustments, evaluations, meetings
from parties.checked import Checked

__all__ = ["adjustments", "checks", "documents", "editions", "evaluations", "meetings", "queries", "reviews", "texts"]


def checks() -> Iterator[Checked]:
    yield documents()
    yield editions()
    yield texts()
    yield evaluations()
    yield meetings()
    yield adjustments()
    yield reviews()
    yield queries()
