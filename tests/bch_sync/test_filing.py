"""The other way: what is accepted here can be filed there, and comes back as the same report."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bch_sync.client import ClearingHouseError
from bch_sync.filing import AlreadyFiled, NoToken, NotToBeFiled, export_document, faults_in, file_report
from bch_sync.models import Filing
from bch_sync.services import sync
from clearing_house_double.filing import TOKEN
from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.digests import digest
from national_reports.models import Answer, Report, Submission
from national_reports.progress import Kind, check
from national_reports.selectors import answers_of, form_for, frozen_document
from national_reports.services.filling import columns_of
from parties.models import Party
from tests.bch_sync.conftest import client_at
from tests.national_reports.test_codec import answers_to
from tests.people_factories import make_staff

pytestmark = pytest.mark.slow

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def hand_in(cycle, answers, *, state="accepted", party=None):
    """A report that was handed in here with these answers, and accepted."""
    cycle = ReportingCycle.objects.get(code=cycle)
    party = party or Party.objects.exclude(reports__cycle=cycle).filter(kind="state").order_by("code").first()
    staff = make_staff()
    report = Report.objects.create(
        party=party, cycle=cycle, state=state, origin=Report.Origin.FORM, version=1, received_on=AT.date()
    )
    Answer.objects.bulk_create(
        Answer(report=report, question=key, **columns_of(answer)) for key, answer in answers.items()
    )
    document = frozen_document(report, form_for(cycle))
    Submission.objects.create(
        report=report,
        key=uuid4(),
        reference=f"{cycle.code}-{report.pk}",
        at=AT,
        by=staff,
        declaration="Declared.",
        document=document,
        sha256=digest(document),
    )
    return report


def given_in(report):
    """The answers that were handed in, without the cover."""
    form = form_for(report.cycle)
    document = report.submissions.get().document["document"]
    return {key: answer for key, answer in answers_of(report).items() if key in form.questions and key in document}


@pytest.mark.parametrize("cycle", ["NR2", "NR3", "NR4", "NR5"])
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_exported_and_published_there_comes_back_the_same(synced, registry, house, cycle, data):
    answers = data.draw(answers_to(cycle))
    report = hand_in(cycle, answers)
    document = export_document(report)
    registry.publish(document)
    run = sync(house=house, demonstration=True, now=lambda: datetime.now(UTC))
    assert run.counts[cycle].get("refused", 0) == 0
    parts = Report.objects.filter(identifier=document["header"]["identifier"], party=report.party).exclude(pk=report.pk)
    back: dict[str, AnswerData] = {}
    for part in parts:
        back |= answers_of(part)
    assert back == given_in(report)


@pytest.fixture
def filled(synced):
    """The answers of a report of the demonstration with nothing mandatory left open, for another Party to hand in."""
    form = form_for(ReportingCycle.objects.get(code="NR4"))
    answers = answers_of(Report.objects.published().filter(cycle__code="NR4", part="").earliest("pk"))
    while missing := [found.question for found in check(form, answers) if found.kind == Kind.MISSING]:
        wanted = [question for question in missing if question.key in form.questions]
        if not wanted:
            break
        for question in wanted:
            codes, texts = tuple(question.options)[:1], {} if question.options else {"en": "Said."}
            answers[question.key] = AnswerData(options=codes, texts=texts)
    return answers


@pytest.fixture
def filer(house):
    with client_at(house.base, token=TOKEN) as client:
        yield client


def test_a_report_is_validated_there_sent_once_and_published(filled, registry, filer):
    report = hand_in("NR4", filled)
    staff = make_staff(publisher=True)
    filing = file_report(report=report, house=filer, by=staff, at=AT)
    assert filing.state == Filing.State.SENT, filing.said
    identifier = export_document(report)["header"]["identifier"]
    assert registry.document(identifier).versions[-1].body == export_document(report)
    asked = filer.requests
    with pytest.raises(AlreadyFiled):
        file_report(report=report, house=filer, by=staff, at=AT)
    assert filer.requests == asked


def test_what_is_found_wrong_there_is_not_sent_and_says_why(filled, registry, filer):
    filled.pop("Q014")
    report = hand_in("NR4", filled)
    filing = file_report(report=report, house=filer, by=make_staff(publisher=True), at=AT)
    assert filing.state == Filing.State.REFUSED
    assert any("Q014" in said for said in filing.said)
    assert registry.workflows == {}


def test_after_a_fault_it_is_not_known_to_have_arrived_and_may_be_tried_again(filled, registry, faults, filer):
    report = hand_in("NR4", filled)
    staff = make_staff(publisher=True)
    faults.arm("cut-off:path=/workflows,count=1")
    with pytest.raises(ClearingHouseError):
        file_report(report=report, house=filer, by=staff, at=AT)
    assert Filing.objects.get(report=report).state == Filing.State.FAILED
    assert file_report(report=report, house=filer, by=staff, at=AT).state == Filing.State.SENT
    assert len(registry.document(Filing.objects.get(report=report).identifier).versions) == 1


def test_without_a_token_nothing_is_asked(filled, house):
    report = hand_in("NR4", filled)
    with pytest.raises(NoToken):
        file_report(report=report, house=house, by=make_staff(publisher=True), at=AT)
    assert house.requests == 0


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
def test_what_is_not_accepted_is_not_exported(filled, state):
    with pytest.raises(NotToBeFiled):
        export_document(hand_in("NR4", filled, state=state))


def test_who_the_contact_is_stays_here(filled):
    report = hand_in("NR4", filled)
    Answer.objects.create(
        report=report,
        question="contact",
        entries=[{"name": "A. Contact", "post": "Head of unit", "email": "contact@portal.example"}],
    )
    document = frozen_document(report, form_for(report.cycle))
    Submission.objects.filter(report=report).update(document=document)
    exported = export_document(report)
    assert exported["contact"] == {"post": "Head of unit"}
    # What was handed in before the questionnaire said so holds a name in its header.
    named = document | {"header": document["header"] | {"contact": {"name": "A. Contact", "post": "Head of unit"}}}
    Submission.objects.filter(report=report).update(document=named)
    assert export_document(report)["contact"] == {"post": "Head of unit"}


def test_a_document_with_what_the_form_does_not_know_is_not_in_shape(filled):
    document = export_document(hand_in("NR4", filled))
    form = form_for(ReportingCycle.objects.get(code="NR4"))
    assert faults_in(document, form) == []
    assert faults_in(document | {"Q999": {"value": "true"}}, form) != []
    assert faults_in(document | {"Q014": {"value": "unheard of"}}, form) != []
