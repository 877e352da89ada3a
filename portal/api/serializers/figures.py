"""Values and findings of the current run, each row with the run it is of."""

from typing import ClassVar, TypeVar

from rest_framework import serializers

from indicators.calculations import CLASSES
from indicators.findings import Level, Pace, Trend
from indicators.models import Finding, IndicatorValue
from indicators.rows import NUMBERS
from indicators.strength import Strength
from portal.api.serializers.fields import CodeText, Number, OptionalChoice, OptionalText, WordedText, six_decimals

F = TypeVar("F", bound=IndicatorValue | Finding)

GROUP_HELP = "A group's slug; all for all Parties."
LOW_HELP = "Parties that at least count as yes; of a banded number without a threshold, the least total over its bands."
CODE_HELP = (
    "The same as a code alone, without the cycle, day or note in its words; words of a source stand as they are."
)
HIGH_HELP = "The most that it can be; null beside a `low` is open above."


class OfARun(serializers.ModelSerializer[F]):
    """What every figure says of itself."""

    indicator = serializers.CharField(
        source="measure.indicator.code", read_only=True, help_text="Its code in the plan."
    )
    measure = serializers.CharField(
        source="measure.key", read_only=True, help_text="Its key; headline stands for the indicator."
    )
    group = serializers.CharField(read_only=True, help_text=GROUP_HELP)
    run = serializers.IntegerField(source="run_id", read_only=True, help_text="The computation that it is of.")
    run_short_id = serializers.SerializerMethodField()
    demonstration = serializers.SerializerMethodField()

    def get_run_short_id(self, row: F) -> str:
        short_id: str = self.context["view"].run.short_id
        return short_id

    def get_demonstration(self, row: F) -> bool:
        return bool(self.context["view"].demonstration)


class ValueSerializer(OfARun[IndicatorValue]):
    cycle = serializers.CharField(
        source="cycle.code", read_only=True, allow_null=True, help_text="The cycle whose reports it rests on."
    )
    reading = OptionalText(help_text="Another reading of the same measure, by its name.")
    share = serializers.SerializerMethodField(
        help_text="numerator / denominator, from 0 to 1: of the Parties answering, those that count as yes."
    )
    lowest = serializers.SerializerMethodField(
        help_text="The share of those to which it applies, if all the others had said no."
    )
    highest = serializers.SerializerMethodField(
        help_text="The share of those to which it applies, if all the others had said yes."
    )
    numerator = Number(help_text="Of a share the yes count; else the figure itself.")
    denominator = Number(help_text="Of a share the Parties answering.")
    low = serializers.IntegerField(read_only=True, allow_null=True, help_text=LOW_HELP)
    high = serializers.IntegerField(read_only=True, allow_null=True, help_text=HIGH_HELP)
    unit = OptionalText()
    source = WordedText()  # type: ignore[assignment]
    source_code = CodeText(source="source", help_text=CODE_HELP)
    reason = WordedText(help_text="Why there is no figure.")
    reason_code = CodeText(source="reason", help_text=CODE_HELP)

    class Meta:
        model = IndicatorValue
        fields = (
            "indicator",
            "measure",
            "kind",
            "cycle",
            "as_of",
            "group",
            "threshold",
            "reading",
            "population",
            *CLASSES,
            "numerator",
            "denominator",
            "share",
            "lowest",
            "highest",
            "low",
            "high",
            "unit",
            "source",
            "source_code",
            "reason",
            "reason_code",
            "run",
            "run_short_id",
            "demonstration",
        )
        read_only_fields = fields
        extra_kwargs: ClassVar[dict[str, dict[str, str]]] = {
            "as_of": {"help_text": "The day that the figure speaks for."},
            "population": {"help_text": "Parties on the population day, in this group: the sum of the six classes."},
            "yes": {"help_text": "Parties that count as yes."},
            "partial": {"help_text": "Parties that count as partly."},
            "no": {"help_text": "Parties that count as no."},
            "not_applicable": {"help_text": "Parties to which it does not apply."},
            "unanswered": {"help_text": "Parties that reported without an answer to this."},
            "silent": {"help_text": "Parties without a report by the cut-off."},
        }

    def get_share(self, value: IndicatorValue) -> float | None:
        return six_decimals(value.share)

    def get_lowest(self, value: IndicatorValue) -> float | None:
        return six_decimals(value.of_parties.lowest) if value.of_parties else None

    def get_highest(self, value: IndicatorValue) -> float | None:
        return six_decimals(value.of_parties.highest) if value.of_parties else None


class FindingSerializer(OfARun[Finding]):
    baseline = serializers.CharField(source="baseline.code", read_only=True, allow_null=True)
    current = serializers.CharField(source="current.code", read_only=True, allow_null=True)
    level = OptionalChoice(Level)
    level_reason = WordedText(help_text="Why there is no level.")
    level_reason_code = CodeText(source="level_reason", help_text=CODE_HELP)
    trend = OptionalChoice(Trend)
    strength = OptionalChoice(Strength, help_text="Clear, slight, or exact where a change is known exactly.")
    trend_reason = WordedText(help_text="Why there is no trend.")
    trend_reason_code = CodeText(source="trend_reason", help_text=CODE_HELP)
    pace = OptionalChoice(Pace)
    pace_reason = WordedText(help_text="Why there is no pace.")
    pace_reason_code = CodeText(source="pace_reason", help_text=CODE_HELP)

    class Meta:
        model = Finding
        fields = (
            "indicator",
            "measure",
            "baseline",
            "current",
            "group",
            "level",
            "level_reason",
            "level_reason_code",
            "yes_needed",
            "trend",
            "strength",
            "trend_reason",
            "trend_reason_code",
            "pace",
            "pace_reason",
            "pace_reason_code",
            # The first of them, how many yes the target needs, stands beside the level.
            *NUMBERS[1:],
            "run",
            "run_short_id",
            "demonstration",
        )
        read_only_fields = fields
