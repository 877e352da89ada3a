"""The role that the portal serves as can't change what stays: each statement is refused by PostgreSQL itself."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client, override_settings

from parties.audit import record
from parties.models import AuditEvent
from portal.database_roles import ADDED_TO, HELD, STAYS, more_than_needed, rights_on
from tests.keeping.servers import POSTGRESQL, on_database
from tests.people_factories import NOW

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(POSTGRESQL is None, reason="no PostgreSQL is installed"),
    pytest.mark.xdist_group("keeping"),
]
EVENTS = "parties_auditevent"


def refused(statement):
    with pytest.raises(DatabaseError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(told.value)


def tables():
    return connection.introspection.table_names()


def test_nothing_is_emptied_dropped_or_altered_by_it(served_database):
    assert len(tables()) > 80
    for table in tables():
        assert "permission denied" in refused(f"TRUNCATE {table} CASCADE"), table
        for statement in (f"DROP TABLE {table}", f"ALTER TABLE {table} DISABLE TRIGGER ALL"):
            assert "must be owner" in refused(statement), table


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (f"DROP TRIGGER parties_auditevent_append_only ON {EVENTS}", "must be owner"),
        (f"ALTER TABLE {EVENTS} DISABLE TRIGGER parties_auditevent_append_only", "must be owner"),
        (f"ALTER TABLE {EVENTS} DROP COLUMN sha256", "must be owner"),
        ("DROP FUNCTION parties_auditevent_refuse() CASCADE", "must be owner"),
        ("CREATE OR REPLACE FUNCTION never_emptied() RETURNS trigger LANGUAGE sql AS ''", "permission denied"),
        ("SET session_replication_role = replica", "permission denied"),
        ("CREATE TABLE mine (id int)", "permission denied"),
        ("CREATE TEMPORARY TABLE parties_auditevent (id int)", "permission denied"),
        ("SET ROLE portal_owner", "permission denied"),
        ("ALTER ROLE portal_application SUPERUSER", "superuser"),
        ("COPY parties_auditevent TO PROGRAM 'cat'", "permission denied|superuser|pg_execute"),
        ("DELETE FROM django_migrations", "permission denied"),
    ],
)
def test_no_way_round_is_left(served_database, statement, why):
    assert any(word in refused(statement) for word in why.split("|"))


@pytest.mark.parametrize("table", ADDED_TO)
def test_what_is_added_to_is_neither_changed_nor_removed(served_database, table):
    assert "permission denied" in refused(f"DELETE FROM {table}")
    if table not in HELD:
        assert "permission denied" in refused(f"UPDATE {table} SET id = id")
    assert "permission denied" in refused(f"UPDATE {table} SET {_second(table)} = NULL")


def _second(table):
    with connection.cursor() as cursor:
        return next(
            one.name for one in connection.introspection.get_table_description(cursor, table) if one.name != "id"
        )


@pytest.mark.parametrize("table", STAYS)
def test_what_stays_is_not_removed(served_database, table):
    assert "permission denied" in refused(f"DELETE FROM {table}")


def test_the_trail_is_written_and_its_owner_does_not_empty_it_either(separated, served_database):
    record(subject="report/1", action="saved", by=None, at=NOW, detail={})
    assert AuditEvent.objects.filter(subject="report/1").count() == 1
    for role in ("portal_owner", "postgres"):
        with on_database(separated[role]), pytest.raises(IntegrityError, match="Nobody empties"):
            connection.cursor().execute(f"TRUNCATE {EVENTS}")
    assert AuditEvent.objects.filter(subject="report/1").count() == 1


def test_whoever_may_do_more_is_named_to_the_operator(separated, served_database):
    assert more_than_needed() == []
    with override_settings(OPERATORS_TOKEN="a long secret"):
        asked = {"headers": {"authorization": "Bearer a long secret"}}
        assert "database role: may do what it needs" in Client().get("/readyz", **asked).content.decode()
        with on_database(separated["portal_owner"]):
            said = Client().get("/readyz", **asked).content.decode()
            assert "may create tables, owns tables: " in said
            assert "may empty tables: " in said
            assert "may delete from tables: " in said
        with on_database(separated["postgres"]):
            assert "is a superuser" in Client().get("/readyz", **asked).content.decode()
    assert "database role" not in Client().get("/readyz").content.decode()


def test_to_separate_again_changes_passwords_and_nothing_else(separated, served_database):
    with override_settings(DATABASE_ROLE_PASSWORDS=["other", "passwords"]), on_database(separated["postgres"]):
        call_command("separate_roles", stdout=StringIO())
    assert more_than_needed() == []
    for table in tables():
        for right in rights_on(table):
            with connection.cursor() as cursor:
                kind = "column" if "(" in right else "table"
                place = ["id"] if kind == "column" else []
                held = f"has_{kind}_privilege(current_user, %s, {'%s, ' if place else ''}%s)"
                cursor.execute(f"SELECT {held}", [table, *place, right.split()[0]])
                assert cursor.fetchone() == (True,), (table, right)


@pytest.mark.parametrize(
    ("roles", "passwords", "why"),
    [
        (["one", "one"], ["a", "b"], "names one role twice"),
        (["one", "other"], ["a", ""], "Set OWNER_PASSWORD"),
        (["one", "other"], ["a", "a"], "are the same"),
        (["postgres", "other"], ["a", "b"], "Sign in as who may create roles, not as postgres"),
    ],
)
def test_what_would_separate_nothing_is_refused_with_what_to_do(separated, django_db_blocker, roles, passwords, why):
    told = override_settings(DATABASE_ROLES=roles, DATABASE_ROLE_PASSWORDS=passwords)
    with django_db_blocker.unblock(), told, on_database(separated["postgres"]):
        with pytest.raises(CommandError, match=why):
            call_command("separate_roles")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [["one", "other"]])
            assert cursor.fetchone() == (0,)


def test_every_table_that_is_named_is_there(served_database):
    assert {*ADDED_TO, *STAYS, *HELD} <= set(tables())
    assert settings.DATABASE_ROLES == ["portal_owner", "portal_application"]
