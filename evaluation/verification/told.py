"""Rows held against what the trail tells of them, place by place."""

from typing import Any

from parties.checked import Checked

# {place: what the trail tells of the row there}
Told = dict[str, tuple[Any, ...]]


def held(checked: Checked, place: str, stands: tuple[Any, ...], told: Told) -> None:
    """Hold one row against what was told of it, which is then accounted for."""
    said = told.pop(place, None)
    if said is None:
        checked.fault(place, "the trail does not tell of it")
    elif said != stands:
        checked.fault(place, "it is not what the trail tells of")


def gone(checked: Checked, told: Told) -> None:
    """Name what the trail tells of and nobody accounted for."""
    for place in sorted(told):
        checked.fault(place, "what the trail tells of is gone")
