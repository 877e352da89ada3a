"""Pages about the second step that somebody lost, and the sessions that somebody ends."""

from http import HTTPStatus

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parties import sessions
from parties.forms import SecondStepResetForm
from parties.models import User
from parties.permissions import Access, requires, signed_in_user
from parties.second_steps import NoSecondStep, NotByOneself, reset


@require_http_methods(["GET", "POST"])
@requires(Access.PUBLISH)
def reset_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away somebody's lost second step for a reason that goes on the trail and into the letter."""
    person = get_object_or_404(User, pk=pk)
    form = SecondStepResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reset(user=person, **form.cleaned_data, by=signed_in_user(request), at=timezone.now())
        except NotByOneself as refused:
            raise PermissionDenied(_("Nobody resets their own second step. Ask another publisher.")) from refused
        except NoSecondStep:
            messages.info(request, _("This person has no second step: nothing was taken away."))
        else:
            messages.success(request, _("The second step is taken away. The person was written to."))
        return redirect("parties:people")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "parties/second_step_reset.html", {"form": form, "person": person}, status=status)


@require_POST
@requires(Access.SIGNED_IN)
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; whose it is not finds none."""
    try:
        sessions.end_session(signed_in_user(request), number=pk, at=timezone.now())
    except UserSession.DoesNotExist:
        messages.info(request, _("This session had ended before."))
    else:
        messages.success(request, _("The session has ended. Whoever used it has to sign in again."))
    return redirect("usersessions_list")
