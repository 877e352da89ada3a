"""Due days, treaty dates and names that staff would change: kept as asked for, made once their moves were shown.

{kind: "extension" | "extension ends", cycle, party (empty: all), due_on, decision}
{kind: "cycle dates", cycle, before: {deadline, population_on, cut_off, cut_off_source}, after: the same}
{kind: "party name", party, begins_on, before: {en … zh}, after: the same, source}
{kind: "treaty date", difference, party, treaty, field, ours, theirs}
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_noop

from bch_sync.countries import AlreadyDecided, StatusMoved, decide
from bch_sync.models import StatusDifference
from indicators.cycle_dates import CycleDates, CycleMoved, NotInOrder, set_cycle_dates
from indicators.models import ReportingCycle
from national_reports.models import Extension
from national_reports.services.extensions import AfterCutOff, NotLater, extend_due_day, take_back_extension
from parties.models import Party, User
from parties.names import LaterChange, NameMoved, Names, NameTaken, change_name
from parties.services import StatusInvalid

Change = Mapping[str, Any]
EXTENSION, EXTENSION_ENDS, TREATY_DATE = "extension", "extension ends", "treaty date"
CYCLE_DATES, PARTY_NAME = "cycle dates", "party name"
GONE = gettext_noop("This later due day was changed or taken back meanwhile.")
NOT_LATER = gettext_noop("This is not after the cycle's own due day.")
AFTER_CUT_OFF = gettext_noop("This is after the cycle's cut-off: a report of that day would not be counted.")
OUT_OF_ORDER = gettext_noop("The cut-off is before the due day: a report in time would not be counted.")
CYCLE_MOVED = gettext_noop("Somebody has changed the dates of this cycle meanwhile. Look at them again.")
NAME_MOVED = gettext_noop("Somebody has changed the name of this Party meanwhile. Look at it again.")
NAME_TAKEN = gettext_noop("Another Party has this English name.")
NAME_LATER = gettext_noop("A change of name of a later day is held for this Party: this one would come before it.")
DECIDED = gettext_noop("Somebody has decided on it meanwhile.")
MOVED = gettext_noop("Our value has changed since. Look again after the next reading.")


class NoLonger(RuntimeError):
    """What was asked for can't be made any more; carries why, in English."""


def extension(*, cycle: ReportingCycle, party: Party | None, due_on: date, decision: str) -> Change:
    """A later due day for one Party, or for all with None."""
    of = {"cycle": cycle.code, "party": party.code if party else ""}
    return {"kind": EXTENSION, **of, "due_on": due_on.isoformat(), "decision": decision.strip()}


def end_of(held: Extension) -> Change:
    """That an extension is taken back."""
    given = extension(cycle=held.cycle, party=held.party, due_on=held.due_on, decision=held.decision)
    return {**given, "kind": EXTENSION_ENDS}


def treaty_date(difference: StatusDifference) -> Change:
    """That the Clearing-House's value takes the place of ours."""
    said = {name: getattr(difference, name) for name in ("treaty", "field", "ours", "theirs")}
    return {"kind": TREATY_DATE, "difference": difference.pk, "party": difference.party.code, **said}


def cycle_dates(cycle: ReportingCycle, dates: CycleDates) -> Change:
    """Other days for a cycle, beside those that it has."""
    of = {"cycle": cycle.code, "party": ""}
    return {"kind": CYCLE_DATES, **of, "before": CycleDates.of(cycle).told(), "after": dates.told()}


def party_name(party: Party, names: Names, *, begins_on: date, source: str) -> Change:
    """Another name for a Party from a day, beside the one that it has."""
    said = {"before": asdict(Names.of(party)), "after": asdict(names)}
    return {
        "kind": PARTY_NAME,
        "party": party.code,
        "begins_on": begins_on.isoformat(),
        **said,
        "source": source.strip(),
    }


def dates_told(said: Mapping[str, str]) -> CycleDates:
    """The days of a change as it was kept."""
    days = {name: date.fromisoformat(said[name]) for name in ("deadline", "population_on", "cut_off")}
    return CycleDates(**days, cut_off_source=said["cut_off_source"])


def make(change: Change, *, by: User, at: datetime) -> bool:
    """Make a change; False where it stands already. Raises NoLonger."""
    if change["kind"] == EXTENSION:
        return _extend(change, by, at)
    if change["kind"] == EXTENSION_ENDS:
        return _end(change, by, at)
    if change["kind"] == CYCLE_DATES:
        return _set_dates(change, by, at)
    if change["kind"] == PARTY_NAME:
        return _rename(change, by, at)
    return _take_theirs(change, by, at)


def _rename(change: Change, by: User, at: datetime) -> bool:
    party, begins_on = Party.objects.get(code=change["party"]), date.fromisoformat(change["begins_on"])
    names, expected = Names(**change["after"]), Names(**change["before"])
    said = {"source": change["source"], "by": by, "at": at}
    try:
        return change_name(party=party, names=names, begins_on=begins_on, expected=expected, **said)
    except NameMoved as moved:
        raise NoLonger(NAME_MOVED) from moved
    except NameTaken as taken:
        raise NoLonger(NAME_TAKEN) from taken
    except LaterChange as later:
        raise NoLonger(NAME_LATER) from later


def _set_dates(change: Change, by: User, at: datetime) -> bool:
    cycle = ReportingCycle.objects.get(code=change["cycle"])
    dates, expected = dates_told(change["after"]), dates_told(change["before"])
    try:
        return set_cycle_dates(cycle=cycle, dates=dates, expected=expected, by=by, at=at)
    except NotInOrder as earlier:
        raise NoLonger(OUT_OF_ORDER) from earlier
    except CycleMoved as moved:
        raise NoLonger(CYCLE_MOVED) from moved


def _extend(change: Change, by: User, at: datetime) -> bool:
    cycle = ReportingCycle.objects.get(code=change["cycle"])
    party = Party.objects.get(code=change["party"]) if change["party"] else None
    due_on, decision = date.fromisoformat(change["due_on"]), change["decision"]
    try:
        held = extend_due_day(cycle=cycle, party=party, due_on=due_on, decision=decision, by=by, at=at)
    except NotLater as earlier:
        raise NoLonger(NOT_LATER) from earlier
    except AfterCutOff as later:
        raise NoLonger(AFTER_CUT_OFF) from later
    return held.at == at


def _end(change: Change, by: User, at: datetime) -> bool:
    found = Extension.objects.select_related("cycle", "party").filter(
        cycle__code=change["cycle"], due_on=change["due_on"], decision=change["decision"]
    )
    of = {"party__code": change["party"]} if change["party"] else {"party": None}
    held = found.filter(**of).first()
    if held is None:
        raise NoLonger(GONE)
    take_back_extension(extension=held, by=by, at=at)
    return True


def _take_theirs(change: Change, by: User, at: datetime) -> bool:
    difference = StatusDifference.objects.select_related("party").get(pk=change["difference"])
    try:
        decide(difference=difference, apply=True, by=by, at=at)
    except AlreadyDecided as decided:
        raise NoLonger(DECIDED) from decided
    except StatusMoved as moved:
        raise NoLonger(MOVED) from moved
    except StatusInvalid as fault:
        raise NoLonger(str(fault)) from fault
    return True
