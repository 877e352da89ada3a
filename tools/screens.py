"""Take every page at 1280 and 360 pixels, left-to-right and right-to-left, and check it with axe.

    python tools/screens.py http://127.0.0.1:8000 var/screens [page …]

Right-to-left is shown by turning the page's direction: layout is what is looked at, not translation.
Exits with 1 on an axe violation, a page that scrolls sideways, a request elsewhere, or a page over its bar.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Response, sync_playwright

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
WIDTHS = (1280, 360)
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
    "questions": "/en/questions/",
    "question": "/en/questions/NR3/Q014/",
    "question-conditional": "/en/questions/NR4/Q072/",
    "reporting": "/en/reporting/?cycle=NR3",
    "reporting-first": "/en/reporting/?cycle=NR1",
    "run": "/en/runs/1/",
    "data": "/en/data/",
    "method": "/en/method/",
    "accessibility": "/en/accessibility/",
    "api-docs": "/api/v1/docs/",
    "not-found": "/en/nothing-here/",
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


def main(base: str, folder: Path, names: list[str]) -> int:
    host = urlsplit(base).netloc
    faults: list[str] = []
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        party = browser.new_page()
        party.goto(f"{base}/en/reporting/?cycle=NR3")
        first = party.locator("a[href*='/parties/']").evaluate_all(
            "links => links.map(a => a.getAttribute('href')).filter(h => /parties\\/[A-Z]{3}\\/$/.test(h))"
        )
        code = next((href.split("/")[-2] for href in reversed(first)), "")
        for name, path in PAGES.items():
            if names and name not in names:
                continue
            for width in WIDTHS:
                for direction in ("ltr", "rtl"):
                    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
                    page = context.new_page()
                    url = base + path.format(party=code)
                    load = visit(page, url, host)
                    if direction == "rtl":
                        page.evaluate("document.documentElement.dir = 'rtl'")
                    place = f"{name} {width} {direction}"
                    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    if wide > 0:
                        faults.append(f"{place}: scrolls sideways by {wide} px")
                    if load.elsewhere:
                        faults.append(f"{place}: asks other hosts: {load.elsewhere}")
                    if load.bytes > MOST_BYTES or load.requests > MOST_REQUESTS:
                        faults.append(f"{place}: {load.bytes} bytes in {load.requests} requests")
                    for violation in Axe().run(page).response["violations"]:
                        nodes = [node["target"] for node in violation["nodes"]][:3]
                        faults.append(f"{place}: axe {violation['id']} at {nodes}")
                    page.screenshot(path=folder / f"{name}-{width}-{direction}.png", full_page=True)
                    if direction == "ltr" and width == WIDTHS[0]:
                        print(f"{name}: {load.bytes / 1024:.1f} KB in {load.requests} requests", flush=True)
                    context.close()
        browser.close()
    print(*faults, sep="\n")
    print(f"{len(PAGES)} pages, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
