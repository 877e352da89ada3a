"""Numbers that a narrative spells out as words, in the six languages. Pure.

Found are two and more, and parts of a whole: what is said of one Party, of a first or of a third report is no figure.
Nobody reckons what they come to: whoever wrote them is asked to hold them against the figures.
"""

import re
from collections.abc import Iterator, Mapping

# A number may be several words: forty-two, quarante et un, сто двадцать, مائة واثنان وأربعون.
_BETWEEN = r"(?:[\s\u00a0-]+(?:(?:and|et|y)\s+)?)"
# The words of a number, then those that are parts of a whole; each as it is declined.
_WORDS: Mapping[str, tuple[str, str]] = {
    "en": (
        r"two|three|four(?:teen)?|five|six(?:teen)?|seven(?:teen)?|eight(?:een)?|nine(?:teen)?|ten|eleven|twelve"
        r"|thirteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
        r"|(?:(?:one|a) )?(?:hundred|thousand|dozen)s?",
        r"half|halves|(?:one|a)[ -](?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)"
        r"|thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths",
    ),
    "fr": (
        r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
        r"|quarante|cinquante|soixante|septante|huitante|nonante|(?<!pour )(?<!pour\u00a0)cents?|mille|un(?=\s+tiers)"
        r"|(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?|milliers?",
        r"moitié|demi|(?:un|le|deux)\s+tiers|(?:un|le|trois)\s+quarts?"
        r"|(?:un|deux|trois|quatre)\s+(?:cinqui|sixi|septi|huiti|neuvi|dixi)èmes?",
    ),
    "es": (
        r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veinte|veinti\w+"
        r"|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|(?<!por )(?<!por\u00a0)ciento"
        r"|(?:dos|tres|cuatro|seis|sete|ocho|nove)cient[oa]s|quinient[oa]s|mil|docenas?|decenas?|centenar(?:es)?",
        r"mitad|tercios?|(?:tercera|cuarta|quinta|sexta|séptima|octava|novena|décima)s?\s+partes?|un\s+cuarto"
        r"|tres\s+cuart[oa]s(?:\s+partes)?",
    ),
    "ru": (
        r"дв(?:а|е|ух|ум|умя)|двое|тр(?:и|ех|ёх|ем|ём|емя)|трое|четыр(?:е|ех|ёх|ем|ём|ьмя)|пят(?:ь|и|ью)|шест(?:ь|и|ью)"
        r"|сем(?:ь|и|ью)|вос(?:емь|ьми|емью|ьмью)|девят(?:ь|и|ью)|десят(?:ь|и|ью)|\w+надцат(?:ь|и|ью)"
        r"|двадцат(?:ь|и|ью)|тридцат(?:ь|и|ью)|сорока?|пят(?:ь|и|ью)десят\w{0,2}|(?:шест|сем)(?:ь|и|ью)десят\w{0,2}"
        r"|вос(?:емь|ьми|емью|ьмью)десят\w{0,2}|девяност[оа]|ст[оа]|двести|двухсот|триста|тр[её]хсот|четыреста|четыр[её]хсот|\w+сот"
        r"|тысяч\w?|дюжин\w?|десят(?:ок|к\w+)|сот(?:ня|ни|ен)",
        r"половин\w{1,2}|трет(?:ь|и|ью)|четверт(?:ь|и|ью)",
    ),
    "ar": (
        r"اثن(?:ا|ان|ي|ين|تا|تان|تي|تين)|ثلاث[ةه]?|أربع[ةه]?|خمس[ةه]?|ست[ةه]?|سبع[ةه]?|ثمان(?:ي|ي[ةه])?|تسع[ةه]?|عشر[ةه]?"
        r"|(?:عشر|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)|(?<!في )(?<!في ال)(?:مئ|مائ)[ةه]"
        r"|(?:مئ|مائ)ت(?:ان|ين|ا|ي)|مئات|ألف|ألف(?:ان|ين)|آلاف|طرف(?:ان|ين)|دولت(?:ان|ين)|عشرات",
        r"نصف|ثلث(?:ا|ان|ي|ين)?|ربع|أرباع|خمسا|خمسي|أخماس|عُشر",
    ),
    "zh": (
        # One alone is an article, and after 第 a number counts up to something.
        r"(?<![第百零一二三四五六七八九十])(?:[二三四五六七八九十百千万两]|[一二三四五六七八九][一二三四五六七八九十百千万零〇])"
        r"[零〇一二三四五六七八九十百千万]*(?=\s?[个份项名国次类])",
        r"[一二三四五六七八九十两]+分之[零〇一二三四五六七八九十百]+|[一二三四五六七八九]成|一半|半数|过半",
    ),
}
# Written together with the word: and, then, by, for, as; and the article.
_ARABIC_BEFORE = "(?:[وف]?[بلك]?(?:ال|لل)?)"


def _pattern(language: str) -> re.Pattern[str]:
    # A part before the numbers that it begins with: two thirds.
    words = "|".join(reversed(_WORDS[language]))
    if language == "zh":
        return re.compile(words)
    one = rf"{_ARABIC_BEFORE}(?:{words})" if language == "ar" else f"(?:{words})"
    return re.compile(rf"(?<!\w){one}(?:{_BETWEEN}{one})*(?!\w)", re.IGNORECASE)


_PATTERNS = {language: _pattern(language) for language in _WORDS}


def numbers_in_words(text: str, language: str) -> Iterator[str]:
    """The numbers that a text of one of the six languages spells out, as they stand there, each once."""
    yield from dict.fromkeys(found.group() for found in _PATTERNS[language].finditer(text))
