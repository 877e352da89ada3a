"""What a due day or a treaty date would move is shown before it is changed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0008_languages_left_out'),
    ]

    operations = [
        migrations.AddField(
            model_name='dataproposal',
            name='change',
            field=models.JSONField(blank=True, default=dict, help_text='kind and what of evaluation.date_changes.'),
        ),
        migrations.AlterField(
            model_name='dataproposal',
            name='files',
            field=models.JSONField(help_text='{name: text}; empty where a figure or a date is proposed.'),
        ),
    ]
