"""A round is opened as a trial, followed in numbers, and wiped by one act; it counts nowhere."""

import pytest

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.forms import PostedAnswer
from national_reports.models import PracticeReport, Report, TrialRemark, TrialRound
from national_reports.selectors import NoQuestionnaire, form_for
from national_reports.sending import digest_of
from national_reports.services.cycles import TrialOn, open_cycle
from national_reports.services.practising import open_practice, save_practice
from national_reports.services.trials import CycleOpen, end_trial, keep_remark, open_trial
from national_reports.trials import course_of, remarks_in, taken_part, tell_course
from national_reports.views.reports import slug_of
from parties.models import AuditEvent, Email
from portal.verification import verify
from tests.people_factories import client_of, make_focal_point

MARKER = "Typed in the trial"
TRIAL = "/en/desk/cycles/NR5/trial/"
PAGE = "/en/reports/practice/NR5/"
SAYS = "is wiped before the cycle opens"


@pytest.fixture
def nr5():
    return ReportingCycle.objects.get(code="NR5")


@pytest.fixture
def form(nr5):
    return form_for(nr5)


@pytest.fixture
def trial(nr5, publisher, at):
    return open_trial(cycle=nr5, by=publisher, at=at)


@pytest.fixture
def own():
    return client_of(make_focal_point("KEN"))


def text_question(form):
    return next(one for one in form.questions.values() if one.kind == "text")


def section_of(form):
    return f"{PAGE}sections/{slug_of(form.chapters[1][0])}/"


def tried(nr5, form, party, at):
    """Somebody of a Party fills in one text."""
    practice = open_practice(cycle=nr5, by=make_focal_point(party), at=at)
    question = text_question(form)
    data = AnswerData(texts={"en": MARKER})
    save_practice(practice=practice, posted=[PostedAnswer(question, data, 0, digest_of(AnswerData()))], at=at)
    practice.refresh_from_db()
    return practice


def trail(nr5):
    return list(AuditEvent.objects.filter(subject=nr5.subject).order_by("sequence").values_list("action", "detail"))


def test_a_publisher_opens_a_trial_once_and_whoever_reports_may_try_the_form(publisher, own, nr5):
    assert "Fifth national reports" not in own.get("/en/reports/").content.decode()
    client = client_of(publisher)
    for _ in range(2):
        assert client.post(f"{TRIAL}opening/").status_code == 302
    nr5.refresh_from_db()
    assert not nr5.is_open
    assert [action for action, _detail in trail(nr5)] == ["opened as a trial"]
    offered = own.get("/en/reports/").content.decode()
    assert SAYS in offered
    assert own.post(f"{PAGE}opening/").url == PAGE
    for address in (PAGE, f"{PAGE}print/", section_of(form_for(nr5))):
        page = own.get(address)
        assert page.status_code == 200, address
        assert SAYS in page.content.decode(), address
    # No report can be begun.
    own.post("/en/reports/KEN/NR5/")
    assert not Report.objects.filter(cycle=nr5).exists()


def test_a_cycle_that_is_open_or_has_no_questionnaire_has_no_trial(publisher, nr4, at):
    with pytest.raises(CycleOpen):
        open_trial(cycle=nr4, by=publisher, at=at)
    with pytest.raises(NoQuestionnaire):
        open_trial(cycle=ReportingCycle.objects.get(code="NR1"), by=publisher, at=at)
    client = client_of(publisher)
    assert "a trial comes before" in client.post("/en/desk/cycles/NR4/trial/opening/", follow=True).content.decode()
    assert "no questionnaire" in client.post("/en/desk/cycles/NR1/trial/opening/", follow=True).content.decode()
    assert not TrialRound.objects.exists()


def test_staff_follow_it_and_only_a_publisher_opens_and_ends_it(desk, nr5, publisher, at):
    assert desk.get(TRIAL).status_code == 404
    assert desk.post(f"{TRIAL}opening/").status_code == 403
    assert "/trial/opening/" not in desk.get("/en/desk/cycles/").content.decode()
    open_trial(cycle=nr5, by=publisher, at=at)
    assert "How the trial goes" in desk.get("/en/desk/cycles/").content.decode()
    assert f"{TRIAL}ending/" not in desk.get(TRIAL).content.decode()
    assert desk.post(f"{TRIAL}ending/", {"sure": "yes"}).status_code == 403
    assert f"{TRIAL}ending/" in client_of(publisher).get(TRIAL).content.decode()


