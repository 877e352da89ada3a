"""Which release this is, and which contents: by the bytes of the files, wherever they were copied to. Pure."""

import tomllib
from hashlib import sha256
from pathlib import Path

# Beside the packages: what pages and documents are made from.
BESIDE = ("templates", "static", "locale", "fixtures/locale")
NOT_RUN = {"tests"}


def release(base: Path) -> str:
    """The version that pyproject.toml states."""
    return str(tomllib.loads((base / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def contents(base: Path) -> str:
    """A digest of every file of every package, and of what they show; 12 hexadecimal digits."""
    packages = {path.parent.name for path in base.glob("*/__init__.py")} - NOT_RUN
    return digest_of(base, [*packages, *BESIDE])


def digest_of(base: Path, places: list[str]) -> str:
    """A digest of files, and of all files in folders, by their place and bytes; 12 hexadecimal digits."""
    whole = sha256()
    for path in sorted({file for place in places for file in _files(base / place)}):
        whole.update(f"{path.relative_to(base).as_posix()}\0".encode())
        whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:12]


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.suffix not in (".pyc", ".mo") and path.is_file()]
