"""Files against their hashes, and against what the trail tells of them."""

import hashlib

from languages.told import said_later
from national_reports.models import Attachment, StoredFile, TakingOff
from national_reports.services.taking_off import digest_of_request
from parties.checked import Checked
from parties.models import AuditEvent

AT_ONCE = 1 << 20


def files() -> Checked:
    """The bytes of every file, the attachments that name them, and the requests under which reports were taken off."""
    checked = Checked(said_later("Files: bytes against their SHA-256"))
    for content in StoredFile.objects.filter(going=False).order_by("pk").iterator():
        checked.number += 1
        _bytes(content, checked)
    events = AuditEvent.objects.filter(subject__startswith="report/", action="file added")
    told = {detail["sha256"] for detail in events.values_list("detail", flat=True)}
    for one in Attachment.objects.select_related("content").order_by("pk").iterator():
        place = f"report/{one.report_id}, file {one.name}"
        if one.content is not None and one.content.sha256 != one.sha256:
            checked.fault(place, "it names a SHA-256 that is not that of its bytes")
        if one.sha256 not in told:
            checked.fault(place, "the trail does not tell that this file was added")
    _requests(checked)
    return checked


def _bytes(content: StoredFile, checked: Checked) -> None:
    place = f"file {content.file.name}"
    digest = hashlib.sha256()
    try:
        with content.file.open("rb") as file:
            while part := file.read(AT_ONCE):
                digest.update(part)
    except OSError as fault:
        checked.fault(place, f"its bytes can't be read: {fault.strerror or fault}")
        return
    if digest.hexdigest() != content.sha256:
        checked.fault(place, f"its bytes are not those of its SHA-256 {content.sha256}")


def _requests(checked: Checked) -> None:
    events = AuditEvent.objects.filter(subject__startswith="report/", action="taken-off")
    told = {detail.get("request") for detail in events.values_list("detail", flat=True)}
    for request in TakingOff.objects.select_related("request_file").order_by("pk"):
        if digest_of_request(request) not in told:
            checked.fault(f"request of {request.requested_on}", "it is not the request that the trail tells of")
