"""The brief: what an edition found, on one page, in numbered paragraphs. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from evaluation.documents.drawn import Chart, strips
from evaluation.documents.masthead import Masthead, masthead
from evaluation.documents.produced import Links
from evaluation.documents.words import Words, points, share, whole
from evaluation.editions.form import FrozenForm
from languages.writing import bracketed, colon, in_sentences, within_title
from typesetting.text import in_groups

MOST_REASONS = 3


@dataclass(frozen=True)
class Change:
    """An indicator that moved, on its matched panel; gained before lost as the reader's line runs."""

    code: str
    label: str
    baseline: str
    current: str
    change: str
    strength: str
    gained: str
    lost: str
    counted: str


@dataclass(frozen=True)
class Brief:
    """The content of a brief; paragraphs are numbered from 1 through findings and caveats."""

    masthead: Masthead
    subtitle: str
    findings: tuple[str, ...]
    chart: Chart
    changes: tuple[Change, ...]
    caveats: tuple[str, ...]
    quoted: str
    address: str
    sha256: str
    demonstration: str

    @property
    def order(self) -> dict[str, Any]:
        """What the template takes."""
        return {
            "masthead": asdict(self.masthead),
            "subtitle": self.subtitle,
            "findings": list(self.findings),
            "alt": self.chart.alt,
            "changes": [asdict(change) for change in self.changes],
            "caveats": list(self.caveats),
            "quoted": self.quoted,
            "address": self.address,
            "digest": in_groups(self.sha256),
            "warnings": [self.demonstration] if self.demonstration else [],
        }


def build_brief(edition: FrozenForm, *, words: Words, links: Links) -> Brief:
    """Put an edition on one page."""
    head = masthead(edition, words)
    return Brief(
        masthead=head,
        subtitle=words("brief.subtitle", baseline=words.cycle(edition.baseline), current=words.cycle(edition.current)),
        findings=(coverage(edition, words), trends(edition, words), levels(edition, words)),
        chart=strips(edition, words),
        changes=tuple(largest_changes(edition, words)),
        caveats=caveats(edition, words),
        quoted=words(
            "brief.quoted",
            title=within_title(head.title, words.language),
            version=edition.edition["version"] or "–",
            day=words.day(edition.frozen_on),
        ),
        address=links["edition"],
        sha256=edition.sha256,
        demonstration=words("demonstration") if edition.is_demonstration else "",
    )


def headings(edition: FrozenForm, words: Words) -> dict[str, str]:
    """The headings of a brief, by the names that its template uses."""
    named = {key: words(f"brief.{key}") for key in ("findings", "largest", "no_changes", "columns_note", "caveats")}
    named |= {key: words(f"brief.{key}") for key in ("quote", "link", "hash", "protocol")}
    # The space after a colon is the template's.
    named |= {key: named[key] + colon(words.language).rstrip(" ") for key in ("quote", "link", "hash")}
    columns = {key: words(f"brief.columns.{key}") for key in ("indicator", "change", "moved", "counted")}
    columns["baseline"] = words("brief.columns.baseline", cycle=edition.baseline)
    columns["current"] = words("brief.columns.current", cycle=edition.current)
    return named | {f"column_{key}": word for key, word in columns.items()}


def coverage(edition: FrozenForm, words: Words) -> str:
    """Who reported at both ends, and who did not."""
    received, population = edition.received(edition.current)
    first, earlier = edition.received(edition.baseline)
    said = words(
        "brief.coverage",
        received=received,
        population=population,
        percent=whole(share(received, population)),
        silent=population - received,
        cycle=words.cycle(edition.current),
        cut_off=words.day(_day(edition.cycle(edition.current)["cut_offs"][""])),
        baseline=words.cycle(edition.baseline),
        first=first,
        earlier=earlier,
        first_percent=whole(share(first, earlier)),
    )
    for part in edition.parts(edition.baseline):
        if part:
            answered, of = edition.received(edition.baseline, part)
            year = edition.cycle(edition.baseline)["cut_offs"][part][:4]
            survey = words(
                "brief.survey", received=answered, population=of, percent=whole(share(answered, of)), year=year
            )
            said = in_sentences((said, survey), words.language)
    return said


def trends(edition: FrozenForm, words: Words) -> str:
    """How many indicators stand where, and what strength and silence make of the directions."""
    said = edition.summary("whole")
    held = said["strength"]
    counted = words("brief.trend", n=said["indicators"], **said["trend"])
    if not held["clear"] + held["slight"]:
        return counted
    strength = words(
        "brief.strength",
        n=held["clear"] + held["slight"],
        clear=held["clear"],
        chance=words.decimal(Fraction(held["clear_by_chance"])),
        judged=held["judged"],
    )
    holding = held["hold_whatever_the_silent_say"]
    silence = words("brief.holding", n=holding) if holding else words("brief.none_holds")
    return in_sentences((counted, strength, silence), words.language)


def levels(edition: FrozenForm, words: Words) -> str:
    """Every target that the plan states: met, not met, cannot be told, or not judged."""
    said: Mapping[str, Any] = edition.summary("whole")["targets"]
    if not said["stated"]:
        return words("brief.no_level")
    return words(
        "brief.level", **{name: said[name] for name in ("stated", "met", "not_met", "cannot_tell", "not_judged")}
    )


def largest_changes(edition: FrozenForm, words: Words) -> list[Change]:
    """The indicators that moved most, either way."""
    found = []
    for one in edition.summary("whole")["largest_changes"]:
        finding = edition.finding(one["measure"])
        if finding is None:
            continue
        found.append(
            Change(
                code=one["indicator"],
                label=words.trend_of(edition, one["indicator"]),
                baseline=words.percent(Fraction(finding["baseline_yes"], finding["panel"])),
                current=words.percent(Fraction(finding["current_yes"], finding["panel"])),
                change=points(Fraction(one["change"])),
                strength=words.strength(one["strength"]),
                gained=str(one["gained"]),
                lost=str(one["lost"]),
                counted=f"{one['panel']} / {one['population']}",
            )
        )
    return found


def caveats(edition: FrozenForm, words: Words) -> tuple[str, ...]:
    """Silence, the matched panel, what could not be assessed, what two publishers let stand, languages left out."""
    passed = edition.edition.get("passed", [])
    received, population = edition.received(edition.current)
    said = edition.summary("whole")
    reasons = [
        words.statement(reason) + bracketed(str(number), words.language)
        for _stand, reason, number in said["trend_reasons"][:MOST_REASONS]
    ]
    return (
        words("brief.caveat_silence", silent=population - received, population=population),
        words("brief.caveat_panel"),
        words(
            "brief.caveat_not_assessed",
            not_assessed=said["trend"]["not_assessed"],
            no_direction=said["trend"]["no_direction"],
            n=said["indicators"],
            reasons=words.listed(reasons) or "–",
        ),
        *([words("brief.passed", n=len(passed))] if passed else []),
        *([words("brief.left_out", languages=words.listed(_left_out(edition, words)))] if edition.left_out else []),
    )


def left_out(edition: FrozenForm, words: Words) -> list[str]:
    """Each language without documents, and why."""
    reasons = edition.left_out.values()
    named = zip(_left_out(edition, words), reasons, strict=True)
    return [words("report.left_out", language=language, reason=words.named(reason)) for language, reason in named]


def _left_out(edition: FrozenForm, words: Words) -> list[str]:
    return [words.names("languages")[code] for code in edition.left_out]


def _day(iso: str) -> date:
    return date.fromisoformat(iso)
