"""What a change of data moves, as a command prints it before it stores anything: each move in one line."""

from collections.abc import Iterable

from evaluation.moves import WhatMoves, as_text
from evaluation.moves_in_words import Worder, column_label, link_in_words, value_in_words
from indicators.moves import Moved
from national_reports.services.mending import Touched


def lines(found: WhatMoves) -> list[str]:
    """All that moves, for whoever reads a terminal."""
    moved, words = found.changed.moves, Worder()
    told = [
        f"What moves: figures {len(moved.figures)}, findings {len(moved.findings)}, links between questions "
        f"{len(found.changed.links)}; published editions that would say otherwise: {len(found.published)}, "
        f"drafts: {len(found.drafts)}."
    ]
    told += [f"Figure {_line(one, words)}" for one in moved.figures]
    told += [f"Finding {_line(one, words)}" for one in moved.findings]
    told += [f"Link {place}: {link_in_words(was)} → {link_in_words(now)}" for place, was, now in found.changed.links]
    for one in found.editions:
        called = f"{one.edition} (draft)" if one.is_draft else one.edition
        told.append(f"{called}: figures {len(one.moves.figures)}, findings {len(one.moves.findings)}")
    return told


def touched_lines(touched: Iterable[Touched]) -> list[str]:
    """The drafts of which answers are kept apart, with their questions; nothing where every answer still fits."""
    return [
        f"Draft of {one.report.party.code}, {one.report.cycle.code}: kept apart for its Party: "
        f"{', '.join(one.questions)}"
        for one in touched
    ]


def _line(moved: Moved, words: Worder) -> str:
    said = []
    for name, ends in moved.columns.items():
        before, after = (value_in_words(name, as_text(end)) for end in ends)
        said.append(f"{column_label(name)}: {before} → {after}")
    return f"{words.place(moved.of)}: {'; '.join(said)}"
