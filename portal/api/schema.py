"""What the OpenAPI schema says of every operation alike."""

from typing import Any

ERRORS = {
    "400": "A parameter or its value is not known; the answer names the ones that are.",
    "404": "There is no such thing, or no such page.",
}
ERROR = {
    "type": "object",
    "required": ["detail", "fields"],
    "properties": {
        "detail": {"type": "string", "description": "What is wrong, in a sentence."},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "What is wrong with each parameter; empty where it is none of them.",
        },
    },
}


def document_errors(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add the errors that every operation can answer, in their one shape."""
    result["components"].setdefault("schemas", {})["Error"] = ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for path in result["paths"].values():
        for operation in path.values():
            for status, description in ERRORS.items():
                operation["responses"].setdefault(status, {"description": description, "content": content})
    return result
