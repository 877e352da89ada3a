"""What every template writes in the reader's way, without loading anything: days, words of data, codes.

{{ day|date:"DATE_FORMAT" }}   28 ноября 2026 года
{{ first|until:last }}         4–17 December 2016
{{ section.title|word }}       a word of the data files in the reader's language
{{ number|counted:unit }}      a number of the data with its unit: 157 Parties
{{ sentence|told }}            a stored English sentence in the reader's language, marked as English where it has none
{{ source|sourced }}           what data say of a source in the reader's language, marked as English where it has none
{{ text|isolated:"en" }}       a text in a language of its own, marked so where the page has another
{{ symbol|ltr }}               <bdi dir="ltr">CBD/SBI/3/3</bdi>: never turned round
{{ person.name|typed }}        <bdi>Amina</bdi>: what somebody typed, in whatever language
{{ text|quoted }}              “text”, « text », «text»
{{ names|beside }}             A, B, C; `clauses` for A; B; C, `codes` for what is read from left to right
{{ number|integer }}            12,345 or 12 345
{{ item.letter|lettered }}     (a), a), (أ)
{{ remark|bracketed }}         " (remark)", （remark）
{% colon %} {% comma %} {% list_comma %} {% semicolon %} {% full_stop %}   marks between what a template puts together
{{ field|in_its_direction }}   the box of a form's field, dir="auto" or "ltr" by what is typed into it
{% arrow %}                    →, and ← where a line runs from right to left
"""

from collections.abc import Iterable
from datetime import date as day
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template.defaultfilters import date as as_django_has_it
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from languages import days, numbers, writing
from languages.codes import ENGLISH, RIGHT_TO_LEFT, short, tag
from languages.told import said_again
from languages.units import with_unit
from parties.formats import IN_WORDS, WITH_TIME, date_format, stored_day
from parties.in_languages import InEnglish, Marked, in_reader_language, reader_language

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, wanted: str | None = None) -> str:
    """In the place of Django's filter, whose formats cannot write 1er, года or both names of an Arabic month."""
    if isinstance(value, str) and wanted == "DATE_FORMAT":
        return stored_day(value)
    if isinstance(value, day) and (wanted in IN_WORDS or (wanted in WITH_TIME and isinstance(value, datetime))):
        return date_format(value, wanted)
    return str(as_django_has_it(value, wanted))


@register.filter
def until(first: day | None, last: day | None) -> str:
    """From one day to another, as of a meeting; the first alone where the last is not known."""
    return days.days(first, last or first, reader_language()) if first else ""


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
    if isinstance(text, (InEnglish, Marked)):
        return text
    again = ((line, said_again(line, reader_language())) for line in text.split("\n"))
    return format_html_join("\n", "{}", ((isolated(line, ENGLISH) if said is None else said,) for line, said in again))


@register.filter
def sourced(text: str) -> SafeString | str:
    """What data say of a source or of its day: in the reader's language, or marked as English where none has it."""
    day_in_words = stored_day(text)
    return in_reader_language(text) if day_in_words == text else day_in_words


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


@register.filter
def typed(text: object) -> SafeString | str:
    """A name or another text as somebody typed it: its own letters say its direction, and move nothing around it."""
    return format_html("<bdi>{}</bdi>", text) if text else ""


# What is typed alike in every language; any other text says its direction by its own letters.
TYPED_LEFT_TO_RIGHT = {"email", "url", "number", "password", "date"}
TYPED_AS_TEXT = {"text", "textarea"}


@register.filter
def in_its_direction(field: BoundField) -> SafeString:
    """The box of a form's field, with the direction of what is typed into it; one of a language has its own."""
    kind = field.widget_type
    if "dir" in field.field.widget.attrs:
        return field.as_widget()
    direction = "ltr" if kind in TYPED_LEFT_TO_RIGHT else "auto" if kind in TYPED_AS_TEXT else ""
    return field.as_widget(attrs={"dir": direction} if direction else None)


@register.filter
def integer(number: int) -> str:
    """A whole number with its groups, as figures have it."""
    return numbers.integer(number, reader_language())


@register.filter
def quoted(text: str) -> SafeString:
    """A text in the quotation marks of the reader's language."""
    return format_html(writing.quoted("{}", reader_language()), text)


@register.filter
def beside(items: Iterable[object]) -> str:
    """Items beside each other, with the comma of the reader's language."""
    return writing.comma(reader_language()).join(map(str, items))


@register.filter
def names(items: Iterable[object]) -> SafeString:
    """What people typed, beside each other: each has a direction of its own."""
    return format_html_join(writing.comma(reader_language()), "<bdi>{}</bdi>", ((item,) for item in items))


@register.filter
def clauses(parts: Iterable[object], language: Any = None) -> SafeString | str:
    """What may hold commas, beside each other; where a language of its own is given, in it and as `isolated` has it."""
    written_in = getattr(language, "language", language) or reader_language()
    return isolated(writing.in_clauses(map(str, parts), written_in), written_in)


@register.filter
def codes(items: Iterable[object]) -> SafeString:
    """Codes beside each other, each from left to right, in the order in which the language reads them."""
    # No line ends between a Chinese comma and a point, as of .pdf, unless it is told that it may.
    comma = format_html("{}<wbr>", writing.comma(reader_language()))
    return format_html_join(comma, '<bdi dir="ltr">{}</bdi>', ((item,) for item in items))


@register.filter
def lettered(letter: str) -> str:
    """The letter of an item of an agenda, as the reader's language sets it ahead of its items."""
    return writing.item_letter(letter, reader_language())


@register.filter
def bracketed(text: str) -> SafeString:
    """A remark in the brackets of the reader's language, with the space that it wants ahead of them."""
    return format_html(writing.bracketed("{}", reader_language()), text)


@register.simple_tag
def colon() -> str:
    """Between a name and what is said under it, with the spaces that the language wants round it."""
    return writing.colon(reader_language())


@register.simple_tag
def comma() -> str:
    """Between what stands in one clause, with the space after it."""
    return writing.clause_comma(reader_language())


@register.simple_tag
def list_comma() -> str:
    """Between items of a list; Chinese has another mark there than within a clause."""
    return writing.comma(reader_language())


@register.simple_tag
def semicolon() -> str:
    """Between clauses, with the space after it."""
    return writing.semicolon(reader_language())


@register.simple_tag
def full_stop() -> str:
    """After a sentence that a page puts together."""
    return writing.full_stop(reader_language())


@register.simple_tag
def sentence_space() -> str:
    """After a sentence and before the next; the loader writes it for a space or a line end there."""
    return writing.sentence_space(reader_language())


@register.simple_tag
def arrow() -> str:
    """From what was to what is."""
    return writing.arrow(reader_language())
