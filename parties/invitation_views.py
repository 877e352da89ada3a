"""Invitations at the desk: what became of each, what is done about it, and lists that invite many at once."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs import beside
from jobs.models import Job
from parties import inviting, people
from parties.asked import reads
from parties.asking_first import Asked, asks_first
from parties.emails import absolute
from parties.forms import CodeForm, InvitationFilterForm
from parties.invitations import SentInvitation, Standing, counted, not_taken_up, reach
from parties.inviting import Outlook
from parties.models import Email, GroupMembership, Invitation, InvitationRound, Party, current_on
from parties.permissions import Access, requires, signed_in_user

ON_A_PAGE = 50
LOOK_AGAIN_SECONDS = 5


@require_safe
@requires(Access.DESK)
def invitations(request: HttpRequest) -> HttpResponse:
    """Every invitation that nobody took up, narrowed by Party, group and what became of it."""
    now = timezone.now()
    form = InvitationFilterForm(request.GET or None)
    found = _chosen(form, now)
    reached = reach(list(Party.objects.in_force(timezone.localdate(now))), at=now)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": form,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "found": found,
        "may_go_again": any(one.invitation.party for one in found),
        "reach": counted(reached),
        "query": f"{query.urlencode()}&" if query else "",
        "lists": InvitationRound.objects.select_related("by").exclude(sent_at=None).defer("rows")[:ON_A_PAGE],
    }
    return render(request, "parties/invitations.html", context)


def _chosen(form: InvitationFilterForm, at: datetime) -> list[SentInvitation]:
    """The invitations that a form asks for; all where it asks for none. Raises Http404."""
    found = not_taken_up(at=at)
    if not form.is_bound:
        return found
    if not form.is_valid():
        raise Http404(_("There is no such choice."))
    asked = form.cleaned_data
    if asked["standing"]:
        found = [one for one in found if one.standing is Standing(asked["standing"])]
    if asked["party"]:
        found = [one for one in found if one.invitation.party == asked["party"]]
    if asked["group"]:
        members = set(
            GroupMembership.objects.filter(current_on(timezone.localdate(at)), group=asked["group"]).values_list(
                "party", flat=True
            )
        )
        found = [one for one in found if one.invitation.party_id in members]
    return found


@require_POST
@requires(Access.DESK)
def send_again(request: HttpRequest) -> HttpResponse:
    """Make a list of the invitations that are shown; nothing is sent before a yes on its page."""
    now = timezone.now()
    found = _chosen(InvitationFilterForm(request.POST), now)
    rows = inviting.again_to([one.invitation for one in found])
    if not rows:
        messages.info(request, _("No focal point is among those shown: invite the Secretariat’s people one by one."))
        return redirect("parties:invitations")
    held = inviting.keep_list(
        rows=rows,
        source=str(_("Invitations sent again")),
        by=signed_in_user(request),
        at=now,
        language=get_language() or "",
        again=True,
    )
    return redirect("parties:invitation-list", held.pk)


@require_safe
@requires(Access.DESK)
def invitation_list(request: HttpRequest, pk: int) -> HttpResponse:
    """A list line by line: before the yes what becomes of each, and afterwards what became of it."""
    held = get_object_or_404(InvitationRound.objects.select_related("by"), pk=pk)
    now = timezone.now()
    rows = inviting.weigh(held, at=now)
    letters = {one.invitation.pk: one for one in not_taken_up(at=now)} if held.sent_at else {}
    job = Job.objects.filter(kind=inviting.KIND, arguments={"round": held.pk}).order_by("-pk").first()
    is_open = job is not None and job.state in (Job.State.QUEUED, Job.State.RUNNING)
    of = {outlook: [row for row in rows if row.outlook is outlook] for outlook in Outlook}
    context = {
        "held": held,
        "sends": of[Outlook.SENDS],
        "faults": of[Outlook.FAULT],
        "has_role": of[Outlook.HAS_ROLE],
        "invited": [(row, letters.get(row.invitation.pk) if row.invitation else None) for row in of[Outlook.INVITED]],
        "is_open": is_open,
        "has_failed": job is not None and job.state == Job.State.FAILED,
    }
    response = render(request, "parties/invitation_list.html", context)
    if is_open:
        beside.resume()
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


@require_POST
@requires(Access.DESK)
def list_sending(request: HttpRequest, pk: int) -> HttpResponse:
    """The yes to a list."""
    held = get_object_or_404(InvitationRound, pk=pk)
    try:
        inviting.say_yes(held=held, by=signed_in_user(request), at=timezone.now())
    except inviting.AlreadySent:
        messages.info(request, _("This list was sent before. Nothing was sent again."))
    return redirect("parties:invitation-list", pk)


@require_POST
@requires(Access.DESK)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A new letter with a new link to the same person; the link before works no more."""
    found = get_object_or_404(Invitation.objects.select_related("party"), pk=pk)
    if found.accepted_at or found.withdrawn_at:
        messages.info(request, _("The invitation was closed before."))
    else:
        whom = {"email": found.email, "name": found.name, "role": found.role, "party": found.party}
        invite_now(request, **whom, language=found.language, at=timezone.now())
    return redirect("parties:invitations")


