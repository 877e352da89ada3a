"""Ask whether a fault is known of a package that the locks hold; `make audit`, by hand or by a clock of one's own.

    python tools/audit.py [--source URL | --database FILE] [LOCK …]

Ends with 0: asked, and none is known; 1: one is known, and named; 2: it could not be asked whole, so nothing is known.
The source answers as OSV does (https://google.github.io/osv.dev/post-v1-querybatch/); the file is a copy of its
records, a zip of JSON files or a JSON list, for whoever has no line to it.
"""

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from locked import LOCK, LOCK_OF_DEVELOPMENT, Locked, locked
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

CLEAN, FOUND, NOT_ASKED = 0, 1, 2
SOURCE = "https://api.osv.dev/v1/querybatch"
ECOSYSTEM = "PyPI"
SECONDS = 30
LARGEST_ANSWER = 16 * 1024 * 1024
OLDEST = timedelta(days=14)

Known = list[tuple[Locked, str]]


class NotAsked(RuntimeError):
    """The source or file was not there, did not answer or answered something else: nothing is known."""


def ask(source: str, packages: list[Locked]) -> Known:
    """What a source knows of packages, all asked at once. Raises NotAsked."""
    queries = [{"package": {"name": one.name, "ecosystem": ECOSYSTEM}, "version": one.version} for one in packages]
    if not source.startswith(("https://", "http://127.0.0.1:")):
        raise NotAsked(f"{source} is no https address.")
    body = json.dumps({"queries": queries}).encode()
    request = Request(source, data=body, headers={"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            told = json.loads(answer.read(LARGEST_ANSWER))
    except (URLError, OSError, ValueError) as fault:
        raise NotAsked(f"{source} was not reached or did not answer in JSON: {fault}") from fault
    results = told.get("results") if isinstance(told, dict) else None
    if not isinstance(results, list) or len(results) != len(packages):
        raise NotAsked(f"{source} did not answer for each of {len(packages)} packages.")
    try:
        return [
            (package, str(one["id"]))
            for package, result in zip(packages, results, strict=True)
            for one in (result or {}).get("vulns", ())
        ]
    except (TypeError, KeyError, AttributeError) as fault:
        raise NotAsked(f"{source} answered in another form than OSV’s.") from fault


def look_up(path: Path, packages: list[Locked], *, at: datetime) -> Known:
    """What a copy of the records knows. Raises NotAsked where it is not readable, of something else, or old."""
    by_name = {canonicalize_name(one.name): one for one in packages}
    newest, known = datetime.min.replace(tzinfo=UTC), []
    try:
        for record in _records(path):
            newest = max(newest, datetime.fromisoformat(record["modified"].replace("Z", "+00:00")))
            for affected in record.get("affected", ()) if not record.get("withdrawn") else ():
                held = affected.get("package", {})
                package = by_name.get(canonicalize_name(held.get("name", "")))
                if package and held.get("ecosystem") == ECOSYSTEM and _is_affected(package.version, affected):
                    known.append((package, str(record["id"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as fault:
        raise NotAsked(f"{path} is no copy of OSV’s records: {type(fault).__name__} {fault}") from fault
    if at - newest > OLDEST:
        raise NotAsked(
            f"The newest record of {path} is of {newest:%Y-%m-%d}: bring a copy of the last {OLDEST.days} days."
        )
    return sorted(set(known))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix != ".zip":
        yield from json.loads(path.read_text(encoding="utf-8"))
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def _is_affected(version: str, affected: dict[str, Any]) -> bool:
    """Whether a version is listed, or lies in a range; a range that is not understood counts as one that holds it."""
    if version in affected.get("versions", ()):
        return True
    ranges = (one for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM")
    return any(_is_within(version, one.get("events", ())) for one in ranges)


def _is_within(version: str, events: list[dict[str, str]]) -> bool:
    held = False
    try:
        at = Version(version)
        for event in events:
            if "introduced" in event:
                held = held or event["introduced"] == "0" or at >= Version(event["introduced"])
            elif "fixed" in event:
                held = held and at < Version(event["fixed"])
            elif "last_affected" in event:
                held = held and at <= Version(event["last_affected"])
    except InvalidVersion:
        return True
    return held


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--source", default=SOURCE, help="an address that answers as OSV does")
    where.add_argument("--database", type=Path, help="a copy of OSV’s records: a zip, or a JSON list")
    parser.add_argument("locks", nargs="*", type=Path, default=[LOCK, LOCK_OF_DEVELOPMENT])
    asked = parser.parse_args(arguments)
    try:
        packages = sorted({one for lock in asked.locks for one in locked(lock)})
        if asked.database:
            known = look_up(asked.database, packages, at=datetime.now(UTC))
        else:
            known = ask(asked.source, packages)
    except (NotAsked, OSError, ValueError) as fault:
        print(f"Not asked, so nothing is known: {fault}", file=sys.stderr)
        return NOT_ASKED
    for package, name in known:
        print(f"{package.name} {package.version}: {name}")
    print(f"{len(packages)} packages asked, {len(known)} known faults.")
    return FOUND if known else CLEAN


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
