"""Generated sentences: each from a finding's own statements and reasons, with n and N; nothing else is said.

The words come from the message catalogue, so that another language needs a translation and no code.
"""

from datetime import date
from fractions import Fraction
from typing import Any, assert_never

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from evaluation.editions.form import FrozenForm, Row, figure
from evaluation.editions.summaries import summaries
from figures.wording import in_words, points
from indicators.calculations import percent
from indicators.kinds.figure import Amount, Event, NoFigure, NotAsked, Number, Percent, Total

Summary = dict[str, Any]


def generated_texts(form: FrozenForm, language: str) -> dict[str, str]:
    """A sentence or a few for every subject of an edition: the whole, objectives, impacts and indicators."""
    with override(language):
        said = summaries(form)
        texts = {"whole": f"{coverage_sentence(form)} {summary_sentences(form, said['whole'])}"}
        for subject, one in said.items():
            if subject != "whole":
                texts[subject] = summary_sentences(form, one)
        for goal in form["plan"]["objectives"]:
            for impact in goal["impacts"]:
                texts[f"impact/{impact['code']}"] = _(
                    "The plan ties no indicator to an expected impact itself; "
                    "the findings of strategic objective %(code)s speak to it."
                ) % {"code": goal["code"]}
        for code in form.indicators():
            texts[f"indicator/{code}"] = indicator_sentences(form, code)
        return texts


def indicator_sentences(form: FrozenForm, indicator: str) -> str:
    """What the figure is, then level, trend and pace, each said or with the reason why it is not."""
    headline, measure = form.headline(indicator), form.trend_measure(indicator)
    judged, moved = form.finding(headline), form.finding(measure)
    sentences = [figure_sentence(form, headline)]
    if judged is not None and not _says_nothing(judged):
        sentences.append(level_sentence(form, headline, judged))
    if moved is not None and not _says_nothing(moved):
        sentences.append(trend_sentence(form, measure, moved, of_headline=measure == headline))
    if judged is not None and not _says_nothing(judged):
        sentences.append(pace_sentence(judged))
    return " ".join(sentence for sentence in sentences if sentence)


def _says_nothing(finding: Row) -> bool:
    """One reason for all three: the sentence on the figure says it already."""
    reasons = {finding["level_reason"], finding["trend_reason"], finding["pace_reason"]}
    return not (finding["level"] or finding["trend"] or finding["pace"]) and len(reasons) == 1


def figure_sentence(form: FrozenForm, measure: str) -> str:
    """The figure with its n, N and interval; or why there is none."""
    label = form["measures"][measure]["label"]
    said = figure(form.current_value(measure))
    match said:
        case NotAsked():
            return _("%(label)s: not asked in %(cycle)s.") % {"label": label, "cycle": form.current}
        case NoFigure(reason):
            return _("%(label)s: not assessed – %(reason)s.") % {"label": label, "reason": _words(reason)}
        case Total() | Event() | Amount():
            return _("%(label)s: %(figure)s.") % {"label": label, "figure": _other_figure(said, form.current)}
        case Number() | Percent():
            return _of_parties(said, label, form.current)
        case _:
            assert_never(said)


def _of_parties(said: Number | Percent, label: str, cycle: str) -> str:
    """A share or a number of Parties with its n, N and interval, and how many answered partially."""
    share = said.share
    counted = {
        "label": label,
        "cycle": cycle,
        "yes": share.yes,
        "n": share.answering,
        "percent": int(percent(share.share or Fraction(0))),
        "low": int(percent(share.lowest or Fraction(0))),
        "high": int(percent(share.highest or Fraction(0))),
        "applicable": share.applicable,
        "least": share.least_yes,
        "most": share.most_yes,
    }
    if isinstance(said, Number):
        words = _(
            "%(label)s: %(yes)d of the %(n)d Parties that answered in %(cycle)s (between %(least)d and %(most)d of "
            "the %(applicable)d Parties to which it applies)."
        )
    else:
        words = _(
            "%(label)s: %(percent)d per cent of the %(n)d Parties that answered in %(cycle)s (between %(low)d and "
            "%(high)d per cent of the %(applicable)d Parties to which it applies)."
        )
    sentence = words % counted
    if share.partial:
        sentence += " " + ngettext(
            "%(partial)d more Party answered partially.", "%(partial)d more Parties answered partially.", share.partial
        ) % {"partial": share.partial}
    return sentence


def _other_figure(said: Total | Event | Amount, cycle: str) -> str:
    """A banded total, a count of countries, a milestone or a recorded figure, with its day and source."""
    if isinstance(said, Total):
        words = (
            _("at least %(low)s, from the answers of %(n)d of %(population)d Parties in %(cycle)s")
            if said.high is None
            else _("between %(low)s and %(high)s, from the answers of %(n)d of %(population)d Parties in %(cycle)s")
        )
        return words % {
            "low": number_format(said.low or 0, force_grouping=True),
            "high": number_format(said.high or 0, force_grouping=True),
            "n": said.share.answering,
            "population": said.share.population,
            "cycle": cycle,
        }
    named = {
        "number": number_format(said.number, force_grouping=True),
        "unit": said.unit,
        "day": date_format(said.day) if said.day else "",
    }
    if isinstance(said, Event):
        return _("reached on %(day)s") % named if said.day else _("%(number)s %(unit)s") % named
    words = _("%(number)s %(unit)s")
    if said.of is not None:
        named["of"] = number_format(said.of, force_grouping=True)
        words = _("%(number)s of %(of)s %(unit)s")
    if said.open_above:
        words = _("at least %(number)s %(unit)s")
    return words % named + (_(", as of %(day)s") % named if said.day else "")


