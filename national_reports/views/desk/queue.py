"""The review queue: what waits, who claimed it, and what may be accepted or published together."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from national_reports.models import Report, Submission
from national_reports.queue import Queue, Waiting, queue, with_checks
from national_reports.services.claims import ClaimedByAnother, NotWaiting, claim_report, release_report
from national_reports.services.together import Act, decide_together, weigh
from national_reports.views.desk.choices import chosen, select
from parties.bounds import A_TEXT, takes
from parties.formats import under
from parties.models import User
from parties.permissions import Access, includes, requires, signed_in_user
from parties.publishers import TooFewPublishers, too_few_in_words, why_nothing_is_published

PER_PAGE = 50
STATES = (Report.State.SUBMITTED, Report.State.ACCEPTED, Report.State.RETURNED)
WHO, FOUND = ("mine", "nobody"), ("clear", "open")


@require_safe
@requires(Access.DESK)
def reviews(request: HttpRequest) -> HttpResponse:
    """Reports that wait: for review, to be published, for their Party."""
    user = signed_in_user(request)
    state = chosen(request, "state", STATES) or Report.State.SUBMITTED
    who, found = chosen(request, "who", WHO), chosen(request, "found", FOUND)
    held = queue(at=timezone.now())
    kept = [one for one in held.of(state) if _is_claimed_as(one, user, who)]
    if found:
        kept = [one for one in with_checks(kept) if one.checks.is_clear is (found == "clear")]
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    # Checks read every answer: without a filter those of this page alone.
    shown = list(page) if found or state == Report.State.RETURNED else with_checks(page)
    narrowed = {"state": state, "who": who, "found": found}
    context = {
        "state": state,
        "tabs": _tabs(held, state),
        "page": page,
        "rows": [
            {"row": one, "is_mine": one.is_claimed_by(user), "is_offered": one.may_go_with_others(user)}
            for one in shown
        ],
        "fields": _fields(state, who, found),
        "hidden": [{"name": "state", "value": state}],
        "clear_url": f"?state={state}",
        "query": urlencode({name: value for name, value in narrowed.items() if value}) + "&",
        "nothing_is_published": why_nothing_is_published() if state == Report.State.ACCEPTED else "",
        "may_publish": includes(user, Access.PUBLISH, on=timezone.localdate()),
    }
    return render(request, "national_reports/desk/reviews.html", context)


def _is_claimed_as(one: Waiting, user: User, who: str) -> bool:
    if who == "nobody":
        return one.claim is None
    return not who or one.is_claimed_by(user)


def _tabs(held: Queue, state: str) -> list[dict[str, Any]]:
    titles = {
        Report.State.SUBMITTED: _("To be reviewed"),
        Report.State.ACCEPTED: _("To be published"),
        Report.State.RETURNED: _("Returned"),
    }
    return [
        {"title": title, "url": f"?state={one}", "current": one == state, "note": len(held.of(one))}
        for one, title in titles.items()
    ]


def _fields(state: str, who: str, found: str) -> list[dict[str, object]]:
    if state == Report.State.RETURNED:
        return []
    claimed = [("", _("Anybody or nobody")), ("mine", _("Me")), ("nobody", _("Nobody"))]
    checks = [("", _("Anything")), ("clear", _("No open question")), ("open", _("An open question"))]
    fields = [select("found", _("The checks found"), checks, found)]
    if state == Report.State.SUBMITTED:
        fields.insert(0, select("who", _("Claimed by"), claimed, who))
    return fields


@require_POST
@requires(Access.DESK)
def claims(request: HttpRequest) -> HttpResponse:
    """Claim or release the reports of a button, or those ticked."""
    user, now = signed_in_user(request), timezone.now()
    act = "claim" if "claim" in request.POST else "release"
    named = request.POST.get(act, "")
    references = request.POST.getlist("report") if named == "ticked" else [named]
    submissions = Submission.objects.filter(reference__in=references).select_related("report__party", "report__cycle")
    for one in submissions.defer("document"):
        if act == "release":
            release_report(report=one.report, by=user, at=now)
            continue
        try:
            claim_report(report=one.report, by=user, at=now, word=request.POST.get("word", ""))
        except ClaimedByAnother as claimed:
            said = _("%(name)s has claimed this report. To take it over, say why on its page.") % {"name": claimed}
            messages.error(request, under(one.report.party.name, said))
        except NotWaiting as state:
            said = _("Not claimed: the report is in the state “%(state)s”.") % {"state": state}
            messages.error(request, under(one.report.party.name, said))
    back = request.POST.get("back", "")
    page = Submission.objects.filter(reference=back).select_related("report__party", "report__cycle").first()
    if page is not None:
        return _see(reverse("desk:review", args=[page.report.party.code, page.report.cycle.code]))
    return _see(reverse("desk:reviews"))


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def together(request: HttpRequest) -> HttpResponse:
    """What would be accepted or published by one act, and what is kept apart and why; nothing is done yet."""
    act = _act(request.POST.get("all") or request.POST.get("act", ""))
    references = request.POST.getlist("listed" if "all" in request.POST else "report")
    if not references:
        messages.error(request, _("There is nothing to decide: tick the reports first."))
        return _see(_queue_of(act))
    weighed = weigh(act=act, references=references, by=signed_in_user(request))
    context = {
        "weighed": weighed,
        "nothing_is_published": why_nothing_is_published() if act is Act.PUBLISH else "",
        "publishes": act is Act.PUBLISH,
        "action": reverse("desk:report-publications" if act is Act.PUBLISH else "desk:report-acceptances"),
        "back": _queue_of(act),
    }
    return render(request, "national_reports/desk/together.html", context)


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def acceptances(request: HttpRequest) -> HttpResponse:
    """Find several reports in order."""
    return _decide(
        request,
        Act.ACCEPT,
        lambda n: ngettext(
            "%(n)d report is accepted. A publisher can publish it now.",
            "%(n)d reports are accepted. A publisher can publish them now.",
            n,
        ),
    )


@require_POST
@requires(Access.PUBLISH)
@takes(A_TEXT)
def publications(request: HttpRequest) -> HttpResponse:
    """Make several reports public."""
    return _decide(
        request,
        Act.PUBLISH,
        lambda n: ngettext(
            "%(n)d report is public, and the figures are computed anew.",
            "%(n)d reports are public, and the figures are computed anew, once for all of them.",
            n,
        ),
    )


def _decide(request: HttpRequest, act: Act, said: Callable[[int], str]) -> HttpResponse:
    references = request.POST.getlist("report")
    try:
        outcome = decide_together(act=act, references=references, by=signed_in_user(request), at=timezone.now())
    except TooFewPublishers:
        messages.error(request, too_few_in_words())
        return _see(_queue_of(act))
    if outcome.done:
        messages.success(request, said(len(outcome.done)) % {"n": len(outcome.done)})
    for one in outcome.left:
        messages.info(request, under(one.report.party.name, one.why_not))
    return _see(_queue_of(act))


def _act(word: str) -> Act:
    try:
        return Act(word)
    except ValueError as unknown:
        raise Http404(word) from unknown


def _queue_of(act: Act) -> str:
    state = Report.State.ACCEPTED if act is Act.PUBLISH else Report.State.SUBMITTED
    return f"{reverse('desk:reviews')}?state={state}"


def _see(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
