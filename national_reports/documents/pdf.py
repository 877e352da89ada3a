"""A report and its receipt as PDF/UA."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from languages.codes import tag
from national_reports.documents.content import Receipt, ReportContent, file_fact
from typesetting.process import Order, set_all
from typesetting.text import UNKNOWN, in_groups, phrase

# One page, set while somebody waits for it.
RECEIPT_SECONDS = 20


def render_pdf(content: ReportContent, *, at: datetime) -> bytes:
    """Set a report; the same content and time give the same bytes.

    Raises ChineseFontMissing, DocumentTooLarge, DocumentNotRendered.
    """
    order = asdict(replace(content, labels=dict(content.labels))) | {
        "title": content.title,
        "version_in_words": content.version_in_words,
        "facts": [asdict(fact) for fact in content.facts],
        "warnings": list(content.warnings),
        "digest": in_groups(content.sha256),
    }
    return _set("report", order, at)


def render_receipt(receipt: Receipt, *, at: datetime) -> bytes:
    """Set a receipt on one page; the same receipt and time give the same bytes. Raises as render_pdf()."""
    order = asdict(replace(receipt, labels=dict(receipt.labels), submitted_at=receipt.submitted_at)) | {
        "title": receipt.title,
        "submitted_at": "",
        "declaration": asdict(
            phrase(receipt.declaration, tag(receipt.declared_in) if receipt.declared_in else UNKNOWN)
        ),
        "facts": [asdict(fact) for fact in receipt.facts],
        "files": [asdict(file_fact(one, receipt.labels, receipt.language)) for one in receipt.files],
        "warnings": list(receipt.warnings),
        "digest": in_groups(receipt.sha256),
    }
    return _set("receipt", order, at, seconds=RECEIPT_SECONDS)


def _set(template: str, content: Mapping[str, Any], at: datetime, seconds: float | None = None) -> bytes:
    (made,) = set_all([Order(f"national_reports/documents/{template}", content)], at=at, seconds=seconds)
    return made