def invite_now(request: HttpRequest, *, at: datetime, **whom: Any) -> None:
    """Invite somebody, and say what became of the letter by now."""
    try:
        invited = people.invite(**whom, by=signed_in_user(request), at=at)
    except people.InvitedMeanwhile:
        messages.info(request, _("This person was invited to the same a moment ago. Nothing was sent again."))
    except people.NotYours as refused:
        raise PermissionDenied from refused
    else:
        tell_letter(request, Email.objects.get(key=people.letter_key(invited)))


def tell_letter(request: HttpRequest, letter: Email) -> None:
    """Say what became of the letter by now: it went, it waits, or it could not go."""
    if letter.sent_at:
        messages.success(request, _("The invitation was sent to %(email)s.") % {"email": letter.to})
    elif letter.fault:
        said = _("The invitation to %(email)s was not sent: %(why)s. It is tried again for an hour; check the address.")
        messages.error(request, said % {"email": letter.to, "why": letter.fault.rstrip(".")})
    else:
        messages.info(request, _("The invitation to %(email)s waits to be sent.") % {"email": letter.to})


def _ask_to_withdraw(request: HttpRequest, pk: int) -> Asked:
    name = get_object_or_404(Invitation, pk=pk).name
    return Asked(
        title=_("Withdraw the invitation of %(name)s?") % {"name": name},
        words=_("The link in the letter will no longer work. You can invite the same person again."),
        button=_("Withdraw the invitation"),
        back=reverse("parties:invitations"),
    )


@require_POST
@requires(Access.DESK)
@asks_first(_ask_to_withdraw)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, people.withdraw_invitation, _("The link no longer works."))


@require_POST
@requires(Access.DESK)
def came_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark that the letter came back; the Party is not reached by it."""
    done = _("Marked: the letter came back. Invite the person at another address, or hand over a code.")
    return _do(request, pk, people.mark_returned, done)


def _do(request: HttpRequest, pk: int, act: Callable[..., object], done: str) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.select_related("party"), pk=pk)
    try:
        partial(act, invitation=found, by=signed_in_user(request), at=timezone.now())()
    except people.InvitationClosed:
        messages.info(request, _("The invitation was closed before."))
    except people.NotYours as refused:
        raise PermissionDenied from refused
    else:
        messages.success(request, done)
    return redirect("parties:invitations")


@require_POST
@requires(Access.DESK)
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a code once, to be handed over by telephone or in person."""
    found = get_object_or_404(Invitation.objects.select_related("party"), pk=pk)
    try:
        given = people.hand_over(invitation=found, by=signed_in_user(request), at=timezone.now())
    except people.InvitationClosed:
        messages.info(request, _("The invitation was closed before."))
        return redirect("parties:invitations")
    except people.NotYours as refused:
        raise PermissionDenied from refused
    typed_at = absolute(reverse("parties:invitation-code"))
    context = {"invitation": found, "code": given, "typed_at": typed_at}
    return render(request, "parties/invitation_code.html", context)


@reads()
@require_http_methods(["GET", "POST"])
@requires(Access.PUBLIC)
def code_entry(request: HttpRequest) -> HttpResponse:
    """Where somebody types the code that was handed over; the invitation itself is shown next."""
    form = CodeForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        typed = people.code_typed(form.cleaned_data["code"])
        try:
            people.open_invitation(secret=typed, at=timezone.now())
        except people.InvitationUnknown:
            form.add_error("code", _("No invitation has this code. Compare it letter by letter, or ask for a new one."))
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        except people.InvitationClosed:
            # Its page says how it closed.
            return redirect("parties:invitation", typed)
        else:
            return redirect("parties:invitation", typed)
    return render(request, "parties/code_entry.html", {"form": form}, status=status)
