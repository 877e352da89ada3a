"""The report: what an edition found, in numbered paragraphs that are the same in every format. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evaluation.documents.annexes import add_annexes
from evaluation.documents.blocks import Block, Blocks, Column
from evaluation.documents.brief import coverage, largest_changes, left_out, levels, trends
from evaluation.documents.chapters import add_conclusions, add_findings, add_not_assessed
from evaluation.documents.drawn import regions, strips
from evaluation.documents.masthead import Masthead, masthead
from evaluation.documents.places import check_in_words, place_in_words
from evaluation.documents.produced import Links
from evaluation.documents.words import Words, share
from evaluation.editions.form import FrozenForm
from languages.codes import ENGLISH
from languages.writing import within_title
from parties.all_parties import ALL


@dataclass(frozen=True)
class Report:
    """The content of a report, ready for any format."""

    language: str
    masthead: Masthead
    subtitle: str
    blocks: Sequence[Block]
    address: str
    sha256: str
    demonstration: str
    on: date

    @property
    def title(self) -> str:
        return self.masthead.title

    @property
    def warnings(self) -> list[str]:
        return [self.demonstration] if self.demonstration else []


def build_report(edition: FrozenForm, *, words: Words, links: Links) -> Report:
    """Put an edition into chapters."""
    blocks = Blocks(words.language)
    _add_summary(blocks, edition, words)
    _add_mandate(blocks, edition, words)
    _add_method(blocks, edition, words)
    added = add_findings(blocks, edition, words)
    add_not_assessed(blocks, edition, words)
    add_conclusions(blocks, edition, words, added)
    add_annexes(blocks, edition, words, links)
    return Report(
        language=words.language,
        masthead=masthead(edition, words),
        subtitle=words("report.subtitle", baseline=words.cycle(edition.baseline), current=words.cycle(edition.current)),
        blocks=tuple(blocks.held),
        address=links["edition"],
        sha256=edition.sha256,
        demonstration=words("demonstration") if edition.is_demonstration else "",
        on=edition.frozen_on,
    )


def _add_summary(blocks: Blocks, edition: FrozenForm, words: Words) -> None:
    blocks.heading(1, words("report.summary"))
    blocks.paragraph(coverage(edition, words))
    blocks.paragraph(trends(edition, words))
    blocks.paragraph(levels(edition, words))
    chart = strips(edition, words)
    blocks.figure(words("report.figure", n=blocks.next_figure(), title=chart.drawing.wide.title), chart)
    changes = largest_changes(edition, words)
    if changes:
        blocks.table(
            words("report.table", n=blocks.next_table(), title=words("report.largest_title")),
            [
                Column(words("report.columns.indicator"), 5),
                Column(edition.baseline, 1, figures=True),
                Column(edition.current, 1, figures=True),
                Column(words("report.columns.change"), 1.3, figures=True),
                Column(words("report.columns.moved"), 1.4, figures=True),
                Column(words("report.columns.panel"), 1.4, figures=True),
            ],
            [
                [
                    f"{one.code} {one.label}",
                    one.baseline,
                    one.current,
                    f"{one.change} {one.strength}",
                    f"{one.gained} / {one.lost}",
                    one.counted,
                ]
                for one in changes
            ],
            words("brief.columns_note"),
        )


def _add_mandate(blocks: Blocks, edition: FrozenForm, words: Words) -> None:
    plan = edition["plan"]
    title, _language = edition.title(words.language)
    blocks.heading(1, words("report.mandate"))
    stated = next((page["paragraphs"][0]["text"] for page in plan.get("texts") or [] if page["paragraphs"]), "")
    if stated:
        blocks.paragraph(words("report.mandate_quote", text=words.of_data(stated)))
    mission = plan["mission"] or ""
    blocks.paragraph(
        words(
            "report.mandate_frame" if mission else "report.no_mission",
            title=within_title(title, words.language),
            baseline=words.cycle(edition.baseline),
            current=words.cycle(edition.current),
            n=len(list(edition.indicators())),
            plan=words.of_data(plan["title"]),
            mission=words.of_data(mission),
        )
    )
    meeting = masthead(edition, words).meeting
    if meeting:
        blocks.paragraph(words("report.mandate_meeting", meeting=words.in_a_clause(meeting)))
    changes = edition.changes(words.language)
    if changes:
        blocks.heading(2, words("report.changes"))
        for change in changes:
            told = words.in_english if change.language == ENGLISH else words.named
            blocks.paragraph(words("report.change", what=told(change.what), why=told(change.why)))
    for one in edition.edition.get("passed", []):
        refusal, place = check_in_words(one["refusal"], words), place_in_words(edition, one["place"], words)
        blocks.paragraph(words("report.passed", refusal=refusal, place=place, reason=words.named(one["reason"])))
    for said in left_out(edition, words):
        blocks.paragraph(said)


def _add_method(blocks: Blocks, edition: FrozenForm, words: Words) -> None:
    first, last = edition.cycle(edition.baseline), edition.cycle(edition.current)
    received, population = edition.received(edition.current)
    _received, earlier = edition.received(edition.baseline)
    blocks.heading(1, words("report.method"))
    blocks.paragraph(
        words(
            "report.method_population",
            earlier=earlier,
            baseline=edition.baseline,
            baseline_deadline=words.day(date.fromisoformat(first["deadline"])),
            population=population,
            current=edition.current,
            current_deadline=words.day(date.fromisoformat(last["deadline"])),
        )
    )
    blocks.paragraph(
        words(
            "report.method_reports",
            cut_offs=words.in_clauses(_cut_offs(edition, words)),
            received=received,
            population=population,
            current=edition.current,
            silent=population - received,
        )
    )
    for said in ("classes", "change", "level"):
        blocks.paragraph(words(f"report.method_{said}"))
    groups = [slug for slug in edition.groups if edition["groups"][slug].get("kind", "region") == "region"]
    chart = regions(edition, groups, words)
    blocks.figure(words("report.figure", n=blocks.next_figure(), title=chart.drawing.wide.title), chart)
    parts = [(cycle, part) for cycle in (edition.baseline, edition.current) for part in edition.parts(cycle)]
    columns = [Column(words("report.columns.group"), 3)]
    for cycle, part in parts:
        named = f"{cycle}, {edition.cycle(cycle)['cut_offs'][part][:4]}" if part else cycle
        columns.append(Column(words("report.columns.received", cycle=named), 1.2, figures=True))
        columns.append(Column(words("report.columns.percent", cycle=named), 1, figures=True))
    blocks.table(
        words("report.table", n=blocks.next_table(), title=words("report.coverage_table")),
        columns,
        [
            [words.group(edition, slug), *(cell for held in parts for cell in _coverage(edition, *held, slug, words))]
            for slug in (ALL, *edition.groups)
        ],
        words("report.coverage_note"),
    )


def _cut_offs(edition: FrozenForm, words: Words) -> list[str]:
    return [
        words(
            "report.cut_off_part" if part else "report.cut_off",
            cycle=cycle,
            day=words.day(date.fromisoformat(edition.cycle(cycle)["cut_offs"][part])),
        )
        for cycle in (edition.baseline, edition.current)
        for part in edition.parts(cycle)
    ]


def _coverage(edition: FrozenForm, cycle: str, part: str, slug: str, words: Words) -> tuple[str, str]:
    received, population = edition.received(cycle, part, slug)
    return f"{received}/{population}", words.percent(share(received, population)) if population else "–"
