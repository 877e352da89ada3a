"""Steps of an edition: freeze, send to review, return, publish, correct."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluation.editions import services
from evaluation.editions.drafts import NotDraft
from evaluation.evaluations import NotRemoved, remove_evaluation
from evaluation.models import Edition
from evaluation.views.evaluations import found, page_of
from evaluation.views.publishing import already_there, confirmation, documents_missing
from parties.asking_first import Asked, asks_first
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user
from parties.publishers import TooFewPublishers, too_few_in_words
from parties.typed import reason_too_long, typed

# Of a return; it stands in the trail.
LONGEST_REASON = 1000


def _refusals() -> dict[type[Exception], str]:
    """What staff are told of a step that is refused."""
    return {
        NotDraft: _("Only a draft is frozen: send it back from review, or open a correction."),
        services.NotFrozen: _("Somebody changed the edition meanwhile: send it again."),
        services.RefusalsStand: _(
            "The gate refuses what stands in the list below: mend it, or let two publishers pass it."
        ),
        services.AnotherForm: _(
            "You confirmed no hash, or that of another edition than the one in review: look at it here and confirm it."
        ),
        services.ChangesMissing: _(
            "A correction says what it changes and why: write it under “Symbol and what changes”."
        ),
        services.AlreadyThere: already_there(),
        TooFewPublishers: too_few_in_words(),
        services.NotAnother: _("An edition is published by another person than its author."),
        services.DocumentsMissing: documents_missing(),
        services.NotDropped: _(
            "Only a correction that is a draft is dropped, before Parties are heard and while nothing is passed or "
            "left out."
        ),
        services.NothingPublished: _("Nothing is published yet: mend the draft."),
    }


def _step(request: HttpRequest, slug: str, act: Callable[[], object], said: str) -> HttpResponse:
    refusals = _refusals()
    try:
        act()
        messages.success(request, said)
    except tuple(refusals) as refused:
        # The same form twice is no fault of whoever sends it.
        level = messages.INFO if isinstance(refused, services.AlreadyThere) else messages.ERROR
        messages.add_message(request, level, refusals[type(refused)])
        if isinstance(refused, services.AnotherForm):
            # Where it is looked at again.
            return redirect("desk_evaluations:publication", slug=slug)
    return redirect("desk_evaluations:evaluation", slug=slug)


def _open(slug: str) -> Edition:
    """The edition on its way, or the last: what is asked of it is refused in words."""
    edition = found(slug).editions.order_by("-pk").first()
    if edition is None:
        raise Http404(_("No edition is opened yet."))
    return edition


@require_POST
@requires(Access.DESK)
def freezing(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the draft as of now."""
    held, by = found(slug), signed_in_user(request)
    said = _("The edition is frozen, and its documents are being built.")
    return _step(request, slug, lambda: services.freeze(evaluation=held, by=by, at=timezone.now()), said)


@require_POST
@requires(Access.DESK)
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the draft to review, frozen as of now where something changed since."""
    held, by, now = found(slug), signed_in_user(request), timezone.now()
    said = _("The edition is in review: another person publishes it.")

    def act() -> object:
        edition = held.editions.order_by("-pk").first() or services.open_edition(evaluation=held, by=by, at=now)
        return services.send_to_review(edition=edition, by=by, at=now)

    return _step(request, slug, act, said)


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def edition_return(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an edition in review back to its author; a reason that is too long stays in its box."""
    edition, by, reason = _open(slug), signed_in_user(request), typed(request, "reason").strip()
    if len(reason) > LONGEST_REASON:
        return page_of(request, slug, reason=reason, fault=reason_too_long(LONGEST_REASON))
    said = _("The edition is a draft again.")
    return _step(
        request,
        slug,
        lambda: services.return_to_draft(edition=edition, reason=reason, by=by, at=timezone.now()),
        said,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.PUBLISH)
@takes(A_TEXT)
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the edition whose hash was confirmed; from then on nothing of it changes."""
    if request.method != "POST":
        return confirmation(request, slug)
    edition, by, confirmed = _open(slug), signed_in_user(request), request.POST.get("sha256", "")
    said = _("The edition is published. It never changes; a correction is a new edition.")
    return _step(
        request,
        slug,
        lambda: services.publish(edition=edition, by=by, at=timezone.now(), confirmed=confirmed),
        said,
    )


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def correction(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a new edition that corrects the last one."""
    held, by = found(slug), signed_in_user(request)
    said = _("A correction is opened with the texts of the last edition. Say what changes and why.")
    return _step(request, slug, lambda: services.correct(evaluation=held, by=by, at=timezone.now()), said)


@require_POST
@requires(Access.DESK)
def correction_removal(request: HttpRequest, slug: str) -> HttpResponse:
    """Drop a correction that was opened by mistake."""
    edition, by = _open(slug), signed_in_user(request)
    said = _("The correction is dropped. The edition that was published last stands as before.")
    return _step(request, slug, lambda: services.drop_correction(edition=edition, by=by, at=timezone.now()), said)


def _ask_to_remove(request: HttpRequest, slug: str) -> Asked:
    held = found(slug)
    return Asked(
        title=_("Remove the evaluation “%(title)s”?") % {"title": held.title},
        words=_("Its parameters are deleted, and its address is free again. The trail keeps what it was."),
        button=_("Remove the evaluation"),
        back=reverse("desk_evaluations:evaluation", args=[slug]),
    )


@require_POST
@requires(Access.DESK)
@asks_first(_ask_to_remove)
def removal(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove an evaluation of which no edition was opened."""
    try:
        remove_evaluation(evaluation=found(slug), by=signed_in_user(request), at=timezone.now())
    except NotRemoved:
        messages.error(request, _("Nothing was removed: an edition was opened, and stays with its evaluation."))
        return redirect("desk_evaluations:evaluation", slug=slug)
    messages.success(request, _("The evaluation is removed."))
    return redirect("desk_evaluations:evaluations")
