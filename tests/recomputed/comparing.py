"""What was computed here beside what is stored, column by column."""

import json
from fractions import Fraction

from tests.recomputed.inputs import rows

VALUE_COLUMNS = (
    *("kind", "as_of", "population", "yes", "partial", "no", "not_applicable", "unanswered", "silent"),
    *("settled_yes", "settled_not_yes", "numerator", "denominator", "low", "high", "unit", "reason"),
)
FINDING_COLUMNS = (
    *("level", "level_reason", "yes_needed", "trend", "strength", "trend_reason", "pace", "pace_reason"),
    *("panel", "reporting", "population", "eligible", "baseline_yes", "current_yes", "gained", "lost", "stayed"),
    *("net_low", "net_high", "silence_low", "silence_high", "silence_among", "could_offset"),
    *("only_before", "only_before_yes", "only_now", "only_now_yes"),
)


def stored():
    """(values, findings, classes) of the current run, keyed as the expected ones."""
    (run,) = (one["id"] for one in rows("indicators", "ComputationRun", current=True))
    codes = {one["id"]: one["code"] for one in rows("indicators", "Indicator")}
    cycles = {None: None} | {one["id"]: one["code"] for one in rows("indicators", "ReportingCycle")}
    names = {one["id"]: (codes[one["indicator_id"]], one["key"]) for one in rows("indicators", "Measure")}
    values = {}
    for one in rows("indicators", "IndicatorValue", run_id=run):
        cycle = cycles[one["cycle_id"]]
        day = None if cycle else one["as_of"]
        key = (*names[one["measure_id"]], cycle, day, one["group"], one["threshold"], one["reading"])
        values[key] = one
    findings = {
        (*names[one["measure_id"]], cycles[one["baseline_id"]], cycles[one["current_id"]], one["group"]): one
        for one in rows("indicators", "Finding", run_id=run)
    }
    classes = {}
    for one in rows("indicators", "Classification", run_id=run):
        held = json.loads(one["parties"]) if isinstance(one["parties"], str) else one["parties"]
        classes[*names[one["measure_id"]], cycles[one["cycle_id"]]] = held
    return values, findings, classes


def plain(value):
    """An empty text and nothing at all say the same; numbers are compared exactly."""
    if value in ("", None):
        return None
    return value if isinstance(value, str) or hasattr(value, "year") else Fraction(value)


def difference(what, key, column, here, held, kind=""):
    return {"what": what, "key": key, "column": column, "here": here, "stored": held, "kind": kind}


def of_rows(what, expected, held, columns):
    for key in sorted(expected.keys() ^ held.keys(), key=str):
        yield difference(what, key, "row", key in expected, key in held)
    for key in sorted(expected.keys() & held.keys(), key=str):
        for column in columns:
            wanted, found = plain(expected[key].get(column)), plain(held[key][column])
            if wanted != found:
                yield difference(what, key, column, wanted, found, expected[key].get("kind", ""))


def of_classes(expected, held):
    """Of classes: which Parties only the one side has in a class, and which only the other."""
    for key in sorted(expected.keys() ^ held.keys(), key=str):
        yield difference("classes", key, "row", key in expected, key in held)
    for key in sorted(expected.keys() & held.keys(), key=str):
        for name in sorted(expected[key].keys() | held[key].keys()):
            wanted, found = set(expected[key].get(name, ())), set(held[key].get(name, ()))
            if wanted != found:
                yield difference("classes", key, name, sorted(wanted - found), sorted(found - wanted))


def of_counts(expected):
    """Of the counts of records: those of the latest reading, which the records are of, and all rebuilt ones."""
    held = rows("bch_sync", "RegistryCount")
    latest = max((one["as_of"] for one in held if not one["reconstructed"]), default=None)
    for one in held:
        if not one["reconstructed"] and one["as_of"] != latest:
            continue
        _, indicator, measure, name = one["filter"].split("/")
        records, governments, kinds = expected(indicator, measure, name, one["as_of"], is_rebuilt=one["reconstructed"])
        key = (indicator, measure, name, one["as_of"], one["reconstructed"])
        if records != one["records"]:
            yield difference("count", key, "records", records, one["records"])
        if governments != one["governments"]:
            yield difference("count", key, "governments", governments, one["governments"])
        if kinds != one["kinds"]:
            yield difference("count", key, "kinds", kinds, one["kinds"])


def of_inputs(expected):
    """Of what a run says that it rests on."""
    (run,) = rows("indicators", "ComputationRun", current=True)
    for cycle, wanted in expected.items():
        held = run["inputs"].get(cycle, {})
        for name, value in wanted.items():
            if held.get(name) != value:
                yield difference("inputs", (cycle,), name, value, held.get(name))


def differences(expected):
    values, findings, classes = stored()
    return [
        *of_rows("value", expected.values, values, VALUE_COLUMNS),
        *of_rows("finding", expected.findings, findings, FINDING_COLUMNS),
        *of_classes(expected.classes, classes),
        *of_counts(expected.count_of_records),
        *of_inputs(expected.counted_reports()),
    ]


def in_words(one):
    """A difference as a line: what it is of, the column, and what either side says."""
    of = " ".join("–" if part is None else str(part) for part in one["key"])
    return f"{one['what']} {of}, {one['column']}: here {one['here']}, stored {one['stored']}"
