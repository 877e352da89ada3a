"""A report as one HTML file that makes no request."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from evaluation.documents.blocks import Block, Figure, Heading, Table
from evaluation.documents.report import Report
from evaluation.documents.svg import svg_of
from evaluation.documents.words import Words

STYLE = Path(__file__).with_name("report.css")


def render_html(report: Report, words: Words) -> bytes:
    """Write a report; the same content gives the same bytes."""
    blocks = [_block(block, place) for place, block in enumerate(report.blocks)]
    contents = [
        {"level": one["block"].level, "text": one["block"].text, "anchor": one["anchor"]}
        for one in blocks
        if one["kind"] == "heading" and one["block"].level < 3
    ]
    given = {
        "report": report,
        "direction": "rtl" if words.rtl else "ltr",
        "labels": {"contents": words("report.contents"), "skip": words("report.skip")},
        # Ours, from a file beside this module.
        "style": mark_safe(f"<style>{STYLE.read_text(encoding='utf-8')}</style>"),
        "contents": contents,
        "blocks": blocks,
    }
    with translation.override("en"):
        return str(render_to_string("evaluation/documents/report.html", given)).encode()


def _block(block: Block, place: int) -> dict[str, Any]:
    held: dict[str, Any] = {"kind": type(block).__name__.lower(), "block": block, "anchor": f"s{place}"}
    if isinstance(block, Figure):
        pair = block.chart.drawing
        # Escaped by the chart's own template.
        held["charts"] = [mark_safe(svg_of(drawing)) for drawing in (pair.wide, pair.narrow)]
    if isinstance(block, Table):
        figures = [column.figures for column in block.columns]
        held["rows"] = [
            [{"text": text, "figures": is_figure} for text, is_figure in zip(row, figures, strict=True)]
            for row in block.rows
        ]
    if isinstance(block, Heading) and block.level > 2:
        held["anchor"] = ""
    return held
