"""The database copied and put back by the engine's own tools, while others write: pg_dump, pg_restore, SQLite's backup.

What is counted is counted in the very state that is copied.
"""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection

from parties.models import AuditChain
from portal.verification import one_reading

DUMP, FILE = "database.dump", "database.sqlite3"
# Who is signed in just now: ended where a copy is put back.
NOT_COUNTED = {Session._meta.db_table, UserSession._meta.db_table}

Rows = Callable[[str], list[tuple[Any, ...]]]


class ToolFailed(RuntimeError):
    """A tool of the engine ended with a fault; the text is what it said."""


@dataclass(frozen=True)
class Counted:
    """Rows of each table, and [length, head] of every chain of the trail."""

    tables: dict[str, int]
    heads: dict[str, list[Any]]


@contextmanager
def copy_database(folder: Path) -> Iterator[Counted]:
    """Copy the database into a folder; what is in the copy."""
    if connection.vendor == "postgresql":
        with one_reading():
            (snapshot,) = _here("SELECT pg_export_snapshot()")[0]
            file = folder / DUMP
            _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}")
            yield count()
    else:
        file = folder / FILE
        with closing(sqlite3.connect(file)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
            # One file, without what SQLite writes beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
            yield _count(lambda sql: copy.execute(sql).fetchall(), connection.introspection.table_names())


def is_empty() -> bool:
    """Whether the database has no table yet."""
    return not connection.introspection.table_names()


def put_back(folder: Path) -> None:
    """Fill an empty database from a copy: all of it, or nothing."""
    if connection.vendor == "postgresql":
        whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
        _run("pg_restore", *whole, f"--dbname={connection.settings_dict['NAME']}", str(folder / DUMP))
        return
    with closing(sqlite3.connect(folder / FILE)) as copy:
        connection.ensure_connection()
        copy.backup(connection.connection)
    # What was opened before may know of no table.
    connection.close()


def count() -> Counted:
    """What this database holds now."""
    return _count(_here, connection.introspection.table_names())


def _count(rows: Rows, tables: list[str]) -> Counted:
    counted = {table: rows(f'SELECT count(*) FROM "{table}"')[0][0] for table in sorted(set(tables) - NOT_COUNTED)}
    chains = rows(f'SELECT subject, length, head FROM "{AuditChain._meta.db_table}"')
    return Counted(counted, {subject: [length, head] for subject, length, head in sorted(chains)})


def _here(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _run(program: str, *arguments: str) -> None:
    """A tool of PostgreSQL on this database; no list of processes shows the password."""
    held = connection.settings_dict
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {name: str(held[key]) for name, key in told.items() if held.get(key)}
    try:
        done = subprocess.run([program, *arguments], env=environment, check=False, capture_output=True, text=True)
    except FileNotFoundError as absent:
        raise ToolFailed(
            f"{program} was not found: install the client of PostgreSQL of the server's number."
        ) from absent
    if done.returncode:
        raise ToolFailed(f"{program}: {done.stderr.strip()}")
