"""What the monitor shows: read from an address or from the form beneath it, so that both mean the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from indicators.models import ReportingCycle
from national_reports.models import Report
from national_reports.monitor import NO_REPORT, Asked, Monitor, Sort, Which, state_label
from national_reports.monitor import monitor as monitor_of
from national_reports.views.desk.choices import chosen_cycle, one_of, select
from parties.invitations import LABELS, REACH_LABELS, Reach, Standing
from parties.models import Party, PartyGroup, User

# A draft that was set aside is never the latest version.
STATES = (NO_REPORT, *(state for state in Report.State.values if state != Report.State.SET_ASIDE))
NAMES = ("cycle", "group", "state", "which", "care", "q", "sort")
MINE = "mine"
LONGEST_NAME = 100
WHICH: Mapping[str, StrOrPromise] = {
    Which.NO_ACCESS: gettext_lazy("No access yet"),
    Which.INVITED: REACH_LABELS[Reach.INVITED],
    Which.NOT_REACHED: REACH_LABELS[Reach.NOT_REACHED],
    Which.CAME_BACK: LABELS[Standing.CAME_BACK],
    Which.NEVER_CAME_IN: LABELS[Standing.EXPIRED],
    Which.OVERDUE: gettext_lazy("Overdue"),
    Which.SILENT: gettext_lazy("Nothing heard for 30 days"),
    Which.SETTLES: gettext_lazy("Would settle a finding"),
}
SORTS: Mapping[str, StrOrPromise] = {
    Sort.ACTIVITY: gettext_lazy("Last activity, the oldest first"),
    Sort.ANSWERED: gettext_lazy("Answered, the least first"),
    Sort.SETTLES: gettext_lazy("Findings that it would settle"),
}


@dataclass(frozen=True)
class Shown:
    """A cycle, and which of its rows in which order."""

    whole: Monitor
    cycles: list[ReportingCycle]
    groups: list[PartyGroup]
    choices: Mapping[str, str]
    narrowed: Monitor

    @classmethod
    def read(cls, given: QueryDict, reader: User) -> "Shown":
        """What somebody asks for; raises Http404 for a choice that there is not."""
        cycle, cycles = chosen_cycle(given.get("cycle", ""))
        groups = list(PartyGroup.objects.all())
        asked = Asked(
            group=one_of(given, "group", [one.slug for one in groups]),
            state=one_of(given, "state", STATES),
            which=one_of(given, "which", tuple(WHICH)),
            sort=one_of(given, "sort", tuple(SORTS)),
            named=_named(given),
            carer=reader if one_of(given, "care", (MINE,)) else None,
        )
        choices = {name: given.get(name, "")[:LONGEST_NAME] for name in NAMES} | {"cycle": cycle.code}
        now = timezone.now()
        whole = monitor_of(cycle, at=now)
        return cls(whole, cycles, groups, choices, whole.narrowed(asked, at=now))

    def query(self, **changes: str) -> str:
        """The address's choices, some of them changed; empty ones are left out."""
        return "?" + urlencode({name: value for name, value in (dict(self.choices) | changes).items() if value})

    @property
    def fields(self) -> list[dict[str, object]]:
        """The filter's fields, for its component."""
        held = self.choices
        every_group = [("", _("All Parties")), *((one.slug, _(one.name)) for one in self.groups)]
        every_state = [("", _("Any state")), *((code, state_label(code)) for code in STATES)]
        return [
            {"name": "q", "label": _("Name"), "value": held["q"]},
            select("cycle", _("Cycle"), [(one.code, one.title) for one in self.cycles], held["cycle"]),
            select("group", _("Group of Parties"), every_group, held["group"]),
            select("state", _("State"), every_state, held["state"]),
            select("which", _("To be looked after"), [("", _("All")), *_said(WHICH)], held["which"]),
            select("care", _("Looked after by"), [("", _("Anybody or nobody")), (MINE, _("Me"))], held["care"]),
            select("sort", _("Sort by"), [("", _("Name")), *_said(SORTS)], held["sort"]),
        ]


def _said(words: Mapping[str, StrOrPromise]) -> list[tuple[str, str]]:
    return [(str(code), str(text)) for code, text in words.items()]


def _named(given: QueryDict) -> frozenset[int] | None:
    """The Parties of a search: by a name in any language, a former one, or the code."""
    words = given.get("q", "").strip()[:LONGEST_NAME]
    if not words:
        return None
    by_code = Party.objects.filter(code=words.upper()).values_list("pk", flat=True)
    return frozenset(Party.objects.named_like(words).values_list("pk", flat=True)) | frozenset(by_code)
