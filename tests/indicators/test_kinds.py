"""The table of kinds, what keeps to it, and what happens to a kind that is not in it."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.db import IntegrityError, transaction

from evaluation.editions.form import FrozenForm
from evaluation.editions.rebuilding import recompute
from figures.wording import value_in_words
from indicators import kinds
from indicators.kinds import KINDS, UnknownKind, kind_of
from indicators.kinds.kind import Kind
from indicators.models import IndicatorValue, Measure
from indicators.models.kind_labels import KIND_LABELS
from tests.evaluation.edition_documents.making import make_frozen


def test_every_kind_has_a_label_and_no_label_is_of_another():
    assert [name for name, _label in KIND_LABELS] == list(KINDS)
    assert all(kind.name == name for name, kind in KINDS.items())


def test_a_kind_that_is_written_is_in_the_table():
    modules = [import_module(f"{kinds.__name__}.{one.name}") for one in iter_modules(kinds.__path__)]
    assert {held.name for module in modules for held in vars(module).values() if isinstance(held, Kind)} == set(KINDS)


def test_a_name_that_is_no_kind_is_an_error_that_says_where():
    with pytest.raises(UnknownKind, match=r"1\.1\.1/headline: there is no kind 'median_number'"):
        kind_of("median_number", "1.1.1/headline")


@pytest.mark.parametrize("model", [Measure, IndicatorValue])
def test_the_database_takes_the_kinds_of_the_table_only(model):
    names = [constraint for constraint in model._meta.constraints if constraint.name.endswith("_kind_known")]
    assert [dict(constraint.condition.children) for constraint in names] == [{"kind__in": list(KINDS)}]


def test_a_measure_of_an_unknown_kind_is_not_stored(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.update(kind="median_number")


def test_a_figure_of_an_unknown_kind_is_an_error_and_no_percentage(world):
    measure = Measure.objects.first()
    counts = {"population": 97, "yes": 47, "partial": 0, "no": 50, "not_applicable": 0, "unanswered": 0, "silent": 0}
    value = IndicatorValue(measure=measure, run_id=7, kind="median_number", settled_yes=0, settled_not_yes=0, **counts)
    with pytest.raises(UnknownKind, match=rf"{measure.indicator.code}/{measure.key}, run 7"):
        value_in_words(value)
    with pytest.raises(UnknownKind, match="run 7"):
        assert value.share


def test_a_frozen_figure_of_an_unknown_kind_names_measure_and_edition():
    form = dict(make_frozen())
    form["values"] = [{**row, "kind": "median_number"} for row in form["values"]]
    with pytest.raises(UnknownKind, match="headline, edition"):
        FrozenForm(form).current_value("1.1.1/headline")


def test_an_edition_with_a_measure_of_an_unknown_kind_is_not_computed_again():
    form = dict(make_frozen())
    form["measures"] = {name: {**row, "kind": "median_number"} for name, row in form["measures"].items()}
    with pytest.raises(UnknownKind, match="headline, edition"):
        recompute(form)
