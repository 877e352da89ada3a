"""Data files at the desk: sent, weighed, and taken in once somebody has seen what they move."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluation.data_files import (
    KIND,
    AlreadyDecided,
    NotWeighed,
    ReasonMissing,
    UnknownFile,
    decline,
    propose,
    take_in,
)
from evaluation.models import DataProposal, Edition
from evaluation.moves_in_words import Worder, link_in_words
from evaluation.views.changes import change_in_words
from indicators.datafile import DataFileInvalid
from indicators.models import ComputationRun, ReportingCycle
from jobs import beside
from jobs.models import Job
from languages.codes import ENGLISH
from national_reports.selectors import form_for
from national_reports.words import called
from parties.bounds import A_FILE, A_TEXT, takes
from parties.formats import listed
from parties.models import Party
from parties.permissions import Access, includes, requires, signed_in_user
from parties.services import MixedWorlds
from parties.typed import reason_too_long, typed

SHOWN = 30
MOST_WHY = 500
LOOK_AGAIN_SECONDS = 5


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_FILE)
def data_files(request: HttpRequest) -> HttpResponse:
    """What was sent lately, and the form for more."""
    problem = ""
    if request.method == "POST":
        try:
            files = {str(file.name): file.read().decode("utf-8-sig") for file in request.FILES.getlist("files")}
            if files:
                held = propose(files=files, by=signed_in_user(request), at=timezone.now())
                return redirect("desk_evaluations:data-proposal", pk=held.pk)
            problem = _("Choose the data files first.")
        except UnknownFile as unknown:
            problem = _("No data file is called “%(name)s”: keep the names that the files have in fixtures.") % {
                "name": unknown
            }
        except UnicodeDecodeError:
            problem = _("The files are texts in UTF-8: save them so.")
    proposals = DataProposal.objects.in_short()
    context = {
        "problem": problem,
        "waiting": [_in_short(one) for one in proposals.waiting()[:SHOWN]],
        "decided": [_in_short(one) for one in proposals.decided()[:SHOWN]],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "evaluation/desk/data_files.html", context, status=status)


def _in_short(held: DataProposal) -> dict[str, Any]:
    """A proposal as a line of a list, with its change in words."""
    return {"held": held, "change": change_in_words(held.change) if held.change else None}


@require_safe
@requires(Access.DESK)
def data_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What files, a figure or a date would move: figures, findings, links between questions, editions."""
    held = get_object_or_404(DataProposal.objects.select_related("by", "taken_by", "declined_by"), pk=pk)
    job = Job.objects.filter(kind=KIND, arguments={"proposal": held.pk}).order_by("-pk").first()
    is_open = job is not None and job.state in (Job.State.QUEUED, Job.State.RUNNING)
    context = {
        "held": held,
        "change": change_in_words(held.change) if held.change else None,
        "is_open": is_open,
        "has_failed": job is not None and job.state == Job.State.FAILED,
        "moved": _moved(held),
        "is_first": _is_first(held),
        "touched": _touched(held),
        "may_take": held.may_be_taken and includes(request.user, Access.PUBLISH, on=timezone.localdate()),
        "may_decline": held.waits and _may_decline(request, held),
    }
    response = render(request, "evaluation/desk/data_proposal.html", context)
    if is_open:
        beside.resume()
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def _may_decline(request: HttpRequest, held: DataProposal) -> bool:
    """A publisher, or whoever proposed it."""
    return held.by == request.user or includes(request.user, Access.PUBLISH, on=timezone.localdate())


def _is_first(held: DataProposal) -> bool:
    """Whether nobody had read a figure when it was worked out: thousands of rows of nothing before help nobody."""
    worked_out = held.weighed_at or held.at
    was_computed = ComputationRun.objects.filter(finished_at__lte=worked_out).exists()
    return not was_computed and not Edition.objects.filter(opened_at__lte=worked_out).exists()


def _moved(held: DataProposal) -> dict[str, Any]:
    """What a proposal moves, in words: rows of figures and findings, links, and editions by whether published."""
    if "numbers" not in held.outcome:
        return {}
    told, words = held.outcome, Worder()
    return {
        "figures": words.rows(told["figures"]),
        "findings": words.rows(told["findings"]),
        "links": [
            # What was worked out before version 0.3 kept a sentence.
            (one, "", "") if isinstance(one, str) else (one[0], link_in_words(one[1]), link_in_words(one[2]))
            for one in told["links"]
        ],
        "published": words.editions([one for one in told["editions"] if not one.get("draft")]),
        "drafts": words.editions([one for one in told["editions"] if one.get("draft")]),
    }


def _touched(held: DataProposal) -> list[dict[str, Any]]:
    """The drafts of which files set answers apart, by Party, with the questions as the form in use calls them."""
    rows: list[list[str]] = held.outcome.get("touched", [])
    cycles = {one.code: one for one in ReportingCycle.objects.filter(code__in={row[1] for row in rows})}
    parties = {one.code: one for one in Party.objects.filter(code__in={row[0] for row in rows})}
    forms = {code: form_for(one, get_language() or ENGLISH) for code, one in cycles.items()}
    found = []
    for party, cycle, *questions in rows:
        fields = forms[cycle].fields
        # What was taken in meanwhile may have no such question any more.
        words = [called(fields[key]) if key in fields else key for key in questions]
        found.append({"party": parties[party], "cycle": cycles[cycle], "questions": listed(words)})
    return found


@require_POST
@requires(Access.PUBLISH)
def data_taking(request: HttpRequest, pk: int) -> HttpResponse:
    """Take files in whose moves were shown."""
    held = get_object_or_404(DataProposal.objects.exclude(files={}), pk=pk)
    try:
        take_in(proposal=held, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("The files are taken in, and the indicators are computed anew."))
    except NotWeighed:
        messages.error(request, _("What these files move is not worked out, or they were taken in already."))
    except (DataFileInvalid, MixedWorlds, UnknownFile) as refused:
        messages.error(request, _("Nothing was stored. %(reasons)s") % {"reasons": refused})
    return redirect("desk_evaluations:data-proposal", pk=pk)


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def data_declining(request: HttpRequest, pk: int) -> HttpResponse:
    """Set aside what was proposed; a publisher does, or whoever proposed it."""
    held = get_object_or_404(DataProposal, pk=pk)
    if not _may_decline(request, held):
        raise PermissionDenied
    if len(why := typed(request, "why")) > MOST_WHY:
        messages.error(request, reason_too_long(MOST_WHY))
        return redirect("desk_evaluations:data-proposal", pk=pk)
    try:
        decline(proposal=held, why=why, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("It is set aside. Nothing of it is stored."))
    except ReasonMissing:
        messages.error(request, _("Say in a line why it is set aside."))
    except AlreadyDecided:
        messages.info(request, _("Somebody has decided on it meanwhile."))
    return redirect("desk_evaluations:data-proposal", pk=pk)
