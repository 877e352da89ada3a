"""A report as an order for the typesetter; its charts as pictures for a Word document."""

from dataclasses import asdict
from typing import Any

from evaluation.documents.blocks import Block, Figure, Heading, Names, Paragraph, Table
from evaluation.documents.report import Report
from evaluation.documents.svg import picture_of
from evaluation.documents.words import Words
from typesetting.process import Order


def report_order(report: Report, words: Words) -> Order:
    """The whole report as one PDF."""
    pictures: list[dict[str, Any]] = []
    blocks = [_block(block, pictures) for block in report.blocks]
    return Order(
        "report",
        {
            "language": report.language,
            "title": report.title,
            "author": report.masthead.short,
            "labels": {key: words(f"report.{key}") for key in ("contents", "page", "protocol")},
            "masthead": asdict(report.masthead),
            "subtitle": report.subtitle,
            "warnings": report.warnings,
            "blocks": blocks,
        },
        pictures=pictures,
    )


def chart_orders(report: Report) -> list[Order]:
    """Every chart of a report as a picture of its own."""
    charts = [block.chart for block in report.blocks if isinstance(block, Figure)]
    return [
        Order(
            "chart",
            {"language": report.language, "alt": chart.alt, "labels": {}, "warnings": []},
            format="png",
            ppi=144,
            pictures=[picture_of(chart.drawing.wide).order],
        )
        for chart in charts
    ]


def _block(block: Block, pictures: list[dict[str, Any]]) -> dict[str, Any]:
    match block:
        case Figure():
            pictures.append(picture_of(block.chart.drawing.wide).order)
            return {"kind": "figure", "title": block.title, "alt": block.chart.alt, "picture": len(pictures) - 1}
        case Paragraph():
            return {"kind": "paragraph", **asdict(block)}
        case Heading():
            return {"kind": "heading", **asdict(block)}
        case Table():
            return {"kind": "table", **asdict(block)}
        case Names():
            return {"kind": "names", **asdict(block)}
