"""A cycle has a due day and a population day; those that there are counted the Parties of their due day."""

from django.db import migrations, models
from django.db.migrations.state import StateApps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("indicators", "ReportingCycle").objects.update(population_on=models.F("deadline"))


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="cyclepart",
            name="called",
            field=models.CharField(blank=True, default="", help_text="Within a sentence: 'the 2014 survey'.", max_length=60),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="reportingcycle",
            name="deadline",
            field=models.DateField(help_text="The due day; what is late is late by it."),
        ),
        migrations.AddField(
            model_name="reportingcycle",
            name="population_on",
            field=models.DateField(
                null=True, help_text="Who is a Party on this day is counted; an extension never moves it."
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="reportingcycle",
            name="population_on",
            field=models.DateField(help_text="Who is a Party on this day is counted; an extension never moves it."),
        ),
    ]
