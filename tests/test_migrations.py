"""A database made before release 0.2.0 goes on under it, and a new one is the same.

`tests/data/release-0.2.0` was recorded at a commit that had the steps one by one (docs/adr/0029): their names,
and a digest of each table that they made, for SQLite and for PostgreSQL.
"""

import os
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from uuid import uuid4

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg2.sql import SQL, Identifier

from portal.checks import check_migrations
from tests.conftest import DATA
from tests.keeping.servers import on_database
from tests.schema import ours, tables

RECORDED = DATA / "release-0.2.0"
STEPS_BEFORE = [tuple(line.split(".")) for line in (RECORDED / "steps-before.txt").read_text().split()]
# The last migration of each app in release 0.2.0.
RELEASED = {
    ("jobs", "0001_tables"),
    ("parties", "0002_append_only_trail"),
    ("indicators", "0001_tables"),
    ("national_reports", "0001_tables"),
    ("bch_sync", "0001_initial"),
    ("evaluation", "0002_published_never_changes"),
}
UNHEARD_OF = "0099_from_the_future"
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)

# One process makes the database for all of them.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("migrations")]


def recorded(vendor):
    lines = [line.split() for line in (RECORDED / "tables.txt").read_text().splitlines()]
    return {table: digest for of, table, digest in lines if of == vendor}


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database of the module's own, of the kind that the tests run on; gives its tables as 0.2.0 makes them."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with on_database(f"sqlite:///{tmp_path_factory.mktemp('before')}/portal.sqlite3"):
                yield filled()
            return
        name = f"portal_before_{uuid4().hex[:8]}"
        server = connection.get_connection_params() | {"dbname": "postgres"}
        server = {key: server[key] for key in ("dbname", "user", "password", "host", "port") if key in server}
        with closing(psycopg2.connect(**server)) as maintenance, maintenance.cursor() as cursor:
            maintenance.autocommit = True
            cursor.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
            try:
                with on_database(f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"):
                    yield filled()
            finally:
                cursor.execute(SQL("DROP DATABASE {}").format(Identifier(name)))


def filled():
    """The tables of 0.2.0, once they are made and hold a person, a Party, an event and a job."""
    models = MigrationExecutor(connection).migrate(sorted(RELEASED)).apps.get_model
    models("parties", "Party").objects.create(code="KEN", name_en="Kenya", source="a test")
    author = models("parties", "User").objects.create(email="author@portal.example", name="Author")
    subject = {"subject": "party/KEN", "sequence": 1, "at": AT, "action": "made", "by": author, "sha256": "0" * 64}
    models("parties", "AuditEvent").objects.create(**subject)
    models("jobs", "Job").objects.create(kind="compute_progress")
    return tables(connection)


@pytest.fixture
def made_before(database):
    """The same, its record as the steps before 0.2.0 left it."""
    MigrationRecorder(connection).migration_qs.filter(name=UNHEARD_OF).delete()
    write_record(STEPS_BEFORE)


def write_record(steps):
    """Let the database say that these steps of our apps were applied, and no others."""
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app__in=ours()).delete()
    for app, name in steps:
        recorder.record_applied(app, name)


def columns():
    """The columns of every table of ours."""
    with connection.cursor() as cursor:
        return {
            table: [column.name for column in connection.introspection.get_table_description(cursor, table)]
            for table in tables(connection)
        }


def rows(wanted):
    """Every row of these tables, by the columns that are wanted of each."""
    held = {}
    with connection.cursor() as cursor:
        for table, names in wanted.items():
            asked = ", ".join(map(connection.ops.quote_name, names))
            cursor.execute(f"SELECT {asked} FROM {connection.ops.quote_name(table)}")
            held[table] = sorted(map(repr, cursor.fetchall()))
    return held


def migrate():
    """What the command says; with the checks that it runs first when it is called by hand."""
    said = StringIO()
    call_command("migrate", stdout=said, stderr=said, no_color=True, skip_checks=False)
    return said.getvalue()


def test_a_new_database_has_the_tables_that_the_steps_before_made(database):
    assert database == recorded(connection.vendor)


def test_every_step_before_is_taken_over_by_a_file_that_stays():
    files = MigrationLoader(None).disk_migrations
    taken_over = {tuple(step) for migration in files.values() for step in migration.replaces}
    assert set(STEPS_BEFORE) <= taken_over | set(files)
    assert taken_over <= set(STEPS_BEFORE)


def test_a_database_made_before_is_taken_on_and_keeps_its_rows(made_before):
    # What comes after 0.2.0 may give a table more columns, and takes nothing away.
    held = columns()
    before = rows(held)
    assert sum(map(len, before.values())) == 4
    executor = MigrationExecutor(connection)
    planned = {
        (step.app_label, step.name) for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())
    }
    for target in RELEASED:
        assert not planned & set(executor.loader.graph.forwards_plan(target))
    migrate()
    files = {step for step in executor.loader.disk_migrations if step[0] in ours()}
    assert files | set(STEPS_BEFORE) <= set(MigrationRecorder(connection).applied_migrations())
    assert rows(held) == before
    assert "No migrations to apply" in migrate()
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("check", databases=["default"], stdout=StringIO())


def test_a_database_that_stands_half_way_is_refused_and_nothing_changes(made_before):
    gone = {("national_reports", "0012_made_documents"), ("jobs", "0004_clock")}
    write_record([step for step in STEPS_BEFORE if step not in gone])
    before, schema = rows(columns()), tables(connection)
    with pytest.raises(CommandError) as refused:
        migrate()
    assert "half-way before release 0.2.0: jobs lacks 0004_clock." in str(refused.value)
    assert "national_reports lacks 0012_made_documents." in str(refused.value)
    assert "Check out cf6c753b6e29, run `manage.py migrate` there" in str(refused.value)
    assert (rows(columns()), tables(connection)) == (before, schema)


def test_a_database_of_a_later_release_is_refused_by_name(made_before):
    MigrationRecorder(connection).record_applied("parties", UNHEARD_OF)
    with pytest.raises(CommandError, match=r"made by a later release than .* it holds parties\.0099_from_the_future\."):
        migrate()


def test_what_a_library_brought_later_is_none_of_ours(made_before):
    MigrationRecorder(connection).record_applied("auth", UNHEARD_OF)
    assert check_migrations(databases=["default"]) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL guards the trail itself")
def test_the_trail_is_guarded(made_before):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE parties_auditevent SET action = 'other'")
