"""SQLite refuses to change a published edition, what belongs to it and what was told of it; PostgreSQL: migrations.

SQLite makes a table anew to change it, and drops its triggers with the old one; so they go before a migration and
come back after each.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

OF_PUBLISHED = (
    "evaluation_document",
    "evaluation_findingtext",
    "evaluation_editionrefusal",
    "evaluation_refusalpass",
)
# Rows are only ever added: that an edition is withdrawn, and which evaluation the first page shows.
TOLD = ("evaluation_withdrawal", "evaluation_homechoice")
_PUBLISHED = "(SELECT state FROM evaluation_edition WHERE id = {row}.edition_id) = 'published'"


def triggers() -> Iterator[tuple[str, str]]:
    """Each trigger's name and the statement that makes it."""
    for operation in ("UPDATE", "DELETE"):
        yield _trigger("evaluation_edition", operation, "OLD.state = 'published'", "A published edition never changes")
        for table in TOLD:
            yield _trigger(table, operation, "1", "What was told of an edition never changes")
    for table in OF_PUBLISHED:
        for operation in ("INSERT", "UPDATE", "DELETE"):
            rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[operation]
            condition = " OR ".join(_PUBLISHED.format(row=row) for row in rows)
            yield _trigger(table, operation, condition, "What belongs to a published edition never changes")


def _trigger(table: str, operation: str, condition: str, words: str) -> tuple[str, str]:
    name = f"{table}_published_{operation.lower()}"
    return name, (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {operation} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{words}: {operation} refused'); END"
    )


def set_up(*, using: str, **_signal: Any) -> None:
    """Guard the published editions of an SQLite database; does nothing where they are guarded, or not yet there."""
    connection = connections[using]
    # In a migration forwards the tables come one after the other; they are guarded once the last is there.
    if connection.vendor != "sqlite" or not {*OF_PUBLISHED, *TOLD} <= {*connection.introspection.table_names()}:
        return
    with connection.cursor() as cursor:
        for _name, statement in triggers():
            cursor.execute(statement)


def take_down(*, using: str, **_signal: Any) -> None:
    """Let a migration make the guarded tables of an SQLite database anew."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name, _statement in triggers():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
