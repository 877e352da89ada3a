"""SQLite refuses to change a published edition, what belongs to it and what was told of it; PostgreSQL: migrations.

What is only added, a Party's words and the answers to them, is refused every change on both.

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
    "evaluation_leftoutlanguage",
)
# Rows are only ever added: that an edition is withdrawn, and which evaluation the first page shows.
TOLD = ("evaluation_withdrawal", "evaluation_homechoice")
_PUBLISHED = "(SELECT state FROM evaluation_edition WHERE id = {row}.edition_id) = 'published'"
# Whose rows are only added.
APPEND_ONLY = ("partyreview", "partyremark", "objectionanswer", "query", "queryanswer")


def triggers() -> Iterator[tuple[str, str, str]]:
    """Each trigger's name, its table and the statement that makes it."""
    for operation in ("UPDATE", "DELETE"):
        yield _trigger("evaluation_edition", operation, "OLD.state = 'published'", "A published edition never changes")
        for table in TOLD:
            yield _trigger(table, operation, "1", "What was told of an edition never changes")
    for table in OF_PUBLISHED:
        for operation in ("INSERT", "UPDATE", "DELETE"):
            rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[operation]
            condition = " OR ".join(_PUBLISHED.format(row=row) for row in rows)
            yield _trigger(table, operation, condition, "What belongs to a published edition never changes")
    for name in APPEND_ONLY:
        for operation in ("UPDATE", "DELETE"):
            yield _trigger(f"evaluation_{name}", operation, "true", "Rows are only added here", kind="append_only")


def _trigger(
    table: str, operation: str, condition: str, words: str, *, kind: str = "published"
) -> tuple[str, str, str]:
    name = f"{table}_{kind}_{operation.lower()}"
    return (
        name,
        table,
        (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {operation} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{words}: {operation} refused'); END"
        ),
    )


def set_up(*, using: str, **_signal: Any) -> None:
    """Guard the published editions of an SQLite database; does nothing where they are guarded, or not yet there."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    # An earlier release's database has not all of the tables yet.
    held = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for _name, table, statement in triggers():
            if table in held:
                cursor.execute(statement)


def take_down(*, using: str, **_signal: Any) -> None:
    """Let a migration make the guarded tables of an SQLite database anew."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name, _table, _statement in triggers():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
