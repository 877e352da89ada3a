"""The tables of an edition for people: the same rows in a workbook and as files of their own. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from evaluation.documents.figures import verdict
from evaluation.documents.words import Words
from evaluation.editions.form import FrozenForm, of_parties, share_of
from indicators.calculations import Share, percent
from indicators.kinds import kind_of
from indicators.stands import WITH_TREND
from indicators.statements import Moved
from parties.all_parties import ALL

Cell = str | int | float | None
SHEETS = ("findings", "figures", "by-group", "changes", "coverage", "not-assessed", "parties")


@dataclass(frozen=True)
class Sheet:
    """One table: `name` is of its file, `tab` of its sheet; columns with their heading and what they hold."""

    name: str
    tab: str
    title: str
    note: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]


def sheets(edition: FrozenForm, words: Words) -> list[Sheet]:
    """Every table, in the order of the workbook."""
    made = (findings, figures, by_group, changes, coverage, not_assessed, parties)
    return [make(edition, words) for make in made]


def _sheet(words: Words, name: str, columns: str, rows: Sequence[Sequence[Cell]]) -> Sheet:
    named = [(words(f"columns.{column}"), column) for column in columns.split()]
    title, note = words(f"tables.{name}.title"), words(f"tables.{name}.note")
    return Sheet(name, words(f"tables.tabs.{name}"), title, note, named, rows)


def exact(share: Fraction | None) -> float | None:
    """A share as a number in per cent with one place, half away from zero."""
    return None if share is None else float(percent(share, 1))


def findings(edition: FrozenForm, words: Words) -> Sheet:
    rows: list[list[Cell]] = []
    for objective, code in _indicators(edition):
        trend, judged = edition.trend(code), edition.judged(code)
        target = edition.measure(edition.headline(code))["target"]
        measure = edition.trend_measure(code)
        rows.append(
            [
                objective,
                code,
                words.label(edition, code),
                words.names("kinds")[edition.stand(code)],
                words.target(target) if target else "",
                _level(edition, code, words),
                words.statement(judged["pace"] or judged["pace_reason"]) if judged else "",
                words.share_of(edition, measure),
                words.statement(trend["trend"]) if trend else "",
                words.strength(trend["strength"]) if trend else "",
                words.statement(trend["trend_reason"]) if trend else "",
                *_moved(edition, measure, words),
            ]
        )
    return _sheet(
        words,
        "findings",
        "objective indicator label stand target level pace trend_measure trend strength trend_reason baseline_percent"
        " current_percent change gained lost panel eligible population silence_low silence_high silence_among"
        " could_offset unit",
        rows,
    )


def _level(edition: FrozenForm, code: str, words: Words) -> str:
    """What is said of an indicator against its target, or why nothing is."""
    judged, measure = edition.judged(code), edition.headline(code)
    return verdict(edition, measure, words) or (words.statement(judged["level_reason"]) if judged else "")


def _moved(edition: FrozenForm, measure: str, words: Words) -> list[Cell]:
    """The numbers of a change; none where the method tells no change, whatever could be counted."""
    statement = edition.statement(measure)
    if statement is None or not isinstance(statement.trend, Moved):
        none: list[Cell] = [None] * 12
        return [*none, ""]
    panel, silent = statement.trend.panel, statement.trend.silent
    return [
        exact(panel.baseline_share),
        exact(panel.current_share),
        exact(panel.change),
        panel.gained,
        panel.lost,
        panel.size,
        panel.eligible,
        panel.population,
        *([silent.lowest, silent.highest, silent.among, silent.could_offset] if silent else [None] * 4),
        words("tables.percent_of_panel"),
    ]


def figures(edition: FrozenForm, words: Words) -> Sheet:
    """The headline figure of every indicator in both cycles."""
    rows = []
    for _objective, code in _indicators(edition):
        measure = edition.headline(code)
        for cycle in (edition.baseline, edition.current, ""):
            row = edition.value(measure, cycle)
            if row is not None:
                rows.append(
                    [code, words.label(edition, code), cycle, row["as_of"] or "", *_figure(edition, row, words)]
                )
    return _sheet(words, "figures", f"indicator label cycle as_of {FIGURE}", rows)


FIGURE = (
    "yes partial no not_applicable unanswered silent answering applicable percent lowest highest low high numerator"
    " denominator unit reason figure_measure share_measure"
)


def _figure(edition: FrozenForm, row: object, words: Words) -> list[Cell]:
    """The cells of a figure, the measure whose figure it is, and what its classes are of."""
    assert isinstance(row, dict)
    share = share_of(row)
    if share is None or kind_of(row["kind"], str(row["measure"])).classes_by_record:
        # Where records are counted nobody answered; how many have one, and of how many, stands among the amounts.
        counts: list[Cell] = [None] * 11
        of_classes = ""
    else:
        counts = [share.yes, share.partial, share.no, share.not_applicable, share.unanswered, share.silent]
        counts += [share.answering, share.applicable, *_percents(of_parties(row))]
        of_classes = words.share_of(edition, row["measure"])
    # Of a total they are those of its share, which stand among the counts.
    is_total = kind_of(row["kind"], str(row["measure"])).has_steps
    amounts = [None if is_total else _amount(row[name]) for name in ("numerator", "denominator")]
    named = [words.measure(edition, row["measure"]), of_classes]
    return [*counts, row["low"], row["high"], *amounts, words.unit(row["unit"]), words.statement(row["reason"]), *named]


def _percents(share: Share | None) -> list[Cell]:
    """The share and its bounds in per cent; empty where the kind tells none."""
    return [None] * 3 if share is None else [exact(share.share), exact(share.lowest), exact(share.highest)]


def _amount(stored: str | None) -> int | float | None:
    """A stored decimal as a number; a whole one without a fraction."""
    if stored is None:
        return None
    number = Decimal(stored)
    return int(number) if number == int(number) else float(number)


def by_group(edition: FrozenForm, words: Words) -> Sheet:
    """The headline figure of the current cycle for every group."""
    rows = []
    for _objective, code in _indicators(edition):
        for slug in (ALL, *edition.groups):
            row = edition.value(edition.headline(code), edition.current, slug)
            if row is not None and row["population"] is not None:
                label = words.group(edition, slug)
                rows.append([code, words.label(edition, code), label, edition.current, *_figure(edition, row, words)])
    return _sheet(words, "by-group", f"indicator label group cycle {FIGURE}", rows)


def changes(edition: FrozenForm, words: Words) -> Sheet:
    """Which Parties gained and which lost, indicator by indicator."""
    rows: list[list[Cell]] = []
    for _objective, code in _indicators(edition):
        measure = edition.trend_measure(code)
        for kind, codes in edition.moved(measure).items():
            for party in edition.in_order(codes, words.language):
                name = edition.party_name(party, words.language)
                told_by = words.share_of(edition, measure)
                rows.append([code, words.label(edition, code), told_by, words(f"tables.{kind}"), party, name])
    return _sheet(words, "changes", "indicator label trend_measure change_kind party party_name", rows)


def coverage(edition: FrozenForm, words: Words) -> Sheet:
    rows: list[list[Cell]] = []
    for cycle in (edition.baseline, edition.current):
        for part in edition.parts(cycle):
            cut_off = edition.cycle(cycle)["cut_offs"][part]
            called = part_called(edition, cycle, part, words)
            for slug in (ALL, *edition.groups):
                received, population = edition.received(cycle, part, slug)
                label = words.group(edition, slug)
                share = exact(Fraction(received, population)) if population else None
                rows.append(
                    [cycle, called, cut_off, label, received, population, share, words("tables.percent_of_group")]
                )
    return _sheet(words, "coverage", "cycle part cut_off group received population percent_received unit", rows)


def not_assessed(edition: FrozenForm, words: Words) -> Sheet:
    rows: list[list[Cell]] = []
    for objective, code in _indicators(edition):
        finding = edition.trend(code)
        stand = edition.stand(code)
        if stand not in WITH_TREND:
            held = edition.indicator(code)
            said = words.statement(finding["trend"]) if finding and finding["trend"] else ""
            reason = words.statement(finding["trend_reason"]) if finding else words("report.not_asked")
            named = words.names("kinds")[stand]
            rows.append(
                [
                    objective,
                    code,
                    words.label(edition, code),
                    named,
                    said,
                    reason,
                    words.of_data(held.get("reason", "")),
                ]
            )
    return _sheet(words, "not-assessed", "objective indicator label stand trend trend_reason measurability", rows)


def parties(edition: FrozenForm, words: Words) -> Sheet:
    """Every Party counted, with what was received of it and when."""
    parts = [(cycle, part) for cycle in (edition.baseline, edition.current) for part in edition.parts(cycle)]
    codes = {code for cycle in (edition.baseline, edition.current) for code in edition.cycle(cycle)["population"]}
    kinds = words.names("party_kinds")
    rows: list[list[Cell]] = []
    for code in edition.in_order(codes, words.language):
        held = edition["parties"].get(code, {})
        received = [edition.cycle(cycle)["received"].get(part, {}).get(code, "") for cycle, part in parts]
        name = edition.party_name(code, words.language)
        rows.append([code, name, kinds.get(held.get("kind", ""), ""), held.get("in_force_on") or "", *received])
    base = _sheet(words, "parties", "party party_name kind in_force_on", rows)
    named = [
        (
            words("tables.received", part=words.in_a_clause((cycle, part_called(edition, cycle, part, words)))),
            f"received_{cycle}_{part}".rstrip("_"),
        )
        for cycle, part in parts
    ]
    return replace(base, columns=[*base.columns, *named])


def part_called(edition: FrozenForm, cycle: str, part: str, words: Words) -> str:
    """What was collected beside the reports of a cycle, by the year in which it ended; empty for the reports."""
    return words("tables.survey", year=edition.cycle(cycle)["cut_offs"][part][:4]) if part else ""


def _indicators(edition: FrozenForm) -> Iterator[tuple[str, str]]:
    for goal in edition.objectives:
        for code in edition.indicators(goal["code"]):
            yield str(goal["code"]), code


def cover(edition: FrozenForm, words: Words, address: str) -> list[tuple[str, str]]:
    """What stands on the first sheet."""
    title, _language = edition.title(words.language)
    held = edition.edition
    facts = [
        ("title", title),
        ("symbol", held["symbol"] or words("masthead.not_official")),
        ("edition", held["version"] or words("masthead.preview")),
        ("frozen_on", words.day(edition.frozen_on)),
        ("baseline", words.under(edition.baseline, words.cycle(edition.baseline))),
        ("current", words.under(edition.current, words.cycle(edition.current))),
        ("cut_off", words.day(date.fromisoformat(edition["parameters"]["cut_off"]))),
        ("method", str(edition["method"]["version"])),
        ("address", address),
        ("sha256", edition.sha256),
    ]
    if edition.is_demonstration:
        facts.insert(0, ("warning", words("demonstration")))
    return [(words(f"tables.cover.{key}"), value) for key, value in facts]
