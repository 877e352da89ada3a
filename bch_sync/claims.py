"""What fixtures/registry.yaml says: treaties by their chapter, claims of reports and the records that show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FILE = Path(settings.BASE_DIR) / "fixtures" / "registry.yaml"


@dataclass(frozen=True)
class Claim:
    """An answer that says that something is in the Clearing-House, and the schemas whose records would show it."""

    questions: Mapping[str, str]
    options: frozenset[str]
    schemas: frozenset[str]
    what: str


def treaties() -> Mapping[str, str]:
    """Our treaty by the Clearing-House's key."""
    found: Mapping[str, str] = _document()["treaties"]
    return found


def claims() -> list[Claim]:
    return [
        Claim(
            questions=entry["questions"],
            options=frozenset(entry["options"]),
            schemas=frozenset(entry["schemas"]),
            what=entry["what"],
        )
        for entry in _document()["claims"]
    ]


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return document
