"""The chapters of a report that say what was found, what was not, and what follows. Pure."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from evaluation.documents.blocks import Blocks, Column
from evaluation.documents.drawn import dumbbells
from evaluation.documents.figures import bounds, figure_text, level_in_words, trend_in_words
from evaluation.documents.words import Words, points
from evaluation.editions.form import FrozenForm
from indicators.reasons import NotAssessed
from indicators.stands import WITH_TREND
from indicators.statements import Moved
from languages.codes import ENGLISH
from languages.writing import bracketed


def add_findings(blocks: Blocks, edition: FrozenForm, words: Words) -> list[int]:
    """A section for each strategic objective; returns the numbers of the paragraphs that staff wrote."""
    blocks.heading(1, words("report.findings"))
    added: list[int] = []
    for goal in edition.objectives:
        text = words.objective(goal)
        blocks.heading(2, words("report.objective", code=goal["code"], text=text))
        _add_generated(blocks, edition, f"objective/{goal['code']}", words)
        added += add_narrative(blocks, edition, f"objective/{goal['code']}", words)
        _add_impacts(blocks, edition, goal, words, added)
        chart = dumbbells(edition, goal, words)
        if chart is not None:
            blocks.figure(words("report.figure", n=blocks.next_figure(), title=chart.drawing.wide.title), chart)
        _add_table(blocks, edition, goal, words)
        for part in goal["operational"]:
            if part["code"] != goal["code"]:
                blocks.heading(3, words("report.operational", code=part["code"], text=words.objective(part)))
                added += add_narrative(blocks, edition, f"operational/{part['code']}", words)
            for code in part["indicators"]:
                _add_generated(blocks, edition, f"indicator/{code}", words, of_indicator=code)
                added += add_narrative(blocks, edition, f"indicator/{code}", words)
    return added


def _add_generated(blocks: Blocks, edition: FrozenForm, subject: str, words: Words, of_indicator: str = "") -> None:
    """What was computed in the document's language; in English where the edition was frozen with that alone."""
    language = words.language if edition.generated(subject, words.language) else ENGLISH
    said = edition.generated(subject, language)
    blocks.paragraph(
        words("report.of_indicator", code=of_indicator, text=said) if said and of_indicator else said, language=language
    )


def add_narrative(blocks: Blocks, edition: FrozenForm, subject: str, words: Words) -> list[int]:
    """What staff wrote on a subject, in English or else in the languages that there are, with its sources."""
    held = edition.narrative(subject)
    if held is None:
        return []
    texts = {words.language: held.texts[words.language]} if words.language in held.texts else held.texts
    sources = words("report.sources", sources=words.named(held.sources)) if held.sources else ""
    return [
        blocks.paragraph(text, language=language, by=words("report.narrative"), sources=sources)
        for language, text in texts.items()
    ]


def _add_impacts(blocks: Blocks, edition: FrozenForm, goal: Mapping[str, Any], words: Words, added: list[int]) -> None:
    """An expected impact stands here where staff wrote of it: no indicator is tied to one."""
    for impact in goal["impacts"]:
        subject = f"impact/{impact['code']}"
        if edition.narrative(subject) is not None:
            blocks.heading(3, words("report.impact", text=words.of_data(impact["text"])))
            added += add_narrative(blocks, edition, subject, words)


def _add_table(blocks: Blocks, edition: FrozenForm, goal: Mapping[str, Any], words: Words) -> None:
    none = words("report.none")
    rows = []
    for code in edition.indicators(goal["code"]):
        headline = edition.headline(code)
        value = edition.current_value(headline)
        before = edition.read_before(headline)
        statement = edition.statement(edition.trend_measure(code))
        panel = [none, none, none, none]
        if statement is not None and isinstance(statement.trend, Moved):
            held = statement.trend.panel
            panel = [
                words.percent(held.baseline_share),
                words.percent(held.current_share),
                points(held.change),
                held.counted,
            ]
        said, interval = figure_text(value, words), bounds(value, words)
        if before is not None:
            # A verdict stands beside the figure that it rests on.
            earlier = edition.value(headline, before.cycle)
            said, interval = words.under(before.cycle, figure_text(earlier, words)), bounds(earlier, words)
        trend = trend_in_words(edition, code, words)
        rows.append(
            [
                f"{code} {words.label(edition, code)}",
                *panel,
                # One reason is said once.
                none if trend.endswith(said) else said + bracketed(interval, words.language) if interval else said,
                level_in_words(edition, code, words),
                trend,
            ]
        )
    blocks.table(
        words("report.table", n=blocks.next_table(), title=words("report.objective_table", code=goal["code"])),
        [
            Column(words("report.columns.indicator"), 3.2),
            Column(words("report.columns.baseline", cycle=edition.baseline), 1, figures=True),
            Column(words("report.columns.current", cycle=edition.current), 1, figures=True),
            Column(words("report.columns.points"), 1, figures=True),
            Column(words("report.columns.panel"), 1.3, figures=True),
            Column(words("report.columns.figure", cycle=edition.current), 2.4),
            Column(words("report.columns.level"), 1.9),
            Column(words("report.columns.trend"), 2),
        ],
        rows,
        words("report.objective_note") if goal is edition.objectives[0] else "",
    )


def add_not_assessed(blocks: Blocks, edition: FrozenForm, words: Words) -> None:
    """Which indicators have no trend, by reason; as prominent as the others."""
    said = edition.summary("whole")
    blocks.heading(1, words("report.not_assessed"))
    blocks.paragraph(words("report.not_assessed_lead", n=said["indicators"], **said["trend"]))
    by_reason: dict[str, list[str]] = {}
    for code in edition.indicators():
        if edition.stand(code) not in WITH_TREND:
            by_reason.setdefault(_why(edition, code, words), []).append(code)
    rows = sorted(by_reason.items(), key=lambda held: (-len(held[1]), held[0]))
    if rows:
        blocks.table(
            words("report.table", n=blocks.next_table(), title=words("report.reasons_table")),
            [
                Column(words("report.columns.reason"), 4),
                Column(words("report.columns.number"), 1, figures=True),
                Column(words("report.columns.which"), 4),
            ],
            [[reason, str(len(codes)), words.listed(codes)] for reason, codes in rows],
        )


def _why(edition: FrozenForm, code: str, words: Words) -> str:
    """Why an indicator has no direction: where it stands, the refusal, and its reason."""
    finding = edition.trend(code)
    parts = [finding["trend"], finding["trend_reason"]] if finding else [NotAssessed.NO_DATA_SOURCE]
    said = [words.statement(part) for part in parts if part] or [words.statement(NotAssessed.NO_DIRECTION)]
    return reduce(words.under, said, words.names("kinds")[edition.stand(code)])


def add_conclusions(blocks: Blocks, edition: FrozenForm, words: Words, added: list[int]) -> None:
    """What staff conclude of the whole, beside the counts; and where else they wrote."""
    said = edition.summary("whole")
    blocks.heading(1, words("report.conclusions"))
    blocks.paragraph(words("report.conclusions_counts", n=said["indicators"], **said["trend"]))
    if not add_narrative(blocks, edition, "whole", words):
        blocks.paragraph(words("report.conclusions_none"))
    if len(added) == 1:
        blocks.paragraph(words("report.conclusions_note", number=added[0]))
    elif added:
        numbers = words.listed([str(number) for number in added])
        blocks.paragraph(words("report.conclusions_notes", numbers=numbers))
