"""A section filled in on a telephone's line with drops, a file, and the submission: nothing lost, nothing twice.

The long form (DRILL_TELEPHONE) has 3 kB/s, texts of 40 and 13 kB and a file of 50 kB, and measures a first visit
too; with DRILL_PICTURES it leaves in that folder what the person saw at each moment.
"""

import json
import os
import re
from collections import Counter
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from PIL import Image
from playwright.sync_api import Error, expect

from national_reports.models import Answer, AnswerChange, Attachment, Conflict, Submission
from national_reports.services.letters import receipt_key
from parties.models import AuditEvent, Email
from tests.keeping.line import Line
from tests.keeping.making import SECTION, address, fill, make_draft
from tests.keeping.servers import until
from tests.people_factories import PASSWORD, make_focal_point, set_up_two_step

IS_LONG = "DRILL_TELEPHONE" in os.environ
PICTURES = os.environ.get("DRILL_PICTURES")
# The short form goes the same way at twice the rate.
RATE, LATENCY = (3000, 0.2) if IS_LONG else (6000, 0.1)
LONG, OTHER_LONG, FILE = (40_000, 13_000, 50_000) if IS_LONG else (4_000, 2_000, 4_000)
# Seconds; the test calls the line back.
UNTIL_TOLD = 600
AWAY = 10 if IS_LONG else 2
WAIT = 300_000
# The section of eight questions: two texts, the second beside an option, one choice of many, five of one.
TEXT, BESIDE, OPTION = "Q020", "Q017", "true.some"
CHOICES = {"Q014": 0, "Q015": 0, "Q016": 1, "Q018": 0, "Q019": 1, "Q019_adq": 1}
SCRIPTS = (
    "The Party has laws. L’État a adopté une loi – n° 12/2019, “biosécurité”. Закон принят в 2019 году. "
    "صدر القانون في عام ٢٠١٩. 《生物安全法》已经生效。 生物安全 ✓ 🌾\n"
)
TELEPHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def text_of(size, name):
    """A text of so many bytes in five scripts, every line of it different."""
    text, number = "", 0
    while len(text.encode()) < size:
        number += 1
        text += f"{name} {number}. {SCRIPTS}"
    return text.strip()


