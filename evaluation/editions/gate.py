"""The gate of meaning: what keeps a frozen form from being published, each refusal with its place (method.md §7). Pure.

The same gate over the finished documents is `gate_documents`.
"""

from collections.abc import Iterator
from datetime import date, datetime
from unicodedata import category

from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_figures import dated_later, not_adding_up, over_n, without_reason
from evaluation.editions.gate_texts import of_texts
from evaluation.editions.gate_written import of_written
from evaluation.editions.refusals import Check, Refusal
from indicators.days import is_over

INTERIM = "interim"
# Controls, and the ends of lines and paragraphs that are none.
BREAKS = ("Cc", "Zl", "Zp")
MENDED_AT = {"symbol": "masthead", "meeting": "meetings"}
# How a title says that it is of an interim look; a language that is not here must say it in English.
SAYS_INTERIM = {
    "en": ("interim",),
    "fr": ("intérim", "provisoire"),
    "es": ("interin", "provisional"),
    "ru": ("промежуточн", "предварительн"),
    "ar": ("مؤقت", "مرحلي", "أولي"),
    "zh": ("中期", "临时", "初步"),
}


def refusals(form: FrozenForm, *, at: datetime) -> list[Refusal]:
    """Everything that stands against an edition that is frozen at this moment, in the order of the checks."""
    found = [
        *_days_to_come(form, at),
        *_before_the_deadline(form),
        *_without_reports(form),
        *_not_in_one_line(form),
        *dated_later(form),
        *over_n(form),
        *not_adding_up(form),
        *without_reason(form),
        *of_texts(form),
        *of_written(form),
    ]
    # The same place is told once, however many checks meet there.
    return list({refusal.name: refusal for refusal in reversed(found)}.values())[::-1]


def _days_to_come(form: FrozenForm, at: datetime) -> Iterator[Refusal]:
    """A cut-off or a population day is over everywhere on Earth before anybody says who had reported by then."""
    parameters = form["parameters"]
    days = {
        "cut-off": parameters["cut_off"],
        "population day": parameters["population_on"],
    }
    for code in (form.baseline, form.current):
        days |= {f"population day {code}": form.cycle(code)["population_on"]}
        days |= {f"cut-off {code} {part}".rstrip(): on for part, on in form.cycle(code)["cut_offs"].items()}
    for place, iso in days.items():
        if not is_over(date.fromisoformat(iso), at):
            yield Refusal(Check.DAY_TO_COME, place, iso, "parameters")


def _before_the_deadline(form: FrozenForm) -> Iterator[Refusal]:
    """Whoever may still report in time is not called silent, unless this is an interim look that is called so."""
    for code in (form.baseline, form.current):
        cycle = form.cycle(code)
        if cycle["cut_offs"][""] >= cycle["deadline"]:
            continue
        if form.edition["kind"] != INTERIM:
            yield Refusal(
                Check.BEFORE_DEADLINE, f"cut-off {code}", f"{cycle['cut_offs']['']} < {cycle['deadline']}", "parameters"
            )
            continue
        for language, title in form.edition["title"].items():
            if title and not any(word in title.lower() for word in SAYS_INTERIM.get(language, SAYS_INTERIM["en"])):
                yield Refusal(Check.BEFORE_DEADLINE, f"title {language}", title, "parameters")


def _not_in_one_line(form: FrozenForm) -> Iterator[Refusal]:
    """What heads pages, documents and letters has no line break, tab or other control character."""
    held = form.edition
    said = {f"title {language}": title for language, title in held["title"].items()}
    said |= {"symbol": held["symbol"], "agenda_item": held["agenda_item"]}
    said |= {"meeting": " – ".join(str((held["meeting"] or {}).get(name) or "") for name in ("title", "place"))}
    for place, text in said.items():
        if any(category(one) in BREAKS for one in text or ""):
            shown = "".join("⏎" if category(one) in BREAKS else one for one in text)
            yield Refusal(Check.IN_LINES, place, shown, MENDED_AT.get(place, "parameters"))


def _without_reports(form: FrozenForm) -> Iterator[Refusal]:
    counted = {row["cycle"] for row in form["reports"]}
    for code in (form.baseline, form.current):
        if code not in counted:
            yield Refusal(Check.NO_REPORT, code, code, "reports")
