"""Evaluations, meetings and the register of adjustments against the events that wrote them."""

from typing import Any

from evaluation.adjustments import told_of_adjustment
from evaluation.evaluations import REMOVED, told_of_evaluation, told_of_meeting
from evaluation.models import Adjustment, Evaluation, Meeting
from languages.told import said_later
from parties.checked import Checked
from parties.models import AuditEvent


def evaluations() -> Checked:
    checked = Checked(said_later("Evaluations: cycles, cut-offs and titles against the trail"))
    told = _last("evaluation/", "evaluation created", "evaluation changed", ended=REMOVED)
    for one in Evaluation.objects.select_related("plan", "baseline", "current", "meeting").order_by("pk"):
        checked.number += 1
        _compare(checked, one.subject, told_of_evaluation(one), told.pop(one.subject, None))
    _gone(checked, told)
    return checked


def meetings() -> Checked:
    checked = Checked(said_later("Meetings against the trail"))
    told = _last("meeting/", "meeting kept")
    for one in Meeting.objects.order_by("pk"):
        checked.number += 1
        subject = f"meeting/{one.code}"
        _compare(checked, subject, told_of_meeting(one), told.pop(subject, None))
    _gone(checked, told)
    return checked


def adjustments() -> Checked:
    """Every version of every entry against its event."""
    checked = Checked(said_later("Register of adjustments against the trail"))
    told: dict[str, Any] = {}
    events = AuditEvent.objects.filter(subject__startswith="adjustment/", action__startswith="adjustment ")
    for subject, by, at, detail in events.values_list("subject", "by", "at", "detail"):
        told[f"{subject} version {detail['version']}"] = detail | {"by": by, "at": at.isoformat()}
    for entry in Adjustment.objects.select_related("meeting", "edition__evaluation").order_by("pk"):
        checked.number += 1
        place = f"{entry.trail_subject} version {entry.version}"
        items = [held.item for held in entry.items.select_related("item").order_by("pk")]
        stands = told_of_adjustment(entry, items)
        stands |= {"by": entry.recorded_by_id, "at": entry.recorded_at.isoformat()}
        _compare(checked, place, stands, told.pop(place, None))
    _gone(checked, told)
    return checked


def _last(prefix: str, *actions: str, ended: str = "") -> dict[str, dict[str, Any]]:
    """What the last of these events told of each, without those that ended with it."""
    events = AuditEvent.objects.filter(subject__startswith=prefix, action__in=[*actions, ended])
    rows = events.order_by("subject", "sequence").values_list("subject", "action", "detail")
    last = {subject: (action, detail) for subject, action, detail in rows}
    return {subject: detail for subject, (action, detail) in last.items() if action != ended}


def _compare(checked: Checked, place: str, stands: dict[str, Any], told: dict[str, Any] | None) -> None:
    if told is None:
        checked.fault(place, "the trail does not tell of it")
        return
    for name, value in stands.items():
        if name in told:
            checked.same(place, name, value, told[name])


def _gone(checked: Checked, told: dict[str, Any]) -> None:
    for place in sorted(told):
        checked.fault(place, "what the trail tells of is gone")
