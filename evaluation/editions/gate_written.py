"""The gate of meaning over what people wrote beside the generated sentences, in every language (method.md §7). Pure.

Refused are days and years after the cut-off, n greater than its N, and per cents that are none of the edition's figures
on the subject and stand without a source; where a sentence has one per cent and names one group or cycle, of that one.
What may be meant otherwise is told to be looked at and refuses nothing: per cents of another group or cycle than a
sentence names, "n of N", "n Parties" and "n indicators" that match no count, and numbers spelled out as words
(`gate_words`). Numbers may be in any digits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import decimal

from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_days import without_years
from evaluation.editions.gate_numbers import EVERY, Numbers, Of, of_coverage, of_indicators, of_measures
from evaluation.editions.gate_texts import NUMBER, OF_CHINESE, Later, over_n_in
from evaluation.editions.gate_words import numbers_in_words
from evaluation.editions.refusals import Check, Refusal
from languages.catalogues import translated
from parties.all_parties import ALL

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
# 44 Parties, 44 Parties, 44 Partes, 44 Стороны, 44 طرفا, 44个缔约方.
_COUNTED = re.compile(rf"(?<![\w.,])({NUMBER})\s?(?:Part(?:y|ies|e|es|ie)\b|Сторон|طرف|أطراف|个缔约方|缔约方)")
# 12 indicators, 12 indicateurs, 12 indicadores, 12 индикаторов, 12 показателей, 12 مؤشرا, 12项指标.
_INDICATORS = re.compile(rf"(?<![\w.,])({NUMBER})\s?(?:indica(?:tor|teur|dor)|индикатор|показател|مؤشر|[项个]?指标)")
_SENTENCE = re.compile(r"(?<=[。！？])|(?<=[.!?؟])\s+|\n+")


@dataclass(frozen=True)
class Tell:
    """Something to be looked at: its place, the numbers, the sentence that has them, and where it is mended.

    `in_words`: they are spelled out, and were held against no figure.
    """

    place: str
    found: str
    sentence: str
    subject: str
    in_words: bool = False


def of_written(form: FrozenForm) -> Iterator[Refusal]:
    """What is written that the edition knows to be otherwise."""
    later, known = Later(form), _Known(form)
    for subject, held in form["texts"].items():
        for language, narrative in held["narrative"].items():
            text = in_digits(narrative)
            yield from later.in_text(subject, language, text)
            for of in _PARTS:
                yield from over_n_in(of, subject, language, without_years(text))
            # What is from elsewhere is printed with where it is from.
            if not held["sources"] and (unknown := _refused_per_cents(known, subject, language, text)):
                found = ", ".join(f"{one} %" for one in sorted(unknown))
                yield Refusal(Check.OWN_PER_CENT, f"text {subject} {language}", found, subject)


def to_look_at(form: FrozenForm) -> Iterator[Tell]:
    """What is written without a source and matches no figure of what its sentence speaks of, or cannot be held
    against one because it is spelled out; it refuses nothing."""
    known = _Known(form)
    for subject, held in form["texts"].items():
        for language, narrative in {} if held["sources"] else held["narrative"].items():
            place = f"text {subject} {language}"
            for sentence in sentences(in_digits(narrative)):
                of = named_in(form, sentence, language)
                of_it, said = known.of(subject, of), per_cents(sentence) & known.of(subject).percents
                found = [f"{one} %" for one in sorted(said - of_it.percents)]
                found += [*_unknown_counts(sentence, of_it), *_unknown_indicators(form, subject, sentence)]
                if found:
                    yield Tell(place, ", ".join(found), sentence.strip(), subject)
            for sentence in _SENTENCE.split(narrative):
                if spelled := list(numbers_in_words(sentence, language)):
                    yield Tell(place, " · ".join(spelled), sentence.strip(), subject, in_words=True)


def _refused_per_cents(known: "_Known", subject: str, language: str, text: str) -> set[Decimal]:
    """The per cents that are no figure of the subject, or not of the one group or cycle that their sentence names."""
    refused = per_cents(text) - known.of(subject).percents
    for sentence in sentences(text):
        said, of = per_cents(sentence), named_in(known.form, sentence, language)
        # With several of either nobody knows which is of which: they are told to be looked at.
        if len(said) == 1 and of != EVERY and len(of.groups) <= 1 and len(of.cycles) <= 1:
            refused |= said - known.of(subject, of).percents
    return refused


def sentences(text: str) -> list[str]:
    """The sentences of a text that have a digit."""
    return [one for one in _SENTENCE.split(text) if any(map(str.isdecimal, one))]


def named_in(form: FrozenForm, sentence: str, language: str) -> Of:
    """The groups and cycles that a sentence names, by their labels and codes."""
    held = form["parties"].values()
    # South Africa is no region.
    for name in sorted({one["name"].get(code, "") for one in held for code in (language, "en")}, key=len, reverse=True):
        sentence = sentence.replace(name, " ") if name and name in sentence else sentence
    labels = {slug: group["label"] for slug, group in form["groups"].items()} | {ALL: "All Parties"}
    groups = {slug for slug, label in labels.items() if _names(sentence, label, language)}
    cycles = {
        code
        for code, cycle in form["cycles"].items()
        if _names(sentence, code, "en") or _names(sentence, cycle["name"], language)
    }
    return Of(frozenset(groups), frozenset(cycles))


def _names(sentence: str, label: str, language: str) -> bool:
    said = {label, translated(label, language) or label}
    if language == "zh" and any(one in sentence for one in said):
        # Nothing stands between the words.
        return True
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", sentence, re.IGNORECASE) for one in said)


def _unknown_counts(sentence: str, known: Numbers) -> Iterator[str]:
    """n of N of which one is no count that is known, and n Parties that nothing counts."""
    text = without_years(sentence)
    pairs = [pair for pattern in _PARTS for pair in pattern.findall(text)]
    pairs += [(part, whole) for whole, part in OF_CHINESE.findall(text)]
    for part, whole in dict.fromkeys(pairs):
        if not {_count(part), _count(whole)} <= known.plain:
            yield f"{part} / {whole}"
    told = {one for pair in pairs for one in pair}
    for number in dict.fromkeys(_COUNTED.findall(text)):
        if number not in told and _count(number) not in known.plain:
            yield number


def _unknown_indicators(form: FrozenForm, subject: str, sentence: str) -> Iterator[str]:
    """n indicators that the summary of the whole plan or of an objective does not count; others have no summary."""
    if subject not in form["summaries"]:
        return
    known = of_indicators(form, subject).plain
    for number in dict.fromkeys(_INDICATORS.findall(without_years(sentence))):
        if _count(number) not in known:
            yield number


def _count(written: str) -> Decimal:
    return Decimal(re.sub(r"\D", "", written))


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


class _Known:
    """The numbers of what texts speak of, each gathered once."""

    def __init__(self, form: FrozenForm) -> None:
        self.form = form
        self._held: dict[tuple[str, Of], Numbers] = {}

    def of(self, subject: str, of: Of = EVERY) -> Numbers:
        """Those of one indicator, of the indicators of an objective, or of all; of some groups and cycles or of all."""
        if (subject, of) not in self._held:
            self._held[subject, of] = self._gathered(subject, of)
        return self._held[subject, of]

    def _gathered(self, subject: str, of: Of) -> Numbers:
        kind, _slash, code = subject.partition("/")
        above = code if kind in ("objective", "operational") else None
        among = [code] if kind == "indicator" else self.form.indicators(above)
        measures = [name for name, held in self.form["measures"].items() if held["indicator"] in among]
        known = of_measures(self.form, measures, of)
        of_coverage(known, self.form, of)
        return known
