"""A second step that no key of the environment opens, as after a restore beside another key: a page, and the way on."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parties.sealing import Unreadable


class UnreadableSecondStep:
    """Answers where a view met one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, Unreadable):
            return None
        return render(request, "parties/second_step_unreadable.html", status=HTTPStatus.CONFLICT)
