"""The box of a practice report in which somebody tells the Secretariat what was hard while a trial is on."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from national_reports.digests import digest
from national_reports.models import PracticeReport
from national_reports.services.trials import LONGEST, keep_remark


def remark_box(practice: PracticeReport, section: str, *, typed: str | None = None) -> dict[str, Any]:
    """What the box shows: what stands, or what was typed and could not be kept; and a digest of what stands."""
    held = practice.remarks.filter(section=section).first()
    text = held.text if held else ""
    return {"text": text if typed is None else typed, "shown": digest(text), "longest": LONGEST}


def take_remark(request: HttpRequest, practice: PracticeReport, section: str) -> None:
    """Keep the remark of a page; one that was not touched leaves what another window wrote. Raises RemarkTooLong."""
    text = request.POST.get("remark")
    if text is not None and digest(text.replace("\r\n", "\n").strip()) != request.POST.get("remark-shown"):
        keep_remark(practice=practice, section=section, text=text, at=timezone.now())


def too_long() -> str:
    return _("Nothing was saved: a remark has at most %(most)d characters. Shorten it, then save again.") % {
        "most": LONGEST
    }
