"""The shape of a JSON value: every place in it, and the types that stand there."""

LANGUAGES = {"en", "fr", "es", "ru", "ar", "zh"}
TYPES = {
    dict: "object",
    list: "list",
    str: "text",
    bool: "yes or no",
    int: "number",
    float: "number",
    type(None): "null",
}


def shape(value, place=""):
    """Places with their types, as {"docs[].title": {"text"}}; the languages of a text are one place."""
    places = {place: {TYPES[type(value)]}}
    inside = []
    if isinstance(value, dict):
        texts = bool(value) and all(key.rstrip("*") in LANGUAGES for key in value)
        inside = [(f"{place}.{'(language)' if texts else key}".lstrip("."), held) for key, held in value.items()]
    elif isinstance(value, list):
        inside = [(f"{place}[]", held) for held in value]
    for at, held in inside:
        for deeper, types in shape(held, at).items():
            places.setdefault(deeper, set()).update(types)
    return places


def differences(expected, given):
    """What the second shape lacks, adds, or holds of another type, as {(what, place)}."""
    found = {("lacks", place) for place in expected.keys() - given.keys()}
    found |= {("adds", place) for place in given.keys() - expected.keys()}
    for place in expected.keys() & given.keys():
        if given[place] - expected[place] - {"null"}:
            found.add(("of another type", place))
    # What stands inside a place that is lacking or added is told by that place.
    outer = {(what, place) for what, place in found}
    return {
        (what, place)
        for what, place in found
        if not any(
            (what, above) in outer and place != above and place.startswith((above + ".", above + "["))
            for _, above in outer
        )
    }
