"""`{{ value|in_figures }}`, `{{ text|worded }}`: what is stored, in the reader's words."""

from django import template

from figures.catalogue import in_words
from figures.wording import value_in_words
from indicators.models import IndicatorValue
from parties.selectors import short_name

register = template.Library()


@register.filter
def in_figures(value: IndicatorValue | None) -> str:
    """A stored figure in a few words with its n and N, or why there is none."""
    return "" if value is None else value_in_words(value)


@register.filter
def worded(text: str) -> str:
    """A stored source or reason; countries by their short names."""
    return in_words(text, short_name)
