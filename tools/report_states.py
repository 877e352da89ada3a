"""Bring stand-ins' reports into every state that a page has, on a copy of the demonstration.

    python tools/report_states.py

Works on DATABASE_URL, which it changes; prints as JSON which Party stands in which state. The demonstration's
authority reports for all of them and its contributor for the drafts, so that two people can meet on a page.
"""

import json
import os
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")

import django

django.setup()

from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef
from django.utils import timezone
from report_answers import TEXT, missing_answers
from workbook_hand import fill_in

from evaluation import queries
from evaluation.hearing.services import Word, answer_objection, open_review, speak
from evaluation.hearing.snapshot import said_of
from evaluation.models import Evaluation
from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.models import Report
from national_reports.selectors import answers_of, form_for
from national_reports.services.attachments import add_attachment
from national_reports.services.earlier import confirm_copies, copy_answers
from national_reports.services.filling import save_answer
from national_reports.services.notes import add_note
from national_reports.services.offline import receive_workbook, workbook_of
from national_reports.services.opening import open_report
from national_reports.services.workflow import accept_report, publish_report, return_report, submit_report
from parties.models import FocalPoint, Party, User

STATES = ("draft", "complete", "submitted", "returned", "published", "amended", "invited")


class Maker:
    """The demonstration's people at work."""

    def __init__(self) -> None:
        self.cycle = ReportingCycle.objects.filter(is_open=True).latest("deadline")
        self.form = form_for(self.cycle)
        self.people = {
            name: User.objects.get(email=f"{name}@demonstration.invalid")
            for name in ("secretariat", "publisher", "authority", "contributor")
        }
        self.at = timezone.now() - timedelta(days=20)

    def later(self) -> datetime:
        self.at += timedelta(minutes=7)
        return self.at

    def parties(self) -> dict[str, Party]:
        """One stand-in for each state: those that have reported before, and not in this cycle."""
        reports = Report.objects.filter(party=OuterRef("pk"))
        found = Party.objects.in_force(self.cycle.population_on).filter(
            Exists(reports.exclude(cycle=self.cycle).filter(part="", cycle__code="NR3")),
            ~Exists(reports.filter(cycle=self.cycle)),
            ~Exists(FocalPoint.objects.filter(party=OuterRef("pk"))),
            kind=Party.Kind.STATE,
        )
        return dict(zip(STATES, found.order_by("code"), strict=False))

    def give_roles(self, party: Party, state: str) -> None:
        # Each of these accounts is called by its role.
        roles = {"authority"} if state != "invited" else set()
        if state in ("draft", "invited"):
            roles.add("contributor")
        for role in sorted(roles):
            FocalPoint.objects.create(user=self.people[role], party=party, role=role, begins_on=date(2020, 1, 1))

    def open(self, party: Party) -> Report:
        return open_report(party=party, cycle=self.cycle, by=self.people["authority"], at=self.later())

    def save(self, report: Report, key: str, data: AnswerData, *, by: str = "authority", read: int = 0) -> None:
        person = self.people[by]
        save_answer(report=report, question=key, data=data, read_version=read, by=person, at=self.later())

    def fill(self, report: Report) -> None:
        for key, data in missing_answers(self.form, answers_of(report)):
            self.save(report, key, data)

    def draft(self, report: Report) -> None:
        """Half filled, copies to confirm, two texts for one answer, notes, a file, a workbook that was sent."""
        for key, data in list(missing_answers(self.form, answers_of(report)))[:40]:
            self.save(report, key, data)
        by = self.people["authority"]
        copied = {"Q015": AnswerData(options=tuple(self.form.fields["Q015"].options)[:2])}
        copy_answers(report=report, contents={key: (one, "NR3") for key, one in copied.items()}, by=by, at=self.later())
        self.save(report, "Q020", AnswerData(texts={"en": TEXT}), by="contributor")
        self.save(report, "Q020", AnswerData(texts={"en": "An inspectorate is planned for next year."}))
        note = {"question": "Q020", "audience": "party", "text": "Eleven staff, or nine? Please look it up."}
        add_note(report=report, **note, by=by, at=self.later())
        file = ContentFile(b"%PDF-1.7\n%%EOF\n", name="National biosafety framework 2018.pdf")
        add_attachment(report=report, file=file, by=by, at=self.later())
        content = fill_in(workbook_of(report, self.form, at=self.later()), {"Q022": AnswerData(texts={"en": TEXT})})
        receive_workbook(
            report=report, form=self.form, content=content, name="NR4 filled in.xlsx", by=by, at=self.later()
        )

    def submit(self, report: Report) -> None:
        self.fill(report)
        confirm_copies(report=report, questions=self.form.fields, by=self.people["authority"], at=self.later())
        submit_report(report=report, key=uuid4(), declared=True, by=self.people["authority"], at=self.later())
        report.refresh_from_db()

    def send_back(self, report: Report) -> None:
        reasons = {"Q014": "The law of 2018 is in force: is this not fully in place?", "": "Thank you. Two questions."}
        return_report(report=report, reasons=reasons, by=self.people["secretariat"], at=self.later())

    def publish(self, report: Report) -> None:
        accept_report(report=report, by=self.people["secretariat"], at=self.later())
        publish_report(report=report, by=self.people["publisher"], at=self.later())

    def make(self, state: str, party: Party) -> None:
        self.give_roles(party, state)
        if state == "invited":
            return
        report = self.open(party)
        if state == "draft":
            self.draft(report)
        elif state == "complete":
            self.fill(report)
        else:
            self.submit(report)
        if state == "returned":
            self.send_back(report)
        elif state in ("published", "amended"):
            self.publish(report)
        if state == "amended":
            self.save(self.open(party), "Q020", AnswerData(texts={"en": TEXT}))


