"""Published evaluations: the list, the dashboard, an edition, one indicator in it, and a Party beside its region."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluation.choices import choice_fields, chosen_choice, chosen_dashboard
from evaluation.dashboard import Choice, groups_of, largest_changes, of_form
from evaluation.edition_pages import indicator_context, party_context
from evaluation.editions.form import FrozenForm
from evaluation.editions.selectors import (
    adjustments_since_earlier,
    brief_of,
    corrections_of,
    documents_of,
    form_of,
    published_edition,
    published_editions,
)
from evaluation.editions.shown import party_name, title_of
from evaluation.models import Adjustment, Edition
from evaluation.since_in_words import since_context
from figures.query import chosen
from parties.all_parties import ALL
from parties.asked import reads
from parties.in_languages import in_english, in_reader_language, reader_language
from parties.permissions import parties_of
from portal.addresses import plan_address


@reads()
def evaluation_list(request: HttpRequest) -> HttpResponse:
    """Every evaluation with a published edition, the newest first."""
    held: dict[str, list[Edition]] = {}
    for edition in published_editions():
        held.setdefault(edition.evaluation.slug, []).append(edition)
    rows = [
        {
            "evaluation": editions[0].evaluation,
            "standing": editions[0],
            "editions": editions,
            "brief": brief_of(editions[0], get_language() or "en"),
        }
        for editions in held.values()
    ]
    several_plans = len({editions[0].evaluation.plan_id for editions in held.values()}) > 1
    context = {"nav": "evaluations", "rows": rows, "several_plans": several_plans}
    return render(request, "portal/evaluations/list.html", context)


@reads("edition", "objective", "class", "group")
def evaluation_dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """The dashboard of the edition that stands, or of the one named in `?edition=`."""
    edition = published_edition(slug, request.GET.get("edition", ""))
    form = form_of(edition)
    choice = chosen_choice(request, form)
    group = f"?group={choice.group}" if choice.group != ALL else ""

    def behind(code: str) -> str:
        return reverse("portal:edition-indicator", args=[slug, edition.version, code]) + group

    context = of_edition(edition, form) | chosen_dashboard(request, form, choice, behind)
    context |= {
        "hidden": [{"name": "edition", "value": edition.version}] if request.GET.get("edition") else [],
        "briefs": [one for one in documents_of(edition) if one.kind == "brief"],
        "party_url": reverse("portal:edition-party", args=[slug, edition.version]),
    }
    return render(request, "portal/evaluations/dashboard.html", context)


@reads()
def edition_page(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """One edition: its documents with sizes and hashes, what it is of, what it changes and what corrects it."""
    edition = published_edition(slug, version)
    form = form_of(edition)
    context = of_edition(edition, form) | {
        "documents": documents_of(edition),
        "largest": largest_changes(form),
        "changes": _changes(form),
        "followed": Adjustment.objects.holding().filter(edition=edition).told(),
        "since": adjustments_since_earlier(edition),
        "moved_since": since_context(edition),
    }
    return render(request, "portal/evaluations/edition.html", context)


def _changes(form: FrozenForm) -> list[dict[str, str]]:
    """What a correction changes and why, in the reader's language; marked as English where nobody wrote it so."""
    language = reader_language()
    return [
        {"what": one.what, "why": one.why}
        if one.language == language
        else {"what": in_english(one.what), "why": in_english(one.why)}
        for one in form.changes(language)
    ]


@reads("measure", "group")
def edition_indicator(request: HttpRequest, slug: str, version: str, code: str) -> HttpResponse:
    """One indicator as the edition found it: figure, statements, text, Parties by class, formula."""
    edition = published_edition(slug, version)
    form = form_of(edition)
    if code not in form["indicators"]:
        raise Http404(_("This edition holds no figure of this code."))
    group = chosen(request, "group", [ALL, *groups_of(form)], ALL)
    measure = chosen(request, "measure", form["indicators"][code]["measures"], form.headline(code))
    context = of_edition(edition, form) | indicator_context(form, code, measure, group)
    plan = edition.evaluation.plan
    context["wrong"] += f"&{urlencode({'measure': measure})}"
    context |= {
        # Its plan may have been loaded anew without it.
        "today_url": plan_address(plan, "indicator", code) if plan.indicators.filter(code=code).exists() else "",
        "fields": [field for field in choice_fields(form, Choice(group=group)) if field["name"] == "group"],
        "hidden": [{"name": "measure", "value": measure}] if "measure" in request.GET else [],
        "measures": [
            {
                "title": in_reader_language(form["measures"][name]["label"]),
                "url": f"?{urlencode({'measure': name, 'group': group})}",
                "current": name == measure,
            }
            for name in form["indicators"][code]["measures"]
        ],
    }
    return render(request, "portal/evaluations/indicator.html", context)


@reads("party")
def edition_party(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """My Party: what one Party counted as, beside its region; nothing is ranked."""
    edition = published_edition(slug, version)
    form = form_of(edition)
    codes = form.in_order(form.members(), reader_language())
    code = request.GET.get("party", _own_party(request, codes))
    if code and code not in codes:
        raise Http404(_("This code is of no Party that the edition counts."))
    context = of_edition(edition, form) | {
        "fields": [
            {
                "name": "party",
                "label": _("Party"),
                "options": [{"value": "", "label": _("Choose a Party"), "selected": not code}]
                + [{"value": one, "label": party_name(form, one), "selected": one == code} for one in codes],
            }
        ],
        **(party_context(form, code) if code else {}),
    }
    context["wrong"] += f"&{urlencode({'party': code, 'of': 'measures'})}"
    return render(request, "portal/evaluations/party.html", context)


def _own_party(request: HttpRequest, codes: list[str]) -> str:
    """The Party that somebody signed in is a focal point of, where it is one only."""
    own = [code for code in parties_of(request.user, timezone.localdate()) if code in codes]
    return own[0] if len(own) == 1 else ""


def of_edition(edition: Edition, form: FrozenForm) -> dict[str, Any]:
    """What every page of an edition knows."""
    corrections = corrections_of(edition)
    return {
        "nav": "evaluations",
        "held": edition,
        "evaluation": edition.evaluation,
        "plan": edition.evaluation.plan,
        "title": title_of(form),
        **of_form(form),
        "wrong": urlencode({"edition": f"{edition.evaluation.slug}/{edition.version}"}),
        "corrected_by": corrections[0] if corrections else None,
        "brief": brief_of(edition, get_language() or "en"),
        "crumbs": [
            {"title": _("Evaluations"), "url": reverse("portal:evaluation-list")},
            {
                "title": title_of(form),
                "url": reverse("portal:evaluation-dashboard", args=[edition.evaluation.slug]),
            },
        ],
    }
