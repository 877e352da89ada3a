"""Who may do what: the table of roles, asked by one decorator and drawn into docs/permissions.md."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar, assert_never
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from parties.models import FocalPoint, User
from parties.roles import Leave, Role, highest, role_called
from parties.second_steps import is_recent
from parties.waiting_forms import keep

P = ParamSpec("P")
Anyone = User | AnonymousUser
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Access(StrEnum):
    """What a page demands."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    REPORT_READ = "read a Party's report"
    REPORT_EDIT = "fill in a Party's report"
    REPORT_SUBMIT = "submit a Party's report"
    DESK = "desk"
    PUBLISH = "publish"


class Nobody(StrEnum):
    """Who has no role: for the Party that a page is about, or at all."""

    ANONYMOUS = "anonymous"
    OUTSIDER = "outsider"


class Answer(StrEnum):
    """What becomes of a request."""

    ALLOWED = "allowed"
    SIGN_IN = "sign in"
    TWO_STEP = "two-step"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"


# What a page of these holds is one Party's; the others are about no Party.
OF_A_PARTY = frozenset({Access.REPORT_READ, Access.REPORT_EDIT, Access.REPORT_SUBMIT})
# What a page demands of whoever sends it something: to read a report is not to change anything of it.
TO_SEND = {Access.REPORT_READ: Access.REPORT_EDIT}
# Whoever sends something to a page of these has shown the second step within the hour (parties/second_steps.py).
ASKS_RECENT = frozenset({Access.REPORT_SUBMIT, Access.DESK, Access.PUBLISH})


def leave_of(role: Role, access: Access) -> Leave:
    """What the table of roles says of an access."""
    match access:
        case Access.PUBLIC | Access.SIGNED_IN:
            return Leave.YES
        case Access.REPORT_READ:
            return role.reads_drafts
        case Access.REPORT_EDIT:
            return role.fills_in
        case Access.REPORT_SUBMIT:
            return role.submits
        case Access.DESK:
            return role.works_at_desk
        case Access.PUBLISH:
            return role.publishes
    assert_never(access)


def is_secretariat(user: Anyone) -> bool:
    return isinstance(user, User) and user.is_active and user.secretariat_role is not None


# In a session: the page that asked for the second step.
TWO_STEP_FOR = "two_step_for"


def has_two_step(user: Anyone) -> bool:
    """Whether this person has set up a second step; whoever has cannot sign in without it."""
    return bool(is_mfa_enabled(user))


def parties_of(user: Anyone, on: date) -> dict[str, Role]:
    """The Parties that somebody is a focal point of on a day, with the role; one query. Raises UnknownRole."""
    if not isinstance(user, User):
        return {}
    rows = FocalPoint.objects.current(on).filter(user=user).values_list("pk", "party__code", "role")
    held: dict[str, list[Role]] = defaultdict(list)
    for number, party, code in rows:
        held[party].append(role_called(code, place=f"focal point {number}"))
    # On the day of a change both roles may cover it.
    return {party: role for party, roles in held.items() if (role := highest(roles))}


def role_for(user: Anyone, party_code: str, on: date) -> Role | None:
    """The role for one Party on a day; within a request that `requires` guards, without another query."""
    known: tuple[date, dict[str, Role]] | None = getattr(user, "_roles_of_request", None)
    roles = known[1] if known and known[0] == on else parties_of(user, on)
    return roles.get(party_code)


def who_is(user: Anyone, party_code: str | None, on: date) -> Role | Nobody:
    """The role in which somebody comes to a page about a Party, or about none."""
    if not isinstance(user, User):
        return Nobody.ANONYMOUS
    if user.is_active and user.secretariat_role:
        return user.secretariat_role
    return (role_for(user, party_code, on) if party_code else None) or Nobody.OUTSIDER


def may(who: Role | Nobody, access: Access, *, two_step: bool) -> Answer:
    """The table itself, without a database."""
    if access is Access.PUBLIC:
        return Answer.ALLOWED
    if who is Nobody.ANONYMOUS:
        return Answer.SIGN_IN
    if access is Access.SIGNED_IN:
        return Answer.ALLOWED
    leave = leave_of(who, access) if isinstance(who, Role) else Leave.NO
    match leave:
        case Leave.YES:
            return Answer.ALLOWED
        case Leave.TWO_STEP:
            return Answer.ALLOWED if two_step else Answer.TWO_STEP
        case Leave.NO:
            # Whether a Party has a draft is not told to those who have no part in it.
            reads = isinstance(who, Role) and who.reads_drafts is not Leave.NO
            return Answer.HIDDEN if access in OF_A_PARTY and not reads else Answer.FORBIDDEN
    assert_never(leave)


