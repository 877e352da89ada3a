"""Faults that can be switched on: which, for which requests, how many times and how often.

A fault is written `name` or `name:key=value,…`, for example `429:count=3,after=2` or `slow:share=0.1,path=/documents`.
"""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from parties.demonstration import draws

INDEX = "/api/v2013/index"

# What each does. Those of the index ask for pages; those of later pages need a page before.
FAULTS = {
    "429": "answers 429 with Retry-After (after=seconds)",
    "500": "answers an error of the server (status=500)",
    "time-out": "answers nothing for so long (seconds=90), then hangs up",
    "slow": "sends the body in pieces over so long (seconds=5)",
    "truncated": "sends half of the JSON as if it were whole",
    "cut-off": "hangs up in the middle of the body",
    "wrong-found": "numFound is a text",
    "wrong-docs": "docs is a mapping",
    "wrong-fields": "some rows hold fields of other types",
    "wrong-document": "a document holds a number for its government and a list of numbers for an answer",
    "short": "a page holds half of the rows that were asked for, as under a limit that nobody told of",
    "duplicate": "a later page holds the rows of the page before it",
    "shifting": "before a later page a record already served is revised, or another one registered",
    "deletions": "before a later page a record already served is deleted",
    "skew": "some records were updated thirty years ahead of time",
    "new-keys": "answers, rows and documents hold keys that nobody knows",
}
OF_THE_INDEX = frozenset(
    {"wrong-found", "wrong-docs", "wrong-fields", "short", "duplicate", "shifting", "deletions", "skew"}
)
WITHOUT_ANSWER = frozenset({"429", "500", "time-out"})
OF_LATER_PAGES = frozenset({"duplicate", "shifting", "deletions"})


class FaultUnknown(ValueError):
    """The text names no fault, or sets what no fault has."""


@dataclass(frozen=True)
class Fault:
    """One fault: after `skip` requests that it concerns, at most `count` times, in `share` of them."""

    name: str
    count: int | None = None
    skip: int = 0
    share: float = 1.0
    path: str = ""
    seconds: float = 0.0
    after: int = 1
    status: int = 500

    @classmethod
    def read(cls, text: str) -> "Fault":
        """Raises FaultUnknown."""
        name, _, rest = text.partition(":")
        return cls.make(name, dict(part.partition("=")[::2] for part in rest.split(",") if part))

    @classmethod
    def make(cls, name: str, settings: dict[str, Any]) -> "Fault":
        """Raises FaultUnknown."""
        if name not in FAULTS:
            raise FaultUnknown(f"There is no fault {name!r}; there are {', '.join(FAULTS)}.")
        kinds = {"count": int, "skip": int, "share": float, "path": str, "seconds": float, "after": int, "status": int}
        try:
            read = {key: kinds[key](value) for key, value in settings.items()}
        except (KeyError, TypeError, ValueError) as fault:
            raise FaultUnknown(f"A fault is set by {', '.join(kinds)}, each with a number or a path.") from fault
        return cls(name, **read)

    def concerns(self, path: str, start: int) -> bool:
        if self.path not in path or (self.name in OF_THE_INDEX and not path.startswith(INDEX)):
            return False
        return start > 0 or self.name not in OF_LATER_PAGES

    def lasting(self, otherwise: float) -> float:
        return self.seconds or otherwise


class Faults:
    """The faults that are switched on; chance is drawn from the seed: the same requests meet the same faults."""

    def __init__(self, *faults: Fault | str, seed: int = 0) -> None:
        self.fired: Counter[str] = Counter()
        self.seed = seed
        self._lock = threading.Lock()
        self._armed: list[Fault] = []
        self._seen: list[int] = []
        self._left: list[int | None] = []
        self.arm(*faults)

    @property
    def armed(self) -> tuple[Fault, ...]:
        """Those that may still happen, with the number of times that is left."""
        with self._lock:
            pairs = zip(self._armed, self._left, strict=True)
            return tuple(replace(fault, count=left) for fault, left in pairs if left != 0)

    def arm(self, *faults: Fault | str) -> None:
        """Switch on further faults. Raises FaultUnknown."""
        read = [Fault.read(fault) if isinstance(fault, str) else fault for fault in faults]
        with self._lock:
            self._armed += read
            self._seen += [0] * len(read)
            self._left += [fault.count for fault in read]

    def clear(self) -> None:
        """Switch off every fault, and forget what happened."""
        with self._lock:
            self._armed, self._seen, self._left = [], [], []
            self.fired.clear()

    def strike(self, path: str, start: int) -> dict[str, Fault]:
        """The faults that this request meets, by name."""
        struck: dict[str, Fault] = {}
        with self._lock:
            for place, fault in enumerate(self._armed):
                if not fault.concerns(path, start) or self._left[place] == 0:
                    continue
                self._seen[place] += 1
                seen = self._seen[place] - fault.skip
                # A request that gets no answer of the API meets nothing else.
                if seen <= 0 or struck.keys() & WITHOUT_ANSWER:
                    continue
                if draws(self.seed, "fault", fault.name, place, seen).random() >= fault.share:
                    continue
                left = self._left[place]
                self._left[place] = None if left is None else left - 1
                self.fired[fault.name] += 1
                struck[fault.name] = fault
        return struck


def as_rows(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    return [{one.name: getattr(fault, one.name) for one in fields(fault)} for fault in faults]
