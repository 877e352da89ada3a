"""Order PDFs and pictures from the process that sets them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from national_reports.documents.apart import MOST_BYTES, breakable, each_text, set_apart
from national_reports.documents.fonts import installed
from national_reports.documents.text import clean

SETTING = Path(__file__).with_name("setting.py")
# Its letters are whole, those of the reports' Arabic face are set in parts: a file of it is half as large.
ARABIC = Path(str(files("fontpkg_ibm_plex_sans_arabic"))) / "files"
# Beside text, an order holds pictures.
MOST = 2 * MOST_BYTES


@dataclass(frozen=True)
class Order:
    """One file to set: a template, its content, and whether it is a PDF or a picture."""

    template: str
    content: Mapping[str, Any]
    format: str = "pdf"
    ppi: int = 144
    pictures: Sequence[Mapping[str, Any]] = ()


def set_all(orders: Sequence[Order], *, on: date) -> list[bytes]:
    """Set every order in one process; the same orders and day give the same bytes.

    Raises ChineseFontMissing, DocumentTooLarge, DocumentNotRendered.
    """
    fonts = installed()
    cleaned = [each_text([order.content, order.pictures], clean) for order in orders]
    codes = fonts.codes(json.dumps(cleaned, ensure_ascii=False))

    def fit(text: str) -> str:
        return breakable(text.translate(codes))

    given = {
        "fonts": [str(folder) for folder in (*fonts.folders, ARABIC)],
        "at": int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
        "orders": [
            {
                "template": order.template,
                "format": order.format,
                "ppi": order.ppi,
                "content": each_text(content, fit),
                "pictures": each_text(pictures, lambda text: text.translate(codes)),
            }
            for order, (content, pictures) in zip(orders, cleaned, strict=True)
        ],
    }
    return _parted(set_apart(("-P", str(SETTING)), json.dumps(given, ensure_ascii=False).encode(), most=MOST))


def _parted(made: bytes) -> list[bytes]:
    head, _line, body = made.partition(b"\n")
    files, start = [], 0
    for length in json.loads(head):
        files.append(body[start : start + length])
        start += length
    return files
