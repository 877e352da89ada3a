"""The kinds of jobs: what does them, how heavy they are, and what is told when one fails for good."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_stubs_ext import StrOrPromise

from jobs.models import Job

Handler = Callable[..., dict[str, Any] | None]
Told = Callable[[Job], None]
AT_ONCE = timedelta(0)


class UnknownKind(LookupError):
    """No handler is registered for this kind of job: the app that owns it is not installed."""


@dataclass(frozen=True)
class Kind:
    """How jobs of one kind are done.

    A long one is never done by the process that asks, which has somebody waiting. One that is waited for has a page
    that looks again and again: while the broker is away, the process beside the server does it. One that settles is
    done once it was not asked for again this long. `when_failed` is told of a job that failed for good, in the place
    of the list of what was left out; `title` says in words what is done.
    """

    handler: Handler
    is_long: bool = False
    is_waited_for: bool = False
    settles: timedelta = AT_ONCE
    when_failed: Told | None = None
    title: StrOrPromise = ""


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    handler: Handler,
    *,
    is_long: bool = False,
    is_waited_for: bool = False,
    settles: timedelta = AT_ONCE,
    when_failed: Told | None = None,
    title: StrOrPromise = "",
) -> None:
    """Name the function that does jobs of this kind; called in AppConfig.ready() of the app above."""
    _kinds[kind] = Kind(handler, is_long, is_waited_for, settles, when_failed, title)


def kind_of(name: str) -> Kind:
    """Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError as absent:
        raise UnknownKind(name) from absent


def is_long(name: str) -> bool:
    return name in _kinds and _kinds[name].is_long


def waited_for() -> list[str]:
    return [name for name, kind in _kinds.items() if kind.is_waited_for]


def settles(name: str) -> timedelta:
    return _kinds[name].settles if name in _kinds else AT_ONCE


def title_of(name: str) -> str:
    """What jobs of a kind do, in words; its name where there are none."""
    return str(_kinds[name].title or name) if name in _kinds else name
