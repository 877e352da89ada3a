"""The states of a report and the ways between them: one table. Pure."""

from collections.abc import Mapping

DRAFT, SUBMITTED, RETURNED, WITHDRAWN = "draft", "submitted", "returned", "withdrawn"
ACCEPTED, PUBLISHED, SUPERSEDED = "accepted", "published", "superseded"

# A withdrawn or published version stays as it is: what comes after is the next version, opened as a draft.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    DRAFT: frozenset({SUBMITTED}),
    SUBMITTED: frozenset({RETURNED, WITHDRAWN, ACCEPTED}),
    RETURNED: frozenset({SUBMITTED}),
    ACCEPTED: frozenset({PUBLISHED}),
    PUBLISHED: frozenset({SUPERSEDED}),
    WITHDRAWN: frozenset(),
    SUPERSEDED: frozenset(),
}

EDITABLE = (DRAFT, RETURNED)
OPEN = (DRAFT, SUBMITTED, RETURNED, ACCEPTED)
# The Party has done its part.
HANDED_IN = (SUBMITTED, ACCEPTED, PUBLISHED)
# What a next version may continue.
ENDED = (WITHDRAWN, PUBLISHED)


def leading_to(state: str) -> tuple[str, ...]:
    """The states from which one may come to this one."""
    return tuple(before for before, after in TRANSITIONS.items() if state in after)
