"""Every table as release 0.2.0 has it, in one step; `replaces` names the steps of the databases made before."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("indicators", "0001_initial"),
        ("indicators", "0002_initial"),
        ("indicators", "0003_fill_in_and_review"),
        ("indicators", "0004_mid_term_pair"),
        ("indicators", "0005_kinds_are_those_of_the_table"),
    ]

    initial = True

    dependencies = [
        ("parties", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComputationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("inputs_hash", models.CharField(max_length=64)),
                (
                    "inputs",
                    models.JSONField(
                        default=dict, help_text="What was counted: report sets with cut-offs, populations."
                    ),
                ),
                ("method_version", models.CharField(max_length=20)),
                ("code_version", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField()),
                ("current", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("current",), name="one_current_run"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("title", models.CharField(max_length=200)),
                ("short_title", models.CharField(max_length=80)),
                ("status", models.CharField(max_length=40)),
                ("date_stamp", models.CharField(blank=True, max_length=20)),
                ("adopted_on", models.DateField(blank=True, null=True)),
                ("adopted_note", models.TextField(blank=True)),
                ("vision", models.TextField(blank=True)),
                ("mission", models.TextField(blank=True)),
                (
                    "periods",
                    models.JSONField(
                        default=list, help_text="[{from, to, printed_in}]: every period that the source names."
                    ),
                ),
                ("source", models.JSONField(default=dict, help_text="{document, title_as_printed, annex_title}")),
                ("labels", models.JSONField(default=dict, help_text="What this plan calls its levels, by our names.")),
                ("has_operational_level", models.BooleanField(default=True)),
                ("programme", models.JSONField(default=dict, help_text="{title, lead} of the programme of work.")),
                ("current", models.BooleanField(default=False)),
                (
                    "mid_term",
                    models.JSONField(
                        default=dict, help_text="{baseline, current}: what the plan's own evaluation compares."
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)), fields=("current",), name="one_current_plan"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingCycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("deadline", models.DateField()),
                ("cut_off", models.DateField(help_text="Reports received by this day are counted.")),
                ("cut_off_source", models.TextField()),
                (
                    "schema",
                    models.CharField(blank=True, help_text="The Clearing-House's name for its reports.", max_length=40),
                ),
                ("has_questions", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True)),
                ("source", models.TextField()),
                (
                    "is_open",
                    models.BooleanField(
                        default=False, help_text="Parties may fill in reports here; late ones stay welcome."
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BackgroundPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("slug", models.SlugField()),
                ("title", models.CharField(max_length=120)),
                ("heading", models.CharField(max_length=200)),
                ("paragraphs", models.JSONField(help_text="[{number, text, note}], verbatim.")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="background", to="indicators.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "slug"), name="background_slug")],
            },
        ),
        migrations.CreateModel(
            name="ConventionGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12)),
                ("text", models.TextField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="convention_goals",
                        to="indicators.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="convention_goal_code")],
            },
        ),
        migrations.CreateModel(
            name="CyclePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField()),
                ("title", models.CharField(max_length=120)),
                ("cut_off", models.DateField()),
                ("source", models.TextField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="indicators.reportingcycle",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("cycle", "key"), name="cycle_part_once")],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("meeting_code", models.CharField(blank=True, help_text="Empty for standing items.", max_length=12)),
                ("meeting", models.CharField(blank=True, max_length=80)),
                ("letter", models.CharField(max_length=2)),
                ("text", models.TextField(blank=True, help_text="Empty where the source leaves the slot empty.")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme_items",
                        to="indicators.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "meeting_code", "letter"), name="programme_item_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_at", models.CharField(help_text="The date as the source gives it.", max_length=80)),
                ("reports", models.PositiveSmallIntegerField()),
                ("parties", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("non_party_reports", models.PositiveSmallIntegerField(default=0)),
                ("by_region", models.JSONField(default=dict)),
                ("scope", models.TextField(blank=True)),
                ("source", models.TextField()),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published_counts",
                        to="indicators.reportingcycle",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("cycle", "as_at"), name="published_count_once")],
            },
        ),
        migrations.CreateModel(
            name="StrategicObjective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12)),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="strategic_objectives",
                        to="indicators.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="strategic_objective_code")],
            },
        ),
        migrations.CreateModel(
            name="ConventionObjective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12)),
                ("text", models.TextField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectives",
                        to="indicators.conventiongoal",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("goal", "code"), name="convention_objective_code")],
            },
        ),
        migrations.CreateModel(
            name="ExpectedImpact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True)),
                (
                    "strategic_objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expected_impacts",
                        to="indicators.strategicobjective",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("strategic_objective", "position"), name="expected_impact_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="OperationalObjective",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12)),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="operational_objectives",
                        to="indicators.plan",
                    ),
                ),
                (
                    "strategic_objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="operational_objectives",
                        to="indicators.strategicobjective",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="operational_objective_code")],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12)),
                (
                    "row",
                    models.PositiveSmallIntegerField(
                        help_text="The row of the source's table, from 1 in each objective."
                    ),
                ),
                ("text", models.TextField(help_text="Verbatim.")),
                ("label", models.CharField(help_text="Short, ours.", max_length=120)),
                ("note", models.TextField(blank=True)),
                (
                    "measurability",
                    models.CharField(
                        choices=[("measurable", "Measurable"), ("partly", "Partly"), ("not measurable", "Not")],
                        max_length=14,
                    ),
                ),
                ("reason", models.TextField(help_text="Why it can be measured no better.")),
                ("caveat", models.TextField(blank=True)),
                ("confidence", models.CharField(blank=True, max_length=10)),
                (
                    "operational_objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="indicators.operationalobjective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="indicators.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="indicator_code")],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12)),
                (
                    "row",
                    models.PositiveSmallIntegerField(
                        help_text="The row of the source's table, from 1 in each objective."
                    ),
                ),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True)),
                (
                    "operational_objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="indicators.operationalobjective",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outcomes", to="indicators.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("plan", "code"), name="outcome_code")],
            },
        ),
        migrations.CreateModel(
            name="ProgressNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("figures", models.JSONField(default=list, help_text="[{value, qualifier, unit, of}]")),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="indicators.conventionobjective",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("key", models.SlugField(help_text="'headline', or made from the label.", max_length=80)),
                ("label", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("share_of_parties", "Share of Parties"),
                            ("number_of_parties", "Number of Parties"),
                            ("banded_number", "Banded number"),
                            ("record_count", "Record count"),
                            ("ratio", "Ratio"),
                            ("membership", "Membership"),
                            ("milestone", "Milestone"),
                            ("recorded_figure", "Recorded figure"),
                            ("narrative", "Narrative"),
                        ],
                        max_length=20,
                    ),
                ),
                ("rule", models.TextField(help_text="In words, ours; a proposal until the Secretariat confirms it.")),
                (
                    "direction",
                    models.CharField(
                        choices=[("up", "Higher is better"), ("down", "Lower is better"), ("none", "No direction")],
                        max_length=4,
                    ),
                ),
                ("direction_source", models.CharField(help_text="'text' of the plan or our 'reading'.", max_length=10)),
                ("is_headline", models.BooleanField(default=False)),
                (
                    "is_trend",
                    models.BooleanField(default=False, help_text="Its trend stands for the indicator in strips."),
                ),
                (
                    "facts",
                    models.JSONField(default=dict, help_text="Registry filter, membership rule or milestone, by kind."),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measures", to="indicators.indicator"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "key"), name="measure_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_headline", True)), fields=("indicator",), name="one_headline"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_trend", True)), fields=("indicator",), name="one_trend_measure"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "share_of_parties",
                                    "number_of_parties",
                                    "banded_number",
                                    "record_count",
                                    "ratio",
                                    "membership",
                                    "milestone",
                                    "recorded_figure",
                                    "narrative",
                                ],
                            )
                        ),
                        name="measure_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="indicators.indicator"
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="indicators.outcome"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("indicator", "outcome"), name="outcome_link_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="outcome_link_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Binding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.JSONField(help_text="Validated by indicators.bindings.parse_binding.")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bindings", to="indicators.measure"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bindings",
                        to="indicators.reportingcycle",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("measure", "cycle"), name="binding_once")],
            },
        ),
        migrations.CreateModel(
            name="Classification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "parties",
                    models.JSONField(
                        help_text="{class: [codes]} over the whole population, with settled_yes and settled_not_yes of the unanswered."
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="classifications",
                        to="indicators.computationrun",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.measure"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.reportingcycle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "measure", "cycle"), name="classification_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("allowed", models.BooleanField()),
                ("grade", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comparisons", to="indicators.measure"
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.reportingcycle"
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.reportingcycle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "baseline", "current"), name="comparison_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.SlugField(default="all")),
                ("level", models.CharField(blank=True, max_length=40)),
                ("level_reason", models.CharField(blank=True, max_length=200)),
                (
                    "yes_needed",
                    models.PositiveSmallIntegerField(help_text="Yes answers that would settle the level.", null=True),
                ),
                ("trend", models.CharField(blank=True, max_length=40)),
                ("trend_reason", models.CharField(blank=True, max_length=300)),
                ("pace", models.CharField(blank=True, max_length=40)),
                ("pace_reason", models.CharField(blank=True, max_length=200)),
                ("panel", models.PositiveSmallIntegerField(null=True)),
                (
                    "reporting",
                    models.PositiveSmallIntegerField(help_text="Parties that reported in the later cycle.", null=True),
                ),
                ("population", models.PositiveSmallIntegerField(help_text="Parties at the later deadline.", null=True)),
                (
                    "eligible",
                    models.PositiveSmallIntegerField(
                        help_text="Parties at both deadlines, less those not applicable in either.", null=True
                    ),
                ),
                ("baseline_yes", models.PositiveSmallIntegerField(null=True)),
                ("current_yes", models.PositiveSmallIntegerField(null=True)),
                ("gained", models.PositiveSmallIntegerField(null=True)),
                ("lost", models.PositiveSmallIntegerField(null=True)),
                ("stayed", models.PositiveSmallIntegerField(null=True)),
                (
                    "net_low",
                    models.SmallIntegerField(help_text="Bounds of the net change where the scale changed.", null=True),
                ),
                ("net_high", models.SmallIntegerField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="indicators.computationrun",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="indicators.measure"
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.reportingcycle",
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.reportingcycle",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["run", "group", "baseline", "current"], name="indicators__run_id_57bcd6_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("run"),
                        models.F("measure"),
                        django.db.models.functions.comparison.Coalesce("baseline", 0),
                        django.db.models.functions.comparison.Coalesce("current", 0),
                        models.F("group"),
                        name="finding_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(null=True)),
                ("group", models.SlugField(default="all")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("share_of_parties", "Share of Parties"),
                            ("number_of_parties", "Number of Parties"),
                            ("banded_number", "Banded number"),
                            ("record_count", "Record count"),
                            ("ratio", "Ratio"),
                            ("membership", "Membership"),
                            ("milestone", "Milestone"),
                            ("recorded_figure", "Recorded figure"),
                            ("narrative", "Narrative"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "threshold",
                    models.PositiveIntegerField(help_text="Share of Parties at or above this band.", null=True),
                ),
                (
                    "reading",
                    models.CharField(
                        blank=True, help_text="Another reading of the same measure, by its name.", max_length=40
                    ),
                ),
                ("population", models.PositiveSmallIntegerField(null=True)),
                ("yes", models.PositiveSmallIntegerField(null=True)),
                ("partial", models.PositiveSmallIntegerField(null=True)),
                ("no", models.PositiveSmallIntegerField(null=True)),
                ("not_applicable", models.PositiveSmallIntegerField(null=True)),
                ("unanswered", models.PositiveSmallIntegerField(null=True)),
                ("silent", models.PositiveSmallIntegerField(null=True)),
                ("settled_yes", models.PositiveSmallIntegerField(null=True)),
                ("settled_not_yes", models.PositiveSmallIntegerField(null=True)),
                ("numerator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("low", models.BigIntegerField(null=True)),
                ("high", models.BigIntegerField(help_text="Null with a `low`: open above.", null=True)),
                ("unit", models.CharField(max_length=80)),
                ("source", models.TextField()),
                ("reason", models.CharField(blank=True, help_text="Why there is no figure.", max_length=60)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="indicators.computationrun",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="indicators.measure"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.reportingcycle",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["run", "group", "cycle"], name="indicators__run_id_52340b_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("run"),
                        models.F("measure"),
                        django.db.models.functions.comparison.Coalesce("cycle", 0),
                        django.db.models.functions.comparison.Coalesce("as_of", datetime.date(1, 1, 1)),
                        models.F("group"),
                        django.db.models.functions.comparison.Coalesce("threshold", 0),
                        models.F("reading"),
                        name="value_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("no__isnull", True),
                                ("not_applicable__isnull", True),
                                ("partial__isnull", True),
                                ("population__isnull", True),
                                ("silent__isnull", True),
                                ("unanswered__isnull", True),
                                ("yes__isnull", True),
                            ),
                            models.Q(
                                ("no__isnull", False),
                                ("not_applicable__isnull", False),
                                ("partial__isnull", False),
                                (
                                    "population",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("yes"), "+", models.F("partial")
                                                    ),
                                                    "+",
                                                    models.F("no"),
                                                ),
                                                "+",
                                                models.F("not_applicable"),
                                            ),
                                            "+",
                                            models.F("unanswered"),
                                        ),
                                        "+",
                                        models.F("silent"),
                                    ),
                                ),
                                ("population__isnull", False),
                                ("silent__isnull", False),
                                ("unanswered__isnull", False),
                                ("yes__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="classes_add_up_to_population",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "share_of_parties",
                                    "number_of_parties",
                                    "banded_number",
                                    "record_count",
                                    "ratio",
                                    "membership",
                                    "milestone",
                                    "recorded_figure",
                                    "narrative",
                                ],
                            )
                        ),
                        name="value_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("value", models.DecimalField(decimal_places=4, max_digits=18)),
                ("unit", models.CharField(max_length=60)),
                ("source", models.TextField(help_text="The document, with its symbol or address.")),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded_figures",
                        to="indicators.measure",
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
                "ordering": ["measure", "as_of", "version"],
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "as_of", "version"), name="recorded_figure_version"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="recorded_figure_has_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator", models.CharField(help_text=">=, >, before, by", max_length=6)),
                ("value", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=80)),
                ("due", models.DateField(blank=True, null=True)),
                ("due_reading", models.TextField(blank=True)),
                ("population", models.TextField(blank=True)),
                (
                    "assess",
                    models.CharField(
                        choices=[("full", "Full"), ("not_met_only", "Not Met Only"), ("no", "No")], max_length=12
                    ),
                ),
                ("assess_reason", models.TextField(blank=True)),
                (
                    "measure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="target", to="indicators.measure"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assess", "full"), models.Q(("assess_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="target_limit_has_reason",
                    )
                ],
            },
        ),
    ]
