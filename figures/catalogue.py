"""The words of stored codes: classes, levels, trends, paces, reasons, sources, stands. One catalogue, translated."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indicators.calculations import PartyClass
from indicators.findings import Level, Pace, Trend
from indicators.kinds.parties_with_record import PARTIES_WITH_RECORD
from indicators.models import Indicator
from indicators.reasons import NotAssessed, Source, Unread, decoded
from indicators.stands import Stand
from indicators.strength import Strength
from parties.formats import date_format, listed
from parties.in_languages import in_reader_language

Words = Mapping[str, str | Promise]

CLASS_LABELS: Words = {
    PartyClass.YES: pgettext_lazy("class", "Yes"),
    PartyClass.PARTIAL: pgettext_lazy("class", "Partially"),
    PartyClass.NO: pgettext_lazy("class", "No"),
    PartyClass.NOT_APPLICABLE: gettext_lazy("Not applicable"),
    PartyClass.UNANSWERED: gettext_lazy("Unanswered"),
    PartyClass.SILENT: gettext_lazy("No report counted"),
}

# What a Party counts as where records are counted and nobody was asked.
RECORD_LABELS: Words = {
    PartyClass.YES: gettext_lazy("Record found"),
    PartyClass.NO: gettext_lazy("No record found"),
    PartyClass.UNANSWERED: gettext_lazy("Not known any more"),
}

# How far an indicator of the plan can be measured, as the plan's data say.
MEASURABILITY: Words = {
    Indicator.Measurability.MEASURABLE: pgettext_lazy("indicator", "measurable"),
    Indicator.Measurability.PARTLY: pgettext_lazy("indicator", "partly measurable"),
    Indicator.Measurability.NOT: pgettext_lazy("indicator", "not measurable"),
}

WORDS: Words = {
    Level.MET: gettext_lazy("met"),
    Level.NOT_MET: gettext_lazy("not met"),
    Level.CANNOT_TELL: gettext_lazy("cannot be told from the reports received"),
    Trend.IMPROVED: gettext_lazy("improved"),
    Trend.LITTLE: gettext_lazy("little or no change"),
    Trend.WORSENED: gettext_lazy("worsened"),
    Trend.NOT_COMPARABLE: gettext_lazy("not comparable"),
    Trend.NO_BASELINE: gettext_lazy("no baseline"),
    Pace.ON_TRACK: gettext_lazy("on track"),
    Pace.ACCELERATION: gettext_lazy("acceleration needed"),
    Pace.LIMITED: gettext_lazy("limited progress"),
    Pace.MOVING_AWAY: gettext_lazy("moving away"),
    NotAssessed.TOO_FEW: gettext_lazy("too few answers in both cycles"),
    NotAssessed.NO_TARGET: gettext_lazy("no target in the plan"),
    NotAssessed.NO_DUE_DATE: gettext_lazy("no due date"),
    NotAssessed.PAST_DUE: gettext_lazy("past due"),
    NotAssessed.AT_TARGET: gettext_lazy("the Parties that answered both times were at the target already"),
    NotAssessed.OF_ALL_PARTIES: gettext_lazy("the target speaks of all Parties together"),
    NotAssessed.NOT_MEASURED: gettext_lazy("the measure cannot judge the target"),
    NotAssessed.NO_DATA_SOURCE: gettext_lazy("no data source"),
    NotAssessed.NO_SNAPSHOT: gettext_lazy("no snapshot"),
    NotAssessed.QUESTION_CHANGED: gettext_lazy("question changed"),
    NotAssessed.SCALE_CHANGED: gettext_lazy("scale changed"),
    NotAssessed.NARRATIVE_ONLY: gettext_lazy("narrative only"),
    NotAssessed.AWAITING_FIGURE: gettext_lazy("awaiting a recorded figure"),
    NotAssessed.NO_REPORTS: gettext_lazy("no report counted"),
    NotAssessed.NOBODY_ANSWERED: gettext_lazy("nobody answered"),
    NotAssessed.NO_PARTY: gettext_lazy("no Party in this group"),
    NotAssessed.NO_DIRECTION: gettext_lazy("no direction stated"),
    NotAssessed.PER_PERIOD: gettext_lazy("each figure covers a period of its own, so a fall is no loss"),
    NotAssessed.NOBODY: gettext_lazy("applies to nobody"),
    NotAssessed.NOT_BY_PARTY_ANSWERS: gettext_lazy("not taken from answers of Parties"),
    NotAssessed.NOT_ASKED: gettext_lazy("not asked in both cycles"),
    NotAssessed.NOT_YET: gettext_lazy("read after the day of these figures"),
    NotAssessed.NOT_REACHED: gettext_lazy("not reached by the day of these figures"),
    NotAssessed.NO_COMPARISON: gettext_lazy("no comparison of these cycles is stated"),
    NotAssessed.REBUILT: gettext_lazy(
        "a count rebuilt from dates of registration misses deleted records, so no change can be told"
    ),
    Unread.IMPLAUSIBLE: gettext_lazy("its answer is out of range: kept as given, and counted as unanswered"),
    # Said by editions of method 1.0 only; what they were frozen with was over.
    "no report yet": gettext_lazy("no report counted"),
    "reached": gettext_lazy("reached"),
    "not reached": gettext_lazy("not reached"),
    "maintained": gettext_lazy("maintained"),
}

# Codes with parameters, each worded as it is shown.
WITH_PARAMETERS: Words = {
    NotAssessed.NOT_ASKED: gettext_lazy("not asked in %(cycle)s"),
    NotAssessed.NOT_YET: gettext_lazy("read on %(day)s, after the day of these figures"),
    NotAssessed.NOT_REACHED: gettext_lazy("not reached by %(day)s"),
    NotAssessed.SCALE_CHANGED: gettext_lazy("scale changed: %(note)s"),
    Source.REPORTS: gettext_lazy("national reports %(cycle)s"),
    Source.SNAPSHOT: gettext_lazy("Clearing-House records, snapshot of %(day)s"),
    Source.REBUILT: gettext_lazy(
        "Clearing-House records registered by %(day)s that still exist: at least, because deleted records are gone"
    ),
    Source.TREATY: gettext_lazy("treaty dates, by %(basis)s"),
}
BASES: Words = {"deposit": gettext_lazy("deposit"), "entry into force": gettext_lazy("entry into force")}

STAND_LABELS: Words = {
    Stand.IMPROVED_CLEARLY: gettext_lazy("Improved clearly"),
    Stand.IMPROVED_SLIGHTLY: gettext_lazy("Improved slightly"),
    Stand.UNCHANGED: gettext_lazy("Little or no change"),
    Stand.WORSENED_SLIGHTLY: gettext_lazy("Worsened slightly"),
    Stand.WORSENED_CLEARLY: gettext_lazy("Worsened clearly"),
    Stand.NO_DIRECTION: gettext_lazy("No direction"),
    Stand.NOT_ASSESSED: gettext_lazy("Not assessed"),
    # Of editions of method 1.0.
    "improved": gettext_lazy("Improved"),
    "worsened": gettext_lazy("Worsened"),
    "not_comparable": gettext_lazy("Not comparable"),
}

# Other choices of the method that an edition tries (method.md §6).
CHOICES: Words = {
    "partial_half": gettext_lazy("An answer “partially” counts as a half"),
    "partial_yes": gettext_lazy("An answer “partially” counts as yes"),
    "gate_40": gettext_lazy("Answers both times from more than 40 %% are enough"),
    "gate_60": gettext_lazy("Answers both times from more than 60 %% are needed"),
    "points_1": gettext_lazy("A direction needs 1 point"),
    "points_5": gettext_lazy("A direction needs 5 points"),
    "later_cut_off": gettext_lazy("Reports received by %(day)s are counted"),
    "without_eu": gettext_lazy("The European Union is left out"),
}

DIRECTIONS: Mapping[tuple[Trend, Strength], str | Promise] = {
    (Trend.IMPROVED, Strength.CLEAR): gettext_lazy("improved clearly"),
    (Trend.IMPROVED, Strength.SLIGHT): gettext_lazy("improved slightly"),
    (Trend.WORSENED, Strength.CLEAR): gettext_lazy("worsened clearly"),
    (Trend.WORSENED, Strength.SLIGHT): gettext_lazy("worsened slightly"),
}

TONES: Mapping[str, str] = {
    Level.MET: "good",
    Level.NOT_MET: "bad",
    Level.CANNOT_TELL: "neutral",
    Trend.IMPROVED: "good",
    Trend.WORSENED: "bad",
    Trend.LITTLE: "neutral",
    Pace.ON_TRACK: "good",
    Pace.ACCELERATION: "neutral",
    Pace.LIMITED: "bad",
    Pace.MOVING_AWAY: "bad",
    "reached": "good",
    "maintained": "good",
    "not reached": "bad",
}


def in_words(text: str, name: Callable[[str], str] = str) -> str:
    """A stored code in the reader's language; a text that is no code as it stands. `name` names a Party by its code."""
    code, given = decoded(text)
    if given and code in WITH_PARAMETERS:
        said = str(WITH_PARAMETERS[code]) % {key: _parameter(key, value) for key, value in given.items()}
        return said + _countries(given.get("who", ""), name)
    return str(WORDS[text]) if text in WORDS else in_reader_language(text)


def _parameter(key: str, value: str) -> str:
    if key == "day":
        return date_format(date.fromisoformat(value))
    if key == "basis":
        return str(BASES.get(value, value))
    return in_words(value)


def _countries(codes: str, name: Callable[[str], str]) -> str:
    return _(": %(countries)s") % {"countries": listed(name(code) for code in codes.split())} if codes else ""


def choice_in_words(choice: str, later: date) -> str:
    """Another choice of the method; `later` is the later cut-off that was tried."""
    return str(CHOICES[choice]) % {"day": date_format(later)}


def class_label(party_class: str, kind: str = "") -> str:
    """What a Party counted as; where records are counted nobody answered."""
    labels = RECORD_LABELS if kind == PARTIES_WITH_RECORD.name else {}
    return str(labels.get(party_class) or CLASS_LABELS[party_class])


def stand_label(stand: str) -> str:
    return str(STAND_LABELS[stand])
