"""Faults of a translation that a program can see: what is put in, tags, plurals, brackets, marks, and terms."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from message_files import PLURALS, is_translated

_NAMED = re.compile(r"%\((\w+)\)[sd]|(?<![{%])\{(\w+)\}")
# What a plan calls its levels: a language that inflects may write the word out instead.
_LEVELS = frozenset(
    f"{level}{several}"
    for name in ("objective", "indicator", "impact")
    for level in (name, name.title())
    for several in ("", "s")
)
_TYPED = re.compile(r"%\((\w+)\)([sd])")
_UNFINISHED = re.compile(r"(?<!%)%\(\w*(?:\)(?![sd])|(?![\w)]))")
_PLACED = re.compile(r"(?<!%)(?:%%)*%([sd])")
_TAG = re.compile(r"</?[a-z][^<>]*>")
# A paragraph as French and Russian count it, without a bracket before: paragraphe 3 a).
_ENUMERATED = re.compile(r"(?<=\s)[a-z]\)")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("«", "»"))
# A letter of the language in the place of what is put in, so that a mark after it is seen.
_PUT_IN = {"ar": "ا", "zh_Hans": "的"}
# They turn the text after them round; isolates do what is needed.
_TURNING = re.compile("[\u202a-\u202e]")
# Whoever writes in other letters than English has copied a text that is the same, unless it is of names and codes.
_OTHER_LETTERS = {"ar", "ru", "zh_Hans"}
_WORD = re.compile(r"\b[A-Za-z]?[a-z]{3,}\b")
_CODES = re.compile(r"&\w+;|\S*\d\S*|\S+/\S+")
# Lines of a masthead, which UN documents print in English.
_IN_ENGLISH = frozenset({"Distr.: General", "Original: English"})
# A word after its number, which the number changes.
_COUNTED = re.compile(r"%\(\w+\)[sd] [а-я]{4,}")
_STOPS = (".", "。", "…", "!", "?", "！", "？", "؟")
_AS_HALF_WIDTH = str.maketrans("（）［］", "()[]")
# Forms that stand for one number alone may say it in words: "one Party".
_OF_ONE_NUMBER = {"ar": {0, 1, 2}, "es": {0}}
# In Arabic a person is spoken to as many. Words that can mean something else as well are not here.
_TO_ONE = re.compile(
    r"(?<![\u0621-\u0652])[وف]?(?:اختر|أجب|اقرأ|املأ|افتح|نزّل|أضف|أزل|اذكر|جرب|أشّر"
    r"|تصلك|يمكنك|لديك|إليك|إجاباتك|تقريرك|نصك|طرفك|باسمك|بصفتك|بلغتك|لزملائك)(?![\u0621-\u0652])"
)
_MARKS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "fr": (
        (re.compile(r" [:;!?»]|« "), "an ordinary space before : ; ! ? » or after «, where a no-break space stands"),
        (re.compile(r"[^\W\d_][:;!?»](?:\s|$)|«\w"), "no space before : ; ! ? » or after «"),
        (re.compile(r"\w'\w"), "a straight apostrophe instead of ’"),
        (re.compile(r"[Cc]hambre de compensation"), "a bank’s clearing-house: ours is the Centre d’échange"),
    ),
    "es": (
        (re.compile(r"^[^¿]*\?(?!\w+=)|\?[^¿]+\?(?!\w+=)"), "a question without ¿"),
        (re.compile(r"^[^¡]*!|![^¡]+!"), "an exclamation without ¡"),
        (re.compile(r"Convención sobre la Diversidad"), "“Convención”: the treaty is a Convenio"),
    ),
    "ru": ((re.compile("[ёЁ]"), "the letter ё, which documents do not write"),),
    "ar": (
        (re.compile("[٠-٩]"), "Arabic-Indic digits"),
        (re.compile("ـ"), "a tatweel"),
        (_TO_ONE, "speaks to one person: the polite plural"),
        (re.compile("%%(?!\u2069)"), "a per cent sign on its wrong side: في المائة, or U+2066 and U+2069 round both"),
        (re.compile(r"[\u0621-\u064a] ?[,;?]"), "a Latin comma, semicolon or question mark after Arabic"),
    ),
    "zh_Hans": (
        (re.compile(r"[\u4e00-\u9fff][,;:?!]"), "a half-width mark after Chinese"),
        (re.compile(r"[\u4e00-\u9fff] ?\([^)]*[\u4e00-\u9fff]"), "half-width brackets round Chinese"),
    ),
}


class Fault(NamedTuple):
    """What is wrong with one entry."""

    text: str
    reason: str

    def __str__(self) -> str:
        return f"{self.text[:90]!r}: {self.reason}"


def faults_of(catalog: Catalog, language: str) -> Iterator[Fault]:
    """Every fault of a catalogue but its gaps; terms are held against the glossary by `message_terms`."""
    plural = f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    if _tight(plural) != _tight(PLURALS[language]):
        yield Fault("Plural-Forms", f"are not {PLURALS[language]}")
    for message in catalog:
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        if message.fuzzy:
            yield Fault(text, "is marked as doubtful (fuzzy): confirm or correct it, and take the mark away")
        for reason in _faults_of(message, language):
            yield Fault(text, reason)


def untranslated(catalog: Catalog) -> list[str]:
    """The texts that have no translation, or not one for each plural form."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog
        if message.id and not is_translated(message)
    ]


