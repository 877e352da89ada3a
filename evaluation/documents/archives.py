"""Archives whose bytes repeat: one time on every part, one order, one compression. Pure."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# What is packed already gains nothing from being packed again.
PACKED = (".pdf", ".docx", ".xlsx", ".zip", ".png")


def packed(files: Iterable[tuple[str, bytes]], *, on: date) -> bytes:
    """An archive of these files in the order given; the same files and day give the same bytes."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name, content in files:
            part = ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            part.compress_type = ZIP_STORED if name.endswith(PACKED) else ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            part.create_system = 3
            archive.writestr(part, content, compresslevel=9)
    return held.getvalue()


def repacked(made: bytes, *, on: date) -> bytes:
    """The same archive by the rules of ours: a library writes the time of the moment."""
    with ZipFile(BytesIO(made)) as source:
        return packed(((name, source.read(name)) for name in source.namelist()), on=on)
