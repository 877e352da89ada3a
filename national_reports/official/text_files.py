"""The texts of a form in one language: flat JSON, key to text, and what its translation was made from. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5
from itertools import islice
from pathlib import Path
from typing import Any

from national_reports.official.modules import ANEW, read_bounded, refused

META = "#meta"
ALGORITHM = "md5"
# Characters of one text, markup included; the longest that there is has 800.
MOST_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a file as they stand there.

    `translated_from` is a digest of the English of each text when it was translated; None where the file does not say.
    """

    held: Mapping[str, str] = field(default_factory=dict)
    translated_from: Mapping[str, str] | None = None

    def is_stale(self, key: str, english: str) -> bool:
        """Whether the English of a text changed after its translation."""
        before = (self.translated_from or {}).get(key)
        return before is not None and before != md5(english.encode(errors="replace"), usedforsecurity=False).hexdigest()


def read_texts(path: Path, called: str) -> Texts:
    """Read one file. Raises DataFileInvalid with the line and what to do."""
    content = read_bounded(path, called)
    try:
        source = content.decode("utf-8-sig")
        held = json.loads(source, object_pairs_hook=_once)
    except UnicodeDecodeError as fault:
        raise refused(path, called, 1, f"The file is not UTF-8: {ANEW}.") from fault
    except json.JSONDecodeError as fault:
        raise refused(path, called, fault.lineno, f"No JSON from character {fault.colno} on: {ANEW}.") from fault
    except _Twice as fault:
        reason = f"The key {fault.key[:80]} stands twice: {ANEW}."
        raise refused(path, called, _line(source, fault.key, 2), reason) from fault
    except (RecursionError, ValueError) as fault:
        raise refused(path, called, 1, f"No file of texts: {ANEW}.") from fault
    if not isinstance(held, dict):
        reason = f"The file is no object of keys and their texts, but a {type(held).__name__}: {ANEW}."
        raise refused(path, called, 1, reason)
    meta = held.pop(META, None)
    for key, text in held.items():
        fault_of = _fault(text)
        if fault_of:
            raise refused(path, called, _line(source, key), f"{key[:80]} {fault_of}: {ANEW}.")
    return Texts(held, _digests(meta))


class _Twice(ValueError):
    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _fault(text: Any) -> str:
    if not isinstance(text, str):
        return "is no text"
    if len(text) > MOST_CHARACTERS:
        return f"has {len(text):,} characters, and a text has at most {MOST_CHARACTERS:,}"
    return ""


def _digests(meta: Any) -> Mapping[str, str] | None:
    """What the file says that it was translated from, where it says so in the way that is known."""
    hashes = meta.get("hashes") if isinstance(meta, dict) and meta.get("algorithm") == ALGORITHM else None
    if not isinstance(hashes, dict) or not all(isinstance(one, str) for one in hashes.values()):
        return None
    return hashes


def _line(source: str, key: str, time: int = 1) -> int:
    """The line on which a key stands for the first or another time; 1 where it is spelled with escapes."""
    stands = re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:", source)
    found = next(islice(stands, time - 1, None), None)
    return source.count("\n", 0, found.start()) + 1 if found else 1
