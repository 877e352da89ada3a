"""Two browsers under one set of steps: Debian's Chromium, and Debian's Firefox over its own remote protocol.

Playwright cannot drive the Firefox that Debian ships, and there is no geckodriver; Marionette, which every Firefox
speaks, is a line of JSON for each command (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser as Driven
from playwright.sync_api import Error, Playwright

from parties.models import User
from parties.sessions import SHARED
from tests.conftest import PATIENCE, UNOPENED
from tests.keeping.servers import Portal, free_port, is_open, until
from tests.people_factories import client_of
from tools.screens import CHROMIUM, QUIET

FIREFOX = shutil.which("firefox-esr") or "/usr/bin/firefox-esr"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def cookie_of(portal: Portal, user: User, *, shared: bool = False) -> dict[str, Any]:
    """The cookie of a session of somebody's, as a browser keeps it."""
    client = client_of(user)
    session = client.session
    session[SHARED] = shared
    session.save()
    expires = session.get_expiry_date().timestamp()
    url = f"http://127.0.0.1:{portal.port}"
    return {"name": "sessionid", "value": session.session_key, "url": url, "expires": expires}


class Browser(Protocol):
    """What a step may ask of either browser; `css` names the first element that fits."""

    def sign_in(self, cookie: dict[str, Any]) -> None: ...
    def sign_out(self) -> None: ...
    def go(self, url: str) -> None: ...
    def back(self) -> None: ...
    def forward(self) -> None: ...
    def reload(self) -> None: ...
    def duplicate(self) -> None: ...
    def restore(self) -> None: ...
    def write(self, css: str, text: str) -> None: ...
    def press(self, css: str, key: str) -> None: ...
    def click(self, css: str) -> None: ...
    def value(self, css: str) -> str: ...
    def text(self, css: str = "body") -> str: ...
    def close(self) -> None: ...


def end(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def begin(*command: str) -> subprocess.Popen:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, start_new_session=True, **quiet)


def begin_chromium(
    playwright: Playwright, profile: Path, *more: str, off: Sequence[str] = ()
) -> tuple[subprocess.Popen, Driven]:
    """A Chromium with its own profile, and the line to it; one that answers and then falls silent is begun anew."""
    for is_last in (False, False, True):
        port = free_port()
        flags = [*QUIET, "--headless=new", f"--user-data-dir={profile}", f"--remote-debugging-port={port}"]
        flags += [f"--disable-features={','.join((*UNOPENED, *off))}"]
        process = begin(CHROMIUM, *flags, *more)
        try:
            until(lambda: is_open(port), "Chromium answers")  # noqa: B023
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        except Error:
            end(process)
            if is_last:
                raise
        else:
            browser.contexts[0].set_default_timeout(PATIENCE)
            return process, browser
    raise AssertionError("The last one raises or returns.")


