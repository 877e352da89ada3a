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


def as_markdown() -> str:
    """The table as a page of the documentation; manage.py draw_edition_states writes it."""
    named = {state: state.replace(" ", "_") for state in TRANSITIONS}
    arrows = [
        f"    {named[before]} --> {named[after]}"
        for before, ways in TRANSITIONS.items()
        for after in TRANSITIONS
        if after in ways
    ]
    lines = [
        "# States of an edition",
        "",
        "Drawn by `manage.py draw_edition_states` from `evaluation/editions/states.py`; a test compares.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {named[DRAFT]}",
        *arrows,
        "```",
        "",
        "A draft is frozen as often as it takes; only what is frozen goes to review, and another person than its",
        "author publishes it. A published edition stays as it is: a correction is the next version, and says what",
        "it changes.",
        "",
    ]
    return "\n".join(lines)
