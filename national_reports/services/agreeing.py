"""A Party's authorities choose whose agreement its reports need; those who are named agree section by section."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from languages.told import said_later
from national_reports.agreement import agreements_of, versions_of
from national_reports.digests import digest
from national_reports.models import AgreementNeeded, Report, SectionAgreement
from national_reports.questionnaire import QuestionnaireForm
from national_reports.services.filling import hold
from national_reports.services.handing import NotAColleague, check_is_authority
from national_reports.services.letters_to_colleagues import tell_of_agreement
from parties.audit import record
from parties.models import Party, User
from parties.selectors import people_of


class NotAsked(PermissionError):
    """The Party's authorities did not name this person among those who agree."""


@dataclass(frozen=True)
class Agreed:
    """The sections that somebody agreed to just now, and those that changed since the page was shown."""

    done: list[str]
    changed_meanwhile: list[str]


def choose_who_agrees(*, report: Report, people: Collection[User], by: User, at: datetime) -> bool:
    """Name those who agree before any report of this Party is submitted; nobody: one authority alone submits.

    Everybody else concerned gets a letter; whether that changed anything. Raises NotAnAuthority, NotAColleague.
    """
    check_is_authority(by, report, at=at)
    with transaction.atomic():
        party = Party.objects.select_for_update().get(pk=report.party_id)
        colleagues = people_of(party, at=at)
        for one in people:
            if one not in colleagues:
                raise NotAColleague(one.name)
        named = AgreementNeeded.objects.filter(party=party).select_related("person")
        before = {one.person for one in named}
        if before == set(people):
            return False
        named.exclude(person__in=people).delete()
        for one in set(people) - before:
            AgreementNeeded.objects.create(party=party, person=one, by=by, at=at)
        detail = {"people": sorted(one.pk for one in people), "names": sorted(one.name for one in people)}
        record(subject=f"party/{party.code}", action=said_later("who agrees was chosen"), by=by, at=at, detail=detail)
        tell_of_agreement(report, people, before=before & set(colleagues), by=by, at=at)
    return True


def seen_of(versions: Mapping[str, int]) -> str:
    """What a page says of a section that it shows, so that nobody agrees to what they have not seen."""
    return digest(dict(versions))


def agree(*, report: Report, form: QuestionnaireForm, seen: Mapping[str, str], by: User, at: datetime) -> Agreed:
    """Agree to sections as a page showed them, by `seen_of`; one that changed meanwhile is not agreed to.

    Raises NotAsked, ReportFrozen, NotYoursToFill.
    """
    with transaction.atomic():
        held = hold(report, by=by)
        if by not in agreements_of(held, form, at=at).people:
            raise NotAsked
        versions = versions_of(held, form)
        done, changed = [], []
        for section in (one for one in versions if one in seen):
            if seen_of(versions[section]) != seen[section]:
                changed.append(section)
                continue
            before = SectionAgreement.objects.filter(report=held, section=section, by=by).first()
            done.append(section)
            if before is not None and before.versions == versions[section]:
                continue
            SectionAgreement.objects.update_or_create(
                report=held, section=section, by=by, defaults={"at": at, "versions": versions[section]}
            )
            detail = {"section": section, "versions_sha256": seen_of(versions[section])}
            record(subject=held.subject, action=said_later("section agreed to"), by=by, at=at, detail=detail)
    return Agreed(done, changed)


def take_agreement_back(*, report: Report, sections: Collection[str], by: User, at: datetime) -> int:
    """Agree no longer to sections; how many one had agreed to. Raises ReportFrozen, NotYoursToFill."""
    with transaction.atomic():
        held = hold(report, by=by)
        given = held.agreements.filter(by=by, section__in=list(sections))
        taken = sorted(given.values_list("section", flat=True))
        given.delete()
        for section in taken:
            action = said_later("agreement taken back")
            record(subject=held.subject, action=action, by=by, at=at, detail={"section": section})
    return len(taken)
