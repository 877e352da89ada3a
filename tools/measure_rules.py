"""Set each measure's rule beside what is computed for it: writes docs/rules.md from the plan's data.

    .venv/bin/python tools/measure_rules.py [MEASURES_BEFORE]

With the measures of an earlier release the last column says which rules read otherwise since; else it stays as it is.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
MEASURES = ROOT / "fixtures" / "plans" / "cartagena-2011-2020.measures.yaml"
PAGE = ROOT / "docs" / "rules.md"
HEADING = """# What each rule says, and what is computed

Written by `tools/measure_rules.py` from `fixtures/plans/cartagena-2011-2020.measures.yaml`, and held to it by
`tests/indicators/test_rules.py`. The last column names the rules that read otherwise now and the numbers that are new.

| measure | the rule | what is computed | where | since 0.2.0 |
|---|---|---|---|---|
"""
WHERE = {
    "share_of_parties": "kinds/share.py",
    "number_of_parties": "kinds/number.py",
    "banded_number": "kinds/banded.py",
    "record_count": "registry_measures.py",
    "ratio": "registry_measures.py, kinds/ratio.py",
    "parties_with_record": "registry_measures.py, kinds/parties_with_record.py",
    "membership": "kinds/membership.py",
    "milestone": "kinds/milestone.py",
    "recorded_figure": "kinds/recorded.py",
    "narrative": "kinds/narrative.py",
}
Measure = Mapping[str, Any]


def measures_in(file: Path) -> dict[str, Measure]:
    """Every measure of a file, by indicator and key."""
    found = yaml.safe_load(file.read_text(encoding="utf-8"))["measures"]
    return {f"{entry['indicator']}/{one['key']}": one for entry in found for one in entry["measures"]}


def without_past(measures: Mapping[str, Measure]) -> set[str]:
    """The schemas of which some measure says that their dates are no dates of registration."""
    counts = [count for one in measures.values() for count in one.get("registry", {}).get("counts", ())]
    return {schema for count in counts if "no_past" in count for schema in count["schemas"]}


def computed(measure: Measure, no_past: set[str]) -> str:
    """What the code makes of a measure's data, in a few words."""
    if "bindings" in measure:
        return "; ".join(_binding(cycle, one) for cycle, one in measure["bindings"].items())
    if "registry" in measure:
        return _registry(measure["registry"], no_past)
    if "membership" in measure:
        return "; ".join(_reading(one) for one in measure["membership"]["readings"])
    if "milestone" in measure:
        return _milestone(measure["milestone"])
    if "reports" in measure:
        return f"first receipt against the due day: {', '.join(measure['reports']['cycles'])}"
    if measure["kind"] == "recorded_figure":
        return "what was entered, each number with its day, unit and source"
    return "no figure"


def _binding(cycle: str, binding: Measure) -> str:
    questions = ", ".join(use["key"] for use in binding["questions"])
    combine = binding["combine"]
    said = [f"{cycle}: {questions}" if combine == "single" else f"{cycle}: {combine} of {questions}"]
    for name, words in (("partial", "a middle answer"), ("not_applicable", "n/a"), ("implied", "implied by another")):
        if any(use.get(name) for use in binding["questions"]):
            said.append(words)
    if "band_rule" in binding:
        said.append(f"bands {binding['band_rule']}, steps {', '.join(map(str, binding['thresholds']))}")
    return ", ".join(said)


def _registry(registry: Measure, no_past: set[str]) -> str:
    counts = registry["counts"]
    is_rebuilt = not any(set(count["schemas"]) & no_past for count in counts)
    said = "; ".join(", ".join(_count(count)) for count in counts)
    beside = f"; beside it {' and '.join(registry['beside'])}" if "beside" in registry else ""
    return f"{said}{beside}; snapshot{', else rebuilt' if is_rebuilt else ' only'}"


def _count(count: Measure) -> Iterator[str]:
    schemas = count["schemas"]
    yield f"{count['name']}: {schemas[0] if len(schemas) == 1 else f'{len(schemas)} schemas'}"
    for condition in count.get("where", ()):
        if "from" in condition:
            yield f"{condition['field']} from {condition['from']} until {condition.get('until', 'any day')}"
        elif "links_to" in condition:
            yield f"{condition['field']} names a {condition['links_to']}"
        elif "terms" in condition:
            yield f"{condition['field']} of {' or '.join(condition['terms']['containing'])}"
        else:
            yield f"{condition['field']} one of {len(condition['any'])}"
    if "groups" in count:
        yield f"of {' or '.join(count['groups'])}"


def _reading(reading: Measure) -> str:
    begun = f"of those outside on {reading['after']}, " if "after" in reading else ""
    return f"{begun}{reading['basis']} by {reading['until']}"


def _milestone(milestone: Measure) -> str:
    if "from_treaty" in milestone:
        return f"the first entry into force of {milestone['from_treaty']}"
    if "list" in milestone:
        return f"the events of a list of {len(milestone['list'])} that were over on the day of the figures"
    return f"the day {milestone['reached_on']}" if milestone.get("reached_on") else "the day that is entered"


def rows(file: Path = MEASURES) -> list[tuple[str, ...]]:
    """The page's rows without the last column."""
    measures = measures_in(file)
    no_past = without_past(measures)
    return [(name, one["rule"], computed(one, no_past), WHERE[one["kind"]]) for name, one in measures.items()]


def rows_of(page: str) -> list[tuple[str, ...]]:
    """The rows that a page holds, with the last column."""
    lines = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| measure |")]
    return [tuple(cell.strip().replace("¦", "|") for cell in line.strip("|").split(" | ")) for line in lines]


def _since(before: Path | None) -> dict[str, str]:
    if before is None:
        return {row[0]: row[4] for row in rows_of(PAGE.read_text(encoding="utf-8"))} if PAGE.exists() else {}
    now, then = measures_in(MEASURES), measures_in(before)
    return {name: _changed(one, then.get(name, {})) for name, one in now.items()}


def _changed(now: Measure, then: Measure) -> str:
    registry = now.get("registry", {})
    said = ["reworded"] if now["rule"] != then.get("rule") else []
    if "beside" in registry:
        said.append("numbers beside it are new")
    if registry.get("counts") != then.get("registry", {}).get("counts") and "beside" not in registry:
        said.append("counted otherwise")
    return ", ".join(said) or "–"


def main() -> None:
    since = _since(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    lines = [
        "| " + " | ".join(cell.replace("|", "¦") for cell in (*row, since.get(row[0], "new"))) + " |" for row in rows()
    ]
    PAGE.write_text(HEADING + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
