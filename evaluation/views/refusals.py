"""What the gate refuses, in words and with the place where it is mended."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation.choices import text_languages
from evaluation.editions.gate_written import to_look_at
from evaluation.editions.passing import refused
from evaluation.editions.refusals import NEVER, Check, heard_until
from evaluation.editions.selectors import form_of
from evaluation.hearing.changed import MOST_LINES
from evaluation.hearing.snapshot import said_by, said_of
from evaluation.hearing.words import label_in_either, line_label
from evaluation.models import Edition, EditionRefusal, Evaluation, RefusalPass
from evaluation.places_in_words import days_in_words, place_in_words
from parties.formats import date_format, listed, under
from parties.selectors import short_name

Context = dict[str, Any]


def refusal_label(name: str) -> str:
    """What a check refuses, and why, in the reader's language."""
    labels = {
        Check.DAY_TO_COME: _("This day is not over everywhere on Earth: nobody knows yet who reports by then."),
        Check.BEFORE_DEADLINE: _(
            "The cut-off is before the deadline: only an interim look may, and its title says so."
        ),
        Check.NO_REPORT: _("No report of this cycle is counted."),
        Check.AFTER_CUT_OFF: _("This happened after the cut-off, and is unknown to the edition."),
        Check.OVER_N: _("A part is greater than the whole that it is a part of."),
        Check.SUMS: _("These numbers do not add up."),
        Check.ANSWERING: _("A count of records speaks of answers."),
        Check.ANOTHER_MEASURE: _("A label and its numbers are not of one measure."),
        Check.NO_REASON: _("Something is not said, and no reason stands for it."),
        Check.NOT_FROZEN: _("A document prints a number that the frozen form does not hold."),
        Check.OWN_PER_CENT: _(
            "This per cent is not among the edition’s figures on the subject: mend it, or write the source that it is "
            "from."
        ),
        Check.STILL_HEARD: _("Parties may still agree or object until this day, as they were told."),
        Check.OBJECTION: _("A Party objects, and nobody has answered it in words yet."),
        Check.SHOWN_OTHERWISE: _(
            "The edition does not say of this Party what the Party was shown: hear it again, or two publishers let it "
            "stand."
        ),
        Check.ORDER: _("A reader of this language takes gained for lost: the numbers stand in another order."),
        Check.IN_LINES: _("This stands in one line, and holds a line break, a tab or another control character."),
    }
    return next((label for check, label in labels.items() if check == name), name)


def refusal_rows(evaluation: Evaluation, edition: Edition, *, at: datetime) -> list[Context]:
    """The list to work through: what stands and what was passed, each with the place where it is mended.

    A review whose day is to come is not mended: it is waited for.
    """
    passes = {(one.name, one.place): one for one in edition.passes.select_related("asked_by", "agreed_by")}
    return [
        {
            "refusal": one,
            "where": where_in_words(edition, one),
            "label": refusal_label(one.name),
            "found": _found(edition, one),
            "waits": one.name == Check.STILL_HEARD,
            "mend_url": mend_url(evaluation, one),
            "may_pass": one.name not in NEVER,
            "pass": passes.get((one.name, one.place)),
        }
        for one in refused(edition, at=at)
    ]


def _found(edition: Edition, refusal: EditionRefusal) -> str:
    """What stands there; of a Party that was shown something else, which lines those are."""
    if refusal.name == Check.STILL_HEARD:
        return ""
    if refusal.name != Check.SHOWN_OTHERWISE:
        return days_in_words(refusal.found)
    review, now = edition.party_reviews.last(), said_by(form_of(edition))
    labels = [label_in_either(said_of(review), now, line) for line in refusal.found.split(", ")] if review else []
    return listed([*labels[:MOST_LINES], *(["…"] if len(labels) > MOST_LINES else [])])


def to_look_at_rows(evaluation: Evaluation, edition: Edition) -> list[Context]:
    """What is written and was held against a figure in vain, or could not be: it may be true, and refuses nothing."""
    form = form_of(edition)
    return [
        {
            "where": place_in_words(one.place, edition.evaluation.plan.labels, form),
            "found": one.found,
            "in_words": one.in_words,
            "sentence": one.sentence,
            "language": one.place.rpartition(" ")[2],
            "mend_url": _text_url(evaluation, one.subject, one.place),
        }
        for one in to_look_at(form)
    ]


def standing_number(rows: list[Context]) -> int:
    """How many of a list's refusals nobody has let stand yet."""
    return sum(row["pass"] is None or row["pass"].agreed_by_id is None for row in rows)


def where_in_words(edition: Edition, refusal: EditionRefusal) -> str:
    """Where something is refused: a day as the reader's language writes it, a Party and its line by their names."""
    if refusal.name == Check.STILL_HEARD:
        return _("until %(day)s") % {"day": date_format(heard_until(refusal.place))}
    if refusal.name == Check.SHOWN_OTHERWISE:
        return short_name(refusal.place)
    review = edition.party_reviews.last()
    if refusal.name == Check.OBJECTION and review is not None:
        party, _space, line = refusal.place.partition(" ")
        return under(short_name(party), line_label(said_of(review), line))
    return place_in_words(refusal.place, edition.evaluation.plan.labels, form_of(edition))


def passes_of_nothing(edition: Edition, *, at: datetime) -> list[RefusalPass]:
    """Passes of what is no longer refused: they are printed until somebody takes them back."""
    stands = {(one.name, one.place) for one in refused(edition, at=at)}
    held = edition.passes.select_related("asked_by", "agreed_by")
    return [one for one in held if (one.name, one.place) not in stands]


def mend_url(evaluation: Evaluation, refusal: EditionRefusal) -> str:
    """Where what is refused can be mended: parameters, reports, the plan's data of an indicator, or a text."""
    kind, _slash, code = refusal.subject.partition("/")
    if kind == "parameters":
        return reverse("desk_evaluations:parameters", args=[evaluation.slug])
    if kind == "masthead":
        return reverse("desk_evaluations:masthead", args=[evaluation.slug])
    if kind == "meetings":
        return reverse("desk_evaluations:meetings")
    if kind == "reports":
        return reverse("desk:monitor")
    if kind == "hearing":
        part = "#otherwise" if refusal.name == Check.SHOWN_OTHERWISE else ""
        return reverse("desk_evaluations:hearing", args=[evaluation.slug]) + part
    if kind == "documents":
        return reverse("desk_evaluations:evaluation", args=[evaluation.slug]) + "#documents"
    if kind == "indicator" and not refusal.place.startswith("text"):
        return reverse("portal:indicator", args=[code])
    return _text_url(evaluation, refusal.subject, refusal.place)


def _text_url(evaluation: Evaluation, subject: str, place: str) -> str:
    language = place.rpartition(" ")[2]
    asked = f"?language={language}" if language in text_languages() else ""
    return reverse("desk_evaluations:text", args=[evaluation.slug, subject]) + asked
