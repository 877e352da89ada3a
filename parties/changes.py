"""The state of every public source: what a page was made from, so that it knows when it is stale."""

import hashlib
import json
from typing import Any

from parties.models import SourceVersion

REPORTS = "reports"
RUN = "run"


def lock(source: str) -> SourceVersion:
    """Hold a source until the transaction ends: whoever else wants it waits."""
    row, _ = SourceVersion.objects.select_for_update().get_or_create(source=source, defaults={"version": "0"})
    return row


def note_change(source: str) -> None:
    """Count a change of a source, in the transaction that changes it."""
    row = lock(source)
    row.version = str(int(row.version) + 1)
    row.save(update_fields=["version"])


def note_content(source: str, content: Any) -> None:
    """Set the state of a source that is loaded whole; the same content again is no change."""
    SourceVersion.objects.update_or_create(source=source, defaults={"version": _digest(content)})


def holds_content(source: str, content: Any) -> bool:
    """Whether a source was last loaded with this content."""
    return SourceVersion.objects.filter(source=source, version=_digest(content)).exists()


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def generation() -> str:
    """One short text that differs whenever any source changed; one query."""
    versions = list(SourceVersion.objects.order_by("source").values_list("source", "version"))
    return hashlib.sha256(json.dumps(versions).encode()).hexdigest()[:16]
