"""PostgreSQL itself refuses to change a published edition, its texts and its documents; SQLite: evaluation.guards."""

from django.db import migrations

GUARD = """
CREATE FUNCTION evaluation_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'A published edition never changes: % refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER evaluation_edition_published_never_changes
    BEFORE UPDATE OR DELETE ON evaluation_edition
    FOR EACH ROW EXECUTE FUNCTION evaluation_edition_refuse();

CREATE FUNCTION evaluation_of_published_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM evaluation_edition WHERE id = OLD.edition_id AND state = 'published'
    ) THEN
        RAISE EXCEPTION 'What belongs to a published edition never changes: % refused', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP <> 'DELETE' AND EXISTS (
        SELECT 1 FROM evaluation_edition WHERE id = NEW.edition_id AND state = 'published'
    ) THEN
        RAISE EXCEPTION 'Nothing joins a published edition: % refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER evaluation_document_published_never_changes
    BEFORE INSERT OR UPDATE OR DELETE ON evaluation_document
    FOR EACH ROW EXECUTE FUNCTION evaluation_of_published_refuse();
CREATE TRIGGER evaluation_findingtext_published_never_changes
    BEFORE INSERT OR UPDATE OR DELETE ON evaluation_findingtext
    FOR EACH ROW EXECUTE FUNCTION evaluation_of_published_refuse();
"""
RELEASE = """
DROP TRIGGER evaluation_findingtext_published_never_changes ON evaluation_findingtext;
DROP TRIGGER evaluation_document_published_never_changes ON evaluation_document;
DROP TRIGGER evaluation_edition_published_never_changes ON evaluation_edition;
DROP FUNCTION evaluation_of_published_refuse();
DROP FUNCTION evaluation_edition_refuse();
"""


def run(statement):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement, params=None)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_tables")]
    operations = [migrations.RunPython(run(GUARD), run(RELEASE))]
