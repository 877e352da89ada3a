"""PostgreSQL lets nobody empty editions, what belongs to them, what was told of them, and what was said of them."""

from django.db import migrations

TABLES = (
    *("edition", "document", "findingtext", "editionrefusal", "refusalpass", "leftoutlanguage", "withdrawal"),
    *("homechoice", "partyreview", "partyremark", "objectionanswer", "query", "queryanswer"),
)
GUARD = """
CREATE TRIGGER evaluation_{table}_never_emptied
    BEFORE TRUNCATE ON evaluation_{table} FOR EACH STATEMENT EXECUTE FUNCTION never_emptied();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("".join(GUARD.format(table=table) for table in TABLES), params=None)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER evaluation_{table}_never_emptied ON evaluation_{table}", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("evaluation", "0009_dates_are_weighed"),
        ('parties', '0007_never_emptied'),
    ]

    operations = [
        migrations.RunPython(guard, release),
    ]
