"""The states of a report and the ways between them: one table. Pure."""

from collections.abc import Mapping

from languages.told import said_later

DRAFT, SUBMITTED, RETURNED = said_later("draft"), said_later("submitted"), said_later("returned")
WITHDRAWN, ACCEPTED, PUBLISHED = said_later("withdrawn"), said_later("accepted"), said_later("published")
SUPERSEDED, TAKEN_OFF = said_later("superseded"), said_later("taken-off")
SET_ASIDE = said_later("set-aside")

# A withdrawn or published version, or one taken off at its Party's request, stays as it is: what comes after is the
# next version, opened as a draft.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    # Where the Secretariat enters what came on paper, the draft that its Party has begun stays as it is beside it.
    DRAFT: frozenset({SUBMITTED, SET_ASIDE}),
    SUBMITTED: frozenset({RETURNED, WITHDRAWN, ACCEPTED}),
    RETURNED: frozenset({SUBMITTED, SET_ASIDE}),
    # Until it is public a report may still be given back.
    ACCEPTED: frozenset({PUBLISHED, RETURNED}),
    PUBLISHED: frozenset({SUPERSEDED, TAKEN_OFF}),
    WITHDRAWN: frozenset(),
    # Where another report of the same Party and cycle turns out to be the one that counts.
    SUPERSEDED: frozenset({PUBLISHED, TAKEN_OFF}),
    TAKEN_OFF: frozenset(),
    SET_ASIDE: frozenset(),
}

EDITABLE = (DRAFT, RETURNED)
OPEN = (DRAFT, SUBMITTED, RETURNED, ACCEPTED)
# The Party has done its part.
HANDED_IN = (SUBMITTED, ACCEPTED, PUBLISHED)
# Those that are or were public and may count, each by its dates.
SEEN = (PUBLISHED, SUPERSEDED)
# The lines of the ledger: what was taken off stands there as withdrawn.
HELD = (*SEEN, TAKEN_OFF)
# Whose texts stand as they were handed in, and may be translated as a courtesy.
TRANSLATED = (SUBMITTED, ACCEPTED, *SEEN)
# What a next version may continue.
ENDED = (WITHDRAWN, PUBLISHED, TAKEN_OFF)


def leading_to(state: str) -> tuple[str, ...]:
    """The states from which one may come to this one."""
    return tuple(before for before, after in TRANSITIONS.items() if state in after)


def as_markdown() -> str:
    """The table as a page of the documentation; manage.py draw_states writes it."""
    arrows = [
        f"    {before} --> {after}" for before, ways in TRANSITIONS.items() for after in TRANSITIONS if after in ways
    ]
    lines = [
        "# States of a report",
        "",
        "Drawn by `manage.py draw_states` from `national_reports/workflow.py`; a test compares.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {DRAFT}",
        *arrows,
        "```",
        "",
        "Withdrawn and published versions stay as they are, and those taken off at their Party's written request too:",
        "the next version is opened as a draft that continues from their answers, files and open notes, whether the",
        "cycle is open or closed. A version counts until the next one is published. One that was taken off counts",
        "nowhere, and no earlier version comes back in its place unless the publisher says so. A draft is set aside",
        "where the Secretariat enters what its Party sent on paper: its Party alone reads it, and takes answers over",
        "from it.",
        "",
    ]
    return "\n".join(lines)
