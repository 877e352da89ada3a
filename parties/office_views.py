"""A Party's office addresses: for its authorities and for the Secretariat."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from parties.asking_first import Asked, asks_first
from parties.forms import LetterLanguageField
from parties.mailboxes import MailboxField
from parties.models import OfficeAddress, Party
from parties.offices import OfficeEnded, TooManyOffices, add_office, end_office, mark_office_returned
from parties.permissions import Access, is_secretariat, requires, signed_in_user


class OfficeForm(forms.Form):
    """A mailbox that letters go to, and in which language."""

    name = forms.CharField(
        label=pgettext_lazy("of an office", "Name"),
        max_length=120,
        help_text=gettext_lazy("As letters greet it: the name of an office, not of a person."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = MailboxField(label=gettext_lazy("E-mail address"), autocomplete="off")
    language = LetterLanguageField(label=gettext_lazy("Language of the letters"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.REPORT_SUBMIT)
def offices(request: HttpRequest, party: str) -> HttpResponse:
    """The addresses that get the Party's letters besides its people; post adds one."""
    held = get_object_or_404(Party, code=party)
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_office(party=held, **form.cleaned_data, by=signed_in_user(request), at=timezone.now())
        except TooManyOffices:
            form.add_error(None, _("This Party has as many office addresses as it may. Remove one first."))
        else:
            messages.success(request, _("The office gets the letters to this Party from now on."))
            return redirect("parties:offices", party=held.code)
    context = {
        "party": held,
        "offices": OfficeAddress.objects.kept().filter(party=held),
        "form": form,
        "of_the_secretariat": is_secretariat(request.user),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "parties/offices.html", context, status=status)


def _office(party: str, pk: int) -> OfficeAddress:
    return get_object_or_404(OfficeAddress.objects.select_related("party"), party__code=party, pk=pk)


def _ask_to_end(request: HttpRequest, party: str, pk: int) -> Asked:
    return Asked(
        title=_("Remove the address of %(office)s?") % {"office": _office(party, pk).name},
        words=_("No more letters to this Party go there. Letters to its people go on as before."),
        button=_("Remove the address"),
        back=reverse("parties:offices", args=[party]),
    )


@require_POST
@requires(Access.REPORT_SUBMIT)
@asks_first(_ask_to_end)
def office_end(request: HttpRequest, party: str, pk: int) -> HttpResponse:
    """Send no more letters there."""
    try:
        end_office(office=_office(party, pk), by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("The address is removed."))
    except OfficeEnded:
        messages.info(request, _("The address was removed before."))
    return redirect("parties:offices", party=party)


@require_POST
@requires(Access.DESK)
def office_return(request: HttpRequest, party: str, pk: int) -> HttpResponse:
    """Mark that a letter to the office came back."""
    try:
        mark_office_returned(office=_office(party, pk), by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("Marked: no letter goes there until the address is put right."))
    except OfficeEnded:
        messages.info(request, _("The address was removed before."))
    return redirect("parties:offices", party=party)
