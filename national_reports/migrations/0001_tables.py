"""Every table as release 0.2.0 has it, in one step; `replaces` names the steps of the databases made before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("national_reports", "0001_initial"),
        ("national_reports", "0002_initial"),
        ("national_reports", "0003_fill_in_and_review"),
        ("national_reports", "0004_keep_every_text_of_a_conflict"),
        ("national_reports", "0005_counting_and_registry_remarks"),
        ("national_reports", "0006_bytes_are_stored_once"),
        ("national_reports", "0007_share_the_bytes_of_a_content"),
        ("national_reports", "0008_attachments_refer_to_their_bytes"),
        ("national_reports", "0009_kept_texts_and_review_drafts"),
        ("national_reports", "0010_taken_off_at_a_request"),
        ("national_reports", "0011_two_dates_a_report"),
        ("national_reports", "0012_made_documents"),
    ]

    initial = True

    dependencies = [
        ("indicators", "0001_tables"),
        ("parties", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionMap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.JSONField()),
                (
                    "current",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="maps", to="indicators.reportingcycle"
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.reportingcycle"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("current", "previous"), name="question_map_once")],
            },
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("document", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questionnaires",
                        to="indicators.reportingcycle",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("cycle", "version"), name="questionnaire_version")],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "occasion",
                    models.CharField(help_text="30 days before, or the day on which staff sent it.", max_length=40),
                ),
                ("at", models.DateTimeField()),
                ("recipients", models.PositiveSmallIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        help_text="None: by the schedule.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="indicators.reportingcycle",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="parties.party"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [models.UniqueConstraint(fields=("cycle", "party", "occasion"), name="reminder_once")],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(max_length=200, upload_to="attachments/%Y/%m")),
                ("size", models.PositiveIntegerField()),
                ("content_type", models.CharField(max_length=80)),
                (
                    "going",
                    models.BooleanField(default=False, help_text="No report needs it: the bytes are being removed."),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("going", False)), fields=("sha256",), name="a_content_is_stored_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TakingOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("requested_on", models.DateField(help_text="The day of the Party's request.")),
                ("requested_by", models.CharField(help_text="Who signed it, and for whom.", max_length=200)),
                ("request_text", models.TextField(blank=True)),
                ("request_name", models.CharField(blank=True, max_length=120)),
                ("reason", models.TextField(help_text="Public, on the Party's page and in lists.")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="national_reports.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="taking_off_for_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("requested_by", ""), _negated=True), name="taking_off_asked_by_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("request_text", ""), _negated=True),
                            ("request_file__isnull", False),
                            _connector="OR",
                        ),
                        name="taking_off_keeps_the_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.SlugField(
                        blank=True, help_text="Empty for the report itself; else a collection kept with the cycle."
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("withdrawn", "Withdrawn"),
                            ("accepted", "Accepted"),
                            ("published", "Published"),
                            ("superseded", "Superseded by a later version"),
                            ("taken-off", "Taken off at the Party's request"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("form", "Filled in here"),
                            ("workbook", "Workbook"),
                            ("clearing-house", "Biosafety Clearing-House"),
                            ("paper", "Entered from paper"),
                            ("demonstration", "Generated for demonstration"),
                        ],
                        max_length=16,
                    ),
                ),
                ("received_on", models.DateField(blank=True, help_text="When this content was received.", null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "identifier",
                    models.CharField(blank=True, help_text="The Clearing-House's identifier.", max_length=128),
                ),
                ("revision", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "header",
                    models.JSONField(default=dict, help_text="What the document says of itself besides the answers."),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="indicators.reportingcycle",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="parties.party"
                    ),
                ),
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
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, help_text="The last time; see the submissions.", null=True),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "preferred",
                    models.BooleanField(default=False, help_text="Counts by a decision, whatever came later."),
                ),
                ("preferred_reason", models.TextField(blank=True)),
                (
                    "taking_off",
                    models.ForeignKey(
                        blank=True,
                        help_text="Why it is public no more, and at whose request.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="national_reports.takingoff",
                    ),
                ),
                (
                    "amends",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="national_reports.report",
                    ),
                ),
                (
                    "first_received_at",
                    models.DateTimeField(blank=True, help_text="The moment, where it is known.", null=True),
                ),
                (
                    "first_received_on",
                    models.DateField(
                        blank=True,
                        help_text="When its record was first submitted; decides whether it was in time.",
                        null=True,
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(blank=True, help_text="The moment, where it is known.", null=True),
                ),
            ],
            options={
                "ordering": ["cycle", "party", "part", "version"],
                "indexes": [
                    models.Index(
                        fields=["cycle", "part", "state", "received_on"], name="national_re_cycle_i_7f469a_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("party", "cycle", "part", "version"), name="report_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("party", "cycle", "part"),
                        name="one_published_version",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "submitted", "returned", "accepted"))),
                        fields=("party", "cycle", "part"),
                        name="one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_by", models.F("submitted_by")), _negated=True),
                        name="accepted_by_another_than_submitted",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("preferred", True)),
                        fields=("party", "cycle", "part"),
                        name="one_preferred_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("preferred", False), models.Q(("preferred_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="preferred_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("preferred", False), ("state", "taken-off"), ("taking_off__isnull", False)),
                            models.Q(models.Q(("state", "taken-off"), _negated=True), ("taking_off__isnull", True)),
                            _connector="OR",
                        ),
                        name="taken_off_at_a_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=24)),
                ("options", models.JSONField(default=list, help_text="Codes of the chosen options.")),
                ("number", models.BigIntegerField(blank=True, null=True)),
                (
                    "texts",
                    models.JSONField(
                        default=dict, help_text="{language: text}; a starred language is a courtesy translation."
                    ),
                ),
                ("details", models.JSONField(default=dict, help_text="{option: {language: text} or amount}")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="national_reports.report",
                    ),
                ),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copied_from",
                    models.CharField(blank=True, help_text="The cycle, until the copy is confirmed.", max_length=12),
                ),
                (
                    "entries",
                    models.JSONField(default=list, help_text="[{field: text}] of a contact, a day or a list of links."),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("tab", models.CharField(blank=True, max_length=36)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["question", "report"], name="national_re_questio_106c83_idx")],
                "constraints": [models.UniqueConstraint(fields=("report", "question"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="AnswerChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=24)),
                ("version", models.PositiveIntegerField(help_text="The answer's version after this change.")),
                ("at", models.DateTimeField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("typed", "typed"),
                            ("copied", "copied from an earlier report"),
                            ("confirmed", "confirmed"),
                            ("restored", "restored from the history"),
                            ("resolved", "settled between two editors"),
                            ("workbook", "read from a workbook"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="national_reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "question", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "question", "version"), name="answer_change_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(help_text="As the sender named it; shown, never used as a path.", max_length=120),
                ),
                ("content_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "is_scan",
                    models.BooleanField(default=False, help_text="The paper that staff entered the answers from."),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="national_reports.report",
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        help_text="None where it was removed and the bytes are gone.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="national_reports.storedfile",
                    ),
                ),
                ("handed_in", models.BooleanField(default=False, help_text="A submission names it: its bytes stay.")),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content__isnull", False),
                            models.Q(("handed_in", False), ("removed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="attachment_has_its_bytes",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("report", "sha256"),
                        name="a_file_once_in_a_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=24)),
                ("tab", models.CharField(blank=True, max_length=36)),
                ("at", models.DateTimeField()),
                ("read_version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="national_reports.report",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["question", "at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True), models.Q(("tab", ""), _negated=True)),
                        fields=("report", "question", "by", "tab"),
                        name="one_open_conflict_of_a_page",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(choices=[("section", "the form"), ("review", "the review")], max_length=8)),
                ("question", models.CharField(blank=True, help_text="Empty: on the whole report.", max_length=24)),
                (
                    "form",
                    models.CharField(help_text="Which of the forms drawn for this person it came with.", max_length=16),
                ),
                ("read_version", models.PositiveIntegerField(help_text="What the form had shown.")),
                ("fields", models.JSONField(help_text="The question's fields as they were sent: {name: [text]}.")),
                (
                    "size",
                    models.PositiveIntegerField(help_text="Bytes of the fields; they count towards the report's room."),
                ),
                ("at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="national_reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["at"], name="national_re_at_beb6f4_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "person", "place", "form", "question"), name="kept_text_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MadeDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("format", models.CharField(choices=[("pdf", "PDF"), ("docx", "DOCX")], max_length=4)),
                (
                    "sha256",
                    models.CharField(help_text="Of the format, the content and the code that makes it.", max_length=64),
                ),
                (
                    "order",
                    models.BinaryField(help_text="What it is made of, compressed; emptied once it is made.", null=True),
                ),
                ("asked_at", models.DateTimeField()),
                ("content", models.BinaryField(null=True)),
                ("size", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(null=True)),
                ("fault", models.TextField(blank=True, help_text="Why it could not be made.")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="national_reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["asked_by", "made_at"], name="national_re_asked_b_d40a94_idx"),
                    models.Index(fields=["asked_at"], name="national_re_asked_a_ba60f4_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "format", "sha256"), name="made_document_once"),
                    models.CheckConstraint(
                        condition=models.Q(("content", None), ("made_at__isnull", False), _connector="XOR"),
                        name="made_document_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=40)),
                ("seen_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="national_reports.report",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "user"), name="presence_once")],
            },
        ),
        migrations.CreateModel(
            name="RegistryRemark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=24)),
                ("what", models.CharField(max_length=80)),
                ("checked_on", models.DateField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registry_remarks",
                        to="national_reports.report",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "question"), name="registry_remark_once")],
            },
        ),
        migrations.CreateModel(
            name="ReviewDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(blank=True, help_text="Empty: on the whole report.", max_length=24)),
                ("ticked", models.BooleanField(default=False)),
                ("text", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("tab", models.CharField(blank=True, max_length=36)),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_drafts",
                        to="national_reports.report",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "reviewer", "question"), name="review_draft_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(blank=True, help_text="Empty: on the whole report.", max_length=24)),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("party", "Colleagues of this Party"),
                            ("both", "Colleagues and the Secretariat"),
                            ("secretariat", "The Secretariat only"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "returns",
                    models.BooleanField(default=False, help_text="A reason for which the report was returned."),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="national_reports.report"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="review_note_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("section", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="national_reports.report"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "section"), name="section_mark_once")],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.UUIDField(
                        help_text="Made with the form: the same form sent twice submits once.", unique=True
                    ),
                ),
                ("reference", models.CharField(max_length=40, unique=True)),
                ("at", models.DateTimeField()),
                ("declaration", models.TextField()),
                ("document", models.JSONField(help_text="In the Clearing-House's shape, without the closed answers.")),
                ("sha256", models.CharField(help_text="Of the document's canonical JSON.", max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="national_reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="WorkbookImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("rows", models.JSONField(help_text="[{question, read_version, content}]")),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workbooks",
                        to="national_reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
    ]