def _faults_of(message: Message, language: str) -> Iterator[str]:
    if isinstance(message.id, str):
        if isinstance(message.string, str) and message.string:
            yield from _of_text(message.id, message.string, language)
        return
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not any(forms):
        return
    expected = int(re.match(r"nplurals=(\d)", PLURALS[language])[1])  # type: ignore[index]
    if len(forms) != expected or not all(forms):
        yield f"has not all of its {expected} plural forms"
        return
    if language == "ru" and len(set(forms)) == 1 and _COUNTED.search(forms[0]):
        yield "has the same words in all plural forms"
    plural = list(message.id)[1]
    for place, form in enumerate(forms):
        alone = place in _OF_ONE_NUMBER.get(language, ())
        yield from (f"form {place}: {reason}" for reason in _of_text(plural, form, language, alone=alone))


def _of_text(text: str, said: str, language: str, *, alone: bool = False) -> Iterator[str]:
    """`alone`: the form is of one number, which may then be left out."""
    needed, put_in = _put_in(text), _put_in(said)
    if unknown := put_in - needed:
        yield f"puts in {', '.join(sorted(unknown))}, which the English does not"
    missing = needed - put_in - _LEVELS
    if missing and not (alone and len(missing) == 1):
        yield f"leaves out {', '.join(sorted(missing))}"
    if _PLACED.findall(text) != _PLACED.findall(said):
        yield "has other places (%s, %d) than the English"
    if "%(" in text or "%%" in text:
        if unfinished := _UNFINISHED.search(said):
            yield f"{unfinished[0]} lacks a bracket or the letter after it, as in %(name)s"
        else:
            try:
                said % dict.fromkeys(put_in, 0)
            except (TypeError, ValueError, KeyError):
                yield "a per cent sign is not doubled (%%)"
    if others := set(_TYPED.findall(said)) - set(_TYPED.findall(text)):
        yield from (f"has %({name})s with another letter than the English" for name, _letter in sorted(others))
    counts, allowed = Counter(_put_ins(said)), Counter(_put_ins(text))
    if twice := sorted(name for name in counts if name in needed and counts[name] > allowed[name]):
        yield f"puts in {', '.join(twice)} more often than the English"
    if Counter(_TAG.findall(text)) != Counter(_TAG.findall(said)):
        yield f"has other tags: {_TAG.findall(said)} for {_TAG.findall(text)}"
    if _is_balanced(text) and not _is_balanced(said):
        yield "a bracket or a quotation mark is not closed"
    if text.endswith("\n") != said.endswith("\n") or text.startswith("\n") != said.startswith("\n"):
        yield "begins or ends with another line break"
    yield from _of_ends(text, said)
    if _TURNING.search(said):
        yield "holds a character that turns text round (U+202A to U+202E)"
    plain = _CODES.sub("", _TAG.sub("", _NAMED.sub("", text)))
    if language in _OTHER_LETTERS and said == text and text not in _IN_ENGLISH and _WORD.search(plain):
        yield "is the English"
    bare = _TAG.sub("", _NAMED.sub(_PUT_IN.get(language, "x"), re.sub(r"https?://\S+", "", said)))
    yield from (reason for pattern, reason in _MARKS.get(language, ()) if pattern.search(bare))


def _of_ends(text: str, said: str) -> Iterator[str]:
    if (text[:1] == " ", text[-1:] == " ") != (said[:1] == " ", said[-1:] == " "):
        yield "begins or ends with another space"
    if text.endswith(".") and not said.rstrip("\u200f\u2069").endswith(_STOPS):
        yield "lacks the full stop at its end"


def _put_in(text: str) -> set[str]:
    return set(_put_ins(text))


def _put_ins(text: str) -> list[str]:
    return [found[1] or found[2] for found in _NAMED.finditer(text)]


def _is_balanced(text: str) -> bool:
    plain = _ENUMERATED.sub(" ", _NAMED.sub("", text).translate(_AS_HALF_WIDTH))
    return all(plain.count(begin) == plain.count(end) for begin, end in _PAIRS)


def _tight(rule: str) -> str:
    return re.sub(r"[\s()]", "", rule)
