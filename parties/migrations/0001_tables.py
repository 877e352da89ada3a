"""Every table as release 0.2.0 has it, in one step; `replaces` names the steps of the databases made before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("parties", "0001_initial"),
        ("parties", "0002_fill_in_and_review"),
        ("parties", "0004_one_click_stop"),
        ("parties", "0005_why_a_letter_did_not_go"),
        ("parties", "0006_roles_are_those_of_the_table"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(help_text="report/42, person/7, indicator/2.2.1 …", max_length=80, unique=True),
                ),
                ("length", models.PositiveIntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Email",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(help_text="Emptied once sent where it holds a secret.")),
                ("holds_secret", models.BooleanField(default=False)),
                ("queued_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "stop_url",
                    models.URLField(blank=True, help_text="Where one click stops such messages.", max_length=400),
                ),
                (
                    "fault",
                    models.CharField(blank=True, help_text="Why it did not go when it was tried last.", max_length=300),
                ),
            ],
            options={
                "ordering": ["-queued_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sent_at__isnull", True), ("fault", ""), _connector="OR"),
                        name="what_was_sent_has_no_fault",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="ISO 3166 alpha-3; EUE for the European Union.", max_length=3, unique=True
                    ),
                ),
                (
                    "alpha2",
                    models.CharField(blank=True, help_text="None for stand-ins.", max_length=2, null=True, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("state", "State"), ("organisation", "Regional economic integration organisation")],
                        default="state",
                        max_length=12,
                    ),
                ),
                ("name_en", models.CharField(max_length=80, unique=True)),
                ("name_fr", models.CharField(blank=True, max_length=80)),
                ("name_es", models.CharField(blank=True, max_length=80)),
                ("name_ru", models.CharField(blank=True, max_length=80)),
                ("name_ar", models.CharField(blank=True, max_length=80)),
                ("name_zh", models.CharField(blank=True, max_length=80)),
                (
                    "demonstration",
                    models.BooleanField(default=False, help_text="A stand-in without a country behind it."),
                ),
                ("note", models.TextField(blank=True)),
                ("source", models.TextField()),
            ],
            options={
                "verbose_name_plural": "Parties",
                "ordering": ["name_en"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{3}$")), name="party_code_is_alpha3"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("region", "UN regional group"), ("development", "Development group")], max_length=12
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("definition", models.TextField()),
                ("to_be_confirmed", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="SourceVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60, unique=True)),
                ("version", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("is_staff", models.BooleanField(default=False, verbose_name="Secretariat staff")),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(auto_now_add=True)),
                (
                    "is_publisher",
                    models.BooleanField(
                        default=False, help_text="Secretariat publisher: makes reports, figures and editions public."
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_publisher", False), ("is_staff", True), _connector="OR"),
                        name="publisher_is_of_the_secretariat",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=80)),
                ("sequence", models.PositiveIntegerField(help_text="From 1 in each subject.")),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=40)),
                ("detail", models.JSONField(default=dict)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        help_text="None: the portal itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["subject", "sequence"],
                "constraints": [models.UniqueConstraint(fields=("subject", "sequence"), name="audit_event_once")],
            },
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("contributor", "Contributor: fills in the report"),
                            ("authority", "Authority: fills in and submits the report"),
                        ],
                        max_length=12,
                    ),
                ),
                ("begins_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="The first day on which it no longer holds.", null=True),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="focal_points", to="parties.party"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="focal_points",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["party", "user", "begins_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("user", "party"),
                        name="one_open_role_for_a_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("begins_on")), _connector="OR"
                        ),
                        name="focal_point_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ("contributor", "authority"))),
                        name="focal_point_role_is_of_a_party",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("until", models.CharField(help_text="The date as far as it is known: 2018-04, 2016.", max_length=20)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_names", to="parties.party"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("party", "name"), name="former_name_once")],
            },
        ),
        migrations.CreateModel(
            name="GroupMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_on", models.DateField(blank=True, null=True)),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="The first day on which it is no longer in the group.", null=True
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="parties.party"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="parties.partygroup"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("party", "group"), name="membership_once")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("contributor", "Focal point, contributor"),
                            ("authority", "Focal point, authority"),
                            ("staff", "Secretariat staff"),
                            ("publisher", "Secretariat publisher"),
                        ],
                        max_length=12,
                    ),
                ),
                ("secret_sha256", models.CharField(max_length=64, unique=True)),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "ordering": ["-invited_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("party__isnull", False), ("role__in", ("contributor", "authority"))),
                            models.Q(("party__isnull", True), ("role__in", ("staff", "publisher"))),
                            _connector="OR",
                        ),
                        name="invitation_names_a_party_for_a_focal_point",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="invitation_acceptance_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreatyStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "treaty",
                    models.CharField(
                        choices=[
                            ("cbd", "Convention on Biological Diversity"),
                            ("cpb", "Cartagena Protocol on Biosafety"),
                            ("nklsp", "Nagoya – Kuala Lumpur Supplementary Protocol on Liability and Redress"),
                        ],
                        max_length=5,
                    ),
                ),
                ("signed_on", models.DateField(blank=True, null=True)),
                ("instrument", models.CharField(blank=True, max_length=20)),
                ("deposited_on", models.DateField(blank=True, null=True)),
                ("in_force_on", models.DateField(blank=True, null=True)),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="What is known without a date, or why a date departs from the rule."
                    ),
                ),
                ("source", models.TextField()),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statuses", to="parties.party"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "Treaty statuses",
                "constraints": [
                    models.UniqueConstraint(fields=("party", "treaty"), name="treaty_status_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_on__isnull", True),
                            models.Q(("deposited_on__isnull", False), ("in_force_on__gte", models.F("deposited_on"))),
                            models.Q(("deposited_on__isnull", False), ("instrument", "succession")),
                            _connector="OR",
                        ),
                        name="treaty_status_dates_in_order",
                    ),
                ],
            },
        ),
    ]
