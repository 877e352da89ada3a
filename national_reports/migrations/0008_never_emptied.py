"""PostgreSQL lets nobody empty reports, what was handed in, the history of answers, and requests to take off."""

from django.db import migrations

TABLES = ("report", "submission", "answerchange", "takingoff")
GUARD = """
CREATE TRIGGER national_reports_{table}_never_emptied
    BEFORE TRUNCATE ON national_reports_{table} FOR EACH STATEMENT EXECUTE FUNCTION never_emptied();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("".join(GUARD.format(table=table) for table in TABLES), params=None)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER national_reports_{table}_never_emptied ON national_reports_{table}", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("national_reports", "0007_preparing"),
        ('parties', '0007_never_emptied'),
    ]

    operations = [
        migrations.RunPython(guard, release),
    ]
