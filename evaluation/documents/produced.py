"""A finished document, the addresses that documents print, and their names. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict, cast

from languages.codes import ENGLISH, tag


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


def links_in(links: Links, language: str) -> Links:
    """The same pages in a language; what is frozen are those in English. The code that computes is of none."""
    english, own = (f"{links['portal']}{tag(code).lower()}/" for code in (ENGLISH, language))
    return cast("Links", {name: str(address).replace(english, own, 1) for name, address in links.items()})


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
