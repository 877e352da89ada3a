"""The double over HTTP, on loopback only: for tests in the same process, or as a command of its own."""

import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import formatdate
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

from clearing_house_double.api import Api, Request
from clearing_house_double.control import control
from clearing_house_double.errors import ApiError, invalid
from clearing_house_double.faults import Fault, Faults
from clearing_house_double.filing import TOKEN
from clearing_house_double.records import written
from clearing_house_double.registry import Registry
from national_reports.loading import FOLDER
from national_reports.questionnaire import QuestionnaireForm, build_form

LOOPBACK = "127.0.0.1"
MOST_BYTES = 64 * 1024 * 1024
PIECES = 20
SILENT, SLOW = 90.0, 5.0


class NotLoopback(ValueError):
    """The double listens on 127.0.0.1 only: it is for tests and demonstrations of this machine."""


class _HungUp(ConnectionError):
    """This side ends the connection, as a fault asks."""


class Server(ThreadingHTTPServer):
    """Listens on a port of 127.0.0.1, a free one for 0. Raises NotLoopback."""

    # Ended connections end their threads; stopping waits for them.
    daemon_threads = False
    allow_reuse_address = True

    def __init__(self, registry: Registry, faults: Faults, *, host: str = LOOPBACK, port: int = 0) -> None:
        if host != LOOPBACK:
            raise NotLoopback(f"The double listens on {LOOPBACK} only, not on {host}.")
        self.api = Api(registry, read_forms(), faults, TOKEN)
        self.requests: Counter[str] = Counter()
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        super().__init__((host, port), _Handler)

    @property
    def base(self) -> str:
        return f"http://{LOOPBACK}:{self.server_port}"

    def stop(self) -> None:
        """End every connection, and wait until their threads have ended."""
        self.stopping.set()
        self.shutdown()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may hang up at any time; anything else is a fault of the double and is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    # An answer is one write: no waiting for the other side to acknowledge the head.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 -- the names that the library calls

    def log_message(self, *args: Any) -> None:
        pass

    def _answer(self) -> None:
        address = urlsplit(self.path)
        path = address.path.rstrip("/")
        parameters = parse_qs(address.query, keep_blank_values=True)
        struck: Mapping[str, Fault] = {}
        headers: Mapping[str, str] = {}
        status = HTTPStatus.OK
        try:
            method = "GET" if self.command == "HEAD" else self.command
            request = Request(method, path, parameters, self._content(), self.headers.get("Authorization", ""))
            if path.startswith("/__"):
                sent = request.json if request.content else None
                body = written(control(self.command, path, sent, self.server.api.registry, self.server.api.faults))
            else:
                struck = self._struck(request)
                body = self.server.api.answer(request, struck)
        except ApiError as refused:
            status, headers, body = refused.status, refused.headers, written(refused.body)
        self._send(status, body, headers, struck)

    def _struck(self, request: Request) -> Mapping[str, Fault]:
        """The faults that this request meets; those without an answer of the API happen here."""
        self.server.requests[request.path] += 1
        struck = self.server.api.faults.strike(request.path, request.start)
        if "time-out" in struck:
            self.server.stopping.wait(struck["time-out"].lasting(SILENT))
            self.close_connection = True
            raise _HungUp
        if "429" in struck:
            after = {"Retry-After": str(struck["429"].after)}
            raise ApiError(HTTPStatus.TOO_MANY_REQUESTS, "tooManyRequests", "Ask again later.", headers=after)
        if "500" in struck:
            raise ApiError(HTTPStatus(struck["500"].status), "internalError", "A fault of demonstration.")
        return struck

    def _content(self) -> bytes:
        text = self.headers.get("Content-Length", "0")
        if not text.isdecimal() or int(text) > MOST_BYTES:
            self.close_connection = True
            raise invalid(f"A body has a length of at most {MOST_BYTES} bytes.", "Content-Length")
        return self.rfile.read(int(text))

    def _send(self, status: HTTPStatus, body: bytes, headers: Mapping[str, str], struck: Mapping[str, Fault]) -> None:
        if "truncated" in struck:
            body = body[: len(body) // 2]
        told = {"Date": formatdate(usegmt=True), "Content-Type": "application/json; charset=utf-8"}
        told |= {"Content-Length": str(len(body)), **headers}
        lines = [f"HTTP/1.1 {int(status)} {status.phrase}", *(f"{name}: {value}" for name, value in told.items())]
        head = "\r\n".join([*lines, "", ""]).encode()
        if self.command == "HEAD":
            self.wfile.write(head)
        elif "cut-off" in struck:
            self.wfile.write(head + body[: len(body) // 2])
            self.close_connection = True
        elif "slow" in struck:
            self._send_slowly(head + body, struck["slow"].lasting(SLOW))
        else:
            self.wfile.write(head + body)

    def _send_slowly(self, whole: bytes, seconds: float) -> None:
        size = len(whole) // PIECES + 1
        for start in range(0, len(whole), size):
            self.wfile.write(whole[start : start + size])
            if self.server.stopping.wait(seconds / PIECES):
                self.close_connection = True
                return


@cache
def read_forms() -> Mapping[str, QuestionnaireForm]:
    """The forms of all cycles by their schemas, from the data files."""
    forms = (
        build_form(yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        for path in sorted(FOLDER.glob("nr?.yaml"))
    )
    return {form.schema: form for form in forms}


@contextmanager
def serving(registry: Registry, faults: Faults | None = None, *, host: str = LOOPBACK, port: int = 0) -> Iterator[str]:
    """Serve a registry from a thread until the block ends; gives the base address. Raises NotLoopback."""
    server = Server(registry, faults or Faults(seed=registry.seed), host=host, port=port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="double")
    thread.start()
    try:
        yield server.base
    finally:
        server.stop()
        thread.join()
