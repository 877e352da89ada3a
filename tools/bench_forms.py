"""Measure a report being filled in: 50 editors who save at once, and the weight of a page of questions.

On a PostgreSQL database of its own where a server here lets us create one (dropped afterwards), else on SQLite.
Run by itself it prepares the database that DATABASE_URL names, and prints what the measuring needs as JSON.
"""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from getpass import getuser
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg2
from bench_server import served
from bench_sizes import of

EDITORS, EVERY, SECONDS, WORKERS = of(50, 4), of(5.0, 0.5), of(30.0, 2.0), 2
CYCLE, QUESTION, SECTION, LONG_SECTION = "NR4", "Q020", "article2", "article15-16"
TURNS = of(100, 3)
TOKEN = "a" * 32
TEXT = "What the Party did since its last report, told in a sentence of some length. " * 4


@dataclass(frozen=True)
class Save:
    """One answer of the portal to a POST: its status, milliseconds in the server, and since it was due."""

    status: int
    served: float
    waited: float


@dataclass(frozen=True)
class Filling:
    """All that was measured."""

    database: str
    saves: list[Save]
    alone: float
    empty: float
    pages: dict[str, dict[str, int]]

    @property
    def errors(self) -> int:
        return sum(one.status != HTTPStatus.OK for one in self.saves)

    def served(self, percent: int) -> float:
        return quantiles([one.served for one in self.saves], n=100)[percent - 1]

    def waited(self, percent: int) -> float:
        return quantiles([one.waited for one in self.saves], n=100)[percent - 1]


def measure() -> Filling:
    """Prepare a database, serve it by two workers, and save as 50 editors do."""
    with own_database() as url:
        environment = os.environ | {"DATABASE_URL": url}
        script = [sys.executable, str(Path(__file__))]
        made = subprocess.run(script, check=True, stdout=subprocess.PIPE, env=environment)
        known: dict[str, Any] = json.loads(made.stdout)
        with served("bench_forms_server", workers=WORKERS, environment=environment) as port:
            editors = known["editors"]
            for editor in editors:
                # Both workers have built the form before anything is timed.
                get(port, editor["page"], editor["session"])
            alone, empty = beside_an_empty_view(port, editors[0])
            pages = {
                name: one | weigh(port, one.pop("address"), one.pop("session")) for name, one in known["pages"].items()
            }
            saves = save_in_open_loop(port, editors)
    return Filling(urlsplit(url).scheme, saves, alone, empty, pages)


# -- load -------------------------------------------------------------------------------------------------


def save_in_open_loop(port: int, editors: list[dict[str, str]]) -> list[Save]:
    """Each editor saves every five seconds, whether or not the one before was answered; none waits for another."""
    begin = perf_counter() + 1

    def edit(number: int) -> list[Save]:
        editor, version, found = editors[number], int(editors[number]["version"]), []
        for turn in range(int(SECONDS / EVERY)):
            due = begin + number * EVERY / EDITORS + turn * EVERY
            sleep(max(0.0, due - perf_counter()))
            save = post(port, editor["save"], editor["session"], fields(version, turn), due=due)
            version += save.status == HTTPStatus.OK
            found.append(save)
        return found

    with ThreadPoolExecutor(len(editors)) as pool:
        return [save for saves in pool.map(edit, range(len(editors))) for save in saves]


def beside_an_empty_view(port: int, editor: dict[str, str]) -> tuple[float, float]:
    """Milliseconds in the server of a save and of an empty view, signed in as the same person, in turns; medians."""
    saves, empty = [], []
    for turn in range(TURNS):
        saves.append(post(port, editor["save"], editor["session"], fields(turn, -turn)).served)
        empty.append(post(port, "/empty", editor["session"], fields(turn, -turn)).served)
    editor["version"] = str(TURNS)
    return median(saves), median(empty)


def fields(version: int, turn: int) -> dict[str, object]:
    name = f"{QUESTION}~{version}"
    return {f"{name}:en": f"{TEXT} {turn}", f"{name}:shown": "", "end": "2"}


