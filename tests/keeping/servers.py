"""Servers of a test's own: PostgreSQL, Redis, gunicorn and Celery, started on free ports and ended by their ids."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import environ
import psycopg2
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connections
from kombu import pools

from tests.serving import serve_command
from tests.templates import fill_with_world, sqlite_world

BASE = Path(settings.BASE_DIR)
LONG = 60
TOKEN = "a" * 32
POSTGRESQL = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))
REDIS = shutil.which("redis-server")


def until(holds: Callable[[], object], what: str, seconds: float = LONG):
    """Look again and again until something holds; its value."""
    end = monotonic() + seconds
    while True:
        found = holds()
        if found:
            return found
        assert monotonic() < end, f"{what}: not within {seconds:g} s"
        sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# -- PostgreSQL -------------------------------------------------------------------------------------------


@dataclass
class Cluster:
    """A PostgreSQL of its own in a temporary folder; whoever is root starts it as postgres."""

    folder: Path
    port: int = field(default_factory=free_port)
    filled: bool = False

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def _run(self, *command: str) -> None:
        before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        program, *rest = command
        subprocess.run(
            [*before, str(POSTGRESQL / program), *rest],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )

    def create(self) -> None:
        if os.geteuid() == 0:
            held = pwd.getpwnam("postgres")
            os.chown(self.folder, held.pw_uid, held.pw_gid)
        data = str(self.folder / "data")
        self._run(
            "initdb", "-D", data, "-U", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"
        )

    def start(self) -> None:
        """Start it; after its power was cut, once the last of its processes has let go of their memory."""
        until(self._starts, "PostgreSQL starts")

    def _starts(self) -> bool:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60"
        place = str(self.folder)
        try:
            self._run("pg_ctl", "-D", f"{place}/data", "-l", f"{place}/log", "-o", options, "-w", "start")
        except subprocess.CalledProcessError:
            return False
        return True

    def stop(self) -> None:
        """As if its power was cut."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def ask_for_passwords(self) -> None:
        """As the image does: whoever signs in but postgres shows a password."""
        self._let_in("host all postgres 127.0.0.1/32 trust", "host all all 127.0.0.1/32 scram-sha-256")

    def trust(self) -> None:
        self._let_in("host all all 127.0.0.1/32 trust")

    def _let_in(self, *lines: str) -> None:
        (self.folder / "data" / "pg_hba.conf").write_text("\n".join(lines) + "\n")
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_reload_conf()")

    def world(self) -> str:
        """The address of a new database with the world in it, copied from one that is filled once."""
        if not self.filled:
            fill_with_world(self._create("world", "template1"))
            self.filled = True
        return self._create(f"keeping_{uuid4().hex[:8]}", "world")

    def _create(self, name: str, template: str) -> str:
        with closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
                # A copied sequence counts on numbers that the template has logged ahead: were the power cut now, it
                # would give them a second time. After a checkpoint it logs anew.
                cursor.execute("CHECKPOINT")
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"


@contextmanager
def on_database(url: str) -> Iterator[None]:
    """Let this process's models read and write another database for a while."""
    before = connections["default"]
    held = settings.DATABASES["default"]
    parsed = _parsed(url)
    connections.settings["default"] = parsed
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = held
        connections["default"] = before


