"""One Party with a draft of its own, its neighbour with another, and somebody in every role."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from bch_sync.models import StatusDifference, SyncRun
from evaluation.adjustments import record_adjustment
from evaluation.editions.services import open_edition, write_text
from evaluation.hearing.services import open_review
from evaluation.models import Evaluation
from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.models import Attachment, Report, ReviewNote, WorkbookImport
from national_reports.services.attachments import add_attachment
from national_reports.services.filling import save_answer
from national_reports.services.opening import open_report
from national_reports.services.preparing import let_read
from parties.inviting import keep_list
from parties.models import OfficeAddress, Party
from parties.people import invite
from tests.evaluation.editions.making import make_evaluation, make_frozen, make_published, make_said
from tests.people_factories import make_focal_point, make_staff

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# What nobody but the Party and the Secretariat may read.
MARKER = "words-of-a-draft-that-nobody-may-see"

MAKE = {
    "anonymous": lambda: None,
    "contributor": lambda: make_focal_point("KEN"),
    "contributor of another": lambda: make_focal_point("GHA"),
    "authority": lambda: make_focal_point("KEN", role="authority"),
    "authority without two-step": lambda: make_focal_point("KEN", role="authority", two_step=False),
    "authority of another": lambda: make_focal_point("GHA", role="authority"),
    "staff": make_staff,
    "staff without two-step": lambda: make_staff(two_step=False),
    "publisher": lambda: make_staff(publisher=True),
}


def open_draft(party: str, by: Any) -> Report:
    """A draft with a text, a note and a workbook, all of which say the marker."""
    cycle = ReportingCycle.objects.get(code="NR4")
    report = open_report(party=Party.objects.get(code=party), cycle=cycle, by=by, at=AT)
    text = AnswerData(texts={"en": f"{party} {MARKER}"})
    for question in ("Q020", "stakeholders"):
        save_answer(report=report, question=question, data=text, read_version=0, by=by, at=AT)
    contact = AnswerData(entries=({"name": f"{party} {MARKER}"},))
    save_answer(report=report, question="contact", data=contact, read_version=0, by=by, at=AT)
    yes = AnswerData(options=("implementation.fullInPlace",))
    save_answer(report=report, question="Q014", data=yes, read_version=0, by=by, at=AT)
    ReviewNote.objects.create(report=report, by=by, at=AT, text=MARKER, audience=ReviewNote.Audience.BOTH)
    WorkbookImport.objects.create(report=report, by=by, at=AT, name=f"{MARKER}.xlsx", sha256="0" * 64, rows=[])
    return report


def attach(report: Report, by: Any) -> Attachment:
    file = ContentFile(b"%PDF-1.7\n%%EOF\n", name=f"{MARKER}.pdf")
    return add_attachment(report=report, file=file, by=by, at=AT)


def write_editions(author: Any, publisher: Any) -> int:
    """A published mid-term edition, and a draft of the final one whose text and document nobody may read."""
    cycles = {code: ReportingCycle.objects.get(code=code) for code in ("NR2", "NR3", "NR4")}
    mid_term = make_evaluation(author, baseline=cycles["NR2"], current=cycles["NR3"])
    record_adjustment(
        edition=make_published(mid_term, author, publisher), subject="whole", said=make_said(), by=author, at=AT
    )
    final = make_evaluation(author, "final", kind="final", baseline=cycles["NR2"], current=cycles["NR4"])
    draft = open_edition(evaluation=final, by=author, at=AT)
    said = {"subject": "whole", "language": "en", "narrative": MARKER, "sources": "", "version": 0}
    write_text(edition=draft, by=author, at=AT, **said)
    return make_frozen(final, author).documents.get().pk


def open_a_review(by: Any) -> int:
    """The Parties are heard before the final edition."""
    now = timezone.now()
    until = now.date() + timedelta(days=30)
    return open_review(evaluation=Evaluation.objects.get(slug="final"), until=until, by=by, at=now).pk


def build_world() -> dict[str, Any]:
    """Everybody by name, and the numbers that addresses are made of."""
    people = {who: make() for who, make in MAKE.items()}
    draft = open_draft("KEN", people["contributor"])
    other = open_draft("GHA", people["contributor of another"])
    for report in (draft, other):
        # Without it staff read no draft: tests/national_reports/desk/test_drafts_of_parties.py
        let_read(report=report, by=people["contributor"], at=timezone.now())
    invitation = invite(
        email="invited@portal.example",
        name="Invited",
        role="contributor",
        party=Party.objects.get(code="KEN"),
        by=people["publisher"],
        at=AT,
    )
    return {
        "people": people,
        "report": draft.pk,
        "note": draft.notes.get().pk,
        "workbook": draft.workbooks.get().pk,
        "attachment": attach(draft, people["contributor"]).pk,
        "invitation": invitation.pk,
        "round": keep_list(rows=[], source="a file", by=people["staff"], at=AT).pk,
        "sync": SyncRun.objects.create(
            state=SyncRun.State.DONE, base="http://127.0.0.1", started_at=AT, finished_at=AT, holder="test/1"
        ).pk,
        "difference": StatusDifference.objects.create(
            party=draft.party, treaty="cpb", field="signed_on", ours="2000-05-15", theirs="2000-05-16", seen_at=AT
        ).pk,
        "document": write_editions(people["staff"], people["publisher"]),
        "review": open_a_review(people["staff"]),
        "office": OfficeAddress.objects.create(
            party=draft.party, name="Office", email="office@portal.example", language="en", added_at=AT
        ).pk,
        "role": make_focal_point("ZWE").focal_points.get().pk,
        "staff": make_staff().pk,
    }
