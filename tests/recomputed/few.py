"""A plan of few measures, some of each kind, with targets that the real plan has none of."""

import yaml

from tests.recomputed.inputs import FIXTURES, data_file

PLAN = FIXTURES / "plans" / "cartagena-2011-2020.yaml"
MEASURES = FIXTURES / "plans" / "cartagena-2011-2020.measures.yaml"

# Kinds of bindings: two questions joined, a survey beside a report, a list with a closed question before it, bands of
# two groups, a changed scale, help received; then what rests on no answer.
CHOSEN = (
    *("1.1.2", "1.2.1", "1.2.2", "1.3.2", "1.4.1", "2.1.1", "2.1.7", "2.2.1", "2.2.6", "2.3.1", "2.4.1", "2.5.1"),
    *("2.6.1", "2.6.7", "3.1.1", "3.1.2", "4.1.1", "4.1.2", "5.1.3", "5.1.4"),
)
# Due after a reading, so that a pace can be told; the real plan's are all past due or not comparable.
TARGETS = {
    ("1.1.2", "headline"): (">=", 75, "2020-12-31"),
    ("1.2.1", "identity-known"): (">", 60, "2019-12-31"),
    ("1.2.1", "identity-not-known"): (">=", 100, "2024-12-31"),
    ("1.2.1", "required-in-at-least-one-case"): (">=", 95, "2020-12-31"),
    ("1.2.2", "contained-use"): (">=", 40, "2022-12-31"),
    ("1.2.2", "intentional-introduction"): (">=", 90, "2022-12-31"),
    # Of help that was needed in a period: no direction, and so no pace.
    ("2.1.1", "headline"): (">=", 90, "2030-12-31"),
    ("2.2.1", "framework-fully-in-place"): (">=", 90, "2022-12-31"),
    ("2.2.1", "national-law-or-regulation-exists"): (">", 85, "2030-12-31"),
    ("4.1.2", "headline"): (">", 20, "2020-12-31"),
}
LOWER_IS_BETTER = ("1.4.1", "parties-with-specific-approaches-or-requirements")


def write_few(folder):
    """Write plan and measures; returns (plan file, measures file)."""
    entries = []
    for entry in data_file(MEASURES)["measures"]:
        if entry["indicator"] not in CHOSEN:
            continue
        measures = [changed(entry["indicator"], dict(measure)) for measure in entry["measures"]]
        entries.append({**entry, "measures": measures})
    indicators = [
        {
            "code": code,
            "text": f"What {code} asks for",
            "label": f"Label of {code}",
            "measurability": "measurable",
            "reason": "It is asked",
        }
        for code in CHOSEN
    ]
    plan = {
        "slug": "few",
        "title": "A plan of few measures",
        "short_title": "Few",
        "status": "adopted",
        "measures_file": "few.measures.yaml",
        "current": True,
        "labels": {"strategic_objective": "Goal", "outcome": "Result", "indicator": "Indicator"},
        "strategic_objectives": [{"code": "A", "text": "All of it", "rows": [{"indicators": indicators}]}],
    }
    files = folder / "few.yaml", folder / "few.measures.yaml"
    for file, content in zip(files, (plan, {"measures": entries}), strict=True):
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return files


def changed(indicator, measure):
    name = indicator, measure["key"]
    if name in TARGETS:
        operator, value, due = TARGETS[name]
        measure["target"] = {
            "operator": operator,
            "value": value,
            "unit": "% of Parties",
            "due": due,
            "assess": "full",
        }
    if name == LOWER_IS_BETTER:
        measure["direction"] = "down"
    return measure
