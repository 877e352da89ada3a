"""One spelling for one content, and its hash. Pure."""

import hashlib
import json
from typing import Any


def canonical(document: Any) -> str:
    """JSON with one spelling for one content."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(document: Any) -> str:
    return hashlib.sha256(canonical(document).encode()).hexdigest()
