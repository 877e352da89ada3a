"""One browser that several people use in turn, each signed in: Chromium and Firefox under the same steps."""

from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from tests.keeping.browsers import Firefox
from tests.keeping.servers import until

HEIGHT = 900
# Milliseconds that a script of a page may take: Axe looks at the long page of a review for half a minute.
SCRIPT_WITHIN = 240_000


class InTurn(Protocol):
    """What people do in a browser, and what is seen there; `css` names the first element that fits."""

    def turn_to(self, who: str) -> None: ...
    def go(self, url: str) -> None: ...
    def where(self) -> str: ...
    def has(self, css: str) -> bool: ...
    def write(self, css: str, text: str) -> None: ...
    def write_day(self, css: str, day: str) -> None: ...
    def tick(self, css: str) -> None: ...
    def choose(self, css: str, value: str) -> None: ...
    def click(self, css: str) -> None: ...
    def text(self, css: str = "body") -> str: ...
    def content(self) -> str: ...
    def session(self) -> str: ...
    def run(self, script: str, *given: Any) -> Any: ...
    def violations(self) -> list[Any]: ...
    def set_width(self, width: int) -> None: ...
    def picture(self, path: Path) -> None: ...


class InChromium:
    """A context of its own for each person."""

    def __init__(self, chromium: Browser) -> None:
        self.chromium, self.pages, self.page = chromium, dict[str, Page](), None

    def turn_to(self, who: str) -> None:
        if who not in self.pages:
            context = self.chromium.new_context(viewport={"width": 1280, "height": HEIGHT}, reduced_motion="reduce")
            self.pages[who] = context.new_page()
        self.page = self.pages[who]

    def go(self, url: str) -> None:
        self.page.goto(url)

    def where(self) -> str:
        return self.page.url

    def has(self, css: str) -> bool:
        return self.page.locator(css).count() > 0

    def write(self, css: str, text: str) -> None:
        self.page.locator(css).first.fill(text)

    write_day = write

    def tick(self, css: str) -> None:
        self.page.locator(css).first.check()

    def choose(self, css: str, value: str) -> None:
        self.page.locator(css).first.select_option(value)

    def click(self, css: str) -> None:
        """Press what leads to another page, or to this one again."""
        with self.page.expect_navigation():
            self.page.locator(css).first.click()

    def text(self, css: str = "body") -> str:
        return self.page.locator(css).first.inner_text()

    def content(self) -> str:
        return self.page.content()

    def session(self) -> str:
        return next(one["value"] for one in self.page.context.cookies() if one["name"] == "sessionid")

    def run(self, script: str, *given: Any) -> Any:
        """What a function answers in the page; `script` is its text."""
        return self.page.evaluate(f"given => ({script})(...given)", list(given))

    def violations(self) -> list[Any]:
        self.page.evaluate(AXE_SCRIPT)
        return _told(self.page.evaluate("axe.run({ resultTypes: ['violations'] })"))

    def set_width(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()


class InFirefox(Firefox):
    """One window, and the cookies of each person, who takes it over from the one before."""

    def __init__(self, profile: Path, site: str) -> None:
        super().__init__(profile, scripts=True)
        self.cookies: dict[str, list[dict[str, Any]]] = {}
        self.who, self.site = "", site
        self.line.settimeout(SCRIPT_WITHIN / 1000)
        self.ask("WebDriver:SetTimeouts", script=SCRIPT_WITHIN)
        self.ask("WebDriver:SetWindowRect", width=1400, height=HEIGHT + 100)

    def turn_to(self, who: str) -> None:
        """Give the window to somebody else; cookies are laid where their site is open."""
        self.go(f"{self.site}/healthz")
        self.cookies[self.who] = self.ask("WebDriver:GetCookies")
        self.ask("WebDriver:DeleteAllCookies")
        for cookie in self.cookies.get(who, ()):
            self.ask("WebDriver:AddCookie", cookie=cookie)
        self.who = who

    def where(self) -> str:
        return str(self.ask("WebDriver:GetCurrentURL"))

    def has(self, css: str) -> bool:
        return bool(self.ask("WebDriver:FindElements", using="css selector", value=css))

    def write_day(self, css: str, day: str) -> None:
        self.ask("WebDriver:ElementSendKeys", id=self._find(css), text=day)

    def click(self, css: str) -> None:
        """Press what leads to another page, or to this one again: a script may send what was typed first."""
        self.run("() => { document.documentElement.dataset.left = '' }")
        super().click(css)
        until(self._is_another_page, f"{css} leads on")

    def _is_another_page(self) -> bool:
        with suppress(LookupError):
            return bool(
                self.run("() => document.readyState === 'complete' && !('left' in document.documentElement.dataset)")
            )
        return False

    def tick(self, css: str) -> None:
        if not self.ask("WebDriver:IsElementSelected", id=self._find(css)):
            super().click(css)

    def choose(self, css: str, value: str) -> None:
        super().click(f"{css} option[value='{value}']")

    def content(self) -> str:
        return str(self.ask("WebDriver:GetPageSource"))

    def session(self) -> str:
        return next(one["value"] for one in self.ask("WebDriver:GetCookies") if one["name"] == "sessionid")

    def run(self, script: str, *given: Any) -> Any:
        return self.ask("WebDriver:ExecuteScript", script=f"return ({script})(...arguments)", args=list(given))

    def violations(self) -> list[Any]:
        done = "axe.run({ resultTypes: ['violations'] }).then(arguments[0])"
        return _told(self.ask("WebDriver:ExecuteAsyncScript", script=f"{AXE_SCRIPT};{done}", args=[]))

    def set_width(self, width: int) -> None:
        """Narrow the page within its window, which itself is never as narrow as a telephone."""
        self._in_browser(f"gBrowser.selectedBrowser.style.setProperty('max-width', '{width}px')")
        until(lambda: self.run("() => innerWidth") == width, f"the page is {width} px wide")

    def picture(self, path: Path) -> None:
        path.write_bytes(b64decode(self.ask("WebDriver:TakeScreenshot", full=True, hash=False)))


def _told(found: dict[str, Any]) -> list[Any]:
    """What Axe found: each rule, and the first element that breaks it."""
    return [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["html"][:120]) for one in found["violations"]]
