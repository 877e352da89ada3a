"""What a query is of, in the reader's language, each part with its page; and who asked."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from evaluation.editions.selectors import form_of
from evaluation.editions.shown import title_of
from evaluation.models import Edition, Query
from evaluation.queries import About
from figures.bindings_in_words import options_in_words
from figures.catalogue import class_label
from figures.selectors import forms
from indicators.models import Measure, Plan
from indicators.selectors import part_title
from languages import writing
from languages.codes import ENGLISH
from national_reports.questionnaire import Question
from national_reports.words import called
from parties.formats import listed
from parties.in_languages import in_reader_language, reader_language
from parties.models import Party
from parties.permissions import parties_of
from parties.selectors import short_name
from parties.templatetags.local import isolated


@dataclass(frozen=True)
class Named:
    """One thing that a query is of."""

    label: str
    words: str
    url: str


def about_of(query: Query) -> list[Named]:
    """What a stored query is of."""
    about = About(
        plan=query.plan,
        measure=query.measure,
        party=query.party.code if query.party else "",
        cycle=query.cycle,
        question=query.question,
    )
    return about_in_words(about, query.edition)


def asked_by_in_words(query: Query) -> str:
    """Who asked: a name with the Parties that the person was a focal point of on that day; else a reader."""
    if query.asked_by is None:
        return _("A reader")
    name = writing.named(query.asked_by.name, reader_language())
    parties = parties_of(query.asked_by, query.at.date())
    if parties:
        names = {"name": name, "parties": listed(short_name(code) for code in parties)}
        return _("%(name)s, focal point of %(parties)s") % names
    if query.asked_by.secretariat_role:
        return _("%(name)s, Secretariat") % {"name": name}
    return name


def about_in_words(about: About, edition: Edition | None) -> list[Named]:
    """Edition, Party, measure, cycle and question, those that are named; what is gone keeps its name alone."""
    found = []
    if edition is not None:
        url = reverse("portal:edition", args=[edition.evaluation.slug, edition.version])
        words = _("%(title)s, edition %(version)s") % {"title": title_of(form_of(edition)), "version": edition.version}
        found.append(Named(_("Edition"), words, url))
    if about.party:
        party = Party.objects.get(code=about.party)
        query = f"?{urlencode({'cycle': about.cycle})}" if about.cycle and not about.measure else ""
        found.append(Named(_("Party"), party.name, reverse("portal:party", args=[party.code]) + query))
    if about.measure:
        found.append(_measure(about, edition))
    if about.cycle:
        found.append(Named(_("Cycle"), about.cycle, reverse("portal:reporting") + f"?cycle={about.cycle}"))
    if about.question:
        held = forms().get(about.cycle)
        question = held.questions.get(about.question) if held else None
        words = _asked(question) if question else about.question
        url = reverse("portal:question", args=[about.cycle, about.question]) if question else ""
        found.append(Named(_("Question"), words, url))
    return found


def bound_in_words(query: Query) -> dict[str, Any]:
    """What a query was bound to when it was asked: parts of reports, options and classes in words."""
    bound = query.bound
    held = forms().get(query.cycle)
    question = held.questions.get(query.question) if held else None
    given = bound.get("answer") or {}
    return {
        "reports": [one | {"part": part_title(query.cycle, one["part"])} for one in bound.get("reports", ())],
        "answered": bool(given),
        "options": options_in_words(question, given.get("options", ())),
        "number": given.get("number"),
        "language": question.wording.language if question else ENGLISH,
        "classes": [(cycle, class_label(name)) for cycle, name in bound.get("classes", {}).items()],
    }


def _measure(about: About, edition: Edition | None) -> Named:
    code, _slash, key = about.measure.partition("/")
    if edition is not None:
        held = form_of(edition)["measures"][about.measure]
        url = reverse("portal:edition-indicator", args=[edition.evaluation.slug, edition.version, code])
        return Named(
            _("Measure"),
            f"{code} {in_reader_language(held['label'])}",
            f"{url}?{urlencode({'measure': about.measure})}",
        )
    plan = Plan.objects.filter(slug=about.plan).first() if about.plan else Plan.objects.filter(current=True).first()
    one = Measure.objects.filter(indicator__plan=plan, indicator__code=code, key=key).first()
    if one is None:
        return Named(_("Measure"), about.measure, "")
    of_another = [] if plan is None or plan.current else [plan.slug]
    query = {"measure": key} | ({"cycle": about.cycle} if about.cycle else {})
    url = reverse("portal:indicator", args=[*of_another, code])
    return Named(_("Measure"), f"{code} {one.label}", f"{url}?{urlencode(query)}")


def _asked(question: Question) -> str:
    return format_html(
        "{}{}{}",
        capfirst(called(question)),
        writing.colon(reader_language()),
        isolated(question.wording.text, question.wording.language),
    )
