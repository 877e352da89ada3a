"""`{{ value|in_figures }}`: a stored figure in a few words with its n and N, or why there is none."""

from django import template

from figures.wording import value_in_words
from indicators.models import IndicatorValue

register = template.Library()


@register.filter
def in_figures(value: IndicatorValue | None) -> str:
    return "" if value is None else value_in_words(value)
