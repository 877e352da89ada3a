"""Data files, figures and dates brought to the desk: what they would move, and taking them in. See docs/data-files.md.

A file is loaded as the commands load it, in the place of the file of its name in fixtures; the others stay as they are.
"""

import re
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from evaluation.date_changes import Change, NoLonger, make
from evaluation.editions.canonical import canonical, plain, sha256
from evaluation.models import DataProposal
from evaluation.moves import WhatMoves, as_text, what_moves
from indicators.datafile import DataFileInvalid
from indicators.loading import load_cycles, load_plan
from indicators.models import Measure
from indicators.moves import Moved
from indicators.services import NotEntered, NotKnownYet, SourceMissing, record_figure
from jobs.services import enqueue
from languages.told import said_later
from national_reports.loading import load_questionnaires
from national_reports.services.mending import Touched, touched_since
from parties.audit import record
from parties.changes import lock
from parties.models import User
from parties.selectors import is_demonstration
from parties.services import MixedWorlds, load_parties, read_party_files

KIND = "weigh_data"
# Of each part, so that a change of everything is still one page; the counts say how many there are.
MOST_KEPT = 400
# Of those that still wait when another is taken in, the newest; whoever comes back to an older one brings it anew.
WEIGHED_ANEW = 20
PROPOSALS = "data proposals"
CYCLES = "cycles.yaml"
_OF = {
    "parties": re.compile(r"(parties|treaty_statuses|memberships|former_names)\.csv|groups\.yaml"),
    "questionnaires": re.compile(r"nr\d\.yaml|map-nr\d-nr\d\.yaml|nr\d\.official\.[a-z-]+\.yaml"),
    # A plan and the file of its measures.
    "plans": re.compile(r"[a-z0-9-]+(\.measures)?\.yaml"),
}


class UnknownFile(ValueError):
    """No data file is called so; carries the name."""


class NotWeighed(RuntimeError):
    """What these files, this figure or this date move is not worked out, is refused, or was decided on already."""


class AlreadyDecided(RuntimeError):
    """It was taken in or set aside meanwhile."""


class ReasonMissing(ValueError):
    """What is set aside is set aside for a reason."""


# Why a figure that was right when it was sent can't be recorded any more.
NO_LONGER = (Measure.DoesNotExist, NotEntered, SourceMissing, NotKnownYet)


def place_of(name: str) -> str:
    """The folder of fixtures that a file is of; empty for the cycles. Raises UnknownFile."""
    if name == CYCLES:
        return ""
    for place, pattern in _OF.items():
        if pattern.fullmatch(name):
            return place
    raise UnknownFile(name)


def load(files: Mapping[str, str]) -> None:
    """Take files in, all or none. Raises UnknownFile, DataFileInvalid, MixedWorlds."""
    with TemporaryDirectory() as made, transaction.atomic():
        folder = Path(made)
        held = {name: place_of(name) for name in files}
        for place in set(held.values()) - {""}:
            shutil.copytree(settings.BASE_DIR / "fixtures" / place, folder / place)
        for name, text in files.items():
            (folder / held[name] / name).write_text(text, encoding="utf-8")
        if CYCLES in files:
            load_cycles(folder / CYCLES)
        for plan in sorted({name.replace(".measures.yaml", ".yaml") for name in files if held[name] == "plans"}):
            load_plan(folder / "plans" / plan)
        if "questionnaires" in held.values():
            load_questionnaires(folder / "questionnaires")
        if "parties" in held.values():
            load_parties(read_party_files(folder / "parties"), demonstration=is_demonstration())


def propose(*, files: Mapping[str, str], by: User, at: datetime) -> DataProposal:
    """Keep what was sent, and ask what it moves. Raises UnknownFile."""
    places = {name: place_of(name) for name in files}
    for name, place in places.items():
        plan = name.replace(".measures.yaml", ".yaml")
        if place == "plans" and plan not in files and not (settings.BASE_DIR / "fixtures" / place / plan).exists():
            # Measures alone, of a plan that is not here.
            raise UnknownFile(name)
    return _kept(DataProposal(files=dict(files), by=by, at=at))


def propose_figure(
    *, measure: Measure, value: Decimal, unit: str, as_of: date, source: str, note: str, by: User, at: datetime
) -> DataProposal:
    """Keep a figure that somebody would record, and ask what it moves."""
    of = {"plan": measure.indicator.plan.slug, "indicator": measure.indicator.code, "measure": measure.key}
    said = {"value": str(value), "unit": unit, "as_of": as_of.isoformat(), "source": source, "note": note}
    return _kept(DataProposal(files={}, figure=of | said, by=by, at=at))


def propose_change(*, change: Change, by: User, at: datetime) -> DataProposal:
    """Keep a due day or a treaty date that somebody would change, and ask what it moves."""
    return _kept(DataProposal(files={}, change=dict(change), by=by, at=at))


def _kept(held: DataProposal) -> DataProposal:
    """What is proposed, once: whoever sends the same again while it waits gets what waits, weighed anew at need."""
    with transaction.atomic():
        # Two clicks come one after the other.
        lock(PROPOSALS)
        if waiting := DataProposal.objects.the_same(held):
            if waiting.is_outdated or waiting.is_refused:
                enqueue(kind=KIND, proposal=waiting.pk)
            return waiting
        held.save()
        detail = told_of_proposal(held)
        record(subject=held.subject, action="data proposed", by=held.by, at=held.at, detail=detail)
        enqueue(kind=KIND, proposal=held.pk)
    return held


