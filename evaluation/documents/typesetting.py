"""Order PDFs and pictures from the process that sets them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from national_reports.documents.fonts import installed
from national_reports.documents.pdf import LONGEST_WORD, MOST_BYTES, DocumentNotRendered, DocumentTooLarge
from national_reports.documents.text import clean

SETTING = Path(__file__).with_name("setting.py")
ROOT = SETTING.parents[2]
MOST_SECONDS = 120
# Its letters are whole, those of the reports' Arabic face are set in parts: a file of it is half as large.
ARABIC = Path(str(files("fontpkg_ibm_plex_sans_arabic"))) / "files"
# Beside text, an order holds pictures.
MOST = 2 * MOST_BYTES

_LONG = re.compile(rf"(?<!\S)(?!https?://)[^\s\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{{{LONGEST_WORD},}}")


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
    cleaned = [_each([order.content, order.pictures], clean) for order in orders]
    codes = fonts.codes(json.dumps(cleaned, ensure_ascii=False))

    def fit(text: str) -> str:
        return _LONG.sub(_breakable, text.translate(codes))

    given = {
        "fonts": [str(folder) for folder in (*fonts.folders, ARABIC)],
        "at": int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
        "orders": [
            {
                "template": order.template,
                "format": order.format,
                "ppi": order.ppi,
                "content": _each(content, fit),
                "pictures": _each(pictures, lambda text: text.translate(codes)),
            }
            for order, (content, pictures) in zip(orders, cleaned, strict=True)
        ],
    }
    return _parted(_run(json.dumps(given, ensure_ascii=False).encode()))


def _run(sent: bytes) -> bytes:
    if len(sent) > MOST:
        raise DocumentTooLarge(len(sent))
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(SETTING)],
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


def _parted(made: bytes) -> list[bytes]:
    head, _line, body = made.partition(b"\n")
    files, start = [], 0
    for length in json.loads(head):
        files.append(body[start : start + length])
        start += length
    return files


def _each(value: Any, change: Any) -> Any:
    """The same value with every text in it changed; names stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _each(held, change) for name, held in value.items()}
    return [_each(held, change) for held in value] if isinstance(value, list | tuple) else value


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    return "\N{ZERO WIDTH SPACE}".join(text[at : at + LONGEST_WORD] for at in range(0, len(text), LONGEST_WORD))
