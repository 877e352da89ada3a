"""Evaluations on the desk: the list, a new one, one with its editions, and a preview from live data."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.choices import chosen_choice, chosen_dashboard
from evaluation.documents import languages, settable
from evaluation.editions.building import job_of
from evaluation.editions.changed_lines import lacking
from evaluation.editions.downloads import downloads_of
from evaluation.editions.freezing import frozen_form
from evaluation.editions.leaving_out import left_out_of
from evaluation.editions.missing import CHANGES, Wanted, missing_texts, of_text_alone
from evaluation.editions.selectors import documents_of, form_of, latest_edition
from evaluation.editions.selectors import evaluations as all_evaluations
from evaluation.editions.sending import send
from evaluation.editions.services import may_be_dropped, open_edition, set_masthead
from evaluation.evaluations import (
    ParametersChanged,
    ParametersFrozen,
    SlugTaken,
    change_evaluation,
    create_evaluation,
    create_meeting,
    digest_of_parameters,
    may_be_removed,
    told_of_evaluation,
)
from evaluation.forms import EvaluationForm, LeaveOutForm, MeetingForm, typed_over
from evaluation.hearing.selectors import heard_on_its_way
from evaluation.hearing.words import ANSWERED, SPOKE, event_in_words
from evaluation.models import Document, Edition, Evaluation, Meeting, PartyReview
from evaluation.places_in_words import facts_changed, part_in_words, place_in_words
from evaluation.views.refusals import (
    passes_of_nothing,
    refusal_label,
    refusal_rows,
    standing_number,
    to_look_at_rows,
)
from figures.query import chosen_plan
from indicators.days import is_over
from indicators.kinds import KINDS
from indicators.models import Measure, Plan
from jobs import beside
from jobs.models import Job
from languages.codes import OWN_NAMES, place, short
from national_reports.views.desk.jobs import state_label
from parties.audit import trail
from parties.bounds import A_TEXT, takes
from parties.formats import date_format, listed, with_remark
from parties.models import AuditEvent, PartyGroup
from parties.permissions import Access, includes, requires, signed_in_user
from parties.publishers import why_nothing_is_published

EVENTS_SHOWN = 50
LOOK_AGAIN_SECONDS = 3
# Of the texts still missing, before a draft is sent to review.
MOST_NAMED = 12


def found(slug: str) -> Evaluation:
    return get_object_or_404(all_evaluations(), slug=slug)


def newest(evaluation: Evaluation) -> Edition | None:
    """The edition on its way, else the one published last."""
    held = evaluation.editions.select_related("author", "publisher")
    return held.open().first() or held.order_by("-pk").first()


def missing_of(edition: Edition) -> list[Wanted]:
    """The texts that a frozen edition still lacks, in English and in each language of its evaluation's titles
    that is not left out; first what a correction changes."""
    return _missing(edition.evaluation, edition, of_text_alone(form_of(edition)))


def missing_now(evaluation: Evaluation, edition: Edition | None) -> list[Wanted]:
    """The texts that would lack if the draft were sent to review now, which freezes it; its plan as it stands."""
    headlines = Measure.objects.filter(indicator__plan=evaluation.plan, is_headline=True)
    of_text = [name for name, kind in KINDS.items() if kind.is_text]
    alone = headlines.filter(kind__in=of_text).order_by("indicator__position")
    return _missing(evaluation, edition, alone.values_list("indicator__code", flat=True))


def _missing(evaluation: Evaluation, edition: Edition | None, indicators: Iterable[str]) -> list[Wanted]:
    """`indicators` are those that only a text can speak for."""
    left_out = left_out_of(edition) if edition else ()
    wanted = [one for one in dict.fromkeys(["en", *evaluation.titles]) if short(one) not in left_out]
    written = edition.texts.exclude(narrative="").values_list("subject", "language") if edition else ()
    changes = [(CHANGES, one) for one in lacking(edition.changes, wanted)] if edition else []
    return [*changes, *missing_texts(indicators, written, wanted)]


def changed_meanwhile() -> str:
    """What is told where what the page was opened with was written since, by somebody else or in another window."""
    return _(
        "This was changed after you opened the page; nothing of yours is kept yet. Below the boxes stands what yours "
        "would change of it: send yours again to put it in its place, or open the page anew to leave it."
    )


def what_changed(event: AuditEvent) -> str:
    """What an event changed, part by part, where it tells so: figures (12), texts (1)."""
    changed = event.detail.get("changed")
    if not isinstance(changed, dict):
        return ""
    return listed(with_remark(part_in_words(part), number) for part, number in changed.items())


def told_events(events: Iterable[AuditEvent], plan: Plan) -> list[dict[str, Any]]:
    """Rows of the trail, the newest first as they came; a change of parameters with what it changed."""
    rows, after = [], None
    for event in events:
        row = told_event(event, plan) | {"facts": []}
        if "titles" in event.detail:
            if after is not None:
                after["facts"] = facts_changed(event.detail, after["event"].detail, list(event.detail))
            after = row
        rows.append(row)
    return rows


def told_event(event: AuditEvent, plan: Plan) -> dict[str, Any]:
    """A row of the trail: what the event was of, in words."""
    detail = event.detail
    of = " ".join(str(detail[name]) for name in ("subject", "language") if detail.get(name))
    return {
        "event": event,
        "changed": what_changed(event),
        "heard": event_in_words(event),
        "of": place_in_words(of, plan.labels) if of else "",
        "refused": refusal_label(detail["refusal"]) if detail.get("refusal") else "",
        "place": place_in_words(detail["place"], plan.labels) if detail.get("place") else "",
    }


def events_of(evaluation: Evaluation) -> QuerySet[AuditEvent]:
    """What happened to an evaluation, the newest first, with what Parties said in its reviews and were answered."""
    reviews = [one.subject for one in PartyReview.objects.filter(edition__evaluation=evaluation).only("pk")]
    heard = AuditEvent.objects.filter(subject__in=reviews, action__in=(SPOKE, ANSWERED))
    return (trail(evaluation.subject) | heard.select_related("by")).order_by("-at", "-pk")


@require_safe
@requires(Access.DESK)
def evaluations(request: HttpRequest) -> HttpResponse:
    """Every evaluation with the edition that it stands at."""
    rows = [{"evaluation": one, "edition": newest(one)} for one in all_evaluations()]
    return render(request, "evaluation/desk/evaluations.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def new(request: HttpRequest) -> HttpResponse:
    """The form for a new evaluation."""
    form = EvaluationForm(request.POST or None, plan=chosen_plan(None))
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"]
        try:
            by, now = signed_in_user(request), timezone.now()
            held = create_evaluation(slug=slug, parameters=form.parameters, by=by, at=now)
            if form.cleaned_data["symbol"].strip():
                edition = open_edition(evaluation=held, by=by, at=now)
                set_masthead(edition=edition, symbol=form.cleaned_data["symbol"], changes=[], by=by, at=now)
            messages.success(request, _("The evaluation is created. Look at its preview, then write and freeze."))
            _tell_what_is_to_come(request, held, at=now)
            return redirect("desk_evaluations:evaluation", slug=slug)
        except SlugTaken:
            form.add_error("slug", _("Another evaluation or page has this address."))
    return render(request, "evaluation/desk/form.html", {"form": form, "title": _("New evaluation")})


def _tell_what_is_to_come(request: HttpRequest, held: Evaluation, *, at: datetime) -> None:
    """What freezing will refuse until a day is over is said when the day is chosen."""
    last = max(held.cut_off, held.population_on)
    if not is_over(last, at):
        said = _("Nothing can be frozen until %(day)s is over. Until then the preview shows what is counted so far.")
        messages.warning(request, said % {"day": date_format(last, "DATE_FORMAT")})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def parameters(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what an evaluation is of, until an edition is in review."""
    held = found(slug)
    form = EvaluationForm(request.POST or None, plan=held.plan, evaluation=held)
    meanwhile: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            stands = change_evaluation(
                evaluation=held,
                parameters=form.parameters,
                by=signed_in_user(request),
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
            messages.success(
                request,
                _("The parameters are changed. Freezing again, or sending to review, takes them into the edition."),
            )
            _tell_what_is_to_come(request, stands, at=timezone.now())
            if heard_on_its_way(held):
                messages.warning(
                    request,
                    _(
                        "Parties were shown what was counted before. Freezing names each of whom something else is "
                        "said now, under “Parties are heard”."
                    ),
                )
            return redirect("desk_evaluations:evaluation", slug=slug)
        except ParametersFrozen:
            form.add_error(None, _("An edition is in review: send it back to draft first."))
        except ParametersChanged as changed:
            now, yours = told_of_evaluation(changed.held), told_of_evaluation(Evaluation(**form.parameters.columns()))
            meanwhile = facts_changed(now, yours, list(yours))
            read = typed_over(request.POST, seen=digest_of_parameters(changed.held))
            form = EvaluationForm(read, plan=held.plan, evaluation=held)
            form.add_error(None, changed_meanwhile())
    context = {"form": form, "evaluation": held, "title": held.title, "meanwhile": meanwhile}
    return render(request, "evaluation/desk/form.html", context)


@require_safe
@requires(Access.DESK)
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """One evaluation: where its edition stands, what comes next, its documents, and its trail."""
    return page_of(request, slug)


def page_of(request: HttpRequest, slug: str, *, reason: str = "", fault: str = "") -> HttpResponse:
    """The page of an evaluation; with a reason for a return that is not taken, and why, where one was sent."""
    held = found(slug)
    edition = newest(held)
    user = signed_in_user(request)
    context: dict[str, Any] = {
        "evaluation": held,
        "edition": edition,
        "groups": [_(group.name) for group in PartyGroup.objects.filter(slug__in=held.groups)],
        "editions": held.editions.select_related("author", "publisher", "withdrawal").order_by("-pk"),
        "may_be_removed": may_be_removed(held),
        "may_publish": includes(user, Access.PUBLISH, on=timezone.localdate()),
        "nothing_is_published": why_nothing_is_published() if edition is not None and edition.is_in_review else "",
        "is_author": edition is not None and edition.author_id == user.pk,
        "user_id": user.pk,
        "reason": reason,
        "fault": fault,
        # What is withdrawn is not shown on the first page.
        "stands": held.editions.published().filter(withdrawal=None).exists(),
        "on_home": (home := latest_edition(held.plan)) is not None and home.evaluation_id == held.pk,
        # All are told, because an early event says what a later one changed.
        "events": told_events(events_of(held), held.plan)[:EVENTS_SHOWN],
    }
    if edition is None or edition.is_draft:
        lacks = missing_now(held, edition)
        named = [place_in_words(" ".join(one), held.plan.labels) for one in lacks[:MOST_NAMED]]
        context |= {"lacks": len(lacks), "lacks_named": named, "lacks_more": len(lacks) - len(named)}
    if edition is not None:
        job = job_of(edition.pk, edition.sha256).order_by("-pk").first()
        downloads, left_out = downloads_of(edition), left_out_of(edition)
        refused = [] if edition.is_published else refusal_rows(held, edition, at=timezone.now())
        context |= {
            "form": form_of(edition) if edition.is_frozen else None,
            "refusals": refused,
            "to_look_at": to_look_at_rows(held, edition) if edition.is_frozen and not edition.is_published else [],
            "refusals_standing": standing_number(refused),
            "passes_of_nothing": [] if edition.is_published else passes_of_nothing(edition, at=timezone.now()),
            "left_out": sorted(edition.left_out.select_related("by"), key=lambda one: place(one.language)),
            "leave_out_form": LeaveOutForm(left_out=left_out) if edition.is_draft else None,
            "missing": len(missing_of(edition)) if edition.is_draft and edition.is_frozen else 0,
            "job": job,
            "job_label": state_label(job.state) if job else "",
            "job_is_open": job is not None and job.state in (Job.State.QUEUED, Job.State.RUNNING),
            "may_be_dropped": may_be_dropped(edition),
            "not_set": [OWN_NAMES[one] for one in languages() if one not in settable() and one not in left_out],
            # In review there is a reason to type, which no page takes away by itself.
            "looks_again": not edition.is_in_review,
            "documents": [
                {"document": one, "downloads": downloads.get(one.pk, 0), "is_of_form": one.made_from == edition.sha256}
                for one in documents_of(edition)
            ],
        }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    response = render(request, "evaluation/desk/evaluation.html", context, status=status)
    if context.get("job_is_open"):
        # Looking at what waits starts again who does it, if nobody does.
        beside.resume()
        if context["looks_again"]:
            response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@require_safe
@requires(Access.DESK)
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The dashboard from live data, marked as what it is."""
    held = found(slug)
    form = frozen_form(evaluation=held, edition=None, at=timezone.now()).form
    choice = chosen_choice(request, form)
    # The pages of a plan that is not the current one are below its own name.
    of_another = [] if held.plan.current else [held.plan.slug]

    def behind(code: str) -> str:
        return reverse("portal:indicator", args=[*of_another, code]) + f"?group={choice.group}"

    context = chosen_dashboard(request, form, choice, behind) | {"evaluation": held}
    return render(request, "evaluation/desk/preview.html", context)


@require_safe
@requires(Access.DESK)
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A document of an edition on its way, or of one that is published."""
    held = Document.objects.defer("content").filter(edition__evaluation__slug=slug, pk=pk).first()
    if held is None:
        raise Http404(_("This evaluation has no such document; it may have been built anew."))
    return send(request, held, keep="private, no-store")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings that evaluations are made for, and the form for another."""
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        create_meeting(**form.cleaned_data, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("The meeting is kept."))
        return redirect("desk_evaluations:meetings")
    return render(request, "evaluation/desk/meetings.html", {"form": form, "meetings": Meeting.objects.all()})
