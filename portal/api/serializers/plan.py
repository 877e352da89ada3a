"""The plan, its objectives, outcomes and indicators; the cycles of reports."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from indicators import models
from portal.api.serializers.fields import OptionalText


def _codes() -> Any:
    return serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)


def _code(source: str, **kwargs: Any) -> serializers.CharField:
    return serializers.CharField(source=source, read_only=True, **kwargs)


class PeriodSerializer(serializers.Serializer[dict[str, Any]]):
    """Years that the source names; `from` is a word of the language, so the fields are made below."""

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.IntegerField(),
            "to": serializers.IntegerField(),
            "printed_in": serializers.CharField(help_text="Where the source prints this period."),
        }


class PlanSerializer(serializers.ModelSerializer[models.Plan]):
    date_stamp = OptionalText(help_text="As the document is stamped.")
    adopted_note = OptionalText()
    vision = OptionalText(help_text="Verbatim.")
    mission = OptionalText(help_text="Verbatim.")
    periods = PeriodSerializer(many=True, read_only=True, help_text="Every period that the source names.")
    source = serializers.DictField(  # type: ignore[assignment]
        child=serializers.CharField(), read_only=True, help_text="The document."
    )
    labels = serializers.DictField(
        child=serializers.CharField(), read_only=True, help_text="What this plan calls its levels."
    )

    class Meta:
        model = models.Plan
        fields = (
            "slug",
            "title",
            "short_title",
            "status",
            "date_stamp",
            "adopted_on",
            "adopted_note",
            "vision",
            "mission",
            "periods",
            "source",
            "labels",
            "has_operational_level",
            "current",
        )
        read_only_fields = fields


class ExpectedImpactSerializer(serializers.ModelSerializer[models.ExpectedImpact]):
    note = OptionalText()

    class Meta:
        model = models.ExpectedImpact
        fields = ("text", "note")
        read_only_fields = fields


class StrategicObjectiveSerializer(serializers.ModelSerializer[models.StrategicObjective]):
    plan = _code("plan.slug")
    note = OptionalText()
    expected_impacts = ExpectedImpactSerializer(many=True, read_only=True)
    operational_objectives = _codes()

    class Meta:
        model = models.StrategicObjective
        fields = ("code", "text", "note", "plan", "expected_impacts", "operational_objectives")
        read_only_fields = fields


class OperationalObjectiveSerializer(serializers.ModelSerializer[models.OperationalObjective]):
    plan = _code("plan.slug")
    strategic_objective = _code("strategic_objective.code")
    note = OptionalText()
    outcomes = _codes()
    indicators = _codes()

    class Meta:
        model = models.OperationalObjective
        fields = ("code", "text", "note", "plan", "strategic_objective", "outcomes", "indicators")
        read_only_fields = fields


class LinkSerializer(serializers.ModelSerializer[models.OutcomeLink]):
    reason = serializers.CharField(read_only=True, help_text="Ours: why the indicator speaks to the outcome.")


class IndicatorOfOutcomeSerializer(LinkSerializer):
    indicator = _code("indicator.code")

    class Meta:
        model = models.OutcomeLink
        fields = ("indicator", "reason")


class OutcomeSerializer(serializers.ModelSerializer[models.Outcome]):
    plan = _code("plan.slug")
    operational_objective = _code("operational_objective.code")
    note = OptionalText()
    indicators = IndicatorOfOutcomeSerializer(source="links", many=True, read_only=True)

    class Meta:
        model = models.Outcome
        fields = ("code", "text", "row", "note", "plan", "operational_objective", "indicators")
        read_only_fields = fields


class TargetSerializer(serializers.ModelSerializer[models.Target]):
    due_reading = OptionalText(help_text="How we read the date where the plan leaves it open.")
    population = OptionalText(help_text="Who it is about, where not all Parties.")
    assess_reason = OptionalText(help_text="Why the measure can judge the target no further.")

    class Meta:
        model = models.Target
        fields = ("operator", "value", "unit", "due", "due_reading", "population", "assess", "assess_reason")
        read_only_fields = fields


class MeasureSerializer(serializers.ModelSerializer[models.Measure]):
    target = serializers.SerializerMethodField(
        help_text="What the plan's text sets for this measure; null for nothing."
    )
    share_label = OptionalText(help_text="What its classes, shares and trend are of, where its figure is a total.")
    note = OptionalText()

    class Meta:
        model = models.Measure
        fields = (
            "key",
            "label",
            "share_label",
            "kind",
            "direction",
            "is_headline",
            "is_trend",
            "rule",
            "note",
            "target",
        )
        read_only_fields = fields

    @extend_schema_field(TargetSerializer(allow_null=True))
    def get_target(self, measure: models.Measure) -> Any:
        target = getattr(measure, "target", None)
        return TargetSerializer(target).data if target else None


class OutcomeOfIndicatorSerializer(LinkSerializer):
    outcome = _code("outcome.code")

    class Meta:
        model = models.OutcomeLink
        fields = ("outcome", "reason")


class IndicatorSerializer(serializers.ModelSerializer[models.Indicator]):
    plan = _code("plan.slug")
    operational_objective = _code("operational_objective.code")
    strategic_objective = _code("operational_objective.strategic_objective.code")
    reason = OptionalText(help_text="Why it can be measured no better.")
    caveat = OptionalText()
    confidence = OptionalText(help_text="Ours, in the reading of the indicator.")
    note = OptionalText()
    measures = MeasureSerializer(many=True, read_only=True)
    outcomes = OutcomeOfIndicatorSerializer(source="links", many=True, read_only=True)

    class Meta:
        model = models.Indicator
        fields = (
            "code",
            "text",
            "label",
            "row",
            "plan",
            "strategic_objective",
            "operational_objective",
            "measurability",
            "reason",
            "caveat",
            "confidence",
            "note",
            "measures",
            "outcomes",
        )
        read_only_fields = fields


class CyclePartSerializer(serializers.ModelSerializer[models.CyclePart]):
    class Meta:
        model = models.CyclePart
        fields = ("key", "title", "cut_off", "source")
        read_only_fields = fields


class PublishedCountSerializer(serializers.ModelSerializer[models.PublishedCount]):
    by_region = serializers.DictField(
        child=serializers.IntegerField(), read_only=True, help_text="Reports by the slug of the region."
    )
    scope = OptionalText(help_text="What was counted.")

    class Meta:
        model = models.PublishedCount
        fields = ("as_at", "reports", "parties", "non_party_reports", "by_region", "scope", "source")
        read_only_fields = fields


class CycleSerializer(serializers.ModelSerializer[models.ReportingCycle]):
    schema = OptionalText(help_text="The Clearing-House's name for its reports.")
    note = OptionalText()
    parts = CyclePartSerializer(many=True, read_only=True, help_text="Collections kept with the cycle.")
    published_counts = PublishedCountSerializer(
        many=True, read_only=True, help_text="Numbers of reports that the Secretariat published."
    )

    class Meta:
        model = models.ReportingCycle
        fields = (
            "code",
            "title",
            "deadline",
            "population_on",
            "cut_off",
            "cut_off_source",
            "schema",
            "note",
            "source",
            "parts",
            "published_counts",
        )
        read_only_fields = fields
