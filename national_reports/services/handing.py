"""An authority hands sections of a report to colleagues by name; whoever may not submit asks for it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from languages.told import said_later
from national_reports.models import Report, SectionHandover, SubmissionRequest
from national_reports.services.filling import hold
from national_reports.services.letters_to_colleagues import tell_authorities, tell_of_sections
from parties.audit import record
from parties.models import User
from parties.permissions import role_for
from parties.roles import Leave
from parties.selectors import authorities_of, people_of

# So long the authorities are not written to again for the same person.
NOT_AGAIN_FOR = timedelta(days=1)


class NotAnAuthority(PermissionError):
    """An authority of the Party does this: ask one."""


class NotAColleague(LookupError):
    """The person fills in no report of this Party: invite them first."""


class NobodyToAsk(LookupError):
    """The Party has no authority who could submit: ask the Secretariat to invite one."""


def check_is_authority(person: User, report: Report, *, at: datetime) -> None:
    """Raises NotAnAuthority for whoever does not submit the reports of this Party as one of its own people."""
    role = role_for(person, report.party.code, timezone.localdate(at))
    if person.secretariat_role is not None or role is None or role.submits is Leave.NO:
        raise NotAnAuthority


def hand_sections(*, report: Report, sections: Collection[str], to: User, by: User, at: datetime) -> list[str]:
    """Hand sections to a colleague, who gets one letter; those that they have already change nothing.

    Returns those that are new, in the order given. Raises NotAnAuthority, NotAColleague, ReportFrozen.
    """
    check_is_authority(by, report, at=at)
    with transaction.atomic():
        held = hold(report, by=by)
        if to not in people_of(held.party, at=at):
            raise NotAColleague(to.name)
        before = set(held.handovers.filter(to=to).values_list("section", flat=True))
        new = [section for section in dict.fromkeys(sections) if section not in before]
        for section in new:
            SectionHandover.objects.create(report=held, section=section, to=to, by=by, at=at)
            detail = {"section": section, "name": to.name, "person": to.pk}
            record(subject=held.subject, action=said_later("section handed over"), by=by, at=at, detail=detail)
        if new and to != by:
            tell_of_sections(held, "sections-handed", new, to=to, by=by, at=at)
    return new


def take_back(*, report: Report, section: str, person: User, by: User, at: datetime) -> bool:
    """Take a section back from a colleague, who is told; whether they had it. Raises NotAnAuthority, ReportFrozen."""
    check_is_authority(by, report, at=at)
    with transaction.atomic():
        held = hold(report, by=by)
        had_it = bool(held.handovers.filter(section=section, to=person).delete()[0])
        if had_it:
            detail = {"section": section, "name": person.name, "person": person.pk}
            record(subject=held.subject, action=said_later("section taken back"), by=by, at=at, detail=detail)
            if person != by:
                tell_of_sections(held, "sections-taken-back", [section], to=person, by=by, at=at)
    return had_it


def ask_to_submit(*, report: Report, word: str, by: User, at: datetime) -> bool:
    """Ask the authorities of the Party to submit the report; whether they were written to, at most once a day.

    Raises NobodyToAsk, ReportFrozen, NotYoursToFill.
    """
    with transaction.atomic():
        held = hold(report, by=by)
        if not authorities_of(held.party, at=at):
            raise NobodyToAsk(held.party.code)
        before = SubmissionRequest.objects.filter(report=held, by=by).first()
        if before is not None and before.at > at - NOT_AGAIN_FOR:
            return False
        word = " ".join(word.split())[: SubmissionRequest._meta.get_field("word").max_length]
        SubmissionRequest.objects.update_or_create(report=held, by=by, defaults={"at": at, "word": word})
        record(subject=held.subject, action=said_later("submission asked for"), by=by, at=at, detail={"word": word})
        tell_authorities(held, "please-submit", by=by, at=at, words=word)
    return True
