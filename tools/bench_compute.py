"""Time a recomputation, the bare reads and writes below it, and the count that a database does alone."""

import gc
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from unittest.mock import patch

from bench_common import figures
from bench_data import BATCH, CYCLES
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from figures import services, storing
from figures.answers import needed_questions
from figures.evidence import Ground, measure_rules
from indicators import models
from national_reports.models import Answer, Questionnaire, Report
from parties.models import TreatyStatus
from parties.selectors import groups_on, population

FIGURES = (models.IndicatorValue, models.Finding, models.Classification)
# The parts of compute_progress; what is left is storing.
STAGES = (
    (services, "measure_rules", "gather"),
    (services, "ground_of", "gather"),
    (services, "inputs_of", "gather"),
    (services, "kept_for", "gather"),
    (Ground, "read", "gather"),
    (services, "count_parties", "compute"),
    (services, "compute_from", "compute"),
)


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call, with nothing left to collect from before."""
    gc.collect()
    begin = perf_counter()
    work()
    return perf_counter() - begin


# -- the recomputation -----------------------------------------------------------------------------------


def recompute(*, afresh: bool = True) -> dict[str, float]:
    """Seconds of a recomputation by stage: of everything, or if not `afresh` of what was changed since."""
    seconds = {"gather": 0.0, "compute": 0.0}

    def watched(step: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            begin = perf_counter()
            try:
                return step(*args)
            finally:
                seconds[stage] += perf_counter() - begin

        return call

    with ExitStack() as patches:
        # Two runs kept instead of twenty: every recomputation drops the figures of one, as after the twentieth.
        patches.enter_context(patch.object(storing, "RUNS_KEPT", 2))
        for owner, name, stage in STAGES:
            patches.enter_context(patch.object(owner, name, watched(getattr(owner, name), stage)))
        total = timed(lambda: services.compute_progress(at=timezone.now(), reason="benchmark", afresh=afresh))
    return seconds | {"store": total - sum(seconds.values()), "total": total}


def one_report_more(luck: Random) -> None:
    """Another report of one Party counts: its ticks are otherwise in every third question, and so is its digest."""
    report = luck.choice(list(Report.objects.filter(cycle__code=CYCLES[-1], part="").order_by("pk")))
    forms = {q.cycle.code: q.form for q in Questionnaire.objects.in_use().select_related("cycle")}
    questions = forms[CYCLES[-1]].questions
    ticked = [one for one in Answer.objects.filter(report=report) if questions[one.question].options][::3]
    for answer in ticked:
        answer.options = [luck.choice(list(questions[answer.question].options))]
    Answer.objects.bulk_update(ticked, ["options"])
    Report.objects.filter(pk=report.pk).update(sha256=f"{luck.getrandbits(256):064x}")


def peak() -> dict[str, float]:
    """Megabytes after start and at most, and seconds, of one recomputation in a process of its own."""
    script = Path(__file__).with_name("bench_peak.py")
    done = subprocess.run([sys.executable, script], check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


# -- (a) the bare reads and writes -------------------------------------------------------------------------


def bare_reads() -> Callable[[], None]:
    """Prepare the reads that a recomputation can't do without: the same rows as plain tuples, dropped at once."""
    rules = measure_rules()
    forms = {q.cycle.code: q.form for q in Questionnaire.objects.in_use().select_related("cycle")}
    needed = needed_questions(rules, forms)
    cycles = models.ReportingCycle.objects.filter(bindings__isnull=False).distinct().prefetch_related("parts")

    def read() -> None:
        reports: list[int] = []
        for cycle in cycles.all():
            for part, cut_off in [("", cycle.cut_off), *((part.key, part.cut_off) for part in cycle.parts.all())]:
                rows = Report.objects.counted(cycle.code, part, cut_off)
                reports += [pk for pk, *_ in rows.values_list("pk", "party__code", "received_on", "sha256")]
            population(cycle.population_on)
            groups_on(cycle.population_on)
        answers = Answer.objects.filter(report__in=reports, question__in=needed)
        for _ in answers.values_list("report_id", "question", "options").iterator(chunk_size=5000):
            pass
        for model in (TreatyStatus, models.Measure, models.Binding, models.Comparison):
            list(model._default_manager.values_list())

    return read


def bare_writes() -> Callable[[], float]:
    """Prepare the writes that it can't do without: as many ready objects, in one transaction. Gives seconds."""
    held = {model: list(model._default_manager.filter(run__current=True)) for model in FIGURES}

    def write() -> None:
        with transaction.atomic():
            for model, rows in held.items():
                model._default_manager.bulk_create(rows, batch_size=BATCH)

    def seconds() -> float:
        run = empty_run()
        for row in chain.from_iterable(held.values()):
            row.pk, row.run = None, run
        spent = timed(write)
        run.delete()
        return spent

    return seconds


def empty_run() -> models.ComputationRun:
    now = timezone.now()
    return models.ComputationRun.objects.create(
        inputs_hash="benchmark", method_version="", code_version="", reason="", started_at=now, finished_at=now
    )


# -- (b) counting in the database ----------------------------------------------------------------------------


def group_by() -> int:
    """Every option of every question of every cycle, counted by the database in one statement."""
    return len(Answer.objects.values_list("report__cycle", "question", "options").annotate(Count("pk")).order_by())


# -- (c) a query for each count and a save for each figure -----------------------------------------------------


@dataclass(frozen=True)
class CommonWay:
    """Seconds for so many figures."""

    seconds: float
    figures: int


def common_way(fraction: int, seed: int) -> CommonWay:
    """The time of the common way for all figures, from one in `fraction` of them."""
    with transaction.atomic():
        steps = figures(empty_run())
        sample = Random(seed).sample(steps, len(steps) // fraction)

        def work() -> None:
            for step in sample:
                step()

        spent = timed(work)
        transaction.set_rollback(True)
    return CommonWay(spent * len(steps) / len(sample), len(steps))