def _parsed(url: str) -> dict:
    parsed = environ.Env.db_url_config(url)
    if parsed["ENGINE"].endswith("sqlite3"):
        parsed["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "PRAGMA journal_mode=WAL;"}
    return connections.configure_settings({"default": parsed})["default"]


def copied_world(folder: Path) -> str:
    """The address of an SQLite file of a test's own, with the world in it."""
    return f"sqlite:///{shutil.copy(sqlite_world(), folder / 'portal.sqlite3')}"


# -- the portal -------------------------------------------------------------------------------------------


@dataclass
class Portal:
    """gunicorn on a database; killed and started again on the same port."""

    url: str
    environment: dict[str, str] = field(default_factory=dict)
    workers: int = 2
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def variables(self) -> dict[str, str]:
        quiet = {"LOG_LEVEL": "CRITICAL", "REDIS_URL": "", "PUBLIC_URL": f"http://127.0.0.1:{self.port}"}
        return os.environ | quiet | {"DATABASE_URL": self.url} | self.environment

    def start(self) -> "Portal":
        _python, _m, *module = serve_command(self.port, "--workers", str(self.workers), "--log-level", "critical")
        self.process = begin(module, self.variables)
        until(lambda: is_open(self.port) and ask(self.port, "/healthz") == 200, "the portal answers")
        return self

    def kill(self) -> None:
        end(self.process)

    def __enter__(self) -> "Portal":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def begin(module: list[str], environment: dict[str, str]) -> subprocess.Popen:
    """A Python module as a process group of its own."""
    return begin_program([sys.executable, "-m", *module], environment)


def begin_program(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        cwd=BASE,
        env=environment,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def end(process: subprocess.Popen) -> None:
    """SIGKILL to the process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def ask(port: int, place: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=LONG)
    try:
        connection.request("GET", place)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


@dataclass(frozen=True)
class Reply:
    """What the portal answered; status 0 where the line broke first."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Visitor:
    """Somebody signed in, asking over real connections."""

    port: int
    session: str = ""
    accept: str = "application/json"

    def get(self, place: str) -> Reply:
        return self._ask("GET", place, None)

    def post(self, place: str, fields: dict[str, object]) -> Reply:
        return self._ask("POST", place, urlencode(fields))

    def _ask(self, method: str, place: str, body: str | None) -> Reply:
        headers = {
            "Accept": self.accept,
            "Cookie": f"csrftoken={TOKEN}" + (f"; sessionid={self.session}" if self.session else ""),
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        try:
            connection.request(method, place, body, headers)
            response = connection.getresponse()
            told: dict[str, str] = {}
            for name, value in response.getheaders():
                told[name.lower()] = f"{told[name.lower()]}, {value}" if name.lower() in told else value
            reply = Reply(response.status, told, response.read())
            for name, value in response.getheaders():
                if name.lower() == "set-cookie" and value.startswith("sessionid="):
                    self.session = value.partition("=")[2].partition(";")[0]
            return reply
        except (OSError, HTTPException):
            return Reply(0, {}, b"")
        finally:
            connection.close()


# -- Redis ------------------------------------------------------------------------------------------------


@dataclass
class Broker:
    """A Redis of its own that keeps nothing."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [REDIS, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        until(lambda: is_open(self.port), "Redis answers")

    def stop(self) -> None:
        end(self.process)


@dataclass
class Worker:
    """A Celery worker, with the clock that sweeps where told."""

    url: str
    broker: str
    environment: dict[str, str] = field(default_factory=dict)
    clock: Path | None = None
    process: subprocess.Popen | None = None

    def start(self) -> "Worker":
        command = ["celery", "-A", "strategic_plan", "worker", "--pool", "solo", "--loglevel", "critical"]
        if self.clock is not None:
            command += ["--beat", "--schedule", str(self.clock)]
        settled = {"DATABASE_URL": self.url, "REDIS_URL": self.broker, "LOG_LEVEL": "CRITICAL"}
        self.process = begin(command, os.environ | settled | self.environment)
        return self

    def kill(self) -> None:
        end(self.process)

    def __enter__(self) -> "Worker":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def send_to(broker: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process wake its jobs through a broker, whichever another test spoke to before."""
    from strategic_plan.celery import app

    # A connection kept from before believes that its queue is still declared, and would send into nothing.
    pools.reset()
    settings.REDIS_URL = broker
    for name in ("broker_url", "broker_read_url", "broker_write_url"):
        monkeypatch.setattr(app.conf, name, broker)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


# -- mail -------------------------------------------------------------------------------------------------


@dataclass
class Postbox:
    """An SMTP server that keeps what it is sent; `hold` lets it take a message and not answer."""

    port: int = field(default_factory=free_port)
    messages: list[Message] = field(default_factory=list)
    hold: Event = field(default_factory=Event)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- the name that aiosmtpd calls
        self.messages.append(message_from_bytes(envelope.content))
        while self.hold.is_set():
            await asyncio.sleep(0.02)
        return "250 kept"

    @property
    def identities(self) -> set[str]:
        return {one["Message-ID"] for one in self.messages}

    @property
    def environment(self) -> dict[str, str]:
        return {"EMAIL_URL": f"smtp://127.0.0.1:{self.port}"}

    def __enter__(self) -> "Postbox":
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hold.clear()
        self._controller.stop(no_assert=True)


@contextmanager
def at_work(work: Callable[[int], None], people: int, over: Event) -> Iterator[None]:
    """Several people at work at once, until this is left; each asks whether it is over."""
    threads = [Thread(target=work, args=[number]) for number in range(people)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
