"""Lists, and what has a direction of its own within a line that runs from right to left. Pure."""

import re
from collections.abc import Iterable, Sequence

from babel.lists import format_list

from languages.codes import ENGLISH, RIGHT_TO_LEFT, folder, short

# A piece between the two is set in its own direction and moves nothing around it.
LEFT_TO_RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2068", "\u2069"
# No line ends where one stands.
_WORD_JOINER = "\u2060"
_UNSEEN = dict.fromkeys(map(ord, (LEFT_TO_RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, END_OF_ISOLATE, _WORD_JOINER)))
# An acronym or a code that stands alone in brackets: (UN-OHRLLS), (CBD/CP/MOP/8/11).
_BRACKETED_CODE = re.compile(r"(?<=\()[A-Z][A-Za-z0-9]*(?:[-./&][A-Za-z0-9]+)*(?=\))")
_WITHIN_A_CODE = re.compile("([-./&])")
# CLDR's English has a comma before its "and"; documents of the United Nations have none.
_LISTS = {"en": "en_GB"}
# As resolutions number their items in Arabic.
ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_SINGLE_MARKS = str.maketrans("《》", "〈〉")


def is_right_to_left(language: str) -> bool:
    return short(language) in RIGHT_TO_LEFT


def in_a_list(items: Sequence[str], language: str) -> str:
    """A, B and C."""
    return format_list(items, locale=_LISTS.get(short(language), folder(language)))


def comma(language: str) -> str:
    """Between items that only stand beside each other."""
    return {"ar": "، ", "zh": "、"}.get(short(language), ", ")


def clause_comma(language: str) -> str:
    """Between parts of one clause; Chinese has another between items of a list."""
    return {"ar": "، ", "zh": "，"}.get(short(language), ", ")


def semicolon(language: str) -> str:
    return {"ar": "؛ ", "zh": "；", "fr": "\u00a0; "}.get(short(language), "; ")


def colon(language: str) -> str:
    """Between a name and what is said under it."""
    return {"fr": "\u00a0: ", "zh": "："}.get(short(language), ": ")


def full_stop(language: str) -> str:
    """After a sentence that a page puts together."""
    return "。" if short(language) == "zh" else "."


def without_full_stop(text: str) -> str:
    """A sentence as it stands within another."""
    return text.removesuffix(".").removesuffix("。")


def bracketed(text: str, language: str) -> str:
    """A remark in brackets after what it is of, with the space between."""
    return f"（{text}）" if short(language) == "zh" else f" ({text})"


def in_a_clause(parts: Iterable[str], language: str) -> str:
    """What belongs together in one clause of a sentence: met at NR2, 15 months after it was due."""
    return clause_comma(language).join(filter(None, parts))


def in_clauses(parts: Iterable[str], language: str) -> str:
    """What stands beside each other in one sentence, with a comma of its own in each."""
    return semicolon(language).join(filter(None, parts))


def quoted(text: str, language: str) -> str:
    """A text in the quotation marks of the language."""
    opened, closed = {"fr": ("«\u00a0", "\u00a0»"), "ru": ("«", "»"), "ar": ("”", "“")}.get(short(language), ("“", "”"))
    return f"{opened}{text}{closed}"


def within_title(text: str, language: str) -> str:
    """A title that stands in the marks of a title: in Chinese, marks within it are single ones."""
    return text.translate(_SINGLE_MARKS) if short(language) == "zh" else text


def after_colon(before: str, after: str, language: str) -> str:
    """A name and what is said under it: Strategic objective 1: biosafety."""
    return f"{before}{colon(language)}{after}"


def sentence_space(language: str) -> str:
    """Between a sentence and the next."""
    return "" if short(language) == "zh" else " "


def in_sentences(parts: Iterable[str], language: str) -> str:
    """Sentences after each other."""
    return sentence_space(language).join(filter(None, parts))


def isolated(text: str, language: str) -> str:
    """A number with its sign, a range, a code, n / N: read from left to right in every language.

    For plain text and drawings; a page has `<bdi dir="ltr">`.
    """
    return f"{LEFT_TO_RIGHT_ISOLATE}{text}{END_OF_ISOLATE}" if text and is_right_to_left(language) else text


def without_isolates(text: str) -> str:
    """The letters of a text alone, without what keeps its parts together and apart."""
    return text.translate(_UNSEEN)


def codes_kept(text: str) -> str:
    """A text from right to left whose codes in brackets keep together, the brackets as those of the text round them."""
    return _BRACKETED_CODE.sub(_kept_together, text)


def with_codes(text: str, language: str) -> str:
    """The same for a text in a language, whichever its direction."""
    return codes_kept(text) if is_right_to_left(language) else text


def _kept_together(code: re.Match[str]) -> str:
    joined = _WITHIN_A_CODE.sub(f"{_WORD_JOINER}\\1{_WORD_JOINER}", code[0])
    return f"{LEFT_TO_RIGHT_ISOLATE}{joined}{END_OF_ISOLATE}"


def named(text: str, language: str) -> str:
    """A name or a text of another language, whose own letters say its direction."""
    return f"{FIRST_STRONG_ISOLATE}{text}{END_OF_ISOLATE}" if text and is_right_to_left(language) else text


def item_letter(letter: str, language: str) -> str:
    """The letter of an item ahead of it: (a), a) and in Arabic (أ) by the old order of its alphabet."""
    if short(language) == "ar":
        place = ord(letter) - ord("a") if len(letter) == 1 else -1
        return f"({ARABIC_LETTERS[place] if 0 <= place < len(ARABIC_LETTERS) else letter})"
    return f"{letter})" if short(language) in ("es", "fr", "ru") else f"({letter})"


def paragraph_number(number: int, language: str) -> str:
    """The number of a paragraph ahead of it: 12. and in Arabic 12 -, as a full stop would show on its wrong side."""
    return f"{number} -" if is_right_to_left(language) else f"{number}."


def arrow(language: str) -> str:
    """From what was to what is: an arrow never mirrors by itself."""
    return "←" if is_right_to_left(language) else "→"


def within_a_sentence(language_name: str, language: str) -> str:
    """The name of a language after other words: it keeps its capital in English alone."""
    return language_name if short(language) == ENGLISH else language_name[:1].lower() + language_name[1:]
