"""Who may do what: one table, asked by one decorator and drawn into docs/permissions.md."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parties.models import FocalPoint, User

P = ParamSpec("P")
Anyone = User | AnonymousUser
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Role = FocalPoint.Role


class Access(StrEnum):
    """What a page demands."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    REPORT_READ = "read a Party's report"
    REPORT_EDIT = "fill in a Party's report"
    REPORT_SUBMIT = "submit a Party's report"
    DESK = "desk"
    PUBLISH = "publish"


class Standing(StrEnum):
    """What somebody is to the Party that a page is about."""

    ANONYMOUS = "anonymous"
    OUTSIDER = "outsider"
    CONTRIBUTOR = "contributor"
    AUTHORITY = "authority"
    STAFF = "staff"
    PUBLISHER = "publisher"


class Answer(StrEnum):
    """What becomes of a request."""

    ALLOWED = "allowed"
    SIGN_IN = "sign in"
    TWO_STEP = "two-step"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Rule:
    """Who passes, and which of them only with two-step sign-in."""

    standings: frozenset[Standing]
    two_step: frozenset[Standing] = frozenset()
    of_a_party: bool = False


_SECRETARIAT = frozenset({Standing.STAFF, Standing.PUBLISHER})
_FOCAL_POINTS = frozenset({Standing.CONTRIBUTOR, Standing.AUTHORITY})
_SUBMITTERS = _SECRETARIAT | {Standing.AUTHORITY}

RULES: dict[Access, Rule] = {
    Access.PUBLIC: Rule(frozenset(Standing)),
    Access.SIGNED_IN: Rule(frozenset(Standing) - {Standing.ANONYMOUS}),
    Access.REPORT_READ: Rule(_FOCAL_POINTS | _SECRETARIAT, two_step=_SECRETARIAT, of_a_party=True),
    # Entering a report received on paper is the Secretariat's; the service checks where the report came from.
    Access.REPORT_EDIT: Rule(_FOCAL_POINTS | _SECRETARIAT, two_step=_SECRETARIAT, of_a_party=True),
    Access.REPORT_SUBMIT: Rule(_SUBMITTERS, two_step=_SUBMITTERS, of_a_party=True),
    Access.DESK: Rule(_SECRETARIAT, two_step=_SECRETARIAT),
    Access.PUBLISH: Rule(frozenset({Standing.PUBLISHER}), two_step=_SECRETARIAT),
}


def is_secretariat(user: Anyone) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_staff)


def has_two_step(user: Anyone) -> bool:
    """Whether this person has set up a second step; whoever has cannot sign in without it."""
    return bool(is_mfa_enabled(user))


def parties_of(user: Anyone, on: date) -> dict[str, Role]:
    """The Parties that somebody is a focal point of on a day, with the role; one query."""
    if not isinstance(user, User):
        return {}
    rows = FocalPoint.objects.current(on).filter(user=user).values_list("party__code", "role")
    roles: dict[str, Role] = {}
    for code, role in rows:
        # On the day of a change both roles may cover it: the higher counts.
        if roles.get(code) != Role.AUTHORITY:
            roles[code] = Role(role)
    return roles


def role_for(user: Anyone, party_code: str, on: date) -> Role | None:
    """The role for one Party on a day; within a request that `requires` guards, without another query."""
    known: tuple[date, dict[str, Role]] | None = getattr(user, "_roles_of_request", None)
    roles = known[1] if known and known[0] == on else parties_of(user, on)
    return roles.get(party_code)


def standing_of(user: Anyone, party_code: str | None, on: date) -> Standing:
    if not user.is_authenticated:
        return Standing.ANONYMOUS
    if is_secretariat(user):
        return Standing.PUBLISHER if user.is_publisher else Standing.STAFF
    role = role_for(user, party_code, on) if party_code else None
    return Standing(role.value) if role else Standing.OUTSIDER


def may(standing: Standing, access: Access, *, two_step: bool) -> Answer:
    """The table itself, without a database."""
    rule = RULES[access]
    if standing in rule.standings:
        return Answer.TWO_STEP if standing in rule.two_step and not two_step else Answer.ALLOWED
    if standing is Standing.ANONYMOUS:
        return Answer.SIGN_IN
    # Whether a Party has a draft is not told to those who have no part in it.
    return Answer.HIDDEN if rule.of_a_party and standing is Standing.OUTSIDER else Answer.FORBIDDEN


def answer_for(user: Anyone, access: Access, party_code: str | None, on: date) -> Answer:
    rule = RULES[access]
    standing = standing_of(user, party_code if rule.of_a_party else None, on)
    return may(standing, access, two_step=standing in rule.two_step and has_two_step(user))


R = TypeVar("R", bound=HttpResponseBase)


def requires(access: Access) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], View[P]]:
    """Guard a view. The Party, where the access is about one, is the URL's keyword `party`: its code."""

    def guard(view: Callable[Concatenate[HttpRequest, P], R]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if access is not Access.PUBLIC:
                refused = _refusal(request, access, kwargs.get("party"))
                if refused is not None:
                    return refused
            return view(request, *args, **kwargs)

        guarded.access = access  # type: ignore[attr-defined]
        return guarded

    return guard


def _refusal(request: HttpRequest, access: Access, party: Any) -> HttpResponse | None:
    on = timezone.localdate()
    if RULES[access].of_a_party and isinstance(request.user, User) and not is_secretariat(request.user):
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
    return HttpResponseRedirect(f"{resolve_url('account_login')}?{urlencode({'next': _page_of(request)})}")


def _to_two_step(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"two_step": reverse("mfa_index")}, status=HTTPStatus.FORBIDDEN)
    messages.warning(request, _("This page needs two-step sign-in. Set it up here, then go on."))
    return HttpResponseRedirect(reverse("mfa_index"))


def _page_of(request: HttpRequest) -> str:
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
