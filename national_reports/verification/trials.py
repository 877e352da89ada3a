"""Trial rounds against the trail: one is on where the last that the trail tells is that it was opened."""

from indicators.models import ReportingCycle
from languages.told import said_later
from national_reports.models import TrialRound
from national_reports.trials import ENDED, OPENED
from parties.checked import Checked
from parties.models import AuditEvent


def trials() -> Checked:
    """Whether a cycle is on trial, against what opened and ended its trial; and none that is open is."""
    checked = Checked(said_later("Trial rounds of cycles"))
    told = {
        subject: action == OPENED
        for subject, action in AuditEvent.objects.filter(subject__startswith="cycle/", action__in=(OPENED, ENDED))
        .order_by("subject", "sequence")
        .values_list("subject", "action")
    }
    on_trial = set(TrialRound.objects.values_list("cycle", flat=True))
    for cycle in ReportingCycle.objects.order_by("deadline"):
        checked.number += 1
        checked.same(cycle.subject, "on trial", cycle.pk in on_trial, told.get(cycle.subject, False))
        if cycle.is_open and cycle.pk in on_trial:
            checked.fault(cycle.subject, "it is open for reports, and a trial of it is on")
    return checked
