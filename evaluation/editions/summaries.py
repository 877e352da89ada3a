"""What an edition says of a whole objective: counts by class, largest changes, what could not be assessed. Pure.

No composite score, no average: counts of indicators by each statement, and the reasons for those without one.
"""

from collections import Counter
from typing import Any

from evaluation.editions.form import KINDS, STANDS, FrozenForm, Row, net, stand

LARGEST = 5


def summaries(form: FrozenForm) -> dict[str, Any]:
    """A summary of the whole plan and of each strategic and operational objective, by its subject."""
    found = {"whole": summary(form, None)}
    for goal in form["plan"]["objectives"]:
        found[f"objective/{goal['code']}"] = summary(form, goal["code"])
        for part in goal["operational"]:
            # In a plan of two levels a goal stands for its operational objective.
            if part["code"] != goal["code"]:
                found[f"operational/{part['code']}"] = summary(form, part["code"])
    return found


def summary(form: FrozenForm, objective: str | None) -> dict[str, Any]:
    codes = form.indicators(objective)
    trends = {code: form.finding(form.trend_measure(code)) for code in codes}
    judged = [form.finding(form.headline(code)) for code in codes]
    return {
        "indicators": len(codes),
        "trend": _trend_counts(list(trends.values())),
        "trend_reasons": _reasons(trends.values(), "trend"),
        "level": _statements(judged, "level"),
        "pace": _statements(judged, "pace"),
        "largest_changes": _largest(trends),
    }


def _trend_counts(findings: list[Row | None]) -> dict[str, int]:
    counts = dict.fromkeys(KINDS, 0)
    for finding in findings:
        counts[stand(finding)] += 1
    return counts


def _reasons(findings: Any, statement: str) -> list[list[Any]]:
    """[[reason, number]] of those that are not assessed, the most frequent first."""
    reasons = Counter(
        finding[f"{statement}_reason"] or finding[statement]
        for finding in findings
        if finding is not None and stand(finding) == "not_assessed"
    )
    return [[reason, number] for reason, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))]


def _statements(findings: list[Row | None], statement: str) -> dict[str, Any]:
    """{"said": {word: number}, "reasons": [[reason, number]]} of level or pace."""
    said = Counter(finding[statement] for finding in findings if finding is not None and finding[statement])
    reasons = Counter(
        finding[f"{statement}_reason"] for finding in findings if finding is not None and not finding[statement]
    )
    return {
        "said": dict(sorted(said.items())),
        "reasons": [[why, number] for why, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))],
    }


def _largest(trends: dict[str, Row | None]) -> list[dict[str, Any]]:
    """The indicators that moved most on their panels, those with a statement on trend only."""
    moved = [
        (change, code, row)
        for code, row in trends.items()
        if row is not None and row["trend"] in STANDS and (change := net(row))
    ]
    moved.sort(key=lambda one: (-abs(one[0]), one[1]))
    return [
        {
            "indicator": code,
            "measure": row["measure"],
            "change": str(change),
            "gained": row["gained"],
            "lost": row["lost"],
            "panel": row["panel"],
            "reporting": row["reporting"],
            "population": row["population"],
        }
        for change, code, row in moved[:LARGEST]
    ]


def coverage(form: FrozenForm) -> dict[str, Any]:
    """Reports received by the cut-off of the population, by cycle, part and group."""
    return {
        code: {
            part: {
                group: {
                    "received": len(set(received) & set(form.members(group, code))),
                    "population": len(form.members(group, code)),
                }
                for group in ("all", *form["parameters"]["groups"])
            }
            for part, received in cycle["received"].items()
        }
        for code, cycle in form["cycles"].items()
    }
