"""What every page knows: the plan, the run its figures are of, and whether the data are for demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from figures.selectors import current_run
from indicators.models import Plan
from parties.selectors import is_demonstration


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; each part is read only when a template asks for it."""
    return {
        "plan": SimpleLazyObject(lambda: Plan.objects.filter(current=True).first()),
        "run": SimpleLazyObject(current_run),
        "demonstration": SimpleLazyObject(is_demonstration),
        "languages": _languages(request) if len(settings.LANGUAGES) > 1 else [],
    }


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": translate_url(request.get_full_path(), code),
            "current": code == get_language(),
        }
        for code, _ in settings.LANGUAGES
    ]
