"""How an edition goes: one table. Pure."""

from collections.abc import Mapping

DRAFT, REVIEW, PUBLISHED = "draft", "in review", "published"

TRANSITIONS: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({REVIEW}),
    REVIEW: frozenset({DRAFT, PUBLISHED}),
    # A published edition never changes: what is wrong in it is corrected by a new one.
    PUBLISHED: frozenset(),
}
OPEN = (DRAFT, REVIEW)


def may_go(state: str, to: str) -> bool:
    return to in TRANSITIONS[state]
