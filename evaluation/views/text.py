"""Pages of text: the run behind the figures, data, method, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from evaluation.display import CLASS_LABELS, WORDS
from indicators.calculations import METHOD_VERSION
from indicators.models import ComputationRun
from parties.models import Party, PartyGroup


def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(ComputationRun, pk=pk)
    context = {
        "nav": "method",
        "shown": shown,
        "cycles": shown.inputs.items(),
        "values": shown.values.count(),
        "findings": shown.findings.count(),
        "runs": ComputationRun.objects.all()[:20],
    }
    return render(request, "evaluation/run.html", context)


def data(request: HttpRequest) -> HttpResponse:
    context = {"nav": "data", "parties": Party.objects.count()}
    return render(request, "evaluation/data.html", context)


def method(request: HttpRequest) -> HttpResponse:
    context = {
        "nav": "method",
        "version": METHOD_VERSION,
        "classes": CLASS_LABELS.items(),
        "words": WORDS,
        "groups": PartyGroup.objects.all(),
    }
    return render(request, "evaluation/method.html", context)


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/accessibility.html", {"nav": ""})
