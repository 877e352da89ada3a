"""What an office file fetches from elsewhere when it is opened: templates, objects, frames. Links stay. Pure.

Only the beginnings of elements are looked at, as they are read; an entity is never made into text.
"""

import re
from typing import IO
from urllib.parse import unquote
from xml.parsers import expat

CHUNK = 2**16
# By the last word of a relationship's type: what a program loads, not what a person follows.
LOADED = {"attachedtemplate", "oleobject", "package", "frame", "subdocument", "afchunk", "control"}
# The same of an OpenDocument file, by the name of the element that has an address.
LOADING = {"template", "object", "object-ole", "plugin", "applet", "floating-frame", "section-source"}
# The parts of an OpenDocument file that hold such elements.
OPEN_DOCUMENT_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
# A file beside the document or on its writer's own disk, where a program notes its template; any other is elsewhere.
_BESIDE = re.compile(r"file:///(?![/\\])|/?[a-z]:[/\\]|(?![/\\])[^:]*$", re.IGNORECASE)


class _LoadsFromElsewhere(Exception):
    """Ends the reading."""


def has_such_parts(name: str) -> bool:
    """Whether a part of this name may say what is fetched."""
    return name.lower().endswith(".rels") or name.rpartition("/")[2].lower() in OPEN_DOCUMENT_PARTS


def loads_from_elsewhere(part: IO[bytes]) -> bool:
    """Whether a part names something that is loaded from another place. Raises ValueError where it is not XML."""
    reader = expat.ParserCreate()
    reader.StartElementHandler = _element
    reader.EntityDeclHandler = _entity
    try:
        while chunk := part.read(CHUNK):
            reader.Parse(chunk)
        reader.Parse(b"", True)
    except _LoadsFromElsewhere:
        return True
    except expat.ExpatError as fault:
        raise ValueError(str(fault)) from fault
    return False


def _entity(*_declared: object) -> None:
    raise _LoadsFromElsewhere


def _element(name: str, attributes: dict[str, str]) -> None:
    local = {key.rpartition(":")[2].lower(): value.strip() for key, value in attributes.items()}
    element = name.rpartition(":")[2].lower()
    if element == "relationship" and local.get("targetmode", "").lower() == "external":
        kind, address = local.get("type", "").rpartition("/")[2].lower(), local.get("target", "")
        loads = kind in LOADED
    else:
        address = local.get("href", "")
        loads = element in LOADING
    if loads and not _BESIDE.match(unquote(address)):
        raise _LoadsFromElsewhere