class Firefox:
    """Firefox with a profile of its own that outlives it."""

    PREFERENCES = {
        "browser.startup.page": 3,
        "browser.sessionstore.resume_from_crash": True,
        "browser.sessionstore.max_resumed_crashes": -1,
        "toolkit.startup.max_resumed_crashes": -1,
        "browser.sessionstore.interval": 100,
        "browser.shell.checkDefaultBrowser": False,
        "browser.aboutwelcome.enabled": False,
        "browser.tabs.closeWindowWithLastTab": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "app.update.disabledForTesting": True,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "dom.disable_beforeunload": True,
    }

    def __init__(self, profile: Path, *, scripts: bool) -> None:
        self.profile, self.scripts = profile, scripts
        profile.mkdir(parents=True)
        self._numbers = count(1)
        self._start()

    def _start(self) -> None:
        self.port = free_port()
        held = self.PREFERENCES | {"marionette.port": self.port, "javascript.enabled": self.scripts}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in held.items()]
        (self.profile / "user.js").write_text("".join(lines))
        flags = ("--headless", "--marionette", "--remote-allow-system-access", "--profile", str(self.profile))
        self.process = begin(FIREFOX, *flags)
        until(lambda: is_open(self.port), "Firefox answers")
        self.line = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self._read()
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"unhandledPromptBehavior": "accept"}})

    def _read(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self.line.recv(1)
        left, parts = int(size[:-1]), []
        while left:
            parts.append(self.line.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))

    def ask(self, command: str, **given: Any) -> Any:
        sent = json.dumps([0, next(self._numbers), command, given]).encode()
        self.line.sendall(b"%d:%b" % (len(sent), sent))
        _kind, _number, fault, result = self._read()
        if fault:
            raise LookupError(f"{command}: {fault['error']} {fault['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def _find(self, css: str) -> str:
        def found() -> str:
            with suppress(LookupError):
                return str(self.ask("WebDriver:FindElement", using="css selector", value=css)[ELEMENT])
            return ""

        return str(until(found, css))

    def _in_browser(self, script: str) -> Any:
        """Run a script of the browser's own, not of its page."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.ask("WebDriver:ExecuteScript", script=script, args=[])
        finally:
            self.ask("Marionette:SetContext", value="content")

    def sign_in(self, cookie: dict[str, Any]) -> None:
        self.go(f"{cookie['url']}/healthz")
        held = {"name": cookie["name"], "value": cookie["value"], "path": "/", "expiry": int(cookie["expires"])}
        self.ask("WebDriver:AddCookie", cookie=held)

    def sign_out(self) -> None:
        self.ask("WebDriver:DeleteCookie", name="sessionid")

    def go(self, url: str) -> None:
        self.ask("WebDriver:Navigate", url=url)

    def back(self) -> None:
        self.ask("WebDriver:Back")

    def forward(self) -> None:
        self.ask("WebDriver:Forward")

    def reload(self) -> None:
        self.ask("WebDriver:Refresh")

    def duplicate(self) -> None:
        before = set(self.ask("WebDriver:GetWindowHandles"))
        self._in_browser("gBrowser.duplicateTab(gBrowser.selectedTab);")
        (new,) = until(lambda: set(self.ask("WebDriver:GetWindowHandles")) - before, "the tab is duplicated")
        self.ask("WebDriver:SwitchToWindow", handle=new)

    def restore(self) -> None:
        before = self.ask("WebDriver:GetCurrentURL")
        # What is typed reaches the file of the session within some moments; here it is there at once.
        self._in_browser(
            "const { TabStateFlusher } = ChromeUtils.importESModule("
            "'resource:///modules/sessionstore/TabStateFlusher.sys.mjs');"
            "const { SessionSaver } = ChromeUtils.importESModule("
            "'resource:///modules/sessionstore/SessionSaver.sys.mjs');"
            "return TabStateFlusher.flushWindow(window).then(() => SessionSaver.run()).then(() => true);"
        )
        self.line.close()
        end(self.process)
        self._start()

        def shown() -> bool:
            for handle in self.ask("WebDriver:GetWindowHandles"):
                self.ask("WebDriver:SwitchToWindow", handle=handle)
                if self.ask("WebDriver:GetCurrentURL") == before:
                    return True
            return False

        until(shown, "the session is restored")

    def write(self, css: str, text: str) -> None:
        element = self._find(css)
        self.ask("WebDriver:ElementClear", id=element)
        self.ask("WebDriver:ElementSendKeys", id=element, text=text)

    def press(self, css: str, key: str) -> None:
        self.ask("WebDriver:ElementSendKeys", id=self._find(css), text={"Enter": "\ue007", "Space": " "}[key])

    def click(self, css: str) -> None:
        self.ask("WebDriver:ElementClick", id=self._find(css))

    def value(self, css: str) -> str:
        return str(self.ask("WebDriver:GetElementProperty", id=self._find(css), name="value"))

    def text(self, css: str = "body") -> str:
        """What an element says; nothing while the page is on its way to another one."""
        with suppress(LookupError):
            return str(self.ask("WebDriver:GetElementText", id=self._find(css)))
        return ""

    def close(self) -> None:
        self.line.close()
        end(self.process)


# A tab is duplicated by the browser itself, which only an extension may ask for.
EXTENSION = {
    "manifest.json": json.dumps(
        {
            "manifest_version": 3,
            "name": "tabs",
            "version": "1",
            "permissions": ["tabs"],
            "background": {"service_worker": "work.js"},
        }
    ),
    "work.js": "",
}


class Chromium:
    """Chromium with a profile of its own that outlives it."""

    def __init__(self, playwright: Playwright, profile: Path, *, scripts: bool) -> None:
        self.playwright, self.profile, self.scripts = playwright, profile, scripts
        self.extension = profile.with_name(f"{profile.name}-extension")
        self.extension.mkdir(parents=True)
        for name, text in EXTENSION.items():
            (self.extension / name).write_text(text)
        # As somebody sets it who blocks scripts.
        (profile / "Default").mkdir(parents=True)
        settled = {"profile": {"default_content_setting_values": {"javascript": 1 if scripts else 2}}}
        (profile / "Default" / "Preferences").write_text(json.dumps(settled))
        self._start()
        self.page = self.browser.contexts[0].new_page()

    def _start(self, *more: str) -> None:
        flags = ["--password-store=basic", f"--load-extension={self.extension}"]
        off = ("DisableLoadExtensionCommandLineSwitch",)
        self.process, self.browser = begin_chromium(self.playwright, self.profile, *flags, *more, off=off)

    def sign_in(self, cookie: dict[str, Any]) -> None:
        self.browser.contexts[0].add_cookies([cookie])

    def sign_out(self) -> None:
        self.browser.contexts[0].clear_cookies(name="sessionid")

    def go(self, url: str) -> None:
        self.page.goto(url)

    def back(self) -> None:
        self._travel(self.page.go_back)

    def forward(self) -> None:
        self._travel(self.page.go_forward)

    def _travel(self, go: Callable[..., Any]) -> None:
        """Go, once a page that was taken from the browser's own store is there to be asked."""

        def is_gone() -> bool:
            with suppress(Error):
                go(wait_until="commit")
                return True
            return False

        until(is_gone, "the page before or after is shown")

    def reload(self) -> None:
        self.page.reload()

    def duplicate(self) -> None:
        context = self.browser.contexts[0]
        (worker,) = until(lambda: context.service_workers, "the extension is there")
        with context.expect_page() as opened:
            worker.evaluate(
                "async url => chrome.tabs.duplicate((await chrome.tabs.query({})).find(tab => tab.url === url).id)",
                self.page.url,
            )
        self.page = opened.value
        self.page.wait_for_load_state()

    def restore(self) -> None:
        before = self.page.url
        # After a crash Chromium asks before it restores; told to end, it keeps its session as it does at a shutdown.
        kept, url = self.profile / "Default" / "Sessions", before.encode()

        def is_kept() -> bool:
            return any(url in file.read_bytes() for file in kept.glob("*"))

        # It is written some seconds after a tab changes, and now and then only after another one does.
        for _ in range(5):
            with suppress(AssertionError):
                until(is_kept, "the session is kept", seconds=10)
                break
            self.browser.contexts[0].new_page().close()
        until(is_kept, "the session is kept")
        self.browser.new_browser_cdp_session().send("Browser.close")
        self.process.wait(timeout=60)
        self._start("--restore-last-session")

        def shown() -> Any:
            for page in self.browser.contexts[0].pages:
                # Asked for anything at all, Playwright takes in what has happened since.
                if page.title() and page.url == before:
                    return page
            return None

        self.page = until(shown, "the session is restored")
        self.page.wait_for_load_state()

    def write(self, css: str, text: str) -> None:
        self.page.locator(css).first.fill(text)

    def press(self, css: str, key: str) -> None:
        self.page.locator(css).first.press(key)

    def click(self, css: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(css).first.click()

    def value(self, css: str) -> str:
        return self.page.locator(css).first.input_value()

    def text(self, css: str = "body") -> str:
        return self.page.locator(css).first.inner_text()

    def close(self) -> None:
        with suppress(Exception):
            self.browser.close()
        end(self.process)
