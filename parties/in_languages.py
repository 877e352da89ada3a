"""Words of data in the reader's language. Stored is the English; what a row says of itself is said in the language.

    label = CharWords(max_length=120)      indicator.label: the reader's language, English where it has none
                                           what is saved, filtered and hashed: the English

Translations are messages beside the data files (fixtures/locale), by the English text (docs/translation.md).
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from languages.catalogues import translated
from languages.codes import ENGLISH, short
from languages.writing import named, with_codes

if TYPE_CHECKING:
    _Text = models.Field[str, str]
else:
    _Text = object

# A code alone is the same in every language.
_WORDS = re.compile(r"[a-z]{2}")
# As documents say it (evaluation/documents/words/en.yaml).
_LABELLED = "{text} [in English]"


class Said(str):
    """A text in the reader's language that knows its English, so that saving it writes the English."""

    __slots__ = ("english",)
    english: str


class InEnglish(Said):
    """A text that the reader's language lacks: a page marks it as English, and plain text says so behind it."""

    __slots__ = ()

    def __html__(self) -> SafeString:
        return format_html('<span lang="en" dir="ltr">{}</span>', self.english)


class Marked(str):
    """A text in the reader's language that holds one of another: plain, and as a page marks that."""

    __slots__ = ("page",)
    page: SafeString

    def __html__(self) -> SafeString:
        return self.page


def reader_language() -> str:
    """The language of the moment, as data files call it."""
    return short(get_language() or ENGLISH)


def in_reader_language(text: str) -> str:
    """A word of the data files in the language of the moment; marked as English where that has no translation."""
    english = text.english if isinstance(text, Said) else text
    if not english or reader_language() == ENGLISH:
        return english
    said = gettext(english)
    if said == english and _WORDS.search(english) and translated(english, reader_language()) is None:
        return in_english(english)
    return _said(said, english)


def in_english(text: str) -> str:
    """An English text for whoever reads another language: isolated and labelled."""
    if not text or reader_language() == ENGLISH:
        return text
    labelled = translated(_LABELLED, reader_language()) or _LABELLED
    held = InEnglish(labelled.format(text=named(text, reader_language())))
    held.english = text
    return held


def among(texts: Mapping[str, str]) -> str:
    """Of a text held in several languages the reader's, else the English one, marked; empty where there is neither."""
    held = {short(language): text for language, text in texts.items()}
    english, own = held.get(ENGLISH, ""), held.get(reader_language())
    return _said(own, english) if own else in_english(english)


def _said(text: str, english: str) -> Said:
    said = Said(with_codes(text, reader_language()))
    said.english = english
    return said


class _InReaderLanguage(DeferredAttribute):
    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        held = super().__get__(instance, cls)
        return in_reader_language(held) if isinstance(held, str) else held

    # Without it the instance's own value would be found first.
    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class _Words(_Text):
    """What both fields have in common; a migration sees a plain field of text."""

    descriptor_class = _InReaderLanguage

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return _english(super().pre_save(model_instance, add))

    def value_from_object(self, obj: models.Model) -> Any:
        return _english(super().value_from_object(obj))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(_english(value))


class CharWords(_Words, models.CharField):  # type: ignore[type-arg]
    """A line of words."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class TextWords(_Words, models.TextField):  # type: ignore[type-arg]
    """Sentences."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def _english(value: Any) -> Any:
    return value.english if isinstance(value, Said) else value
