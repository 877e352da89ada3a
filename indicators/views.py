"""The Secretariat's figures: the list, and one measure with its history and the form."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from indicators.forms import FigureForm
from indicators.selectors import EnteredMeasure, entered_measures
from indicators.services import record_figure
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user


@require_safe
@requires(Access.DESK)
def figures(request: HttpRequest) -> HttpResponse:
    """Every measure that waits for figures of the Secretariat, with the latest."""
    return render(request, "indicators/figures.html", {"rows": entered_measures()})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def figure(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One measure: its versions, and the form for a figure or a correction."""
    held = _find(code, key)
    form = FigureForm(request.POST or None, measure=held.measure, initial=_initial(held))
    if request.method == "POST" and form.is_valid():
        done = record_figure(measure=held.measure, **form.given, by=signed_in_user(request), at=timezone.now())
        said = _("The figure is recorded, and what rests on it is computed anew.")
        messages.success(request, said if done.is_new else _("This figure stands already: nothing changed."))
        return redirect("indicators:figure", code=code, key=key)
    return render(request, "indicators/figure.html", {"held": held, "form": form})


def _find(code: str, key: str) -> EnteredMeasure:
    for held in entered_measures():
        if (held.measure.indicator.code, held.measure.key) == (code, key):
            return held
    raise Http404(_("No figures are entered for this measure."))


def _initial(held: EnteredMeasure) -> dict[str, str]:
    """The unit goes on from figure to figure."""
    return {"unit": held.latest.unit} if held.latest else {}
