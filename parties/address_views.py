"""Pages on which the address of an account is changed: by its owner, who shows the second step, and by staff."""

from http import HTTPStatus
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parties.address_changes import (
    AddressTaken,
    LinkSpent,
    address_of_link,
    ask_for_address,
    change_address,
    confirm_address,
    may_change_address,
)
from parties.forms import AddressForm, StaffAddressForm
from parties.models import User
from parties.permissions import Access, has_two_step, requires, signed_in_user


@require_http_methods(["GET", "POST"])
@requires(Access.SIGNED_IN)
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address of one's own; the link in the letter confirms it."""
    user = signed_in_user(request)
    if (first := _shown_again(request, user)) is not None:
        return first
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            ask_for_address(user=user, email=email, at=timezone.now())
        except AddressTaken:
            form.add_error("email", taken())
        else:
            messages.success(
                request, _("A letter went to %(email)s. Its link confirms the address.") % {"email": email}
            )
            return redirect("parties:me")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "parties/address.html", {"form": form, "person": user}, status=status)


def taken() -> str:
    return _("Another account has this address. Take another one, or ask the Secretariat.")


def _shown_again(request: HttpRequest, user: User) -> HttpResponse | None:
    """None where the second step was shown again a moment ago, or the password of whoever has none; else where to."""
    asked, page = ("mfa", "mfa_reauthenticate") if has_two_step(user) else ("password", "account_reauthenticate")
    since = timezone.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    shown = get_authentication_records(request, user)
    if any(one["method"] == asked and one.get("reauthenticated") and one["at"] >= since for one in shown):
        return None
    return redirect(f"{reverse(page)}?{urlencode({'next': request.path})}")


@require_http_methods(["GET", "POST"])
@requires(Access.SIGNED_IN)
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address that the link was read at; a mail program that opens links changes nothing."""
    user = signed_in_user(request)
    try:
        email = address_of_link(token=token, user=user)
        if request.method == "POST":
            confirm_address(token=token, user=user, session=request.session.session_key, at=timezone.now())
            messages.success(request, _("From now on you sign in with %(email)s.") % {"email": email})
            return redirect("parties:me")
    except LinkSpent as spent:
        raise Http404(
            _("This link is of another account, too old, or was used. Ask for a new one on the page of your account.")
        ) from spent
    except AddressTaken:
        messages.error(request, taken())
        return redirect("parties:me")
    return render(request, "parties/address_confirmation.html", {"email": email})


@require_http_methods(["GET", "POST"])
@requires(Access.DESK)
def person_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Change somebody's address for a reason that goes on the trail and into the letters."""
    person, by, now = get_object_or_404(User, pk=pk), signed_in_user(request), timezone.now()
    if not may_change_address(by, person, at=now):
        raise PermissionDenied(_("Only a publisher changes the address of somebody of the Secretariat."))
    form = StaffAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_address(user=person, **form.cleaned_data, by=by, at=now)
        except AddressTaken:
            form.add_error("email", taken())
        else:
            messages.success(request, _("The address is changed. Both addresses were written to."))
            return redirect("parties:people")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "parties/address.html", {"form": form, "person": person, "by_staff": True}, status=status)
