"""Generated sentences: each from a finding's own statements and reasons, with n and N; nothing else is said.

The words come from the message catalogue, so that another language needs a translation and no code.
"""

from datetime import date
from fractions import Fraction
from typing import Any, assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from evaluation.editions.form import FrozenForm, figure
from evaluation.editions.shown import as_target
from evaluation.editions.summaries import known_exactly, summaries
from figures.catalogue import in_words, stand_label
from figures.targets import readings_in_words
from figures.wording import event_in_words, grouped, points, ratio_in_words, silence_in_words, trend_detail, trend_word
from indicators.calculations import Share, percent
from indicators.kinds.figure import Amount, Bounds, Event, Having, NoFigure, NotAsked, Number, Percent, Ratio, Total
from indicators.models.levels import number_of, one_of
from indicators.reasons import NotAssessed, decoded
from indicators.stands import Stand
from indicators.statements import Moved, NotCompared, Said, Statement, TrendSaid, Unsaid
from languages import units
from languages.writing import without_full_stop
from parties.formats import date_format, in_clauses, in_sentences, listed, one_decimal, with_remark
from parties.in_languages import in_reader_language, reader_language

Summary = dict[str, Any]


def generated_texts(form: FrozenForm, language: str) -> dict[str, str]:
    """A sentence or a few for every subject of an edition: the whole, objectives, impacts and indicators."""
    with override(language):
        said = summaries(form)
        texts = {"whole": in_sentences([coverage_sentence(form), summary_sentences(form, said["whole"])])}
        for subject, one in said.items():
            if subject != "whole":
                texts[subject] = summary_sentences(form, one)
        for goal in form["plan"]["objectives"]:
            for impact in goal["impacts"]:
                texts[f"impact/{impact['code']}"] = _impact_sentence(form, goal["code"])
        for code in form.indicators():
            texts[f"indicator/{code}"] = indicator_sentences(form, code)
        return texts


def _impact_sentence(form: FrozenForm, objective: str) -> str:
    return _(
        "The plan ties no %(indicator)s to this %(impact)s itself; the findings of %(objective)s %(code)s speak to it."
    ) % {
        "impact": one_of(form.levels, "expected_impact").lower(),
        "indicator": one_of(form.levels, "indicator").lower(),
        "objective": one_of(form.levels, "strategic_objective").lower(),
        "code": objective,
    }


def indicator_sentences(form: FrozenForm, indicator: str) -> str:
    """What the figure is, then level, trend and pace, each said or with the reason why it is not."""
    headline, measure = form.headline(indicator), form.trend_measure(indicator)
    judged, moved = form.statement(headline), form.statement(measure)
    sentences = [figure_sentence(form, headline)]
    if judged is not None and (not judged.says_nothing or form.read_before(headline)):
        sentences.append(target_sentence(form, headline, judged))
    # Why nothing is told of another measure was not said with the figure.
    if moved is not None and (not moved.says_nothing or measure != headline):
        sentences += trend_sentences(form, indicator, moved.trend)
    if judged is not None and not judged.says_nothing:
        sentences.append(pace_sentence(judged))
    return in_sentences(sentences)


def figure_sentence(form: FrozenForm, measure: str) -> str:
    """The figure with its n, N and interval; or why there is none."""
    label = in_reader_language(form["measures"][measure]["label"])
    said = figure(form.current_value(measure))
    match said:
        case NotAsked():
            absent = _("%(label)s: not asked in %(cycle)s.") % {"label": label, "cycle": form.current}
            return in_sentences([absent, _read_before(form, measure, label)])
        case NoFigure(reason) if decoded(reason)[0] == NotAssessed.NOT_REACHED:
            # That a milestone was not reached is what was found.
            return _("%(label)s: %(figure)s.") % {"label": label, "figure": _words(reason)}
        case NoFigure(reason):
            return _("%(label)s: not assessed – %(reason)s.") % {"label": label, "reason": _words(reason)}
        case Total() | Event() | Amount() | Having() | Ratio():
            return _("%(label)s: %(figure)s.") % {"label": label, "figure": _other_figure(said, form.current)}
        case Number() | Percent():
            return _of_parties(said, label, form.current)
        case Bounds(share):
            return _("%(label)s: between %(low)d and %(high)d per cent of the %(n)d Parties to which it applies.") % {
                "label": label,
                "low": int(percent(share.lowest or Fraction(0))),
                "high": int(percent(share.highest or Fraction(0))),
                "n": share.applicable,
            }
        case _:
            assert_never(said)


