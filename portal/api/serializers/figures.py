"""Values and findings of the current run, each row with the run it is of."""

from typing import Any, ClassVar, TypeVar

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


LABEL_HELP = "What it counts, in words."
SHARE_OF_HELP = (
    "What the classes, share, lowest and highest are of: where the figure is a total, another thing than `label`. Null "
    "where no Party was asked, and beside a `threshold`: there they are of Parties with at least so many of `label`."
)
TREND_OF_HELP = "What level, trend and pace are of, in words: where the figure is a total, another thing than that."


class ValueSerializer(OfARun[IndicatorValue]):
    label = serializers.CharField(  # type: ignore[assignment]
        source="measure.label", read_only=True, help_text=LABEL_HELP
    )
    share_of = serializers.SerializerMethodField(help_text=SHARE_OF_HELP)
    cycle = serializers.CharField(
        source="cycle.code", read_only=True, allow_null=True, help_text="The cycle whose reports it rests on."
    )
    reading = OptionalText(help_text="Another reading of the same measure, by its name.")
    share = serializers.SerializerMethodField(
        help_text="numerator / denominator, from 0 to 1: of the Parties answering those that count as yes, else of "
        "what is counted. Null where Parties are counted by their records: nobody answered."
    )
    lowest = serializers.SerializerMethodField(
        help_text="The share of those to which it applies, if all the others had said no."
    )
    highest = serializers.SerializerMethodField(
        help_text="The share of those to which it applies, if all the others had said yes."
    )
    numerator = Number(help_text="Of a share the yes count, also of the share beside a total; else the figure itself.")
    denominator = Number(help_text="Of a share the Parties answering, also of the share beside a total.")
    low = serializers.IntegerField(read_only=True, allow_null=True, help_text=LOW_HELP)
    high = serializers.IntegerField(read_only=True, allow_null=True, help_text=HIGH_HELP)
    unit = OptionalText(help_text="Where the figure is a total, of `low` and `high`.")
    source = WordedText()  # type: ignore[assignment]
    source_code = CodeText(source="source", help_text=CODE_HELP)
    reason = WordedText(help_text="Why there is no figure.")
    reason_code = CodeText(source="reason", help_text=CODE_HELP)

    class Meta:
        model = IndicatorValue
        fields = (
            "indicator",
            "measure",
            "label",
            "share_of",
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
            "population": {
                "help_text": "Parties of this group: on the population day; where records are counted, on `as_of`."
            },
            "yes": {"help_text": "Parties that count as yes; where records are counted, those with one."},
            "partial": {"help_text": "Parties that count as partly."},
            "no": {
                "help_text": "Parties that count as no; where records are counted, those without one, null where the "
                "count was rebuilt: that one is gone is not known."
            },
            "not_applicable": {"help_text": "Parties to which it does not apply."},
            "unanswered": {"help_text": "Parties that reported without an answer to this."},
            "silent": {"help_text": "Parties without a report by the cut-off."},
        }

    def to_representation(self, value: IndicatorValue) -> dict[str, Any]:
        """Whoever has no record gave no answer, and rebuilt nobody is known to have none: no class says otherwise."""
        row = super().to_representation(value)
        if value.of_kind.classes_by_record and value.classes is not None:
            row |= dict.fromkeys(CLASSES) | {"yes": value.yes, "no": None if value.high is None else value.no}
        return row

    def get_share_of(self, value: IndicatorValue) -> str | None:
        return value.measure.share_of if value.of_parties and value.threshold is None else None

    def get_share(self, value: IndicatorValue) -> float | None:
        return six_decimals(value.share)

    def get_lowest(self, value: IndicatorValue) -> float | None:
        return six_decimals(value.of_parties.lowest) if value.of_parties else None

    def get_highest(self, value: IndicatorValue) -> float | None:
        return six_decimals(value.of_parties.highest) if value.of_parties else None


class FindingSerializer(OfARun[Finding]):
    baseline = serializers.CharField(source="baseline.code", read_only=True, allow_null=True)
    current = serializers.CharField(source="current.code", read_only=True, allow_null=True)
    trend_of = serializers.CharField(source="measure.share_of", read_only=True, help_text=TREND_OF_HELP)
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
            "trend_of",
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
