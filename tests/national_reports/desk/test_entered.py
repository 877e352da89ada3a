"""What is entered from paper: beside a Party's own draft, and confirmed or corrected before it is public."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from national_reports.codec import AnswerData
from national_reports.models import AnswerChange, KeptText, PartyWord, Report
from national_reports.services.attachments import add_attachment
from national_reports.services.entered import confirm_entered, correct_entered, go_without, waiting_for_party
from national_reports.services.filling import save_answer
from national_reports.services.opening import open_report
from national_reports.services.own_drafts import own_draft_of
from national_reports.services.workflow import NotConfirmed, accept_report, publish_report, submit_report
from national_reports.verification.reports import reports
from parties.models import AuditEvent, Email, Party
from tests.national_reports.desk.conftest import make_submitted, seen
from tests.national_reports.desk.test_paper import PDF, form
from tests.people_factories import client_of, make_focal_point, make_staff

PAGE = "/en/desk/paper/"
PARTY = "/en/reports/KEN/NR4/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person():
    return make_focal_point("KEN", role="authority")


@pytest.fixture
def draft(nr4, person, at):
    """A draft that the Party has begun, with an answer and a file."""
    report = open_report(party=Party.objects.get(code="KEN"), cycle=nr4, by=person, at=at)
    answer(report, person, "true", at)
    add_attachment(report=report, file=SimpleUploadedFile("law.pdf", PDF + b" "), by=person, at=at)
    return report


@pytest.fixture
def entered(staff):
    return make_submitted("KEN", origin="paper", received_on=date(2019, 9, 20), by=staff)


def answer(report, person, option, at):
    read = report.answers.filter(question="Q012_party").values_list("version", flat=True).first() or 0
    data = AnswerData(options=(option,))
    return save_answer(report=report, question="Q012_party", data=data, read_version=read, by=person, at=at)


def beside(desk):
    assert desk.post(PAGE, form(beside="on")).status_code == 302
    return Report.objects.get(party__code="KEN", cycle__code="NR4", origin="paper")


def actions(report):
    return list(AuditEvent.objects.filter(subject=report.subject).values_list("action", flat=True))


def test_a_draft_is_kept_as_it_was_beside_what_is_entered(desk, draft, person):
    report = beside(desk)
    draft.refresh_from_db()
    assert (draft.state, draft.attachments.count()) == ("set-aside", 1)
    assert draft.answers.get(question="Q012_party").options == ["true"]
    assert (report.version, report.state, own_draft_of(report)) == (2, "draft", draft)
    # What was entered begins empty: nothing of the draft passes for what came on paper.
    assert not report.answers.filter(question="Q012_party").exists()
    assert actions(draft)[-1] == "set-aside"
    assert not reports().faults
    letter = Email.objects.get(to=person.email)
    assert "The draft that your Party had begun here is kept as it was" in letter.body


def test_entering_beside_a_draft_again_changes_nothing(desk, draft):
    beside(desk)
    assert beside(desk).version == 2
    assert Email.objects.filter(key__startswith="set aside/").count() == 1


def test_what_somebody_typed_into_the_draft_when_the_session_had_ended_waits_in_the_new_version(desk, draft, person):
    KeptText.objects.create(
        report=draft,
        person=person,
        place="section",
        form="f",
        question="Q014",
        read_version=0,
        fields={},
        size=2,
        at=timezone.now(),
    )
    report = beside(desk)
    assert KeptText.objects.get().report == report


def test_the_secretariat_never_reads_the_draft_that_was_set_aside(desk, draft):
    beside(desk)
    assert desk.get(f"{PARTY}own-draft/").status_code == 403
    page = desk.get(f"{PARTY}differences/").content.decode()
    assert "v1" not in page
    assert "version 1" not in page


def test_the_party_takes_answers_and_files_over_from_its_draft(desk, draft, person, staff, at):
    report = beside(desk)
    answer(report, staff, "false", at)
    own = client_of(person)
    page = own.get(f"{PARTY}own-draft/").content.decode()
    assert 'value="Q012_party"' in page
    assert "law.pdf" in page
    given = {"take": ["Q012_party"], "Q012_party:version": "1", "files": "yes"}
    assert own.post(f"{PARTY}own-draft/", given).status_code == 302
    assert report.answers.get(question="Q012_party").options == ["true"]
    assert sorted(report.attachments.values_list("name", flat=True)) == ["law.pdf", "report.pdf"]
    change = AnswerChange.objects.get(report=report, question="Q012_party", version=2)
    assert (change.how, change.by) == ("own-draft", person)
    assert own.post(f"{PARTY}own-draft/", given).status_code == 302
    assert actions(report).count("own draft taken over") == 1
    assert "says nothing that the report does not say" in own.get(f"{PARTY}own-draft/").content.decode()


def test_an_answer_that_was_changed_meanwhile_is_put_beside_and_not_overwritten(desk, draft, person, staff, at):
    report = beside(desk)
    answer(report, staff, "false", at)
    given = {"take": ["Q012_party"], "Q012_party:version": "0"}
    own = client_of(person)
    assert own.post(f"{PARTY}own-draft/", given).url == f"{PARTY}conflicts/"
    assert report.answers.get(question="Q012_party").options == ["false"]


def test_what_was_entered_is_not_published_before_its_party_says_so(entered, person, publisher):
    accept_report(report=entered, by=publisher, at=timezone.now())
    with pytest.raises(NotConfirmed):
        publish_report(report=entered, by=publisher, at=timezone.now())
    desk = client_of(publisher)
    page = desk.get("/en/desk/reviews/KEN/NR4/").content.decode()
    assert "once its Party has confirmed or corrected it" in page
    assert 'publication/"' not in page
    refused = desk.post("/en/desk/reviews/KEN/NR4/publication/", seen(entered), follow=True)
    assert "its Party has not confirmed yet" in refused.content.decode()
    together = desk.post("/en/desk/reviews/together/", {"act": "publish", "report": seen(entered)["submission"]})
    assert "Its Party has not confirmed yet what was entered." in together.content.decode()


def test_an_authority_confirms_once_and_it_can_be_published(entered, person, publisher):
    own = client_of(person)
    page = own.get(PARTY).content.decode()
    assert f"{PARTY}entered/" in page
    assert "Confirm: it is what we sent" in own.get(f"{PARTY}entered/").content.decode()
    for _ in range(2):
        assert own.post(f"{PARTY}entered/confirmation/").status_code == 303
    word = PartyWord.objects.get()
    assert (word.confirmed, word.by) == (True, person)
    assert actions(entered).count("entry confirmed") == 1
    assert "Nothing waits for your Party here" in own.get(f"{PARTY}entered/").content.decode()
    accept_report(report=entered, by=publisher, at=timezone.now())
    publish_report(report=entered, by=publisher, at=timezone.now())
    entered.refresh_from_db()
    assert entered.state == "published"


def test_a_contributor_reads_what_was_entered_and_does_not_confirm_it(entered):
    own = client_of(make_focal_point("KEN"))
    assert "An authority of the Party confirms it" in own.get(f"{PARTY}entered/").content.decode()
    assert own.post(f"{PARTY}entered/confirmation/").status_code == 403
    assert not PartyWord.objects.exists()


@pytest.mark.parametrize("accepted", [False, True])
def test_a_party_that_corrects_what_was_entered_submits_it_itself(entered, person, publisher, accepted):
    if accepted:
        accept_report(report=entered, by=publisher, at=timezone.now())
    own = client_of(person)
    assert "Correct the report?" in own.post(f"{PARTY}entered/correction/").content.decode()
    assert own.post(f"{PARTY}entered/correction/", {"sure": "yes"}).status_code == 303
    entered.refresh_from_db()
    assert (entered.state, entered.accepted_by) == ("returned", None)
    submit_report(report=entered, key=uuid4(), declared=True, by=person, at=timezone.now())
    entered.refresh_from_db()
    # What its authority submitted needs no word beside that; it was received when the paper was.
    assert waiting_for_party([entered]) == set()
    assert entered.first_received_on == date(2019, 9, 20)
    accept_report(report=entered, by=publisher, at=timezone.now())
    publish_report(report=entered, by=publisher, at=timezone.now())


def test_a_publisher_lets_it_be_published_for_a_reason_that_stays(entered, person, publisher):
    accept_report(report=entered, by=publisher, at=timezone.now())
    desk = client_of(publisher)
    address = "/en/desk/reviews/KEN/NR4/without-confirmation/"
    said = desk.post(address, {"reason": " "}, follow=True)
    assert "Say why" in said.content.decode()
    desk.post(address, {"reason": "The day that was set has passed."})
    word = PartyWord.objects.get()
    assert (word.confirmed, word.reason) == (False, "The day that was set has passed.")
    assert "The day that was set has passed." in desk.get("/en/desk/reviews/KEN/NR4/").content.decode()
    assert desk.post("/en/desk/reviews/KEN/NR4/publication/", seen(entered)).status_code == 303
    entered.refresh_from_db()
    assert entered.state == "published"


def test_a_party_that_confirmed_first_is_not_overruled(entered, person, publisher):
    confirm_entered(report=entered, by=person, at=timezone.now())
    go_without(report=entered, reason="No answer came.", by=publisher, at=timezone.now())
    assert PartyWord.objects.get().confirmed


def test_what_is_entered_anew_is_confirmed_anew(entered, person, staff):
    confirm_entered(report=entered, by=person, at=timezone.now())
    correct_entered(report=entered, by=person, at=timezone.now())
    submit_report(report=entered, key=uuid4(), declared=True, by=staff, at=timezone.now())
    entered.refresh_from_db()
    assert waiting_for_party([entered]) == {entered.pk}


def test_the_queue_marks_what_waits_for_its_partys_word(entered, person):
    desk = client_of(make_staff())
    assert "waits for its Party’s word" in desk.get("/en/desk/reviews/").content.decode()
    confirm_entered(report=entered, by=person, at=timezone.now())
    page = desk.get("/en/desk/reviews/").content.decode()
    assert "Kenya" in page
    assert "waits for its Party’s word" not in page


def test_staff_do_not_confirm_for_a_party(entered):
    desk = client_of(make_staff())
    assert desk.post(f"{PARTY}entered/confirmation/").status_code == 403
    assert desk.post(f"{PARTY}entered/correction/", {"sure": "yes"}).status_code == 403
