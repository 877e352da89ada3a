"""Let a thread make an answer, and send it without one: who reads slowly holds nothing but what he was sent."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any

from gunicorn.util import http_date

from languages.codes import LANGUAGES
from languages.told import said_again, said_later
from strategic_plan.serving.reading import PIECE, File, Pace, TooSlow

IN_MEMORY = 1024 * 1024
WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
WORDS = {
    400: said_later("The request was not complete or not understood. Nothing was changed. Please send it again."),
    408: said_later("The request came too slowly. Nothing was changed. Please send it again."),
    414: said_later("The address is too long."),
    415: said_later("The request is not written in UTF-8. Nothing was changed. Please send it again in UTF-8."),
    417: said_later("What the request expects is not offered here."),
    431: said_later("The request's header fields are too large. Deleting this site's cookies may help."),
    500: said_later("Something went wrong here. Nothing of this request was kept. Please try again."),
    501: said_later("The request's transfer coding is not understood here."),
    503: said_later("The portal is busy. Please try again in a few seconds."),
}
STRICT = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
]


@dataclass
class Answer:
    """A made answer; `length` is None where the application alone knows it."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    read: Callable[[int], bytes] = field(default=lambda _: b"")
    close: Callable[[], object] = field(default=lambda: None)
    length: int | None = None

    @property
    def code(self) -> int:
        return int(self.status[:3])


def refusal(code: int, *, number: str = "") -> Answer:
    """The server's own answer, before any page of the portal and before it knows a language: in all six, one a line.

    `number` is that of the request, where its head was read.
    """
    body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- closed when sent
    words = [said for language in LANGUAGES if (said := said_again(WORDS[code], language))]
    length = body.write("".join(f"{line}\n" for line in words).encode())
    body.seek(0)
    more = [("Retry-After", "5")] if code == HTTPStatus.SERVICE_UNAVAILABLE else []
    more += [("X-Request-ID", number)] if number else []
    return Answer(f"{code} {HTTPStatus(code).phrase}", [*STRICT, *more], body.read, body.close, length)


def make_answer(application: Callable[..., Any], environ: dict[str, Any]) -> Answer:
    """Ask the application and take its answer whole, unless it is a file; runs in a thread."""
    answer = Answer()

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        answer.status, answer.headers = status, headers

    parts = application(environ, start_response)
    close = getattr(parts, "close", lambda: None)
    if environ["REQUEST_METHOD"] == "HEAD" or answer.code in WITHOUT_BODY:
        close()
        return answer
    if isinstance(parts, File):
        answer.read, answer.close = parts.read, close
        return answer
    body = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- closed when sent
    try:
        answer.length = sum(body.write(part) for part in parts)
    finally:
        close()
    body.seek(0)
    answer.read, answer.close = body.read, body.close
    return answer


def head_of(answer: Answer, *, keeps: bool) -> tuple[bytes, bool]:
    """The bytes before the body, and whether the connection stays open after it."""
    headers = [(name, value) for name, value in answer.headers if name.lower() not in ("connection", "date")]
    if answer.length is not None:
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(answer.length)))
    elif answer.code not in WITHOUT_BODY:
        # A file whose length nobody told ends with its connection.
        keeps = keeps and any(name.lower() == "content-length" for name, _ in headers)
    headers += [("Date", http_date()), ("Connection", "keep-alive" if keeps else "close")]
    lines = [f"HTTP/1.1 {answer.status}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1"), keeps


async def send(answer: Answer, writer: asyncio.StreamWriter, *, keeps: bool) -> bool:
    """Send an answer at the pace of its reader; returns whether the connection stays open."""
    pace = Pace()
    # Each piece is gone before the next is read: only the system's own buffers stand between.
    writer.transport.set_write_buffer_limits(0)
    try:
        head, keeps = head_of(answer, keeps=keeps)
        writer.write(head)
        while piece := answer.read(PIECE):
            writer.write(piece)
            await pace.keep(writer.drain())
            pace.count += len(piece)
        await pace.keep(writer.drain())
    except TooSlow:
        writer.transport.abort()
        return False
    finally:
        answer.close()
    return keeps
