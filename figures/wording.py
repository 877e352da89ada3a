"""Figures and findings in words: what a page prints of a value, translated."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from indicators.calculations import PartyClass, Share, percent
from indicators.findings import Level, NotAssessed, Pace, Trend
from indicators.kinds.figure import Amount, Event, Figure, NoFigure, NotAsked, Number, Percent, Total
from indicators.models import Finding, IndicatorValue

Words = dict[str, str | Promise]

CLASS_LABELS: Words = {
    PartyClass.YES: pgettext_lazy("class", "Yes"),
    PartyClass.PARTIAL: pgettext_lazy("class", "Partially"),
    PartyClass.NO: pgettext_lazy("class", "No"),
    PartyClass.NOT_APPLICABLE: gettext_lazy("Not applicable"),
    PartyClass.UNANSWERED: gettext_lazy("Unanswered"),
    PartyClass.SILENT: gettext_lazy("No report counted"),
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
    Pace.REACHED: gettext_lazy("reached"),
    Pace.NOT_REACHED: gettext_lazy("not reached"),
    Pace.MAINTAINED: gettext_lazy("maintained"),
    Pace.ON_TRACK: gettext_lazy("on track"),
    Pace.ACCELERATION: gettext_lazy("acceleration needed"),
    Pace.LIMITED: gettext_lazy("limited progress"),
    Pace.MOVING_AWAY: gettext_lazy("moving away"),
    NotAssessed.TOO_FEW: gettext_lazy("too few answers in both cycles"),
    NotAssessed.NO_TARGET: gettext_lazy("no target in the plan"),
    NotAssessed.NO_DUE_DATE: gettext_lazy("no due date"),
    NotAssessed.NOT_MEASURED: gettext_lazy("the measure cannot judge the target"),
    NotAssessed.NO_DATA_SOURCE: gettext_lazy("no data source"),
    NotAssessed.NO_SNAPSHOT: gettext_lazy("no snapshot"),
    NotAssessed.QUESTION_CHANGED: gettext_lazy("question changed"),
    NotAssessed.SCALE_CHANGED: gettext_lazy("scale changed"),
    NotAssessed.NARRATIVE_ONLY: gettext_lazy("narrative only"),
    NotAssessed.AWAITING_FIGURE: gettext_lazy("awaiting a recorded figure"),
    NotAssessed.NO_REPORTS: gettext_lazy("no report counted yet"),
    NotAssessed.NO_DIRECTION: gettext_lazy("no direction stated"),
    NotAssessed.NOBODY: gettext_lazy("applies to nobody"),
    NotAssessed.NOT_BY_PARTY_ANSWERS: gettext_lazy("not taken from answers of Parties"),
    "no comparison of these cycles is stated": gettext_lazy("no comparison of these cycles is stated"),
    "nobody answered": gettext_lazy("nobody answered"),
    "no Party in this group": gettext_lazy("no Party in this group"),
}

TONES: dict[str, str] = {
    Level.MET: "good",
    Level.NOT_MET: "bad",
    Level.CANNOT_TELL: "neutral",
    Trend.IMPROVED: "good",
    Trend.WORSENED: "bad",
    Trend.LITTLE: "neutral",
    Pace.REACHED: "good",
    Pace.MAINTAINED: "good",
    Pace.ON_TRACK: "good",
    Pace.ACCELERATION: "neutral",
    Pace.LIMITED: "bad",
    Pace.MOVING_AWAY: "bad",
    Pace.NOT_REACHED: "bad",
}

# The kinds of a strip of findings, in order, with what counts as each.
STRIP = (
    ("improved", gettext_lazy("Improved")),
    ("unchanged", gettext_lazy("Little or no change")),
    ("worsened", gettext_lazy("Worsened")),
    ("not_comparable", gettext_lazy("Not comparable")),
    ("not_assessed", gettext_lazy("Not assessed")),
)
STRIP_OF: dict[str, str] = {
    Trend.IMPROVED: "improved",
    Trend.LITTLE: "unchanged",
    Trend.WORSENED: "worsened",
    Trend.NOT_COMPARABLE: "not_comparable",
}


def in_words(text: str) -> str:
    """A stored statement or reason in the reader's language; a free reason as it stands."""
    return str(WORDS.get(text, text))


def class_label(party_class: str) -> str:
    return str(CLASS_LABELS[party_class])


@dataclass(frozen=True)
class ShareView:
    """A share as the components print it: whole percents, n and N, or the reason why there is none."""

    percent: int | None
    answering: int
    lowest_percent: int
    highest_percent: int
    applicable: int
    reason: str


def share_view(share: Share) -> ShareView:
    return ShareView(
        percent=None if share.share is None else int(percent(share.share)),
        answering=share.answering,
        lowest_percent=int(percent(share.lowest or Fraction(0))),
        highest_percent=int(percent(share.highest or Fraction(0))),
        applicable=share.applicable,
        reason=in_words(share.reason),
    )


