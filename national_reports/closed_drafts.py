"""A draft is its Party's alone until the Party lets the Secretariat read it."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from national_reports.models import Report
from national_reports.services.opening import standing_version
from national_reports.services.preparing import is_closed_to
from parties.models import User
from parties.permissions import is_secretariat


def refuse_closed_draft(person: User, party: str, cycle: str) -> None:
    """Raises PermissionDenied where somebody of the Secretariat asks for a draft that its Party has not opened."""
    if not is_secretariat(person):
        return
    versions = Report.objects.filter(party__code=party, cycle__code=cycle, part="").defer("header").order_by("version")
    report = standing_version(list(versions))
    if report is not None and is_closed_to(report, person, at=timezone.now()):
        raise PermissionDenied(
            _("This draft is its Party’s alone. The Party may open it to the Secretariat on the report’s page.")
        )
