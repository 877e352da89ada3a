"""After a report only what it moves is read and computed again, and every figure is as if all had been."""

from datetime import date, timedelta
from random import Random
from unittest.mock import patch

import pytest
from django.core.management import call_command

from figures import answers, services
from figures.auditing import audit_values
from figures.services import compute_progress
from indicators.models import Classification, ComputationRun, Finding, IndicatorValue, KeptClasses, ReportingCycle
from national_reports.models import Questionnaire, Report
from parties.models import GroupMembership
from tests.factories import NOW, make_report, make_survey

FULL = {"NR3": "implementation.fullFramwork", "NR4": "implementation.fullInPlace"}


def again(**how):
    return compute_progress(at=NOW, reason="a test", **how).run


@pytest.fixture
def computed(small_world):
    """Figures of two cycles over three Parties."""
    for party in ("KEN", "UGA", "MLI"):
        for cycle in ("NR3", "NR4"):
            make_report(party, cycle, {"Q014": "implementation.none"})
    return again()


@pytest.fixture
def opened(monkeypatch):
    """The reports whose answers are read, gathered over every computation."""
    found = []
    read = answers.read_answers

    def watched(reports, forms, questions):
        found.extend(reports.values())
        return read(reports, forms, questions)

    monkeypatch.setattr("figures.evidence.read_answers", watched)
    return found


def rows(run):
    """Every figure, finding and class of a run but its keys, in one order."""
    return [
        sorted(
            (tuple(sorted((name, str(value)) for name, value in row.items() if name not in ("id", "run_id"))))
            for row in model.objects.filter(run=run).values()
        )
        for model in (IndicatorValue, Finding, Classification)
    ]


def test_one_report_more_is_read_alone(computed, opened):
    make_report("GHA", "NR4", {"Q014": FULL["NR4"]})
    again()
    assert opened == [("NR4", "GHA")]
    assert audit_values() == []


def test_only_groups_of_the_party_and_cycles_of_its_report_are_computed(computed):
    make_report("GHA", "NR4", {"Q014": FULL["NR4"]})
    with patch.object(services, "compute_from", wraps=services.compute_from) as computing:
        run = again()
    (_rules, _evidence, _counted, wanted), _ = computing.call_args
    assert set(wanted.groups) == {"NR4"}
    assert {"all", "africa"} <= wanted.groups["NR4"]
    assert "asia-pacific" not in wanted.groups["NR4"]
    assert rows(run) == rows(again(afresh=True))


def test_another_answer_of_the_same_party_moves_what_it_moved(computed):
    Report.objects.filter(party__code="KEN", cycle__code="NR4").update(state=Report.State.SUPERSEDED)
    make_report("KEN", "NR4", {"Q014": FULL["NR4"]}, version=2)
    again()
    value = IndicatorValue.objects.current().get(
        measure__indicator__code="A.1", cycle__code="NR4", group="all", threshold=None
    )
    assert (value.yes, value.no) == (1, 2)
    assert audit_values() == []


def test_a_report_that_counts_no_more_is_silent_again(computed, opened):
    Report.objects.filter(party__code="KEN", cycle__code="NR4").update(state=Report.State.WITHDRAWN)
    again()
    assert opened == []
    assert audit_values() == []
    assert not KeptClasses.objects.filter(party="KEN", cycle__code="NR4").exists()


def test_the_first_report_of_a_cycle_speaks_to_every_group(small_world):
    make_report("KEN", "NR3", {"Q014": FULL["NR3"]})
    again()
    make_report("KEN", "NR4", {"Q014": FULL["NR4"]})
    again()
    assert audit_values() == []
    Report.objects.filter(cycle__code="NR4").update(state=Report.State.WITHDRAWN)
    again()
    assert audit_values() == []


CHANGES = {
    "a deadline": lambda: ReportingCycle.objects.filter(code="NR4").update(deadline=date(2019, 10, 2)),
    "a group": lambda: GroupMembership.objects.filter(party__code="KEN", group__slug="africa").delete(),
    "a form": lambda: Questionnaire.objects.filter(cycle__code="NR4").update(sha256="0" * 64),
    "the code": lambda: ComputationRun.objects.update(ground_hash="of other code"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_where_more_than_reports_is_otherwise_everything_is_computed(computed, change):
    CHANGES[change]()
    make_report("GHA", "NR4", {"Q014": FULL["NR4"]})
    with patch.object(services, "compute_from", wraps=services.compute_from) as computing:
        again()
    assert computing.call_args.args[3].groups is None
    assert audit_values() == []


def test_what_was_kept_wrongly_is_read_again_when_asked(computed):
    kept = KeptClasses.objects.get(party="KEN", cycle__code="NR4")
    kept.classes = dict.fromkeys(kept.classes, "yes")
    kept.save()
    make_report("GHA", "NR4", {"Q014": FULL["NR4"]})
    again()
    assert audit_values() != []
    call_command("compute_progress", "--afresh", verbosity=0)
    assert audit_values() == []


def test_the_same_inputs_afresh_make_a_new_run_of_the_same_figures(computed):
    run = again(afresh=True)
    assert run != computed
    assert (run.inputs_hash, rows(run)) == (computed.inputs_hash, rows(computed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_whatever_comes_in_whatever_order_the_figures_are_those_of_a_computation_of_everything(world, seed):
    luck = Random(seed)
    forms = {one.cycle.code: one.form for one in Questionnaire.objects.in_use().select_related("cycle")}
    parties = ("KEN", "UGA", "GHA", "DEU", "FJI", "BRA", "ARM", "JPN")

    def ticks(cycle, part):
        asked = [one for one in forms[cycle].questions.values() if one.options and one.part == part]
        return {one.key: luck.choice(list(one.options)) for one in luck.sample(asked, len(asked) // 2)}

    def published(cycle, part, **when):
        party = luck.choice(parties)
        held = Report.objects.filter(party__code=party, cycle__code=cycle, part=part)
        version = held.count() + 1
        held.update(state=Report.State.SUPERSEDED)
        make = make_survey if part else make_report
        make(party, *(() if part else (cycle,)), ticks(cycle, part), version=version, **when)

    def late():
        cycle = ReportingCycle.objects.get(code="NR4")
        published("NR4", "", received_on=cycle.deadline + timedelta(days=luck.choice([1, 30])))

    def withdrawn():
        chosen = luck.choice(list(Report.objects.filter(state=Report.State.PUBLISHED).order_by("pk")))
        Report.objects.filter(pk=chosen.pk).update(state=Report.State.WITHDRAWN)

    published("NR2", "")
    steps = [lambda cycle=cycle: published(cycle, "") for cycle in ("NR2", "NR3", "NR4", "NR4")]
    steps += [lambda: published("NR2", "survey-2014"), late, withdrawn]
    for _ in range(10):
        luck.choice(steps)()
        run = again()
        assert audit_values() == []
    assert rows(run) == rows(again(afresh=True))
