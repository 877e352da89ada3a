"""What somebody who owns the database or the disk could change, one function each: past the portal, without a trace."""

import hashlib
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from bch_sync.models import BchRecord, RegistryCount, SchemaCursor, SyncRun
from evaluation.models import (
    Adjustment,
    DataProposal,
    Document,
    Edition,
    Evaluation,
    FindingText,
    HomeChoice,
    LeftOutLanguage,
    Meeting,
    ObjectionAnswer,
    PartyRemark,
    PartyReview,
    Query,
    QueryAnswer,
    RefusalPass,
    Withdrawal,
)
from indicators.models import (
    Binding,
    Classification,
    Comparison,
    ComputationRun,
    Finding,
    Indicator,
    IndicatorValue,
    RecordedFigure,
    ReportingCycle,
    Target,
)
from national_reports.digests import digest
from national_reports.models import (
    Answer,
    AnswerChange,
    CourtesyTranslation,
    QuestionMap,
    Questionnaire,
    Report,
    StoredFile,
    Submission,
    TrialRound,
)
from national_reports.selectors import form_for
from parties.audit import hash_of
from parties.models import AuditChain, AuditEvent, Email, FocalPoint, GroupMembership, TreatyStatus, User

NONE = "implementation.none"
FULL4 = "implementation.fullInPlace"


def erase(rows) -> None:
    """Delete rows by one statement: nothing that belongs to them goes along, and no signal is sent."""
    rows.order_by()._raw_delete(rows.db)


def imported(party="KEN", state="published"):
    return Report.objects.filter(party__code=party, cycle__code="NR4", state=state)


def filled_in(state="published"):
    return Report.objects.filter(party__code="MEX", state=state)


def answer_of(report, question="Q014"):
    return Answer.objects.filter(report__in=report, question=question)


def change_of(report, version=1):
    return AnswerChange.objects.filter(report__in=report, question="Q014", version=version)


def value():
    return IndicatorValue.objects.filter(run__current=True, cycle__code="NR4", group="all", population__isnull=False)


def chain_of(report):
    return AuditChain.objects.get(subject=report.get().subject)


# -- imported reports ------------------------------------------------------------------------------------


def supersede_what_counts():
    imported().update(state="superseded")


def set_back_to_draft():
    imported().update(state="draft")


def prefer():
    imported("UGA", "superseded").update(preferred=True, preferred_reason="It was decided.")


def erase_a_report_with_its_trail():
    held = imported()
    AuditEvent.objects.filter(subject=held.get().subject)._raw_delete("default")
    AuditChain.objects.filter(subject=held.get().subject)._raw_delete("default")
    erase(answer_of(held))
    erase(held)


# -- reports that were filled in here ----------------------------------------------------------------------


def change_an_answer_with_its_history():
    answer_of(filled_in()).update(options=[NONE])
    change_of(filled_in(), 3).update(after={"options": [NONE]})


def change_both_and_the_submission():
    change_an_answer_with_its_history()
    submission = Submission.objects.get()
    document = submission.document
    document["document"]["Q014"] = {"value": NONE}
    Submission.objects.update(document=document, sha256=digest(document))
    filled_in().update(sha256=digest(document))


def insert_an_answer():
    draft = filled_in("draft").get()
    answered = set(draft.answers.values_list("question", flat=True))
    unanswered = next(key for key in form_for(draft.cycle).questions if key not in answered)
    Answer.objects.bulk_create([Answer(report=draft, question=unanswered, options=["true"])])


def exchange_a_carried_answer():
    """One that the draft was opened with and that nobody changed there."""
    answer_of(filled_in("draft"), "reportPeriodEndDate").update(entries=[{"day": "2018-01-01"}])


# -- the trail ---------------------------------------------------------------------------------------------


def forge_an_event_with_its_hash():
    event = AuditEvent.objects.filter(action="published", subject=filled_in().get().subject).get()
    event.at = event.at - timedelta(days=1)
    event.sha256 = hash_of(event)
    event.save()


def cut_the_last_event():
    chain = chain_of(filled_in())
    AuditEvent.objects.filter(subject=chain.subject, sequence=chain.length)._raw_delete("default")
    before = AuditEvent.objects.get(subject=chain.subject, sequence=chain.length - 1)
    AuditChain.objects.filter(pk=chain.pk).update(length=before.sequence, head=before.sha256)


