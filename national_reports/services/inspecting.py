"""What a file would do to whoever opens it: PDFs and pictures are opened apart, and a scanner is asked if there is one.

Each check returns the name of the rule that is broken, or none.
"""

import re
import shlex
import subprocess

from django.conf import settings

from foreign_files.opening import PICTURES
from foreign_files.pdf_names import begins_cleanly, broken_by_plain, is_plain
from typesetting.process import DocumentNotRendered, set_apart

# Longer than its own bound of processor time, on a machine that is busy.
MOST_SECONDS = 30
SCAN_SECONDS = 30
# No picture holds these; a browser that is told of no type would show them.
_MARKUP = re.compile(rb"<(?:script|html|iframe|!doctype\s+html|\?php)", re.IGNORECASE)
# In two pieces: this file is not what it looks for.
VIRUS_TEST = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"


def rule_broken_by(content: bytes, *, content_type: str) -> str:
    """The rule that a file of this type breaks."""
    if content_type == "application/pdf":
        broken = _by_pdf(content)
    elif content_type in PICTURES:
        broken = "markup" if _MARKUP.search(content) else _opened(content, content_type)
    else:
        broken = ""
    return broken or _by_scanner(content)


def _by_pdf(content: bytes) -> str:
    if not begins_cleanly(content):
        return "prologue"
    return broken_by_plain(content) if is_plain(content) else _opened(content, "application/pdf")


def _opened(content: bytes, content_type: str) -> str:
    command = ["-m", "foreign_files.opening", content_type]
    try:
        return set_apart(command, content, most=len(content), seconds=MOST_SECONDS).decode()
    except DocumentNotRendered:
        return "picture" if content_type in PICTURES else "unreadable"


def _by_scanner(content: bytes) -> str:
    """Ask the scanner's command: 0 is clean, 1 is found, all else says nothing, and the file is not taken on trust."""
    if not settings.ATTACHMENT_SCANNER:
        return "virus" if VIRUS_TEST in content else ""
    command = shlex.split(settings.ATTACHMENT_SCANNER)
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SCAN_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "not scanned"
    return {0: "", 1: "virus"}.get(done.returncode, "not scanned")
