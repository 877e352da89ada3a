"""Recompute in a process of its own and print, as JSON, its memory after start and at most, and the seconds."""

import json
from pathlib import Path
from time import perf_counter

import django
from django.utils import timezone


def megabytes() -> float:
    """The most memory resident so far. From the kernel's own page: getrusage also counts the parent's before exec."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    held = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(held.split()[1]) / 1024


def main() -> None:
    django.setup()
    from figures.services import compute_progress

    start = megabytes()
    begin = perf_counter()
    compute_progress(at=timezone.now(), reason="benchmark", afresh=True)
    print(json.dumps({"start": start, "peak": megabytes(), "seconds": perf_counter() - begin}))


if __name__ == "__main__":
    main()
