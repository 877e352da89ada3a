"""The archive is read and searched by a browser from its folder, without a server."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import templates
from tests.browser.conftest import environment_of, manage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = """
from tests.factories import make_report
make_report("KEN", "NR4", {"Q092": "true", "Q093": "true.some"})
make_report("GHA", "NR4", {"Q092": "false"})
"""


@pytest.fixture
def archive(tmp_path):
    """Of the real plan and two reports, written by a process of its own."""
    database = shutil.copy(templates.sqlite_world(), tmp_path / "world.sqlite3")
    environment = environment_of(database)
    manage(environment, "manage.py", "shell", "-v0", "-c", REPORT)
    manage(environment, "manage.py", "export_archive", str(tmp_path / "archive"))
    return tmp_path / "archive"


def test_a_browser_reads_and_searches_it_from_the_folder(archive, chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto((archive / "index.html").as_uri())
    page.get_by_role("link", name="English").click()
    page.get_by_role("searchbox").fill("kenya fourth")
    found = page.locator("[data-found] a")
    assert found.count() == 1
    assert page.get_by_role("status").inner_text() == "Found: 1"
    found.first.click()
    assert page.url.endswith("/reports/NR4/KEN-v1.html")
    names = ("en/index.html", "ar/ledger-NR4.html", "reports/NR4/KEN-v1.html", "fr/editions.html", "ru/trail.html")
    for name in (*names, *(f"zh-hans/{path.name}" for path in (archive / "zh-hans").glob("plan-*.html"))):
        page.goto((archive / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    assert faults == []
    context.close()
