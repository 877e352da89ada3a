"""The hearing of Parties on the desk: open a review, see who spoke, answer every objection."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluation.editions.drafts import NotDraft
from evaluation.hearing import services
from evaluation.hearing.changed import changed_parties
from evaluation.hearing.forms import AnswerForm, OpenReviewForm
from evaluation.hearing.letters import are_waited_for, written_to
from evaluation.hearing.page import line_of_page
from evaluation.hearing.selectors import is_answered, last_words, objections_of
from evaluation.hearing.snapshot import said_of
from evaluation.hearing.words import line_label
from evaluation.models import Evaluation, PartyRemark, PartyReview
from evaluation.views.evaluations import found, newest
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def hearing(request: HttpRequest, slug: str) -> HttpResponse:
    """The reviews of an evaluation's edition on its way, what Parties object to, and the form that opens another."""
    held = found(slug)
    form = OpenReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        refusals = {
            services.DayNotToCome: _("Parties need time to answer: give a day after today, and within half a year."),
            services.StillOpen: _("Parties are being heard already, until the day of the review below."),
            NotDraft: _("An edition is in review or published: a review of Parties is opened for a draft."),
        }
        try:
            services.open_review(
                evaluation=held, until=form.cleaned_data["until"], by=signed_in_user(request), at=timezone.now()
            )
            messages.success(
                request,
                _(
                    "The review is open. Each focal point that a Party has here gets a letter; below stands how many "
                    "Parties that reaches."
                ),
            )
            return redirect("desk_evaluations:hearing", slug=slug)
        except tuple(refusals) as refused:
            form.add_error("until", refusals[type(refused)])
    return _page(request, held, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def objection(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One objection with what the edition says there, and its answer."""
    held = found(slug)
    remark = get_object_or_404(
        PartyRemark.objects.select_related("review__edition__evaluation", "party", "by", "answer__by"),
        pk=pk,
        review__edition__evaluation=held,
        verdict=PartyRemark.Verdict.OBJECTS,
    )
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_objection(
                remark=remark, words=form.cleaned_data["words"], by=signed_in_user(request), at=timezone.now()
            )
            messages.success(request, _("Answered. The Party reads it beside its objection, and gets a letter."))
            return redirect("desk_evaluations:hearing", slug=slug)
        except services.AnsweredBefore:
            form.add_error(None, _("It is answered, or the Party has said something else since."))
    line = line_of_page(remark.review, remark.party, remark.line)
    context = {
        "evaluation": held,
        "remark": remark,
        # As of now: somebody may have answered, or the Party spoken, while this was typed.
        "row": {"line": line, "waits": line.last == remark and not is_answered(line.last)},
        "form": form,
    }
    return render(request, "evaluation/desk/objection.html", context)


def _page(request: HttpRequest, held: Evaluation, form: OpenReviewForm) -> HttpResponse:
    edition, now = newest(held), timezone.now()
    # Those of every edition: what was said and answered before a correction is found here too.
    reviews = PartyReview.objects.filter(edition__evaluation=held).defer("content")
    rows = [
        _review_row(review) | {"is_open": review.is_open(now)}
        for review in reviews.select_related("edition", "opened_by").order_by("-pk")
    ]
    context = {
        "evaluation": held,
        "edition": edition,
        "rows": rows,
        "changed": changed_parties(edition) if edition and not edition.is_published else [],
        "form": form,
        "may_open": (edition is None or edition.is_draft) and not any(row["is_open"] for row in rows),
    }
    return render(request, "evaluation/desk/hearing.html", context)


def _review_row(review: PartyReview) -> dict[str, Any]:
    said, words = said_of(review), last_words([review])
    stands = {one.pk for one in words}
    parties, letters = written_to(review)
    return {
        "review": review,
        "version": review.edition.version,
        "parties": len(said.parties),
        "written_to": parties,
        "letters": letters,
        "letters_wait": are_waited_for(review.pk),
        "not_written_to": len(said.parties) - parties,
        "spoke": len({one.party_id for one in words}),
        "agreed": sum(not one.objects_to_it for one in words),
        # Also what the Party said something else after: an answer that was given stays to be read.
        "objections": [
            {
                "remark": one,
                "label": line_label(said, one.line),
                "answered": is_answered(one),
                "stands": one.pk in stands,
            }
            for one in objections_of(review)
        ],
        "open": sum(one.objects_to_it and not is_answered(one) for one in words),
    }
