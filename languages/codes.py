"""What a language is called by each of those who name it. Pure."""

ENGLISH = "en"
# Those of the United Nations, as data files and documents call them, in the order in which every list has them.
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
# Each names itself.
OWN_NAMES = {
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "ru": "Русский",
    "ar": "العربية",
    "zh": "中文",
}
RIGHT_TO_LEFT = frozenset({"ar"})
_FOLDERS = {"zh": "zh_Hans"}
_TAGS = {"zh": "zh-Hans"}


def short(code: str) -> str:
    """A language as data and documents call it: zh for zh-hans, en for en-gb."""
    return code.replace("_", "-").partition("-")[0].lower() or ENGLISH


def place(code: str) -> tuple[int, str]:
    """Where a language stands in a list, as a key for sorted(): those of the United Nations, then others by code."""
    language = short(code)
    return (LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES), language)


def folder(code: str) -> str:
    """Where its catalogue lies, which is also its name in CLDR."""
    return _FOLDERS.get(short(code), short(code))


def tag(code: str) -> str:
    """As an element's `lang` has it (BCP 47)."""
    return _TAGS.get(short(code), short(code))
