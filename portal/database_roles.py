"""Two roles on PostgreSQL: an owner that migrates, and the one that the portal serves as, which may do less.

Rows of the trail and of whatever is only added to can't be changed or removed by the second, whatever a fault in the
portal lets somebody send; nor can it empty, alter or drop a table, or switch a trigger off.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg2.extensions import encrypt_password
from psycopg2.sql import SQL, Composed, Identifier, Literal

from evaluation.guards import APPEND_ONLY, TOLD
from evaluation.models import Query
from national_reports.models import AnswerChange, Report, Submission, TakingOff
from parties.models import AuditChain, AuditEvent

log = logging.getLogger(__name__)

# Read and added to, and no more.
ADDED_TO = (
    *(model._meta.db_table for model in (AuditEvent, AnswerChange, Submission, TakingOff)),
    *TOLD,
    *(f"evaluation_{name}" for name in APPEND_ONLY),
)
# Changed, but never removed.
STAYS = tuple(model._meta.db_table for model in (AuditChain, Report))
# Whoever answers a query holds its row meanwhile, which takes the right to write a column; its trigger refuses that.
HELD = (Query._meta.db_table,)
# What is done to the tables by migrations is read, so that a release knows whether it fits.
READ = (MigrationRecorder.Migration._meta.db_table,)


class NoRoles(ValueError):
    """The roles can't be made here; the text says what to do."""


def separate(*, owner: str, application: str, passwords: tuple[str, str]) -> None:
    """Make both roles, or give them these passwords, and hand every table of the portal over to the owner.

    As whoever may create roles. What the application may do is granted by `grant`, as the owner, after each migration.
    Raises NoRoles.
    """
    if connection.vendor != "postgresql":
        raise NoRoles("Only PostgreSQL has roles: set DATABASE_URL to a PostgreSQL.")
    if owner == application:
        raise NoRoles("DATABASE_ROLES names one role twice: give the owner and the application a name each.")
    if not all(passwords):
        raise NoRoles("Set OWNER_PASSWORD and APPLICATION_PASSWORD: long random values, and not the same.")
    if passwords[0] == passwords[1]:
        raise NoRoles("OWNER_PASSWORD and APPLICATION_PASSWORD are the same: whoever has one would be the other too.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database(), rolsuper FROM pg_roles WHERE rolname = current_user")
        me, database, is_superuser = cursor.fetchone()
        if me in (owner, application):
            raise NoRoles(f"Sign in as who may create roles, not as {me}: its address stands in DATABASE_URL.")
        for name, password in zip((owner, application), passwords, strict=True):
            _make(cursor, name, password)
        if not is_superuser:
            # Who is no superuser hands over only to a role that it belongs to.
            cursor.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(owner)))
        for statement in _handing_over(cursor, owner, application, database):
            cursor.execute(statement)


def _make(cursor: CursorWrapper, name: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(SQL("CREATE ROLE {}").format(Identifier(name)))
    # Digested here, so that no log of the server holds it.
    digest = encrypt_password(password, name, connection.connection)
    cursor.execute(
        SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}").format(Identifier(name), Literal(digest))
    )


def _handing_over(cursor: CursorWrapper, owner: str, application: str, database: str) -> Iterator[Composed]:
    """The statements that make a role the owner of the database and of all in it, and let the other one in."""
    to = Identifier(owner)
    yield SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(database))
    yield SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(Identifier(database), to, Identifier(application))
    yield SQL("ALTER DATABASE {} OWNER TO {}").format(Identifier(database), to)
    yield SQL("ALTER SCHEMA public OWNER TO {}").format(to)
    yield SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(Identifier(application))
    yield SQL("GRANT USAGE ON SCHEMA public TO {}").format(Identifier(application))
    # A sequence goes with the column that it belongs to.
    cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')")
    for (name,) in cursor.fetchall():
        yield SQL("ALTER TABLE {} OWNER TO {}").format(Identifier(name), to)
    cursor.execute("SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
    for (signature,) in cursor.fetchall():
        # With the types of what it takes, quoted by PostgreSQL itself.
        yield SQL("ALTER FUNCTION {} OWNER TO {}").format(SQL(signature), to)


def grant(*, using: str, **_signal: Any) -> None:
    """After a migration: give the application's role what it needs of each table, and no more.

    Does nothing where there is no such role, or where somebody else than the owner of the tables migrates.
    """
    held = connections[using]
    owner, application = settings.DATABASE_ROLES
    if held.vendor != "postgresql":
        return
    with held.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND current_user = %s", [application, owner])
        if cursor.fetchone() is None:
            return
        role = Identifier(application)
        cursor.execute(SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
        cursor.execute(SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
        for table in held.introspection.table_names(cursor):
            rights = SQL(", ").join(map(SQL, rights_on(table)))
            cursor.execute(SQL("GRANT {} ON {} TO {}").format(rights, Identifier(table), role))


def rights_on(table: str) -> tuple[str, ...]:
    """What the application may do with a table."""
    if table in READ:
        return ("SELECT",)
    if table in HELD:
        return ("SELECT", "INSERT", "UPDATE (id)")
    if table in ADDED_TO:
        return ("SELECT", "INSERT")
    if table in STAYS:
        return ("SELECT", "INSERT", "UPDATE")
    return ("SELECT", "INSERT", "UPDATE", "DELETE")


def more_than_needed() -> list[str]:
    """What the role that this process signs in as may do and need not, in words; none on SQLite."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, "
            "has_schema_privilege(current_user, 'public', 'CREATE') FROM pg_roles WHERE rolname = current_user"
        )
        words = ("is a superuser", "may create roles", "may create databases", "passes rules of rows")
        found = [word for word, held in zip((*words, "may create tables"), cursor.fetchone(), strict=True) if held]
        held = connection.introspection.table_names(cursor)
        ours = {model._meta.db_table for model in apps.get_models()} & set(held)
        cursor.execute(
            "SELECT relname, pg_has_role(current_user, relowner, 'USAGE'), "
            "has_table_privilege(current_user, oid, 'TRUNCATE'), has_table_privilege(current_user, oid, 'DELETE'), "
            "has_table_privilege(current_user, oid, 'UPDATE') FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)",
            [sorted(ours)],
        )
        rows = cursor.fetchall()
    for does, tables in {
        "owns": [name for name, owns, *_ in rows if owns],
        "may empty": [name for name, _, empties, *_ in rows if empties],
        "may delete from": [name for name, _, _, deletes, _ in rows if deletes and "DELETE" not in rights_on(name)],
        "may change": [name for name, *_, changes in rows if changes and "UPDATE" not in rights_on(name)],
    }.items():
        if tables:
            found.append(f"{does} tables: {len(tables)}, {min(tables)} among them")
    return found


def say_at_start() -> None:
    """Warn in the log of a server or a worker that begins with a role that may do more than it needs."""
    try:
        found = more_than_needed()
    except DatabaseError:
        # It is away; whoever asks is told so.
        return
    finally:
        connection.close()
    if found:
        log.warning(
            "the role of the database %s; run manage.py separate_roles and serve as the role of the application",
            ", ".join(found),
        )
