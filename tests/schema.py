"""The tables of our apps as a database holds them, a digest each, to compare one with another and with a record."""

import hashlib
from collections import defaultdict

from django.apps import apps
from django.conf import settings

SQLITE = "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
# What servers of every version print alike; the words of each constraint are compared on SQLite.
POSTGRESQL = """
SELECT table_name, concat_ws(' ', 'column', column_name, data_type, character_maximum_length, is_nullable, is_identity)
    FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, concat_ws(' ', 'constraint', conname, contype, condeferrable)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
UNION ALL SELECT tablename, concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT tgrelid::regclass::text, concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), prosrc)
    FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = tgfoid WHERE NOT tgisinternal
"""


def ours() -> set[str]:
    """The labels of the apps that stand in this repository."""
    return {
        config.label for config in apps.get_app_configs() if str(config.path) == f"{settings.BASE_DIR}/{config.name}"
    }


def tables(connection) -> dict[str, str]:
    """Each table with a digest of its columns, constraints, indexes and, on PostgreSQL, triggers.

    On SQLite the triggers are no migration's: they are set up after each (evaluation.guards).
    """
    said = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)
        for table, words in cursor.fetchall():
            said[table].append(" ".join(words.split()))
    labels = tuple(f"{label}_" for label in ours())
    return {
        table: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:12]
        for table, lines in sorted(said.items())
        if table.startswith(labels)
    }
