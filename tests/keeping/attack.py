"""One hostile client: many connections at once, each of a kind that once held a thread, a file or a cache.

`python -m tests.keeping.attack PORT KIND CONNECTIONS SECONDS [COOKIE ADDRESS …]`, in a process of its own.
"""

import asyncio
import random
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import cycle
from time import monotonic

HEAD = "Host: 127.0.0.1\r\nAccept: text/html\r\n"
LOGIN = "/en/accounts/login/"
MEGABYTES_300 = 300 * 1024 * 1024
PIECE = b"x" * 65536


class Line:
    """One connection of the attack; a broken one is opened again."""

    def __init__(self, port: int, cookie: str, addresses: list[str]) -> None:
        self.port = port
        self.more = f"Cookie: {cookie}\r\n" if cookie else ""
        self.addresses = cycle(addresses or ["/en/"])
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter

    async def open(self, buffer: int = 0) -> None:
        line = socket.socket()
        line.setblocking(False)
        if buffer:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", self.port))
        self.reader, self.writer = await asyncio.open_connection(sock=line, limit=buffer or 65536)

    async def send(self, text: str) -> None:
        self.writer.write(text.encode())
        await self.writer.drain()

    async def ask(self, address: str, rest: str = "") -> None:
        await self.send(f"GET {address} HTTP/1.1\r\n{HEAD}{self.more}{rest}\r\n")

    async def drip(self, piece: str, every: float) -> None:
        """Send on a little at a time, until the other side has answered or ended."""
        while not self.reader.at_eof() and not self.reader._buffer:
            await self.send(piece)
            await asyncio.sleep(every)


async def silence(line: Line) -> None:
    await line.open()
    await line.reader.read(1)


async def unfinished_headers(line: Line) -> None:
    await line.open()
    await line.send(f"GET /en/ HTTP/1.1\r\n{HEAD}")
    await line.drip("X-More: 1\r\n", 0.5)


async def slow_bodies(line: Line) -> None:
    await line.open()
    await line.send(f"POST {LOGIN} HTTP/1.1\r\n{HEAD}Content-Length: 65000\r\n\r\n{'x' * 60000}")
    await line.drip("x", 0.5)


async def slow_chunks(line: Line) -> None:
    await line.open()
    await line.send(f"POST {LOGIN} HTTP/1.1\r\n{HEAD}Transfer-Encoding: chunked\r\n\r\n")
    await line.drip("1\r\nx\r\n", 0.5)


async def large_posts(line: Line) -> None:
    await line.open()
    kind = "multipart/form-data; boundary=b"
    await line.send(f"POST {LOGIN} HTTP/1.1\r\n{HEAD}Content-Type: {kind}\r\nContent-Length: {MEGABYTES_300}\r\n\r\n")
    await line.send('--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n')
    for _ in range(MEGABYTES_300 // len(PIECE)):
        line.writer.write(PIECE)
        await line.writer.drain()


async def large_chunks(line: Line) -> None:
    await line.open()
    await line.send(f"POST {LOGIN} HTTP/1.1\r\n{HEAD}Transfer-Encoding: chunked\r\n\r\n")
    while True:
        line.writer.write(b"10000\r\n" + PIECE + b"\r\n")
        await line.writer.drain()


async def random_queries(line: Line) -> None:
    await line.open()
    while True:
        await line.ask(f"{next(line.addresses)}?{random.random()}={random.random()}", "Connection: close\r\n")
        while await line.reader.read(65536):
            pass
        await line.open()


async def heavy_pages(line: Line) -> None:
    await line.open()
    await line.ask(next(line.addresses), "Connection: close\r\n")
    while await line.reader.read(65536):
        pass


async def slow_readers(line: Line) -> None:
    await line.open(buffer=1024)
    await line.ask(next(line.addresses))
    while await line.reader.read(1):
        await asyncio.sleep(0.5)


KINDS: dict[str, Callable[[Line], Awaitable[None]]] = {
    one.__name__: one
    for one in (
        silence,
        unfinished_headers,
        slow_bodies,
        slow_chunks,
        large_posts,
        large_chunks,
        random_queries,
        heavy_pages,
        slow_readers,
    )
}


async def attack(kind: str, port: int, connections: int, seconds: float, cookie: str, addresses: list[str]) -> int:
    """Keep so many connections at it for so long; returns how many were begun."""
    end, begun = monotonic() + seconds, 0

    async def again_and_again() -> None:
        nonlocal begun
        while monotonic() < end:
            line = Line(port, cookie, addresses)
            begun += 1
            try:
                async with asyncio.timeout(end - monotonic()):
                    await KINDS[kind](line)
            except (OSError, TimeoutError):
                await asyncio.sleep(0.05)
            finally:
                with suppress(AttributeError):
                    line.writer.transport.abort()

    await asyncio.gather(*(again_and_again() for _ in range(connections)))
    return begun


if __name__ == "__main__":
    port, kind, connections, seconds, *more = sys.argv[1:]
    cookie, *addresses = more or [""]
    print(asyncio.run(attack(kind, int(port), int(connections), float(seconds), cookie, addresses)))
