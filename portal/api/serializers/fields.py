"""Fields that say null where there is nothing to say, and numbers as numbers."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from figures.catalogue import in_words
from indicators.calculations import percent
from indicators.reasons import code_of
from parties.selectors import short_name


class OptionalText(serializers.CharField):
    """A text; null instead of an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class WordedText(OptionalText):
    """A stored code in the words of the language asked for; null instead of nothing."""

    def to_representation(self, value: Any) -> Any:
        return in_words(str(value), short_name) or None


class CodeText(OptionalText):
    """A stored code alone; what it takes is in its words. Null instead of nothing."""

    def to_representation(self, value: Any) -> Any:
        return code_of(str(value)) or None


class OptionalChoice(serializers.ChoiceField):
    """One of a list of words; null instead of an empty one."""

    def __init__(self, words: Any, **kwargs: Any) -> None:
        super().__init__(choices=[(str(word), str(word)) for word in words], read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return value or None


@extend_schema_field(OpenApiTypes.NUMBER)
class Number(serializers.Field[Decimal, None, int | float, Any]):
    """An integer when whole."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Decimal) -> int | float:
        return int(value) if value == value.to_integral_value() else float(value)


def six_decimals(share: Fraction | None) -> float | None:
    """An exact share as a number from 0 to 1, rounded half away from zero."""
    return None if share is None else float(percent(share, 4) / 100)
