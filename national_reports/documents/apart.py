"""Set a document in a process of its own: what it is given, what it may take, and what it may not see."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 120
# Of addresses, in the process that sets: a full report takes 0.1 GB, 25 answers of 100,000 characters in lines 0.7.
MOST_MEMORY = 1024**3
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


def set_apart(command: Sequence[str], sent: bytes, *, most: int = MOST_BYTES, seconds: float | None = None) -> bytes:
    """What a Python process prints for what it is sent. Raises DocumentTooLarge, DocumentNotRendered."""
    most_seconds = MOST_SECONDS if seconds is None else seconds
    if len(sent) > most:
        raise DocumentTooLarge(len(sent))
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
        raise DocumentNotRendered(f"Not set within {most_seconds:g} seconds.") from fault
    if done.returncode:
        raise DocumentNotRendered(done.stderr.decode(errors="replace")[-2000:] or f"Ended with {done.returncode}.")
    return done.stdout


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
