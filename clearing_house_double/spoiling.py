"""What a fault makes of an answer, or of the registry between two pages. Pure but for the registry that it changes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from clearing_house_double.faults import Fault
from clearing_house_double.records import written
from clearing_house_double.registry import NotInRegistry, Registry
from clearing_house_double.schemas import BY_NAME
from clearing_house_double.selection import Selection

ONE_IN = 7  # of the rows whose fields are spoilt
SHAPES = frozenset({"wrong-found", "wrong-docs", "wrong-fields", "wrong-document", "new-keys"})


def disturb(registry: Registry, selection: Selection, struck: Mapping[str, Fault], turn: int) -> None:
    """Change the registry between two pages: among the records that the pages before have served."""
    found = selection.find(registry.index())
    served = [record.row["identifier_s"] for record in found[: selection.start]]
    if not served:
        return
    try:
        if "deletions" in struck:
            registry.delete(served[turn % len(served)])
        if "shifting" in struck:
            schema = found[0].row["schema_s"]
            if turn % 2 and schema in BY_NAME:
                registry.add(schema)
            else:
                registry.revise(served[-1])
    except NotInRegistry:
        # Gone already, or a row that is no document: this page moves on undisturbed.
        return


def shifted(selection: Selection, struck: Mapping[str, Fault]) -> Selection:
    """The selection that is really answered: of the page before, or of half a page."""
    if "duplicate" in struck:
        selection = replace(selection, start=max(0, selection.start - selection.rows))
    return replace(selection, rows=selection.rows // 2) if "short" in struck else selection


def spoil(body: bytes, struck: Mapping[str, Fault]) -> bytes:
    """The same answer with wrong types or new keys."""
    if not SHAPES & struck.keys():
        return body
    answer = json.loads(body)
    held = answer.get("response") if isinstance(answer, dict) else None
    if isinstance(held, dict) and isinstance(held.get("docs"), list):
        if "wrong-fields" in struck:
            held["docs"] = [_wrong(row, place) for place, row in enumerate(held["docs"])]
        if "new-keys" in struck:
            held |= {"numFoundExact": True, "maxScore": 1.5}
            held["docs"] = [
                row | {"newTopics_ss": ["demonstration"], "newPlace": {"is": [1, 2]}} for row in held["docs"]
            ]
        if "wrong-docs" in struck:
            held["docs"] = {str(place): row for place, row in enumerate(held["docs"])}
        if "wrong-found" in struck:
            held["numFound"] = f"about {held['numFound']}"
    if "wrong-document" in struck and isinstance(answer, dict) and "header" in answer:
        answers = [key for key in answer if key.startswith("Q")][:1]
        answer |= {"government": {"identifier": 12}} | {key: [1, 2] for key in answers}
    if "new-keys" in struck:
        answer = _with_new_keys(answer)
    return written(answer)


def _with_new_keys(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_with_new_keys(row) for row in answer]
    if not isinstance(answer, dict):
        return answer
    answer = answer | {"newKey": {"demonstration": True}}
    head = answer.get("header")
    if isinstance(head, dict):
        answer["header"] = head | {"newVersion": 2}
        if str(head.get("schema")).startswith("cpbNationalReport"):
            answer["Q999"] = {"value": "true"}
    return answer


_WRONG: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    lambda row: {"_revision_i": "two"},
    lambda row: {"government_s": 12},
    lambda row: {"updatedDate_dt": 1_234_567_890},
    lambda row: {"identifier_s": {"value": row.get("identifier_s")}},
    lambda row: {"createdDate_dt": "in spring"},
    lambda row: {"title_EN_s": ["a", "list"], "realm_ss": "bch"},
)


def _wrong(row: dict[str, Any], place: int) -> dict[str, Any]:
    if place % ONE_IN:
        return row
    changed = _WRONG[place // ONE_IN % len(_WRONG)](row)
    return row | {name: value for name, value in changed.items() if name in row}
