"""The demonstration, served by the real server to a real browser."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings

from tests import templates
from tests.serving import serve_command

BASE = Path(settings.BASE_DIR)


@dataclass(frozen=True)
class Portal:
    """A server of its own: its address, its database, and the folder that its e-mails go to."""

    url: str
    environment: dict[str, str]
    mail: Path

    def manage(self, *command: str) -> str:
        """What a command of the portal prints."""
        return manage(self.environment, *command)


def manage(environment: dict[str, str], *command: str) -> str:
    return templates.run([sys.executable, *command], environment)


def environment_of(database: Path, **more: str) -> dict[str, str]:
    held = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "LOG_LEVEL": "WARNING", **more}
    held.pop("REDIS_URL", None)
    return held


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen) -> None:
    end = monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:  # Refused, or not answered in time.
            assert server.poll() is None, "the server ended"
            assert monotonic() < end, "the server did not answer in 90 s"


@contextmanager
def serving(database: Path, *, workers: int = 1) -> Iterator[Portal]:
    """Serve what a database holds; by one process, which draws each page first once and not twice."""
    port = free_port()
    url, mail = f"http://127.0.0.1:{port}", database.parent / "mail"
    environment = environment_of(database, PUBLIC_URL=url, EMAIL_URL=f"filemail:///{mail}")
    server = subprocess.Popen(serve_command(port, "--workers", str(workers)), cwd=BASE, env=environment)
    try:
        wait_for(f"{url}/healthz", server)
        yield Portal(url, environment, mail)
    finally:
        server.terminate()
        # It finishes what it is asked first, for as long as gunicorn.conf.py lets it.
        server.wait(timeout=60)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Path:
    """A database with the demonstration computed; nobody writes to it."""
    return Path(shutil.copy(templates.sqlite_demonstration(), tmp_path_factory.mktemp("portal") / "portal.sqlite3"))


@pytest.fixture(scope="session")
def portal(demonstration) -> Iterator[str]:
    """The address of a server that shows the demonstration."""
    with serving(demonstration) as served:
        yield served.url


@pytest.fixture(scope="module")
def writable(demonstration, tmp_path_factory) -> Iterator[Portal]:
    """A server of a module's own, on a copy of the demonstration that it may write to; as it is served everywhere."""
    copy = tmp_path_factory.mktemp("writable") / "portal.sqlite3"
    with closing(sqlite3.connect(demonstration)) as held, closing(sqlite3.connect(copy)) as new:
        held.backup(new)
    with serving(copy, workers=2) as served:
        yield served
