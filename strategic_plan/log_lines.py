"""A log line is an event with fields, as JSON or as text; it holds no live link, no address and no object.

What a line may say beside its event are numbers and short words. Whoever writes a line names things by their
number: a report, a job, never a person.
"""

import json
import logging
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import environ

from jobs import request_ids
from strategic_plan.live_links import without_live_links

FORMATS = ("text", "json")
# Of a record: what the library itself puts there.
OF_LIBRARY = frozenset((*logging.makeLogRecord({}).__dict__, "message", "asctime", "taskName", "color_message"))
MAIL_ADDRESS = re.compile(r"[^\s@<>\"'(=,;:]+@[^\s@<>\"'),;:]+\.[^\s@<>\"'),;:]+")
# PostgreSQL adds the row that it refused, with all that somebody typed.
ROW = re.compile(r"^DETAIL:.*$", re.MULTILINE)
# JSON leaves these as they are, and some readers begin a line with them.
SEPARATORS = {number: f"\\u{number:04x}" for number in (0x7F, 0x85, 0x2028, 0x2029)}
CONTROLS = {number: f"\\x{number:02x}" for number in (*range(32), 127, 0x85, 0x2028, 0x2029)} | {10: "\\n", 13: "\\r"}


class UnknownFormat(ValueError):
    """LOG_FORMAT names no format that there is."""


def chosen(base: Path) -> str:
    """LOG_FORMAT of the environment or of .env, read without changing the environment: text where it is not set."""

    class Copied(environ.Env):  # type: ignore[misc]  # environ is not typed
        ENVIRON = dict(os.environ)

    if (base / ".env").exists():
        Copied.read_env(base / ".env")
    return checked(Copied.ENVIRON.get("LOG_FORMAT", ""))


def checked(name: str) -> str:
    """The name of a format; raises UnknownFormat with what may stand there."""
    if (name or FORMATS[0]) not in FORMATS:
        raise UnknownFormat(f"LOG_FORMAT is {name!r}. Set it to json or text, or leave it empty for text.")
    return name or FORMATS[0]


def clean(text: str) -> str:
    """A text without what must not be in a log."""
    return ROW.sub("DETAIL: …", MAIL_ADDRESS.sub("…@…", without_live_links(text)))


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What was said beside the event: numbers and words; objects, like a request with its query, are left out."""
    told: Mapping[str, Any] = record.__dict__
    return {
        name: clean(value) if isinstance(value, str) else value
        for name, value in told.items()
        if name not in OF_LIBRARY and isinstance(value, str | int | float | bool)
    }


class Lines(logging.Formatter):
    """Puts a record together; the two formats write it down."""

    def said(self, record: logging.LogRecord) -> dict[str, Any]:
        """time (UTC), level, logger, event, request_id where there is one, the fields, and a fault with its trace."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "time": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z",
            "level": record.levelname,
            "logger": record.name,
            "event": clean(record.getMessage()),
        }
        if number := request_ids.current():
            line["request_id"] = number
        line |= {name: value for name, value in fields_of(record).items() if name not in line}
        if record.exc_info and record.exc_info[0]:
            line["fault"] = record.exc_info[0].__name__
            line["trace"] = clean(self.formatException(record.exc_info))
        return line


class AsJson(Lines):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.said(record), ensure_ascii=False, default=str).translate(SEPARATORS)


class AsText(Lines):
    """For eyes: `time level logger event name=value …`, and a trace below."""

    def format(self, record: logging.LogRecord) -> str:
        line = self.said(record)
        trace = line.pop("trace", "")
        head = " ".join(str(line.pop(name)) for name in ("time", "level", "logger", "event"))
        rest = "".join(f" {name}={value}" for name, value in line.items())
        return f"{head}{rest}".translate(CONTROLS) + (f"\n{trace}" if trace else "")


def formatter(name: str) -> logging.Formatter:
    """The formatter of a name of FORMATS."""
    return AsJson() if name == "json" else AsText()


def logging_settings(name: str, level: str) -> dict[str, Any]:
    """Django's LOGGING: one handler, and every line through it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "strategic_plan.log_lines.formatter", "name": name}},
        "filters": {"links": {"()": "strategic_plan.live_links.WithoutLiveLinks"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}},
        # axes names accounts and addresses, our own line about a throttled sign-in neither; httpx names every request.
        "loggers": {"axes": {"level": "ERROR"}, "httpx": {"level": "WARNING"}},
        "root": {"handlers": ["console"], "level": level},
    }
