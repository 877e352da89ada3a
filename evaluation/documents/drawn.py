"""The charts of documents: the same drawings as on the pages, from a frozen form. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import charts
from charts import DumbbellRow, DumbbellWords, Pair
from evaluation.documents.words import Words
from evaluation.editions.form import FrozenForm, of_parties
from figures.dumbbells import moved_row
from indicators.statements import Moved
from languages.writing import full_stop, in_sentences
from parties.all_parties import ALL


@dataclass(frozen=True)
class Chart:
    """A drawing for a wide and a narrow place, with what it shows in words for those who do not see it."""

    drawing: Pair
    alt: str


def strips(edition: FrozenForm, words: Words) -> Chart:
    """The indicators of every strategic objective, counted by trend."""
    rows = [(goal, edition.summary(f"objective/{goal['code']}")) for goal in edition.objectives]
    drawn = [
        charts.StripRow(
            label=f"{goal['code']}. {words.objective(goal)}",
            counts=[charts.Count(stand, said["trend"][stand], words.names("kinds")[stand]) for stand in edition.stands],
            total=words("brief.indicators", n=said["indicators"]),
        )
        for goal, said in rows
    ]
    alt = [
        words("brief.strip_alt", code=goal["code"], counts=_counted(edition, said["trend"], words))
        for goal, said in rows
    ]
    title = words("brief.strip_title")
    return _chart(
        lambda width: charts.counts_strip(
            drawn, name="strips", title=title, description=in_sentences(alt, words.language), rtl=words.rtl, width=width
        ),
        in_sentences((title + full_stop(words.language), *alt), words.language),
    )


def _counted(edition: FrozenForm, counts: Mapping[str, int], words: Words) -> str:
    named = (f"{words.names('kinds')[stand]} {counts[stand]}" for stand in edition.stands if counts[stand])
    return words.listed(list(named))


def dumbbells(edition: FrozenForm, goal: Mapping[str, Any], words: Words) -> Chart | None:
    """Baseline and current share of an objective's indicators on their panels; None where none was compared."""
    codes = [code for code in edition.indicators(goal["code"]) if _moved(edition, code) is not None]
    if not codes:
        return None
    rows = [dumbbell_row(edition, code, words) for code in codes]
    title = words("report.chart_title", code=goal["code"], baseline=edition.baseline, current=edition.current)
    said = [
        words(
            "report.chart_alt",
            code=code,
            baseline=words.percent(row.baseline),
            current=words.percent(row.current),
            counted=row.counted,
        )
        for code, row in zip(codes, rows, strict=True)
    ]
    legend = DumbbellWords(
        baseline=words("report.legend.baseline", cycle=edition.baseline),
        current=words("report.legend.current", cycle=edition.current),
        interval=words("report.legend.interval"),
        target=words("report.legend.target") if any(row.target is not None for row in rows) else "",
        counted=words("report.legend.counted"),
    )
    return _chart(
        lambda width: charts.dumbbell(
            rows,
            name=f"objective-{goal['code']}",
            title=title,
            description=in_sentences(said, words.language),
            words=legend,
            show=words.percent,
            rtl=words.rtl,
            width=width,
        ),
        in_sentences((title + full_stop(words.language), *said), words.language),
    )


def dumbbell_row(edition: FrozenForm, code: str, words: Words) -> DumbbellRow:
    """An indicator on its matched panel, with the interval of the current cycle and the plan's target."""
    said = _moved(edition, code)
    if said is None:
        raise ValueError(f"No change is told for {code}.")
    name = edition.trend_measure(code)
    share = of_parties(edition.value(name, edition.current))
    target = edition.measure(name)["target"]
    aim = Fraction(target["value"], 100) if target and target["operator"] in (">=", ">") else None
    return moved_row(f"{code} {words.trend_of(edition, code)}", said.panel, share, aim)


def _moved(edition: FrozenForm, code: str) -> Moved | None:
    """The change that an indicator tells from answers."""
    said = edition.statement(edition.trend_measure(code))
    return said.trend if said is not None and isinstance(said.trend, Moved) else None


def regions(edition: FrozenForm, groups: Sequence[str], words: Words) -> Chart:
    """Reports received of the Parties of each group, in the current cycle."""
    rows = []
    for slug in (ALL, *groups):
        received, population = edition.received(edition.current, "", slug)
        label = words.group(edition, slug)
        rows.append(charts.GroupRow(label, received, 0, population - received, counted=f"{received}/{population}"))
    title = words("report.coverage_title", cycle=edition.current)
    said = words.in_clauses(f"{row.group} {row.counted}" for row in rows)
    labels = {"yes": words("report.reported"), "partial": "", "no": words("report.not_reported")}
    return _chart(
        lambda width: charts.group_bars(
            rows,
            labels=labels,
            name="coverage",
            title=title,
            description=said,
            show=words.percent,
            rtl=words.rtl,
            width=width,
        ),
        in_sentences((title + full_stop(words.language), said + full_stop(words.language)), words.language),
    )


def _chart(draw: Any, alt: str) -> Chart:
    return Chart(charts.pair(draw), alt)
