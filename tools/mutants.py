"""Change one rule of a module after the other, and see whether a test notices: make mutants MODULES="parties/roles.py".

mutants_modules.toml names the tests of each module; mutants_accepted.toml the survivors that change nothing, each with
its reason. Fails where another one survives, and where one that was accepted does not survive any more. With --quick
what needs a process of its own is left out: decorators, defaults and the values of classes.
"""

import argparse
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from mutants_making import Mutant, mutants_of
from mutants_running import Outcome, ask, described

HERE = Path(__file__).parent
HOUSE = HERE.parent
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Accepted:
    """A survivor that is no gap: what is changed and why no test can, or need, see it."""

    file: str
    place: str
    before: str
    after: str
    reason: str

    @property
    def key(self) -> Key:
        return self.file, self.place, self.before, self.after


def tests_by_module() -> dict[str, list[str]]:
    """{module's path: the files and folders of its tests}."""
    held: dict[str, list[str]] = tomllib.loads((HERE / "mutants_modules.toml").read_text())["modules"]
    return held


def accepted_survivors() -> list[Accepted]:
    held = tomllib.loads((HERE / "mutants_accepted.toml").read_text())
    return [Accepted(**one) for one in held["accepted"]]


def mutants(module: str, *, quick: bool = False) -> list[Mutant]:
    found = mutants_of(module, (HOUSE / module).read_text())
    return [one for one in found if one.inside or one.sets or not quick]


def key_of(mutant: Mutant) -> Key:
    return mutant.file, mutant.place, mutant.before, mutant.after


def main(modules: Sequence[str], *, quick: bool) -> int:
    tests = tests_by_module()
    unknown = sorted(set(modules) - set(tests))
    if unknown:
        print(f"No tests are named for {', '.join(unknown)}: add a line to tools/mutants_modules.toml.")
        return 2
    accepted = [one for one in accepted_survivors() if one.file in modules]
    survivors: list[Mutant] = []
    left_out: set[Key] = set()
    for module in modules:
        found = mutants(module, quick=quick)
        left_out |= {key_of(one) for one in mutants(module) if one not in found}
        outcomes = _in_a_process_of_its_own(module, found, tests[module])
        if outcomes is None:
            return 2
        survivors += [one for one, outcome in zip(found, outcomes, strict=True) if outcome is not Outcome.KILLED]
        print(f"{module}: {len(found)} mutants, {_counted(outcomes)}", flush=True)
    return _verdict(survivors, [one for one in accepted if one.key not in left_out])


def _verdict(survivors: Sequence[Mutant], accepted: Sequence[Accepted]) -> int:
    reasons = {one.key: one.reason for one in accepted}
    judged = {key_of(one) for one in survivors} & set(reasons)
    gaps = [one for one in survivors if key_of(one) not in reasons]
    stale = [one for one in accepted if one.key not in judged]
    for one in survivors:
        if key_of(one) in judged:
            print(f"accepted {described(one)}\n         {reasons[key_of(one)]}")
    for one in gaps:
        print(f"SURVIVED {described(one)}")
    for held in stale:
        print(f"KILLED, though accepted: {held.file} in {held.place}: {held.before}  →  {held.after}")
    return 1 if gaps or stale else 0


def _counted(outcomes: Sequence[Outcome]) -> str:
    counts = Counter(outcomes)
    return ", ".join(f"{counts[one]} {one}" for one in Outcome if counts[one]) or "nothing to change"


def _in_a_process_of_its_own(module: str, found: Sequence[Mutant], tests: Sequence[str]) -> list[Outcome] | None:
    """A module that was loaded for one module's mutants is not loaded again for the next."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    asked = context.Process(target=_send, args=(there, HOUSE / module, found, tests))
    asked.start()
    there.close()
    try:
        outcomes: list[Outcome] | None = here.recv()
    except EOFError:
        outcomes = None
    asked.join()
    return outcomes


def _send(there: Connection, path: Path, found: Sequence[Mutant], tests: Sequence[str]) -> None:
    there.send(ask(path, found, tests))


if __name__ == "__main__":
    os.chdir(HOUSE)
    sys.path.insert(0, str(HOUSE))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="paths of modules; all of the table where none is named")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    sys.exit(main(asked.modules or list(tests_by_module()), quick=asked.quick))
