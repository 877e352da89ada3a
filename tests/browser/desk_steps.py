"""What the Secretariat does with a report, by its services; in one place, for pages to do it instead."""

import json

BEGIN = """
import json
from django.utils import timezone
from national_reports.models import Report
from national_reports.services.workflow import accept_report, publish_report, return_report
from parties.models import User
at = timezone.now()
staff, publisher = (
    User.objects.get(email=f"{name}@demonstration.invalid") for name in ("secretariat", "publisher")
)
report = Report.objects.get(party__code=%(party)r, cycle__code="NR4", state=%(state)r)
"""
SEND_BACK = "return_report(report=report, reasons=json.loads(%(reasons)r), by=staff, at=at)\n"
PUBLISH = "accept_report(report=report, by=staff, at=at)\npublish_report(report=report, by=publisher, at=at)\n"


def send_back(portal, party, reasons):
    """Return a submitted report with a reason at each question."""
    _run(portal, party, SEND_BACK % {"reasons": json.dumps(reasons)})


def accept_and_publish(portal, party):
    """Find a submitted report in order and make it public; the figures follow."""
    _run(portal, party, PUBLISH)


def _run(portal, party, steps):
    begin = BEGIN % {"party": party, "state": "submitted"}
    portal.manage("manage.py", "shell", "--verbosity", "0", "-c", begin + steps)
