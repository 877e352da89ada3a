"""The list of what was left out on a telephone: why is read to its end, not scrolled to."""

from pathlib import Path

import pytest
from django.conf import settings

from jobs.models import LeftOut
from tests.factories import NOW
from tests.people_factories import client_of, make_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_why_something_was_left_out_wraps_at_360_px(chromium, direction):
    LeftOut.objects.create(
        kind=LeftOut.Kind.IMPORT,
        source="/srv/reports/of-the-fourth-cycle/received-by-mail/" + "x" * 40,
        key="a",
        subject="of-the-fourth-cycle/a_rather_long_name_of_a_file_that_nobody_broke.json #12 (KENYA): Q036",
        reason="Unknown option " + "3B9ECE67-B35C-40FF-8C06-4EA5FF762899" * 3 + "; the form offers others. " * 9,
        since=NOW,
        last_seen_at=NOW,
    )
    html = client_of(make_staff()).get("/en/desk/left-out/").content.decode()
    style = "".join(file.read_text() for file in sorted(Path(settings.BASE_DIR, "static", "css").glob("*.css")))
    context = chromium.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=True)
    page = context.new_page()
    page.set_content(html.replace("</head>", f"<style>{style}</style></head>"), wait_until="domcontentloaded")
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    for place in (".table-scroll", "html"):
        held = page.locator(place).first
        assert held.evaluate("one => one.scrollWidth <= one.clientWidth"), place
    assert page.locator("tbody td").first.bounding_box()["width"] > 120
    context.close()
