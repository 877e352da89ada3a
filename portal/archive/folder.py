"""The folder of an archive: written beside its name and renamed when it is whole, each file told of by its hash."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from parties.spreadsheets import csv_lines

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
PIECE = 1024 * 1024


class NotExported(ValueError):
    """Nothing was written; the text says what to do."""


@dataclass
class Folder:
    """Where files go; of each the size and the SHA-256 are kept, its bytes are not."""

    place: Path
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def text(self, name: str, text: str) -> None:
        self.pieces(name, [text.encode()])

    def pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file piece by piece. Raises NotExported where two would have one name."""
        if name in self.files:
            raise NotExported(f"Two files of the archive would be named {name}.")
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files[name] = (size, digest.hexdigest())

    def copy(self, name: str, source: IO[bytes]) -> None:
        """Copy an open file. Never more than a piece is in memory."""
        self.pieces(name, iter(lambda: source.read(PIECE), b""))

    def table(self, name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
        """Write rows as CSV; how many there were."""
        counted = _Counted(rows)
        self.pieces(name, csv_lines(columns, counted))
        return counted.number


class _Counted:
    """Rows that are counted while somebody takes them."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self.rows:
            self.number += 1
            yield row


@contextmanager
def new_folder(folder: Path, said: Mapping[str, Any]) -> Iterator[Folder]:
    """A folder that is there, whole and with its manifest, only when all went well. Raises NotExported."""
    if folder.exists():
        raise NotExported(f"{folder} is there already: name a folder for this archive alone, with its day for example.")
    begun = folder.with_name(f"{folder.name}.begun")
    if begun.exists():
        # Of an archive that was broken off.
        shutil.rmtree(begun)
    begun.mkdir(parents=True)
    held = Folder(begun)
    yield held
    files = [{"path": name, "size": size, "sha256": sha} for name, (size, sha) in sorted(held.files.items())]
    manifest = {"format": FORMAT, **said, "files": files}
    held.text(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    # As sha256sum --check reads it.
    held.text(SUMS, "".join(f"{sha}  {name}\n" for name, (_size, sha) in sorted(held.files.items())))
    begun.rename(folder)
