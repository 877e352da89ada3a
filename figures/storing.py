"""The rows of a run: every figure, finding and class, stored at once; what is as before is carried over."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Q, Value

from indicators.evidence import Result, Wanted
from indicators.models import Classification, ComputationRun, Finding, IndicatorValue, ReportingCycle
from indicators.rows import finding_columns, packed, value_columns
from parties.many_rows import insert_rows

RUNS_KEPT = 20

# What a database takes otherwise than Python holds it.
CONVERTED = (models.DateField, models.DecimalField, models.JSONField)

# A row by the names of its columns, all but its key.
Row = dict[str, Any]


def rows_of(run: ComputationRun, result: Result) -> dict[type[models.Model], list[Row]]:
    """Every row that this result makes of a run."""
    cycles: dict[str | None, int | None] = {None: None} | dict(ReportingCycle.objects.values_list("code", "pk"))
    return {
        IndicatorValue: [
            {"run_id": run.pk, "measure_id": row.measure, "cycle_id": cycles[row.cycle], **value_columns(row)}
            for row in result.values
        ],
        Finding: [
            {
                "run_id": run.pk,
                "measure_id": row.measure,
                "baseline_id": cycles[row.baseline],
                "current_id": cycles[row.current],
                **finding_columns(row),
            }
            for row in result.findings
        ],
        Classification: [
            {"run_id": run.pk, "measure_id": measure, "cycle_id": cycles[code], "parties": packed(standings)}
            for (measure, code), standings in result.standings.items()
        ],
    }


def carry_over(before: ComputationRun, run: ComputationRun, recomputed: Wanted) -> None:
    """Give a run the rows of the one before, but for those that are computed anew; within the database."""
    if recomputed.groups is None:
        return
    of_value, of_finding, of_class = Q(), Q(), Q()
    for code, groups in recomputed.groups.items():
        of_value |= Q(cycle__code=code, group__in=groups)
        of_finding |= Q(group__in=groups) & (Q(baseline__code=code) | Q(current__code=code))
        of_class |= Q(cycle__code=code)
    for model, anew in ((IndicatorValue, of_value), (Finding, of_finding), (Classification, of_class)):
        names = [name for name in columns(model) if name != "run_id"]
        held = model._default_manager.filter(run=before)
        # Beside a comparison with no cycle `exclude` alone would say neither yes nor no.
        kept = held.exclude(pk__in=held.filter(anew).values_list("pk", flat=True)) if anew else held
        chosen = kept.annotate(of_run=Value(run.pk)).order_by("pk").values_list(*names, "of_run")
        statement, values = chosen.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"{_into(model, [*names, 'run_id'])} {statement}", values)


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Store rows that name every column of the model but its key; nothing is made into objects or read back."""
    prepared = [(field.attname, field if isinstance(field, CONVERTED) else None) for field in _fields(model)]
    values = [
        tuple(row[name] if field is None else field.get_db_prep_save(row[name], connection) for name, field in prepared)
        for row in rows
    ]
    insert_rows(_into(model, columns(model)), values)


def prune() -> None:
    """Drop the figures of runs long past; the runs themselves stay, so that an old link still explains itself."""
    past = list(ComputationRun.objects.values_list("pk", flat=True)[RUNS_KEPT:])
    for model in (IndicatorValue, Finding, Classification):
        model._default_manager.filter(run__in=past).delete()


def columns(model: type[models.Model]) -> list[str]:
    """The names of a model's columns, all but its key's."""
    return [field.attname for field in _fields(model)]


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _into(model: type[models.Model], names: Sequence[str]) -> str:
    quoted = connection.ops.quote_name
    return f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(map(quoted, names))})"
