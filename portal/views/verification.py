"""The verification at the desk: the last result, whether it is scheduled, and asking for one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jobs import clock
from jobs.services import enqueue
from languages.told import said_later
from parties.permissions import Access, requires
from portal.verification import KIND, MOST_KEPT, is_on_its_way, last_verification


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
def verification(request: HttpRequest) -> HttpResponse:
    """The table of the last verification; a POST asks for one now."""
    if request.method == "POST":
        enqueue(kind=KIND, reason=said_later("asked for at the desk"))
        messages.success(request, _("The verification was asked for. This page shows its table once it is done."))
        return redirect("desk_verification:verification")
    now = timezone.now()
    context = {
        "last": last_verification(),
        "most": MOST_KEPT,
        "on_its_way": is_on_its_way(),
        "clock_is_away": clock.is_away(at=now),
        "overdue": any(one.is_overdue for one in clock.regular_work(at=now) if one.task == "portal.tasks.verify"),
    }
    return render(request, "portal/desk/verification.html", context)
