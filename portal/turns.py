"""How many pages are drawn at once: fewer than there are threads, so that one is always free for what is kept."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class DrawingTurns:
    """Gives turns to draw: so many at once, each thing once at a time; a few wait a little, the others are refused."""

    def __init__(self, *, at_once: int, waiting: int, patience: float) -> None:
        self._at_once, self._may_wait, self._patience = at_once, waiting, patience
        self._change = threading.Condition()
        self._drawn: set[Hashable] = set()
        self._waiting = 0

    @contextmanager
    def turn(self, thing: Hashable, *, waits: bool = True) -> Iterator[bool]:
        """Whether it is our turn to draw a thing, and hold the turn for as long."""
        given = self._take(thing, waits)
        try:
            yield given
        finally:
            if given:
                with self._change:
                    self._drawn.discard(thing)
                    self._change.notify_all()

    def _take(self, thing: Hashable, waits: bool) -> bool:
        def is_free() -> bool:
            return len(self._drawn) < self._at_once and thing not in self._drawn

        with self._change:
            if not is_free():
                if not waits or self._waiting >= self._may_wait:
                    return False
                self._waiting += 1
                try:
                    if not self._change.wait_for(is_free, self._patience):
                        return False
                finally:
                    self._waiting -= 1
            self._drawn.add(thing)
            return True
