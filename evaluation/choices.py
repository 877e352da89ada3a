"""What a reader of an evaluation chose in the address, and the fields to choose with."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from evaluation.dashboard import Behind, Choice, dashboard, groups_of
from evaluation.editions.form import FrozenForm
from evaluation.editions.shown import title_of
from figures.catalogue import stand_label
from figures.query import chosen
from indicators.models.levels import one_of
from languages.codes import short
from parties.all_parties import ALL
from parties.in_languages import in_reader_language

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def text_languages() -> "dict[str, StrPromise]":
    """The languages that titles and texts are written in, as data and documents call them, and their names."""
    return {short(code): name for code, name in settings.ALL_LANGUAGES.items()}


def chosen_choice(request: HttpRequest, form: FrozenForm) -> Choice:
    """The objective, class and group in the address; an unknown one is 404."""
    codes = [goal["code"] for goal in form["plan"]["objectives"]]
    return Choice(
        objective=chosen(request, "objective", ["", *codes], ""),
        stand=chosen(request, "class", ["", *form.stands], ""),
        group=chosen(request, "group", [ALL, *groups_of(form)], ALL),
    )


def chosen_dashboard(request: HttpRequest, form: FrozenForm, choice: Choice, behind: Behind) -> dict[str, Any]:
    """The dashboard as chosen, with the fields to choose otherwise."""
    return dashboard(form, choice, behind) | {
        "title": title_of(form),
        "fields": choice_fields(form, choice),
        "clear_url": request.path if request.GET else "",
    }


def choice_fields(form: FrozenForm, choice: Choice) -> list[dict[str, Any]]:
    """The choices as fields of the `filters` component."""
    goals = [
        (goal["code"], f"{goal['code']}. {in_reader_language(goal['text'])}") for goal in form["plan"]["objectives"]
    ]
    groups = [(slug, in_reader_language(form["groups"][slug]["label"])) for slug in groups_of(form)]
    offered = (
        (
            "objective",
            one_of(form.levels, "strategic_objective"),
            [("", _("All")), *goals],
            choice.objective,
        ),
        ("class", _("Trend"), [("", _("All")), *((stand, stand_label(stand)) for stand in form.stands)], choice.stand),
        ("group", _("Group of Parties"), [(ALL, _("All Parties")), *groups], choice.group),
    )
    return [
        {
            "name": name,
            "label": label,
            "options": [{"value": value, "label": words, "selected": value == now} for value, words in options],
        }
        for name, label, options, now in offered
    ]
