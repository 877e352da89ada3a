"""Pages of a list, with what holds for the whole of it."""

from typing import Any, Protocol

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response


class KnowsItsWorld(Protocol):
    """A view that knows whether its data are for demonstration."""

    demonstration: bool


class Pages(PageNumberPagination):
    """`page` and `page_size`; a size that is not offered is refused, not replaced."""

    page_size = 100
    max_page_size = 500
    page_size_query_param = "page_size"
    page_query_description = "The page, from 1."
    page_size_query_description = f"Rows on a page, from 1 to {max_page_size}; {page_size} without it."
    invalid_page_message = "There is no such page."

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        self.demonstration = view.demonstration
        self._whole_number(request, "page", None)
        return super().paginate_queryset(queryset, request, view)

    def get_page_size(self, request: Request) -> int:
        return self._whole_number(request, "page_size", self.max_page_size) or self.page_size

    @staticmethod
    def _whole_number(request: Request, name: str, most: int | None) -> int | None:
        given = request.query_params.get(name, "")
        if not given:
            return None
        if given.isascii() and given.isdecimal() and (most is None or len(given) <= len(str(most))):
            number = int(given[:20])
            if 1 <= number <= (most or number):
                return number
        raise ValidationError({name: [f"Give a whole number from 1{f' to {most}' if most else ''}."]})

    def get_paginated_response(self, data: Any) -> Response:
        assert self.page is not None
        return Response(
            {
                "count": self.page.paginator.count,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "demonstration": self.demonstration,
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        properties = {
            "count": {"type": "integer", "description": "Rows on all pages."},
            "next": link,
            "previous": link,
            "demonstration": {
                "type": "boolean",
                "description": "True: the Parties are stand-ins and every answer is generated.",
            },
            "results": schema,
        }
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        limits = {"page": {"minimum": 1}, "page_size": {"minimum": 1, "maximum": self.max_page_size}}
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"] |= limits[parameter["name"]]
        return parameters
