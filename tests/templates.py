"""Databases that many tests begin from, made once for what they are made from and then copied.

Run as a module it fills the database of DATABASE_URL with what it is told; tests ask `sqlite_of` and `postgres_of`,
which do that once.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

import psycopg2
from psycopg2.sql import SQL, Identifier

BASE = Path(__file__).resolve().parent.parent
KEPT = BASE / "var" / "test-databases"
# What no row of a database comes from, and what only shows the world or is written about it.
APART = {"Makefile", "docs", "locale", "static", "tests", "tools", "var"}
SHOWS = {
    *("api", "charts", "clearing_house_double", "documents", "editions", "portal", "templates", "templatetags"),
    *("typesetting", "views", "workbook"),
}


# Of the demonstration's documents: what is said in English, and what a line from right to left does with it. Every
# language is set by tests/evaluation/edition_documents.
LANGUAGES = ("en", "ar")


@cache
def made_from(apart: frozenset[str] = frozenset()) -> str:
    """A digest of the day and of every file that a template is made from, and of this one, which fills it."""
    whole = hashlib.sha256(datetime.now(UTC).date().isoformat().encode() + Path(__file__).read_bytes())
    # What tools remember in hidden folders changes from run to run.
    roots = (path for path in BASE.iterdir() if path.name not in APART and not path.name.startswith("."))
    for path in sorted(found for root in roots for found in (root, *root.rglob("*"))):
        inside = path.relative_to(BASE).parts
        if {"__pycache__", *apart} & set(inside) or inside[-1].startswith(".") or path.suffix == ".md":
            continue
        if path.is_file():
            whole.update(str(inside).encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Whoever needs the same template meanwhile waits until it is made; who needs another does not."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"lock-{name}").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def sqlite_world() -> Path:
    """The file of the template that holds the world."""
    return sqlite_of("world", fill_with_world, apart=frozenset(SHOWS))


def sqlite_demonstration() -> Path:
    """The file of the template that holds the demonstration, read from its Clearing-House, computed and evaluated."""
    return sqlite_of("demonstration", fill_with_demonstration)


def sqlite_reported() -> Path:
    """The file of the template that the demonstration begins as: stand-ins with their reports."""
    return sqlite_of("reported", fill_with_reports)


def sqlite_of(name: str, fill: Callable[[str], None], *, apart: frozenset[str] = frozenset()) -> Path:
    """The file of a template, made by `fill(url)` where it is not kept yet; those made from other files go."""
    kept = KEPT / f"{name}-{made_from(apart)}.sqlite3"
    with one_at_a_time(name):
        if not kept.exists():
            for stale in KEPT.glob(f"{name}-*"):
                stale.unlink()
            begun = KEPT / f"{name}.begun"
            for left in KEPT.glob(f"{begun.name}*"):
                left.unlink()
            fill(f"sqlite:///{begun}")
            # One file, without what SQLite writes beside it.
            with closing(sqlite3.connect(begun)) as made:
                made.execute("PRAGMA journal_mode=DELETE")
            begun.rename(kept)
    return kept


def postgres_of(url: str, maintenance: dict[str, object]) -> str:
    """The name of a template database on a server, with the world in it; an older one of this checkout goes."""
    checkout = f"portal_world_{hashlib.sha256(str(BASE).encode()).hexdigest()[:8]}_"
    wanted = checkout + made_from(frozenset(SHOWS))
    with one_at_a_time("postgres"), closing(psycopg2.connect(**maintenance)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{checkout}%"])
            held = {row[0] for row in cursor.fetchall()}
            if wanted not in held:
                for stale in held:
                    cursor.execute(SQL("DROP DATABASE {}").format(Identifier(stale)))
                begun = f"{checkout}begun"
                cursor.execute(SQL("CREATE DATABASE {}").format(Identifier(begun)))
                fill_with_world(f"{url.rpartition('/')[0]}/{begun}")
                cursor.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(begun), Identifier(wanted)))
    return wanted


def fill_with_world(url: str) -> None:
    """Tables, Parties, plan, cycles and questionnaires."""
    _fill("world", url)


def fill_with_demonstration(url: str) -> None:
    """What `make demo` fills a database with, but fewer records of the Clearing-House and fewer documents."""
    shutil.copy(sqlite_reported(), url.removeprefix("sqlite:///"))
    _fill("demonstration", url)


def fill_with_reports(url: str) -> None:
    """The demonstration's Parties, people and reports."""
    _fill("reports", url)


def _fill(what: str, url: str) -> None:
    """Fill a database by a process of its own."""
    run([sys.executable, "-m", "tests.templates", what], _environment(url))


def _environment(url: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": url, "REDIS_URL": "", "LOG_LEVEL": "WARNING"}


def run(command: list[str], environment: dict[str, str]) -> str:
    """What a command prints; it fails with what it says of its failure."""
    done = subprocess.run(command, cwd=BASE, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def copy(kept: Path, to: sqlite3.Connection) -> None:
    """Make a database a copy of a template."""
    with closing(sqlite3.connect(kept)) as held:
        held.backup(to)


def _world() -> None:
    from tests.conftest import load_world

    call_command("migrate", verbosity=0)
    load_world()


def _reports() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_demonstration")


def _demonstration() -> None:
    from evaluation.documents import rendering
    from evaluation.editions import building

    def of_published(content: bytes) -> Iterator[building.RenderedDocument]:
        """No test reads the documents of the evaluation that is on its way."""
        return iter(()) if json.loads(content)["edition"]["evaluation"] == "final" else whole(content)

    whole = building.render
    call_command("sync_demonstration", records=3000)
    call_command("compute_progress")
    with patch.object(rendering, "settable", lambda: LANGUAGES), patch.object(building, "render", of_published):
        call_command("load_demonstration_evaluations")


FILLED = {"world": _world, "reports": _reports, "demonstration": _demonstration}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")
    import django

    django.setup()
    from django.core.management import call_command

    FILLED[sys.argv[1]]()
