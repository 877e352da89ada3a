"""The people of a Party, as they see each other; its authorities invite colleagues and end their access."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parties import people
from parties.asking_first import Asked, asks_first
from parties.colleagues import (
    MOST_LETTERS,
    MOST_PEOPLE,
    HasRole,
    OwnAccess,
    TooManyLetters,
    TooManyPeople,
    colleagues_of,
    end_colleague,
    invite_colleague,
)
from parties.forms import ColleagueForm
from parties.invitation_views import tell_letter
from parties.models import Email, FocalPoint, Invitation, Party
from parties.permissions import Access, includes, requires, signed_in_user


@require_safe
@requires(Access.REPORT_READ)
def colleagues(request: HttpRequest, party: str) -> HttpResponse:
    """Who has a role for the Party, who is invited, and by whom."""
    held = get_object_or_404(Party, code=party)
    form = ColleagueForm()
    return render(request, "parties/colleagues.html", _context(request, held, form))


def _context(request: HttpRequest, party: Party, form: ColleagueForm) -> dict[str, Any]:
    now = timezone.now()
    return {
        "nav": "reports",
        "party": party,
        "listed": colleagues_of(party, at=now),
        "form": form,
        "may_invite": includes(request.user, Access.REPORT_SUBMIT, party=party.code, on=timezone.localdate(now)),
        "demonstration": party.demonstration,
    }


@require_POST
@requires(Access.REPORT_SUBMIT)
def colleague_invitations(request: HttpRequest, party: str) -> HttpResponse:
    """Invite a colleague."""
    held = get_object_or_404(Party, code=party)
    form = ColleagueForm(request.POST)
    if not form.is_valid():
        context = _context(request, held, form)
        return render(request, "parties/colleagues.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    _invite(request, party=held, **form.cleaned_data)
    return redirect("parties:colleagues", party)


def _invite(request: HttpRequest, **whom: Any) -> None:
    """Invite somebody, and say what became of the letter, or why nothing was sent."""
    try:
        invited = invite_colleague(**whom, by=signed_in_user(request), at=timezone.now())
    except HasRole:
        messages.info(request, _("This person has this role already, or a higher one. Nothing was sent."))
    except people.InvitedMeanwhile:
        messages.info(request, _("This person was invited to the same a moment ago. Nothing was sent again."))
    except TooManyPeople:
        said = _("Your Party has %(n)d people and invitations, and no more are taken. End one, or ask the Secretariat.")
        messages.error(request, said % {"n": MOST_PEOPLE})
    except TooManyLetters:
        said = _("Your Party sent %(n)d invitations within a day, and no more are taken. Go on tomorrow.")
        messages.error(request, said % {"n": MOST_LETTERS})
    except people.NotYours as refused:
        raise PermissionDenied from refused
    else:
        tell_letter(request, Email.objects.get(key=people.letter_key(invited)))


@require_POST
@requires(Access.REPORT_SUBMIT)
def colleague_letter(request: HttpRequest, party: str, pk: int) -> HttpResponse:
    """A new letter with a new link to the same person; the link before works no more."""
    found = _invitation(party, pk)
    if found.accepted_at or found.withdrawn_at:
        messages.info(request, _("The invitation was closed before."))
    else:
        whom = {"email": found.email, "name": found.name, "role": found.role}
        _invite(request, party=found.party, language=found.language, **whom)
    return redirect("parties:colleagues", party)


def _invitation(party: str, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("party"), pk=pk, party__code=party)


def _ask_to_withdraw(request: HttpRequest, party: str, pk: int) -> Asked:
    return Asked(
        title=_("Withdraw the invitation of %(name)s?") % {"name": _invitation(party, pk).name},
        words=_("The link in the letter will no longer work. You can invite the same person again."),
        button=_("Withdraw the invitation"),
        back=reverse("parties:colleagues", args=[party]),
    )


@require_POST
@requires(Access.REPORT_SUBMIT)
@asks_first(_ask_to_withdraw)
def colleague_withdrawal(request: HttpRequest, party: str, pk: int) -> HttpResponse:
    """Make the link of an invitation useless."""
    try:
        people.withdraw_invitation(invitation=_invitation(party, pk), by=signed_in_user(request), at=timezone.now())
    except people.InvitationClosed:
        messages.info(request, _("The invitation was closed before."))
    else:
        messages.success(request, _("The link no longer works."))
    return redirect("parties:colleagues", party)


def _role(party: str, pk: int) -> FocalPoint:
    return get_object_or_404(FocalPoint.objects.select_related("party", "user"), pk=pk, party__code=party)


def _ask_to_end(request: HttpRequest, party: str, pk: int) -> Asked:
    return Asked(
        title=_("End the access of %(name)s?") % {"name": _role(party, pk).user.name},
        words=_(
            "From now on this person can neither read nor fill in your Party’s reports, and gets a letter that says "
            "so. What was written stays, under the same name."
        ),
        button=_("End the access"),
        back=reverse("parties:colleagues", args=[party]),
    )


@require_POST
@requires(Access.REPORT_SUBMIT)
@asks_first(_ask_to_end)
def colleague_end(request: HttpRequest, party: str, pk: int) -> HttpResponse:
    """End a colleague's access."""
    held = _role(party, pk)
    try:
        end_colleague(held=held, by=signed_in_user(request), at=timezone.now())
    except people.AlreadyEnded:
        messages.info(request, _("The role had ended before."))
    except OwnAccess:
        said = _("You do not end your own access: another authority of your Party does, or the Secretariat.")
        messages.error(request, said)
    else:
        messages.success(request, _("The access of %(name)s has ended.") % {"name": held.user.name})
    return redirect("parties:colleagues", party)
