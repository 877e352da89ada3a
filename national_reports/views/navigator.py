"""The sections of a report with their states, as every page of its form shows them: where one is, and how far."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from national_reports.progress import SectionProgress, SectionState, sections
from national_reports.selectors import answers_of, remarks_of
from national_reports.views.reports import FormPages, HeldReport

# How the tag of a state looks, where it is no plain one.
LOOKS = {
    SectionState.NOT_STARTED: " tag--dashed",
    SectionState.OPTIONAL: " tag--dashed",
    SectionState.COMPLETE: " tag--done",
}


def navigator(held: FormPages, progress: Sequence[SectionProgress], *, section: str = "") -> dict[str, Any]:
    """For navigator.html: every section, the ones before and after `section`, and how much is done in all."""
    rows = [
        {
            "section": one,
            "url": held.section_address(one.key),
            "label": state_label(one.state),
            "look": LOOKS.get(one.state, ""),
            "is_current": one.key == section,
        }
        for one in progress
    ]
    place = next((place for place, one in enumerate(progress) if one.key == section), None)
    return {
        "rows": rows,
        "number": None if place is None else place + 1,
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place is not None and place + 1 < len(rows) else None,
        "ready": sum(one.state.is_ready for one in progress),
        "given": sum(one.given for one in progress),
        "required": sum(one.required for one in progress),
        "to_mark": sum(one.state == SectionState.ANSWERED for one in progress),
    }


def where_one_is(held: HeldReport, *, section: str = "") -> dict[str, Any]:
    """What a page of the form besides its questions hands to navigator.html; five queries."""
    return {"navigator": navigator(held, progress_of(held), section=section)}


def progress_of(held: HeldReport) -> list[SectionProgress]:
    """Every section of a stored report with its state; five queries."""
    report = held.report
    marked = set(report.marks.values_list("section", flat=True))
    return sections(held.form, answers_of(report), remarks=remarks_of(report, held.form), marked=marked)


def state_label(state: SectionState) -> str:
    return {
        SectionState.NOT_STARTED: _("Not started"),
        SectionState.OPTIONAL: _("Nothing has to be answered"),
        SectionState.IN_PROGRESS: _("In progress"),
        SectionState.ANSWERED: _("Answered, not marked complete"),
        SectionState.COMPLETE: _("Complete"),
        SectionState.ATTENTION: _("Needs attention"),
    }[state]
