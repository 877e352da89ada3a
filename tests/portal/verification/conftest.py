"""A world in which everything that can be tampered with is there once, made as the portal makes it."""

import base64
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import yaml
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings

from bch_sync.counts import write_counts
from bch_sync.folders import Found
from bch_sync.importing import Importer, ImportResult
from bch_sync.models import BchRecord, SchemaCursor, SyncRun
from bch_sync.stored_data import note_registry
from evaluation import queries
from evaluation.adjustments import record_adjustment
from evaluation.data_files import propose, propose_change, propose_figure, take_in, weigh
from evaluation.date_changes import extension
from evaluation.editions import building
from evaluation.editions.leaving_out import leave_out
from evaluation.editions.passing import agree_to_pass, ask_to_pass, keep_refusals
from evaluation.editions.refusals import Check, Refusal
from evaluation.editions.services import correct, freeze, write_text
from evaluation.editions.withdrawing import choose_for_home, withdraw_edition
from evaluation.evaluations import create_meeting
from evaluation.guards import triggers
from evaluation.hearing.services import Word, answer_objection, open_review, speak
from figures.services import compute_progress
from indicators.loading import load_plan
from indicators.models import Plan, ReportingCycle
from indicators.services import record_figure
from national_reports.codec import AnswerData
from national_reports.selectors import form_for
from national_reports.services import translations
from national_reports.services.attachments import add_attachment
from national_reports.services.cycles import open_cycle
from national_reports.services.filling import save_answer
from national_reports.services.opening import open_report
from national_reports.services.workflow import accept_report, publish_report, submit_report
from parties.audit import record
from parties.emails import queue_email, send_email
from parties.models import FocalPoint, Party, User
from parties.offices import add_office
from parties.people import told_of_role
from parties.stored_data import note_stored
from portal.trail_heads import send_away
from tests.conftest import DATA, SMALL_PLAN_FILE
from tests.evaluation.editions.conftest import stored_once
from tests.evaluation.editions.making import build, form_alone, make_evaluation, make_published, make_said
from tests.factories import document, measure, served
from tests.people_factories import make_focal_point, make_person, make_staff

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# Of these tests alone.
KEY = base64.b64encode(bytes(range(32))).decode()
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
FULL3, NONE = "implementation.fullFramwork", "implementation.none"
FULL4 = "implementation.fullInPlace"
# As they were received, before, and after the cut-off.
VISITORS = {
    "value": Decimal("120500"),
    "unit": "visitors a year",
    "as_of": date(2015, 12, 31),
    "source": "UNEP/CBD/EXAMPLE/1",
    "note": "",
}
IMPORTED = {"KEN": (FULL4, "2019-09-28"), "GHA": (NONE, "2019-09-30"), "UGA": (FULL4, "2019-10-01")}


def store_everything(folder) -> None:
    _plan(folder)
    author, publisher = make_staff(name="Author"), make_staff(name="Publisher", publisher=True)
    _imported()
    _registry()
    _filled_in(author, publisher)
    record_figure(measure=measure("B.1", "visitors"), **VISITORS, by=author, at=AT)
    compute_progress(at=AT, reason="everything is there")
    _edition(author, publisher)
    _people()
    send_away(at=AT, on=AT.date())


def _people() -> None:
    """The second steps that people set up, and a letter that went."""
    for step in Authenticator.objects.all():
        detail = {"kind": step.type, "sessions_ended": 0}
        record(
            subject=f"person/{step.user_id}", action="two-step added", by=step.user, at=step.created_at, detail=detail
        )
    add_office(
        party=Party.objects.get(code="KEN"),
        name="Office",
        email="office@portal.example",
        language="en",
        by=User.objects.get(name="Author"),
        at=AT,
    )
    letter = queue_email(key="test/1", to="reader@portal.example", subject="A letter", body="What it says.", at=AT)
    send_email(email=letter.pk)


def _plan(folder) -> None:
    """The small plan with a count of the registry and a figure to be entered."""
    for path in DATA.glob("small-plan*"):
        shutil.copy(path, folder)
    measures = folder / "small-plan.measures.yaml"
    read = yaml.safe_load(measures.read_text())
    plain = {"direction": "up", "direction_source": "reading", "rule": "as it says"}
    counted = {"unit": "records", "counts": [{"name": "records", "schemas": ["database"]}]}
    read["measures"][2]["measures"] += [
        {"key": "databases", "label": "Databases", "kind": "record_count", "registry": counted, **plain},
        {"key": "visitors", "label": "Visitors", "kind": "recorded_figure", **plain},
    ]
    measures.write_text(yaml.safe_dump(read))
    for plan in Plan.objects.all():
        plan.delete()
        note_stored(f"plan {plan.slug}", {}, by=None, at=AT)
    load_plan(folder / SMALL_PLAN_FILE.name)


