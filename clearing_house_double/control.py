"""The control addresses, by which a test in another process switches faults and changes the registry."""

from collections.abc import Callable, Mapping
from typing import Any

from clearing_house_double.errors import invalid, missing
from clearing_house_double.faults import FAULTS, Fault, Faults, FaultUnknown, as_rows
from clearing_house_double.registry import NotInRegistry, Registry

FAULTS_AT, REGISTRY_AT = "/__faults__", "/__registry__"


def control(method: str, path: str, body: Any, registry: Registry, faults: Faults) -> dict[str, Any]:
    """Answer a control request.

    `POST /__faults__ {"faults": ["429:count=3"]}` replaces what is switched on, `DELETE` switches all off.
    `POST /__registry__ {"action": "add", "schema": "biosafetyLaw"}` changes the registry. Raises ApiError.
    """
    if path == FAULTS_AT:
        if method in ("POST", "PUT"):
            _switch(body, faults)
        elif method == "DELETE":
            faults.clear()
        return {"armed": as_rows(faults.armed), "fired": dict(faults.fired), "offered": FAULTS}
    if path != REGISTRY_AT:
        raise missing(f"There is no control at {path}.")
    return _change(body, registry) if method == "POST" else _told(registry)


def _switch(body: Any, faults: Faults) -> None:
    wanted = body.get("faults") if isinstance(body, Mapping) else None
    if not isinstance(wanted, list):
        raise invalid('Say {"faults": [...]}, each a text or an object with a name.', "faults")
    try:
        read = [_fault(one) for one in wanted]
    except FaultUnknown as fault:
        raise invalid(str(fault), "faults") from fault
    faults.clear()
    faults.arm(*read)


def _fault(one: Any) -> Fault:
    if isinstance(one, Mapping):
        return Fault.make(str(one.get("name")), {key: value for key, value in one.items() if key != "name"})
    return Fault.read(str(one))


def _told(registry: Registry) -> dict[str, Any]:
    counted: dict[str, int] = {}
    with registry.lock:
        for document in registry.documents.values():
            if not document.deleted:
                counted[document.schema] = counted.get(document.schema, 0) + 1
    return {"seed": registry.seed, "documents": sum(counted.values()), "schemas": counted}


def _change(body: Any, registry: Registry) -> dict[str, Any]:
    action = body.get("action") if isinstance(body, Mapping) else None
    if action not in ACTIONS:
        raise invalid(f"Say one of the actions {', '.join(ACTIONS)}.", "action")
    try:
        return ACTIONS[action](registry, body)
    except NotInRegistry as fault:
        raise missing(str(fault)) from fault
    except (KeyError, TypeError) as fault:
        raise invalid(f"The action {action} misses something: {fault}", action) from fault


def _add(registry: Registry, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"identifier": registry.add(body["schema"], body.get("government", ""))}


def _revise(registry: Registry, body: Mapping[str, Any]) -> dict[str, Any]:
    revision = registry.revise(body["identifier"], body=body.get("document"), fields=body.get("fields"))
    return {"identifier": body["identifier"], "revision": revision}


def _delete(registry: Registry, body: Mapping[str, Any]) -> dict[str, Any]:
    registry.delete(body["identifier"])
    return {"identifier": body["identifier"]}


def _publish(registry: Registry, body: Mapping[str, Any]) -> dict[str, Any]:
    """Without the validation that a workflow goes through."""
    document = registry.publish(body["document"])
    return {"identifier": document.identifier, "revision": document.versions[-1].revision}


def _treaty(registry: Registry, body: Mapping[str, Any]) -> dict[str, Any]:
    registry.change_treaty(body["code"], body["treaty"], **body["changed"])
    return {"code": body["code"]}


ACTIONS: dict[str, Callable[[Registry, Mapping[str, Any]], dict[str, Any]]] = {
    "add": _add,
    "revise": _revise,
    "delete": _delete,
    "publish": _publish,
    "treaty": _treaty,
}
