"""Ask a server of one worker for pages, drawn anew and revalidated, against an empty view on the same server."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter

from bench_sizes import of
from django.db import transaction

EMPTY = "empty view"
ADDRESSES = {
    EMPTY: "/empty",
    "home page": "/en/",
    "indicator page": "/en/indicators/2.2.1/",
    "API answer": "/api/v1/values/?indicator=2.2.1&group=all",
}
ROUNDS, DRAWN, REVALIDATED = of(5, 1), of(10, 2), of(40, 2)


@dataclass
class Rates:
    """Requests a second in each round: pages drawn anew, and repeat visits, with those not answered by 304."""

    drawn: list[float] = field(default_factory=list)
    revalidated: list[float] = field(default_factory=list)
    sent_again: int = 0


def rates() -> dict[str, Rates]:
    """Ask for each address, drawn anew and revalidated, in rounds that take turns."""
    with served() as port:
        found = {name: Rates() for name in ADDRESSES}
        for address in ADDRESSES.values():
            # The worker has started and imported what it needs.
            ask(port, address)
        for _ in range(ROUNDS):
            for name, address in ADDRESSES.items():
                found[name].drawn.append(DRAWN / sum(seconds_anew(port, address) for _ in range(DRAWN)))
                _status, tag = ask(port, address)
                begin = perf_counter()
                for _ in range(REVALIDATED):
                    status, _tag = ask(port, address, tag=tag)
                    # The empty view has nothing to be known by.
                    found[name].sent_again += status != HTTPStatus.NOT_MODIFIED and name != EMPTY
                found[name].revalidated.append(REVALIDATED / (perf_counter() - begin))
    return found


def seconds_anew(port: int, address: str) -> float:
    """Seconds of one answer after a source changed: a page that is kept is drawn once for each state of the sources."""
    from parties.changes import RUN, note_change

    with transaction.atomic():
        note_change(RUN)
    begin = perf_counter()
    ask(port, address)
    return perf_counter() - begin


@contextmanager
def served(
    module: str = "bench_urls", *, workers: int = 1, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Start gunicorn on a free port of this machine, and end it."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
        here, bind = str(Path(__file__).parent), f"fd://{place.fileno()}"
        command = ["gunicorn", module, "--pythonpath", here, "--bind", bind, "--workers", str(workers)]
        quiet = ["--config", str(Path(here).parent / "gunicorn.conf.py"), "--log-level", "warning"]
        server = subprocess.Popen([sys.executable, "-m", *command, *quiet], pass_fds=[place.fileno()], env=environment)
    # The address is open from here on: the first request waits in its queue until the worker is ready.
    try:
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def ask(port: int, address: str, *, tag: str = "") -> tuple[int, str]:
    """Ask as a browser does, one connection a request; return the answer's status and tag."""
    headers = {"Accept": "*/*", "Accept-Encoding": "gzip", "If-None-Match": tag}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
    if response.status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        raise RuntimeError(f"{address} was answered with {response.status}.")
    return response.status, response.headers["ETag"] or ""