def _imported() -> None:
    found = []
    for party, (answer, received) in IMPORTED.items():
        for schema, given in (("cpbNationalReport3", FULL3), ("cpbNationalReport4", answer)):
            day = received if schema.endswith("4") else "2015-10-20"
            body = document(
                Party.objects.get(code=party).alpha2.lower(), schema, identifier=f"{party}-{schema[-1]}", Q014=given
            )
            information = served(body, received=day)
            found.append(Found(f"{party} {schema}", schema, information, information["body"]))
    result = ImportResult()
    Importer(at=AT, computes=False).documents(found, result)
    assert result.refused == []
    # Two versions of one record: the earlier one is superseded.
    later = served(document("ug", identifier="UGA-4", Q014=NONE), revision=2, received="2019-10-05")
    Importer(at=AT, computes=False).documents([Found("UGA", later["type"], later, later["body"])], result)
    assert result.refused == []


def _registry() -> None:
    at = AT - timedelta(hours=8)
    run = SyncRun.objects.create(state=SyncRun.State.DONE, base="http://127.0.0.1", started_at=at, finished_at=at)
    for number, party in enumerate(Party.objects.filter(code__in=IMPORTED)):
        BchRecord.objects.create(
            identifier=f"RECORD-{number}",
            schema="database",
            government=party.alpha2,
            party=party,
            created_at=datetime(2012, 5, 1, tzinfo=UTC),
            payload={"title_EN_s": f"Database {number}"},
            digest=str(number),
            first_seen_on=date(2020, 1, 1),
        )
    SchemaCursor.objects.create(schema="database", updated_until=at, fields="0123456789abcdef")
    write_counts(run, on=at.date())
    note_registry(run, at=at)


def _filled_in(author, publisher) -> None:
    """A report of Mexico that was filled in here and published, with a file, and its next version as a draft."""
    nr4 = ReportingCycle.objects.get(code="NR4")
    open_cycle(cycle=nr4, by=author, at=AT)
    _invited(author)
    nr4.refresh_from_db()
    writer = make_person(name="Writer")
    report = open_report(party=Party.objects.get(code="MEX"), cycle=nr4, by=writer, at=AT)

    def put(held, question, data):
        before = held.answers.filter(question=question).first()
        version = before.version if before else 0
        return save_answer(report=held, question=question, data=data, read_version=version, by=writer, at=AT)

    put(report, "reportPeriodStartDate", AnswerData(entries=({"day": "2015-11-01"},)))
    put(report, "reportPeriodEndDate", AnswerData(entries=({"day": "2019-09-30"},)))
    put(report, "contact", AnswerData(entries=({"name": "Focal Point", "email": "one@portal.example"},)))
    for question in form_for(nr4).questions.values():
        if question.mandatory:
            options = (next(iter(question.options)),) if question.options else ()
            put(report, question.key, AnswerData(options=options) if options else AnswerData(texts={"en": "Yes."}))
    put(report, "Q014", AnswerData(options=(NONE,)))
    put(report, "Q014", AnswerData(options=(FULL4,)))
    put(report, "Q020", AnswerData(texts={"en": "A law."}))
    add_attachment(report=report, file=ContentFile(PICTURE, "map.png"), by=writer, at=AT)
    submit_report(report=report, key=uuid4(), declared=True, by=writer, at=AT)
    accept_report(report=report, by=author, at=AT)
    publish_report(report=report, by=publisher, at=AT)
    _translated(report, author)
    draft = open_report(party=report.party, cycle=nr4, by=writer, at=AT)
    put(draft, "Q014", AnswerData(options=(NONE,)))


def _invited(author) -> None:
    """Somebody whose account was made of an invitation."""
    person = make_person(name="Invited")
    for subject, action, detail in (
        ("invitation/1", "invited", {"email": person.email}),
        (f"person/{person.pk}", "account created", {"invitation": 1}),
    ):
        record(subject=subject, action=action, by=author, at=AT, detail=detail)


