"""Parties are heard before an edition, readers ask after it; rows of both are only added. SQLite: evaluation.guards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("partyreview", "partyremark", "objectionanswer", "query", "queryanswer")
REFUSE = """
CREATE FUNCTION evaluation_append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows are only added here: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
"""
GUARD = """
CREATE TRIGGER evaluation_{table}_append_only
    BEFORE UPDATE OR DELETE ON evaluation_{table}
    FOR EACH ROW EXECUTE FUNCTION evaluation_append_only_refuse();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REFUSE + "".join(GUARD.format(table=table) for table in TABLES), params=None)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER evaluation_{table}_append_only ON evaluation_{table}", params=None)
        schema_editor.execute("DROP FUNCTION evaluation_append_only_refuse()", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0004_the_gate_is_guarded'),
        ('parties', '0002_append_only_trail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PartyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateField(help_text='The last day on which Parties may agree or object.')),
                ('content', models.BinaryField(help_text='Canonical JSON of what is said of each Party; see hearing.snapshot.')),
                ('sha256', models.CharField(max_length=64)),
                ('opened_at', models.DateTimeField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='party_reviews', to='evaluation.edition')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PartyRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(help_text='report/NR4, measure/2.2.1/headline …', max_length=120)),
                ('version', models.PositiveSmallIntegerField(help_text='From 1 in each line.')),
                ('verdict', models.CharField(choices=[('agrees', 'Agrees'), ('objects', 'Objects')], max_length=7)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='evaluation.partyreview')),
            ],
            options={
                'ordering': ['review', 'party', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Query',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.CharField(blank=True, max_length=60)),
                ('measure', models.CharField(blank=True, help_text='2.2.1/headline', max_length=120)),
                ('cycle', models.CharField(blank=True, max_length=12)),
                ('question', models.CharField(blank=True, max_length=24)),
                ('bound', models.JSONField(default=dict, help_text='{run, reports, answer, classes}: what stood there then.')),
                ('words', models.TextField()),
                ('language', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('digest', models.CharField(help_text='Of all that it says and its day: asked once.', max_length=64, unique=True)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='queries', to='evaluation.edition')),
                ('party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
            ],
            options={
                'verbose_name_plural': 'Queries',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='QueryAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('at', models.DateTimeField()),
                ('query', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='address', to='evaluation.query')),
            ],
        ),
        migrations.CreateModel(
            name='QueryAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('by_letter', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('query', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='evaluation.query')),
            ],
        ),
        migrations.CreateModel(
            name='ObjectionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('remark', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='evaluation.partyremark')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='objection_is_answered_in_words')],
            },
        ),
        migrations.AddConstraint(
            model_name='partyreview',
            constraint=models.UniqueConstraint(fields=('edition', 'until'), name='party_review_once_until_a_day'),
        ),
        migrations.AddConstraint(
            model_name='partyremark',
            constraint=models.UniqueConstraint(fields=('review', 'party', 'line', 'version'), name='party_remark_version_once'),
        ),
        migrations.AddConstraint(
            model_name='partyremark',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='party_remark_versions_begin_with_one'),
        ),
        migrations.AddConstraint(
            model_name='partyremark',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ('agrees', 'objects'))), name='party_remark_says_which'),
        ),
        migrations.AddConstraint(
            model_name='partyremark',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', 'agrees'), models.Q(('words', ''), _negated=True), _connector='OR'), name='party_objects_in_words'),
        ),
        migrations.AddConstraint(
            model_name='query',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='query_is_in_words'),
        ),
        migrations.AddConstraint(
            model_name='queryanswer',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='query_is_answered_in_words'),
        ),
        migrations.RunPython(guard, release),
    ]
