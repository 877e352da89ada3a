"""Take every page at 1280 and 360 pixels, left-to-right and right-to-left, and check it with axe.

    python tools/screens.py http://127.0.0.1:8000 "$(python tools/report_states.py)" var/screens [page …]
    python tools/screens.py --languages ar,fr …

Right-to-left is shown by turning the page's direction: layout is what is looked at, not translation. With languages
each page is taken in each of them instead.
Exits with 1 on an axe violation, a page that scrolls sideways, a request elsewhere, or a page over its bar.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Response, sync_playwright
from report_pages import (
    MOST_BYTES_OF_SECTION,
    MOST_REQUESTS_OF_SECTION,
    REPORT_PAGES,
    SignedIn,
    address,
)

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Of the demonstration's accounts: public, like their second step.
PASSWORD = "demonstration-only-2026"
WIDTHS = (1280, 360)
DIRECTIONS = ("ltr", "rtl")
MOST_BYTES, MOST_REQUESTS = 120 * 1024, 8

PAGES = {
    "home": "/en/",
    "plan": "/en/plan/",
    "objective": "/en/plan/2.2/",
    "objective-of-group": "/en/plan/2.1/?pair=NR2-NR4&group=africa",
    "audit": "/en/plan/audit/",
    "programme": "/en/plan/programme-of-work/",
    "convention": "/en/plan/convention/",
    "background": "/en/plan/background/context/",
    "indicator-share": "/en/indicators/2.2.1/",
    "indicator-number": "/en/indicators/1.4.1/?cycle=NR3",
    "indicator-banded": "/en/indicators/2.3.1/?cycle=NR4",
    "indicator-records": "/en/indicators/5.1.3/",
    "indicator-membership": "/en/indicators/3.1.1/",
    "indicator-milestone": "/en/indicators/1.3.2/",
    "indicator-narrative": "/en/indicators/5.2.4/",
    "indicator-measure": "/en/indicators/2.2.1/?measure=framework-fully-in-place&cycle=NR3&group=africa",
    "parties": "/en/parties/",
    "party": "/en/parties/{party}/",
    "party-changes": "/en/parties/{party}/changes/NR2..NR3/",
    "party-report": "/en/parties/{party}/reports/NR3/",
    "policy": "/en/policies/privacy/",
    "questions": "/en/questions/",
    "question": "/en/questions/NR3/Q014/",
    "question-conditional": "/en/questions/NR4/Q072/",
    "reporting": "/en/reporting/?cycle=NR3",
    "reporting-first": "/en/reporting/?cycle=NR1",
    "run": "/en/runs/1/",
    "data": "/en/data/",
    "method": "/en/method/",
    "accessibility": "/en/accessibility/",
    "api-docs": "/en/data/api/",
    "not-found": "/en/nothing-here/",
    "evaluations": "/en/evaluations/",
    "evaluation": "/en/evaluations/mid-term/",
    "evaluation-narrowed": "/en/evaluations/mid-term/?objective=2&class=improved_clearly&group=africa",
    "edition": "/en/evaluations/mid-term/1.0/",
    "edition-indicator": "/en/evaluations/mid-term/1.0/indicators/2.2.1/?group=africa",
    "edition-narrative": "/en/evaluations/mid-term/1.0/indicators/1.1.3/",
    "edition-party": "/en/evaluations/mid-term/1.0/my-party/?party={party}",
    "adjustments": "/en/evaluations/adjustments/",
    "evaluation-compare": "/en/evaluations/compare/?baseline=NR2&current=NR4",
    "evaluation-refused": "/en/evaluations/compare/?baseline=NR1&current=NR3",
    "query-of-party": "/en/queries/new/?party={party}&of=measures",
    "query-of-list": "/en/queries/new/?measure=2.2.1/headline&cycle=NR4",
    "query-of-edition": "/en/queries/new/?edition=mid-term/1.0",
    "evaluation-notices": "/en/evaluations/mid-term/notices/",
    "verify": "/en/evaluations/verify/?sha256=abc",
}


@dataclass
class Load:
    """What one visit fetched."""

    requests: int = 0
    bytes: int = 0
    elsewhere: list[str] = field(default_factory=list)


def visit(page: Page, url: str, host: str) -> Load:
    load = Load()

    def note(response: Response) -> None:
        if urlsplit(response.url).scheme == "data":
            return
        load.requests += 1
        sizes = response.request.sizes()
        load.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]
        if urlsplit(response.url).netloc != host:
            load.elsewhere.append(response.url)

    page.on("response", note)
    page.goto(url, wait_until="networkidle")
    page.remove_listener("response", note)
    return load


@dataclass
class Screens:
    """Takes pages and gathers what is wrong with them."""

    folder: Path
    # Languages, or directions that the English page is turned to.
    ways: Sequence[str] = DIRECTIONS
    faults: list[str] = field(default_factory=list)

    def sizes(self) -> Iterator[tuple[int, str]]:
        return ((width, way) for width in WIDTHS for way in self.ways)

    def take(self, page: Page, name: str, width: int, way: str) -> None:
        """Turn the page as asked, check it, keep its picture."""
        if way == "rtl":
            page.evaluate("document.documentElement.dir = 'rtl'")
        place = f"{name} {width} {way}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            self.faults.append(f"{place}: scrolls sideways by {wide} px")
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["target"] for node in violation["nodes"]][:3]
            self.faults.append(f"{place}: axe {violation['id']} at {nodes}")
        page.screenshot(path=self.folder / f"{name}-{width}-{way}.png", full_page=True)

    def say(self, name: str, load: Load, width: int, way: str) -> None:
        """Say once what a page weighs."""
        if width == WIDTHS[0] and way != "rtl":
            print(f"{name} {way}: {load.bytes / 1024:.1f} KB in {load.requests} requests", flush=True)

    def weigh(self, load: Load, place: str, most_bytes: int, most_requests: int) -> None:
        if load.elsewhere:
            self.faults.append(f"{place}: asks other hosts: {load.elsewhere}")
        if load.bytes > most_bytes or load.requests > most_requests:
            self.faults.append(f"{place}: {load.bytes} bytes in {load.requests} requests")


def below(address: str, way: str) -> str:
    """The address of an English page in a language; a direction is shown on the English page itself."""
    return address if way in DIRECTIONS else address.replace("/en/", f"/{way}/", 1)


def take_public(browser: Browser, base: str, screens: Screens, names: list[str]) -> None:
    party = browser.new_page()
    party.goto(f"{base}/en/indicators/2.2.1/?cycle=NR3")
    # Of the last list, of those that moved: they are counted in both cycles, so that every page of a Party has them.
    moved = party.locator("#parties ul.parties").last.locator("a").first
    code = str(moved.get_attribute("href")).split("/")[-2]
    for name, path in PAGES.items():
        for width, way in screens.sizes() if not names or name in names else ():
            context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
            page = context.new_page()
            load = visit(page, base + below(path.format(party=code), way), urlsplit(base).netloc)
            screens.weigh(load, f"{name} {width} {way}", MOST_BYTES, MOST_REQUESTS)
            screens.take(page, name, width, way)
            screens.say(name, load, width, way)
            context.close()


def take_reports(people: SignedIn, parties: dict[str, str], screens: Screens, names: list[str]) -> None:
    """The pages of the report form, each in its state and for its reader."""
    for name, one in REPORT_PAGES.items():
        for width, way in screens.sizes() if not names or name in names else ():
            context = people.context(one.account, viewport={"width": width, "height": 900}, reduced_motion="reduce")
            page = context.new_page()
            load = visit(page, people.base + below(address(one, parties), way), urlsplit(people.base).netloc)
            if name.startswith("report-section"):
                place = f"{name} {width} {way}"
                screens.weigh(load, place, MOST_BYTES_OF_SECTION, MOST_REQUESTS_OF_SECTION)
            if one.act:
                one.act(page)
            screens.take(page, name, width, way)
            screens.say(name, load, width, way)
            context.close()


def code_now(account: str) -> str:
    """The second step of every account of the demonstration."""
    command = [sys.executable, "manage.py", "demonstration_code"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[0]


def main(base: str, parties: dict[str, str], screens: Screens, names: list[str]) -> int:
    screens.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        take_public(browser, base, screens, names)
        take_reports(SignedIn(browser, base, PASSWORD, code_now), parties, screens, names)
        browser.close()
    print(*screens.faults, sep="\n")
    print(f"{len(PAGES) + len(REPORT_PAGES)} pages, {len(screens.faults)} faults")
    return 1 if screens.faults else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Take and check every page.")
    asked.add_argument("--languages", type=lambda codes: codes.split(","), default=DIRECTIONS)
    asked.add_argument("base")
    asked.add_argument("parties", type=json.loads)
    asked.add_argument("folder", type=Path)
    asked.add_argument("names", nargs="*")
    given = asked.parse_args()
    sys.exit(main(given.base, given.parties, Screens(given.folder, given.languages), given.names))
