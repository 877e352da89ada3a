"""Reports of stand-ins for demonstration: who reports when, and the documents. No database is asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from demonstration.answers import Answering, Count, StandIn, World
from national_reports.codec import encode

BEFORE_DEADLINE, AFTER_CUT_OFF = timedelta(days=90), timedelta(days=240)

ITSELF = frozenset({""})


@dataclass(frozen=True)
class Submission:
    """One report that a stand-in sends in: the parts that it answers, and the day, none if undated."""

    stand_in: StandIn
    cycle: str
    parts: frozenset[str]
    on: date | None
    revision: int = 1


def documents(world: World) -> Iterator[dict[str, Any]]:
    """Every report as the Clearing-House would serve it: what it knows of the document, and the document."""
    place = {one.code: number for number, one in enumerate(world.stand_ins)}
    answering = {one.code: Answering(world, one) for one in world.stand_ins}
    for one in submissions(world):
        code, form = one.stand_in.code, world.rounds[one.cycle].form
        identifier = str(UUID(int=world.draws(code, one.cycle, "identifier").getrandbits(128))).upper()
        header: dict[str, Any] = {"languages": [answering[code].language]}
        dated: dict[str, Any] = {}
        if one.on is not None:
            header["date"] = one.on.isoformat()
            dated["submittedOn"] = f"{one.on.isoformat()}T12:00:00.000Z"
        # A second revision supplies what the first one left out.
        answers = answering[code].report(one.cycle, parts=one.parts, complete=one.revision > 1)
        yield {
            "identifier": identifier,
            "documentID": 900000 + 1000 * list(world.rounds).index(one.cycle) + place[code],
            "type": form.schema,
            "revision": one.revision,
            **dated,
            "body": encode(form=form, identifier=identifier, government=code, header=header, answers=answers),
        }


def submissions(world: World) -> Iterator[Submission]:
    """Every report of every cycle, in the order of cycles, codes and revisions."""
    for cycle in world.rounds:
        found = [*_reports(world, cycle), *_survey_alone(world, cycle)]
        yield from sorted(found, key=lambda one: (one.stand_in.code, one.revision))


def _reports(world: World, cycle: str) -> Iterator[Submission]:
    """Reports proper: counted ones, late and undated ones, second revisions, and those of non-Parties."""
    this, rates = world.rounds[cycle], world.rates.cycles[cycle]
    cut_off = this.cut_offs[""]
    counted, rest = _counted(world, cycle)
    surveyed: list[StandIn] = []
    if rates.survey:
        surveyed = _first(_ranked(world, counted, rates.survey.part), rates.survey.with_report)
    for place, one in enumerate(sorted(counted, key=lambda s: world.draws(s.code, cycle, "order").random())):
        parts = ITSELF | {rates.survey.part} if rates.survey and one in surveyed else ITSELF
        if place < rates.by_deadline:
            on = _day(world, one, this.deadline - BEFORE_DEADLINE, this.deadline)
        else:
            on = _day(world, one, this.deadline, cut_off)
        yield Submission(one, cycle, parts, on)
        if place < rates.revised:
            yield Submission(one, cycle, ITSELF, _day(world, one, cut_off, cut_off + AFTER_CUT_OFF), revision=2)
    for one in rest[: rates.late]:
        yield Submission(one, cycle, ITSELF, _day(world, one, cut_off, cut_off + AFTER_CUT_OFF))
    for one in rest[rates.late :][: rates.undated]:
        yield Submission(one, cycle, ITSELF, None)
    outside = [one for one in world.stand_ins if not one.is_party(cut_off + AFTER_CUT_OFF)]
    for one in _ranked(world, outside, cycle)[: rates.non_parties]:
        yield Submission(one, cycle, ITSELF, _day(world, one, this.deadline, cut_off))


def _survey_alone(world: World, cycle: str) -> Iterator[Submission]:
    """Answers to a survey kept with the cycle, from silent Parties and from those that joined since."""
    this, rates = world.rounds[cycle], world.rates.cycles[cycle]
    if not rates.survey:
        return
    part, until = rates.survey.part, this.cut_offs[rates.survey.part]
    silent = _counted(world, cycle)[1][rates.late + rates.undated :]
    joined = [one for one in world.stand_ins if one.is_party(until) and not one.is_party(this.deadline)]
    for one in (
        *_ranked(world, silent, part)[: rates.survey.without_report],
        *_ranked(world, joined, part)[: rates.survey.joined_since],
    ):
        yield Submission(one, cycle, frozenset({part}), _day(world, one, until - AFTER_CUT_OFF, until))


def _counted(world: World, cycle: str) -> tuple[list[StandIn], list[StandIn]]:
    """The Parties that report by the cut-off, and the other Parties, the readiest first."""
    deadline = world.rounds[cycle].deadline
    ranked = _ranked(world, (one for one in world.stand_ins if one.is_party(deadline)), cycle)
    counted = _first(ranked, world.rates.cycles[cycle].counted)
    return counted, [one for one in ranked if one not in counted]


def _ranked(world: World, stand_ins: Iterable[StandIn], occasion: str) -> list[StandIn]:
    """Those who report most readily first: partly their habit, partly the occasion."""
    loyalty = world.rates.loyalty

    def readiness(one: StandIn) -> float:
        habit = world.draws(one.code, "reports").random()
        return loyalty * habit + (1 - loyalty) * world.draws(one.code, "reports", occasion).random()

    return sorted(stand_ins, key=readiness)


def _first(ranked: Sequence[StandIn], wanted: Count) -> list[StandIn]:
    """The first of each region, as many as are wanted."""
    return [one for region, number in wanted.items() for one in [o for o in ranked if o.region == region][:number]]


def _day(world: World, one: StandIn, after: date, until: date) -> date:
    """A day after the first and up to the second."""
    part = world.draws(one.code, "day", after, until).random()
    return after + timedelta(days=1 + int(part * (until - after).days))
