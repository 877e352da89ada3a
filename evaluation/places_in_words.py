"""What the trail, the refusals and the list of differences name by keys, in the reader's words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluation.choices import text_languages
from evaluation.dashboard import group_label
from evaluation.documents.places import place_in_words as as_documents_say
from evaluation.documents.places import place_words
from evaluation.editions.form import FrozenForm
from evaluation.editions.shown import party_name
from indicators.models.levels import one_of
from parties.all_parties import ALL
from parties.formats import in_a_clause, stored_day, under
from parties.in_languages import in_reader_language, reader_language

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


def place_in_words(place: str, labels: Mapping[str, str], form: FrozenForm | None = None) -> str:
    """A place as refusals and the trail store it: text indicator/1.1.3 ru, 2.2.1/headline NR3 all, NR3 KEN."""
    if form is not None:
        # Desk and page say a place as the documents do; what these have no words for is said word by word.
        said = as_documents_say(form, place, place_words(form, reader_language()))
        if said != place:
            return said
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