def test_the_desk_reads_numbers_and_no_answer(desk, trial, nr5, form, at):
    for party in ("KEN", "KEN", "GHA"):
        tried(nr5, form, party, at)
    PracticeReport.objects.filter(pk=PracticeReport.objects.first().pk).update(submitted_at=at)
    taken = taken_part(nr5, at=at)
    assert (taken.people, taken.parties, taken.submitted, taken.submitted_parties) == (3, 2, 1, 1)
    page = desk.get(TRIAL).content.decode()
    assert MARKER not in page
    assert "3 of 3" in page
    assert "People who began: 3; submitted for practice: 1." in desk.get("/en/desk/cycles/").content.decode()
    course = course_of(nr5, form)
    assert text_question(form) not in [one.question for one in course.left_open]
    assert {(one.number, one.of) for one in course.left_open} == {(3, 3)}


def test_a_question_is_named_once_three_people_filled_in_something_of_its_section(form):
    question = text_question(form)
    sections = {question.section, form.fields["languages"].section}
    one = {question.key: AnswerData(texts={"en": MARKER}), "languages": AnswerData(options=("en",))}
    assert tell_course(form, [one] * 2).left_open == []
    named = tell_course(form, [one] * 3).left_open
    assert named
    assert {hard.question.section for hard in named} <= sections


def test_what_the_check_refused_is_counted(form):
    wrong = {
        "reportPeriodStartDate": AnswerData(entries=({"day": "2019-09-30"},)),
        "reportPeriodEndDate": AnswerData(entries=({"day": "2015-11-01"},)),
    }
    right = {"reportPeriodStartDate": AnswerData(entries=({"day": "2019-09-30"},))}
    refused = tell_course(form, [wrong, wrong, right]).refused
    assert [(one.number, one.of) for one in refused] == [(2, 3)]


def test_a_trial_is_ended_after_being_asked_and_all_of_it_is_wiped(publisher, trial, nr5, form, at, own):
    practice = tried(nr5, form, "KEN", at)
    own.post(f"{PAGE}opening/")
    client = client_of(publisher)
    asked = client.post(f"{TRIAL}ending/").content.decode()
    assert "People who began: 2; their Parties: 1; submitted for practice: 0; remarks: 0." in asked
    assert PracticeReport.objects.count() == 2
    for _ in range(2):
        assert client.post(f"{TRIAL}ending/", {"sure": "yes"}).url == "/en/desk/cycles/"
    assert not PracticeReport.objects.filter(pk=practice.pk).exists()
    assert not PracticeReport.objects.exists()
    assert not TrialRound.objects.exists()
    assert [action for action, _detail in trail(nr5)] == ["opened as a trial", "trial ended and wiped"]
    assert trail(nr5)[-1][1] == {"people": 2, "submitted": 0, "remarks": 0}
    # Whoever was filling it in reads why it is gone, and nothing can be begun.
    gone = own.get(PAGE)
    assert gone.status_code == 404
    assert "Where a trial round ended" in gone.content.decode()
    assert own.post(f"{PAGE}opening/").url == "/en/reports/"
    assert end_trial(cycle=nr5, by=publisher, at=at) is None


