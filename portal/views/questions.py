"""One question: who answered what, and its counterparts in other cycles."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from figures.query import chosen, chosen_group, chosen_plan, group_filter, groups, with_query
from figures.selectors import counterparts, forms, indicators_using
from indicators.models import Plan, ReportingCycle
from indicators.selectors import part_title
from national_reports.documents.labels import wording_labels
from national_reports.ledger_words import held_apart_in_words
from national_reports.map_reasons import with_options_in_words
from national_reports.questionnaire import Condition, Question, QuestionnaireForm
from national_reports.wording_words import in_words_of_labels, of_lead
from parties.all_parties import ALL
from parties.asked import reads
from parties.models import Party
from parties.selectors import groups_on
from portal.distribution import Distribution, distribution
from portal.written import Written, written


def chosen_question(cycle: str, key: str) -> tuple[ReportingCycle, QuestionnaireForm]:
    held = forms()
    if cycle not in held or key not in held[cycle].questions:
        raise Http404(_("There is no question %(key)s in %(cycle)s.") % {"key": key, "cycle": cycle})
    return get_object_or_404(ReportingCycle, code=cycle), held[cycle]


# Parties whose texts stand on one page.
ON_A_PAGE = 20


@reads("group", "page")
def question(request: HttpRequest, cycle: str, key: str) -> HttpResponse:
    held, form = chosen_question(cycle, key)
    found = distribution(held, form, key)
    all_groups = groups()
    group = chosen_group(request, all_groups)
    by_group = {ALL: found.population} | {
        slug: members & found.population for slug, members in groups_on(held.population_on).items()
    }
    members = by_group[group]
    asked = found.question
    texts = written(found)
    wrote = {one.party.code for one in texts if one.party.code in members}
    files = [("portal:question-csv", "CSV"), *([("portal:question-texts-csv", _("Texts as CSV"))] if texts else [])]
    context = {
        "nav": "plan",
        "form": form,
        "cycle": held,
        "question": asked,
        "section": dict(form.sections)[asked.section],
        "section_language": form.language_of(dict(form.sections)[asked.section]),
        "group_text": form.groups.get(asked.group, ""),
        "group_language": form.language_of(form.groups.get(asked.group, "")),
        "group_wording": of_lead(asked, form, wording_labels()),
        "wording": in_words_of_labels([asked], wording_labels()),
        "part": part_title(cycle, asked.part) if asked.part else "",
        "options": _options(found, members, [by_group[one.slug] for one in all_groups]),
        "groups": all_groups,
        "group_answering": [found.answering(by_group[g.slug]) for g in all_groups],
        "answering": found.answering(members) if asked.options else len(wrote),
        "implausible": _implausible(found, members),
        "reported": len(found.reported & members),
        "population": len(members),
        "cut_off": found.ledger.cut_off,
        "held_apart": held_apart_in_words(found.ledger),
        "filters": group_filter(group, all_groups),
        "conditions": [[_condition(one, form) for one in entry] for entry in asked.enabled_by],
        "counterparts": [
            {
                "cycle": code,
                "question": forms()[code].questions[other],
                "why": with_options_in_words(link.not_comparable, asked, forms()[code].questions[other]),
            }
            for code, other, link in counterparts(cycle, key)
            if other in forms()[code].questions
        ],
        "wrong": urlencode({"cycle": cycle, "question": key}),
        "measures": indicators_using(chosen_plan(None), cycle, key),
        "downloads": [{"format": title, "url": reverse(name, args=[cycle, key])} for name, title in files],
        **_written(request, [one for one in texts if one.party.code in members]),
    }
    return render(request, "portal/question.html", context)


def _written(request: HttpRequest, texts: list[Written]) -> dict[str, Any]:
    """A page of what Parties of the chosen group wrote, Party by Party."""
    by_party = [(party, list(held)) for party, held in groupby(texts, key=lambda one: one.party)]
    given = request.GET.get("page", "1")
    pages = Paginator(by_party, ON_A_PAGE)
    if given not in map(str, pages.page_range):
        raise Http404(_("There is no such page."))
    group = request.GET.get("group")
    return {"written": pages.page(given), "page_query": f"{urlencode({'group': group})}&" if group else ""}


def _options(found: Distribution, members: frozenset[str], groups: list[frozenset[str]]) -> list[dict[str, Any]]:
    """Every option with the Parties of the chosen group that ticked it, and how many of each group did."""
    parties = Party.objects.in_bulk(members, field_name="code")
    answering = found.answering(members)
    return [
        {
            "code": code,
            "label": label,
            "parties": [parties[one] for one in found.parties_with(code, members)],
            "number": len(found.parties_with(code, members)),
            "answering": answering,
            "groups": [len(found.parties_with(code, group)) for group in groups],
        }
        for code, label in found.question.options.items()
    ]


def _implausible(found: Distribution, members: frozenset[str]) -> list[tuple[Party, str]]:
    """The Parties of the chosen group whose answer cannot be true, and why."""
    wrong = {code: why for code, why in found.implausible.items() if code in members}
    parties = Party.objects.in_bulk(wrong, field_name="code") if wrong else {}
    return [(parties[code], why) for code, why in wrong.items()]


def _condition(condition: Condition, form: QuestionnaireForm) -> dict[str, Any]:
    """An earlier question that opens this one, with the answers that do, or that do not."""
    earlier = form.questions[condition.question]
    return {
        "question": earlier,
        "values": [earlier.options[value] for value in sorted(condition.values or condition.excluded or ())],
        "excluded": condition.values is None,
    }


def _first_shown(held: Iterable[str]) -> str:
    """The questionnaire that the plan's own evaluation ends with, or the first."""
    plan = Plan.objects.filter(current=True).first()
    pair = plan.mid_term_pair if plan else None
    return pair[1] if pair and pair[1] in held else next(iter(held))


def _with_leads(form: QuestionnaireForm, questions: list[Question]) -> list[tuple[Question, str, str]]:
    """Questions, each with the lead that begins above it and the language of that."""
    return [(one, lead, form.language_of(lead)) for one, lead in form.under_leads(questions)]


@reads("cycle")
def question_list(request: HttpRequest) -> HttpResponse:
    held = forms()
    if not held:
        raise Http404(_("No questionnaire is loaded yet."))
    cycle = chosen(request, "cycle", held, _first_shown(held))
    form = held[cycle]
    context = {
        "nav": "plan",
        "form": form,
        "wording": in_words_of_labels(form.questions.values(), wording_labels()),
        "cycle": cycle,
        "tabs": [{"title": c, "url": with_query(request, cycle=c), "current": c == cycle} for c in held],
        "sections": [
            (title, form.language_of(title), _with_leads(form, form.section_questions(section)))
            for section, title in form.sections
        ],
    }
    return render(request, "portal/question_list.html", context)
