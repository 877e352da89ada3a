"""What one frozen form says otherwise than another, part by part. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from evaluation.editions.form import FrozenForm, Row

# Beside the day and the version these follow from the rest.
_FACTS = ("title", "kind", "symbol", "agenda_item", "meeting", "changes", "passed", "left_out")


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[str]]:
    """{part: [what]}: what is not the same of parameters, head, reports, figures, findings and texts.

    A report is "NR3 KEN", a figure "2.2.1/headline NR3 all", a finding "2.2.1/headline all", a text its subject.
    """
    found = {
        "parameters": _keys(before["parameters"], now["parameters"]),
        "head": [name for name in _FACTS if _fact(before, name) != _fact(now, name)],
        "reports": _keys(*(_rows(form["reports"], "cycle", "part", "party") for form in (before, now))),
        "measures": _keys(before["measures"], now["measures"]),
        "figures": _keys(figure_rows(before), figure_rows(now)),
        "findings": _keys(finding_rows(before), finding_rows(now)),
        "texts": _keys(before["texts"], now["texts"]),
        "method": _keys(before["method"], now["method"]),
    }
    return {part: what for part, what in found.items() if what}


def figure_rows(form: Mapping[str, Any]) -> dict[str, Row]:
    """The figures of a form by the names that differences have of them."""
    return _rows(form["values"], "measure", "cycle", "as_of", "group", "threshold", "reading")


def finding_rows(form: Mapping[str, Any]) -> dict[str, Row]:
    """Its findings by those names."""
    return _rows(form["findings"], "measure", "group")


def counted(found: Mapping[str, list[str]]) -> dict[str, int]:
    """How many of each part, as the trail keeps it."""
    return {part: len(what) for part, what in found.items()}


def indicators_of(found: Mapping[str, list[str]], form: FrozenForm) -> list[str]:
    """The indicators whose figures or findings differ, in the plan's order."""
    measures = {what.partition(" ")[0] for part in ("figures", "findings") for what in found.get(part, ())}
    codes = {form["measures"][name]["indicator"] for name in measures if name in form["measures"]}
    return [code for code in form.indicators() if code in codes]


def _fact(form: Mapping[str, Any], name: str) -> Any:
    """A fact of the head; what an older form does not hold is nothing, too."""
    return form["edition"].get(name) or None


def _keys(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [name for name in dict.fromkeys([*before, *now]) if before.get(name) != now.get(name)]


def _rows(rows: Iterable[Row], *names: str) -> dict[str, Row]:
    """Rows by what they are of."""
    return {" ".join(str(row[name]) for name in names if row.get(name) not in (None, "")): row for row in rows}
