"""What is verified of evaluations: their parameters, editions with texts and documents, and the adjustments."""

from collections.abc import Iterator

from evaluation.verification.editions import documents, editions, texts
from evaluation.verification.register import adjustments, evaluations, meetings
from parties.checked import Checked

__all__ = ["adjustments", "checks", "documents", "editions", "evaluations", "meetings", "texts"]


def checks() -> Iterator[Checked]:
    yield documents()
    yield editions()
    yield texts()
    yield evaluations()
    yield meetings()
    yield adjustments()
