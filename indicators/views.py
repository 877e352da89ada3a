"""The Secretariat's figures: the list, and one measure with its history and the form.

What a figure would move is shown before it is recorded: the form is taken by `evaluation.views.figures`, which knows
the findings and editions that rest on it.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.forms import FigureForm
from indicators.selectors import EnteredMeasure, NothingEntered, entered_measure, entered_measures
from parties.permissions import Access, requires


@require_safe
@requires(Access.DESK)
def figures(request: HttpRequest) -> HttpResponse:
    """Every measure that waits for figures of the Secretariat, with the latest."""
    return render(request, "indicators/figures.html", {"rows": entered_measures()})


@require_safe
@requires(Access.DESK)
def figure(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One measure: its versions, and the form for a figure or a correction."""
    held = found_measure(code, key)
    form = FigureForm(measure=held.measure, initial=_initial(held))
    return render(request, "indicators/figure.html", {"held": held, "form": form})


def found_measure(code: str, key: str) -> EnteredMeasure:
    try:
        return entered_measure(code, key)
    except NothingEntered as nothing:
        raise Http404(_("No figures are entered for this measure.")) from nothing


def _initial(held: EnteredMeasure) -> dict[str, str]:
    """The unit goes on from figure to figure."""
    return {"unit": held.latest.unit} if held.latest else {}
