"""Set documents in a process of its own: what it is given, what it may take, and what it may not see. Pure."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from languages.told import said_later
from typesetting.fonts import installed
from typesetting.text import clean

ROOT = Path(__file__).resolve().parents[1]
SETTING = Path(__file__).resolve().with_name("setting.py")
MOST_SECONDS = 120
# Of addresses, in the process that sets: a full report takes 0.1 GB, 25 answers of 100,000 characters in lines 0.7.
MOST_MEMORY = 1024**3
# A full report is 0.2 MB as JSON; one with a megabyte in a field still passes.
MOST_BYTES = 8 * 1024 * 1024
LONGEST_WORD = 40

# Chinese breaks anywhere, and typst knows where an address may break.
_LONG = re.compile(rf"(?<!\S)(?!https?://)[^\s\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{{{LONGEST_WORD},}}")


class DocumentTooLarge(ValueError):
    """The content is more than a document is made of; `size` and `most` in bytes."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(
            said_later(
                "The document would hold {size} bytes of text; at most {most} are set.",
                size=format(size, ","),
                most=format(most, ","),
            )
        )
        self.size, self.most = size, most


class DocumentNotRendered(RuntimeError):
    """The PDF could not be set, with the reason; the same content fails again."""


@dataclass(frozen=True)
class Order:
    """One file to set: a template by its path without `.typ`, its content, and whether it is a PDF or a picture."""

    template: str
    content: Mapping[str, Any]
    format: str = "pdf"
    ppi: int = 144
    pictures: Sequence[Mapping[str, Any]] = ()


def set_all(
    orders: Sequence[Order],
    *,
    at: datetime,
    most: int | None = None,
    seconds: float | None = None,
) -> list[bytes]:
    """Set every order in one process; the same orders and time give the same bytes.

    `most` are the bytes of the orders as JSON, `seconds` the patience.
    Raises ChineseFontMissing, DocumentTooLarge, DocumentNotRendered.
    """
    if at.utcoffset() is None:
        raise ValueError("The time has no zone.")
    held = installed()
    cleaned = [each_text([order.content, order.pictures], clean) for order in orders]
    text = json.dumps(cleaned, ensure_ascii=False)
    codes, scripts = held.codes(text), held.wanted(text)

    def fit(text: str) -> str:
        return breakable(text.translate(codes))

    given = {
        "memory": MOST_MEMORY,
        "fonts": [str(folder) for folder in held.folders],
        "scripts": [str(font.path) for font in scripts],
        "at": int(at.timestamp()),
        "orders": [
            {
                "template": order.template,
                "format": order.format,
                "ppi": order.ppi,
                "content": each_text(content, fit),
                "pictures": each_text(pictures, lambda text: text.translate(codes)),
                "by_code": bool(codes),
                "scripts": [font.name for font in scripts],
            }
            for order, (content, pictures) in zip(orders, cleaned, strict=True)
        ],
    }
    sent = json.dumps(given, ensure_ascii=False).encode()
    # Nothing beside the file is found by its name.
    return _files(set_apart(("-P", str(SETTING)), sent, most=most, seconds=seconds))


def set_apart(command: Sequence[str], sent: bytes, *, most: int | None = None, seconds: float | None = None) -> bytes:
    """What a Python process prints for what it is sent. Raises DocumentTooLarge, DocumentNotRendered."""
    most_seconds = MOST_SECONDS if seconds is None else seconds
    most_bytes = MOST_BYTES if most is None else most
    if len(sent) > most_bytes:
        raise DocumentTooLarge(len(sent), most_bytes)
    try:
        done = subprocess.run(
            [sys.executable, *command],
            input=sent,
            capture_output=True,
            timeout=most_seconds,
            cwd=ROOT,
            # Where modules are, and no secret of the portal's.
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise DocumentNotRendered(
            said_later("Not set within {most_seconds} seconds.", most_seconds=format(most_seconds, "g"))
        ) from fault
    if done.returncode:
        raise DocumentNotRendered(
            done.stderr.decode(errors="replace")[-2000:]
            or said_later("Ended with {returncode}.", returncode=done.returncode)
        )
    return done.stdout


def _files(made: bytes) -> list[bytes]:
    head, _line, body = made.partition(b"\n")
    files, start = [], 0
    for length in json.loads(head):
        files.append(body[start : start + length])
        start += length
    return files


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed; names stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: each_text(held, change) for name, held in value.items()}
    return [each_text(held, change) for held in value] if isinstance(value, list | tuple) else value


def breakable(text: str) -> str:
    """The same text with places to break in words that no line could hold."""
    return _LONG.sub(_parted, text)


def _parted(word: re.Match[str]) -> str:
    text = word[0]
    return "\N{ZERO WIDTH SPACE}".join(text[at : at + LONGEST_WORD] for at in range(0, len(text), LONGEST_WORD))
