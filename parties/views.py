"""Pages about people: an invitation, oneself, and the Secretariat's list."""

import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.defaults import page_not_found

from languages.codes import ENGLISH
from parties import people
from parties.addresses import onward
from parties.asked import reads
from parties.asking_first import Asked, asks_first
from parties.forms import InviteForm, NewPersonForm, PartyFilterForm, note_device
from parties.invitation_views import invite_now
from parties.models import FocalPoint, OfficeAddress, User
from parties.permissions import Access, has_two_step, includes, is_secretariat, parties_of, requires, signed_in_user
from parties.roles import Leave
from parties.selectors import people_list, roles_of
from parties.zones import choices, usual_zone

# What Django says, in English, of a row that it did not find.
OF_DJANGO = re.compile(r"No .+ (?:matches the given|found matching the) query\.?")
# Of the invitations on the page of everybody; the others stand on a page of their own.
SHOWN = 20
CLOSED = {
    people.InvitationExpired: "expired",
    people.InvitationUsed: "used",
    people.InvitationWithdrawn: "withdrawn",
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing at this address, and why where the portal itself has words for it."""
    said = exception.args[0] if exception.args else ""
    is_ours = isinstance(said, str) and not OF_DJANGO.fullmatch(said)
    return page_not_found(request, Http404(said if is_ours else ""))


@require_GET
@requires(Access.SIGNED_IN)
def landing(request: HttpRequest) -> HttpResponse:
    """Lead on to where somebody works, in the language signed in in: the desk, one's reports, or the first page."""
    user = signed_in_user(request)
    people.keep_first_language(user=user, language=get_language() or settings.LANGUAGE_CODE)
    kind = "secretariat" if is_secretariat(user) else "focal_point"
    if is_secretariat(user) or parties_of(user, timezone.localdate()):
        try:
            return redirect(reverse(settings.LANDING[kind]))
        except NoReverseMatch:
            return redirect("parties:me")
    return redirect("parties:me")


@require_POST
@requires(Access.SIGNED_IN)
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language for the person, and lead on to the same page in it."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Http404(_("The portal is not offered in this language."))
    people.choose_language(user=signed_in_user(request), language=code)
    return redirect(onward(request, code))


@require_POST
@requires(Access.SIGNED_IN)
def choose_time_zone(request: HttpRequest) -> HttpResponse:
    """Keep by whose clock the person reads times."""
    zone = request.POST.get("time_zone", "")
    try:
        people.choose_time_zone(user=signed_in_user(request), zone=zone)
    except people.ZoneUnknown as unknown:
        raise Http404(_("No such time zone is offered. Please choose one of the list.")) from unknown
    messages.success(request, _("Saved. Times are shown by this clock from now on."))
    return redirect("parties:me")


@require_GET
@requires(Access.SIGNED_IN)
def me(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    roles, now = roles_of(user, on=timezone.localdate()), timezone.now()
    usual = {zone for held in roles if (zone := usual_zone(held.party.alpha2))}
    context = {
        "roles": roles,
        "speaks_for": [one.party.code for one in roles if one.held_role.submits is not Leave.NO],
        "two_step": has_two_step(user),
        "now": now,
        "zones": choices(get_language() or ENGLISH, now),
        # Offered first to whoever chose none.
        "zone": user.time_zone or (usual.pop() if len(usual) == 1 else ""),
    }
    return render(request, "parties/me.html", context)


@reads()
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
@requires(Access.PUBLIC)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what an invitation is for; accept it."""
    try:
        shown = people.open_invitation(secret=secret, at=timezone.now())
    except people.InvitationUnknown as unknown:
        raise Http404(_("No invitation has this address. Please check that you copied all of it.")) from unknown
    except people.InvitationClosed as closed:
        return _gone(request, closed)
    known = people.person_of(shown)
    form = NewPersonForm(request.POST or None, initial={"name": shown.name}) if known is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        accepted = _accept(request, secret, form)
        if accepted is not None:
            return accepted
    context = {"invitation": shown, "known": known, "form": form, "other": _is_other(request, known)}
    return render(request, "parties/invitation.html", context)


def _accept(request: HttpRequest, secret: str, form: NewPersonForm | None) -> HttpResponse | None:
    """Accept, sign a new person in and lead on; None where the page has to be shown again."""
    given = form.cleaned_data if form else {}
    by = request.user if isinstance(request.user, User) else None
    try:
        user = people.accept_invitation(
            secret=secret,
            by=by,
            at=timezone.now(),
            name=given.get("name", ""),
            password=given.get("password", ""),
        )
    except people.InvitationClosed as closed:
        return _gone(request, closed)
    except (people.SignInFirst, people.OtherPersonSignedIn):
        return None
    except ValidationError as weak:
        if form is not None:
            form.add_error("password", weak)
        return None
    onward = reverse("mfa_index") if _needs_two_step(user) else reverse("parties:landing")
    messages.success(request, _("Your role is set up."))
    if by is not None:
        return redirect(onward)
    # The password was typed a moment ago: setting up the second step need not ask for it again.
    record_authentication(request, user, method="password", reauthenticated=True)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=onward, email=user.email))
    note_device(request, shared=given["shared_device"])
    return response


def _needs_two_step(user: User) -> bool:
    roles = [*parties_of(user, timezone.localdate()).values(), user.secretariat_role]
    return any(role.needs_two_step for role in roles if role) and not has_two_step(user)


def _is_other(request: HttpRequest, known: User | None) -> bool:
    return request.user.is_authenticated and request.user != known


def _gone(request: HttpRequest, closed: people.InvitationClosed) -> HttpResponse:
    context = {"reason": CLOSED[type(closed)]}
    return render(request, "parties/invitation_closed.html", context, status=HTTPStatus.GONE)


@require_http_methods(["GET", "POST"])
@requires(Access.DESK)
def desk_people(request: HttpRequest) -> HttpResponse:
    """List people and open invitations; invite."""
    by, now = signed_in_user(request), timezone.now()
    form = InviteForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        invite_now(request, **form.cleaned_data, at=now)
        return redirect("parties:people")
    # Beside the form to invite, which has a Party too.
    chosen = PartyFilterForm(request.GET or None, auto_id="filter_%s")
    party = chosen.cleaned_data["party"] if chosen.is_valid() else None
    listed = people_list(party, by=by, at=now)
    context = {
        "form": form,
        "filter": chosen,
        "party": party,
        "listed": listed,
        "offices": OfficeAddress.objects.kept().filter(party=party) if party else (),
        "invitations": listed.invitations if party else listed.invitations[:SHOWN],
        "may_publish": includes(by, Access.PUBLISH, on=timezone.localdate(now)),
    }
    return render(request, "parties/people.html", context)


def _ask_to_end_role(request: HttpRequest, pk: int) -> Asked:
    held = get_object_or_404(FocalPoint.objects.select_related("party", "user"), pk=pk)
    return Asked(
        title=_("End the role of %(name)s?") % {"name": held.user.name},
        words=_(
            "From now on this person can neither read nor fill in what belongs to this Party: %(party)s. What was "
            "written stays, under the same name."
        )
        % {"party": held.party.name},
        button=_("End the role"),
        back=reverse("parties:people"),
    )


def _ask_to_end_staff(request: HttpRequest, pk: int) -> Asked:
    return Asked(
        title=_("End the work of %(name)s for the Secretariat?") % {"name": get_object_or_404(User, pk=pk).name},
        words=_("From now on this person cannot reach the desk. What was done stays, under the same name."),
        button=_("End the work for the Secretariat"),
        back=reverse("parties:people"),
    )


@require_POST
@requires(Access.DESK)
@asks_first(_ask_to_end_role)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(FocalPoint.objects.select_related("party", "user"), pk=pk)
    end = partial(people.end_role, focal_point=found)
    return _end(request, end, _("The role has ended."), before=_("The role had ended before."))


@require_POST
@requires(Access.DESK)
@asks_first(_ask_to_end_staff)
def end_staff(request: HttpRequest, pk: int) -> HttpResponse:
    end = partial(people.end_staff, user=get_object_or_404(User, pk=pk))
    before, refusal = _("This person is not of the Secretariat."), _("Only a publisher may do this.")
    return _end(request, end, _("This person is no longer of the Secretariat."), before=before, refusal=refusal)


def _end(
    request: HttpRequest, end: Callable[..., object], done: str, *, before: str, refusal: str = ""
) -> HttpResponse:
    """End what somebody was given, once: whoever comes second is told that it had ended `before`."""
    try:
        end(by=signed_in_user(request), at=timezone.now())
    except people.AlreadyEnded:
        messages.info(request, before)
    except people.NotYours as refused:
        raise PermissionDenied(refusal) from refused
    else:
        messages.success(request, done)
    return redirect("parties:people")
