"""Every table as release 0.2.0 has it, in one step; `replaces` names the steps of the databases made before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("jobs", "0001_initial"), ("jobs", "0002_left_out"), ("jobs", "0003_due"), ("jobs", "0004_clock")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ClockTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.CharField(help_text="The name by which the clock asks for it.", max_length=120, unique=True),
                ),
                ("known_at", models.DateTimeField(help_text="Since when it should be done.")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(blank=True, help_text="When it was last made up for.", null=True)),
                ("fault", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("arguments", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("progress", models.PositiveIntegerField(default=0)),
                ("progress_total", models.PositiveIntegerField(default=0)),
                ("result", models.JSONField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, help_text="Not before then; None is at once.", null=True)),
                ("reason", models.CharField(blank=True, help_text="Why it was asked for.", max_length=200)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "lease_until"], name="jobs_job_state_e33db5_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "queued")), fields=("kind", "arguments"), name="job_queued_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "running"), ("lease_until__isnull", True), _connector="XOR"),
                        name="job_running_has_lease",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("import", "Reports imported from files"),
                            ("sync", "Reading of the Clearing-House"),
                            ("letter", "Letters"),
                            ("job", "Jobs"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(help_text="What a run looks at as a whole: a folder, a schema.", max_length=120),
                ),
                ("key", models.CharField(help_text="The same for the same thing in the next run.", max_length=200)),
                (
                    "subject",
                    models.CharField(
                        help_text="What it is, in words: a file, a record, a letter to somebody.", max_length=300
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        blank=True, help_text="The code of the Party that it is about, if one.", max_length=3
                    ),
                ),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-last_seen_at", "kind", "source", "key"],
                "indexes": [models.Index(fields=["ended_at", "kind"], name="jobs_leftou_ended_a_fd0657_idx")],
                "constraints": [models.UniqueConstraint(fields=("kind", "source", "key"), name="left_out_once")],
            },
        ),
    ]
