"""The canonical bytes of a frozen form, and their hash. Pure."""

import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any


def plain(value: Any) -> Any:
    """Anything that the method computes with, as JSON holds it: fractions, decimals and dates as strings."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 1, 1.0 and 1.0000 are one number, whichever database it was read from.
        return f"{value.normalize():f}"
    if isinstance(value, Fraction):
        return str(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, Set):
        return sorted(plain(held) for held in value)
    if isinstance(value, list | tuple):
        return [plain(held) for held in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(form: Mapping[str, Any]) -> bytes:
    """One form, one sequence of bytes: keys sorted, no space, UTF-8."""
    return json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
