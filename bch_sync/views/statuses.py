"""Treaty dates on which the Clearing-House and this portal differ; staff decide on each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bch_sync.countries import AlreadyDecided, StatusMoved, decide
from bch_sync.models import StatusDifference
from parties.permissions import Access, includes, requires, signed_in_user
from parties.services import StatusInvalid


@require_safe
@requires(Access.DESK)
def statuses(request: HttpRequest) -> HttpResponse:
    """What differs, with both values; and what was decided."""
    held = StatusDifference.objects.select_related("party", "decided_by")
    context = {
        "open": held.filter(state=StatusDifference.State.OPEN),
        "decided": held.filter(decided_at__isnull=False).order_by("-decided_at")[:50],
        "may_decide": includes(request.user, Access.PUBLISH, on=timezone.localdate()),
    }
    return render(request, "bch_sync/statuses.html", context)


@require_POST
@requires(Access.PUBLISH)
def status_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Take their value over, or keep ours."""
    difference = get_object_or_404(StatusDifference.objects.select_related("party"), pk=pk)
    applies = request.POST.get("take") == "theirs"
    if not applies and request.POST.get("take") != "ours":
        messages.error(request, _("Say whose value holds: theirs or ours."))
        return redirect("clearing-house:statuses")
    try:
        decide(difference=difference, apply=applies, by=signed_in_user(request), at=timezone.now())
        told = _("Their value is taken over, and the figures are computed anew.") if applies else _("Ours is kept.")
        messages.success(request, told)
    except AlreadyDecided:
        messages.info(request, _("Somebody has decided on it meanwhile."))
    except StatusMoved:
        messages.error(request, _("Our value has changed since. Look again after the next reading."))
    except StatusInvalid as fault:
        messages.error(request, _("Not taken over: %(why)s") % {"why": fault})
    return redirect("clearing-house:statuses")
