"""The number of the request that this thread works for; its log lines and the jobs that it asks for carry it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

# As a proxy writes one: a UUID, or a word of that length. Nothing that a log or a page would have to escape.
WELL_FORMED = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{14,62}[0-9A-Za-z]")

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The number of the request at work; empty where none is."""
    return _current.get()


def taken_or_made(given: str) -> str:
    """What a proxy gave where it is well formed, else a new number of 32 hexadecimal digits."""
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


@contextmanager
def working_for(request_id: str) -> Iterator[None]:
    """Whatever is done within is done for that request; for none where it is empty."""
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)
