"""Of which Parties the frozen form says something else than they were shown, line by line in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluation.editions.selectors import form_of
from evaluation.hearing.selectors import shown_otherwise
from evaluation.hearing.snapshot import REPORT, Said, said_by, said_of
from evaluation.hearing.words import class_in_words, label_in_either, standing_in_words
from evaluation.models import Edition
from parties.formats import listed, with_remark
from parties.models import Party
from parties.name_order import by_name

# A Party whose report is counted or not may be told otherwise at every measure.
MOST_LINES = 6


@dataclass(frozen=True)
class ChangedLine:
    label: str
    shown: str
    now: str


@dataclass(frozen=True)
class ChangedParty:
    """A Party with the first of its lines that say something else, and how many more there are."""

    party: Party
    lines: list[ChangedLine]
    more: int


def changed_parties(edition: Edition) -> list[ChangedParty]:
    """The Parties by name; none where no review was opened, or nothing is frozen."""
    found = shown_otherwise(edition)
    review = edition.party_reviews.last()
    if not found or review is None:
        return []
    shown, now = said_of(review), said_by(form_of(edition))
    return [
        ChangedParty(
            party,
            [_changed_line(shown, now, line, party.code) for line in found[party.code][:MOST_LINES]],
            max(len(found[party.code]) - MOST_LINES, 0),
        )
        for party in Party.objects.filter(code__in=found).order_by(by_name())
    ]


def _changed_line(shown: Said, now: Said, line: str, party: str) -> ChangedLine:
    return ChangedLine(label_in_either(shown, now, line), _in_words(shown, line, party), _in_words(now, line, party))


def _in_words(said: Said, line: str, party: str) -> str:
    if line.startswith(f"{REPORT}/"):
        held = said.counted(line, party)
        return standing_in_words(held) if held else _("no report counted by the cut-off")
    measure = line.partition("/")[2]
    if not said.knows(line):
        return "–"
    ends = [(cycle, class_in_words(said, measure, cycle, party)) for cycle in said.pair]
    return listed(with_remark(words, cycle) for cycle, words in ends if words) or "–"
