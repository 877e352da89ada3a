"""One process beside the server for work that takes long, where there is no broker.

It is started by whoever asks for such work, and ends when none is left. The lock on a file says that it runs: the
starter takes it and hands it over open, so that two never start at once and a process that dies lets go of it.
"""

import fcntl
import hashlib
import logging
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from jobs.models import Job

log = logging.getLogger(__name__)
# Kept so that the process is not a zombie once it ended: the next start, or look, takes its status.
_started: list[subprocess.Popen[bytes]] = []


def lock_file() -> Path:
    """One a database: two portals may share a folder."""
    held = connection.settings_dict
    named = "|".join(str(held.get(name)) for name in ("ENGINE", "NAME", "HOST", "PORT"))
    return Path(settings.VAR_DIR) / f"jobs-{hashlib.sha256(named.encode()).hexdigest()[:12]}.lock"


def take_lock() -> int | None:
    """The open file that holds the lock, or None when another process has it."""
    descriptor = os.open(lock_file(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    # The number of the process that had it.
    os.ftruncate(descriptor, 0)
    return descriptor


def start(*, every_kind: bool = True) -> None:
    """Start the process unless it runs; for every kind of job, or only for those that somebody waits for."""
    _started[:] = [process for process in _started if process.poll() is None]
    descriptor = take_lock()
    if descriptor is None:
        return
    try:
        command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "run_jobs", "--lock", str(descriptor)]
        command += [] if every_kind else ["--waited-for"]
        # A session of its own: what ends the server does not end work in the middle.
        _started.append(
            subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=[descriptor])
        )
    finally:
        os.close(descriptor)


def resume() -> None:
    """Start the process if work waits that nobody does: after a crash, a kill, or a start of the server."""
    if settings.REDIS_URL or not settings.JOBS_BESIDE:
        return
    try:
        if Job.objects.open().exists():
            start()
    except DatabaseError:
        # Not migrated yet, or away: whoever asks for work next starts it.
        log.warning("could not look for jobs that wait")
