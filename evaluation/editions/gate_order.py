"""The gate of meaning over the finished brief: gained and lost in the order in which its reader reads them. Pure.

The heading says gained first; in a line from right to left the first is the one on the right. What is asked is where
the digits stand on the page, not what the program meant (method.md §7).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evaluation.documents.brief import Change, build_brief
from evaluation.documents.produced import PDF, RenderedDocument
from evaluation.documents.words import words_of
from evaluation.editions.form import FrozenForm
from evaluation.editions.refusals import Check, Refusal

if TYPE_CHECKING:
    from evaluation.documents.pdf_runs import Run

_PAIR = re.compile(r"(\d+)\s*/\s*(\d+)")
Pair = tuple[str, str]


def out_of_order(form: FrozenForm, document: RenderedDocument) -> Iterator[Refusal]:
    """Each change of a brief whose numbers of gained and lost are not found in the order of their heading."""
    if (document.kind, document.media_type) != ("brief", PDF):
        return
    # Its reader is loaded where documents are built, not by every process that serves pages.
    from evaluation.documents.pdf_runs import runs_of

    words = words_of(form, document.language)
    changes = [one for one in build_brief(form, words=words, links=form["links"]).changes if one.gained != one.lost]
    lines = _lines(runs_of(document.content)) if changes else []
    for change in changes:
        found = [pair for line in lines if _is_of(line, change) for pair in _pairs(line)]
        if _read(change, rtl=words.rtl) not in found:
            said = ", ".join(f"{left} / {right}" for left, right in found) or "–"
            yield Refusal(Check.ORDER, f"{document.name} {change.code}", said, f"indicator/{change.code}")


def _read(change: Change, *, rtl: bool) -> Pair:
    """What stands to the left and to the right where it is read as it should be."""
    return (change.lost, change.gained) if rtl else (change.gained, change.lost)


def _lines(runs: Iterator["Run"]) -> list[Sequence["Run"]]:
    """The runs of each line from left to right."""
    held: dict[tuple[int, float], list[Run]] = defaultdict(list)
    for run in runs:
        held[run.page, round(run.y, 1)].append(run)
    return [sorted(line, key=lambda run: run.x) for line in held.values()]


def _is_of(line: Sequence["Run"], change: Change) -> bool:
    return any(run.text.strip() == change.code for run in line)


def _pairs(line: Sequence["Run"]) -> Iterator[Pair]:
    """Two numbers with a stroke between them: in one run, or in three beside each other."""
    for run in line:
        if whole := _PAIR.fullmatch(run.text.strip()):
            yield whole[1], whole[2]
    for left, stroke, right in zip(line, line[1:], line[2:], strict=False):
        if stroke.text.strip() == "/":
            yield left.text.strip(), right.text.strip()
