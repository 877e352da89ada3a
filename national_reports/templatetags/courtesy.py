"""What people wrote, in its own language and direction, with courtesy translations beside it.

{{ one|courtesy_label }}       Courtesy translation into French by the Secretariat, 29 November 2026
{{ language|direction }}       rtl for a language that is written so, else auto: by the first letter that has one
"""

from django import template

from languages.codes import short
from national_reports.courtesy import Courtesy
from national_reports.courtesy_words import courtesy_label as label_of
from typesetting.text import RIGHT_TO_LEFT

register = template.Library()


@register.filter
def courtesy_label(one: Courtesy) -> str:
    """Whose translation it is, into which language and of which day."""
    return label_of(one)


@register.filter
def direction(language: str) -> str:
    """What an element's `dir` says of a text in a language."""
    return "rtl" if short(language) in RIGHT_TO_LEFT else "auto"
