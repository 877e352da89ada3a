"""What every template writes in the reader's way, without loading anything: days, words of data, codes.

{{ day|date:"DATE_FORMAT" }}   28 ноября 2026 года
{{ section.title|word }}       a word of the data files in the reader's language
{{ number|counted:unit }}      a number of the data with its unit: 157 Parties
{{ sentence|told }}            a stored English sentence in the reader's language, marked as English where it has none
{{ source|sourced }}           what data say of a source in the reader's language, marked as English where it has none
{{ text|isolated:"en" }}       a text in a language of its own, marked so where the page has another
{{ symbol|ltr }}               <bdi dir="ltr">CBD/SBI/3/3</bdi>: never turned round
{% arrow %}                    →, and ← where a line runs from right to left
"""

from datetime import date as day
from datetime import datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as as_django_has_it
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from languages import writing
from languages.codes import ENGLISH, RIGHT_TO_LEFT, short, tag
from languages.told import said_again
from languages.units import with_unit
from parties.formats import IN_WORDS, WITH_TIME, date_format
from parties.in_languages import in_reader_language, reader_language

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, wanted: str | None = None) -> str:
    """In the place of Django's filter, whose formats cannot write 1er, года or both names of an Arabic month."""
    if isinstance(value, day) and (wanted in IN_WORDS or (wanted in WITH_TIME and isinstance(value, datetime))):
        return date_format(value, wanted)
    return str(as_django_has_it(value, wanted))


@register.filter
def word(text: str) -> str:
    """A word of the data files in the reader's language."""
    return in_reader_language(text)


@register.filter
def counted(number: int, unit: str) -> str:
    """A number of something that data count: 4 years."""
    return with_unit(number, unit, reader_language())


@register.filter
def told(text: str) -> SafeString | str:
    """Stored English sentences, one a line, each in the reader's language or marked as English (languages/told.py)."""
    again = ((line, said_again(line, reader_language())) for line in text.split("\n"))
    return format_html_join("\n", "{}", ((isolated(line, ENGLISH) if said is None else said,) for line, said in again))


@register.filter
def sourced(text: str) -> SafeString | str:
    """What data say of a source: in the reader's language, or marked as English where no catalogue has it."""
    said = in_reader_language(text)
    return isolated(text, ENGLISH) if said == text else said


@register.filter
def isolated(text: str, language: Any) -> SafeString | str:
    """A text under its own language and direction, where that is not the page's; `language` may be what holds one."""
    language = getattr(language, "language", language)
    if short(language) == reader_language():
        return text
    direction = "rtl" if short(language) in RIGHT_TO_LEFT else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', tag(language), direction, text)


@register.filter
def ltr(text: object) -> SafeString:
    """A code, an address, a number with its sign, n / N: from left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.simple_tag
def arrow() -> str:
    """From what was to what is."""
    return writing.arrow(reader_language())
