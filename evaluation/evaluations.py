"""Writes of evaluations: which cycles, as of when, for which groups and meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from evaluation.editions.canonical import canonical, plain, sha256
from evaluation.models import Evaluation, Meeting
from figures.selectors import pairs
from indicators.models import Plan, ReportingCycle
from languages.told import said_later
from parties.audit import record
from parties.changes import note_change
from parties.models import PartyGroup, User
from typesetting.text import one_line

MEETINGS = "meetings"
REMOVED = said_later("evaluation removed")
# Pages of their own below /evaluations/, here and on the desk.
RESERVED = frozenset({"adjustments", "compare", "data-files", "meetings", "new", "notices", "queries", "verify"})


class SlugTaken(ValueError):
    """Another evaluation or page has this address: choose another."""


class CyclesNotCompared(ValueError):
    """No measure of the plan is held against each other in these two cycles, in this order: choose others."""


class UnknownGroups(ValueError):
    """These groups don't exist; carries their slugs."""


class ParametersFrozen(RuntimeError):
    """An edition is in review: send it back to draft before the parameters change."""


class ParametersChanged(RuntimeError):
    """Somebody else changed the parameters after they were read; carries the evaluation as it stands now."""

    def __init__(self, held: Evaluation) -> None:
        super().__init__(held.slug)
        self.held = held


class NotRemoved(RuntimeError):
    """An edition was opened: an evaluation of which something was written or frozen stays."""


@dataclass(frozen=True)
class Parameters:
    """What an evaluation is of; a cut-off or population day left out is that of the current cycle."""

    kind: str
    plan: Plan
    baseline: ReportingCycle
    current: ReportingCycle
    cut_off: date | None = None
    population_on: date | None = None
    groups: Sequence[str] = ()
    meeting: Meeting | None = None
    agenda_item: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        """The columns of an evaluation. Raises CyclesNotCompared, UnknownGroups."""
        if (self.baseline.code, self.current.code) not in pairs(self.plan):
            raise CyclesNotCompared(f"{self.baseline.code}–{self.current.code}")
        known = list(PartyGroup.objects.values_list("slug", flat=True))
        if unknown := set(self.groups) - set(known):
            raise UnknownGroups(sorted(unknown))
        return {
            "kind": self.kind,
            "plan": self.plan,
            "baseline": self.baseline,
            "current": self.current,
            "cut_off": self.cut_off or self.current.cut_off,
            "population_on": self.population_on or self.current.population_on,
            "groups": [slug for slug in known if slug in self.groups],
            "meeting": self.meeting,
            "agenda_item": one_line(self.agenda_item),
            "titles": {code: said for code, title in self.titles.items() if (said := one_line(title))},
        }


def create_evaluation(*, slug: str, parameters: Parameters, by: User, at: datetime) -> Evaluation:
    """Create an evaluation; the same again finds what it made. Raises SlugTaken, CyclesNotCompared, UnknownGroups."""
    columns = parameters.columns()
    if slug in RESERVED:
        raise SlugTaken(slug)
    with transaction.atomic():
        evaluation, created = Evaluation.objects.get_or_create(
            slug=slug, defaults={**columns, "created_by": by, "created_at": at}
        )
        if not created:
            if evaluation.created_by_id == by.pk and _is_as(evaluation, columns):
                return evaluation
            raise SlugTaken(slug)
        _record(evaluation, said_later("evaluation created"), by, at)
    return evaluation


def change_evaluation(
    *, evaluation: Evaluation, parameters: Parameters, by: User, at: datetime, seen: str = ""
) -> Evaluation:
    """Change what an evaluation is of; its draft must then be frozen again. Editions already published stay.

    `seen` is the digest of what was read, empty where nobody read it before. Raises ParametersFrozen,
    ParametersChanged, CyclesNotCompared, UnknownGroups.
    """
    columns = parameters.columns()
    with transaction.atomic():
        held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
        on_its_way = held.editions.open().first()
        if on_its_way is not None and on_its_way.is_in_review:
            raise ParametersFrozen(str(on_its_way))
        if _is_as(held, columns):
            return held
        if seen and seen != digest_of_parameters(held):
            raise ParametersChanged(held)
        for name, value in columns.items():
            setattr(held, name, value)
        held.save(update_fields=list(columns))
        held.editions.open().update(texts_changed_at=at)
        _record(held, said_later("evaluation changed"), by, at)
    return held


def remove_evaluation(*, evaluation: Evaluation, by: User, at: datetime) -> None:
    """Remove an evaluation that was made by mistake; the trail tells what it was. Raises NotRemoved.

    One that somebody removed before is no fault.
    """
    with transaction.atomic():
        held = Evaluation.objects.select_for_update(of=("self",)).filter(pk=evaluation.pk).first()
        if held is None:
            return
        if not may_be_removed(held):
            raise NotRemoved(held.slug)
        _record(held, REMOVED, by, at)
        held.delete()


def may_be_removed(evaluation: Evaluation) -> bool:
    """Whether nothing of an evaluation was opened, written or frozen yet."""
    return not evaluation.editions.exists()


def _is_as(evaluation: Evaluation, columns: Mapping[str, object]) -> bool:
    return all(getattr(evaluation, name) == value for name, value in columns.items())


def _record(evaluation: Evaluation, action: str, by: User, at: datetime) -> None:
    record(subject=evaluation.subject, action=action, by=by, at=at, detail=told_of_evaluation(evaluation))


def told_of_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """What the trail tells of an evaluation's parameters."""
    told: dict[str, Any] = plain(
        {
            "kind": evaluation.kind,
            **evaluation.parameters,
            "meeting": evaluation.meeting.code if evaluation.meeting else None,
            "agenda_item": evaluation.agenda_item,
            "titles": evaluation.titles,
        }
    )
    return told


def digest_of_parameters(evaluation: Evaluation) -> str:
    """A digest of an evaluation's parameters: whoever changes them says which were read."""
    return sha256(canonical(told_of_evaluation(evaluation)))


def told_of_meeting(meeting: Meeting) -> dict[str, Any]:
    """What the trail tells of a meeting."""
    said = {
        name: getattr(meeting, name) for name in ("title", "place", "starts_on", "ends_on", "source", "in_programme")
    }
    told: dict[str, Any] = plain(said | {"cycles": sorted(meeting.cycles.values_list("code", flat=True))})
    return told


def create_meeting(
    *,
    code: str,
    title: str,
    place: str,
    starts_on: date | None,
    ends_on: date | None,
    source: str,
    in_programme: str = "",
    cycles: Sequence[ReportingCycle] = (),
    by: User,
    at: datetime,
) -> Meeting:
    """Keep a meeting, or correct the one of this code; the same again changes nothing."""
    said = {
        "title": one_line(title),
        "place": one_line(place),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "source": source,
        "in_programme": in_programme,
    }
    codes = sorted(cycle.code for cycle in cycles)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().filter(code=code).first()
        if (
            meeting is not None
            and all(getattr(meeting, name) == value for name, value in said.items())
            and codes == sorted(meeting.cycles.values_list("code", flat=True))
        ):
            return meeting
        meeting, _new = Meeting.objects.update_or_create(code=code, defaults=said | {"changed_at": at})
        meeting.cycles.set(cycles)
        note_change(MEETINGS)
        record(
            subject=f"meeting/{code}", action=said_later("meeting kept"), by=by, at=at, detail=told_of_meeting(meeting)
        )
    return meeting
