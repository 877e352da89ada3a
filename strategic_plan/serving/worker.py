"""gunicorn's worker that reads requests whole before a thread takes one (docs/adr/0020)."""

import asyncio
import os
import resource
import signal
import socket
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from gunicorn.workers.base import Worker

from jobs.request_ids import working_for
from strategic_plan.serving.answering import Answer, make_answer, refusal, send
from strategic_plan.serving.reading import LARGEST_HEAD, PIECE, Refused, environ_of, first_byte, read_body, read_head
from strategic_plan.serving.turns import RequestTurns, TooMany

# The machine's own questions have threads of their own: an answer within a second, whatever else is asked.
URGENT, URGENT_THREADS = ("/healthz", "/readyz"), 2
# Connections of a process; and of one address, those whose request has begun and not ended within SLOW seconds.
MOST_CONNECTIONS, MOST_SLOW, SLOW = 4000, 128, 10
# What is still read and thrown away after a refusal, so that the sender sees the answer and not a broken line.
LINGER_SECONDS, LINGER_BYTES, LINGER_PAUSE = 5, 16 * 1024 * 1024, 0.02


@dataclass(eq=False)
class Connection:
    """One client: what it is at, and since when."""

    line: socket.socket
    address: str
    reader: asyncio.StreamReader = field(init=False)
    writer: asyncio.StreamWriter = field(init=False)
    waits_for_client: bool = True
    idle: bool = True
    since: float = field(default_factory=monotonic)

    def now(self, *, idle: bool = False, waits_for_client: bool = True) -> None:
        self.idle, self.waits_for_client, self.since = idle, waits_for_client, monotonic()


