"""What every page knows: the plan, the run its figures are of, and whether the data are for demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from figures.selectors import current_run
from indicators.models import Plan
from parties.addresses import languages_of
from parties.selectors import is_demonstration


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; each part is read only when a template asks for it."""
    return {
        "plan": SimpleLazyObject(lambda: Plan.objects.filter(current=True).first()),
        "run": SimpleLazyObject(current_run),
        "demonstration": SimpleLazyObject(is_demonstration),
        "languages": SimpleLazyObject(lambda: languages_of(request, get_language() or settings.LANGUAGE_CODE)),
    }
