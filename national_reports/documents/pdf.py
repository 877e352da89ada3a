"""A report and its receipt as PDF/UA."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from national_reports.documents.content import Receipt, ReportContent
from national_reports.documents.fonts import installed
from national_reports.documents.text import clean, in_groups, phrase

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 120
# A full report is 0.2 MB as JSON; one with a megabyte in a field still passes.
MOST_BYTES = 8 * 1024 * 1024
LONGEST_WORD = 40

# Chinese breaks anywhere, and typst knows where an address may break.
_LONG = re.compile(rf"(?<!\S)(?!https?://)[^\s\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{{{LONGEST_WORD},}}")

Json = Mapping[str, "Json"] | list["Json"] | tuple["Json", ...] | str | int | bool | None


class DocumentTooLarge(ValueError):
    """The content is more than a document is made of; `size` and `most` in bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The document would hold {size:,} bytes of text; at most {MOST_BYTES:,} are set.")
        self.size, self.most = size, MOST_BYTES


class DocumentNotRendered(RuntimeError):
    """The PDF could not be set, with the reason; the same content fails again."""


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
        "declaration": asdict(phrase(receipt.declaration, receipt.language)),
        "facts": [asdict(fact) for fact in receipt.facts],
        "warnings": list(receipt.warnings),
        "digest": in_groups(receipt.sha256),
    }
    return _set("receipt", order, at)


def _set(template: str, content: Mapping[str, Json], at: datetime) -> bytes:
    if at.utcoffset() is None:
        raise ValueError("The time has no zone.")
    fonts = installed()
    cleaned = _each(content, clean)
    codes = fonts.codes(json.dumps(cleaned, ensure_ascii=False))
    order = {
        "template": template,
        "fonts": [str(folder) for folder in fonts.folders],
        "at": int(at.timestamp()),
        "content": _each(cleaned, lambda text: _LONG.sub(_breakable, text.translate(codes))),
        "by_code": bool(codes),
    }
    sent = json.dumps(order, ensure_ascii=False).encode()
    if len(sent) > MOST_BYTES:
        raise DocumentTooLarge(len(sent))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "national_reports.documents.render"],
            input=sent,
            capture_output=True,
            timeout=MOST_SECONDS,
            cwd=ROOT,
            # Where modules are, and no secret of the portal's.
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise DocumentNotRendered(f"Not set within {MOST_SECONDS} seconds.") from fault
    if done.returncode:
        raise DocumentNotRendered(done.stderr.decode(errors="replace")[-2000:] or f"Ended with {done.returncode}.")
    return done.stdout


def _each(value: Json, change: Callable[[str], str]) -> Json:
    """The same value with every text in it changed; names stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _each(held, change) for name, held in value.items()}
    return [_each(held, change) for held in value] if isinstance(value, list | tuple) else value


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    return "\N{ZERO WIDTH SPACE}".join(text[at : at + LONGEST_WORD] for at in range(0, len(text), LONGEST_WORD))
