"""The lines of a review in the reader's language."""

from collections import Counter
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.hearing.snapshot import REPORT, Part, Said, said_of
from evaluation.models import PartyRemark, PartyReview
from figures.bindings_in_words import class_asked
from figures.catalogue import Words
from indicators.selectors import part_title
from national_reports.ledger import ReportStanding
from national_reports.ledger_rows import LATE, NOTHING, ON_TIME
from parties.formats import date_format, in_a_clause, listed, quoted, with_remark
from parties.in_languages import in_reader_language
from parties.models import AuditEvent
from parties.selectors import short_name

SPOKE, ANSWERED = "party spoke", "objection answered"
# In words.
LONGEST_ANSWER = 12
STANDINGS: Words = {
    ON_TIME: gettext_lazy("counted, received by the due day"),
    LATE: gettext_lazy("counted, received late"),
    NOTHING: gettext_lazy("nothing received"),
    ReportStanding.WITHDRAWN: gettext_lazy("taken off at the Party's request, not counted"),
    ReportStanding.NO_DATE: gettext_lazy("without a date, so not counted"),
    ReportStanding.ONLY_LATER: gettext_lazy("received in time, but only a later revision is held, not counted"),
    ReportStanding.AFTER: gettext_lazy("received after the cut-off, not counted"),
}


def line_label(said: Said, line: str) -> str:
    """What a line is about."""
    kind, _slash, name = line.partition("/")
    if kind == REPORT:
        cycle, _slash, part = name.partition("/")
        title = in_reader_language(said.content["cycles"][cycle]["name"])
        return in_a_clause((title, part_title(cycle, part))) if part else title
    held = said.measure(name)
    # A Party's class is of the share, where the figure is a total.
    return f"{held['indicator']} {in_reader_language(held.get('share_label') or held['label'])}"


def label_in_either(shown: Said, now: Said, line: str) -> str:
    """What a line is about that the plan's data may know no more, or only since."""
    return line_label(now if now.knows(line) else shown, line)


def standing_in_words(held: Part) -> str:
    """How a report stands, with its version and the day of its content where one is held."""
    status = str(STANDINGS.get(held["status"], held["status"]))
    if held["version"] is None or held["received_on"] is None:
        return status
    return _("%(status)s: version %(n)d of %(day)s") % {
        "status": status,
        "n": held["version"],
        "day": date_format(date.fromisoformat(held["received_on"])),
    }


def class_in_words(said: Said, measure: str, cycle: str, party: str) -> str:
    """What a Party counts as; empty where it was no Party then, or was not asked."""
    name = said.class_of(measure, cycle, party)
    held = said.measure(measure)
    return class_asked(name, held["kind"], cycle, held["bindings"].get(cycle, {})) if name else ""


def event_in_words(event: AuditEvent) -> str:
    """Which Party an event of a review is of, and what it said or was answered; empty of any other event."""
    _kind, _slash, pk = event.subject.partition("party-review/")
    party = event.detail.get("party")
    if not pk or not party:
        return ""
    if event.action == ANSWERED:
        review = PartyReview.objects.defer("content").get(pk=pk)
        label = line_label(said_of(review), event.detail["line"])
        answer = Truncator(event.detail["answer"]).words(LONGEST_ANSWER)
        return listed([short_name(party), label, quoted(answer)])
    verdicts = Counter(line["verdict"] for line in event.detail["lines"])
    said = [with_remark(str(PartyRemark.Verdict(name).label), verdicts[name]) for name in sorted(verdicts)]
    return listed([short_name(party), *said])
