"""The gate of meaning over what people wrote beside the generated sentences, in every language (method.md §7). Pure.

Refused are days and years after the cut-off, n greater than its N, and per cents that are none of the edition's figures
on the subject and stand without a source. Numbers may be in any digits; those spelled out as words are not read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from unicodedata import decimal

from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_days import without_years
from evaluation.editions.gate_numbers import of_coverage, of_measures
from evaluation.editions.gate_texts import NUMBER, Later, over_n_in
from evaluation.editions.refusals import Check, Refusal

# 12 of the 9, 12 Parties out of 9, 12 Parties sur 9, 12 Partes de un total de 9. Not "12 Parties of 3 regions": its
# parts are no parts.
_OF = re.compile(
    rf"(?<![\w.,])({NUMBER})"
    rf"(?:\s+(?:of|des?|из|من)|(?:\s+(?!per|pour|por|процент)\w+)?\s+(?:(?:out\s+)?of\s+a\s+total\s+of|out\s+of"
    rf"|de\s+un\s+total\s+de|sur(?:\s+un\s+total\s+de)?|из\s+общего\s+числа\s+в|من\s+أصل))"
    rf"\s+(?:the\s+|les\s+|las\s+|los\s+)?({NUMBER})(?![.,]?\d)"
)
# 12 Сторон из 9, 12 Parties of 9, where nothing else is counted after it; 12/9 Parties.
_BARE = re.compile(rf"(?<![\w.,])({NUMBER})\s+\w+\s+(?:of|des?|из|من)\s+({NUMBER})(?=\s*(?:[.,;:)،؛]\D|[.)]?$))")
_SLASH = re.compile(rf"(?<![\w.,/-])({NUMBER})\s?/\s?({NUMBER})(?=\s*(?:Part|Сторон|طرف|个缔约方|缔约方))")
_PARTS = (_OF, _BARE, _SLASH)
_WRITTEN = r"(\d+(?:[.,٫]\d+)?)"
# 60 %, 60 per cent, 60 pour cent, 60 por ciento, 60 процентов, 60 في المائة; never points, процентных пунктов.
_AFTER = re.compile(
    rf"{_WRITTEN}\s?(?:[%٪％]|per\s?cent(?!age)|pour\s?cent|por\s?ciento|процент(?!н)|(?:في|ب)\s?(?:ال)?م(?:ائ|ئ|اي)[ةه])",
    re.IGNORECASE,
)
# ٪60, 百分之60.
_BEFORE = re.compile(rf"(?:百分之|(?<!\d)(?<!\d\s)[%٪])\s?{_WRITTEN}")
_CHINESE = {sign: str(number) for number, sign in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_SIGNS = "".join(_CHINESE)
# 二〇三一年三月五日, 百分之七十五.
_CHINESE_YEAR = re.compile(rf"[{_SIGNS}]{{4}}(?=年)")
_CHINESE_SMALL = re.compile(rf"(?:(?<=百分之)|(?<=年)|(?<=月))([{_SIGNS}]?)([百十]?)([{_SIGNS}]?)")
# 5.3.2031, 5/3/2031.
_IN_NUMBERS = re.compile(r"(?<![\d./])(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
# 1 200 as it is typed; a year after a space that does not break is no group of a number.
_GROUPS = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?!\d)")
_YEAR_APART = re.compile(r"(?<!\d)[\u00a0\u202f](?=\d{4})")


def of_written(form: FrozenForm) -> Iterator[Refusal]:
    """What is written that the edition knows to be otherwise."""
    later = Later(form)
    for subject, held in form["texts"].items():
        for language, narrative in held["narrative"].items():
            text = in_digits(narrative)
            yield from later.in_text(subject, language, text)
            for of in _PARTS:
                yield from over_n_in(of, subject, language, without_years(text))
            # What is from elsewhere is printed with where it is from.
            if not held["sources"] and (unknown := per_cents(text) - _known(form, subject)):
                found = ", ".join(f"{one} %" for one in sorted(unknown))
                yield Refusal(Check.OWN_PER_CENT, f"text {subject} {language}", found, subject)


def in_digits(text: str) -> str:
    """The text with its numbers in the digits 0 to 9 and days of digits alone as ISO has them.

    ٢٠٣١, ２０３１ and 二〇三一年 are 2031, 百分之七十五 is 75 in a hundred, 5/3/2031 is the fifth of March.
    """
    text = "".join(str(decimal(one)) if one.isdecimal() else one for one in text)
    text = _CHINESE_YEAR.sub(lambda year: "".join(_CHINESE[sign] for sign in year.group()), text)
    text = _CHINESE_SMALL.sub(_small, text)
    text = _GROUPS.sub(lambda number: number.group().replace(" ", "\u00a0"), text)
    return _IN_NUMBERS.sub(lambda day: "{2}-{1:0>2}-{0:0>2}".format(*day.groups()), _YEAR_APART.sub(" ", text))


def _small(found: re.Match[str]) -> str:
    """Up to a hundred: 五, 十五, 七十五, 一百."""
    tens, sign, ones = found.groups()
    if sign == "百":
        return "100"
    return _CHINESE.get(tens, "1" if sign else "") + _CHINESE.get(ones, "0" if sign else "")


def per_cents(text: str) -> set[Decimal]:
    """The per cents that a text in digits names."""
    found = [*_AFTER.findall(text), *_BEFORE.findall(text)]
    return {Decimal(re.sub("[,٫]", ".", one)) for one in found}


def _known(form: FrozenForm, subject: str) -> set[Decimal]:
    """The per cents of what a text speaks of: of one indicator, of those of an objective, or of all."""
    kind, _slash, code = subject.partition("/")
    among = [code] if kind == "indicator" else form.indicators(code if kind in ("objective", "operational") else None)
    known = of_measures(form, [name for name, held in form["measures"].items() if held["indicator"] in among])
    of_coverage(known, form)
    return known.percents
