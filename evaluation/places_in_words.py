"""What the trail, the refusals and the list of differences name by keys, in the reader's words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from evaluation.choices import text_languages
from evaluation.dashboard import group_label
from evaluation.documents.places import place_in_words as as_documents_say
from evaluation.documents.places import place_words
from evaluation.editions.changed_lines import languages_of
from evaluation.editions.form import FrozenForm
from evaluation.editions.shown import party_name
from evaluation.models import Evaluation
from figures.wording import grouped
from indicators.models.levels import one_of
from parties.all_parties import ALL
from parties.formats import in_a_clause, listed, stored_day, under, with_remark
from parties.in_languages import in_reader_language, reader_language
from parties.models import PartyGroup

_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# A place in a finished document begins with its file: mid-term-1.0-report-en.pdf 128: Of 6 indicators.
_FILE = re.compile(r".+\.[a-z]+")
# As the head of an edition and as the trail has it.
TITLES = ("title", "titles")
# What a frozen form is compared by (evaluation/editions/differences.py).
PARTS = {
    "parameters": _("Parameters"),
    "head": _("Title, symbol, meeting, what changes"),
    "reports": _("Reports counted"),
    "measures": _("Measures of the plan"),
    "figures": _("Figures"),
    "findings": _("Findings"),
    "texts": _("Texts"),
    "method": _("Method"),
}
# Single words of a place.
WORDS = {
    "text": pgettext_lazy("place", "text"),
    "title": _("title"),
    "figure": pgettext_lazy("place", "figure"),
    "finding": pgettext_lazy("place", "finding"),
    "classes": pgettext_lazy("place", "classes"),
    "kind": _("kind of evaluation"),
    "symbol": _("document symbol"),
    "agenda_item": _("agenda item"),
    "meeting": _("meeting"),
    "changes": _("what a correction changes"),
    "passed": _("what two publishers let stand"),
    "left_out": _("languages left out"),
    "plan": pgettext_lazy("place", "plan"),
    "baseline": pgettext_lazy("place", "baseline"),
    "current": pgettext_lazy("place", "current cycle"),
    "cut_off": pgettext_lazy("place", "cut-off"),
    "population_on": pgettext_lazy("place", "day of the Parties counted"),
    "groups": pgettext_lazy("place", "groups"),
    "version": pgettext_lazy("place", "version"),
    "parameters": _("Parameters"),
    "reports": _("Reports counted"),
    "whole": _("The whole plan"),
}
LEVELS = {
    "indicator": "indicator",
    "objective": "strategic_objective",
    "impact": "expected_impact",
    "operational": "operational_objective",
}


def part_in_words(part: str) -> str:
    """A part of a frozen form; what an older release named otherwise, as it stands."""
    return str(PARTS.get(part, part))


def facts_changed(before: Mapping[str, Any], now: Mapping[str, Any], names: Iterable[str]) -> list[dict[str, str]]:
    """Of facts by their names those that are not the same, with what was said before; titles language by language."""
    found = []
    for name in names:
        ends = (before.get(name), now.get(name))
        if name in TITLES:
            titles = [dict(end or {}) for end in ends]
            pairs = [(code, *(held.get(code, "") for held in titles)) for code in text_languages()]
            found += [
                {
                    "name": in_a_clause([str(WORDS["title"]), str(text_languages()[code])]),
                    "before": was or "–",
                    "after": is_ or "–",
                }
                for code, was, is_ in pairs
                if was != is_
            ]
        elif ends[0] != ends[1]:
            was, is_ = (_fact_in_words(name, end) for end in ends)
            found.append({"name": str(WORDS.get(name, name)), "before": was, "after": is_})
    return found


def _fact_in_words(name: str, said: Any) -> str:
    """One fact of an evaluation or of an edition's head; a dash for nothing."""
    if not said:
        return "–"
    if name == "groups":
        labels = {group.slug: gettext(group.name) for group in PartyGroup.objects.filter(slug__in=said)}
        return listed(labels.get(slug, slug) for slug in said)
    if name == "kind":
        return str(dict(Evaluation.Kind.choices).get(said, said))
    if name == "meeting" and isinstance(said, Mapping):
        return in_reader_language(said["title"])
    if name == "left_out":
        return listed(str(text_languages().get(one["language"], one["language"])) for one in said)
    if name == "changes":
        translated = listed(str(text_languages().get(one, one)) for one in languages_of(said))
        lines = " ".join(under(one["what"], one["why"]) for one in said)
        return with_remark(lines, translated) if translated else lines
    return grouped(len(said)) if isinstance(said, list) else stored_day(str(said))


def days_in_words(text: str) -> str:
    """A text of the gate with its days as the reader's language writes them."""
    return _ISO.sub(lambda day: stored_day(day.group()), text)


def place_in_words(place: str, labels: Mapping[str, str], form: FrozenForm | None = None) -> str:
    """A place as refusals and the trail store it: text indicator/1.1.3 ru, 2.2.1/headline NR3 all, NR3 KEN."""
    if form is not None:
        # Desk and page say a place as the documents do; what these have no words for is said word by word.
        said = as_documents_say(form, place, place_words(form, reader_language()))
        if said != place:
            return said
    file, _space, piece = place.partition(" ")
    if _FILE.fullmatch(file):
        return under(file, piece)
    return in_a_clause(_word(one, labels, form) for one in place.split(" "))


def _word(key: str, labels: Mapping[str, str], form: FrozenForm | None) -> str:
    if form is not None and (said := _of_form(key, form)):
        return said
    kind, slash, code = key.partition("/")
    if slash and kind in LEVELS:
        return f"{one_of(labels, LEVELS[kind])} {code}"
    if key in text_languages():
        return str(text_languages()[key])
    return str(WORDS[key]) if key in WORDS else stored_day(key)


def _of_form(key: str, form: FrozenForm) -> str:
    """A measure, a Party or a group by the name that is frozen with it; empty for what is none."""
    if key in form["measures"]:
        return under(key.partition("/")[0], in_reader_language(form["measures"][key]["label"]))
    if key in form["parties"]:
        return party_name(form, key)
    return group_label(form, key) if key == ALL or key in form["groups"] else ""