def _translated(report, author) -> None:
    """A courtesy translation of its one text, as the desk takes it in."""
    held = {"report": report, "form": form_for(report.cycle)}
    given = translations.given_out(**held, language="fr")
    units = [replace(unit, target="Une loi.") if unit.name == "Q020" else unit for unit in given.units]
    held |= {"given": replace(given, units=units), "maker": "Secretariat"}
    assert translations.take_in(**held, seen=translations.compared(**held).digest, by=author, at=AT) == 1


def _edition(author, publisher) -> None:
    """A published edition with a finding that something followed from, and its correction as a draft with a text."""
    evaluation = make_evaluation(author)
    published = make_published(evaluation, author, publisher)
    meeting = create_meeting(
        code="MOP-EXAMPLE",
        title="Example meeting",
        place="Montreal",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 6, 5),
        source="",
        by=author,
        at=AT,
    )
    said = make_said(meeting=meeting)
    record_adjustment(edition=published, subject="indicator/A.1", said=said, by=author, at=AT)
    draft = correct(evaluation=evaluation, by=author, at=AT)
    write_text(
        edition=draft,
        subject="indicator/A.1",
        language="en",
        narrative="Half have rules.",
        sources="",
        version=0,
        by=author,
        at=AT,
    )
    build(freeze(evaluation=evaluation, by=author, at=AT))
    _heard(evaluation, author)
    _decided(published, draft, publisher)
    _brought_in(author, publisher)


def _heard(evaluation, author) -> None:
    """A review of the draft in which Kenya objects and is answered, and a reader's query with its answer."""
    review = open_review(evaluation=evaluation, until=date(2026, 3, 20), by=author, at=AT)
    authority = make_focal_point("KEN", role="authority")
    role = FocalPoint.objects.get(user=authority)
    record(subject=f"person/{authority.pk}", action="role given", by=author, at=AT, detail=told_of_role(role))
    kenya, said = Party.objects.get(code="KEN"), {"report/NR4": Word("objects", "It came in time.", 0)}
    (remark,) = speak(review=review, party=kenya, said=said, by=authority, at=AT)
    answer_objection(remark=remark, words="It is counted.", by=author, at=AT)
    about = queries.About(party="KEN", cycle="NR4", question="Q014")
    asked = {"words": "The law is older.", "email": "reader@portal.example", "language": "en", "asker": "127.0.0.1"}
    queries.answer(query=queries.ask(about=about, **asked, by=None, at=AT), words="Mended.", by=author, at=AT)


def _decided(published, draft, publisher) -> None:
    """What publishers decided: a refusal that may stand, a language left out, what home shows, and a withdrawal."""
    refused = Refusal(Check.NOT_FROZEN, "mid-term-1.1-report-en.pdf, p. 3", "999", "indicator/A.1")
    keep_refusals(edition=draft, found=[refused], of_documents=True)
    of = {"name": str(refused.check), "place": refused.place, "reason": "It stands in a quotation."}
    asked = ask_to_pass(edition=draft, **of, by=publisher, at=AT)
    agree_to_pass(asked=asked, by=make_staff(name="Second publisher", publisher=True), at=AT)
    leave_out(edition=draft, language="ar", reason="Its tables are in doubt.", by=publisher, at=AT)
    choose_for_home(evaluation=published.evaluation, by=publisher, at=AT)
    withdraw_edition(edition=published, reason="A figure was wrong.", by=publisher, at=AT)


def _brought_in(author, publisher) -> None:
    """A figure that was weighed and recorded, standing already, and a data file and a later due day that wait."""
    figure = propose_figure(measure=measure("B.1", "visitors"), **VISITORS, by=author, at=AT)
    weigh(proposal=figure.pk)
    take_in(proposal=figure, by=publisher, at=AT)
    propose(files={"groups.yaml": "groups: []"}, by=author, at=AT)
    later = extension(cycle=ReportingCycle.objects.get(code="NR4"), party=None, due_on=date(2031, 1, 1), decision="X/1")
    propose_change(change=later, by=publisher, at=AT)


@pytest.fixture(scope="module")
def _everything_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("everything")
    with pytest.MonkeyPatch.context() as patch, override_settings(MEDIA_ROOT=folder / "files", EDITION_SIGNING_KEY=KEY):
        patch.setattr(building, "render", form_alone)
        with stored_once(django_db_blocker, lambda: store_everything(folder)):
            yield


@pytest.fixture
def everything(_everything_once, db) -> None:
    """Everything, as somebody finds it who owns the database: what guards rows there is taken away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            guarded = {table for _name, table, _statement in triggers()}
            for table in ("parties_auditevent", *sorted(guarded)):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


@pytest.fixture
def author(everything) -> User:
    return User.objects.get(name="Author")
