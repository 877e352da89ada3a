"""Trying the form: a report of one's own that nobody else reads and that counts nowhere."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.forms import PostedAnswer
from national_reports.models import Answer, PracticeReport, Report, Submission
from national_reports.sending import digest_of
from national_reports.services.cycles import open_cycle
from national_reports.services.opening import CycleClosed
from national_reports.services.practising import (
    PracticeFull,
    PracticeGone,
    PracticeSubmitted,
    open_practice,
    save_practice,
    wipe_old_practice,
)
from national_reports.tasks import wipe_practice as nightly
from national_reports.views.practice import HeldPractice
from parties.models import AuditEvent, Email
from tests.factories import NOW
from tests.people_factories import client_of, make_staff

PAGE = "/en/reports/practice/NR4/"
SECTION = f"{PAGE}sections/article2/"
MARKER = "Typed to try the form"
WARNING = "Practice – counts for nothing"


@pytest.fixture(autouse=True)
def _open(people):
    cycle = ReportingCycle.objects.get(code="NR4")
    if not cycle.is_open:
        open_cycle(cycle=cycle, by=people.staff, at=NOW)


@pytest.fixture
def practice(people):
    return open_practice(cycle=ReportingCycle.objects.get(code="NR4"), by=people.contributor, at=timezone.now())


@pytest.fixture
def own(people):
    return client_of(people.contributor)


def posted(form, key, data, standing=None):
    return PostedAnswer(form.fields[key], data, 0, digest_of(standing or AnswerData()))


def typed(practice, form, text=MARKER):
    standing = practice.answers.get("Q020", AnswerData())
    return save_practice(
        practice=practice, posted=[posted(form, "Q020", AnswerData(texts={"en": text}), standing)], at=timezone.now()
    )


def test_my_work_offers_it_and_it_opens_once(own, people):
    assert "Try the form" in own.get("/en/reports/").content.decode()
    for _ in range(2):
        assert own.post(f"{PAGE}opening/").url == PAGE
    assert PracticeReport.objects.get().person == people.contributor
    assert PAGE in own.get("/en/reports/").content.decode()


def test_nobody_reads_anothers(own, people, practice, nr4):
    typed(practice, nr4)
    pages = [PAGE, SECTION, f"{PAGE}print/", f"{PAGE}receipt/"]
    for person in (people.authority, people.staff, people.publisher):
        assert {client_of(person).get(page).status_code for page in pages} == {404}
        assert client_of(person).post(f"{PAGE}submission/", {"declared": "yes"}).status_code == 404
        client_of(person).post(f"{PAGE}wiping/", {"sure": "yes"})
    assert PracticeReport.objects.count() == 1
    # A colleague who tries the form too has a report of their own.
    other = client_of(people.authority)
    other.post(f"{PAGE}opening/")
    assert MARKER not in other.get(f"{PAGE}print/").content.decode()


def test_who_reports_for_no_party_has_none(people):
    assert client_of(make_staff()).post(f"{PAGE}opening/").status_code == 404
    assert not PracticeReport.objects.exists()


def test_it_is_opened_in_an_open_cycle_alone(people):
    cycle = ReportingCycle.objects.get(code="NR3")
    assert not cycle.is_open
    with pytest.raises(CycleClosed):
        open_practice(cycle=cycle, by=people.contributor, at=NOW)


def test_a_page_is_saved_whole_and_every_page_says_that_it_counts_for_nothing(own, practice):
    page = own.get(SECTION).content.decode()
    assert WARNING in page
    option = "implementation.none"
    sent = {"Q014~0": option, "Q014~0:shown": "", "end": "2", "continue": "yes"}
    assert own.post(SECTION, sent).status_code == 302
    practice.refresh_from_db()
    assert practice.answers["Q014"].options == (option,)
    for address in (PAGE, f"{PAGE}print/"):
        assert WARNING in own.get(address).content.decode(), address


def test_a_page_that_was_cut_saves_nothing_and_is_shown_again(own, practice):
    response = own.post(SECTION, {"Q014~0": "implementation.none", "Q014~0:shown": ""})
    assert response.status_code == 400
    assert "nothing was saved" in response.content.decode()
    practice.refresh_from_db()
    assert "Q014" not in practice.answers


def test_what_was_changed_in_another_window_is_not_overwritten_unread(own, practice):
    first = {"Q014~0": "implementation.none", "Q014~0:shown": "", "end": "2"}
    other = first | {"Q014~0": "implementation.draftMeasures"}
    assert own.post(SECTION, first).status_code == 302
    response = own.post(SECTION, other)
    assert response.status_code == 422
    assert "in another window" in response.content.decode()
    practice.refresh_from_db()
    assert practice.answers["Q014"].options == ("implementation.none",)
    # Sent again from the page that shows it, it takes the place of what stood.
    shown = digest_of(practice.answers["Q014"])
    assert f'value="{shown}"' in response.content.decode()
    assert own.post(SECTION, other | {"Q014~0:shown": shown}).status_code == 302


def test_what_was_wiped_meanwhile_is_told_and_nothing_is_kept(own, practice, nr4, monkeypatch):
    PracticeReport.objects.filter(pk=practice.pk).delete()
    with pytest.raises(PracticeGone):
        typed(practice, nr4)
    # The page was found a moment before.
    held = HeldPractice(practice, nr4, is_trial=False)
    monkeypatch.setattr("national_reports.views.practice.find_practice", lambda _request, _cycle: held)
    sent = {"Q014~0": "implementation.none", "Q014~0:shown": "", "end": "2"}
    for answer in (own.post(SECTION, sent), own.post(f"{PAGE}submission/", {"declared": "yes"})):
        assert answer.status_code == 404
        assert "You have no practice report here" in answer.content.decode()
    assert not PracticeReport.objects.exists()


def test_more_text_than_a_try_holds_is_refused_whole(practice, nr4, monkeypatch):
    monkeypatch.setattr("national_reports.services.practising.MOST_CHARACTERS", 100)
    with pytest.raises(PracticeFull):
        typed(practice, nr4, MARKER * 10)
    practice.refresh_from_db()
    assert "Q020" not in practice.answers


def test_what_is_not_complete_is_not_submitted(own, practice):
    response = own.post(f"{PAGE}submission/", {"declared": "yes"})
    assert response.status_code == 422
    assert "not complete yet" in response.content.decode()
    assert own.get(f"{PAGE}receipt/").status_code == 404


@pytest.fixture
def filled_in(practice, nr4):
    answers = {
        "reportPeriodStartDate": AnswerData(entries=({"day": "2015-11-01"},)),
        "reportPeriodEndDate": AnswerData(entries=({"day": "2019-09-30"},)),
        "contact": AnswerData(entries=({"name": "Focal Point One", "email": "one@portal.example"},)),
    }
    for question in nr4.questions.values():
        if question.mandatory:
            options = (next(iter(question.options)),) if question.options else ()
            answers[question.key] = AnswerData(options=options) if options else AnswerData(texts={"en": MARKER})
    save_practice(practice=practice, posted=[posted(nr4, key, one) for key, one in answers.items()], at=timezone.now())
    practice.refresh_from_db()
    return practice


def test_it_is_submitted_for_practice_once_and_its_receipt_says_so(own, filled_in, nr4):
    for _ in range(2):
        assert own.post(f"{PAGE}submission/", {"declared": "yes"}).url == f"{PAGE}receipt/"
    filled_in.refresh_from_db()
    receipt = own.get(f"{PAGE}receipt/").content.decode()
    assert WARNING in receipt
    assert filled_in.reference.startswith("PRACTICE-NR4-")
    assert filled_in.reference in receipt
    with pytest.raises(PracticeSubmitted):
        typed(filled_in, nr4)
    assert own.post(SECTION, {"Q014~0:shown": "", "end": "2"}).url == PAGE


def test_the_declaration_is_asked_for(own, filled_in):
    assert own.post(f"{PAGE}submission/").status_code == 422


def test_it_counts_nowhere_and_is_told_to_nobody(own, people, filled_in, client):
    before = (Report.objects.count(), Answer.objects.count(), Submission.objects.count())
    events, letters = AuditEvent.objects.count(), Email.objects.count()
    own.post(f"{PAGE}submission/", {"declared": "yes"})
    assert (Report.objects.count(), Answer.objects.count(), Submission.objects.count()) == before
    assert (AuditEvent.objects.count(), Email.objects.count()) == (events, letters)
    public = ["/en/parties/KEN/", "/en/questions/NR4/Q020/", "/en/reporting/?cycle=NR4", "/api/v1/reports/?cycle=NR4"]
    pages = [client.get(path) for path in public]
    pages += [client_of(people.publisher).get(path) for path in ("/en/desk/?cycle=NR4", "/en/desk/reviews/")]
    for page in pages:
        assert page.status_code == 200, page.request["PATH_INFO"]
        body = page.content.decode()
        assert MARKER not in body
        assert "PRACTICE-" not in body


def test_it_is_wiped_after_being_asked(own, practice):
    asked = own.post(f"{PAGE}wiping/")
    assert "Wipe the practice report?" in asked.content.decode()
    assert PracticeReport.objects.exists()
    for _ in range(2):
        assert own.post(f"{PAGE}wiping/", {"sure": "yes"}).url == "/en/reports/"
    assert not PracticeReport.objects.exists()


def test_what_was_not_touched_for_thirty_days_is_wiped_at_night(practice):
    assert wipe_old_practice(at=practice.changed_at + timedelta(days=30)) == 0
    with time_machine.travel(practice.changed_at + timedelta(days=30, seconds=1), tick=False):
        nightly()
    assert not PracticeReport.objects.exists()


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh-hans"])
def test_it_is_practice_in_every_language(settings, own, practice, language):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    page = own.get(PAGE.replace("/en/", f"/{language}/")).content.decode()
    assert own.get(SECTION.replace("/en/", f"/{language}/")).status_code == 200
    assert "Practice" not in page
