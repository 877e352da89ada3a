"""Pages of text: the run behind the figures, data, method, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy

from figures.catalogue import CLASS_LABELS, WORDS, Words
from indicators.calculations import METHOD_VERSION, PartyClass
from indicators.models import ComputationRun, Plan
from indicators.selectors import part_title
from parties.asked import reads
from parties.models import Party, PartyGroup

MEANINGS: Words = {
    PartyClass.YES: gettext_lazy("the answer is one of the options that count"),
    PartyClass.PARTIAL: gettext_lazy("to some extent; shown beside yes, never merged with it"),
    PartyClass.NO: gettext_lazy("any other answer of substance"),
    PartyClass.NOT_APPLICABLE: gettext_lazy("the Party says that the question does not apply to it"),
    PartyClass.UNANSWERED: gettext_lazy("a report, but no answer to what the measure needs"),
    PartyClass.SILENT: gettext_lazy("no report counted by the cut-off"),
}


@reads()
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(ComputationRun, pk=pk)
    context = {
        "nav": "method",
        "shown": shown,
        "counted": [
            {"cycle": code, "part": part_title(code, part), "held": held, "population": cycle["population"]}
            for code, cycle in shown.inputs.items()
            for part, held in cycle["parts"].items()
        ],
        "values": shown.values.count(),
        "findings": shown.findings.count(),
        "runs": ComputationRun.objects.all()[:20],
    }
    return render(request, "portal/run.html", context)


@reads()
def data(request: HttpRequest) -> HttpResponse:
    plan = Plan.objects.filter(current=True).first()
    context = {
        "nav": "data",
        "parties": Party.objects.count(),
        "pair": plan.mid_term_pair if plan else None,
        "examples": _examples(plan) if plan else [],
    }
    return render(request, "portal/data.html", context)


def _examples(plan: Plan) -> list[str]:
    """The code of the first indicator whose trend is told, or none."""
    told = plan.indicators.filter(measures__is_trend=True).order_by("position")
    return list(told.values_list("code", flat=True)[:1])


@reads()
def method(request: HttpRequest) -> HttpResponse:
    context = {
        "nav": "method",
        "version": METHOD_VERSION,
        "classes": [(name, label, MEANINGS[name]) for name, label in CLASS_LABELS.items()],
        "words": WORDS,
        "groups": PartyGroup.objects.all(),
    }
    return render(request, "portal/method.html", context)


@reads()
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"nav": ""})
