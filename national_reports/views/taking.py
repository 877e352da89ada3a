"""Answers offered from elsewhere beside those that stand: shown by section with ticks, and what was ticked."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from national_reports.codec import AnswerData
from national_reports.plausibility import faults
from national_reports.plausibility_words import in_words as wrong_in_words
from national_reports.services.filling import Saved, SaveState
from national_reports.services.offline import Difference
from national_reports.views.reports import HeldReport, tell_not_open
from national_reports.words import in_words


def chosen_of(posted: QueryDict) -> dict[str, int]:
    """The ticked questions, each with the version of the answer that the page showed."""
    return {
        key: int(version[:9])
        for key in posted.getlist("take")
        if (version := posted.get(f"{key}:version", "")).isdecimal()
    }


def sections_of(
    held: HeldReport, found: Sequence[Difference], standing: Mapping[str, AnswerData], ticked: set[str]
) -> list[dict[str, Any]]:
    """What the template shows of these differences, section by section; `standing` are the report's answers."""
    # As it would stand if all of it were taken: the last day of a period is held against the first.
    taken = {**standing, **{one.question.key: one.offered for one in found}}
    titles = dict(held.form.chapters)
    rows = [
        {
            "difference": one,
            "section": one.question.section,
            "ticked": one.question.key in ticked,
            "standing": in_words(one.question, one.standing, with_private=True),
            "offered": in_words(one.question, one.offered, with_private=True),
            "remark": wrong_in_words(one.question, faults(one.question, taken)),
        }
        for one in found
    ]
    return [
        {"key": key, "title": titles[key], "rows": list(of_it)}
        for key, of_it in groupby(rows, key=lambda row: row["section"])
    ]


def ticked_of(posted: QueryDict, found: Sequence[Difference], *, first: Iterable[str]) -> set[str]:
    """The answers that are ticked: `first` at first; or as the page was sent, a section anew of it.

    Without scripts a button ticks all or none of a section: `tick` is "all SECTION" or "none SECTION".
    """
    if "tick" not in posted:
        return set(first)
    word, _space, section = posted.get("tick", "").partition(" ")
    of_it = {one.question.key for one in found if one.question.section == section}
    before = set(posted.getlist("take"))
    return before | of_it if word == "all" else before - of_it


def not_taken(request: HttpRequest, held: HeldReport) -> HttpResponse:
    """Back to the report, where what was ticked can no longer be taken."""
    tell_not_open(request)
    return redirect("national_reports:report", *held.args)


def told(request: HttpRequest, held: HeldReport, saved: Iterable[Saved]) -> HttpResponse:
    """Say what was taken, and go on: to what was changed meanwhile, else to the report."""
    states = [one.state for one in saved]
    n = states.count(SaveState.SAVED)
    messages.success(request, ngettext("%(n)d answer changed.", "%(n)d answers changed.", n) % {"n": n})
    if SaveState.CONFLICT in states:
        messages.error(request, _("Some answers were changed meanwhile. Both are kept: choose."))
        return redirect("national_reports:conflicts", *held.args)
    return redirect("national_reports:report", *held.args)
