"""What a field of the index holds, by the ending of its name, and how a value is compared with it. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Test = Callable[[Mapping[str, Any]], bool]

# Endings in the order of their length: a field of several values ends as one of its kind.
KINDS = {
    "_txt": "text",
    "_ss": "texts",
    "_dt": "date",
    "_s": "text value",
    "_t": "text",
    "_b": "yes or no",
    "_i": "number",
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z")
WORDS = re.compile(r"\w+")


class FieldUnknown(ValueError):
    """The index has no field of such a name."""


class ValueInvalid(ValueError):
    """The value is not one that the field can hold."""


def known(name: str) -> str:
    """The kind of a field. Raises FieldUnknown."""
    if name == "id":
        return "text value"
    for ending, kind in KINDS.items():
        if name.endswith(ending):
            return kind
    raise FieldUnknown(f"undefined field {name}")


def is_term(name: str, value: str) -> Test:
    """Whether a row's field is, or holds, a value. Raises FieldUnknown and ValueInvalid."""
    match known(name):
        case "text":
            return _has_words(name, value)
        case "texts":
            return lambda row: value in row.get(name, ())
        case "date":
            moment = _moment(value)
            return lambda row: name in row and row[name][:19] + _fraction(row[name]) == moment
        case "number":
            number = _whole(value)
            return lambda row: row.get(name) == number
        case "yes or no":
            yes = value == "true"
            return lambda row: row.get(name) is yes
    return lambda row: row.get(name) == value


def in_range(name: str, low: str, high: str, *, after: bool, before: bool) -> Test:
    """Whether a field lies in a range, `*` for an open end; `after` and `before` leave the ends out.

    Raises FieldUnknown and ValueInvalid.
    """
    kind = known(name)
    if kind in ("text", "yes or no"):
        raise ValueInvalid(f"Field {name} has no order to take a range of.")
    read = {"date": _moment, "number": _whole}.get(kind, str)
    least = None if low == "*" else read(low)
    most = None if high == "*" else read(high)

    def inside(value: Any) -> bool:
        if kind == "date":
            value = value[:19] + _fraction(value)
        return not (
            (least is not None and (value <= least if after else value < least))
            or (most is not None and (value >= most if before else value > most))
        )

    if kind == "texts":
        return lambda row: any(inside(value) for value in row.get(name, ()))
    return lambda row: name in row and inside(row[name])


def values(row: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    """All values of a field of a row, as facets and groups count them."""
    if name not in row:
        return ()
    value = row[name]
    return tuple(value) if isinstance(value, list) else (value,)


def _has_words(name: str, value: str) -> Test:
    wanted = WORDS.findall(value.lower())
    held = "title_EN_t" if name == "text_EN_txt" else name

    def has(row: Mapping[str, Any]) -> bool:
        words = WORDS.findall(str(row.get(held, "")).lower())
        return any(words[start : start + len(wanted)] == wanted for start in range(len(words) - len(wanted) + 1))

    return has if wanted else lambda row: False


def _moment(text: str) -> str:
    """A date as rows are compared by: to the millisecond."""
    if not MOMENT.fullmatch(text):
        raise ValueInvalid(f"Invalid Date String:{text!r}")
    return text[:19] + _fraction(text)


def _fraction(moment: str) -> str:
    return f".{moment[20:-1]:0<3}"


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as fault:
        raise ValueInvalid(f"Invalid Number: {text}") from fault
