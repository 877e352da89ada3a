"""Every table as release 0.2.0 has it, in one step; `replaces` names the steps of the databases made before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("evaluation", "0001_editions"),
        ("evaluation", "0003_subscriptions"),
        ("evaluation", "0004_adjustments"),
        ("evaluation", "0005_notices_bounded"),
    ]

    initial = True

    dependencies = [
        ("indicators", "0001_tables"),
        ("parties", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("source", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "in_programme",
                    models.CharField(
                        blank=True, help_text="As the programme of work names it: Sixth meeting.", max_length=80
                    ),
                ),
                (
                    "cycles",
                    models.ManyToManyField(
                        blank=True,
                        help_text="National reports that it considers.",
                        related_name="meetings",
                        to="indicators.reportingcycle",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="meeting_days_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("in_programme", ""), _negated=True),
                        fields=("in_programme",),
                        name="meeting_of_the_programme_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asker", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["asker", "at"], name="asked_lately")],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mid-term", "Mid-term evaluation"),
                            ("final", "Final evaluation"),
                            ("interim", "Interim look"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "cut_off",
                    models.DateField(help_text="Reports of the current cycle received by this day are counted."),
                ),
                (
                    "population_on",
                    models.DateField(help_text="Parties for which the Protocol is in force on this day."),
                ),
                ("groups", models.JSONField(default=list, help_text="Slugs of the groups that figures are given for.")),
                ("agenda_item", models.CharField(blank=True, max_length=20)),
                ("titles", models.JSONField(default=dict, help_text="{language: title}")),
                ("created_at", models.DateTimeField()),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.reportingcycle"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.reportingcycle"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evaluations", to="indicators.plan"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="evaluation.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["current__deadline", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("baseline", models.F("current")), _negated=True),
                        name="evaluation_compares_two_cycles",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug", ""), _negated=True), name="evaluation_has_an_address"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("in review", "In review"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "symbol",
                    models.CharField(blank=True, help_text="As the conference services gave it.", max_length=60),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "frozen",
                    models.BinaryField(
                        blank=True, help_text="The canonical form, byte for byte as it was hashed.", null=True
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
                ("texts_changed_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("changes", models.JSONField(default=list, help_text="[{what, why}] of a correction.")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="evaluation.evaluation"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="evaluation.edition",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "ordering": ["evaluation", "opened_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "version"), name="edition_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "in review"))),
                        fields=("evaluation",),
                        name="one_open_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publisher", models.F("author")), _negated=True),
                        name="published_by_another_than_the_author",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen__isnull", True), ("frozen_at__isnull", True), ("sha256", "")),
                            models.Q(
                                ("frozen__isnull", False),
                                ("frozen_at__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="edition_is_frozen_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("frozen__isnull", False), _connector="OR"),
                        name="edition_in_review_is_frozen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False), ("publisher__isnull", False), ("state", "published")
                            ),
                            models.Q(
                                models.Q(("state", "published"), _negated=True),
                                ("published_at__isnull", True),
                                ("publisher__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="edition_publication_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=8)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="evaluation.evaluation",
                    ),
                ),
                ("mailbox", models.EmailField(db_index=True, max_length=254)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("evaluation", "mailbox"), name="subscription_once")],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="The entry's number in the register.")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "subject",
                    models.CharField(help_text="whole, objective/1, operational/1.1, indicator/2.2.1 …", max_length=40),
                ),
                ("found", models.TextField()),
                ("decided", models.TextField()),
                ("decided_on", models.DateField()),
                ("decision", models.CharField(help_text="The symbol of the decision or document.", max_length=120)),
                (
                    "changed",
                    models.TextField(
                        blank=True, help_text="What changed in the plan's data; empty until something did."
                    ),
                ),
                ("changed_where", models.CharField(blank=True, max_length=200)),
                ("changed_on", models.DateField(blank=True, null=True)),
                ("source", models.TextField(help_text="Where the decision can be read.")),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "why",
                    models.TextField(
                        blank=True, help_text="Why it was corrected or withdrawn; empty in the first version."
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="evaluation.edition"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="evaluation.meeting",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["number", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("number", "version"), name="adjustment_version"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("version__gte", 1)), name="adjustment_is_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject__regex", "^(whole|(objective|impact|operational|indicator)/[^/]+)$")
                        ),
                        name="adjustment_has_a_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("found", ""), _negated=True),
                            models.Q(("decided", ""), _negated=True),
                            models.Q(("decision", ""), _negated=True),
                        ),
                        name="adjustment_says_found_and_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="adjustment_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed", ""), ("changed_on__isnull", True), ("changed_where", "")),
                            models.Q(
                                models.Q(("changed", ""), _negated=True),
                                models.Q(("changed_where", ""), _negated=True),
                                ("changed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="adjustment_change_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_withdrawn", False), ("version", 1), ("why", "")),
                            models.Q(("version__gt", 1), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="adjustment_correction_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(blank=True, help_text="Empty: of no language.", max_length=8)),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "made_from",
                    models.CharField(help_text="The hash of the frozen form that it was made from.", max_length=64),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="evaluation.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "kind", "language", "name"],
                "indexes": [models.Index(fields=["sha256"], name="evaluation__sha256_133794_idx")],
                "constraints": [models.UniqueConstraint(fields=("edition", "name"), name="document_name_once")],
            },
        ),
        migrations.CreateModel(
            name="FindingText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(help_text="whole, objective/1, impact/1.1, indicator/2.2.1 …", max_length=40),
                ),
                ("language", models.CharField(max_length=8)),
                ("narrative", models.TextField(blank=True)),
                ("sources", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="evaluation.edition"
                    ),
                ),
            ],
            options={
                "ordering": ["edition", "subject", "language"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "subject", "language"), name="finding_text_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AdjustedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjusted",
                        to="indicators.programmeitem",
                    ),
                ),
                (
                    "adjustment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="evaluation.adjustment"
                    ),
                ),
            ],
            options={
                "ordering": ["item__position"],
                "constraints": [models.UniqueConstraint(fields=("adjustment", "item"), name="adjusted_item_once")],
            },
        ),
        migrations.CreateModel(
            name="DocumentDownloads",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("number", models.PositiveIntegerField(default=0)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="downloads", to="evaluation.document"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("document", "on"), name="downloads_of_a_day_once")],
            },
        ),
    ]
