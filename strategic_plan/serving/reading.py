"""Read one request whole, head and body, bounded in size and held to a pace; no thread waits meanwhile."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, Any, TypeVar

from gunicorn.http import errors
from gunicorn.http.body import ChunkedReader, LengthReader
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader
from gunicorn.util import unquote_to_wsgi_str

T = TypeVar("T")

# Whoever has sent or taken n bytes may have needed GRACE + n / FLOOR seconds; a telephone at 3 kB/s is far above.
GRACE, FLOOR = 20, 500
IDLE_SECONDS, HEAD_SECONDS = 30, 15
LARGEST_HEAD = 64 * 1024
# What everybody may send, and what is held in memory; a larger body lies in a file without a name, gone when closed.
SMALL = 64 * 1024
PIECE = 64 * 1024
# Forms are written in UTF-8. Any other name would be looked up as a codec, and some of those break whoever reads by it.
CHARSET = re.compile(r"""charset[^=;]*=\s*"?([^";]*)""", re.IGNORECASE)
SIZE_OF_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(;[^\r\n]*)?\r\n")


class File:
    """A file that is sent from where it lies: the application's way to answer with one."""

    def __init__(self, file: IO[bytes], _size: int = PIECE) -> None:
        self.read, self.close = file.read, file.close


class TooSlow(Exception):
    """A line is below the floor."""


class Refused(Exception):
    """A request that is not taken; the status says why, and the connection ends."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Pace:
    """What went over a line since when, and how long it may still stand still."""

    begun: float = field(default_factory=monotonic)
    count: int = 0

    async def keep(self, step: Awaitable[T]) -> T:
        """Wait for one step; raises TooSlow."""
        left = GRACE + self.count / FLOOR - (monotonic() - self.begun)
        try:
            return await asyncio.wait_for(step, left)
        except TimeoutError:
            raise TooSlow from None


@dataclass
class Whole:
    """A request that has come as a whole."""

    environ: dict[str, Any]
    keeps: bool
    # The body was refused by its size and not read: the answer is the last on this connection.
    too_large: bool = False


Bound = Callable[[dict[str, Any]], Awaitable[int]]


async def first_byte(reader: asyncio.StreamReader) -> bytes:
    """Wait for a request to begin; empty where none will."""
    try:
        async with asyncio.timeout(IDLE_SECONDS):
            first = await reader.readexactly(1)
            while first in b"\r\n":
                first = await reader.readexactly(1)
    except (TimeoutError, asyncio.IncompleteReadError):
        return b""
    return first


async def read_head(reader: asyncio.StreamReader, first: bytes, settled: Any, peer: tuple[str, int]) -> Request:
    """Read and parse the rest of a head; raises Refused with the status that fits."""
    try:
        async with asyncio.timeout(HEAD_SECONDS):
            rest = await reader.readuntil(b"\r\n\r\n")
    except TimeoutError:
        raise Refused(408) from None
    except asyncio.LimitOverrunError:
        raise Refused(431) from None
    except asyncio.IncompleteReadError:
        raise Refused(400) from None
    try:
        return Request(settled, IterUnreader([first + rest]), peer)
    except errors.LimitRequestLine:
        raise Refused(414) from None
    except errors.LimitRequestHeaders:
        raise Refused(431) from None
    except errors.UnsupportedTransferCoding:
        raise Refused(501) from None
    except errors.ExpectationFailed:
        raise Refused(417) from None
    except (errors.ParseException, errors.NoMoreData, StopIteration, ValueError):
        raise Refused(400) from None


def environ_of(head: Request, peer: tuple[str, int], server: tuple[str, int]) -> dict[str, Any]:
    """What WSGI hands to the application; the body comes later. Raises Refused for one that is not in UTF-8."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": head.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_wsgi_str(head.path),
        "QUERY_STRING": head.query,
        "SERVER_PROTOCOL": f"HTTP/{head.version[0]}.{head.version[1]}",
        "REMOTE_ADDR": peer[0],
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": File,
        "wsgi.input_terminated": True,
    }
    for name, value in head.headers:
        key = name.replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    if not _in_utf_8(environ.get("CONTENT_TYPE", "")):
        if "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0":
            raise Refused(415)
        del environ["CONTENT_TYPE"]
    return environ


def _in_utf_8(content_type: str) -> bool:
    return all(name.strip().lower() in ("utf-8", "utf8") for name in CHARSET.findall(content_type))


async def read_body(
    head: Request, environ: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter, bound: Bound
) -> Whole:
    """Read the body into `wsgi.input`; one that may not be so large stays unread, and the application says so."""
    if environ.get("HTTP_TRANSFER_ENCODING", "chunked").strip().lower() != "chunked":
        raise Refused(501)
    kind = head.body.reader
    length = kind.length if isinstance(kind, LengthReader) else None
    chunked = isinstance(kind, ChunkedReader)
    most = SMALL if length is not None and length <= SMALL else await bound(environ)
    body: IO[bytes] = SpooledTemporaryFile(max_size=SMALL)  # noqa: SIM115 -- closed with its connection
    environ["wsgi.input"] = body
    whole = Whole(environ, keeps=not head.should_close())
    if length is not None and length > most:
        whole.too_large = True
        return whole
    if head._expected_100_continue and (length or chunked):
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    pace, came = Pace(), False
    try:
        if chunked:
            whole.too_large = not await _chunks(reader, body, most, pace)
            environ["CONTENT_LENGTH"] = str(pace.count)
            environ.pop("HTTP_TRANSFER_ENCODING")
        else:
            await _copy(reader, body, length or 0, pace)
    except asyncio.IncompleteReadError:
        # Half of it, and no more will come: nothing may be stored.
        raise Refused(400) from None
    except TooSlow:
        raise Refused(408) from None
    else:
        came = True
    finally:
        if not came:
            body.close()
    body.seek(0)
    return whole


async def _copy(reader: asyncio.StreamReader, body: IO[bytes], length: int, pace: Pace) -> None:
    while length:
        piece = await pace.keep(reader.read(min(length, PIECE)))
        if not piece:
            raise asyncio.IncompleteReadError(b"", length)
        body.write(piece)
        pace.count += len(piece)
        length -= len(piece)


async def _chunks(reader: asyncio.StreamReader, body: IO[bytes], most: int, pace: Pace) -> bool:
    """Read a body in chunks; False as soon as it is larger than it may be."""
    try:
        while True:
            size = SIZE_OF_CHUNK.fullmatch(await pace.keep(reader.readuntil(b"\r\n")))
            if size is None:
                raise Refused(400)
            length = int(size[1], 16)
            if pace.count + length > most:
                pace.count += length
                return False
            if length == 0:
                break
            await _copy(reader, body, length, pace)
            if await pace.keep(reader.readexactly(2)) != b"\r\n":
                raise Refused(400)
        # Fields after the last chunk are read and left aside.
        for _ in range(20):
            if await pace.keep(reader.readuntil(b"\r\n")) == b"\r\n":
                return True
    except asyncio.LimitOverrunError:
        pass
    raise Refused(400)
