"""The kinds of measures, one module each; everything else asks the kind instead of its name. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from indicators.kinds.banded import BANDED
from indicators.kinds.figure import Figure, NoFigure, Stored
from indicators.kinds.kind import Kind
from indicators.kinds.membership import MEMBERSHIP
from indicators.kinds.milestone import MILESTONE
from indicators.kinds.narrative import NARRATIVE
from indicators.kinds.number import NUMBER
from indicators.kinds.parties_with_record import PARTIES_WITH_RECORD
from indicators.kinds.ratio import RATIO
from indicators.kinds.recorded import RECORDED
from indicators.kinds.records import RECORDS
from indicators.kinds.share import SHARE

# In the order in which people choose among them.
_ALL = (SHARE, NUMBER, BANDED, RECORDS, PARTIES_WITH_RECORD, RATIO, MEMBERSHIP, MILESTONE, RECORDED, NARRATIVE)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in _ALL})


class UnknownKind(LookupError):
    """A stored or frozen measure or figure is of no kind that this code knows: mend it there, or use later code."""

    def __init__(self, name: str, place: str) -> None:
        self.name = name
        self.place = place
        super().__init__(f"{place}: there is no kind {name!r}; the kinds are {', '.join(KINDS)}.")


def kind_of(name: str, place: str) -> Kind:
    """The kind of this name; `place` says where the name stands. Raises UnknownKind."""
    if name not in KINDS:
        raise UnknownKind(name, place)
    return KINDS[name]


def figure_of(kind: Kind, stored: Stored) -> Figure:
    """What is said of a figure: the reason why there is none before all else."""
    return NoFigure(stored.reason) if stored.reason else kind.tells(stored)
