"""Every public page in the five other languages: no wider than its screen, light, and in Arabic in visual order.

Each page is looked at in one language, another the next page; `make drill` looks at each in all five.
"""

import os
import re
import shutil
from urllib.parse import urlsplit

import pytest
from screens import MOST_BYTES, MOST_REQUESTS, PAGES, WIDTHS, visit

from parties.addresses import in_language
from tests.browser.conftest import serving
from tests.browser.looking import CUT, PIECES, READ, TOO_WIDE, UNFOLD

pytestmark = pytest.mark.browser

OTHERS = ("ar", "fr", "ru", "zh-hans", "es")
IN_EVERY_LANGUAGE = os.environ.get("DRILL_LANGUAGES") == "1"
# The longest language and the two whose letters take most room on the line.
SHOWN = [
    (name, language)
    for turn, name in enumerate(sorted(PAGES))
    for language in (OTHERS if IN_EVERY_LANGUAGE else (OTHERS[turn % len(OTHERS)],))
]
# Arabic runs from right to left; what is in it is read there, letter by letter, from left to right.
READ_BY_EYE = ("home", "indicator-share", "evaluation", "reporting-first", "parties", "edition")


@pytest.fixture(scope="module")
def in_six(demonstration, tmp_path_factory):
    """The address of a server that offers all six languages."""
    copy = shutil.copy(demonstration, tmp_path_factory.mktemp("six") / "portal.sqlite3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERFACE_LANGUAGES", ",".join(("en", *OTHERS)))
        with serving(copy) as served:
            yield served.url


@pytest.fixture(scope="module")
def party(in_six, chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{in_six}/en/reporting/?cycle=NR3")
    code = page.locator("td a[href*='/parties/X'], th a[href*='/parties/X']").first.get_attribute("href").split("/")[3]
    context.close()
    return code


@pytest.mark.parametrize(("name", "language"), SHOWN)
def test_a_page_fits_every_screen_cuts_no_label_and_is_light(in_six, chromium, party, name, language):
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    load = visit(page, in_six + in_language(PAGES[name].format(party=party), language), urlsplit(in_six).netloc)
    assert load.bytes <= MOST_BYTES
    assert load.requests <= MOST_REQUESTS
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0, width
        assert page.evaluate(CUT) == [], width
    page.evaluate(UNFOLD)
    assert page.evaluate(TOO_WIDE) <= 0
    context.close()


@pytest.mark.parametrize("name", READ_BY_EYE)
def test_numbers_signs_and_codes_stand_in_their_order_on_an_arabic_page(in_six, chromium, party, name):
    context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(in_six + in_language(PAGES[name].format(party=party), "ar"))
    page.evaluate(UNFOLD)
    read = page.evaluate(READ, PIECES)
    assert len(read) >= 5
    assert [one for one in read if one[0] != one[1]] == []
    context.close()


def test_what_is_read_by_eye_is_told_apart_from_what_is_stored(chromium):
    """The reading itself: a percentage among Arabic letters is turned round, and isolated it is not."""
    context = chromium.new_context()
    page = context.new_page()
    page.set_content('<body dir="rtl"><p>نسبة 43% من <bdi dir="ltr">+5</bdi></p></body>')
    assert [(stored, seen) for stored, seen, _text in page.evaluate(READ, PIECES)] == [("43%", "%43"), ("+5", "+5")]
    assert re.fullmatch(PIECES, "CBD/SBI/3/3/Add.1")
    context.close()
