"""What a change of data would move, editions included: those that would say otherwise if they were frozen now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from evaluation.editions.evidence_frozen import frozen_evidence
from evaluation.models import Edition, Evaluation
from figures.moves import Changed, State, compare, tried
from indicators.moves import Moves, compare_rows

Form = Mapping[str, Any]


@dataclass(frozen=True)
class Otherwise:
    """An edition, by its evaluation and version, and what it would say otherwise; published ones stay as they are."""

    edition: str
    moves: Moves


@dataclass(frozen=True)
class WhatMoves:
    """All that a change moves."""

    changed: Changed
    editions: list[Otherwise]

    def __bool__(self) -> bool:
        return bool(self.changed.moves or self.changed.links or self.editions)

    def lines(self) -> list[str]:
        """The same for a reader, each move in one line."""
        moved = self.changed.moves
        found = [
            f"What moves: figures {len(moved.figures)}, findings {len(moved.findings)}, links between questions "
            f"{len(self.changed.links)}; editions that would say otherwise: {len(self.editions)}."
        ]
        found += [f"figure {one}" for one in moved.figures]
        found += [f"finding {one}" for one in moved.findings]
        found += [f"link {one}" for one in self.changed.links]
        for one in self.editions:
            found.append(f"{one.edition}: figures {len(one.moves.figures)}, findings {len(one.moves.findings)}")
        return found


def what_moves(change: Callable[[], object]) -> WhatMoves:
    """Make a change, see what it moves, and take it back: nothing is written. What the change raises is raised."""
    before, after = tried(_state, change)
    editions = []
    for edition in Edition.objects.published().select_related("evaluation").order_by("pk"):
        was, now = (forms.get(edition.evaluation.slug, {}) for _state, forms in (before, after))
        moved = Moves(*(compare_rows(was.get(name, ()), now.get(name, ())) for name in ("values", "findings")))
        if moved:
            editions.append(Otherwise(f"edition {edition.evaluation.slug} {edition.version}", moved))
    return WhatMoves(compare(before[0], after[0]), editions)


def _state() -> tuple[State, dict[str, Form]]:
    """What would be said now, by the portal and by every evaluation that an edition is published of."""
    published = Evaluation.objects.filter(editions__state=Edition.State.PUBLISHED).distinct().order_by("pk")
    return State.now(), {one.slug: frozen_evidence(one, at=timezone.now()) for one in published}
