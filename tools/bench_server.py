"""Ask a server of one worker for pages, drawn anew and revalidated, against an empty view on the same server."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count, islice
from pathlib import Path
from time import perf_counter

EMPTY = "empty view"
ADDRESSES = {
    EMPTY: "/empty",
    "home page": "/en/",
    "indicator page": "/en/indicators/2.2.1/",
    "API answer": "/api/v1/values/?indicator=2.2.1&group=all",
}
ROUNDS, DRAWN, REVALIDATED = 5, 10, 40


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
        tags = {name: ask(port, address)[1] for name, address in ADDRESSES.items()}
        # Pages are kept by what the visitor accepts: one that was never asked for is held nowhere.
        fresh = (f"*/*, bench/{number}" for number in count())
        for _ in range(ROUNDS):
            for name, address in ADDRESSES.items():
                begin = perf_counter()
                for accepted in islice(fresh, DRAWN):
                    ask(port, address, accepted=accepted)
                found[name].drawn.append(DRAWN / (perf_counter() - begin))
                begin = perf_counter()
                for _ in range(REVALIDATED):
                    found[name].sent_again += ask(port, address, tag=tags[name])[0] != HTTPStatus.NOT_MODIFIED
                found[name].revalidated.append(REVALIDATED / (perf_counter() - begin))
    return found


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


def ask(port: int, address: str, *, tag: str = "", accepted: str = "*/*") -> tuple[int, str]:
    """Ask as a browser does, one connection a request; return the answer's status and tag."""
    headers = {"Accept": accepted, "Accept-Encoding": "gzip", "If-None-Match": tag}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
    if response.status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        raise RuntimeError(f"{address} was answered with {response.status}.")
    return response.status, response.headers["ETag"] or ""
