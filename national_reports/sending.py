"""What a page sent, sorted by question before anything of it is read: whole or cut, of which version of which answer.

The names of the fields, in the order of the form; `forms.py` says what stands in them:

    tab, sequence        first: which page it is, and the place of this save among those of that page
    Q014~7               a field of question Q014 that shows version 7 of its answer, in one piece
    Q014~7:fr            a part of it: here the text in a language
    Q014~7:shown         last of its question: all of it was sent; what the page showed, as a digest
    end                  last of the form: all of it was sent; the grammar in which it is written

The version stands in the name of every field, so that a text never comes under another version than the one that it
was typed over, whichever form a browser puts it into. docs/adr/0017
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from national_reports.codec import AnswerData
from national_reports.digests import digest

GRAMMAR = "2"
NAME = re.compile(r"(?P<key>[^~:]+)~(?P<version>[0-9]{1,9})(?::(?P<part>.+))?", re.DOTALL)
# As names were written before: Q014, Q014:fr, with the version in a field of its own.
OLD_NAME = re.compile(r"(?P<key>[^~:]+)(?::(?P<part>.+))?", re.DOTALL)
OLD_VERSION = ":version"
DIGITS = 12


class FormCut(ValueError):
    """A form without its end: the line broke, and nothing of it counts."""


class FormOutdated(ValueError):
    """A form as an earlier deployment of the portal wrote it."""


@dataclass
class Sent:
    """What was sent of one question: the version that its fields showed, and their values by part."""

    version: int
    values: dict[str, list[str]] = field(default_factory=dict)
    # A digest of what the page showed; "" where it does not say; None where the question did not arrive whole.
    shown: str | None = None
    # Fields of more than one version, as no page of ours sends them; `version` is the oldest.
    is_mixed: bool = False

    def __contains__(self, part: str) -> bool:
        return part in self.values

    def get(self, part: str = "") -> str:
        """The value of a part; of several versions all that differ, one below the other."""
        values = self.values.get(part, [""])
        return "\n\n".join(dict.fromkeys(values)) if self.is_mixed else values[-1]

    def getlist(self, part: str = "") -> list[str]:
        return self.values.get(part, [])


def receive(posted: QueryDict) -> dict[str, Sent]:
    """Sort what was sent by question, if it is whole and of today's grammar. Raises FormOutdated, FormCut."""
    if any(name.endswith(OLD_VERSION) and "~" not in name for name in posted):
        raise FormOutdated
    if "end" not in posted:
        raise FormCut
    if posted["end"] != GRAMMAR:
        raise FormOutdated
    return sort_out(posted)


def receive_whole(posted: QueryDict) -> dict[str, Sent]:
    """Sort a form of which every question arrived whole. Raises FormOutdated, FormCut."""
    sent = receive(posted)
    if len(whole(sent)) < len(sent):
        raise FormCut
    return sent


def sort_out(posted: QueryDict) -> dict[str, Sent]:
    """Sort whatever was sent by question, also of a form that was cut or is outdated: to be shown again."""
    sent: dict[str, Sent] = {}
    for name, values in posted.lists():
        found = NAME.fullmatch(name)
        if found is None:
            continue
        version, part = int(found["version"]), found["part"] or ""
        one = sent.setdefault(found["key"], Sent(version))
        if version != one.version:
            one.is_mixed, one.version = True, min(version, one.version)
        if part == "shown":
            one.shown = values[-1]
        else:
            one.values.setdefault(part, []).extend(values)
    return _of_old_names(posted) | sent


def _of_old_names(posted: QueryDict) -> dict[str, Sent]:
    versions = {
        name.removesuffix(OLD_VERSION): int(version[:9])
        for name, version in posted.items()
        if name.endswith(OLD_VERSION) and isinstance(version, str) and version.isdecimal()
    }
    sent = {key: Sent(version, shown="") for key, version in versions.items() if "~" not in key}
    for name, values in posted.lists():
        found = OLD_NAME.fullmatch(name)
        if found is not None and found["key"] in sent and not name.endswith(OLD_VERSION):
            sent[found["key"]].values[found["part"] or ""] = list(values)
    return sent


def whole(sent: Mapping[str, Sent]) -> dict[str, Sent]:
    """The questions that arrived whole."""
    return {key: one for key, one in sent.items() if one.shown is not None}


def digest_of(data: AnswerData) -> str:
    """What a page says that it showed of an answer; nothing for no answer."""
    packed = data.packed
    return digest(packed)[:DIGITS] if packed else ""
