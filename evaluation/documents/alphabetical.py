"""The alphabetical order of names in each language of a document. Pure."""

import re
import unicodedata
from collections.abc import Callable

# The article does not count, and the carriers of hamza are alef.
_ARTICLE = re.compile("^ال")
_ALEF = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})


def order_in(language: str) -> Callable[[str], tuple[str, str]]:
    """A key for sorted(): letters without their marks, then the name as it stands."""

    def key(name: str) -> tuple[str, str]:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_ALEF))
        letters = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
        if language == "ar":
            letters = " ".join(_ARTICLE.sub("", word) for word in letters.split())
        letters = letters.replace("ı", "i").replace("œ", "oe")
        return re.sub(r"[^\w ]", " " if language == "fr" else "", letters), name

    return key
