"""Stored keys by which names of Parties are sorted, one a language, the same on every database.

A key is hexadecimal digits, which every collation sorts alike; languages/alphabets.py says what is before what.
"""

from typing import Any

from django.db import models

from languages.alphabets import order_in
from parties.in_languages import reader_language

# Chinese documents keep the English order.
SORTED = ("en", "fr", "es", "ru", "ar")
COLUMNS = tuple(f"order_{language}" for language in SORTED)
LONGEST = 1000


class OrderKey(models.CharField):  # type: ignore[type-arg]
    """The key of the name in one language; written anew whenever the row is."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        self.language = language
        kwargs |= {"max_length": LONGEST, "editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, _kwargs = super().deconstruct()
        return name, "parties.name_order.OrderKey", args, {"language": self.language}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        name = getattr(model_instance, f"name_{self.language}", "") or getattr(model_instance, "name_en", "")
        key = key_of(name, self.language)
        setattr(model_instance, self.attname, key)
        return key


def key_of(name: str, language: str) -> str:
    """The key of a name, at most as long as its column."""
    return "00".join(part.encode().hex() for part in order_in(language)(name))[:LONGEST]


def by_name(way: str = "") -> str:
    """What a query is ordered by to list Parties as the reader's language does; `way` leads to the Party."""
    return f"{way}order_{column_language()}"


def column_language() -> str:
    """The language of the moment, or the one whose order it keeps."""
    return reader_language() if reader_language() in SORTED else SORTED[0]
