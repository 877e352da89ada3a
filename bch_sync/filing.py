"""The other way: a report accepted here, as the exact document to be filed in the Clearing-House."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction

from bch_sync.client import ClearingHouse, ClearingHouseError
from bch_sync.models import Filing
from languages.told import said_later
from national_reports.codec import decode
from national_reports.comparing import files_in
from national_reports.cover import cover_of, header_of, without_personal
from national_reports.digests import digest
from national_reports.documents.content import File
from national_reports.models import Report, Submission
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import form_of
from parties.audit import record
from parties.models import User

MAY_BE_FILED = (Report.State.ACCEPTED, Report.State.PUBLISHED)


class NotToBeFiled(ValueError):
    """Only a report that was handed in here and accepted can be filed."""


class NotInShape(ValueError):
    """The document would not be read back as it is: nothing was sent."""


class NoToken(RuntimeError):
    """No token is set, so nothing is sent: upload the exported document by hand."""


class AlreadyFiled(RuntimeError):
    """This version was sent before."""


def export_document(report: Report) -> dict[str, Any]:
    """The last submission in the Clearing-House's shape. Raises NotToBeFiled, NotInShape.

    Versions of one report carry one identifier, so that there they become revisions of one document. Who the contact
    is stays here, and how to reach them.
    """
    last = Submission.objects.filter(report=report).order_by("at").last()
    if last is None or report.state not in MAY_BE_FILED:
        raise NotToBeFiled(
            said_later("Only a report that was handed in here and accepted can be filed in the Clearing-House.")
        )
    form = form_of(report)
    document = dict(last.document["document"])
    document["header"] = document["header"] | {"identifier": identifier_of(report)}
    if "contact" in document:
        said = without_personal(form.fields, cover_of(last.document["header"]))
        document["contact"] = header_of(said).get("contact", {})
    wrong = faults_in(document, form)
    if wrong:
        raise NotInShape("; ".join(wrong))
    return document


def identifier_of(report: Report) -> str:
    """The identifier of a Party's report for a cycle: the Clearing-House's own, else one of ours, always the same."""
    given = Report.objects.filter(party=report.party, cycle=report.cycle, part=report.part).exclude(identifier="")
    known = given.order_by("-version").values_list("identifier", flat=True).first()
    name = f"{settings.PERMANENT_URL}/reports/{report.party.code}/{report.cycle.code}/"
    return known or str(uuid5(NAMESPACE_URL, name)).upper()


def faults_in(document: Mapping[str, Any], form: QuestionnaireForm) -> list[str]:
    """What keeps a document from being read back whole."""
    decoded = decode(document, form)
    wrong = [f"{refusal.key}: {refusal.reason}" for refusal in decoded.refused]
    known = {"header", "government", *form.questions, *decoded.header}
    return wrong + [
        said_later("{key}: the form has no such question.", key=key) for key in document if key not in known
    ]


def file_report(*, report: Report, house: ClearingHouse, by: User, at: datetime) -> Filing:
    """Send a report once: validated there first, then as a draft, then asked to be published.

    A repeat after a fault goes on; one after success raises AlreadyFiled. Raises NoToken, NotToBeFiled, NotInShape,
    ClearingHouseError; what became of it stands in the Filing.
    """
    if not house.token:
        raise NoToken(said_later("No BCH_TOKEN is set: nothing is sent. Download the document and upload it there."))
    document = export_document(report)
    filing = _begin(report, document, by, at)
    schema = document["header"]["schema"]
    try:
        errors = house.validate(document, schema=schema)
        if errors:
            return _end(filing, Filing.State.REFUSED, errors, at)
        draft = house.save_draft(filing.identifier, document, schema=schema)
        said = house.ask_to_publish(_request(report, filing, draft))
    except ClearingHouseError as fault:
        _end(filing, Filing.State.FAILED, [str(fault)], at)
        raise
    return _end(filing, Filing.State.SENT, [f"{name}: {value}" for name, value in said.items()][:20], at)


def _begin(report: Report, document: Mapping[str, Any], by: User, at: datetime) -> Filing:
    with transaction.atomic():
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        held = Filing.objects.filter(report=report).first()
        # A report that was returned after it had been sent, and accepted anew, is another revision of the document.
        if held is not None and held.state == Filing.State.SENT and held.sha256 == digest(document):
            day = f"{held.at:%Y-%m-%d}"
            raise AlreadyFiled(said_later("Sent on {at}.", at=day))
        values = {"identifier": document["header"]["identifier"], "sha256": digest(document), "by": by, "at": at}
        filing, _ = Filing.objects.update_or_create(
            report=report, defaults=values | {"state": Filing.State.SENDING, "said": []}
        )
    return filing


def _end(filing: Filing, state: str, said: list[str], at: datetime) -> Filing:
    with transaction.atomic():
        filing.state, filing.said = state, said
        filing.save(update_fields=["state", "said"])
        detail = {"state": state, "identifier": filing.identifier, "sha256": filing.sha256, "said": said}
        record(
            subject=filing.report.subject,
            action=said_later("filed in the Clearing-House"),
            by=filing.by,
            at=at,
            detail=detail,
        )
    return filing


def _request(report: Report, filing: Filing, draft: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "realm": settings.BCH_REALM,
        "documentID": draft.get("documentID"),
        "identifier": filing.identifier,
        "title": {"en": f"{report.cycle.title} – {report.party.name_en}"},
        "abstract": {},
        "metadata": {
            "government": (report.party.alpha2 or report.party.code).lower(),
            "schema": report.cycle.schema,
        },
        "additionalInfo": {
            "en": " ".join([f"Filed from the portal of the Strategic Plan, SHA-256 {filing.sha256}.", *_files(report)])
        },
    }


def is_sent(report: Report) -> bool:
    """Whether the Clearing-House was sent what was handed in last."""
    filing = Filing.objects.filter(report=report).first()
    last = Submission.objects.filter(report=report).order_by("at").last()
    return bool(filing and filing.state == Filing.State.SENT and last and filing.at >= last.at)


def files_of(report: Report) -> list[File]:
    """The files of the last submission, which have no place in the Clearing-House's document."""
    last = Submission.objects.filter(report=report).order_by("at").last()
    return files_in(last.document) if last else []


def _files(report: Report) -> list[str]:
    """The files in a sentence, so that who publishes there knows of them and can tell them by their digests."""
    named = [f"{one.name} (SHA-256 {one.sha256})" for one in files_of(report)]
    return [said_later("Files handed in with it: {named}.", named=", ".join(named))] if named else []
