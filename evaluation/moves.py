"""What a change of data would move, editions included: those that would say otherwise if they were frozen now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from evaluation.editions.evidence_frozen import frozen_evidence
from evaluation.models import Edition, Evaluation
from figures.moves import Changed, State, compare, tried
from indicators.moves import Moves, compare_rows

Form = Mapping[str, Any]


@dataclass(frozen=True)
class Otherwise:
    """An edition, by its evaluation and version, and what it would say otherwise.

    A published one stays as it is; a draft, in review or not, says so when it is frozen again.
    """

    edition: str
    moves: Moves
    is_draft: bool = False


@dataclass(frozen=True)
class WhatMoves:
    """All that a change moves."""

    changed: Changed
    editions: list[Otherwise]

    def __bool__(self) -> bool:
        return bool(self.changed.moves or self.changed.links or self.editions)

    @property
    def published(self) -> list[Otherwise]:
        return [one for one in self.editions if not one.is_draft]

    @property
    def drafts(self) -> list[Otherwise]:
        return [one for one in self.editions if one.is_draft]


def what_moves(change: Callable[[], object]) -> WhatMoves:
    """Make a change, see what it moves, and take it back: nothing is written. What the change raises is raised."""
    before, after = tried(_state, change)
    editions = []
    for edition in _frozen():
        was, now = (forms.get(edition.evaluation.slug, {}) for _state, forms in (before, after))
        moved = Moves(*(compare_rows(was.get(name, ()), now.get(name, ())) for name in ("values", "findings")))
        if moved:
            called = f"edition {edition}"
            editions.append(Otherwise(called, moved, is_draft=not edition.is_published))
    return WhatMoves(compare(before[0], after[0]), editions)


def as_text(value: Any) -> str:
    """What a column of a row says, as plain text; empty for nothing."""
    if isinstance(value, Decimal):
        # Without the zeros that the column fills up with.
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _frozen() -> list[Edition]:
    """Every edition whose figures somebody has before them: those published, and drafts that were frozen."""
    held = Edition.objects.exclude(frozen_at=None).select_related("evaluation")
    return list(held.order_by("pk"))


def _state() -> tuple[State, dict[str, Form]]:
    """What would be said now, by the portal and by every evaluation that has a frozen edition."""
    of_editions = Evaluation.objects.exclude(editions__frozen_at=None).distinct().order_by("pk")
    return State.now(), {one.slug: frozen_evidence(one, at=timezone.now()) for one in of_editions}
