import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('national_reports', '0005_counting_and_registry_remarks'),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(max_length=200, upload_to='attachments/%Y/%m')),
                ('size', models.PositiveIntegerField()),
                ('content_type', models.CharField(max_length=80)),
                ('going', models.BooleanField(default=False, help_text='No report needs it: the bytes are being removed.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('going', False)), fields=('sha256',), name='a_content_is_stored_once')],
            },
        ),
        migrations.AddField(
            model_name='attachment',
            name='content',
            field=models.ForeignKey(help_text='None where it was removed and the bytes are gone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='national_reports.storedfile'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='handed_in',
            field=models.BooleanField(default=False, help_text='A submission names it: its bytes stay.'),
        ),
    ]
