"""Requests written byte by byte, and the forms of a page as a browser would send them."""

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPResponse
from io import BytesIO

SECONDS = 20


def talk(port: int, *pieces: bytes, half_closed: bool = False) -> bytes:
    """Send pieces and read until the other side ends; half closed says that no more will come."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in pieces:
                line.sendall(piece)
        if half_closed:
            line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


@dataclass
class _Bytes:
    held: BytesIO

    def makefile(self, *_: object, **__: object) -> BytesIO:
        return self.held


@dataclass(frozen=True)
class Told:
    status: int
    headers: dict[str, str]
    body: bytes


def answers(told: bytes, method: str = "GET") -> list[Told]:
    """The answers in what a connection said, one after another."""
    held, found = BytesIO(told), []
    # A reader closes what it reads from: it is given the same bytes again and again.
    held.close = lambda: None
    while held.tell() < len(told):
        response = HTTPResponse(_Bytes(held), method=method)
        response.begin()
        body = response.read()
        found.append(Told(response.status, {name.lower(): value for name, value in response.getheaders()}, body))
    return found


def ask(port: int, *pieces: bytes, half_closed: bool = False) -> list[int]:
    """The statuses of what a connection was answered."""
    return [one.status for one in answers(talk(port, *pieces, half_closed=half_closed))]


@dataclass
class Form:
    action: str
    method: str
    kind: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page with what they would send untouched, submit buttons left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._text: tuple[Form, str] | None = None
        self._select: tuple[Form, str] | None = None
        self._waiting: list[tuple[str, str, str]] = []
        self.feed(page)
        for name, owner, value in self._waiting:
            if owner in self.by_id:
                self.by_id[owner].fields.append((name, value))

    def handle_starttag(self, tag, attributes):
        held = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = Form(held.get("action", ""), held.get("method", "get").lower(), held.get("enctype", ""))
            self.forms.append(self._open)
            self.by_id[held.get("id", "")] = self._open
            return
        form, name = self._open, held.get("name", "")
        if "form" in held and tag in ("input", "textarea") and held.get("type") not in ("submit", "button"):
            self._waiting.append((name, held["form"], held.get("value", "")))
            return
        if form is None:
            return
        if tag == "input" and name and held.get("type", "text") not in ("submit", "button", "file", "image"):
            if held.get("type") not in ("checkbox", "radio") or "checked" in held:
                form.fields.append((name, held.get("value", "on")))
        elif tag == "textarea" and name:
            form.fields.append((name, ""))
            form.texts.append(name)
            self._text = (form, name)
        elif tag == "select" and name:
            self._select = (form, name)
        elif tag == "option" and self._select is not None and "selected" in held:
            self._select[0].fields.append((self._select[1], held.get("value", "")))

    def handle_data(self, data):
        if self._text is not None:
            form, name = self._text
            form.fields[-1] = (name, form.fields[-1][1] + data)

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._text is not None:
            form, name = self._text
            form.fields[-1] = (name, form.fields[-1][1].removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._select = None