class ReadWhole(Worker):
    """An asyncio front that reads and sends, and threads that never wait for a client."""

    def load_wsgi(self) -> None:
        super().load_wsgi()
        # Django is set up by now, and only in this process.
        from django.db import close_old_connections

        from parties.bounds import most_bytes
        from parties.throttling import address_in
        from portal.requests_told import number

        def asked(environ: dict[str, Any]) -> int:
            # A line to the database that broke meanwhile is not asked again.
            close_old_connections()
            return most_bytes(environ)

        self.most_bytes, self.address_in, self.number = asked, address_in, number

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        loop, self.ending = asyncio.get_running_loop(), asyncio.Event()
        self.constant = {"wsgi.multiprocess": self.cfg.workers > 1, "wsgi.errors": sys.stderr}
        loop.add_signal_handler(signal.SIGTERM, self.ending.set)
        if not self.alive:
            # Told to end while it was still starting.
            self.ending.set()
        self.connections: dict[Connection, asyncio.Task[None]] = {}
        self.turns, self.urgent = RequestTurns(self.cfg.threads), ThreadPoolExecutor(URGENT_THREADS)
        _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        self.most = min(MOST_CONNECTIONS, max(64, files // 3)) if files > 0 else MOST_CONNECTIONS
        for listener in self.sockets:
            listener.sock.setblocking(False)
            loop.add_reader(listener.sock, self._accept, listener.sock)
        while not self.ending.is_set() and self.ppid == os.getppid():
            self.notify()
            self._end_the_slowest()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.ending.wait(), 1)
        for listener in self.sockets:
            loop.remove_reader(listener.sock)
            listener.sock.close()
        await self._finish()

    async def _finish(self) -> None:
        """End those who ask nothing, and answer whoever has asked."""
        for connection, task in [*self.connections.items()]:
            if connection.idle:
                task.cancel()
        end = monotonic() + self.cfg.graceful_timeout - 1
        while self.connections and monotonic() < end:
            self.notify()
            await asyncio.wait(self.connections.values(), timeout=1)

    # -- connections --------------------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        """Take one connection at a time, so that the processes share them."""
        try:
            line, peer = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError:
            # No more files may be open: one of those that wait makes room.
            self._make_room()
            return
        line.setblocking(False)
        if len(self.connections) >= self.most:
            self._make_room()
        connection = Connection(line, peer[0])
        task = asyncio.get_running_loop().create_task(self._serve_one(connection))
        self.connections[connection] = task
        task.add_done_callback(lambda _: self.connections.pop(connection))

    async def _serve_one(self, connection: Connection) -> None:
        """Talk with a client until one of the two ends it; a broken line is nobody's fault."""
        # OSError: a line that is gone already has no end to write either.
        with suppress(OSError, asyncio.CancelledError):
            connection.reader, connection.writer = await asyncio.open_connection(
                sock=connection.line, limit=LARGEST_HEAD
            )
            try:
                await self._converse(connection)
            finally:
                connection.writer.close()

    def _end_the_slowest(self) -> None:
        """Of each address, bound those whose request has begun and not ended."""
        now = monotonic()
        slow = [one for one in self.connections if one.waits_for_client and not one.idle and now - one.since > SLOW]
        many = Counter(one.address for one in slow)
        for one in sorted(slow, key=lambda one: one.since):
            if many[one.address] > MOST_SLOW:
                many[one.address] -= 1
                self.connections[one].cancel()

    def _make_room(self) -> None:
        """End the connection that has waited longest for its client: an idle one, else of whoever has most."""
        waiting = [one for one in self.connections if one.waits_for_client]
        many = Counter(one.address for one in waiting)
        if waiting:
            ended = min(waiting, key=lambda one: (not one.idle, -many[one.address], one.since))
            self.connections[ended].cancel()

    # -- requests -----------------------------------------------------------------------------------------

    async def _converse(self, connection: Connection) -> None:
        keeps = True
        try:
            while keeps and not self.ending.is_set():
                keeps = await self._answer_one(connection)
        except Refused as refused:
            connection.now()
            await send(refusal(refused.status), connection.writer, keeps=False)
            await self._linger(connection)

    async def _answer_one(self, connection: Connection) -> bool:
        """Read a request, let a thread answer it, send the answer; whether another may come."""
        reader, writer = connection.reader, connection.writer
        peer, server = writer.get_extra_info("peername"), writer.get_extra_info("sockname")
        connection.now(idle=True)
        first = await first_byte(reader)
        if not first:
            return False
        connection.now()
        head = await read_head(reader, first, self.cfg, peer)
        environ = environ_of(head, peer, server) | self.constant
        connection.address = self.address_in(environ)
        whole = await read_body(head, environ, reader, writer, self._bound)
        connection.now(waits_for_client=False)
        try:
            answer = await self._made(connection.address, environ)
        finally:
            environ["wsgi.input"].close()
        connection.now()
        keeps = whole.keeps and not whole.too_large and not self.ending.is_set()
        keeps = await send(answer, writer, keeps=keeps)
        if whole.too_large:
            await self._linger(connection)
        return keeps

    async def _bound(self, environ: dict[str, Any]) -> int:
        """Ask the portal how large a body may be: it knows the address and who is signed in."""
        return await asyncio.get_running_loop().run_in_executor(self.urgent, self.most_bytes, environ)

    async def _made(self, address: str, environ: dict[str, Any]) -> Answer:
        number = self.number(environ)
        work = partial(make_answer, self.wsgi, environ)
        try:
            if environ["PATH_INFO"] in URGENT:
                return await asyncio.get_running_loop().run_in_executor(self.urgent, work)
            return await self.turns.take(address, work)
        except TooMany:
            return refusal(503, number=number)
        except Exception:
            # The last place: whatever it is, it is logged and answered.
            with working_for(number):
                self.log.exception("%s could not be answered", environ["PATH_INFO"])
            return refusal(500, number=number)

    async def _linger(self, connection: Connection) -> None:
        """Read on for a while, so that the sender sees the answer and not a broken line."""
        connection.writer.write_eof()
        left = LINGER_BYTES
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_SECONDS):
                while left > 0 and (piece := await connection.reader.read(PIECE)):
                    left -= len(piece)
                    # At the pace of a fast line, not of a hostile one.
                    await asyncio.sleep(LINGER_PAUSE)
