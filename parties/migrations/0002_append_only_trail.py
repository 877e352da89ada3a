"""PostgreSQL itself refuses to change or remove an event of the trail; elsewhere verify_audit finds it."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION parties_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER parties_auditevent_append_only
    BEFORE UPDATE OR DELETE ON parties_auditevent
    FOR EACH ROW EXECUTE FUNCTION parties_auditevent_refuse();
"""
ALLOW = """
DROP TRIGGER parties_auditevent_append_only ON parties_auditevent;
DROP FUNCTION parties_auditevent_refuse();
"""


def run(statement):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement, params=None)

    return on_postgresql


class Migration(migrations.Migration):
    replaces = [("parties", "0003_append_only_trail")]
    dependencies = [("parties", "0001_tables")]
    operations = [migrations.RunPython(run(REFUSE), run(ALLOW))]