def test_a_remark_is_read_at_the_desk_with_the_partys_name_and_wiped_with_the_trial(
    desk, publisher, own, trial, nr5, form, at
):
    own.post(f"{PAGE}opening/")
    section = section_of(form)
    page = own.get(section).content.decode()
    assert "with the name of your Party" in page
    shown = page.partition('name="remark-shown" value="')[2].partition('"')[0]
    sent = {"remark": "=Too\r\nlong", "remark-shown": shown, "end": "2"}
    for _ in range(2):
        assert own.post(section, sent).status_code == 302
    assert [one.text for one in remarks_in(nr5)] == ["=Too\nlong"]
    # A page that was opened before, on which it was not touched, does not take it away.
    assert own.post(section, {"remark": "", "remark-shown": shown, "end": "2"}).status_code == 302
    assert remarks_in(nr5).count() == 1
    read = desk.get(TRIAL).content.decode()
    assert "=Too<br>long" in read
    assert "Kenya" in read
    rows = desk.get(f"{TRIAL}remarks.csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "party,name,section,at,remark"
    assert rows[1].startswith("KEN,Kenya,")
    assert "'=Too" in rows[1]
    assert own.get(f"{TRIAL}remarks.csv").status_code in (403, 404)
    assert end_trial(cycle=nr5, by=publisher, at=at) == 1
    assert not TrialRemark.objects.exists()
    assert trail(nr5)[-1][1] == {"people": 1, "submitted": 0, "remarks": 1}
    assert desk.get(f"{TRIAL}remarks.csv").status_code == 404


def test_a_remark_too_long_is_refused_and_shown_again(own, trial, nr5, form):
    own.post(f"{PAGE}opening/")
    answer = own.post(section_of(form), {"remark": "x" * 2001, "remark-shown": "", "end": "2"})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    assert not remarks_in(nr5).exists()


def test_a_remark_that_is_emptied_is_removed(trial, nr5, form, at):
    practice = open_practice(cycle=nr5, by=make_focal_point("KEN"), at=at)
    keep_remark(practice=practice, section="article2", text="Hard", at=at)
    keep_remark(practice=practice, section="article2", text=" ", at=at)
    assert not remarks_in(nr5).exists()


def test_practice_in_an_open_cycle_asks_for_no_remark(own, nr4, at):
    own.post("/en/reports/practice/NR4/opening/")
    section = "/en/reports/practice/NR4/sections/article2/"
    assert "remark-shown" not in own.get(section).content.decode()
    own.post(section, {"remark": "Hard", "remark-shown": "", "end": "2"})
    assert not TrialRemark.objects.exists()


def test_the_practice_of_another_cycle_stays(publisher, trial, nr4, nr5, at):
    stays = open_practice(cycle=nr4, by=make_focal_point("KEN"), at=at)
    end_trial(cycle=nr5, by=publisher, at=at)
    assert PracticeReport.objects.get() == stays


def test_a_cycle_opens_once_its_trial_has_ended(publisher, trial, nr5, at):
    client = client_of(publisher)
    assert "End it first" in client.post("/en/desk/cycles/NR5/opening/", follow=True).content.decode()
    with pytest.raises(TrialOn):
        open_cycle(cycle=nr5, by=publisher, at=at)
    end_trial(cycle=nr5, by=publisher, at=at)
    open_cycle(cycle=nr5, by=publisher, at=at)
    nr5.refresh_from_db()
    assert nr5.is_open


def test_getting_ready_says_that_a_trial_is_on(desk, trial):
    assert "A trial round of" in desk.get("/en/desk/getting-ready/").content.decode()


def test_no_figure_monitor_list_interface_letter_or_search_knows_of_it(client, publisher, trial, nr5, form, at):
    public = [
        "/en/parties/KEN/",
        "/en/reporting/?cycle=NR5",
        "/api/v1/reports/?cycle=NR5",
        "/api/v1/cycles/NR5/",
        f"/api/v1/texts/?cycle=NR5&question={text_question(form).key}",
        "/en/questions/",
    ]
    desk = client_of(publisher)
    inside = ["/en/desk/?cycle=NR5", "/en/desk/monitor.csv?cycle=NR5", "/en/desk/reviews/", "/en/desk/reminders/"]
    reports, letters = Report.objects.count(), Email.objects.count()
    practice = tried(nr5, form, "KEN", at)
    PracticeReport.objects.filter(pk=practice.pk).update(submitted_at=at, reference="PRACTICE-NR5")
    for page in [*map(client.get, public), *map(desk.get, inside)]:
        assert page.status_code == 200, page.request["PATH_INFO"]
        body = b"".join(page.streaming_content) if page.streaming else page.content
        assert b"PRACTICE-" not in body
        assert b"Trial round" not in body, page.request["PATH_INFO"]
        assert MARKER.encode() not in body, page.request["PATH_INFO"]
    assert (Report.objects.count(), Email.objects.count()) == (reports, letters)


def test_the_verification_agrees_and_names_a_trial_of_which_the_trail_knows_nothing(publisher, trial, nr5, nr4, at):
    def faults():
        return [str(one) for row in verify() if row.what == "Trial rounds of cycles" for one in row.faults]

    assert faults() == []
    end_trial(cycle=nr5, by=publisher, at=at)
    assert faults() == []
    TrialRound.objects.create(cycle=nr4, opened_at=at)
    assert [one.partition(":")[0] for one in faults()] == ["cycle/NR4", "cycle/NR4"]


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh-hans"])
def test_a_trial_is_told_of_in_every_language(settings, publisher, own, trial, language):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    own.post(f"{PAGE}opening/")
    pages = [
        (own, PAGE),
        (own, "/en/reports/"),
        (client_of(publisher), TRIAL),
        (client_of(publisher), "/en/desk/cycles/"),
    ]
    for client, address in pages:
        page = client.get(address.replace("/en/", f"/{language}/")).content.decode()
        assert "rial round" not in page
        assert "People who began" not in page
