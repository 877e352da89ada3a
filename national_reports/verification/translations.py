"""Courtesy translations against the trail: what stands is what was entered last."""

from collections import defaultdict

from national_reports.models import CourtesyTranslation
from national_reports.services.translations import translations_digest
from parties.checked import Checked
from parties.models import AuditEvent

NOTHING = translations_digest([])


def translations() -> Checked:
    """The translations of each report into each language, by the digest that their last event tells."""
    checked = Checked("Courtesy translations against the trail")
    told: dict[tuple[str, str], str] = {}
    events = AuditEvent.objects.filter(subject__startswith="report/", action="translated").order_by("sequence")
    for subject, detail in events.values_list("subject", "detail"):
        told[subject, detail["language"]] = detail["sha256"]
    held: dict[tuple[str, str], list[CourtesyTranslation]] = defaultdict(list)
    for one in CourtesyTranslation.objects.order_by("pk").iterator():
        held[f"report/{one.report_id}", one.language].append(one)
        checked.number += 1
    for place in sorted(held.keys() | told.keys()):
        if translations_digest(held.get(place, [])) != told.get(place, NOTHING):
            checked.fault(f"{place[0]}, {place[1]}", "the courtesy translations are not those that the trail tells of")
    return checked