def erase_a_chain():
    subject = AuditEvent.objects.filter(action="figure recorded").get().subject
    AuditEvent.objects.filter(subject=subject)._raw_delete("default")
    AuditChain.objects.filter(subject=subject)._raw_delete("default")


def truncate_the_trail():
    with connection.cursor() as cursor:
        for table in ("parties_auditevent", "parties_auditchain"):
            cursor.execute(f"DELETE FROM {table}")


def truncate_the_trail_and_the_exported_heads():
    truncate_the_trail()
    for file in Path(settings.MEDIA_ROOT, "audit-heads").glob("*.json"):
        file.rename(file.with_suffix(".away"))


# -- plan, dates and figures -------------------------------------------------------------------------------


def break_a_binding():
    held = Binding.objects.filter(cycle__code="NR4", measure__indicator__code="A.1")
    rule = held.get().rule
    rule["combine"] = "whatever comes"
    held.update(rule=rule)


def move_a_class():
    held = Classification.objects.filter(run__current=True, cycle__code="NR4", measure__indicator__code="A.1")
    parties = held.get().parties
    parties["yes"], parties["no"] = parties["no"], parties["yes"]
    held.update(parties=parties)


def say_that_another_code_computed_it():
    ComputationRun.objects.filter(current=True).update(code_version="0.0.1+elsewhere")


# -- editions and files --------------------------------------------------------------------------------------


def exchange_a_frozen_form():
    held = Edition.objects.filter(state="draft")
    held.update(frozen=bytes(Edition.objects.values_list("frozen", flat=True).get(state="draft")) + b" ")


def exchange_a_frozen_form_with_its_hash():
    content = bytes(Edition.objects.values_list("frozen", flat=True).get(state="published")) + b" "
    Edition.objects.filter(state="published").update(frozen=content, sha256=hashlib.sha256(content).hexdigest())


def exchange_a_document():
    Document.objects.filter(edition__state="published").update(content=b"{}")


def exchange_a_document_with_its_hash():
    digest_of = hashlib.sha256(b"{}").hexdigest()
    Document.objects.filter(edition__state="published").update(content=b"{}", size=2, sha256=digest_of)


def exchange_the_bytes_of_a_file():
    path = Path(StoredFile.objects.get().file.path)
    path.write_bytes(path.read_bytes() + b" ")


def erase_the_bytes_of_a_file():
    Path(StoredFile.objects.get().file.path).unlink()


# -- what was decided, and what was brought in ---------------------------------------------------------------


def withdraw_the_draft_too():
    held = Withdrawal.objects.get()
    draft = Edition.objects.get(state="draft")
    Withdrawal.objects.bulk_create([Withdrawal(edition=draft, reason=held.reason, by=held.by, at=held.at)])


def choose_once_more_for_home():
    held = HomeChoice.objects.get()
    HomeChoice.objects.bulk_create([HomeChoice(evaluation=held.evaluation, by=held.by, at=held.at + timedelta(days=1))])


def exchange_a_second_step():
    """Another device in the place of the one that was set up."""
    held = Authenticator.objects.filter(user__name="Publisher")
    held.delete()
    later = timezone.now() + timedelta(days=1)
    Authenticator.objects.bulk_create(
        [Authenticator(user=User.objects.get(name="Publisher"), type="totp", data={}, created_at=later)]
    )


def put_in_a_letter():
    at = timezone.now() + timedelta(days=1)
    Email.objects.bulk_create(
        [Email(key="test/2", to="x@example.org", subject="A", body="B", queued_at=at, sent_at=at)]
    )


def exchange_a_proposed_figure():
    held = DataProposal.objects.exclude(figure={})
    held.update(figure=held.get().figure | {"value": "1"})


