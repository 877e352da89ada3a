"""The gate of meaning over the generated sentences of a frozen form, in every language (method.md §7). Pure."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_days import days_in, years_in
from evaluation.editions.gate_figures import NEAR, last_day, subject_of
from evaluation.editions.refusals import Check, Refusal
from indicators.reasons import NotAssessed, Source, decoded
from languages.catalogues import translated
from languages.writing import without_isolates

# Words that say of somebody that they answered. No record and no treaty date is an answer; "not taken from answers"
# says so, and stands.
ANSWERING = re.compile(
    r"\banswer(?:ed|ing)\b|\breport(?:ed|ing)\b|\brespond(?:ed|ing)\b"
    r"|\brépond(?:u|us|ue|ues|ant|ent|aient)\b|\bdéclar(?:é|és|ée|ées|ant)\b|\brapport(?:é|és|ée|ées)\b"
    r"|\brespond(?:ió|ieron|iendo|ido)\b|\bnotific(?:ó|aron)\b"
    r"|ответил|ответивш|сообщил|أجاب|المجيب|ردّت|أبلغ|作答|答复了|报告了",
    re.IGNORECASE,
)
NUMBER = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+"
# 12 of the 9, 12 sur les 9, 12 de las 9, 12 из 9, 12 من 9.
_OF = re.compile(
    rf"(?<![\w.,])({NUMBER})(?:\s+\w+)?\s+(?:of|sur|de|des|из|من(?:\s+أصل)?)\s+(?:the\s+|les\s+|las\s+|los\s+)?({NUMBER})(?![.,]?\d)"
)
# 9个中的12个, 9个缔约方中有12个: the whole stands first; a per cent of it is no part.
OF_CHINESE = re.compile(rf"({NUMBER})\s?[个项份][^\d，。；：（）]*中(?:的|，?有)\s?({NUMBER})(?![\d.,%％–-])")


def of_texts(form: FrozenForm) -> Iterator[Refusal]:
    """What the portal's own sentences say and should not."""
    languages = {language for held in form["texts"].values() for language in held["generated"]}
    given = {language: _given(form, language) for language in languages}
    later = Later(form)
    for subject, held in form["texts"].items():
        for language, text in held["generated"].items():
            known = given[language]
            made = _without(text, known)
            yield from later.in_text(subject, language, made)
            yield from over_n_in(_OF, subject, language, made)
            kind, _slash, code = subject.partition("/")
            if kind == "indicator":
                yield from _of_indicator(form, code, language, text, known)


def _in(language: str, text: str) -> str:
    """Words of the plan's data as a sentence of a language takes them over: in English where nobody translated them."""
    return translated(text, language) or text


def _given(form: FrozenForm, language: str) -> list[str]:
    """What sentences take over word by word from the plan's data, the longest first: it may name any day."""
    found = set(form["cycles"])
    for name, held in form["measures"].items():
        found |= {held["label"], form.share_of(name), held["unit"]} | {part.strip() for part in held["unit"].split("/")}
        if held["target"]:
            found.add(held["target"]["text"])
        found |= {one["reason"] for one in held["comparisons"]}
    found |= {value for row in form["findings"] for value in decoded(row["trend_reason"])[1].values()}
    found |= {_in(language, one) for one in found}
    return sorted((one for one in found if len(one) > 2), key=len, reverse=True)


def _without(text: str, known: list[str]) -> str:
    for one in known:
        text = text.replace(one, "…")
    return text


def over_n_in(of: re.Pattern[str], subject: str, language: str, text: str) -> Iterator[Refusal]:
    """Parts that a text calls greater than their whole; `of` finds a part and then its whole."""
    pairs = [*of.findall(text), *((part, whole) for whole, part in OF_CHINESE.findall(text))]
    for part, whole in pairs:
        if _int(part) > _int(whole):
            yield Refusal(Check.OVER_N, f"text {subject} {language}", f"{part} > {whole}", subject)


def _int(written: str) -> int:
    return int(re.sub(r"\D", "", written))


