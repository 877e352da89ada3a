"""Getting ready: what a Secretariat has to do before a cycle can begin."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from evaluation.data_files import propose
from parties.permissions import Access, includes, requires, signed_in_user
from portal.readiness import next_cycle, note_restored, readiness, release_files, send_test_letter


class RestoredForm(forms.Form):
    """What was restored, where, and by whom."""

    note = forms.CharField(
        label=gettext_lazy("What was restored, where, and who looked at it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_safe
@requires(Access.DESK)
def page(request: HttpRequest) -> HttpResponse:
    """Every step, and what to do next."""
    return _page(request, RestoredForm())


def _page(request: HttpRequest, form: RestoredForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "ready": readiness(at=now),
        "cycle": next_cycle(),
        "form": form,
        "may_publish": includes(request.user, Access.PUBLISH, on=timezone.localdate(now)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/desk/getting_ready.html", context, status=status)


@require_POST
@requires(Access.PUBLISH)
def release_data(request: HttpRequest) -> HttpResponse:
    """Bring the data files of the release to the desk: what they move is shown before they are taken in."""
    held = propose(files=release_files(), by=signed_in_user(request), at=timezone.now())
    return redirect("desk_evaluations:data-proposal", pk=held.pk)


@require_POST
@requires(Access.DESK)
def test_letter(request: HttpRequest) -> HttpResponse:
    letter = send_test_letter(by=signed_in_user(request), at=timezone.now())
    letter.refresh_from_db()
    if letter.fault:
        messages.error(request, _("The last test letter has not left: %(why)s") % {"why": letter.fault})
    else:
        messages.success(request, _("A letter to %(email)s was written. See that it arrives.") % {"email": letter.to})
    return redirect("getting-ready:page")


@require_POST
@requires(Access.DESK)
def restored(request: HttpRequest) -> HttpResponse:
    """Note that a backup was restored elsewhere and looked at."""
    form = RestoredForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    note_restored(note=form.cleaned_data["note"], by=signed_in_user(request), at=timezone.now())
    messages.success(request, _("Noted."))
    return redirect("getting-ready:page")
