"""PostgreSQL lets nobody empty the trail, not even its owner while this stands; SQLite knows no TRUNCATE."""

from django.db import migrations

TABLES = ("auditevent", "auditchain")
REFUSE = """
CREATE FUNCTION never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Nobody empties %: TRUNCATE refused', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""
GUARD = """
CREATE TRIGGER parties_{table}_never_emptied
    BEFORE TRUNCATE ON parties_{table} FOR EACH STATEMENT EXECUTE FUNCTION never_emptied();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE + "".join(GUARD.format(table=table) for table in TABLES), params=None)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER parties_{table}_never_emptied ON parties_{table}", params=None)
        schema_editor.execute("DROP FUNCTION never_emptied()", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("parties", "0006_letters_carers_and_wishes"),
    ]

    operations = [
        migrations.RunPython(guard, release),
    ]
