"""What the locks hold: names, versions and hashes of packages."""

import re
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
LOCK, LOCK_OF_DEVELOPMENT = BASE / "requirements.txt", BASE / "requirements-dev.txt"
_PINNED = re.compile(
    r"^(?P<name>[a-z0-9][\w.-]*)(?:\[[\w,-]+\])?==(?P<version>[^\s;\\]+)[^\S\n]*(?:;[^\S\n]*(?P<where>[^\\\n]+?))?"
    r"[^\S\n]*(?P<hashes>(?:\\\n\s+--hash=sha256:[0-9a-f]{64}[^\S\n]*)*)$",
    re.MULTILINE,
)


@dataclass(frozen=True, order=True)
class Locked:
    """One package as it is installed; `where` is the marker of the machines that need it, empty for all."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]


def locked(path: Path = LOCK) -> list[Locked]:
    """The packages of a lock by name. Raises ValueError for a line that pins and is not understood."""
    text = path.read_text(encoding="utf-8")
    found = sorted(
        Locked(one["name"], one["version"], one["where"] or "", tuple(re.findall(r"[0-9a-f]{64}", one["hashes"])))
        for one in _PINNED.finditer(text)
    )
    pins = len(re.findall(r"^[^\s#].*==", text, re.MULTILINE))
    if len(found) != pins:
        raise ValueError(f"{path.name}: {pins} packages are pinned, {len(found)} are understood. Mend tools/locked.py.")
    return found
