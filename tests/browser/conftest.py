"""The demonstration, served by the real server to a real browser."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tools.screens import CHROMIUM, QUIET

BASE = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen) -> None:
    end = monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except urllib.error.URLError:
            assert server.poll() is None, "the server ended"
            assert monotonic() < end, "the server did not answer in 30 s"


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[str]:
    """The address of a server of its own, with the demonstration computed."""
    database = tmp_path_factory.mktemp("portal") / "portal.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "LOG_LEVEL": "WARNING"}
    environment.pop("REDIS_URL", None)
    for command in (["migrate", "--verbosity", "0"], ["load_demonstration"], ["compute_progress"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=BASE, env=environment, check=True, capture_output=True
        )
    port = free_port()
    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "strategic_plan.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--no-control-socket",
    ]
    server = subprocess.Popen([*gunicorn, "--workers", "2", "--log-level", "warning"], cwd=BASE, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