def _read_before(form: FrozenForm, measure: str, label: str) -> str:
    """The earlier figure that a verdict on the target rests on; empty where the target is not read at it."""
    before = figure(form.value(measure, form.baseline))
    if isinstance(before, Number | Percent) and form.target_readings(measure):
        return _of_parties(before, label, form.baseline)
    return ""


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
        "open": share.applicable - share.answering,
    }
    if share.is_whole:
        # Whoever is told by records or by dates has given no answer, and nobody is silent.
        words = (
            _("%(label)s: %(yes)d of the %(n)d Parties in %(cycle)s.")
            if isinstance(said, Number)
            else _("%(label)s: %(percent)d per cent of the %(n)d Parties in %(cycle)s (%(yes)d).")
        )
    elif isinstance(said, Number):
        words = _(
            "%(label)s: %(yes)d of the %(n)d Parties that answered in %(cycle)s (between %(least)d and %(most)d of "
            "the %(applicable)d Parties to which it applies)."
        )
    else:
        words = _(
            "%(label)s: %(percent)d per cent of the %(n)d Parties that answered in %(cycle)s (between %(low)d and "
            "%(high)d per cent of the %(applicable)d Parties to which it applies)."
        )
    return in_sentences([words % counted, _partial(share.partial), _narrowed(share)])


def _partial(number: int) -> str:
    if not number:
        return ""
    words = ngettext(
        "%(partial)d more Party answered partially.", "%(partial)d more Parties answered partially.", number
    )
    return words % {"partial": number}


def _narrowed(share: Share) -> str:
    """Why the range is narrower than all the Parties without an answer would make it."""
    settled = share.settled_yes + share.settled_not_yes
    if not settled:
        return ""
    words = ngettext(
        "The answers of %(n)d Party settle it although one part is missing.",
        "The answers of %(n)d Parties settle it although one part is missing.",
        settled,
    )
    return words % {"n": settled}


def _other_figure(said: Total | Event | Amount | Having | Ratio, cycle: str) -> str:
    """A banded total, a count of records or countries, a milestone or a recorded figure, with its day and source."""
    match said:
        case Total():
            return _total(said, cycle)
        case Event(_number, _unit, on) if on is not None:
            return _("reached on %(day)s") % {"day": date_format(on)}
        case Event(number, unit, _on, listed):
            return event_in_words(number, unit, listed)
        case Having(0, of, open_above=True):
            none = _("none of the %(of)d Parties is known to have such a record")
            return none % {"of": of} + _as_of(said.day)
        case Having(number, of, open_above):
            words = (
                _("at least %(number)d of the %(of)d Parties have such a record")
                if open_above
                else _("%(number)d of the %(of)d Parties have such a record")
            )
            return words % {"number": number, "of": of} + _as_of(said.day)
        case Ratio():
            return ratio_in_words(said) + _as_of(said.day)
        case Amount(number, of, unit, open_above):
            if of is not None:
                return units.part_with_unit(number, of, unit, reader_language()) + _as_of(said.day)
            with_unit = units.known_with_unit if open_above else units.with_unit
            return with_unit(number, unit, reader_language()) + _as_of(said.day)
        case _:
            assert_never(said)


def _total(said: Total, cycle: str) -> str:
    words = (
        _("at least %(low)s, from the answers of %(n)d of %(population)d Parties in %(cycle)s")
        if said.high is None
        else _("between %(low)s and %(high)s, from the answers of %(n)d of %(population)d Parties in %(cycle)s")
    )
    return words % {
        "low": grouped(said.low or 0),
        "high": grouped(said.high or 0),
        "n": said.share.answering,
        "population": said.share.population,
        "cycle": cycle,
    }