def points(change: Fraction) -> str:
    """A change in points with its sign: exact difference first, then rounded."""
    rounded = int(percent(change))
    return f"+{rounded}" if rounded > 0 else f"−{-rounded}" if rounded < 0 else "0"


def finding_items(finding: Finding | None, of_headline: Finding | None = None) -> list[dict[str, Any]]:
    """Level, trend and pace for the `findings` component.

    Where another measure carries the trend of an indicator, level and pace are those of its headline measure.
    """
    if finding is None:
        return []
    judged = of_headline or finding
    level = _statement(judged.level, judged.level_reason, "level")
    if judged.yes_needed:
        level["reason"] = _yes_needed(judged.yes_needed)
    trend = _statement(finding.trend, finding.trend_reason, "trend")
    trend["reason"] = " – ".join(part for part in (trend["reason"], change_in_words(finding)) if part)
    return [
        {"name": _("Level against the target"), **level},
        {"name": _("Trend"), **trend},
        {"name": _("Pace"), **_statement(judged.pace, judged.pace_reason, "pace")},
    ]


def _statement(word: str, reason: str, kind: str) -> dict[str, Any]:
    return {
        "word": in_words(word) if word else _("not assessed"),
        "tone": TONES.get(word, "none"),
        "kind": kind,
        "reason": in_words(reason),
    }


def _yes_needed(number: int) -> str:
    return ngettext("%(number)d more yes would settle it", "%(number)d more yes answers would settle it", number) % {
        "number": number
    }


def change_in_words(finding: Finding) -> str:
    """Who gained and lost, of how many, in one sentence; empty where no change was computed."""
    if finding.gained is None:
        return ""
    return _(
        "%(gained)d gained, %(lost)d lost, %(stayed)d stayed, of %(panel)d that answered both times; "
        "%(reporting)d of %(population)d Parties reported"
    ) % {
        "gained": finding.gained,
        "lost": finding.lost,
        "stayed": finding.stayed,
        "panel": finding.panel,
        "reporting": finding.reporting,
        "population": finding.population,
    }


def value_in_words(value: IndicatorValue | None) -> str:
    """A figure in a few words with its n and N, or why there is none; for tables."""
    return figure_in_words(NotAsked() if value is None else value.figure)


def figure_in_words(figure: Figure) -> str:
    """What is said of a figure, in the reader's language."""
    match figure:
        case NotAsked():
            return _("not asked")
        case NoFigure(reason):
            return in_words(reason)
        case Total(low, high, share):
            return _total(low, high, share)
        case Number(share) if share.answering == share.population:
            return _("%(yes)d of %(population)d Parties") % {"yes": share.yes, "population": share.population}
        case Number(share):
            return _("%(yes)d of %(answering)d answering") % {"yes": share.yes, "answering": share.answering}
        case Percent(share):
            return _("%(percent)d %% of %(answering)d") % {
                "percent": int(percent(share.share or Fraction(0))),
                "answering": share.answering,
            }
        case Event(number, unit):
            return f"{number:,.0f} {unit}"
        case Amount(number, of) if of is not None:
            return _("%(numerator)d of %(denominator)d") % {"numerator": number, "denominator": of}
        case Amount(number, _of, unit, open_above):
            said = f"{number:,.0f} {unit}"
            return _("at least %(figure)s") % {"figure": said} if open_above else said
        case _:
            assert_never(figure)


def bounds_in_words(value: IndicatorValue) -> str:
    """The lowest and highest possible share with its N; empty where the figure does not rest on Parties' answers."""
    figure = value.figure
    match figure:
        case Percent(share) | Number(share) | Total(share=share) if share.answering:
            view = share_view(share)
            return _("%(low)d–%(high)d %% of %(n)d Parties") % {
                "low": view.lowest_percent,
                "high": view.highest_percent,
                "n": view.applicable,
            }
        case Percent() | Number() | Total() | NotAsked() | NoFigure() | Event() | Amount():
            return ""
        case _:
            assert_never(figure)


def _total(low: int | None, high: int | None, share: Share) -> str:
    """A banded total: never one exact number."""
    if low is None:
        return ""
    words = (
        _("at least %(low)s, from %(counted)d Parties")
        if high is None
        else _("between %(low)s and %(high)s, from %(counted)d Parties")
    )
    return words % {"low": f"{low:,}", "high": f"{high or 0:,}", "counted": share.answering}


def strip_counts(findings: Iterable[Finding | None]) -> dict[str, int]:
    """How many indicators stand where in a strip; those without a trend are not assessed."""
    counts = dict.fromkeys((kind for kind, _label in STRIP), 0)
    for finding in findings:
        counts[STRIP_OF.get(finding.trend, "not_assessed") if finding else "not_assessed"] += 1
    return counts