class Later:
    """What a sentence may not tell of: an event after the cut-off.

    Due days, deadlines, the meeting and days of making are none.
    """

    def __init__(self, form: FrozenForm) -> None:
        self.allowed, self.cut_off = _allowed(form), last_day(form, None)
        # Spanish and Russian write a figure of four digits as a year is written: 2060 people.
        self.years = {day.year for day in self.allowed} | _amounts(form)

    def in_text(self, subject: str, language: str, text: str) -> Iterator[Refusal]:
        """The days and years of a text that are after the cut-off."""
        later = sorted(day.isoformat() for day in days_in(text) - self.allowed if day > self.cut_off)
        later += sorted(str(year) for year in years_in(text) - self.years if year > self.cut_off.year)
        if later:
            yield Refusal(Check.AFTER_CUT_OFF, f"text {subject} {language}", ", ".join(later), subject)


def _amounts(form: FrozenForm) -> set[int]:
    """The figures themselves, in whole numbers."""
    held = (row[name] for row in form["values"] for name in ("numerator", "denominator", "low", "high"))
    return {int(Decimal(amount)) for amount in held if amount is not None}


def _allowed(form: FrozenForm) -> set[date]:
    """Days after the cut-off that a sentence may name, by their kind."""
    days = {cycle["deadline"] for cycle in form["cycles"].values()} | {form.edition["frozen_on"]}
    days |= {held["target"]["due"] for held in form["measures"].values() if held["target"]}
    days |= {(form.edition["meeting"] or {}).get(name) for name in ("starts_on", "ends_on")}
    rows = [(row["cycle"], row["as_of"]) for row in form["registry"] if not row["reconstructed"]]
    days |= {on for cycle, on in rows if date.fromisoformat(on) <= last_day(form, cycle) + NEAR}
    # "Read on a later day" says when it will be, not that it was.
    for row in (*form["values"], *form["findings"]):
        for name in ("reason", "level_reason", "trend_reason", "pace_reason"):
            code, given = decoded(row.get(name) or "")
            if code == NotAssessed.NOT_YET:
                days.add(given.get("day"))
    found = {date.fromisoformat(on) for on in days if on}
    return found | {date(year, 12, 31) for year in form["plan"]["period"] if year}


# -- indicators ------------------------------------------------------------------------------------------


def _of_indicator(form: FrozenForm, code: str, language: str, text: str, known: list[str]) -> Iterator[Refusal]:
    headline, other = form.headline(code), form.trend_measure(code)
    place, subject = f"text indicator/{code} {language}", f"indicator/{code}"
    # What nobody translated stands isolated there.
    label, text = _in(language, form["measures"][headline]["label"]), without_isolates(text)
    if text and not text.startswith(label):
        yield Refusal(Check.ANOTHER_MEASURE, place, f"≠ {label}", subject)
        return
    moved = form.statement(other)
    named = _in(language, form.share_of(other))
    if form.trend_by(code) and moved is not None and not moved.says_nothing and named not in text[len(label) :]:
        yield Refusal(Check.ANOTHER_MEASURE, place, f"≠ {named}", subject)
    parts = [(headline, text)] if other == headline else _parts(headline, other, text[len(label) :], named)
    for measure, part in parts:
        found = ANSWERING.search(_without(part, known))
        if found and rests_on_records(form, measure):
            yield Refusal(Check.ANSWERING, place, found.group(), subject_of(form, measure))


def _parts(headline: str, other: str, text: str, named: str) -> Iterator[tuple[str, str]]:
    """Which measure each part of a text is of: where another tells the trend, its part begins with its label."""
    before, mark, after = text.partition(named)
    yield headline, before
    if mark:
        # The sentence on pace at the end is of the headline measure; no measure of records has one.
        yield other, after


def rests_on_records(form: FrozenForm, measure: str) -> bool:
    """Whether a measure's current figure is counted from records, or known from treaty dates."""
    row = form.current_value(measure)
    source = decoded(row["source"])[0] if row else ""
    kind = form.kind(measure)
    return kind.classes_by_record or kind.is_exact or source in (Source.SNAPSHOT, Source.REBUILT, Source.TREATY)
