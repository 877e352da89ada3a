"""The counts of the Clearing-House that an edition rests on, as rows of its frozen form and back. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from indicators.registry import Counted, MeasureReadings, Reading

Row = dict[str, Any]


def registry_rows(registry: Mapping[int, MeasureReadings], names: Mapping[int, str]) -> list[Row]:
    """One row for each count of each reading; a reading without a cycle is the latest snapshot."""
    rows = [row for pk, readings in registry.items() if pk in names for row in _rows(names[pk], readings)]
    return sorted(rows, key=lambda row: (row["filter"], row["cycle"] or "~"))


def _rows(measure: str, readings: MeasureReadings) -> Iterator[Row]:
    found: list[tuple[str | None, Reading | None]] = [*readings.cycles.items(), (None, readings.latest)]
    for cycle, reading in found:
        if reading is None:
            continue
        for name, counted in reading.counts.items():
            yield {
                "filter": f"{measure}/{name}",
                "measure": measure,
                "count": name,
                "cycle": cycle,
                "as_of": reading.as_of.isoformat(),
                "reconstructed": reading.reconstructed,
                "total": counted.records,
                "governments": dict(sorted(counted.governments.items())),
                "kinds": dict(sorted(counted.kinds.items())),
            }


def registry_of(rows: list[Mapping[str, Any]], names: list[str]) -> dict[int, MeasureReadings]:
    """The readings again, by the number of their measure."""
    numbers = {name: number for number, name in enumerate(names)}
    held: dict[int, dict[str | None, Reading]] = {}
    for row in rows:
        of_measure = held.setdefault(numbers[row["measure"]], {})
        reading = of_measure.setdefault(
            row["cycle"], Reading(date.fromisoformat(row["as_of"]), row["reconstructed"], counts={})
        )
        # The order of the counts is that of the rows, as it was when they were frozen.
        counts = dict(reading.counts) | {row["count"]: Counted(row["total"], row["governments"], row.get("kinds", {}))}
        of_measure[row["cycle"]] = Reading(reading.as_of, reading.reconstructed, counts)
    return {
        number: MeasureReadings(
            cycles={code: reading for code, reading in found.items() if code is not None}, latest=found.get(None)
        )
        for number, found in held.items()
    }
