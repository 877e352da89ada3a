"""A cycle's reports through the desk, as the people of it click: two officers, a publisher, and Parties that change
their minds meanwhile. Every act is a page that somebody opens or a button of that page, sent as a browser sends it.

`make drill` takes 170 reports, a fifth of them otherwise.
"""

import os
from itertools import islice
from time import monotonic

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import html

from jobs.models import Job
from national_reports.codec import AnswerData
from national_reports.models import Answer, PartyWord, Report
from national_reports.services.filling import save_answer
from parties.models import AuditEvent, Party
from tests.national_reports.desk.conftest import make_submitted
from tests.national_reports.desk.test_paper import PDF
from tests.people_factories import client_of, make_focal_point, make_staff

pytestmark = pytest.mark.slow

REPORTS = int(os.environ.get("DRILL_REPORTS", "34"))
# Of 170: 30 with a fault, 10 on paper, 15 handed in anew while an officer looks at them.
FAULTY, ON_PAPER, AMENDED = (REPORTS * share // 170 for share in (30, 10, 15))
QUEUE = "/en/desk/reviews/"
ASKED = "Q012_party"


class Person:
    """Somebody at a browser: the page that is open, and how often something was opened or pressed."""

    def __init__(self, user):
        self.user, self.browser, self.acts = user, client_of(user, enforce_csrf_checks=True), 0

    def open(self, address):
        self._show(self.browser.get(address, follow=True))

    def press(self, words, **typed):
        """Press the first button that says so, with what its form holds and what somebody types."""
        button = self._button(words)
        assert button is not None, f"no button “{words}”: {self.text}"
        # What stands outside of its form belongs to it by name.
        form = button.xpath("ancestor::form")[0]
        fields: dict[str, list] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        if button.get("name"):
            fields[button.get("name")] = [button.get("value")]
        address = button.get("formaction") or form.get("action") or self.address
        self._show(self.browser.post(address, fields | typed, follow=True))

    def offers(self, words):
        return self._button(words) is not None

    @property
    def text(self):
        return " ".join(self.page.xpath("//main")[0].text_content().split())

    def _button(self, words):
        found = self.page.xpath("//main//button")
        return next((one for one in found if words in " ".join(one.text_content().split())), None)

    def _show(self, answer):
        assert answer.status_code == 200, (answer.status_code, answer.content[:2000])
        self.acts += 1
        self.address = answer.request["PATH_INFO"]
        self.page = html.fromstring(answer.content)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def codes(nr4):
    held = Party.objects.in_force(nr4.population_on).order_by("code").values_list("code", flat=True)
    assert len(held) >= REPORTS
    return list(held[:REPORTS])


@pytest.fixture
def authorities(codes):
    return {code: Person(make_focal_point(code, role="authority")) for code in codes}


@pytest.fixture
def publisher(publisher):
    return Person(publisher)


@pytest.fixture
def officers(db):
    return Person(make_staff()), Person(make_staff())


def report_of(code):
    return Report.objects.filter(party__code=code, cycle__code="NR4").latest("version")


def pages(code):
    return f"/en/reports/{code}/NR4/"


def answer(report, option, by):
    read = report.answers.get(question=ASKED).version
    data = AnswerData(options=(option,))
    save_answer(report=report, question=ASKED, data=data, read_version=read, by=by, at=timezone.now())


def hand_in(person, code):
    person.open(f"{pages(code)}check/")
    person.press("Submit the report", declared="yes")


def hand_in_anew(person, code):
    """Withdraw what was handed in, and hand in the next version."""
    person.open(pages(code))
    person.press("Withdraw before it is reviewed")
    person.press("Withdraw the report")
    person.press("pen the next version")
    hand_in(person, code)


def enter_paper(officer, code, model):
    """Keep the scan and hand in what was typed from it; typing itself is no act of the desk."""
    officer.open("/en/desk/paper/")
    scan = SimpleUploadedFile("report.pdf", PDF)
    officer.press("Keep the scan", party=code, cycle="NR4", received_on="2019-09-20", scan=scan)
    report = report_of(code)
    report.answers.all().delete()
    held = list(model.answers.all())
    for one in held:
        one.pk, one.report = None, report
    Answer.objects.bulk_create(held)
    hand_in(officer, code)


def accept_all_clear(officer, *, meanwhile=lambda: None):
    """Page by page, until none without an open question is offered; something may happen before the last button."""
    while True:
        officer.open(f"{QUEUE}?state=submitted&found=clear")
        if not officer.page.xpath("//input[@name='listed']"):
            return
        officer.press("Accept all shown without an open question")
        meanwhile()
        officer.press("Accept ")


def publish_all_clear(publisher):
    while True:
        publisher.open(f"{QUEUE}?state=accepted&found=clear")
        if not publisher.offers("Publish all shown without an open question"):
            return
        publisher.press("Publish all shown without an open question")
        if not publisher.offers("Publish "):
            return
        publisher.press("Publish ")


def events(action):
    return AuditEvent.objects.filter(action=action, subject__startswith="report/").count()


def told(what, acts, reports, seconds):
    print(f"{what}: {reports} reports, {acts} acts ({acts / reports:.2f} each), {1000 * seconds / reports:.0f} ms each")


def test_a_cycles_reports_go_through_the_desk(codes, authorities, officers, publisher):
    first, second = officers
    rest = iter(codes)
    faulty, paper = list(islice(rest, FAULTY)), list(islice(rest, ON_PAPER))
    amended = list(islice(rest, AMENDED))
    for code in codes:
        if code not in paper:
            given = {ASKED: "false"} if code in faulty else {}
            make_submitted(code, by=authorities[code].user, answers=given)
    begun = monotonic()
    for code in paper:
        enter_paper(first, code, report_of(amended[0]))
    told("Entered from paper", first.acts, len(paper), monotonic() - begun)

    # What has an open question is read, and returned with a remark at the question.
    begun, before = monotonic(), second.acts
    for code in faulty:
        second.open(f"{QUEUE}{code}/NR4/")
        second.press("Claim")
        second.press("Return with these reasons", **{"return": "whole", "reason-whole": "Is your country no Party?"})
        assert report_of(code).state == Report.State.RETURNED, second.text
    told("Returned with a remark", second.acts - before, len(faulty), monotonic() - begun)

    # Whoever hands in anew while an officer reads the list is kept apart, and accepted as it stands then.
    waiting = list(amended)

    def meanwhile():
        while waiting:
            hand_in_anew(authorities[waiting[0]], waiting[0])
            waiting.pop(0)

    begun, before = monotonic(), first.acts + second.acts
    accept_all_clear(first, meanwhile=meanwhile)
    assert all(report_of(code).state == Report.State.ACCEPTED for code in amended)
    # What the first entered is not the first's to accept.
    assert all(report_of(code).state == Report.State.SUBMITTED for code in paper)
    accept_all_clear(second)
    for code in faulty:
        answer(report_of(code), "true", authorities[code].user)
        hand_in(authorities[code], code)
    # The remark stands open until somebody has read what became of it.
    accept_all_clear(second)
    assert {report_of(code).state for code in faulty} == {Report.State.SUBMITTED}
    for code in faulty:
        second.open(f"{QUEUE}{code}/NR4/")
        assert "Is your country no Party?" in second.text
        assert "counts as settled then" in second.text
        second.press("Accept")
    accepting = first.acts + second.acts - before
    told("Accepted together", accepting, REPORTS, monotonic() - begun)
    assert not Report.objects.filter(state=Report.State.SUBMITTED).exists()

    begun, before, computed = monotonic(), publisher.acts, Job.objects.filter(kind="compute_progress").count()
    publish_all_clear(publisher)
    # What the Secretariat entered waits for its Party's word.
    assert {report_of(code).state for code in paper} == {Report.State.ACCEPTED}
    for code in paper:
        authorities[code].open(f"{pages(code)}entered/")
        authorities[code].press("Confirm: it is what we sent")
    publish_all_clear(publisher)
    publishing = publisher.acts - before
    told("Published together", publishing, REPORTS, monotonic() - begun)

    assert {report_of(code).state for code in codes} == {Report.State.PUBLISHED}
    assert PartyWord.objects.count() == len(paper)
    # Each with its own events, and the figures asked for once.
    assert (events("accepted"), events("published")) == (REPORTS, REPORTS)
    assert Job.objects.filter(kind="compute_progress").count() - computed <= 1
    # One by one each is opened and decided twice.
    assert accepting + publishing < 4 * REPORTS / 2


def test_one_by_one_each_report_costs_four_acts(codes, authorities, officers, publisher):
    few = codes[:5]
    for code in few:
        make_submitted(code, by=authorities[code].user)
    begun = monotonic()
    for code in few:
        officers[0].open(f"{QUEUE}{code}/NR4/")
        officers[0].press("Accept")
        publisher.open(f"{QUEUE}{code}/NR4/")
        publisher.press("Publish")
    assert {report_of(code).state for code in few} == {Report.State.PUBLISHED}
    acts = officers[0].acts + publisher.acts
    told("Accepted and published one by one", acts, len(few), monotonic() - begun)
    assert acts == 4 * len(few)
