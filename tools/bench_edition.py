"""Make a whole edition in a process of its own and print, as JSON, the seconds of each step and the most memory."""

import json
import resource
from collections.abc import Iterator
from contextlib import nullcontext
from time import perf_counter
from typing import TYPE_CHECKING
from unittest.mock import patch

import django
from bench_peak import megabytes
from bench_sizes import SMALL
from django.utils import timezone

if TYPE_CHECKING:
    from evaluation.documents import RenderedDocument

BASELINE, CURRENT = "NR2", "NR3"


def steps() -> Iterator[tuple[str, float, int]]:
    """Each step's name, seconds and bytes: freezing, computing from the frozen form alone, every document.

    In the small form the documents are those in English.
    """
    from evaluation.documents import rendering
    from evaluation.editions.building import render
    from evaluation.editions.freezing import frozen_form
    from evaluation.editions.rebuilding import recompute
    from evaluation.evaluations import Parameters
    from evaluation.models import Evaluation
    from indicators.models import Plan, ReportingCycle
    from parties.models import PartyGroup

    parameters = Parameters(
        kind="mid-term",
        plan=Plan.objects.get(current=True),
        baseline=ReportingCycle.objects.get(code=BASELINE),
        current=ReportingCycle.objects.get(code=CURRENT),
        groups=list(PartyGroup.objects.values_list("slug", flat=True)),
        titles={"en": "Benchmark"},
    )
    evaluation = Evaluation(slug="benchmark", **parameters.columns())
    begin = perf_counter()
    frozen = frozen_form(evaluation=evaluation, edition=None, at=timezone.now())
    yield "gather, compute and freeze", perf_counter() - begin, len(frozen.content)
    begin = perf_counter()
    recompute(frozen.form)
    yield "compute from the frozen form alone", perf_counter() - begin, 0
    with patch.object(rendering, "settable", lambda: ("en",)) if SMALL else nullcontext():
        yield from documents(render(frozen.content))


def documents(rendered: "Iterator[RenderedDocument]") -> Iterator[tuple[str, float, int]]:
    begin = perf_counter()
    for document in rendered:
        yield document.name, perf_counter() - begin, len(document.content)
        begin = perf_counter()


def main() -> None:
    django.setup()
    start = megabytes()
    found = [list(step) for step in steps()]
    # The process that sets the documents is another one, and both are there at once.
    setting = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"start": start, "peak": megabytes() + setting, "steps": found}))


if __name__ == "__main__":
    main()
