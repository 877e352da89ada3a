"""Whose agreement a report needs before it is submitted, section by section, and what of it still stands."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from national_reports.models import AgreementNeeded, Report, SectionAgreement
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import open_answers
from parties.models import User
from parties.selectors import people_of

Versions = Mapping[str, int]
# The files of a report are agreed to as a section of their own: they belong to none of the form's.
FILES = "files"


@dataclass(frozen=True)
class Mark:
    """Somebody's agreement to a section, and the questions whose answers changed since; to the files, which of them."""

    by: User
    at: datetime
    changed: tuple[str, ...]

    @property
    def stands(self) -> bool:
        return not self.changed


@dataclass(frozen=True)
class Missing:
    """Somebody without whose agreement the report is not submitted, and the sections that lack it."""

    person: User
    # None where the person's access has ended: nobody can give their agreement any more.
    sections: tuple[str, ...] | None


@dataclass(frozen=True)
class Agreements:
    """How far a report is agreed: nobody is asked where one authority alone submits."""

    people: tuple[User, ...]
    gone: tuple[User, ...]
    # By section, and of the files.
    versions: Mapping[str, Versions]
    marks: Mapping[str, tuple[Mark, ...]]

    @property
    def is_asked_for(self) -> bool:
        return bool(self.people or self.gone)

    def lacking(self, person: User) -> tuple[str, ...]:
        """The sections that somebody has not agreed to as they stand, in the order of the form."""
        return tuple(
            section
            for section in self.versions
            if not any(one.by == person and one.stands for one in self.marks.get(section, ()))
        )

    @property
    def missing(self) -> list[Missing]:
        """Everybody whose agreement is still wanted; empty where the report may be submitted."""
        found = [Missing(one, sections) for one in self.people if (sections := self.lacking(one))]
        return found + [Missing(one, None) for one in self.gone]


def agreements_of(report: Report, form: QuestionnaireForm, *, at: datetime) -> Agreements:
    """Who has to agree, who did, and what changed since; one query where nobody has to, else six."""
    needed = AgreementNeeded.objects.filter(party=report.party_id).select_related("person")
    named = [one.person for one in needed.order_by("person__name")]
    if not named:
        return Agreements((), (), {}, {})
    current = set(people_of(report.party, at=at))
    versions = versions_of(report, form)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for row in SectionAgreement.objects.filter(report=report, by__in=named).select_related("by").order_by("by__name"):
        marks[row.section].append(Mark(row.by, row.at, changed(row.versions, versions.get(row.section, {}))))
    return Agreements(
        people=tuple(one for one in named if one in current),
        gone=tuple(one for one in named if one not in current),
        versions=versions,
        marks={section: tuple(of_it) for section, of_it in marks.items()},
    )


def versions_of(report: Report, form: QuestionnaireForm) -> Mapping[str, Versions]:
    """The versions of the answers that would be handed in, by section, in the order of the form; two queries.

    An answer that another one closes is not among them: so to open or close it takes an agreement away too. The files
    stand last, each by its hash with its number: one that is taken out and added again was changed twice.
    """
    held = {answer.question: answer for answer in report.answers.all()}
    handed_in = open_answers(form, {key: answer.data for key, answer in held.items()})
    found: dict[str, dict[str, int]] = {section: {} for section, _title in form.chapters}
    for key, question in form.fields.items():
        if key in handed_in:
            found[question.section][key] = held[key].version
    found[FILES] = dict(report.attachments.kept().values_list("sha256", "pk"))
    return found


def changed(before: Versions, now: Versions) -> tuple[str, ...]:
    """The questions whose answers are not as they were, or the files. Pure."""
    return tuple(sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key)))
