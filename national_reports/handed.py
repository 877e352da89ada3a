"""Which sections of a report were handed to whom of its Party, and where a contributor may write."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from national_reports.models import Report, SectionHandover
from national_reports.questionnaire import QuestionnaireForm
from parties.models import FocalPoint, User
from parties.permissions import role_for
from parties.roles import Leave


def handed(report: Report, *, on: date) -> Mapping[str, list[User]]:
    """Who has each section in hand, by name; those whose access has ended have none. One query."""
    current = FocalPoint.objects.current(on).filter(party=report.party_id)
    rows = SectionHandover.objects.filter(report=report, to__in=current.values("user")).select_related("to")
    found: dict[str, list[User]] = defaultdict(list)
    for row in rows.order_by("to__name"):
        found[row.section].append(row.to)
    return found


def writes_only_in(person: User, report: Report, *, on: date) -> frozenset[str] | None:
    """The sections in which a contributor may write, where some were handed to them; None: in every section.

    Whoever submits writes everywhere, and so does a contributor to whom nothing was handed. One query for most.
    """
    theirs = frozenset(SectionHandover.objects.filter(report=report, to=person).values_list("section", flat=True))
    if not theirs:
        return None
    role = role_for(person, report.party.code, on)
    return theirs if role is not None and role.submits is Leave.NO else None


def section_of(form: QuestionnaireForm, question: str) -> str:
    """The section in which a question is asked; empty for one that the form does not ask any more."""
    return form.fields[question].section if question in form.fields else ""
