"""What reviewers often say: stored in English, said to each reader in their own language."""

from languages.told import said_again, said_later

FREQUENT = (
    said_later("Please answer this question, or say why it does not apply."),
    said_later("This answer contradicts another one. Please correct one of them, or explain."),
    said_later("Your Party answered otherwise in the earlier cycle. Please confirm the change, or correct it."),
    said_later("Please say which law, policy or guideline is meant, with a link if there is one."),
    said_later("This number cannot be right. Please check it."),
    said_later("The Clearing-House holds no record of this. Please register it there, or correct the answer."),
    said_later("The file is not the one that the answer speaks of. Please attach the right one."),
)
_KNOWN = frozenset(FREQUENT)


def in_words(text: str, language: str) -> str:
    """A note in a reader's language: the lines that are frequent remarks; what somebody typed stays as it is."""
    return "\n".join((said_again(line, language) or line) if line in _KNOWN else line for line in text.split("\n"))


def choices(language: str) -> list[tuple[int, str]]:
    """Each with its number, as a reviewer reads it."""
    return [(number, said_again(text, language) or text) for number, text in enumerate(FREQUENT, 1)]


def with_frequent(text: str, chosen: str) -> str:
    """A reason with the chosen remark as its first line, unless it stands there; an unknown number adds nothing."""
    number = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 3 else 0
    if not 1 <= number <= len(FREQUENT) or FREQUENT[number - 1] in text.split("\n"):
        return text
    return f"{FREQUENT[number - 1]}\n{text}".strip()
