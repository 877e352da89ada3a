"""What was typed when the session had ended: kept for the person whose form it is, or shown back; never stored else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from indicators.models import ReportingCycle
from national_reports.models import Report
from national_reports.posted import Said, said_in
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import NoQuestionnaire, form_for, form_of
from national_reports.sending import FormCut, FormOutdated
from national_reports.services.kept import NoRoom, Typed, keep_form
from national_reports.slips import FIELD, Slip, SlipInvalid, read_slip
from national_reports.views.reports import latest_report
from parties.in_languages import reader_language
from parties.models import User
from parties.permissions import Access, Answer, answer_for, wants_json

View = Callable[..., HttpResponseBase]
Reader = Callable[[QueryDict, Report, QuestionnaireForm, User], list[Typed]]


@dataclass(frozen=True)
class Keeping:
    """Where a form stands, who may send it, and how its texts are read out of it."""

    place: str
    access: Access
    read: Reader
    # The page to come back to, where it is not the form's own address.
    page: str = ""


def keeps_what_was_typed(keeping: Keeping | None = None, *, page: str = "") -> Callable[[View], View]:
    """Guard a form that people type into: without a signed-in person nothing of it changes anything.

    With a valid slip its texts are kept for the person who opened it (`keeping`); else they are shown back, to be
    copied, and nothing is stored. A form that somebody else opened is not saved in the name of who is signed in now.
    `page` names the page that the form stands on, where that is another than it is sent to.
    """
    page = page or (keeping.page if keeping else "")

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
            if request.method != "POST" or (request.user.is_authenticated and _is_theirs(request)):
                return view(request, *args, **kwargs)
            back = reverse(page, args=[kwargs["party"], kwargs["cycle"]]) if page else request.get_full_path()
            if request.user.is_authenticated:
                return _anothers(request, kwargs, back)
            if wants_json(request):
                # A script keeps its text on the device, and is told by the view to sign in.
                return view(request, *args, **kwargs)
            return _kept(request, keeping, kwargs, back) or _shown_back(request, kwargs, back)

        return guarded

    return guard


def _is_theirs(request: HttpRequest) -> bool:
    """Whether the form was drawn for who sends it; one without a slip says nothing against it."""
    try:
        return read_slip(request.POST.get(FIELD, ""), at_any_age=True).person == request.user.pk
    except SlipInvalid:
        return True


def _kept(request: HttpRequest, keeping: Keeping | None, kwargs: dict[str, str], back: str) -> HttpResponse | None:
    """Keep the texts and lead to the sign-in page; None where they may not be kept."""
    report = latest_report(kwargs["party"], kwargs["cycle"])
    if keeping is None or report is None:
        return None
    try:
        slip = read_slip(request.POST.get(FIELD, ""))
    except SlipInvalid:
        return None
    person = _typist(slip, report, keeping.access, kwargs["party"])
    if person is None:
        return None
    try:
        texts = keeping.read(request.POST, report, form_of(report), person)
        kept = keep_form(
            report=report, person=person, place=keeping.place, form=slip.form, texts=texts, at=timezone.now()
        )
    except (FormCut, FormOutdated, NoRoom):
        return None
    if kept:
        said = _(
            "Your session had ended, so nothing was saved yet. What you typed is kept for you alone, for 7 days: "
            "sign in as the person who opened the page, and it is shown to you to be saved."
        )
        messages.warning(request, said)
    else:
        messages.info(request, _("Your session had ended. All that the page said is saved already."))
    response = redirect_to_login(back)
    add_never_cache_headers(response)
    return response


def _typist(slip: Slip, report: Report, access: Access, party: str) -> User | None:
    """The person of a slip, if it is of this report and that person may still do what the form does."""
    if slip.report != report.pk:
        return None
    person = User.objects.filter(pk=slip.person, is_active=True).first()
    if person is None or answer_for(person, access, party, timezone.localdate()) is not Answer.ALLOWED:
        return None
    return person


def _anothers(request: HttpRequest, kwargs: dict[str, str], back: str) -> HttpResponse:
    """The answer to a form that was drawn for somebody else: neither saved nor kept."""
    if wants_json(request):
        words = _("Somebody else opened this page. Nothing is saved from it: load it again as yourself.")
        return JsonResponse({"state": "refused", "words": words}, status=HTTPStatus.FORBIDDEN)
    return _page(request, _said(request, kwargs), back, is_anothers=True, status=HTTPStatus.FORBIDDEN)


def _shown_back(request: HttpRequest, kwargs: dict[str, str], back: str) -> HttpResponse:
    """The texts in boxes to copy them from, and the way to sign in; nothing of it is stored."""
    said = _said(request, kwargs)
    if said:
        return _page(request, said, back, is_anothers=False, status=HTTPStatus.UNAUTHORIZED)
    response = redirect_to_login(back)
    add_never_cache_headers(response)
    return response


def _said(request: HttpRequest, kwargs: dict[str, str]) -> list[Said]:
    cycle = ReportingCycle.objects.filter(code=kwargs["cycle"]).first()
    try:
        return said_in(request.POST, form_for(cycle, reader_language())) if cycle else []
    except NoQuestionnaire:
        return []


def _page(request: HttpRequest, said: list[Said], back: str, *, is_anothers: bool, status: HTTPStatus) -> HttpResponse:
    context = {
        "said": said,
        "is_anothers": is_anothers,
        "sign_in": resolve_url("account_login"),
        "page": back,
    }
    response = render(request, "national_reports/typed.html", context, status=status)
    add_never_cache_headers(response)
    return response
