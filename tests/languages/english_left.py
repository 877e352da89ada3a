"""English that a page in another language shows without saying that it is English.

What a person sees or hears is looked at: text, and the attributes that are read out or stand in a field. What carries a
`lang` of another language is what it says it is. A text is English where
- it is a text of the interface that has a translation; or
- in French and Spanish, it holds a word that only English has; or
- in Arabic, Chinese and Russian, it holds two words of Latin letters or more that no translation of the language holds:
  a name that translators keep (Word, XLIFF, a symbol) stands in their catalogue; or
- it holds a name that only programs use: biosafetyDecision, rebuild_edition.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from lxml import etree, html

from languages.catalogues import FOLDERS, _read
from languages.codes import short

READ_OUT = ("alt", "title", "aria-label", "placeholder", "aria-description", "summary", "label")
NOT_SHOWN = {"script", "style", "code"}
# Names and texts that people gave, of which nobody knows the language; a code has its direction said.
AS_TYPED = {"bdi", "textarea"}
# Words that neither French nor Spanish has.
ONLY_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|with|by|is|are|was|were|been|that|this|these|which|from|for|have|not|their|its|each|what|who|"
    r"you|your|yet|than|when|where|there|they|will|cannot|should|must|does|here|into|until|since|only|both|other|at)\b",
    re.IGNORECASE,
)
LATIN_WORDS = re.compile(r"[A-Za-z][A-Za-z’'-]+(?:[\s\u00a0]+[A-Za-z][A-Za-z’'-]*)+")
# A name of a field, a kind, a command or a line (measure/2.2.1/its-key), in whatever language the page is.
NAMES_OF_PROGRAMS = re.compile(r"\b(?:[a-z]+(?:/[\w.-]+){2,}|[a-z]+[A-Z][A-Za-z]+|[a-z]+(?:_[a-z]+)+)\b")
# Titles that Spanish and French quote as they are.
TITLES = ("World Economic Situation and Prospects",)
SPACES = re.compile(r"\s+")
# Of a link in a letter's plain text.
ADDRESSES = re.compile(r"https?://\S+")


def english_in(page: str, language: str) -> list[str]:
    """Every piece of English in a page of another language, with the element that holds it."""
    tree = html.document_fromstring(page)
    return [f"<{where}> {text}" for where, text in _pieces(tree, language) if is_english(text, language)]


def is_english(text: str, language: str) -> bool:
    """Whether a text of a page in another language is English."""
    return text in _translated_texts(language) or bool(english_words(text, language))


def english_words(text: str, language: str) -> list[str]:
    """The words by which a text is English."""
    for title in TITLES:
        text = text.replace(title, "")
    text = ADDRESSES.sub("", text)
    if found := NAMES_OF_PROGRAMS.findall(text):
        return found
    if short(language) in ("fr", "es"):
        return ONLY_ENGLISH.findall(text)
    kept = _kept(language)
    return [run for run in LATIN_WORDS.findall(text) if run not in kept]


def _pieces(tree: html.HtmlElement, language: str) -> Iterator[tuple[str, str]]:
    for element in tree.iter(etree.Element):
        if not isinstance(element.tag, str) or element.tag in NOT_SHOWN:
            continue
        if _is_in(element, language):
            yield from ((element.tag, one) for one in _said_of(element))
            if element.text:
                yield from _text(element.tag, element.text)
        above = element.getparent()
        if element.tail and above is not None and above.tag not in NOT_SHOWN and _is_in(above, language):
            yield from _text(above.tag, element.tail)


def _said_of(element: html.HtmlElement) -> Iterator[str]:
    names = [name for name in element.attrib if name in READ_OUT or name.startswith("data-")]
    if element.tag == "meta" and element.get("name") == "description":
        names.append("content")
    if element.tag in ("input", "button") and element.get("type") in ("submit", "button", "reset"):
        names.append("value")
    for name in names:
        held = element.get(name, "")
        # Scripts are told keys beside the words that they show.
        said = NAMES_OF_PROGRAMS.sub("", held) if name.startswith("data-") else held
        yield from (text for _name, text in _text(name, said))


def _text(where: str, text: str) -> Iterator[tuple[str, str]]:
    text = SPACES.sub(" ", re.sub("[\u2060\u2066-\u2069]", "", text)).strip()
    if re.search(r"[A-Za-z]", text):
        yield where, text


def _is_in(element: html.HtmlElement, language: str) -> bool:
    """Whether what the element holds is said in the page's language: not in another, and not what somebody typed."""
    while element is not None:
        if element.tag in AS_TYPED or element.get("dir") == "auto" or element.get("translate") == "no":
            return False
        if element.get("lang"):
            return short(element.get("lang")) == short(language)
        element = element.getparent()
    return False


@cache
def _translated_texts(language: str) -> frozenset[str]:
    """English texts whose translation is another text, in whatever sense."""
    said = defaultdict[str, set[str]](set)
    for folder in FOLDERS:
        for text, translation in _read(folder, short(language)).items():
            said[text.rpartition("\x04")[2]].add(SPACES.sub(" ", translation))
    return frozenset(text for text, translations in said.items() if text not in translations) - set().union(
        *said.values()
    )


@cache
def _kept(language: str) -> frozenset[str]:
    """Latin words that translations of a language hold."""
    return frozenset(
        run
        for folder in FOLDERS
        for text, said in _read(folder, short(language)).items()
        for run in LATIN_WORDS.findall(said)
    )
