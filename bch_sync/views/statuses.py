"""Treaty dates on which the Clearing-House and this portal differ; staff decide on each.

Taking theirs shows first what it would move: `evaluation.views.changes` does it, which knows the findings and editions
that rest on a date.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bch_sync.countries import AlreadyDecided, decide
from bch_sync.models import StatusDifference
from parties.permissions import Access, includes, requires, signed_in_user


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
    """Keep ours."""
    difference = get_object_or_404(StatusDifference.objects.select_related("party"), pk=pk)
    if request.POST.get("take") != "ours":
        messages.error(request, _("Say whose value holds: theirs or ours."))
        return redirect("clearing-house:statuses")
    try:
        decide(difference=difference, apply=False, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("Ours is kept."))
    except AlreadyDecided:
        messages.info(request, _("Somebody has decided on it meanwhile."))
    return redirect("clearing-house:statuses")