# Row of the paper of what somebody could change: {what: (how, what is named)}.
ROWS = {
    "imported answer flipped or deleted": {
        "flipped": (lambda: answer_of(imported()).update(options=[NONE]), "report/{KEN}: its answers or header"),
        "deleted": (lambda: erase(answer_of(imported())), "report/{KEN}: its answers or header"),
    },
    "text, header, sha256, identifier or revision of an imported report": {
        "text": (lambda: answer_of(imported()).update(texts={"en": "More."}), "report/{KEN}: its answers or header"),
        "header": (lambda: imported().update(header={"languages": ["fr"]}), "report/{KEN}: its answers or header"),
        "sha256": (lambda: imported().update(sha256="0" * 64), "report/{KEN}: sha256 is"),
        "identifier": (lambda: imported().update(identifier="ELSE"), "report/{KEN}: identifier is"),
        "revision": (lambda: imported().update(revision=7), "report/{KEN}: revision is"),
    },
    "received_on moved": {
        "within the cut-off": (
            lambda: imported().update(received_on="2019-09-29"),
            "report/{KEN}: day on which it was received is '2019-09-29'",
        ),
        "beyond it": (
            lambda: imported().update(received_on="2031-01-01"),
            "report/{KEN}: day on which it was received is '2031-01-01'",
        ),
        "first received": (
            lambda: imported().update(first_received_on="2015-01-01"),
            "report/{KEN}: day on which it was first received",
        ),
        "of a report filled in here": (
            lambda: filled_in().update(received_on="2015-01-01"),
            "report/{MEX}: day on which it was received",
        ),
    },
    "imported report set superseded; preferred set": {
        "superseded": (supersede_what_counts, "report/{KEN}: state is 'superseded'"),
        "preferred": (prefer, "report/{UGA}: decision that it counts"),
        "reason without a decision": (
            lambda: imported().update(preferred_reason="It was decided."),
            "report/{KEN}: decision that it counts",
        ),
    },
    "imported report set back to draft": {"draft": (set_back_to_draft, "report/{KEN}: state is 'draft'")},
    "form draft set published": {
        "published": (
            lambda: (filled_in().update(state="superseded"), filled_in("draft").update(state="published")),
            "report/{MEX draft}: state is 'published'",
        ),
    },
    "value, row, class, trend, pace reason, panel": {
        "yes and no": (lambda: value().update(yes=F("yes") + 1, silent=F("silent") - 1), "IndicatorValue"),
        "low": (lambda: value().update(low=1), "low: stored 1"),
        "source": (lambda: value().update(source="elsewhere"), "source: stored elsewhere"),
        "row deleted": (lambda: erase(IndicatorValue.objects.filter(pk=value()[:1].get().pk)), "missing"),
        "class moved": (move_a_class, "Classification"),
        "trend": (lambda: Finding.objects.update(trend="worsened"), "trend: stored worsened"),
        "pace reason": (lambda: Finding.objects.update(pace_reason="so"), "pace_reason: stored so"),
        "panel": (lambda: Finding.objects.filter(panel__gt=0).update(panel=9), "panel: stored 9"),
    },
    "run: hash, method or code version, inputs": {
        "hash": (lambda: ComputationRun.objects.update(inputs_hash="0" * 64), "inputs_hash is"),
        "method": (lambda: ComputationRun.objects.update(method_version="9"), "method is '9'"),
        "code": (say_that_another_code_computed_it, "code is '0.0.1+elsewhere'"),
        "inputs": (lambda: ComputationRun.objects.update(inputs={}), "inputs is"),
        "finished": (
            lambda: ComputationRun.objects.update(finished_at=F("finished_at") + timedelta(days=1)),
            "its time is",
        ),
    },
    "target, comparison, treaty date, group row, cut-off, registry count, recorded figure": {
        "target": (lambda: Target.objects.update(value=1), "small-2031-2040 A.1: its rows"),
        "comparison": (lambda: Comparison.objects.update(allowed=False), "small-2031-2040 A.1: its rows"),
        "treaty date": (
            lambda: TreatyStatus.objects.filter(party__code="KEN", treaty="cpb").update(in_force_on="2030-01-01"),
            "parties KEN: its rows",
        ),
        "group row": (lambda: erase(GroupMembership.objects.filter(party__code="KEN")), "parties KEN: its rows"),
        "cycle closed": (
            lambda: ReportingCycle.objects.filter(code="NR4").update(is_open=False),
            "cycle/NR4: is_open is",
        ),
        "cycle put on trial": (
            lambda: TrialRound.objects.create(cycle=ReportingCycle.objects.get(code="NR5"), opened_at=timezone.now()),
            "cycle/NR5: on trial is",
        ),
        "cycle opened": (
            lambda: ReportingCycle.objects.filter(code="NR3").update(is_open=True),
            "cycle/NR3: it is open",
        ),
        "cut-off": (lambda: ReportingCycle.objects.filter(code="NR4").update(cut_off="2015-01-01"), "cycles NR4"),
        "registry count": (
            lambda: RegistryCount.objects.update(records=7, governments={"KEN": 7}),
            "B.1/databases/records",
        ),
        "recorded figure": (lambda: RecordedFigure.objects.update(value=1), "indicator B.1/visitors, figure of"),
    },
    "binding made inconsistent": {"binding": (break_a_binding, "figures can't be computed from it")},
    "audit event detail or time": {
        "detail": (lambda: AuditEvent.objects.filter(action="submitted").update(detail={}), "content is not what was"),
        "time": (
            lambda: AuditEvent.objects.filter(action="accepted").update(at=F("at") - timedelta(days=1)),
            "its content is not what was written",
        ),
        "time, with its hash": (forge_an_event_with_its_hash, "report/{MEX}: publication is"),
    },
    "last event cut and head adjusted; whole chain erased": {
        "cut": (cut_the_last_event, "this row is missing"),
        "erased": (erase_a_chain, "indicator/B.1, event 1: this row is missing"),
    },
    "report, answers and chain erased": {"erased": (erase_a_report_with_its_trail, "report/{KEN}, event 1: this row")},
    "both trail tables truncated": {
        "truncated": (truncate_the_trail, "the trail: there are people and not one chain"),
        "with the heads": (
            truncate_the_trail_and_the_exported_heads,
            "the trail: there are people and not one chain",
        ),
    },
    "harvested record erased": {
        "erased": (lambda: erase(BchRecord.objects.filter(identifier="RECORD-1")), "registry database: 2 records"),
        "changed": (lambda: BchRecord.objects.update(payload={}), "registry database: a record is not"),
        "cursor moved on": (
            lambda: SchemaCursor.objects.update(updated_until=F("updated_until") + timedelta(days=9)),
            "registry database: how far it is known",
        ),
        "cursor erased": (lambda: erase(SchemaCursor.objects.all()), "registry database: how far it is known"),
        "end of a reading": (
            lambda: SyncRun.objects.update(finished_at=F("finished_at") - timedelta(days=1)),
            "finished_at is",
        ),
    },
    "indicator text; frozen form of a draft edition; narrative; adjustment; user made publisher": {
        "indicator text": (lambda: Indicator.objects.filter(code="A.1").update(text="Other."), "small-2031-2040 A.1"),
        "frozen form": (exchange_a_frozen_form, "edition mid-term 1.1: its frozen form is not"),
        "frozen form with its hash": (exchange_a_frozen_form_with_its_hash, "edition mid-term 1.0: SHA-256 is"),
        "narrative": (lambda: FindingText.objects.update(narrative="All have."), "edition mid-term 1.1, indicator/A.1"),
        "narrative erased": (lambda: erase(FindingText.objects.all()), "the text that was written is gone"),
        "adjustment": (lambda: Adjustment.objects.update(decided="Nothing."), "adjustment/1 version 1: decided"),
        "publisher": (lambda: User.objects.filter(name="Author").update(is_publisher=True), "is_publisher is True"),
        "days of a role": (
            lambda: FocalPoint.objects.update(begins_on="2001-01-01"),
            "and the trail tells of",
        ),
        "masthead that nobody wrote": (
            lambda: Edition.objects.filter(state="draft").update(symbol="X/1"),
            "edition mid-term 1.1: masthead is ['X/1', []]",
        ),
        "shut out": (lambda: User.objects.filter(name="Writer").update(is_active=False), "is_active is False"),
        "address": (
            lambda: User.objects.filter(name="Invited").update(email="elsewhere@example.org"),
            "email is 'elsewhere@example.org'",
        ),
        "address of who runs the portal": (
            lambda: User.objects.filter(name="Author").update(email="elsewhere@example.org"),
            "email is 'elsewhere@example.org'",
        ),
        "another address that signs in": (
            lambda: EmailAddress.objects.filter(user__name="Writer").update(email="elsewhere@example.org"),
            "'elsewhere@example.org' signs in too",
        ),
        "second step removed": (
            lambda: Authenticator.objects.filter(user__name="Publisher").delete(),
            "totp: the second step that the trail tells of is gone",
        ),
        "second step put in": (
            lambda: Authenticator.objects.create(user=User.objects.get(name="Writer"), type="totp", data={}),
            "totp: the trail does not tell that this second step was set up",
        ),
        "second step exchanged": (exchange_a_second_step, "and the trail tells of"),
        "staff": (lambda: User.objects.filter(name="Writer").update(is_staff=True), "is_staff is True"),
        "evaluation": (lambda: Evaluation.objects.update(cut_off="2031-01-01"), "evaluation/mid-term: cut_off"),
        "meeting": (lambda: Meeting.objects.update(place="Elsewhere"), "meeting/MOP-EXAMPLE: place"),
    },
    "letters that were sent": {
        "text": (lambda: Email.objects.filter(key="test/1").update(body="Other."), "it is not the letter that was"),
        "to whom": (lambda: Email.objects.filter(key="test/1").update(to="x@example.org"), "it is not the letter"),
        "when": (lambda: Email.objects.filter(key="test/1").update(sent_at=F("queued_at")), "it is not the letter"),
        "erased": (lambda: erase(Email.objects.filter(key="test/1")), "the letter that was sent is gone"),
        "put in": (put_in_a_letter, "it is said to be sent, and the trail does not tell of it"),
    },
    "document of a published edition, trigger dropped": {
        "bytes": (exchange_a_document, "its bytes are not those of its SHA-256"),
        "bytes and hash": (exchange_a_document_with_its_hash, "it is not the document that was published"),
        "served as something else": (
            lambda: Document.objects.filter(edition__state="published", kind="frozen").update(media_type="text/html"),
            ": it is served as text/html",
        ),
        "deleted": (
            lambda: erase(Document.objects.filter(edition__state="published")),
            "it is not the document that was published",
        ),
    },
    "what Parties and readers said, and the answers, triggers dropped": {
        "what a review says": (lambda: PartyReview.objects.update(content=b"{}"), "what it says is not that of its"),
        "its day": (lambda: PartyReview.objects.update(until="2027-01-01"), "it is not what the trail tells of"),
        "objection": (lambda: PartyRemark.objects.update(words="Fine."), "KEN report/NR4 version 1: it is not what"),
        "objection turned": (lambda: PartyRemark.objects.update(verdict="agrees"), "KEN report/NR4 version 1: it is"),
        "answer": (lambda: ObjectionAnswer.objects.update(words="No."), "version 1, answer: it is not what the trail"),
        "answer erased": (lambda: erase(ObjectionAnswer.objects.all()), "version 1, answer: what the trail tells of"),
        "query": (lambda: Query.objects.update(words="All is well."), "it is not what the trail tells of"),
        "answer of a query": (lambda: QueryAnswer.objects.update(words="No."), ", answer: it is not what the trail"),
        "query erased": (lambda: (erase(QueryAnswer.objects.all()), erase(Query.objects.all())), "tells of is gone"),
    },
    "what publishers decided, and data brought to the desk, triggers dropped": {
        "reason of a withdrawal": (lambda: Withdrawal.objects.update(reason="So."), "mid-term 1.0: it is not what"),
        "withdrawal of another day": (
            lambda: Withdrawal.objects.update(at=F("at") - timedelta(days=1)),
            "withdrawal of edition mid-term 1.0: it is not what",
        ),
        "withdrawal erased": (
            lambda: erase(Withdrawal.objects.all()),
            "withdrawal of edition mid-term 1.0: what the trail tells of is gone",
        ),
        "withdrawal put in": (withdraw_the_draft_too, "withdrawal of edition mid-term 1.1: the trail does not tell"),
        "who chose for home": (
            lambda: HomeChoice.objects.update(by=User.objects.get(name="Author")),
            "choice of mid-term for the first page, 2026-03-02T09:00:00+00:00: it is not what",
        ),
        "choice for home erased": (
            lambda: erase(HomeChoice.objects.all()),
            "the first page, 2026-03-02T09:00:00+00:00: what",
        ),
        "choice for home put in": (choose_once_more_for_home, "2026-03-03T09:00:00+00:00: the trail does not tell"),
        "reason of a pass": (lambda: RefusalPass.objects.update(reason="So."), "report-en.pdf, p. 3: it is not what"),
        "who agreed to a pass": (
            lambda: RefusalPass.objects.update(agreed_by=User.objects.get(name="Author")),
            "not in the frozen form: mid-term-1.1-report-en.pdf, p. 3: it is not what",
        ),
        "pass erased": (
            lambda: erase(RefusalPass.objects.all()),
            "report-en.pdf, p. 3: what the trail tells of is gone",
        ),
        "why a language is left out": (
            lambda: LeftOutLanguage.objects.update(reason="So."),
            "mid-term 1.1, without ar: it is not what",
        ),
        "who left a language out": (
            lambda: LeftOutLanguage.objects.update(by=User.objects.get(name="Author")),
            "mid-term 1.1, without ar: it is not what",
        ),
        "another language left out": (
            lambda: LeftOutLanguage.objects.update(language="ru"),
            "mid-term 1.1, without ru: the trail does not tell of it",
        ),
        "language left out erased": (
            lambda: erase(LeftOutLanguage.objects.all()),
            "mid-term 1.1, without ar: what the trail tells of is gone",
        ),
        "proposed figure": (exchange_a_proposed_figure, "it is not what the trail tells of"),
        "proposed file": (
            lambda: DataProposal.objects.exclude(files={}).update(files={"groups.yaml": "groups: [one]"}),
            "it is not what the trail tells of",
        ),
        "proposed due day": (
            lambda: DataProposal.objects.exclude(change={}).update(change={"kind": "extension"}),
            "it is not what the trail tells of",
        ),
        "what was shown to move": (
            lambda: DataProposal.objects.exclude(figure={}).update(outcome={"numbers": {}}),
            ", what it moves: it is not what the trail tells of",
        ),
        "who took data in": (
            lambda: DataProposal.objects.exclude(figure={}).update(taken_by=User.objects.get(name="Author")),
            ", taking in: it is not what the trail tells of",
        ),
        "proposal erased": (lambda: erase(DataProposal.objects.all()), "what the trail tells of is gone"),
    },
    "form report: answer changed; with its history; both deleted": {
        "changed": (lambda: answer_of(filled_in()).update(options=[NONE]), "report/{MEX} Q014: the answer is not"),
        "with its history": (change_an_answer_with_its_history, "report/{MEX} Q014 version 3: the change says"),
        "and the submission": (change_both_and_the_submission, "the trail does not tell of this submission"),
        "both deleted": (
            lambda: (erase(answer_of(filled_in())), erase(AnswerChange.objects.filter(question="Q014"))),
            "report/{MEX} Q014 version 3: the change that the trail tells of is gone",
        ),
    },
    "form report: answer deleted with history kept; answer inserted; before, by, at, how forged": {
        "deleted": (lambda: erase(answer_of(filled_in())), "report/{MEX} Q014: the answer that its history tells of"),
        "inserted": (insert_an_answer, "report/{MEX draft}: an answer without a history was put in"),
        "carried over": (exchange_a_carried_answer, "report/{MEX draft}: the answers that it was opened with"),
        "before": (
            lambda: change_of(filled_in(), 3).update(before={"options": [FULL4]}),
            "Q014 version 3: what stood before",
        ),
        "by": (lambda: change_of(filled_in(), 3).update(by=User.objects.get(name="Author")), "version 3: how, by whom"),
        "at": (lambda: change_of(filled_in(), 3).update(at=F("at") - timedelta(days=1)), "version 3: how, by whom"),
        "how": (lambda: change_of(filled_in(), 3).update(how="copied"), "version 3: how, by whom"),
    },
    "beside the rows: files, courtesy translations, questionnaires, maps": {
        "bytes of a file": (exchange_the_bytes_of_a_file, "its bytes are not those of its SHA-256"),
        "a file gone": (erase_the_bytes_of_a_file, "its bytes can't be read"),
        "translation": (lambda: CourtesyTranslation.objects.update(text="Non."), "report/{MEX}, fr: the courtesy"),
        "its maker": (lambda: CourtesyTranslation.objects.update(maker="X"), "report/{MEX}, fr: the courtesy"),
        "of another text": (lambda: CourtesyTranslation.objects.update(source_sha256="0"), "{MEX}, fr: the courtesy"),
        "translation gone": (lambda: erase(CourtesyTranslation.objects.all()), "report/{MEX}, fr: the courtesy"),
        "questionnaire": (lambda: Questionnaire.objects.update(document={}), "it is not what its SHA-256 says"),
        "map": (lambda: QuestionMap.objects.update(document={"links": []}), "questionnaires NR4: its rows"),
    },
}