def _as_of(on: date | None) -> str:
    return _(", as of %(day)s") % {"day": date_format(on)} if on else ""


def day(iso: str) -> str:
    """A frozen day as the reader's language writes it."""
    return date_format(date.fromisoformat(iso))


def target_sentence(form: FrozenForm, measure: str, said: Statement) -> str:
    """The verdict of the plan's target at every reading, with its distance from the day that it is due."""
    target = form["measures"][measure]["target"]
    if target is None:
        return _("The plan states no target for it.")
    readings = form.target_readings(measure)
    if isinstance(said.level, Unsaid) and not any(one.level.level for one in readings):
        limit = in_reader_language(form.limit(measure))
        if said.level.reason == NotAssessed.NOT_MEASURED and limit:
            # What the target asks and what the measure counts, in the words of the plan's data.
            begin = _("The target (%(target)s) is not judged.") % {"target": _target(target)}
            return in_sentences([begin, limit])
        named = {"target": _target(target), "reason": _words(said.level.reason)}
        return _("The target (%(target)s) is not judged: %(reason)s.") % named
    named = {
        "target": _target(target),
        "readings": readings_in_words(readings, said.level, in_reader_language(form.limit(measure))),
    }
    return _("The target (%(target)s): %(readings)s.") % named


def _target(target: Any) -> str:
    """What the plan asks for, in the reader's language; the text of the form is the English."""
    said = as_target(target)
    return said.in_words if said else ""


def trend_sentences(form: FrozenForm, indicator: str, said: TrendSaid) -> list[str]:
    """The change on the matched panel with who gained and lost, and what silence could do; or why none is told."""
    by = form.trend_by(indicator)
    begin = (
        _("Trend since %(cycle)s, by “%(label)s”") % {"cycle": form.baseline, "label": in_reader_language(by)}
        if by
        else _("Trend since %(cycle)s") % {"cycle": form.baseline}
    )
    stand = form.stand(indicator)
    named = {"begin": begin, "word": trend_word(said, stand), "detail": without_full_stop(trend_detail(said))}
    first = (_("%(begin)s: %(word)s – %(detail)s.") if named["detail"] else _("%(begin)s: %(word)s.")) % named
    return [first, silence_in_words(said)] if isinstance(said, Moved) else [first]


def pace_sentence(said: Statement) -> str:
    if isinstance(said.pace, Said):
        by_record = isinstance(said.trend, Moved) and said.trend.by_record
        words = _("Pace: %(word)s.") if by_record else _("Pace among the Parties that answered both times: %(word)s.")
        return words % {"word": in_words(said.pace.word)}
    # Without a target, or past its day, nothing is said of pace, and the sentence on the target says so already.
    others = {said.level.reason, NotAssessed.PAST_DUE, NotAssessed.NO_TARGET, NotAssessed.NOT_MEASURED, ""}
    others |= {said.trend.reason if isinstance(said.trend, Unsaid | NotCompared) else NotAssessed.TOO_FEW}
    others |= {said.trend.word} if isinstance(said.trend, NotCompared) else set()
    if said.pace.reason in others:
        return ""
    return _("Pace is not assessed: %(reason)s.") % {"reason": _words(said.pace.reason)}


def summary_sentences(form: FrozenForm, said: Summary) -> str:
    """Counts of indicators and of targets, the largest changes, and what could not be assessed and why."""
    return in_sentences([_stands(form, said), _reasons(said), _targets(said), _strength(said), _largest(said)])


def _stands(form: FrozenForm, said: Summary) -> str:
    """How many indicators stand where; what none of them does is left out."""
    parts = listed(
        _("%(label)s %(n)d") % {"label": stand_label(stand).lower(), "n": number}
        for stand in form.stands
        if (number := said["trend"][stand])
    )
    counted = number_of(form.levels, "indicator", said["indicators"])
    return _("Of %(counted)s: %(parts)s.") % {"counted": counted, "parts": parts}


