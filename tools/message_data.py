"""Words in data files that readers see: which entries of which file. What a source prints of itself stays English."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from message_sources import BASE, Text

FIXTURES = BASE / "fixtures"
# Ways through a file: "*" is every entry of a list or a mapping.
WORDS: dict[str, tuple[str, ...]] = {
    "parties/groups.yaml": ("*/name", "*/definition"),
    "cycles.yaml": (
        *("cycles/*/code", "cycles/*/title", "cycles/*/note", "cycles/*/cut_off_source", "cycles/*/source"),
        *("cycles/*/published_counts/*/as_at", "cycles/*/published_counts/*/source"),
        *("cycles/*/parts/*/title", "cycles/*/parts/*/called", "cycles/*/published_counts/*/scope"),
    ),
    "registry.yaml": ("claims/*/what",),
    "questionnaires/cover.yaml": ("title", "questions/*/text", "questions/*/hint", "questions/*/options/*"),
    "questionnaires/nr?.yaml": ("title", "sections/*/title"),
    "questionnaires/glossary.yaml": ("terms/*/term", "terms/*/text"),
    "questionnaires/help.yaml": ("helps/*/counts", "helps/*/example"),
    # The wording of the forms that are still filled in.
    "questionnaires/nr[45].yaml": (
        *("groups/*", "checks/*/text"),
        *(f"questions/*/{key}" for key in ("text", "hint", "options/*")),
    ),
    "plans/*.measures.yaml": (
        "measures/*/caveat",
        *(f"measures/*/measures/*/{key}" for key in ("label", "share_label", "rule", "note", "comparisons/*/reason")),
        *(f"measures/*/measures/*/bindings/*/{key}" for key in ("questions/*/window", "questions/*/note", "note")),
        *(f"measures/*/measures/*/target/{key}" for key in ("unit", "population", "due_reading", "assess_reason")),
        *(f"measures/*/measures/*/milestone/{key}" for key in ("event", "due_reading", "source_to_record")),
        *(f"measures/*/measures/*/registry/{key}" for key in ("unit", "no_past", "counts/*/name")),
        *(f"measures/*/measures/*/membership/readings/*/{key}" for key in ("label", "unit")),
        "measures/*/measures/*/reports/rule",
    ),
    "plans/*.yaml": (
        *("title", "short_title", "status", "adopted_note", "labels/*", "vision", "mission", "background/*/title"),
        *("periods/*/printed_in", "source/document"),
        *(f"convention_goals/*/objectives/*/progress/*/figures/*/{key}" for key in ("qualifier", "of")),
        *("programme_of_work/title", "programme_of_work/lead", "programme_of_work/standing_items/*/text"),
        *("programme_of_work/meetings/*/title", "programme_of_work/meetings/*/items/*/text"),
        *("strategic_objectives/*/text", "strategic_objectives/*/expected_impacts/*/text"),
        "strategic_objectives/*/operational_objectives/*/text",
        *(
            f"strategic_objectives/*/operational_objectives/*/rows/*/{key}"
            for key in (
                *("outcomes/*/text", "indicators/*/text", "indicators/*/label", "indicators/*/reason"),
                "indicators/*/links/*/reason",
            )
        ),
        # A plan of two levels.
        *(
            f"strategic_objectives/*/rows/*/{key}"
            for key in ("outcomes/*/text", "indicators/*/text", "indicators/*/label", "indicators/*/reason")
        ),
    ),
}


def texts_of_data() -> Iterator[Text]:
    """Every word of the data files that a reader sees, once for each place."""
    for pattern, ways in WORDS.items():
        for path in sorted(FIXTURES.glob(pattern)):
            if pattern == "plans/*.yaml" and path.name.endswith(".measures.yaml"):
                continue
            document = yaml.safe_load(path.read_text(encoding="utf-8"))
            for way in ways:
                for text in _at(document, way.split("/")):
                    yield Text(text, _place(path, way))


def _at(held: Any, way: list[str]) -> Iterator[str]:
    if not way:
        # A day in figures is no word.
        if isinstance(held, str) and any(letter.isalpha() for letter in held):
            yield held
        return
    step, rest = way[0], way[1:]
    if step == "*":
        for one in held.values() if isinstance(held, dict) else held or ():
            yield from _at(one, rest)
    elif isinstance(held, dict) and step in held:
        yield from _at(held[step], rest)


def _place(path: Path, way: str) -> str:
    """The file, and what is said there: a caveat, a label."""
    return f"{path.relative_to(BASE).as_posix()}:{way.rsplit('/', 1)[-1].replace('*', 'entry')}"
