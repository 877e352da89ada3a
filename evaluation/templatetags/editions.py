"""Texts of an edition in the reader's language."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language, gettext_lazy

from evaluation.editions.sentences import day

register = template.Library()

KIND_LABELS = {
    "brief": gettext_lazy("Brief: one page"),
    "report": gettext_lazy("Report"),
    "tables": gettext_lazy("Tables: the workbook"),
    "table": gettext_lazy("One of the tables"),
    "data": gettext_lazy("Data pack"),
    "kit": gettext_lazy("Kit: everything in one folder, for a memory stick"),
    "frozen": gettext_lazy("All that was frozen"),
    "sums": gettext_lazy("Checksums"),
    "signature": gettext_lazy("Signature of the checksums"),
    "public-key": gettext_lazy("Key that the signature is checked with"),
}


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
