"""What a Party does with its report later never touches what was published: bytes and hashes stay the same."""

from hashlib import sha256
from uuid import uuid4

from national_reports.models import Report
from national_reports.services.opening import open_report
from national_reports.services.taking_off import Request, take_off
from national_reports.services.workflow import accept_report, publish_report, return_report, submit_report
from tests.evaluation.editions.making import AT
from tests.keeping.making import fill
from tests.people_factories import make_focal_point, make_staff


def everything_of(edition):
    """Every stored byte of an edition and its documents, and the hashes that stand beside them."""
    edition.refresh_from_db()
    fields = {field.attname: getattr(edition, field.attname) for field in edition._meta.concrete_fields}
    documents = [
        (one.name, one.sha256, sha256(bytes(one.content)).hexdigest()) for one in edition.documents.order_by("pk")
    ]
    return {key: bytes(value) if isinstance(value, memoryview) else value for key, value in fields.items()}, documents


def test_amending_returning_and_taking_off_leave_a_published_edition_as_it_is(published, author, publisher):
    before = everything_of(published)
    report = Report.objects.published().filter(cycle__code="NR4", part="").first()
    authority = make_focal_point(report.party.code, "authority")
    second = open_report(party=report.party, cycle=report.cycle, by=authority, at=AT)
    fill(second)
    submit_report(report=second, key=uuid4(), declared=True, by=authority, at=AT)
    accept_report(report=second, by=author, at=AT)
    return_report(report=second, reasons={"": "Once more"}, by=author, at=AT, accepted=True)
    submit_report(report=second, key=uuid4(), declared=True, by=authority, at=AT)
    accept_report(report=second, by=make_staff(), at=AT)
    publish_report(report=second, by=publisher, at=AT)
    assert everything_of(published) == before
    request = Request(AT.date(), "The focal point, for the Ministry", "Please take it off.")
    second = Report.objects.published().get(party=report.party, cycle=report.cycle, part="")
    take_off(reports=[second], request=request, reason="In error", earlier_counts=False, by=publisher, at=AT)
    assert not Report.objects.seen().filter(party=report.party, cycle=report.cycle, part="").exists()
    assert everything_of(published) == before
