"""Queries of readers on the desk: the list, and one with its answer.

Shown is who asked where they let it be seen; the address of the letter never is.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluation import queries as services
from evaluation.hearing.forms import AnswerForm
from evaluation.models import Query
from evaluation.queries_in_words import about_of, asked_by_in_words, bound_in_words
from parties.audit import trail
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user

OPEN, ANSWERED = "open", "answered"
A_PAGE = 50


@require_safe
@requires(Access.DESK)
def queries(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; or what was answered, the newest first."""
    state = ANSWERED if request.GET.get("state") == ANSWERED else OPEN
    held = Query.objects.select_related("party", "edition__evaluation", "answer__by", "asked_by")
    waiting = held.filter(answer=None).order_by("pk")
    shown = waiting if state == OPEN else held.exclude(answer=None).order_by("-answer__at")
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "state": state,
        "tabs": [
            {"title": _("Open"), "url": "?state=open", "current": state == OPEN, "note": str(waiting.count())},
            {"title": _("Answered"), "url": "?state=answered", "current": state == ANSWERED},
        ],
        "page": page,
        "query": f"state={state}&",
        "rows": [{"query": one, "about": about_of(one), "asked_by": asked_by_in_words(one)} for one in page],
    }
    return render(request, "evaluation/desk/queries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def query(request: HttpRequest, pk: int) -> HttpResponse:
    """One query, what it was bound to when it was asked, and its answer."""
    held = get_object_or_404(
        Query.objects.select_related("party", "edition__evaluation", "answer__by", "address", "asked_by"), pk=pk
    )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            given = services.answer(
                query=held, words=form.cleaned_data["words"], by=signed_in_user(request), at=timezone.now()
            )
            by_letter, without = _("Answered, and the letter is on its way."), _("Answered. No letter was asked for.")
            messages.success(request, by_letter if given.by_letter else without)
            return redirect("desk_evaluations:query", pk=pk)
        except services.AnsweredBefore:
            form.add_error(None, _("Somebody answered it meanwhile: the answer stands below."))
    held.refresh_from_db()
    context = {
        "query": held,
        "asked_by": asked_by_in_words(held),
        "about": about_of(held),
        "bound": bound_in_words(held),
        "wants_letter": hasattr(held, "address"),
        "answered": hasattr(held, "answer"),
        "form": form,
        "events": trail(held.subject),
    }
    return render(request, "evaluation/desk/query.html", context)