def answer_for(user: Anyone, access: Access, party_code: str | None, on: date) -> Answer:
    who = who_is(user, party_code if access in OF_A_PARTY else None, on)
    asks_two_step = isinstance(who, Role) and leave_of(who, access) is Leave.TWO_STEP
    return may(who, access, two_step=asks_two_step and has_two_step(user))


def includes(user: Anyone, access: Access, *, party: str | None = None, on: date) -> bool:
    """Whether somebody's role has a part in this, the second step aside: what a page offers them."""
    return may(who_is(user, party if access in OF_A_PARTY else None, on), access, two_step=True) is Answer.ALLOWED


# What an app above asks besides the role: raises PermissionDenied with the reason. Given a person, Party and cycle.
AlsoAsks = Callable[[User, str, str], None]
_also_asks: list[AlsoAsks] = []


def also_asks(ask: AlsoAsks) -> None:
    """Ask this too before a page about a Party's report opens; called in AppConfig.ready() of the app above."""
    _also_asks.append(ask)


R = TypeVar("R", bound=HttpResponseBase)


def requires(
    access: Access, *, keeps_drafts: bool = False
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], View[P]]:
    """Guard a view. The Party, where the access is about one, is the URL's keyword `party`: its code.

    What is sent to a page demands what TO_SEND says of the access that the page states, and for ASKS_RECENT a recent
    second step, but where it `keeps_drafts`, which nobody acts upon. What it answers is never kept.
    """

    def guard(view: Callable[Concatenate[HttpRequest, P], R]) -> View[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if access is not Access.PUBLIC:
                sends = request.method not in ("GET", "HEAD", "OPTIONS")
                demanded = TO_SEND.get(access, access) if sends else access
                refused = _refusal(request, demanded, kwargs.get("party"))
                if refused is not None:
                    return refused
                if sends and demanded in ASKS_RECENT and not keeps_drafts and not is_recent(request, at=timezone.now()):
                    return to_show_again(request)
                if access in OF_A_PARTY and "cycle" in kwargs:
                    for ask in _also_asks:
                        ask(signed_in_user(request), str(kwargs["party"]), str(kwargs["cycle"]))
            return view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return guard


def _refusal(request: HttpRequest, access: Access, party: Any) -> HttpResponse | None:
    on = timezone.localdate()
    if access in OF_A_PARTY and isinstance(request.user, User) and not is_secretariat(request.user):
        request.user._roles_of_request = (on, parties_of(request.user, on))  # type: ignore[attr-defined]
    match answer_for(request.user, access, party, on):
        case Answer.ALLOWED:
            return None
        case Answer.SIGN_IN:
            return _to_sign_in(request)
        case Answer.TWO_STEP:
            return _to_two_step(request)
        case Answer.HIDDEN:
            raise Http404
        case Answer.FORBIDDEN:
            if wants_json(request):
                return JsonResponse({"error": "forbidden"}, status=HTTPStatus.FORBIDDEN)
            raise PermissionDenied(_("Your role does not include this. Ask the Secretariat if it should."))


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"sign_in": resolve_url("account_login")}, status=HTTPStatus.UNAUTHORIZED)
    return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': page_of(request)})}")


def _to_two_step(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"two_step": reverse("mfa_index")}, status=HTTPStatus.FORBIDDEN)
    # After the last page of the set-up there would be no way back.
    request.session[TWO_STEP_FOR] = page_of(request)
    messages.warning(request, _("This page needs two-step sign-in. Set it up here, then go on."))
    return HttpResponseRedirect(reverse("mfa_index"))


def to_show_again(request: HttpRequest) -> HttpResponse:
    """Ask for the second step; what was sent is kept meanwhile, and goes on by itself afterwards."""
    asked = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    if wants_json(request):
        return JsonResponse({"show_again": asked}, status=HTTPStatus.FORBIDDEN)
    onward = keep(request, by=signed_in_user(request), page=page_of(request), at=timezone.now())
    return HttpResponseRedirect(f"{asked}?{urlencode({'next': onward})}")


def page_of(request: HttpRequest) -> str:
    """The page to come back to: the one asked for, or the one that a form was sent from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sender = urlsplit(request.headers.get("Referer", ""))
    return sender.path if sender.netloc == request.get_host() else request.path


def signed_in_user(request: HttpRequest) -> User:
    """The person of a guarded view."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
