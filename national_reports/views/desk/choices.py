"""Read the choices in an address of the desk; an unknown one is 404, never a guess."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import ReportingCycle
from national_reports.models import Report
from national_reports.monitor import NO_REPORT, current_cycle, state_label
from parties.models import PartyGroup

STATES = (NO_REPORT, *Report.State.values)


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


def chosen(request: HttpRequest, name: str, allowed: list[str] | tuple[str, ...]) -> str:
    """A choice from the query, empty where none is made."""
    value = request.GET.get(name, "")
    if value and value not in allowed:
        raise Http404(_("%(name)s may be one of: %(allowed)s") % {"name": name, "allowed": ", ".join(allowed)})
    return value


def select(name: str, label: str, options: list[tuple[str, str]], value: str) -> dict[str, object]:
    """A field of the `filters` component."""
    rows = [{"value": code, "label": text, "selected": code == value} for code, text in options]
    return {"name": name, "label": label, "options": rows}


def monitor_fields(
    cycle: ReportingCycle, cycles: list[ReportingCycle], groups: list[PartyGroup], group: str, state: str
) -> list[dict[str, object]]:
    every_group = [("", _("All Parties")), *((one.slug, _(one.name)) for one in groups)]
    every_state = [("", _("Any state")), *((code, state_label(code)) for code in STATES)]
    return [
        select("cycle", _("Cycle"), [(one.code, one.title) for one in cycles], cycle.code),
        select("group", _("Group of Parties"), every_group, group),
        select("state", _("State"), every_state, state),
    ]
