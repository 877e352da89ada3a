"""Render every document of an edition in one language."""

from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.documents.brief import build_brief, labels
from evaluation.documents.produced import PDF, Links, RenderedDocument, stem
from evaluation.documents.reading import FrozenEdition
from evaluation.documents.report import build_report
from evaluation.documents.report_pdf import report_order
from evaluation.documents.svg import lettered
from evaluation.documents.typesetting import Order, set_all
from evaluation.documents.words import Words, languages, words_in


def render_all(frozen: Mapping[str, Any], *, language: str, links: Links) -> Iterator[RenderedDocument]:
    """The documents that a language has words for; none where it has no words.

    The same frozen form and links give the same bytes, in every environment. No database and no clock is asked.
    Raises ChineseFontMissing, DocumentTooLarge, DocumentNotRendered.
    """
    if language not in languages():
        return
    edition = FrozenEdition(frozen)
    words = words_in(language, edition.plan)
    begin = stem(frozen)
    orders = {"brief": brief_order(edition, words, links)}
    if "report" in words.documents:
        report = build_report(edition, words=words, links=links)
        orders["report"] = report_order(report, words)
    for kind, made in zip(orders, set_all(list(orders.values()), on=edition.frozen_on), strict=True):
        yield RenderedDocument(kind, language, f"{begin}-{kind}-{language}.pdf", PDF, made)


def brief_order(edition: FrozenEdition, words: Words, links: Links) -> Order:
    """The brief as one page."""
    brief = build_brief(edition, words=words, links=links)
    return Order(
        "brief",
        brief.order
        | {
            "language": words.language,
            "title": brief.masthead.title,
            "author": brief.masthead.short,
            "labels": labels(edition, words),
        },
        pictures=[lettered(brief.chart.drawing.wide).order],
    )