def main() -> dict[str, Any]:
    maker = Maker()
    # What is published now must count: the cut-off of the cycle that is open lies ahead.
    ahead = timezone.localdate() + timedelta(days=365)
    ReportingCycle.objects.filter(pk=maker.cycle.pk).update(cut_off=ahead, cut_off_source="Demonstration data.")
    parties = maker.parties()
    for state, party in parties.items():
        maker.make(state, party)
    own = FocalPoint.objects.filter(user=maker.people["authority"]).exclude(party__in=parties.values()).get().party
    said: dict[str, Any] = {state: party.code for state, party in parties.items()} | {"not_begun": own.code}
    # A report that was handed in has a page of its texts.
    said["texts"] = Report.objects.get(party=parties["published"], cycle=maker.cycle, part="").pk
    return said | hear(maker.people, own)


def hear(people: dict[str, User], party: Party) -> dict[str, Any]:
    """A review of the final edition in which one Party agrees, objects, and is answered once; and a reader's query."""
    at, officer, authority = timezone.now(), people["secretariat"], people["authority"]
    evaluation = Evaluation.objects.get(slug="final")
    until = timezone.localdate(at) + timedelta(days=30)
    review = open_review(evaluation=evaluation, until=until, by=officer, at=at)
    lines = said_of(review).lines_of(party.code)
    objections = {line: Word("objects", f"Demonstration text. {TEXT}", 0) for line in lines[2:4]}
    said = {line: Word("agrees", "", 0) for line in lines[:2]} | objections
    remarks = {one.line: one for one in speak(review=review, party=party, said=said, by=authority, at=at)}
    words = "Demonstration text. It counts from the next edition on."
    answer_objection(remark=remarks[lines[2]], words=words, by=officer, at=at)
    about = queries.About(party=party.code, cycle="NR3", question="Q014")
    asked = {"words": "Demonstration text. The law is older.", "email": "", "language": "en", "asker": "127.0.0.1"}
    query = queries.ask(about=about, **asked, by=authority, at=at)
    return {
        "review": review.pk,
        "objection": remarks[lines[3]].pk,
        "query": query.pk,
        "trace": queries.trace_url(query).split("/")[-2],
    }


if __name__ == "__main__":
    print(json.dumps(main()))
