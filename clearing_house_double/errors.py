"""Refusals in the shape of the API. Pure."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any


class ApiError(Exception):
    """A request that is answered with an error; `fields` names what was wrong."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        message: str,
        fields: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.fields = list(fields)
        self.headers = headers or {}

    @property
    def body(self) -> dict[str, Any]:
        return {"statusCode": int(self.status), "code": self.code, "fields": self.fields, "message": str(self)}


def invalid(message: str, *fields: str) -> ApiError:
    return ApiError(HTTPStatus.BAD_REQUEST, "invalidParameter", message, fields)


def missing(message: str) -> ApiError:
    return ApiError(HTTPStatus.NOT_FOUND, "notFound", message)
