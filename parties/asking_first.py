"""What ends, removes or closes something is asked about first, on a page of its own that needs no script."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SURE = "sure"


@dataclass(frozen=True)
class Asked:
    """A question, what a yes brings about, the words of the button that says it, and where a no leads."""

    title: str
    words: str
    button: str
    back: str


def asks_first(ask: Callable[..., Asked]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view act on a form that says yes; any other is shown the question. `ask` gets what the view gets."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.POST.get(SURE) == "yes":
                return view(request, *args, **kwargs)
            return render(request, "parties/asked_first.html", {"asked": ask(request, *args, **kwargs)})

        return asked

    return decorate