def picture_of(size, path):
    """A picture of about so many bytes that no line can make smaller."""
    Image.frombytes("RGB", (100, size // 300), os.urandom(size // 300 * 300)).save(path)


@pytest.fixture
def line(door):
    with Line(door.port) as line:
        yield line


class Telephone:
    """A browser of 360 pixels; it tells how long each stage took."""

    def __init__(self, chromium, line):
        self.line, self.numbers = line, count()
        self.context = chromium.new_context(**TELEPHONE)
        self.context.set_default_navigation_timeout(WAIT)
        self.page = self.context.new_page()

    def go(self, place):
        self.page.goto(self.line.url + place)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def state(self, key):
        return self.page.locator(f"#{key} [data-state]")

    def is_saved(self, key):
        expect(self.state(key)).to_contain_text(re.compile(r"^Saved \d\d:\d\d UTC$"), timeout=WAIT)

    def sign_in(self, email, secret):
        self.go("/en/accounts/login/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        self.page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, int(time()) // 30)))
        with self.page.expect_navigation():
            self.page.get_by_label("Code").press("Enter")

    def look(self, name, key=None):
        if PICTURES:
            if key:
                self.page.locator(f"#{key} .question__foot").evaluate("one => one.scrollIntoView({block: 'center'})")
                self.page.wait_for_timeout(200)
            self.page.screenshot(path=Path(PICTURES) / f"{next(self.numbers):02}-{name}.png")

    @contextmanager
    def timed(self, stage):
        begun = monotonic()
        sent, came = (self.line.ways[way].count for way in ("request", "answer"))
        yield
        sent, came = (self.line.ways[way].count - before for way, before in (("request", sent), ("answer", came)))
        print(f"{stage}: {monotonic() - begun:.1f} s, {sent} bytes sent, {came} bytes came")


def test_a_section_a_file_and_the_submission_over_a_telephones_line(chromium, line, tmp_path):
    person = make_focal_point("KEN", "authority", two_step=False)
    secret = set_up_two_step(person)
    report = make_draft("KEN", person)
    fill(report)
    questions = [TEXT, BESIDE, *CHOICES]
    Answer.objects.filter(report=report, question__in=questions).delete()
    section = address(report, f"sections/{SECTION}/")
    places = (section, address(report), address(report, "attachments/"), address(report, "check/"))
    text, beside = text_of(LONG, "Long"), text_of(OTHER_LONG, "Beside")
    picture = tmp_path / "law.png"
    picture_of(FILE, picture)

    if IS_LONG:
        line.slow_down(RATE, LATENCY)
        for place in ("/en/", "/en/accounts/login/"):
            cold = Telephone(chromium, line)
            with cold.timed(f"first visit of {place}, nothing held"):
                cold.go(place)
            cold.context.close()
        line.slow_down(0, 0)

    telephone = Telephone(chromium, line)
    telephone.sign_in(person.email, secret)
    for place in places:
        telephone.go(place)
    state = telephone.context.storage_state()
    line.slow_down(RATE, LATENCY)
    if IS_LONG:
        cold = Telephone(chromium, line)
        cold.context.add_cookies(state["cookies"])
        with cold.timed("the section, nothing held"):
            cold.go(section)
        cold.context.close()
    with telephone.timed("the section, seen before"):
        telephone.go(section)
    page = telephone.page

    sizes = []
    page.on("request", lambda request: sizes.append(len(request.post_data_buffer or b"")))
    # A save cut in the middle of its body.
    box = page.locator(f"#{TEXT} textarea")
    cut = line.cut(address(report, f"answers/{TEXT}/"), "request", after=LONG // 2, seconds=1)
    with telephone.timed(f"a text of {len(text.encode())} bytes, cut once"):
        box.fill(text)
        box.scroll_into_view_if_needed()
        expect(telephone.state(TEXT)).to_have_text("Sending …")
        telephone.look("sending", TEXT)
        until(cut.happened.is_set, "the save is cut")
        expect(telephone.state(TEXT)).to_contain_text("the line broke")
        telephone.look("save-cut", TEXT)
        telephone.is_saved(TEXT)
    telephone.look("saved", TEXT)
    # Letters go as they are, not as three times as many percents.
    assert max(sizes) < 1.5 * len(text.encode())

    # A save whose answer is lost after it was stored.
    cut = line.cut(address(report, f"answers/{BESIDE}/"), "answer", after=100, seconds=1)
    with telephone.timed(f"a text of {len(beside.encode())} bytes, its answer lost once"):
        page.locator(f"#{BESIDE} [value='{OPTION}']").check()
        page.locator(f"#{BESIDE} textarea").first.fill(beside)
        until(cut.happened.is_set, "the answer is lost")
        expect(telephone.state(BESIDE)).to_contain_text("the line broke")
        telephone.look("answer-lost", BESIDE)
        telephone.is_saved(BESIDE)

    # Between two cells nothing passes, and nobody is told.
    with telephone.timed(f"{len(CHOICES)} choices, with a silence of {AWAY} s"):
        line.fall_silent(AWAY)
        for key, number in CHOICES.items():
            page.locator(f"#{key} input:not([type=text])").nth(number).check()
        for key in CHOICES:
            telephone.is_saved(key)
    telephone.look("choices")

    # The line is down while somebody types; the tab is closed and opened again.
    with telephone.timed(f"typed on while the line is down for {AWAY} s, in another tab after it"):
        # Until what is done without it is done, however slow the machine, and no shorter than AWAY.
        line.go_down(UNTIL_TOLD)
        back = monotonic() + AWAY
        more = page.locator(f"#{BESIDE} textarea").first
        more.press("Control+End")
        more.press_sequentially(" And this.")
        beside += " And this."
        expect(telephone.state(BESIDE)).to_contain_text("the line broke")
        telephone.look("line-down", BESIDE)
        page.close()
        page = telephone.page = telephone.context.new_page()
        with pytest.raises(Error, match="ERR_"):
            telephone.go(section)
        expect(page.locator("body")).to_contain_text("ERR_")
        telephone.look("opened-without-a-line")
        until(lambda: monotonic() > back, "the line is back")
        line.come_back()
        telephone.go(section)
        telephone.look("opened-again", BESIDE)
        telephone.is_saved(BESIDE)
    assert page.locator(f"#{BESIDE} textarea").first.input_value() == beside

    # A file, cut in the middle.
    files = address(report, "attachments/")
    telephone.go(files)
    cut = line.cut(files, "request", after=FILE // 2, seconds=1)
    with telephone.timed(f"a file of {picture.stat().st_size} bytes, cut once"):
        page.get_by_label("File", exact=True).set_input_files(picture)
        page.get_by_role("button", name="Add", exact=True).click(no_wait_after=True)
        telephone.look("file-sending")
        until(cut.happened.is_set, "the file is cut", seconds=120)
        expect(page.locator("[data-says]")).to_contain_text("The line broke")
        telephone.look("file-cut")
        expect(page.locator("[data-says]")).to_contain_text("again …")
        telephone.look("file-again")
        expect(page.get_by_text("law.png is kept with the report.")).to_be_visible(timeout=WAIT)
    telephone.look("file-kept")

    telephone.go(section)
    sent = []
    page.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))
    with telephone.timed("the section marked complete"):
        telephone.press("Save and mark this section complete")
    # What the portal holds is not sent again.
    assert max(sent) < 1000
    telephone.look("marked")
    with telephone.timed("the check"):
        telephone.go(address(report, "check/"))
    telephone.look("check")

    # The answer to the submission is lost after it was stored.
    cut = line.cut(address(report, "submission/"), "answer", seconds=1)
    with telephone.timed("submitted, its answer lost once"):
        page.get_by_label("I submit this report").check()
        page.get_by_role("button", name="Submit the report").click(no_wait_after=True)
        until(cut.happened.is_set, "the answer is lost")
        until(lambda: monotonic() > back, "the line is back")
        line.come_back()
        expect(page.locator("body")).to_contain_text("ERR_")
        telephone.look("submission-answer-lost")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("The report was submitted")
    telephone.look("submitted")

    nothing_is_lost(report, text, beside, picture)
    nothing_is_twice(report)


def nothing_is_lost(report, text, beside, picture):
    answers = {one.question: one for one in Answer.objects.filter(report=report)}
    assert answers[TEXT].texts == {"en": text}
    assert answers[BESIDE].options == [OPTION]
    assert answers[BESIDE].details == {OPTION: {"en": beside}}
    assert all(answers[key].options for key in CHOICES)
    kept = Attachment.objects.get(report=report)
    with kept.file.open("rb") as file:
        assert file.read() == picture.read_bytes()
    submitted = json.dumps(Submission.objects.get(report=report).document, ensure_ascii=False)
    for one in (text, beside, kept.sha256):
        assert json.dumps(one, ensure_ascii=False) in submitted


def nothing_is_twice(report):
    changes = AnswerChange.objects.filter(report=report).order_by("version")
    said = [(one.question, json.dumps(one.after, sort_keys=True)) for one in changes]
    assert len(said) == len(set(said))
    # Each was saved once, but for the text that somebody typed on; no save met one of the same person's own.
    assert Counter(one.question for one in changes) == dict.fromkeys([TEXT, *CHOICES], 1) | {BESIDE: 2}
    assert not Conflict.objects.filter(report=report).exists()
    (submission,) = Submission.objects.filter(report=report)
    assert Email.objects.filter(key=receipt_key(submission)).count() == 1
    actions = Counter(AuditEvent.objects.filter(subject=report.subject).values_list("action", flat=True))
    once = ("file added", "section complete", "submitted")
    assert {one: actions[one] for one in once} == dict.fromkeys(once, 1)
