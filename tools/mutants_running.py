"""Run the tests of a module over its mutants, in one process of pytest that forks for each of them.

What a function does, and what a name of the module holds, is changed in the fork; another change needs a new process.
Only tests that run the changed statement are asked, the quickest first, up to the first that fails.
"""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace

import pytest
from mutants_making import Mutant
from mutants_placing import Loaded

# Others run servers and browsers of their own, or take minutes.
MARKS = "not browser and not services and not slow"
OPTIONS = ("-s", "-m", MARKS, "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:playwright")
PLUGIN = "mutants_import"


class Outcome(StrEnum):
    KILLED = "killed"
    SURVIVED = "survived"
    NOT_REACHED = "not reached"


class TestsFail(RuntimeError):
    """The tests fail without any mutant: mend them first."""

    __test__ = False


@dataclass(eq=False)
class Run:
    """A plugin of pytest: instead of running the tests once, asks them about each mutant."""

    path: Path
    mutants: Sequence[Mutant]
    say: Callable[[str], None]
    outcomes: list[Outcome] = field(default_factory=list)
    reached: dict[str, set[int]] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def pytest_configure(self) -> None:
        import hypothesis  # Before pytest begins it would warn that it can not rewrite it.

        # That a test fails is all that is asked; the smallest example that fails costs minutes.
        quick = [one for one in hypothesis.Phase if one not in (hypothesis.Phase.shrink, hypothesis.Phase.explain)]
        hypothesis.settings.register_profile("mutants", parent=hypothesis.settings(), phases=quick, database=None)
        hypothesis.settings.load_profile("mutants")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.loaded = Loaded(self.path)
        self._without_any(session)
        # What is there already is then not copied in each fork.
        gc.freeze()
        for mutant in self.mutants:
            self.outcomes.append(self._ask(session, mutant))
            self.say(f"{self.outcomes[-1]:11} {described(mutant)}")
        return True

    def _without_any(self, session: pytest.Session) -> None:
        """Each test once, with the statements of the module that it runs and its seconds."""
        lines: set[int] = set()
        self.loaded.probe(lines.add)
        self.loaded.forget()
        began = time.monotonic()
        for item in _each_in_turn(session, session.items):
            self.reached[item.nodeid], self.took[item.nodeid] = set(lines), time.monotonic() - began
            lines.clear()
            self.loaded.forget()
            began = time.monotonic()
        self.loaded.take_back()
        if self.failed:
            raise TestsFail(self.failed)

    def _ask(self, session: pytest.Session, mutant: Mutant) -> Outcome:
        items = [one for one in session.items if not mutant.inside or mutant.lines.start in self.reached[one.nodeid]]
        if not items:
            return Outcome.NOT_REACHED
        items.sort(key=lambda one: self.took[one.nodeid])
        seconds = int(30 + 10 * sum(self.took[one.nodeid] for one in items))
        killed = (mutant.inside or bool(mutant.sets)) and self._in_a_fork(session, mutant, items, seconds)
        if not killed and not mutant.inside:
            killed = _in_a_process(self.path, mutant, [one.nodeid for one in items], seconds)
        return Outcome.KILLED if killed else Outcome.SURVIVED

    def _in_a_fork(self, session: pytest.Session, mutant: Mutant, items: Sequence[pytest.Item], seconds: int) -> bool:
        child = os.fork()
        if child:
            _pid, status = os.waitpid(child, 0)
            return status != 0
        # An endless loop ends by the alarm.
        signal.alarm(seconds)
        try:
            self.loaded.forget()
            self.loaded.place(mutant)
            for _item in _each_in_turn(session, items):
                if self.failed:
                    break
        finally:
            os._exit(1 if self.failed or sys.exc_info()[0] else 0)


def described(mutant: Mutant) -> str:
    place = f" in {mutant.place}" if mutant.place else ""
    return f"{mutant.file}:{mutant.line}{place}: {mutant.before}  →  {mutant.after}"


def ask(path: Path, mutants: Sequence[Mutant], tests: Sequence[str]) -> list[Outcome]:
    """What the tests say of each mutant; raises TestsFail. What they print goes nowhere."""
    told = os.fdopen(os.dup(1), "w")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    run = Run(path, mutants, lambda words: print(words, file=told, flush=True))
    status = pytest.main([*OPTIONS, *tests], plugins=[run])
    if status is not pytest.ExitCode.OK:
        run.say(f"{path}: pytest ended with {status!r}; without any change these fail, mend them first: {run.failed}")
        raise TestsFail(path)
    return run.outcomes


def _each_in_turn(session: pytest.Session, items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """Run tests, and give each that was run; what lasts as long as the session stays: the database with its world."""
    session_goes_on = SimpleNamespace(listchain=lambda: [session])
    for item, following in zip(items, [*items[1:], session_goes_on], strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        yield item


def _in_a_process(path: Path, mutant: Mutant, tests: Sequence[str], seconds: int) -> bool:
    asked = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-x", *OPTIONS, "-p", PLUGIN, *tests],
        env=os.environ | {"MUTANT_PATH": str(path), "MUTANT_SOURCE": mutant.source, "PYTHONPATH": "tools"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return asked.wait(timeout=seconds + 30) != 0
    except subprocess.TimeoutExpired:
        asked.kill()
        asked.wait()
        return True