def told_of_proposal(held: DataProposal) -> dict[str, Any]:
    """What the trail tells of what was sent."""
    told: dict[str, Any] = plain({"files": digests_of(held.files), "figure": held.figure})
    return told | ({"change": held.change} if held.change else {})


def digests_of(files: Mapping[str, str]) -> dict[str, str]:
    """{name: SHA-256 of its text}."""
    return {name: sha256(text.encode()) for name, text in sorted(files.items())}


def digest_of_outcome(held: DataProposal) -> str:
    """The hash of what was shown before somebody took it in."""
    return sha256(canonical(held.outcome))


def weigh(*, proposal: int) -> dict[str, Any]:
    """The handler of weigh_data jobs: what a proposal moves, kept with it; a repeat works it out anew."""
    held = DataProposal.objects.get(pk=proposal)
    if not held.waits:
        return {"skipped": said_later("Somebody has decided on it meanwhile.")}
    touched: list[Touched] = []

    def bring_in() -> None:
        begun = timezone.now()
        _bring_in(held, by=held.by, at=begun)
        touched.extend(touched_since(begun))

    try:
        outcome = as_kept(what_moves(bring_in)) | {"touched": [_touched_row(one) for one in touched]}
    except DataFileInvalid as invalid:
        outcome = {"refused": str(invalid).splitlines()}
    except (UnknownFile, MixedWorlds, NoLonger) as refused:
        outcome = {"refused": [str(refused)]}
    except NO_LONGER:
        outcome = {
            "refused": [gettext_noop("The measure takes no such figure any more: look at it again, and enter it anew.")]
        }
    with transaction.atomic():
        held.outcome, at = outcome, timezone.now()
        if DataProposal.objects.waiting().filter(pk=held.pk).update(outcome=outcome, weighed_at=at):
            detail = {"outcome": digest_of_outcome(held)}
            record(subject=held.subject, action="data weighed", by=None, at=at, detail=detail)
    return {"moved": outcome.get("numbers", {})}


def _bring_in(held: DataProposal, *, by: User, at: datetime) -> bool:
    """Store what is proposed; False where it stands already. Raises what loading raises, NO_LONGER and NoLonger."""
    if held.change:
        return make(held.change, by=by, at=at)
    if not held.figure:
        load(held.files)
        return True
    said = held.figure
    measure = Measure.objects.select_related("indicator").get(
        indicator__plan__slug=said["plan"], indicator__code=said["indicator"], key=said["measure"]
    )
    value, day = Decimal(said["value"]), date.fromisoformat(said["as_of"])
    words = {name: said[name] for name in ("unit", "source", "note")}
    return record_figure(measure=measure, value=value, as_of=day, **words, by=by, at=at).is_new


def take_in(*, proposal: DataProposal, by: User, at: datetime) -> bool:
    """Take in what was weighed, and have everything computed anew; False where a figure or a date stands already.

    What still waits is weighed anew. Raises NotWeighed, NO_LONGER, NoLonger, and what loading raises.
    """
    with transaction.atomic():
        # One after the other: what was shown of the second is of before the first.
        lock(PROPOSALS)
        held = DataProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if not held.may_be_taken:
            raise NotWeighed(str(held))
        is_new = _bring_in(held, by=by, at=at)
        held.taken_by, held.taken_at = by, at
        held.save(update_fields=["taken_by", "taken_at"])
        detail = {"files": sorted(held.files), "moves": held.outcome.get("numbers", {})}
        record(subject=held.subject, action=said_later("data taken in"), by=by, at=at, detail=detail)
        if held.files:
            enqueue(kind="compute_progress", reason=said_later("data files taken in at the desk"))
        for other in DataProposal.objects.waiting().filter(weighed_at__lt=at)[:WEIGHED_ANEW]:
            enqueue(kind=KIND, proposal=other.pk)
    return is_new


def decline(*, proposal: DataProposal, why: str, by: User, at: datetime) -> None:
    """Set aside what was proposed: nothing of it is stored. Raises ReasonMissing, AlreadyDecided."""
    if not (why := why.strip()):
        raise ReasonMissing
    with transaction.atomic():
        # Whoever takes it in meanwhile is through first, or finds it set aside.
        lock(PROPOSALS)
        decided = {"declined_by": by, "declined_at": at, "declined_why": why}
        if not DataProposal.objects.waiting().filter(pk=proposal.pk).update(**decided):
            raise AlreadyDecided(str(proposal))
        record(subject=proposal.subject, action=said_later("data set aside"), by=by, at=at, detail={"why": why})


def as_kept(found: WhatMoves) -> dict[str, Any]:
    """What moves, as it is kept: how many of each part, and the first of them."""
    moved = found.changed.moves
    return {
        "numbers": {
            "figures": len(moved.figures),
            "findings": len(moved.findings),
            "links": len(found.changed.links),
            "editions": len(found.published),
            "drafts": len(found.drafts),
        },
        "figures": [_row(one) for one in moved.figures[:MOST_KEPT]],
        "findings": [_row(one) for one in moved.findings[:MOST_KEPT]],
        "links": [list(one) for one in found.changed.links[:MOST_KEPT]],
        "editions": [
            {
                "edition": one.edition,
                "draft": one.is_draft,
                "figures": len(one.moves.figures),
                "findings": len(one.moves.findings),
            }
            for one in found.editions
        ],
    }


def _touched_row(one: Touched) -> list[str]:
    return [one.report.party.code, one.report.cycle.code, *one.questions]


def _row(moved: Moved) -> dict[str, Any]:
    columns = [[name, as_text(before), as_text(after)] for name, (before, after) in moved.columns.items()]
    return {"place": moved.place, "of": dict(moved.of), "columns": columns}
