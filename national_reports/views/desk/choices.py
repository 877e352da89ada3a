"""Read the choices in an address of the desk; an unknown one is 404, never a guess."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import ReportingCycle
from national_reports.monitor import current_cycle


class NoCycleYet(Http404):
    """No cycle is set up: there is something to be done first."""


def chosen_cycle(code: str) -> tuple[ReportingCycle, list[ReportingCycle]]:
    """The cycle of an address, or the one that is going on; and those that have questions here or are open."""
    cycles = list(ReportingCycle.objects.order_by("-deadline"))
    if not cycles:
        raise NoCycleYet(_("There is no such cycle."))
    one = next((c for c in cycles if c.code == code), None) if code else current_cycle(cycles, timezone.localdate())
    if one is None:
        raise Http404(_("There is no such cycle."))
    return one, cycles


def chosen(request: HttpRequest, name: str, allowed: Collection[str]) -> str:
    """A choice from the query, empty where none is made."""
    return one_of(request.GET, name, allowed)


def one_of(given: QueryDict, name: str, allowed: Collection[str]) -> str:
    """A choice from a query or a form."""
    value = given.get(name, "")
    if value and value not in allowed:
        raise Http404(_("%(name)s may be one of: %(allowed)s") % {"name": name, "allowed": ", ".join(allowed)})
    return value


def select(name: str, label: str, options: list[tuple[str, str]], value: str) -> dict[str, object]:
    """A field of the `filters` component."""
    rows = [{"value": code, "label": text, "selected": code == value} for code, text in options]
    return {"name": name, "label": label, "options": rows}
