"""A language may be left out of an edition; rows of a published one never change. SQLite: evaluation.guards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE TRIGGER evaluation_leftoutlanguage_published_never_changes
    BEFORE INSERT OR UPDATE OR DELETE ON evaluation_leftoutlanguage
    FOR EACH ROW EXECUTE FUNCTION evaluation_of_published_refuse();
"""
RELEASE = "DROP TRIGGER evaluation_leftoutlanguage_published_never_changes ON evaluation_leftoutlanguage;"


def run(statement):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement, params=None)

    return on_postgresql


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0007_figures_are_weighed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LeftOutLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(help_text='As documents call it: ar, zh.', max_length=8)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='left_out', to='evaluation.edition')),
            ],
            options={
                'ordering': ['edition', 'language'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'language'), name='left_out_language_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='left_out_language_has_a_reason'), models.CheckConstraint(condition=models.Q(('language__in', ['', 'en']), _negated=True), name='left_out_language_is_another')],
            },
        ),
        migrations.RunPython(run(GUARD), run(RELEASE)),
    ]