def _reasons(said: Summary) -> str:
    """Why there is no direction and why nothing is assessed, each with its number."""
    sentences = []
    for part in (Stand.NO_DIRECTION, Stand.NOT_ASSESSED):
        reasons = [(reason, number) for stand, reason, number in said["trend_reasons"] if stand == part]
        found = [with_remark(_words(reason), number) for reason, number in reasons]
        if found:
            sentences.append(_("%(part)s: %(reasons)s.") % {"part": stand_label(part), "reasons": listed(found)})
    return in_sentences(sentences)


def _targets(said: Summary) -> str:
    """Every target that the plan states; they add up."""
    targets = said["targets"]
    if not targets["stated"]:
        return ""
    labels = (
        ("met", _("met")),
        ("not_met", _("not met")),
        ("cannot_tell", _("cannot be told from the reports received")),
        ("not_judged", _("not judged")),
    )
    parts = listed(with_remark(label, targets[name]) for name, label in labels if targets[name])
    words = ngettext("Of %(n)d target: %(parts)s.", "Of %(n)d targets: %(parts)s.", targets["stated"])
    return words % {"n": targets["stated"], "parts": parts}


def _strength(said: Summary) -> str:
    """How many directions are clear, about how many would be so by chance, and how many hold whatever silence says."""
    held = said["strength"]
    directions = held["clear"] + held["slight"]
    if not directions:
        return ""
    clear = in_sentences([_clear(held, directions), _known_exactly(said)])
    holding = held["hold_whatever_the_silent_say"]
    if not holding:
        none = ngettext(
            "It does not hold whatever the silent Parties would have said.",
            "None of them holds whatever the silent Parties would have said.",
            directions,
        )
        return in_sentences([clear, none])
    words = ngettext(
        "%(n)d of them holds whatever the silent Parties would have said.",
        "%(n)d of them hold whatever the silent Parties would have said.",
        holding,
    )
    return in_sentences([clear, words % {"n": holding}])


def _known_exactly(said: Summary) -> str:
    """The directions of the bar that no answer tells: without them the two counts would seem to differ."""
    number = known_exactly(said)
    if not number:
        return ""
    words = ngettext(
        "%(n)d more direction is known exactly from treaty dates, and counts as clear.",
        "%(n)d more directions are known exactly from treaty dates, and count as clear.",
        number,
    )
    return words % {"n": number}


def _clear(held: Summary, directions: int) -> str:
    named = {"n": directions, "clear": held["clear"] or pgettext("directions", "none"), "judged": held["judged"]}
    tenths = percent(Fraction(held["clear_by_chance"]) / 100, 1)
    if held["judged"] == 1 or not tenths:
        words = ngettext(
            "Of %(n)d direction told from answers, clear: %(clear)s; hardly any would look so if answers only went to "
            "and fro.",
            "Of %(n)d directions told from answers, clear: %(clear)s; hardly any would look so if answers only went "
            "to and fro.",
            directions,
        )
        return words % named
    words = ngettext(
        "Of %(n)d direction told from answers, clear: %(clear)s; about %(chance)s of the %(judged)d pairs judged "
        "would look so if answers only went to and fro.",
        "Of %(n)d directions told from answers, clear: %(clear)s; about %(chance)s of the %(judged)d pairs judged "
        "would look so if answers only went to and fro.",
        directions,
    )
    return words % {**named, "chance": one_decimal(float(tenths))}


def _largest(said: Summary) -> str:
    if not said["largest_changes"]:
        return ""
    changes = in_clauses(
        ngettext(
            "%(code)s %(points)s point on %(panel)d Parties that answered both times",
            "%(code)s %(points)s points on %(panel)d Parties that answered both times",
            abs(int(percent(Fraction(one["change"])))),
        )
        % {"code": one["indicator"], "points": points(Fraction(one["change"])), "panel": one["panel"]}
        for one in said["largest_changes"]
    )
    return _("Largest changes: %(changes)s.") % {"changes": changes}


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


def _words(text: str) -> str:
    """A statement or reason within a sentence: without a full stop of its own."""
    return without_full_stop(in_words(text))
