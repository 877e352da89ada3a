"""Before an edition is published: its frozen pages, what is not as in the edition before, and a confirmation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluation.choices import chosen_choice, chosen_dashboard, text_languages
from evaluation.editions.form import FrozenForm
from evaluation.editions.passing import standing
from evaluation.editions.selectors import documents_of, form_of
from evaluation.editions.services import documents_are_made
from evaluation.editions.shown import title_of
from evaluation.models import Edition, Evaluation
from evaluation.views.differences import differences_in_words
from evaluation.views.evaluations import found, newest
from languages.codes import tag
from parties.permissions import Access, requires
from parties.publishers import why_nothing_is_published


def edition_before(evaluation: Evaluation, edition: Edition) -> Edition | None:
    """The edition that this one corrects, else the one published last before it."""
    return edition.corrects or evaluation.editions.published().exclude(pk=edition.pk).order_by("-published_at").first()


def difference_rows(evaluation: Evaluation, edition: Edition) -> dict[str, Any]:
    """What is not as in the edition before: part by part, and the indicators by name."""
    before = edition_before(evaluation, edition)
    if before is None:
        return {"before": None, "differences": [], "changed_indicators": []}
    return {"before": before, **differences_in_words(form_of(before), form_of(edition), evaluation)}


def _frozen(slug: str) -> tuple[Evaluation, Edition]:
    held = found(slug)
    edition = newest(held)
    if edition is None or not edition.is_frozen:
        raise Http404(_("Nothing is frozen yet."))
    return held, edition


@require_safe
@requires(Access.DESK)
def frozen_pages(request: HttpRequest, slug: str) -> HttpResponse:
    """The dashboard as it is frozen, before anybody else sees it."""
    held, edition = _frozen(slug)
    form = form_of(edition)
    choice = chosen_choice(request, form)

    def behind(code: str) -> str:
        return reverse("desk_evaluations:text", args=[slug, f"indicator/{code}"])

    context = chosen_dashboard(request, form, choice, behind) | {"evaluation": held, "edition": edition}
    return render(request, "evaluation/desk/frozen.html", context)


@require_safe
@requires(Access.DESK)
def changes_since(request: HttpRequest, slug: str) -> HttpResponse:
    """What is frozen that the edition before says otherwise."""
    held, edition = _frozen(slug)
    context = {"evaluation": held, "edition": edition, **difference_rows(held, edition)}
    return render(request, "evaluation/desk/differences.html", context)


def _titles(form: FrozenForm) -> list[dict[str, str]]:
    """The title in every language that the edition is in; a dash where the English one stands for it."""
    held, left_out = form.edition["title"], form.left_out
    return [
        {"language": tag(code), "label": str(name), "title": held.get(code) or "–"}
        for code, name in text_languages().items()
        if code not in left_out
    ]


def already_there() -> str:
    """What is told of a step that was taken already, or that the edition is past."""
    return _("Nothing was done: the edition is there already, or has gone on meanwhile. Below stands where it is.")


def documents_missing() -> str:
    """What is told of an edition in review whose documents are still to be built."""
    return _(
        "Its documents are not built yet, so nobody can look at them: wait for the job. If it has failed, send the "
        "edition back to draft and freeze it again."
    )


def confirmation(request: HttpRequest, slug: str) -> HttpResponse:
    """What is about to be published for good: its hash, its documents, and what is not as before."""
    held, edition = _frozen(slug)
    if not edition.is_in_review:
        messages.info(request, already_there())
        return redirect("desk_evaluations:evaluation", slug=slug)
    context = {
        "evaluation": held,
        "edition": edition,
        "title": title_of(form_of(edition)),
        "titles": _titles(form_of(edition)),
        "form": form_of(edition),
        "documents": documents_of(edition),
        "nothing_is_published": why_nothing_is_published(),
        "documents_missing": "" if documents_are_made(edition) else documents_missing(),
        "standing": standing(edition, at=timezone.now()),
        "passed": edition.passes.filter(agreed_by__isnull=False).order_by("pk"),
        "left_out": form_of(edition).left_out,
        **difference_rows(held, edition),
    }
    return render(request, "evaluation/desk/publication.html", context)