def day(iso: str) -> str:
    """A frozen day as the reader's language writes it."""
    return date_format(date.fromisoformat(iso))


def level_sentence(form: FrozenForm, measure: str, finding: Row) -> str:
    target = form["measures"][measure]["target"]
    if target is None:
        return _("The plan states no target for it.")
    named = {"target": target["text"], "reason": _words(finding["level_reason"])}
    if not finding["level"]:
        return _("The target (%(target)s) is not assessed: %(reason)s.") % named
    said = _("The target (%(target)s): %(level)s") % {**named, "level": _words(finding["level"])}
    if finding["yes_needed"]:
        said += "; " + ngettext(
            "%(number)d more yes would settle it", "%(number)d more yes answers would settle it", finding["yes_needed"]
        ) % {"number": finding["yes_needed"]}
    return f"{said}."


def trend_sentence(form: FrozenForm, measure: str, finding: Row, *, of_headline: bool) -> str:
    """The change on the matched panel with who gained and lost; or why none was computed."""
    begin = (
        _("Trend since %(cycle)s") % {"cycle": form.baseline}
        if of_headline
        else _("Trend since %(cycle)s, by “%(label)s”")
        % {"cycle": form.baseline, "label": form["measures"][measure]["label"]}
    )
    if finding["gained"] is None:
        word = _words(finding["trend"]) if finding["trend"] else _("not assessed")
        reason = _words(finding["trend_reason"])
        return f"{begin}: {word} – {reason}." if reason else f"{begin}: {word}."
    word = _words(finding["trend"]) if finding["trend"] else _("not assessed")
    reason = f" ({_words(finding['trend_reason'])})" if finding["trend_reason"] else ""
    return (
        begin
        + ": "
        + _(
            "%(word)s%(reason)s; %(gained)d gained, %(lost)d lost and %(stayed)d stayed of the %(panel)d Parties that "
            "answered both times; %(reporting)d of %(population)d Parties reported in %(cycle)s."
        )
        % {
            "word": word,
            "reason": reason,
            "gained": finding["gained"],
            "lost": finding["lost"],
            "stayed": finding["stayed"],
            "panel": finding["panel"],
            "reporting": finding["reporting"],
            "population": finding["population"],
            "cycle": form.current,
        }
    )


def pace_sentence(finding: Row) -> str:
    reason = _words(finding["pace_reason"])
    if not finding["pace"]:
        # Without a target nothing is said of pace, and the sentence on the target says so already.
        same = finding["pace_reason"] in (finding["level_reason"], finding["trend_reason"], finding["trend"])
        return "" if same or not reason else _("Pace is not assessed: %(reason)s.") % {"reason": reason}
    word = _words(finding["pace"])
    return (
        _("Pace: %(word)s (%(reason)s).") % {"word": word, "reason": reason}
        if reason
        else (_("Pace: %(word)s.") % {"word": word})
    )


def summary_sentences(form: FrozenForm, said: Summary) -> str:
    """Counts of indicators by trend and by level, the largest changes, and what could not be assessed and why."""
    counts = said["trend"]
    sentences = [
        ngettext(
            "Of %(n)d indicator, %(improved)d improved, %(unchanged)d shows little or no change, "
            "%(worsened)d worsened, %(not_comparable)d is not comparable and %(not_assessed)d is not assessed.",
            "Of %(n)d indicators, %(improved)d improved, %(unchanged)d show little or no change, "
            "%(worsened)d worsened, %(not_comparable)d are not comparable and %(not_assessed)d are not assessed.",
            said["indicators"],
        )
        % {"n": said["indicators"], **counts}
    ]
    if said["trend_reasons"]:
        sentences.append(_("Not assessed: %(reasons)s.") % {"reasons": _listed(said["trend_reasons"])})
    if said["level"]["said"]:
        words = _listed(list(said["level"]["said"].items()))
        sentences.append(_("Level against the target: %(words)s.") % {"words": words})
    if said["largest_changes"]:
        changes = "; ".join(
            _("%(code)s %(points)s points on %(panel)d Parties that answered both times")
            % {"code": one["indicator"], "points": points(Fraction(one["change"])), "panel": one["panel"]}
            for one in said["largest_changes"]
        )
        sentences.append(_("Largest changes: %(changes)s.") % {"changes": changes})
    return " ".join(sentences)


def coverage_sentence(form: FrozenForm) -> str:
    """How many reports were received of how many Parties, at both ends, and how many are silent."""
    cycle = form["cycles"][form.current]
    received, population = len(cycle["received"].get("", {})), len(cycle["population"])
    before = form["cycles"][form.baseline]
    return _(
        "%(received)d of %(population)d Parties reported in %(cycle)s by the cut-off of %(cut_off)s; %(silent)d did "
        "not, and what they would have answered is not known. In %(baseline)s, %(first)d of %(earlier)d had reported."
    ) % {
        "received": received,
        "population": population,
        "silent": population - received,
        "cycle": form.current,
        "cut_off": day(cycle["cut_offs"][""]),
        "baseline": form.baseline,
        "first": len(before["received"].get("", {})),
        "earlier": len(before["population"]),
    }


def _listed(pairs: list[Any]) -> str:
    return ", ".join(f"{_words(word)} {number}" for word, number in pairs)


def _words(text: str) -> str:
    """A statement or reason within a sentence: without a full stop of its own."""
    return in_words(text).removesuffix(".")
