"""Render every document of an edition, language by language."""

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evaluation.documents.brief import build_brief, headings
from evaluation.documents.csvs import csv_of_sheet
from evaluation.documents.datapack import render_data_pack
from evaluation.documents.kit import render_kit
from evaluation.documents.pdfs import set_pdfs
from evaluation.documents.produced import (
    BINARY,
    CSV,
    DOCX,
    HTML,
    JSON,
    PDF,
    TEXT,
    XLSX,
    ZIP,
    Links,
    RenderedDocument,
    links_in,
    stem,
)
from evaluation.documents.report import Report, build_report
from evaluation.documents.report_docx import render_docx
from evaluation.documents.report_html import render_html
from evaluation.documents.report_pdf import chart_orders, report_order
from evaluation.documents.sums import PUBLIC_KEY, SIGNATURE, SUMS, public_key_text, sign, sums_of
from evaluation.documents.svg import lettered
from evaluation.documents.tables import sheets
from evaluation.documents.words import Words, languages, words_of
from evaluation.documents.workbook import render_workbook
from evaluation.editions.form import FrozenForm
from languages.codes import ENGLISH
from typesetting.fonts import installed
from typesetting.process import Order
from typesetting.text import clean

# Setting takes most of the time, in processes of its own: two languages at once, while the next one is put together.
SET_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class _Begun:
    """What one language's documents are made of, while its PDFs and pictures are being set."""

    words: Words
    report: Report | None
    files: Future[list[bytes]]


def render_all(frozen: Mapping[str, Any], *, language: str, links: Links) -> Iterator[RenderedDocument]:
    """The documents that a language has words for; none where it has no words.

    The same frozen form and links give the same bytes, in every environment. No database and no clock is asked.
    Raises ChineseFontMissing, DocumentTooLarge, DocumentNotRendered.
    """
    if language not in languages():
        return
    edition = FrozenForm(frozen, clean=clean)
    with ThreadPoolExecutor(1) as setting:
        yield from _finish(edition, _begin(edition, language, links, setting), links)


def render_edition(
    frozen: Mapping[str, Any], *, links: Links, key: Ed25519PrivateKey | None = None
) -> Iterator[RenderedDocument]:
    """Every document of an edition: in each language, the form, the kit, the signed checksums of all.

    Languages are those that can be set here and are not left out; without a key there is no signature. The same frozen
    form, links and key give the same bytes. Raises as render_all.
    """
    edition = FrozenForm(frozen, clean=clean)
    made: list[RenderedDocument] = []
    for document in _in_every_language(edition, links):
        made.append(document)
        yield document
    form = RenderedDocument("frozen", "", f"{stem(frozen)}-frozen.json", JSON, edition.content)
    yield form
    kit = RenderedDocument("kit", "", f"{stem(frozen)}-kit.zip", ZIP, render_kit(edition, made, links))
    yield kit
    sums = sums_of((document.name, document.content) for document in (*made, form, kit))
    yield RenderedDocument("sums", "", SUMS, TEXT, sums)
    if key is not None:
        yield RenderedDocument("signature", "", SIGNATURE, BINARY, sign(sums, key))
        yield RenderedDocument("public-key", "", PUBLIC_KEY, TEXT, public_key_text(key).encode())


def _in_every_language(edition: FrozenForm, links: Links) -> Iterator[RenderedDocument]:
    with ThreadPoolExecutor(SET_AT_ONCE) as setting:
        begun: deque[_Begun] = deque()
        for language in (one for one in settable() if one not in edition.left_out):
            begun.append(_begin(edition, language, links, setting))
            if len(begun) > SET_AT_ONCE:
                yield from _finish(edition, begun.popleft(), links)
        while begun:
            yield from _finish(edition, begun.popleft(), links)


def _begin(edition: FrozenForm, language: str, links: Links, setting: Executor) -> _Begun:
    words, links = words_of(edition, language), links_in(links, language)
    orders, report = [brief_order(edition, words, links)], None
    if "report" in words.documents:
        report = build_report(edition, words=words, links=links)
        orders += [report_order(report, words), *chart_orders(report)]
    return _Begun(words, report, setting.submit(set_pdfs, orders, on=edition.frozen_on))


def _finish(edition: FrozenForm, begun: _Begun, links: Links) -> Iterator[RenderedDocument]:
    words, report, begin = begun.words, begun.report, stem(edition)
    language = words.language
    if report is None:
        (brief,) = begun.files.result()
        yield RenderedDocument("brief", language, f"{begin}-brief-{language}.pdf", PDF, brief)
        return
    named, tables = f"{begin}-report-{language}", sheets(edition, words)
    # What needs no picture is made before the pictures are waited for.
    page, book = (
        render_html(report, words),
        render_workbook(edition, words, tables, address=links_in(links, language)["edition"]),
    )
    brief, whole, *pictures = begun.files.result()
    yield RenderedDocument("brief", language, f"{begin}-brief-{language}.pdf", PDF, brief)
    yield RenderedDocument("report", language, f"{named}.pdf", PDF, whole)
    yield RenderedDocument("report", language, f"{named}.docx", DOCX, render_docx(report, words, pictures))
    yield RenderedDocument("report", language, f"{named}.html", HTML, page)
    yield RenderedDocument("tables", language, f"{begin}-tables-{language}.xlsx", XLSX, book)
    for table in tables:
        yield RenderedDocument("table", language, f"{begin}-{table.name}-{language}.csv", CSV, csv_of_sheet(table))
    # The pack is of no language: its tables hold numbers and codes, and their words in English.
    if language == ENGLISH:
        yield RenderedDocument("data", "", f"{begin}-data.zip", ZIP, render_data_pack(edition, words, links))


def settable() -> tuple[str, ...]:
    """The languages that this machine can set documents in: it has their words and their font."""
    return tuple(language for language in languages() if language != "zh" or installed().has_chinese)


def brief_order(edition: FrozenForm, words: Words, links: Links) -> Order:
    """The brief as one page."""
    brief = build_brief(edition, words=words, links=links)
    return Order(
        "brief",
        brief.order
        | {
            "language": words.language,
            "title": brief.masthead.title,
            "author": brief.masthead.short,
            "labels": headings(edition, words),
        },
        pictures=[lettered(brief.chart.drawing.wide).order],
    )
