"""Agreement section by section, and the choice of those whose agreement a Party's reports need."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from national_reports.agreement import FILES, Agreements, Mark, Missing, agreements_of
from national_reports.services.agreeing import (
    NotAsked,
    agree,
    choose_who_agrees,
    seen_of,
    take_agreement_back,
)
from national_reports.services.filling import NotYoursToFill, ReportFrozen
from national_reports.services.handing import NotAnAuthority
from national_reports.views.people import of_the_party
from national_reports.views.reports import HeldReport, find_report, tell_not_open
from parties.permissions import Access, includes, is_secretariat, requires, signed_in_user
from parties.selectors import people_of


@requires(Access.REPORT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Who agreed to which section; posting agrees to those that are ticked, as the page showed them."""
    held = find_report(party, cycle)
    if request.method != "POST":
        return render(request, "national_reports/agreement.html", _context(request, held))
    user, now = of_the_party(request), timezone.now()
    chosen = request.POST.getlist("section")
    try:
        if request.POST.get("act") == "take-back":
            n = take_agreement_back(report=held.report, sections=chosen, by=user, at=now)
            said = ngettext("You no longer agree to %(n)d section.", "You no longer agree to %(n)d sections.", n)
            messages.success(request, said % {"n": n})
        else:
            seen = {section: request.POST.get(f"{section}:seen", "") for section in chosen}
            done = agree(report=held.report, form=held.form, seen=seen, by=user, at=now)
            n = len(done.done)
            said = ngettext("You agreed to %(n)d section.", "You agreed to %(n)d sections.", n)
            messages.success(request, said % {"n": n})
            if done.changed_meanwhile:
                messages.error(
                    request, _("Some of the ticked sections changed meanwhile: read them again, then agree.")
                )
    except NotAsked:
        messages.error(request, _("Your agreement is not asked for: an authority of your Party chooses whose is."))
    except (ReportFrozen, NotYoursToFill):
        tell_not_open(request)
    return redirect("national_reports:agreement", *held.args)


def _context(request: HttpRequest, held: HeldReport) -> dict[str, Any]:
    now, user = timezone.now(), signed_in_user(request)
    found = agreements_of(held.report, held.form, at=now)
    is_asked = user in found.people
    lacking = found.lacking(user) if is_asked else ()
    authority = includes(user, Access.REPORT_SUBMIT, party=held.report.party.code, on=timezone.localdate(now))
    return {
        **held.context,
        "agreements": found,
        "is_asked": is_asked,
        "may_agree": is_asked and held.report.is_editable,
        "may_choose": authority and not is_secretariat(user),
        "colleagues": people_of(held.report.party, at=now),
        "left": len(lacking),
        "files": held.report.attachments.kept(),
        "rows": [
            {
                "key": key,
                "title": title,
                "url": _where(held, key),
                "seen": seen_of(found.versions.get(key, {})),
                "lacks_mine": key in lacking,
                "is_of_files": key == FILES,
                "marks": [_shown(held, key, one) for one in found.marks.get(key, ())],
            }
            for key, title in agreed_to(held)
        ]
        if found.is_asked_for
        else [],
    }


def agreed_to(held: HeldReport) -> list[tuple[str, str]]:
    """What people agree to, each part with its title: the sections of the form, and the files."""
    return [*held.form.chapters, (FILES, _("Files"))]


def _where(held: HeldReport, key: str) -> str:
    if key == FILES:
        return reverse("national_reports:attachments", args=held.args)
    return f"{reverse('national_reports:print', args=held.args)}#{key}"


def _shown(held: HeldReport, key: str, mark: Mark) -> dict[str, Any]:
    """A mark with what changed since: the questions, each with its address where it is still asked, or the files."""
    if key == FILES:
        named = dict(held.report.attachments.filter(sha256__in=mark.changed).values_list("sha256", "name"))
        return {"mark": mark, "changed": [{"label": name, "url": _where(held, key)} for name in named.values()]}
    changed = [held.form.fields[key] for key in mark.changed if key in held.form.fields]
    return {
        "mark": mark,
        "changed": [{"label": one.number or one.wording.text, "url": held.address_of(one)} for one in changed],
    }


@requires(Access.REPORT_SUBMIT)
@require_POST
def agreement_people(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Choose whose agreement this Party's reports need; nobody's: one authority alone submits."""
    held, user = find_report(party, cycle), of_the_party(request)
    now = timezone.now()
    chosen = set(request.POST.getlist("person"))
    people = [one for one in people_of(held.report.party, at=now) if str(one.pk) in chosen]
    if request.POST.get("way") != "agreed":
        people = []
    elif not people:
        messages.error(request, _("Nothing was changed: tick those who have to agree."))
        return redirect("national_reports:agreement", *held.args)
    try:
        done = choose_who_agrees(report=held.report, people=people, by=user, at=now)
    except NotAnAuthority as refused:
        raise PermissionDenied from refused
    if done and people:
        messages.success(request, _("From now on your Party’s reports are submitted after these people have agreed."))
    elif done:
        messages.success(request, _("From now on one authority alone submits your Party’s reports."))
    address = reverse("national_reports:agreement", args=held.args)
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def missing_in_words(held: HeldReport, found: Agreements) -> list[dict[str, Any]]:
    """Whose agreement is still wanted, with the sections by their titles."""
    titles = dict(agreed_to(held))
    return [_missing(one, titles, len(found.versions)) for one in found.missing]


def _missing(one: Missing, titles: dict[str, str], of_all: int) -> dict[str, Any]:
    if one.sections is None:
        words = _("has no access any more: an authority chooses anew who agrees")
    elif len(one.sections) == of_all:
        words = _("no section yet")
    else:
        words = ""
    sections = [titles[section] for section in one.sections or ()] if not words else []
    return {"person": one.person, "words": words, "sections": sections}
