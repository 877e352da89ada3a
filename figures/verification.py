"""What is verified of the figures: the current run against its trail, its inputs, and a recomputation."""

from collections.abc import Iterator

from figures.auditing import audit_values
from figures.services import COMPUTED, inputs_now, run_subject, told_of
from indicators.bindings import BindingInvalid
from indicators.calculations import METHOD_VERSION
from indicators.kinds import UnknownKind
from indicators.models import Classification, ComputationRun, Finding, IndicatorValue
from languages.told import said_later
from parties.checked import Checked
from parties.models import AuditEvent


def checks() -> Iterator[Checked]:
    run = ComputationRun.objects.filter(current=True).first()
    yield runs(run)
    yield values(run)


def runs(run: ComputationRun | None) -> Checked:
    """Every run against the event of its computation, and what the current one says went in against the evidence."""
    checked = Checked(said_later("Runs: inputs, method and code against the trail"))
    events = AuditEvent.objects.filter(subject__startswith="run/", action=COMPUTED)
    told = {subject: (at, detail) for subject, at, detail in events.values_list("subject", "at", "detail")}
    before_the_trail = 0
    for one in ComputationRun.objects.order_by("pk"):
        checked.number += 1
        said = told.pop(run_subject(one), None)
        if said is None and one.method_version != METHOD_VERSION:
            before_the_trail += 1
        elif said is None:
            checked.fault(run_subject(one), "the trail does not tell of this computation")
        else:
            at, detail = said
            for name, value in told_of(one).items():
                checked.same(run_subject(one), name, value, detail.get(name))
            checked.same(run_subject(one), "its time", (one.started_at, one.finished_at), (at, at))
    for subject in sorted(told):
        checked.fault(subject, "the run that the trail tells of is gone")
    if before_the_trail:
        checked.remarks.append(f"{before_the_trail} runs of an earlier method are told of by no event.")
    if run is not None:
        _inputs(run, checked)
    return checked


def _inputs(run: ComputationRun, checked: Checked) -> None:
    try:
        inputs_hash, summary = inputs_now()
    except (BindingInvalid, UnknownKind) as fault:
        checked.fault("plan", f"figures can't be computed from it: {fault}")
        return
    if run.inputs_hash != inputs_hash:
        checked.fault(run_subject(run), "it was not computed from what is held now: run compute_progress, or see above")
    if run.inputs != summary:
        checked.fault(run_subject(run), "what it says went in is not what is held now")


def values(run: ComputationRun | None) -> Checked:
    """Every stored figure, finding and class against a recomputation."""
    checked = Checked(said_later("Figures, findings and classes against a recomputation"))
    if run is None:
        checked.remarks.append("Nothing is computed yet.")
        return checked
    models = (IndicatorValue, Finding, Classification)
    checked.number = sum(model._default_manager.filter(run=run).count() for model in models)
    try:
        differences = audit_values()
    except (BindingInvalid, UnknownKind) as fault:
        checked.fault("plan", f"figures can't be computed from it: {fault}")
        return checked
    for one in differences:
        checked.fault(one.what, f"stored {one.stored}, computed {one.computed}")
    return checked
