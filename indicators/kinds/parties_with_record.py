"""How many Parties have a record in the Clearing-House's registry that passes a filter (method.md §5).

Whoever has none gave no answer: nothing here is said of answers.
"""

from collections.abc import Iterable
from decimal import Decimal

from indicators.calculations import Share, count
from indicators.evidence import ValueRow
from indicators.kinds.figure import Columns, Figure, Having, NoFigure, Stored, amount
from indicators.kinds.kind import Classed, ClassRow, Kind
from indicators.kinds.recorded import counted_or_entered
from indicators.reasons import NotAssessed


def _tells(stored: Stored) -> Figure:
    share = stored.share
    if share is None:
        return amount(stored)
    if not share.population:
        return NoFigure(share.reason)
    # Rebuilt from dates of registration nobody is known to have had none.
    return Having(share.yes, share.population, open_above=_is_rebuilt(share), day=stored.as_of)


def _rows(classed: Classed, members: frozenset[str]) -> Iterable[ClassRow]:
    """One row of the classes; that no record was found is a figure, and nobody was asked."""
    yield ClassRow(count(classed.standings, members), "Parties", "" if members else NotAssessed.NO_PARTY)


def _columns(row: ValueRow) -> Columns:
    """Those that have a record, of the Parties; rebuilt there may have been more, nobody knows how many."""
    share = row.share
    if share is None:
        return {}
    high = None if _is_rebuilt(share) else share.yes
    return {"numerator": Decimal(share.yes), "denominator": Decimal(share.population), "low": share.yes, "high": high}


def _is_rebuilt(share: Share) -> bool:
    return share.unanswered > 0


PARTIES_WITH_RECORD = Kind(
    name="parties_with_record",
    tells=_tells,
    others=counted_or_entered,
    is_share=False,
    classes_by_record=True,
    class_rows=_rows,
    columns=_columns,
)
