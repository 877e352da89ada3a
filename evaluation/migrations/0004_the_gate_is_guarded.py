"""PostgreSQL keeps what the gate let stand in a published edition, withdrawals and choices; SQLite: evaluation.guards."""

from django.db import migrations

GUARD = """
CREATE TRIGGER evaluation_editionrefusal_published_never_changes
    BEFORE INSERT OR UPDATE OR DELETE ON evaluation_editionrefusal
    FOR EACH ROW EXECUTE FUNCTION evaluation_of_published_refuse();
CREATE TRIGGER evaluation_refusalpass_published_never_changes
    BEFORE INSERT OR UPDATE OR DELETE ON evaluation_refusalpass
    FOR EACH ROW EXECUTE FUNCTION evaluation_of_published_refuse();

CREATE FUNCTION evaluation_told_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was told of an edition never changes: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER evaluation_withdrawal_told_never_changes
    BEFORE UPDATE OR DELETE ON evaluation_withdrawal
    FOR EACH ROW EXECUTE FUNCTION evaluation_told_refuse();
CREATE TRIGGER evaluation_homechoice_told_never_changes
    BEFORE UPDATE OR DELETE ON evaluation_homechoice
    FOR EACH ROW EXECUTE FUNCTION evaluation_told_refuse();
"""
RELEASE = """
DROP TRIGGER evaluation_homechoice_told_never_changes ON evaluation_homechoice;
DROP TRIGGER evaluation_withdrawal_told_never_changes ON evaluation_withdrawal;
DROP FUNCTION evaluation_told_refuse();
DROP TRIGGER evaluation_refusalpass_published_never_changes ON evaluation_refusalpass;
DROP TRIGGER evaluation_editionrefusal_published_never_changes ON evaluation_editionrefusal;
"""


def run(statement):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement, params=None)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_the_gate")]
    operations = [migrations.RunPython(run(GUARD), run(RELEASE))]
