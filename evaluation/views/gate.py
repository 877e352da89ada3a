"""What stands against an edition: passes by two publishers, languages left out, withdrawal, the first page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluation.editions import leaving_out, passing, withdrawing
from evaluation.editions.drafts import NotDraft
from evaluation.forms import LeaveOutForm, PassForm, WithdrawalForm
from evaluation.models import Edition, RefusalPass
from evaluation.views.evaluations import found, newest
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user


def _told(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    """Do it, and say what was done or why it was refused."""
    refused: dict[type[Exception], str] = {
        passing.NeverPassed: _(
            "This is mended: nobody may pass a day to come, a wrong sum, an n greater than its N, or an objection "
            "without an answer."
        ),
        passing.NotRefused: _(
            "Nothing of this name is refused there any more, or somebody asked or passed it already."
        ),
        passing.ReasonMissing: _("Write the reason: the edition prints it."),
        passing.AskedAlready: _("You have asked this already, with the same reason: another publisher agrees."),
        passing.PassGone: _("This pass was taken back already."),
        passing.NotASecondPublisher: _("Another publisher than the one who asked agrees."),
        NotDraft: _("This is frozen with the edition: send it back to draft first."),
        leaving_out.NeverLeftOut: _("Only a language that documents are made in beside English is left out."),
        withdrawing.NotPublished: _("Only what is published, and not withdrawn, can be shown."),
        withdrawing.AlreadyWithdrawn: _("This edition is withdrawn already."),
    }
    try:
        act()
        messages.success(request, done)
    except tuple(refused) as error:
        messages.error(request, refused[type(error)])


@require_POST
@requires(Access.PUBLISH)
@takes(A_TEXT)
def passes(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask that one refusal may stand, with the reason that the edition prints."""
    edition, by, form = newest(found(slug)), signed_in_user(request), PassForm(request.POST)
    if edition is not None and form.is_valid():
        given = form.cleaned_data
        _told(
            request,
            lambda: passing.ask_to_pass(edition=edition, by=by, at=timezone.now(), **given),
            _("Asked. Another publisher agrees, then the edition is frozen again with the reason in it."),
        )
    else:
        messages.error(request, _("Write the reason: the edition prints it."))
    return redirect("desk_evaluations:evaluation", slug=slug)


@require_POST
@requires(Access.PUBLISH)
def pass_agreement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Agree as a second publisher that one refusal may stand."""
    asked = get_object_or_404(
        RefusalPass.objects.select_related("edition__evaluation", "asked_by"), pk=pk, edition__evaluation__slug=slug
    )
    by = signed_in_user(request)
    _told(
        request,
        lambda: passing.agree_to_pass(asked=asked, by=by, at=timezone.now()),
        _("Passed. Sending to review freezes again, so that the edition prints the reason."),
    )
    return redirect("desk_evaluations:evaluation", slug=slug)


@require_POST
@requires(Access.PUBLISH)
def pass_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take back that a refusal may stand, asked or agreed."""
    edition, by = _opened(slug), signed_in_user(request)
    _told(
        request,
        lambda: passing.take_back_pass(pk=pk, edition=edition, by=by, at=timezone.now()),
        _("Taken back: what is refused there stands again."),
    )
    return redirect("desk_evaluations:evaluation", slug=slug)


def _opened(slug: str) -> Edition:
    edition = newest(found(slug))
    if edition is None:
        raise Http404(_("No edition is opened yet."))
    return edition


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def left_out_languages(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a language out of the draft, with the reason that the edition prints."""
    edition, by = _opened(slug), signed_in_user(request)
    form = LeaveOutForm(request.POST, left_out=())
    if form.is_valid():
        given = form.cleaned_data
        _told(
            request,
            lambda: leaving_out.leave_out(edition=edition, by=by, at=timezone.now(), **given),
            _("Left out. Freezing again, or sending to review, takes this into the edition."),
        )
    else:
        messages.error(request, _("Choose the language, and write the reason: the edition prints it."))
    return redirect("desk_evaluations:evaluation", slug=slug)


@require_POST
@requires(Access.DESK)
def left_out_removal(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Take a language in again."""
    edition, by = _opened(slug), signed_in_user(request)
    _told(
        request,
        lambda: leaving_out.take_in(edition=edition, language=language, by=by, at=timezone.now()),
        _("Taken in again. Freezing again, or sending to review, takes this into the edition."),
    )
    return redirect("desk_evaluations:evaluation", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.PUBLISH)
@takes(A_TEXT)
def withdrawal(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Withdraw a published edition from lists, with a reason; what it is stays where it is."""
    held = found(slug)
    edition = get_object_or_404(held.editions.published(), version=version)
    if hasattr(edition, "withdrawal"):
        messages.info(request, _("This edition is withdrawn already."))
        return redirect("desk_evaluations:evaluation", slug=slug)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = signed_in_user(request)
        _told(
            request,
            lambda: withdrawing.withdraw_edition(
                edition=edition, reason=form.cleaned_data["reason"], by=by, at=timezone.now()
            ),
            _("The edition is withdrawn: its pages and the lists say so, and why."),
        )
        return redirect("desk_evaluations:evaluation", slug=slug)
    context = {"evaluation": held, "edition": edition, "form": form}
    return render(request, "evaluation/desk/withdrawal.html", context)


@require_POST
@requires(Access.PUBLISH)
def home_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """Show this evaluation as the latest on the first page."""
    held, by = found(slug), signed_in_user(request)
    _told(
        request,
        lambda: withdrawing.choose_for_home(evaluation=held, by=by, at=timezone.now()),
        _("The first page shows this evaluation."),
    )
    return redirect("desk_evaluations:evaluation", slug=slug)
