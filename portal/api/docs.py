"""The schema, and a page that reads it to people: plain HTML, nothing to load, nothing to run."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularAPIView

from languages.codes import ENGLISH
from parties.asked import reads
from portal.api.pagination import Pages
from portal.api.views import PublicView

Schema = dict[str, Any]
FORMATS = {"date": "date", "uri": "address"}


class SchemaView(PublicView, SpectacularAPIView):
    """The OpenAPI document: JSON, or YAML by `Accept` or `?format=yaml`."""

    parameters = ("format",)
    renderer_classes = [
        OpenApiJsonRenderer2,
        OpenApiYamlRenderer2,
        OpenApiJsonRenderer,
        OpenApiYamlRenderer,
    ]


@dataclass(frozen=True)
class Described:
    """A parameter or a field of an answer: `name` is dotted, with [] for each of a list."""

    name: str
    type: str
    text: str


@dataclass(frozen=True)
class Operation:
    path: str
    summary: str
    parameters: list[Described]
    fields: list[Described]

    @property
    def anchor(self) -> str:
        return self.path.strip("/").replace("/", "-").replace("{", "").replace("}", "")

    @property
    def is_list(self) -> bool:
        return "{" not in self.path


def operations(document: Schema) -> list[Operation]:
    """Every operation of a schema with its parameters, and the fields of a row of its answer."""
    return [
        Operation(
            path=path,
            summary=operation["summary"],
            parameters=[
                Described(p["name"], _type(p["schema"], document), p.get("description", ""))
                for p in operation.get("parameters", [])
            ],
            fields=list(_fields(_row(operation, document), document)),
        )
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]


def _row(operation: Schema, document: Schema) -> Schema:
    answer = _resolved(operation["responses"]["200"]["content"]["application/json"]["schema"], document)
    rows = answer["properties"].get("results")
    return _resolved(rows["items"], document) if rows else answer


def _resolved(schema: Schema, document: Schema) -> Schema:
    """Follow a reference; of several schemas, the one that is not null."""
    for several in ("allOf", "oneOf"):
        if several in schema:
            named = [part for part in schema[several] if not part.get("$ref", "").endswith("/NullEnum")]
            found = _resolved(named[0], document) | {k: v for k, v in schema.items() if k != several}
            return found | ({"nullable": True} if len(named) < len(schema[several]) else {})
    if "$ref" in schema:
        held: Schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return _resolved(held, document)
    return schema


def _fields(schema: Schema, document: Schema, prefix: str = "") -> Iterator[Described]:
    for name, part in schema.get("properties", {}).items():
        field = _resolved(part, document)
        yield Described(f"{prefix}{name}", _type(field, document), _text(field))
        inner = _resolved(field["items"], document) if field.get("type") == "array" else field
        yield from _fields(inner, document, f"{prefix}{name}{'[]' if inner is not field else ''}.")


def _text(schema: Schema) -> str:
    """The description without the generator's own list of choices, which the type names already."""
    text: str = schema.get("description", "")
    return text.partition("* `")[0].strip()


def _type(schema: Schema, document: Schema) -> str:
    if "enum" in schema:
        words = " | ".join(str(value) for value in schema["enum"] if value is not None)
    elif schema.get("type") == "array":
        words = f"list of {_type(_resolved(schema['items'], document), document)}"
    else:
        words = FORMATS.get(schema.get("format", ""), str(schema.get("type", "object")))
    return f"{words} or null" if schema.get("nullable") else words


@reads()
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show what the API offers, in English like the API itself: its own address holds no language."""
    with translation.override(ENGLISH):
        return _page(request)


@reads()
@require_safe
def documentation_for_readers(request: HttpRequest) -> HttpResponse:
    """Show the same within a page in the reader's language."""
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    with translation.override(ENGLISH):
        document: Schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        described = operations(document)
    context = {
        "nav": "data",
        "operations": described,
        "page_size": Pages.page_size,
        "max_page_size": Pages.max_page_size,
    }
    return render(request, "portal/api_docs.html", context)
