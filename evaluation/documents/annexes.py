"""The annexes of a report: every indicator, the Parties counted, how to check. Pure."""

from collections.abc import Iterator
from datetime import date

from evaluation.documents.blocks import Blocks, Column, Names
from evaluation.documents.figures import counted
from evaluation.documents.produced import Links
from evaluation.documents.words import Words
from evaluation.editions.form import FrozenForm
from indicators.stands import WITH_TREND
from typesetting.text import in_groups


def add_annexes(blocks: Blocks, edition: FrozenForm, words: Words, links: Links) -> None:
    _add_indicators(blocks, edition, words)
    _add_parties(blocks, edition, words)
    _add_robustness(blocks, edition, words)
    _add_checking(blocks, edition, words, links)


def _add_indicators(blocks: Blocks, edition: FrozenForm, words: Words) -> None:
    blocks.heading(1, words("report.annex_indicators"))
    rows = []
    for code in edition.indicators():
        held = edition.indicator(code)
        name = edition.headline(code)
        current = edition.value(name, edition.current) or edition.value(name)
        rows.append(
            [
                code,
                words.of_data(held["text"]),
                # What has no trend stands with its reason in the chapter on it.
                words.of_data(held["caveat"]) if edition.stand(code) in WITH_TREND else "",
                counted(edition.value(name, edition.baseline), words),
                counted(current, words),
            ]
        )
    blocks.table(
        words("report.table", n=blocks.next_table(), title=words("report.annex_table")),
        [
            Column(words("report.columns.code"), 0.8),
            Column(words("report.columns.text"), 4),
            Column(words("report.columns.caveat"), 4),
            Column(words("report.columns.counted", cycle=edition.baseline), 1.1, figures=True),
            Column(words("report.columns.counted", cycle=edition.current), 1.1, figures=True),
        ],
        rows,
        words("report.annex_note"),
    )


def _add_parties(blocks: Blocks, edition: FrozenForm, words: Words) -> None:
    _first, earlier = edition.received(edition.baseline)
    _last, population = edition.received(edition.current)
    named = {"baseline": edition.baseline, "current": edition.current}
    blocks.heading(1, words("report.annex_parties"))
    blocks.paragraph(words("report.parties_lead", population=population, earlier=earlier, **named))
    for key, codes in parties_by_reporting(edition):
        if codes:
            names = [edition.party_name(code, words.language) for code in edition.in_order(codes, words.language)]
            lead = words(f"report.parties_{key}", n=len(codes), population=population, **named)
            blocks.held.append(Names(lead, words.in_clauses(names)))


def parties_by_reporting(edition: FrozenForm) -> Iterator[tuple[str, list[str]]]:
    """The Parties of the current cycle in classes that do not overlap, by whether their report was received."""
    before, now = edition.cycle(edition.baseline), edition.cycle(edition.current)
    earlier = set(before["population"])
    first, last = edition.reporters(edition.baseline), edition.reporters(edition.current)
    population = list(now["population"])
    old = [code for code in population if code in earlier]
    new = [code for code in population if code not in earlier]
    yield "both", [code for code in old if code in first and code in last]
    yield "current", [code for code in old if code not in first and code in last]
    yield "baseline", [code for code in old if code in first and code not in last]
    yield "neither", [code for code in old if code not in first and code not in last]
    yield "new", [code for code in new if code in last]
    yield "new_silent", [code for code in new if code not in last]


def _add_robustness(blocks: Blocks, edition: FrozenForm, words: Words) -> None:
    """What is said of each indicator, and which of it other choices of the method would change."""
    if not edition.choices:
        return
    blocks.heading(1, words("report.annex_robustness"))
    robust = edition.robust
    blocks.paragraph(
        words(
            "report.robustness_lead",
            levels=_codes(robust["level"], words),
            trends=_codes(robust["trend"], words),
        )
    )
    rows = []
    for choice, known in edition.choices.items():
        label = words(f"report.choices.{choice}", day=words.day(date.fromisoformat(edition["later_cut_off"]["day"])))
        if not known:
            rows.append([label, words("report.not_yet_known"), words("report.not_yet_known")])
            continue
        changed = edition.changed_by(choice)
        rows.append([label, _codes(changed["level"], words), _codes(changed["trend"], words)])
    blocks.table(
        words("report.table", n=blocks.next_table(), title=words("report.robustness_table")),
        [
            Column(words("report.columns.choice"), 3),
            Column(words("report.columns.levels_changed"), 2),
            Column(words("report.columns.trends_changed"), 4),
        ],
        rows,
    )


def _codes(codes: list[str], words: Words) -> str:
    return words.under(str(len(codes)), words.listed(codes)) if codes else words("report.none_of_them")


def _add_checking(blocks: Blocks, edition: FrozenForm, words: Words, links: Links) -> None:
    blocks.heading(1, words("report.annex_method"))
    blocks.paragraph(words("report.check_hash", sha256=in_groups(edition.sha256)))
    method = edition["method"]["version"]
    blocks.paragraph(words("report.check_data", method=method, address=links["edition"]))
    if links.get("method"):
        blocks.paragraph(words("report.check_method", method=links["method"]))
    if links.get("code"):
        blocks.paragraph(words("report.check_code", code=links["code"]))
