"""What a public page reads of the query in its address; each states it, so that nothing else reaches a drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.http import urlencode

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Reads:
    """The parameters of a page; of those in `freely` people type the value, so that it may be anything."""

    names: frozenset[str] = frozenset()
    freely: frozenset[str] = frozenset()

    def knows_all(self, query: QueryDict) -> bool:
        """Whether every parameter is known and given once."""
        return all(name in self.names and len(values) == 1 for name, values in query.lists())

    def known(self, query: QueryDict) -> str:
        """The query without what the page does not know; of a parameter given twice the last, as it is read."""
        return urlencode({name: str(query[name]) for name in query if name in self.names})

    def in_order(self, query: QueryDict) -> str:
        """The query as it is kept under: the same, in whatever order it is written."""
        return urlencode({name: str(query[name]) for name in sorted(query)})

    def is_typed(self, query: QueryDict) -> bool:
        """Whether the query holds something that people type: too many values to keep a page for each."""
        return any(query.get(name) for name in self.freely)


def reads(*names: str, freely: tuple[str, ...] = ()) -> Callable[[View], View]:
    """State the parameters that a view reads."""

    def state(view: View) -> View:
        view.reads = Reads(frozenset((*names, *freely)), frozenset(freely))  # type: ignore[attr-defined]
        return view

    return state


def stated(view: Callable[..., Any]) -> Reads | None:
    """What a view states that it reads; None where it states nothing."""
    found: Reads | None = getattr(view, "reads", None)
    return found
