"""The register of adjustments on the desk: what followed from findings, its corrections and withdrawals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluation.adjustment_forms import AdjustmentForm
from evaluation.adjustments import (
    AlreadyCorrected,
    NotYet,
    WhyMissing,
    correct_adjustment,
    record_adjustment,
    withdraw_adjustment,
)
from evaluation.editions.freezing import subjects
from evaluation.editions.selectors import form_of, published_editions
from evaluation.models import Adjustment
from evaluation.views.texts import subject_title
from figures.query import chosen
from parties.audit import trail
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user
from parties.typed import reason_too_long, typed


@require_safe
@requires(Access.DESK)
def adjustments(request: HttpRequest) -> HttpResponse:
    """Every entry as it stands."""
    rows = [
        {"entry": one, "finding": subject_title(form_of(one.edition), one.subject)}
        for one in Adjustment.objects.standing().told()
    ]
    context = {"rows": rows, "can_add": published_editions().exists()}
    return render(request, "evaluation/desk/adjustments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def new(request: HttpRequest) -> HttpResponse:
    """Choose an edition and its finding by the address, and enter what followed."""
    editions = {str(one.pk): one for one in published_editions()}
    if not editions:
        raise Http404(_("No edition is published yet that anything could follow from."))
    edition = editions[chosen(request, "edition", editions, next(iter(editions)))]
    frozen = form_of(edition)
    subject = chosen(request, "subject", subjects(frozen), "whole")
    generated = frozen["texts"].get(subject, {}).get("generated", {}).get("en", "")
    form = AdjustmentForm(request.POST or None, plan=edition.evaluation.plan, initial={"found": generated})
    if request.method == "POST" and form.is_valid():
        by, now = signed_in_user(request), timezone.now()
        try:
            entry = record_adjustment(edition=edition, subject=subject, said=form.said, by=by, at=now)
            messages.success(request, _("Adjustment %(number)s is kept and shown.") % {"number": entry.number})
            return redirect("desk_evaluations:adjustments")
        except NotYet:
            form.add_error("decided_on", _("What was decided or changed is of a day that has been."))
    context = {
        "form": form,
        "title": subject_title(frozen, subject),
        "edition": edition,
        "address": f"?edition={edition.pk}&subject={subject}",
        "fields": [
            _choice("edition", _("Edition"), {pk: one.called for pk, one in editions.items()}, str(edition.pk)),
            _choice("subject", _("Finding"), {one: subject_title(frozen, one) for one in subjects(frozen)}, subject),
        ],
    }
    return render(request, "evaluation/desk/adjustment.html", context)


def _choice(name: str, label: str, options: dict[str, str], value: str) -> dict[str, Any]:
    held = [{"value": one, "label": words, "selected": one == value} for one, words in options.items()]
    return {"name": name, "label": label, "options": held}


def _found(number: int) -> Adjustment:
    entry = Adjustment.objects.standing().told().filter(number=number).first()
    if entry is None:
        raise Http404(_("The register has no entry of this number."))
    return entry


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def adjustment(request: HttpRequest, number: int) -> HttpResponse:
    """One entry with its trail, and the form for its correction."""
    entry = _found(number)
    form = AdjustmentForm(request.POST or None, plan=entry.edition.evaluation.plan, entry=entry)
    if request.method == "POST" and form.is_valid():
        given, by = form.cleaned_data, signed_in_user(request)
        version, why = given["version"] or 0, given["why"]
        try:
            correct_adjustment(number=number, version=version, said=form.said, why=why, by=by, at=timezone.now())
            messages.success(request, _("The correction is kept as a new version."))
            return redirect("desk_evaluations:adjustment", number=number)
        except NotYet:
            form.add_error("decided_on", _("What was decided or changed is of a day that has been."))
        except AlreadyCorrected:
            form.add_error(None, _("Somebody else corrected this entry meanwhile: open it again and look at theirs."))
    context = {
        "form": form,
        "entry": entry,
        "entries": [entry],
        "edition": entry.edition,
        "events": trail(entry.trail_subject),
    }
    return render(request, "evaluation/desk/adjustment.html", context)


# As its box says.
LONGEST_WHY = 4000


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an entry with the reason; it stays in the register."""
    version, why = request.POST.get("version", ""), typed(request, "why")
    held = _found(number)
    if len(why) > LONGEST_WHY:
        messages.error(request, reason_too_long(LONGEST_WHY))
        return redirect("desk_evaluations:adjustment", number=number)
    read = int(version[:9]) if version.isdecimal() else 0
    try:
        withdraw_adjustment(number=held.number, version=read, why=why, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("The entry is withdrawn; it stays in the register with the reason."))
    except WhyMissing:
        messages.error(request, _("Say why the entry is withdrawn."))
    except AlreadyCorrected:
        messages.error(request, _("Somebody else corrected this entry meanwhile: look at theirs first."))
    return redirect("desk_evaluations:adjustment", number=number)
