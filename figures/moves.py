"""What a change of data would move, before it is taken in: computed before and after, and nothing of it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from figures.evidence import gather, measure_rules
from indicators.computing import compute
from indicators.evidence import Result
from indicators.models import Measure
from indicators.moves import Moves, moves
from national_reports.models import QuestionMap
from national_reports.questionnaire import Link

Links = dict[str, str]
S = TypeVar("S")


@dataclass(frozen=True)
class State:
    """All that the portal would say now: every figure and finding, and how questions continue each other."""

    result: Result
    names: dict[int, str]
    links: Links

    @classmethod
    def now(cls) -> "State":
        rules = measure_rules()
        evidence, _digests = gather(rules)
        return cls(compute(rules, evidence), measure_names(), _links())


@dataclass(frozen=True)
class Changed:
    """What a change moves: figures and findings, and the links between questions that it makes otherwise, each with
    its place, what it was and what it is; empty where there is none."""

    moves: Moves
    links: list[tuple[str, str, str]]


def compare(before: State, after: State) -> Changed:
    links = [
        (place, before.links.get(place, ""), after.links.get(place, ""))
        for place in sorted(before.links.keys() | after.links.keys())
        if before.links.get(place) != after.links.get(place)
    ]
    return Changed(moves(before.result, before.names, after.result, after.names), links)


def tried(state: Callable[[], S], change: Callable[[], object]) -> tuple[S, S]:
    """What `state` gives before a change and after it; the change is made and taken back.

    Nobody else sees it meanwhile; on SQLite whoever writes waits. What the change raises is raised.
    """
    with transaction.atomic():
        before = state()
        change()
        after = state()
        transaction.set_rollback(True)
    return before, after


def measure_names() -> dict[int, str]:
    """Each measure by its number as a reader finds it: plan, indicator, key."""
    rows = Measure.objects.values_list("pk", "indicator__plan__slug", "indicator__code", "key")
    return {pk: f"{plan} {code}/{key}" for pk, plan, code, key in rows}


def _links() -> Links:
    return {
        f"{one.current.code} {key} ← {one.previous.code}": _link_in_words(link)
        for one in QuestionMap.objects.select_related("current", "previous")
        for key, link in one.links.items()
    }


def _link_in_words(link: Link) -> str:
    """Everything of a link that a page or a figure reads, and why it is not comparable."""
    values = ", ".join(f"{before} = {now}" for before, now in sorted(link.values.items()))
    return "; ".join(filter(None, (link.previous, values, link.not_comparable)))
