"""A review as a focal point sees it: what an edition will say of its Party, to be agreed or objected to."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.hearing import services
from evaluation.hearing.forms import LONGEST_WORDS, WordForm
from evaluation.hearing.page import Line, Part, parts_of_page
from evaluation.hearing.services import Word
from evaluation.hearing.snapshot import said_of
from evaluation.models import PartyReview
from national_reports.slips import FIELD, SlipInvalid, make_slip, read_slip
from parties.bounds import A_FORM, takes
from parties.models import Party
from parties.permissions import Access, has_two_step, requires, role_for, signed_in_user
from parties.roles import Leave

Typed = Mapping[str, Any]
OF = "party review"


def _found(party: str, pk: int) -> tuple[PartyReview, Party]:
    review = get_object_or_404(PartyReview.objects.defer("content").select_related("edition__evaluation__plan"), pk=pk)
    if party not in said_of(review).parties:
        raise Http404(_("This review says nothing of this Party."))
    return review, get_object_or_404(Party, code=party)


@require_safe
@requires(Access.REPORT_READ)
def review(request: HttpRequest, party: str, pk: int) -> HttpResponse:
    """Every line of one Party; who may speak for it finds a form."""
    held, of = _found(party, pk)
    return _page(request, held, of)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.REPORT_SUBMIT)
@takes(A_FORM)
def remarks(request: HttpRequest, party: str, pk: int) -> HttpResponse:
    """Keep what is said to the lines of a form, all of it or nothing; what can't be kept is shown back.

    Opened by itself, as in another language or after the second step was set up, it leads to the review.
    """
    held, of = _found(party, pk)
    if request.method != "POST":
        return redirect("party_reviews:review", party=party, pk=pk)
    if not _is_theirs(request, held):
        raise PermissionDenied(
            _("Somebody else opened this page. Nothing is saved from it: load it again as yourself.")
        )
    typed: dict[str, Typed] = {}
    faults: dict[str, str] = {}
    said: dict[str, Word] = {}
    for line in said_of(held).lines_of(party):
        form = WordForm(request.POST, prefix=line)
        if form.add_prefix("version") not in request.POST:
            continue
        typed[line] = {name: request.POST.get(form.add_prefix(name), "") for name in form.fields}
        if not form.is_valid():
            faults[line] = _("Choose one of the two, and write at most %(n)d characters.") % {"n": LONGEST_WORDS}
        elif form.cleaned_data["verdict"]:
            said[line] = Word(**form.cleaned_data)
        elif form.cleaned_data["words"]:
            faults[line] = _("Choose whether the Party agrees or objects.")
    if faults:
        return _page(request, held, of, typed=typed, faults=faults, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        kept = services.speak(review=held, party=of, said=said, by=signed_in_user(request), at=timezone.now())
    except services.NotOfTheParty as refused:
        raise PermissionDenied(_("For a Party speaks who may submit its report.")) from refused
    except services.ReviewClosed:
        messages.error(request, _("The review is closed. Write to the Secretariat instead."))
        return _page(request, held, of, typed=typed, status=HTTPStatus.CONFLICT)
    except services.WordsMissing as missing:
        faults = dict.fromkeys(missing.lines, _("Write what the Party objects to, and why."))
        return _page(request, held, of, typed=typed, faults=faults, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except services.SaidMeanwhile as meanwhile:
        faults = dict.fromkeys(
            meanwhile.held, _("Somebody of your Party spoke to this line meanwhile: read it above, then save again.")
        )
        return _page(request, held, of, typed=typed, faults=faults, status=HTTPStatus.CONFLICT)
    if kept:
        messages.success(request, _("Kept. The Secretariat sees it, and answers every objection."))
    else:
        messages.info(request, _("Nothing new was said, so nothing was changed."))
    return redirect("party_reviews:review", party=party, pk=pk)


def _is_theirs(request: HttpRequest, held: PartyReview) -> bool:
    """Whether the form was drawn for who sends it; one without a slip says nothing against it."""
    try:
        slip = read_slip(request.POST.get(FIELD, ""), at_any_age=True, of=OF)
    except SlipInvalid:
        return True
    return (slip.person, slip.report) == (signed_in_user(request).pk, held.pk)


def _page(
    request: HttpRequest,
    held: PartyReview,
    of: Party,
    *,
    typed: Mapping[str, Typed] | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    now = timezone.now()
    user = signed_in_user(request)
    role = role_for(user, of.code, timezone.localdate(now))
    speaks = held.is_open(now) and role is not None and role.submits is not Leave.NO
    lacks_step = speaks and role is not None and role.submits is Leave.TWO_STEP and not has_two_step(user)
    parts = parts_of_page(held, of)
    lines = [line for part in parts for line in part.lines]
    context = {
        "nav": "reports",
        "review": held,
        "party": of,
        "evaluation": held.edition.evaluation,
        "edition": held.edition,
        "is_open": held.is_open(now),
        "may_speak": speaks and not lacks_step,
        "lacks_step": lacks_step,
        "parts": [_shown(part, typed or {}, faults or {}) for part in parts],
        "tabs": [{"title": one.title, "url": f"#{one.key}", "note": str(len(one.lines))} for one in parts],
        "faults": [(line.name, line.label, faults[line.name]) for line in lines if faults and line.name in faults],
        "number": len(lines),
        "agreed": sum(1 for line in lines if line.last and not line.last.objects_to_it),
        "objected": sum(1 for line in lines if line.last and line.last.objects_to_it),
        "longest": LONGEST_WORDS,
        "slip": make_slip(person=user.pk, report=held.pk, of=OF),
        "is_typed_back": typed is not None,
    }
    return render(request, "evaluation/party_review.html", context, status=status)


def _shown(part: Part, typed: Mapping[str, Typed], faults: Mapping[str, str]) -> dict[str, Any]:
    return {"part": part, "rows": [_row(line, typed.get(line.name), faults.get(line.name, "")) for line in part.lines]}


def _row(line: Line, typed: Typed | None, fault: str) -> dict[str, Any]:
    """A line with what its fields hold: what was typed, else what the Party said last.

    After somebody else spoke the version is theirs, so that saving again says it beside what was read.
    """
    stands = {"verdict": line.last.verdict, "words": line.last.words} if line.last else {"verdict": "", "words": ""}
    return {"line": line, "field": dict(typed) if typed else stands, "version": line.version, "fault": fault}
