"""Texts of an edition in the reader's language."""

from collections.abc import Mapping

from django import template

from evaluation.choices import text_languages
from evaluation.documents.places import check_in_words, place_words
from evaluation.editions.form import FrozenForm
from evaluation.editions.selectors import KIND_LABELS, form_of
from evaluation.editions.sentences import day
from evaluation.models import Edition
from evaluation.places_in_words import place_in_words
from languages.codes import ENGLISH
from parties.in_languages import reader_language
from parties.templatetags.local import isolated

register = template.Library()


@register.filter
def in_language(texts: Mapping[str, str] | None) -> str:
    """The text in the reader's language; where there is none the English one, marked as English."""
    held = texts or {}
    own = held.get(reader_language())
    if own:
        return str(own)
    english = held.get(ENGLISH)
    # Nothing, not an empty element: templates ask whether there is a text.
    return isolated(str(english), ENGLISH) if english else ""


@register.filter
def refused_check(check: str, form: FrozenForm | None) -> str:
    """What a check refused, in the reader's words."""
    return check_in_words(check, place_words(form, reader_language())) if form else check


@register.filter
def as_day(iso: str) -> str:
    """A frozen day as the reader's language writes it."""
    return day(iso) if iso else ""


@register.filter
def language_label(code: str) -> str:
    """What the reader's language calls one that documents are made in."""
    return str(text_languages()[code])


@register.filter
def placed(place: str, edition: Edition) -> str:
    """A place in an edition, as refusals store it, in words."""
    return place_in_words(place, edition.evaluation.plan.labels, form_of(edition))


@register.filter
def kind_label(kind: str) -> str:
    """What a document is, in words."""
    return str(KIND_LABELS.get(kind, kind))
