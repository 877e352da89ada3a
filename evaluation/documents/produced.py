"""A finished document, the addresses that documents print, and their names. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """One file of an edition; `language` is empty where the file is of none."""

    kind: str
    language: str
    name: str
    media_type: str
    content: bytes


class Links(TypedDict):
    """Addresses that documents print; they are part of the inputs, so that the same links give the same bytes."""

    portal: str
    edition: str
    verify: str
    method: NotRequired[str]
    code: NotRequired[str]


PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html"
CSV = "text/csv"
JSON = "application/json"
ZIP = "application/zip"
TEXT = "text/plain"
BINARY = "application/octet-stream"
# By the ending of its name: whoever serves a document as something else can make a browser run it.
SERVED_AS = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".html": HTML, ".csv": CSV, ".json": JSON, ".zip": ZIP}


def stem(frozen: Mapping[str, Any]) -> str:
    """What every name of an edition begins with: mid-term-1.0; a preview has no version."""
    edition = frozen["edition"]
    return f"{edition['evaluation']}-{edition['version'] or 'preview'}"