def post(port: int, address: str, session: str, given: dict[str, object], *, due: float | None = None) -> Save:
    begin = perf_counter() if due is None else due
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}; sessionid={session}",
        "X-CSRFToken": TOKEN,
    }
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", address, urlencode(given), headers)
        response = connection.getresponse()
        response.read()
    spent = float(response.headers["Server-Timing"].partition("dur=")[2])
    return Save(response.status, spent, (perf_counter() - begin) * 1000)


# -- weight -----------------------------------------------------------------------------------------------


def weigh(port: int, address: str, session: str) -> dict[str, int]:
    """Bytes as they travel: the page, and with its styles, scripts and pictures on a first visit."""
    page = get(port, address, session)
    named = {part.partition('"')[0] for part in gzip.decompress(page).decode().split('"/static/')[1:]}
    return {"html": len(page), "cold": len(page) + sum(len(get(port, f"/static/{name}", "")) for name in named)}


def get(port: int, address: str, session: str) -> bytes:
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "Cookie": f"sessionid={session}"}
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        body = response.read()
    if response.status != HTTPStatus.OK:
        raise RuntimeError(f"{address} was answered with {response.status}.")
    return body if response.headers["Content-Encoding"] == "gzip" else gzip.compress(body)


# -- database ---------------------------------------------------------------------------------------------


@contextmanager
def own_database() -> Iterator[str]:
    """The address of an empty database, removed afterwards."""
    name = f"bench_forms_{os.getpid()}"
    for server in servers():
        try:
            connection = psycopg2.connect(server, connect_timeout=3)
        except psycopg2.OperationalError:
            continue
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                yield urlsplit(server)._replace(path=f"/{name}").geturl()
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        return
    with TemporaryDirectory(prefix="bench-") as folder:
        yield f"sqlite:///{folder}/forms.sqlite3"


def servers() -> list[str]:
    """The server that was named, else those that this machine may have."""
    named = os.environ.get("DATABASE_URL_BENCH", "")
    if named.startswith("postgres"):
        return [named]
    return [f"postgres://{role}@127.0.0.1:5432/postgres" for role in (getuser(), "postgres")]


# -- what is measured on ----------------------------------------------------------------------------------


def prepare() -> dict[str, Any]:
    """Fifty stand-ins with a person and a draft each, one of which is full."""
    from bench_data import store_stand_ins
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from indicators.models import ReportingCycle
    from national_reports.selectors import form_for
    from national_reports.services.opening import open_report
    from parties.models import FocalPoint, User

    call_command("migrate", verbosity=0)
    now = timezone.now()
    parties = store_stand_ins()[:EDITORS]
    cycle = ReportingCycle.objects.get(code=CYCLE)
    editors: list[dict[str, str]] = []
    clients, reports = [], []
    for number, party in enumerate(parties):
        user = User.objects.create(email=f"editor-{number}@bench.invalid", name=f"Editor {number}")
        FocalPoint.objects.create(user=user, party=party, role="contributor", begins_on=cycle.deadline)
        reports.append(open_report(party=party, cycle=cycle, by=user, at=now))
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        clients.append(client)
        report = f"/en/reports/{party.code}/{CYCLE}"
        editors.append(
            {
                "session": client.session.session_key or "",
                "page": f"{report}/sections/{SECTION}/",
                "save": f"{report}/answers/{QUESTION}/",
                "version": "0",
            }
        )
    fill(reports[-1], form_for(cycle))
    pages = {}
    for name, place in (("empty", EDITORS - 2), ("full", EDITORS - 1)):
        address = editors[place]["page"].replace(SECTION, LONG_SECTION)
        clients[place].get(address)
        with CaptureQueriesContext(connection) as asked:
            clients[place].get(address)
        # Whether the connection still holds is asked by whoever opens it, not by the page.
        queries = [one for one in asked.captured_queries if one["sql"] != "SELECT 1"]
        pages[name] = {"address": address, "session": editors[place]["session"], "queries": len(queries)}
    return {"editors": editors, "pages": pages}


def fill(report: Any, form: Any) -> None:
    from national_reports.models import Answer

    Answer.objects.bulk_create(
        Answer(
            report=report,
            question=key,
            options=list(question.options)[:1],
            texts={} if question.options else {"en": TEXT},
        )
        for key, question in form.questions.items()
        if key != QUESTION and not question.part
    )


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(prepare()))
