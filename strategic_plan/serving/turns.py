"""Whose request a thread takes next: addresses take turns, and none of them holds all threads."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

# What one address leaves free for others.
SPARE = 2
MOST_WAITING = 2000


class TooMany(Exception):
    """More requests wait than will be answered in a time that somebody waits."""


class RequestTurns:
    """Threads, and the requests that wait for one, by address."""

    def __init__(self, threads: int) -> None:
        self.free = threads
        self.most = max(1, threads - SPARE)
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.running: Counter[str] = Counter()
        self.waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self.count = 0

    async def take(self, address: str, work: Callable[[], T]) -> T:
        """Wait for a turn, and for a thread to have done the work; raises TooMany."""
        if self.count >= MOST_WAITING:
            raise TooMany
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self.waiting.setdefault(address, deque()).append(turn)
        self.count += 1
        self._next()
        await turn
        try:
            return await loop.run_in_executor(self.pool, work)
        finally:
            self.free += 1
            self.running[address] -= 1
            if not self.running[address]:
                del self.running[address]
            self._next()

    def _next(self) -> None:
        for address in [*self.waiting] if self.free else ():
            while self.free and address in self.waiting and self.running[address] < self.most:
                turns = self.waiting[address]
                turn = turns.popleft()
                self.count -= 1
                if turns:
                    self.waiting.move_to_end(address)
                else:
                    del self.waiting[address]
                if not turn.cancelled():
                    turn.set_result(None)
                    self.free -= 1
                    self.running[address] += 1
                    break
