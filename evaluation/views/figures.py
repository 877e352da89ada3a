"""Figures that the Secretariat enters: what one would move is shown, and then it is recorded."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluation.data_files import NO_LONGER, NotWeighed, propose_figure, take_in
from evaluation.models import DataProposal
from indicators.forms import FigureForm
from indicators.views import found_measure
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def figure_proposal(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Keep a figure or a correction as it was typed, and lead to what it would move; nothing is recorded yet."""
    held = found_measure(code, key)
    form = FigureForm(request.POST, measure=held.measure)
    if form.is_valid():
        proposal = propose_figure(measure=held.measure, **form.given, by=signed_in_user(request), at=timezone.now())
        return redirect("desk_evaluations:data-proposal", pk=proposal.pk)
    context = {"held": held, "form": form}
    return render(request, "indicators/figure.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@requires(Access.PUBLISH)
def figure_recording(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a figure whose moves were shown."""
    held = get_object_or_404(DataProposal.objects.exclude(figure={}), pk=pk)
    try:
        is_new = take_in(proposal=held, by=signed_in_user(request), at=timezone.now())
        said = _("The figure is recorded, and what rests on it is computed anew.")
        messages.success(request, said if is_new else _("This figure stands already: nothing changed."))
    except NotWeighed:
        messages.error(request, _("What this figure moves is not worked out, or it was recorded already."))
    except NO_LONGER:
        messages.error(request, _("The measure takes no such figure any more: look at it again, and enter it anew."))
    return redirect("desk_evaluations:data-proposal", pk=pk)
