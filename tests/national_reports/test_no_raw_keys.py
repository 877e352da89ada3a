"""No page of a focal point and none of the desk says a key aloud: keys stand in names and addresses alone."""

import re
from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone
from lxml import html

from national_reports.codec import AnswerData
from national_reports.services.filling import mark_section, save_answer
from national_reports.services.preparing import let_read
from national_reports.services.workflow import return_report
from tests.access_world import AT, attach, open_draft
from tests.national_reports.desk.conftest import make_submitted
from tests.people_factories import client_of, make_focal_point, make_staff

pytestmark = pytest.mark.slow

# Of questions, days on the cover, sections, options (also those of the thesaurus), bands of numbers, kept states.
KEY = re.compile(
    r"\b[QS]\d{3}\w*|\breport(?:Period|ing)[A-Z]\w+|\bArticles?\d+(?:[_-]\d+)?\b|\bLiabilityRedress\b"
    r"|\b(?:implementation|instrument|true|false)\.[a-z]\w+|\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-|\b\d+-, |\b\d+\+, "
)
# So many pages of each kind: a report's twenty-six sections are alike.
MOST_OF_A_KIND = 3
STARTS = {
    "authority": (
        "/en/me/",
        "/en/reports/",
        "/en/reports/KEN/NR4/",
        "/en/reports/KEN/NR4/check/",
        "/en/reports/KEN/NR4/conflicts/",
    ),
    "staff": ("/en/desk/", "/en/desk/reviews/", "/en/desk/reviews/GHA/NR4/", "/en/desk/reviews/ZWE/NR4/"),
}
# Whose words keys are: what a file of data calls its rows, and the public pages, which portal/ holds to their own.
APART = ("/en/desk/evaluations/data-files/", "/en/desk/figures/", "/admin/")


@pytest.fixture
def people(world, tmp_path, settings):
    """An authority and an officer, with a draft full of doubts and another report that was returned."""
    settings.MEDIA_ROOT = tmp_path
    authority, staff = make_focal_point("KEN", role="authority"), make_staff()
    draft = open_draft("KEN", make_focal_point("KEN"))
    attach(draft, authority)
    answers = {
        "Q065_a_adq": AnswerData(options=("true",)),
        "Q015": AnswerData(options=("instrument.none", "instrument.biosafetyGuidelines")),
        "Q036": AnswerData(options=("3B9ECE67-B35C-40FF-8C06-4EA5FF762899",)),
        "reportPeriodStartDate": AnswerData(entries=({"day": "2025-01-01"},)),
        "reportPeriodEndDate": AnswerData(entries=({"day": "2024-01-01"},)),
    }
    for key, data in answers.items():
        # The second is put beside the first.
        for kept in (data, AnswerData()):
            save_answer(report=draft, question=key, data=kept, read_version=0, by=authority, at=AT)
    draft.notes.create(question="Q065_a_adq", by=staff, at=AT, text="Why?", audience="both")
    mark_section(report=draft, section="Article15_16", complete=True, by=authority, at=AT)
    let_read(report=draft, by=authority, at=timezone.now())
    returned = make_submitted("ZWE", by=make_focal_point("ZWE", role="authority"))
    return_report(report=returned, reasons={"Q065_a_adq": "Why?"}, by=staff, at=AT)
    make_submitted("GHA", by=make_focal_point("GHA", role="authority"))
    return {"authority": authority, "staff": staff}


def pages_of(browser, starts):
    """(address, page) of what can be reached by links, a few of each kind."""
    waiting, seen, kinds = list(starts), set(starts), Counter()
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address, follow=True)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            # Read to its end: to close a file at once ends the database's connection with it.
            deque(answer, maxlen=0)
            continue
        page = html.document_fromstring(answer.content.decode())
        yield address, page
        for link in page.iterlinks():
            place = urlsplit(link[2])
            path = place.path + (f"?{place.query}" if place.query else "")
            if link[1] != "href" or place.netloc or not path.startswith(("/en/me/", "/en/reports/", "/en/desk/")):
                continue
            if path in seen or path.startswith(APART):
                continue
            try:
                kind = resolve(place.path).view_name
            except Resolver404:
                continue
            kinds[kind] += 1
            if kinds[kind] <= MOST_OF_A_KIND:
                seen.add(path)
                waiting.append(path)


@pytest.mark.parametrize("who", STARTS)
def test_no_page_that_is_reached_by_links_says_a_key(people, who):
    found, read = {}, 0
    for address, page in pages_of(client_of(people[who]), STARTS[who]):
        read += 1
        for silent in page.xpath("//script|//style"):
            silent.drop_tree()
        if said := set(KEY.findall(page.text_content())):
            found[address] = said
    assert read > 15
    assert found == {}
