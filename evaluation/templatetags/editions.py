"""Texts of an edition in the reader's language."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from evaluation.editions.selectors import KIND_LABELS
from evaluation.editions.sentences import day

register = template.Library()


@register.filter
def in_language(texts: Mapping[str, str] | None) -> str:
    """The text in the reader's language; in English where there is none, which the page's language then shows."""
    held = texts or {}
    return str(held.get((get_language() or "en").split("-")[0]) or held.get("en", ""))


@register.filter
def as_day(iso: str) -> str:
    """A frozen day as the reader's language writes it."""
    return day(iso) if iso else ""


@register.filter
def kind_label(kind: str) -> str:
    """What a document is, in words."""
    return str(KIND_LABELS.get(kind, kind))
