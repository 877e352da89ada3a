"""A banded number: the sum of bands over Parties, never exact, with the share of Parties at or above each step."""

from collections.abc import Iterable, Mapping

from indicators.bindings import Binding
from indicators.calculations import Band, count, total_of_bands
from indicators.evidence import CycleEvidence, ValueRow
from indicators.kinds.figure import Bounds, Columns, Figure, NoFigure, Stored, Total, amount, percent_of_parties
from indicators.kinds.kind import Classed, ClassRow, Kind, of_parties, share_columns
from indicators.kinds.recorded import counted_or_entered

UNIT = "people or items"


def numbers(binding: Binding, cycle: CycleEvidence) -> Mapping[str, Band]:
    """The band of each Party of the population that gave one."""
    found = (
        (party, binding.band(answers, cycle.implausible.get(party, ())))
        for party, answers in cycle.answers.items()
        if party in cycle.population
    )
    return {party: band for party, band in found if band is not None}


def _rows(classed: Classed, members: frozenset[str]) -> Iterable[ClassRow]:
    """The total over the bands given, then the Parties at or above each step (method.md §5).

    `low` holds what an unanswered Party's part surely adds; `high` stands only where nobody is left who could add more.
    """
    if classed.binding is None:
        yield from of_parties(classed, members)
        return
    total = total_of_bands(classed.complete, members)
    surely = sum(classed.bands[party][0] for party in classed.open_bands & members)
    low = total.low + surely if total.parties or surely else None
    for row in of_parties(classed, members):
        high = None if row.share.unanswered or row.share.silent or not total.parties else total.high
        yield ClassRow(row.share, UNIT, row.reason, low=low, high=high)
    for threshold, standings in classed.steps.items():
        share = count(standings, members)
        straddled = bool(classed.straddling(threshold) & members)
        yield ClassRow(share, "Parties", share.reason, threshold=threshold, straddled=straddled)


def _columns(row: ValueRow) -> Columns:
    """Bounds of the total are of what was counted, those of a step of Parties.

    Where a band straddles a step it has bounds only: a share of the others would leave out those that it is about.
    """
    columns = dict(share_columns(row))
    if row.threshold is None:
        return {name: columns[name] for name in ("numerator", "denominator")}
    return columns | dict.fromkeys(("numerator", "denominator")) if row.straddled else columns


def _tells(stored: Stored) -> Figure:
    if stored.threshold is not None and stored.share is not None and stored.numerator is None:
        return Bounds(stored.share) if stored.share.applicable else NoFigure(stored.share.reason)
    if stored.threshold is not None:
        return percent_of_parties(stored)
    return amount(stored) if stored.share is None else Total(stored.low, stored.high, stored.share)


BANDED = Kind(
    name="banded_number",
    tells=_tells,
    others=counted_or_entered,
    is_share=True,
    unit=UNIT,
    has_steps=True,
    numbers=numbers,
    class_rows=_rows,
    columns=_columns,
)
