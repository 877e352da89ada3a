"""Every page of a focal point and of an officer's desk in its languages: fits, cuts no label, accessible, light.

English is what is written first, Arabic runs the other way, French is the longest: each page is looked at in one of
them, by `make drill` in all six, with axe at each width.
"""

import json
import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from report_pages import MOST_BYTES_OF_SECTION, MOST_REQUESTS_OF_SECTION, REPORT_PAGES, address
from screens import MOST_BYTES, WIDTHS, visit

from languages.codes import OWN_NAMES
from parties.addresses import in_language
from tests.browser.conftest import serving
from tests.browser.looking import CUT, PIECES, READ, TOO_WIDE, UNFOLD
from tests.browser.people import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("en", "ar", "fr", "ru", "zh-hans", "es")
IN_EVERY_LANGUAGE = os.environ.get("DRILL_LANGUAGES") == "1"
# One page in English, the next in Arabic, the third in French.
SHOWN = [
    (name, language)
    for turn, name in enumerate(sorted(REPORT_PAGES))
    for language in (LANGUAGES if IN_EVERY_LANGUAGE else LANGUAGES[turn % 3 :][:1])
]
SECTIONS = sorted(name for name in REPORT_PAGES if name.startswith("report-section"))
# The language whose words are longest, and the one whose letters take most bytes.
HEAVY = ("fr", "zh-hans")


@pytest.fixture(scope="module")
def in_six(demonstration, tmp_path_factory):
    """A server of the demonstration in all six languages, on a copy that it may write to."""
    copy = shutil.copy(demonstration, tmp_path_factory.mktemp("signed-in") / "portal.sqlite3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERFACE_LANGUAGES", ",".join(LANGUAGES))
        with serving(copy) as served:
            yield served


@pytest.fixture(scope="module")
def parties(in_six):
    """Which Party stands in which state."""
    return json.loads(in_six.manage("tools/report_states.py"))


@pytest.fixture(scope="module")
def people(chromium, in_six, parties):
    return People(chromium, in_six)


@pytest.fixture
def opened(people, parties):
    """Opens a page in a language at a width, for whom it is; what it fetched is weighed."""
    contexts = []

    def open_page(name, language, width):
        one = REPORT_PAGES[name]
        contexts.append(people.context(one.account, viewport={"width": width, "height": 900}, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        url = people.base + in_language(address(one, parties), language)
        return page, visit(page, url, urlsplit(people.base).netloc)

    yield open_page
    for context in contexts:
        context.close()


ANSWERED = "performance.getEntriesByType('navigation')[0].responseStatus"


def violations(page):
    return [(one["id"], one["nodes"][0]["target"]) for one in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(("name", "language"), SHOWN)
def test_a_page_of_somebody_signed_in_fits_cuts_no_label_and_is_accessible(opened, name, language):
    page, load = opened(name, language, WIDTHS[0])
    assert load.bytes <= MOST_BYTES
    assert page.evaluate(ANSWERED) == 200
    assert page.locator("html").get_attribute("lang") == language
    assert sorted(page.locator(".languages__list [lang]").all_inner_texts()) == sorted(OWN_NAMES.values())
    if act := REPORT_PAGES[name].act:
        act(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0, width
        assert page.evaluate(CUT) == [], width
        # Axe takes longer than everything else.
        if IN_EVERY_LANGUAGE or width == WIDTHS[-1]:
            assert violations(page) == [], width
    page.evaluate(UNFOLD)
    assert page.evaluate(TOO_WIDE) <= 0
    if language == "ar":
        assert [one for one in page.evaluate(READ, PIECES) if one[0] != one[1]] == []


@pytest.mark.parametrize("language", HEAVY)
@pytest.mark.parametrize("name", SECTIONS)
def test_a_page_of_questions_is_light_in_the_heaviest_languages(opened, name, language):
    page, load = opened(name, language, WIDTHS[0])
    assert page.evaluate(ANSWERED) == 200
    assert load.elsewhere == []
    assert load.requests <= MOST_REQUESTS_OF_SECTION
    assert load.bytes <= MOST_BYTES_OF_SECTION
