"""One shape for every error: {"detail": …, "fields": {name: [what is wrong]}}."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

INVALID = "The query is not valid."


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Put what the framework says of an error into our shape; other errors stay unhandled."""
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, ValidationError):
        response.data = {"detail": INVALID, "fields": response.data}
    else:
        response.data = {"detail": response.data["detail"], "fields": {}}
    return response


def refuse_unknown(query: QueryDict, known: Iterable[str]) -> None:
    """Raise ValidationError for parameters that are not known, or given more than once."""
    names = list(known)
    takes = f"Known parameters: {', '.join(names)}." if names else "This address takes no parameters."
    problems = {name: [f"Unknown parameter. {takes}"] for name in query if name not in names}
    problems |= {name: ["Give it once."] for name in query if name in names and len(query.getlist(name)) > 1}
    if problems:
        raise ValidationError(problems)
