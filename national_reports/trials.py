"""How the trial of a round goes: in numbers, never an answer of a person; and what people remarked."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from indicators.models import ReportingCycle
from languages.told import said_later
from national_reports.models import PracticeReport, TrialRemark, TrialRound
from national_reports.progress import Answers, Kind, check, closed_questions
from national_reports.questionnaire import Question, QuestionnaireForm
from parties.models import FocalPoint, Party

# What the trail says of a cycle.
OPENED, ENDED = said_later("opened as a trial"), said_later("trial ended and wiped")

# Of fewer people a number would say what one of them did.
FEWEST = 3
MOST_NAMED = 15
# Files are for a real draft: what was sent is kept, and would have to be wiped from the disk too.
NOT_TRIED = "attachments"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many took part: people and the Parties that they report for today, those who submitted for practice apart."""

    people: int
    parties: int
    submitted: int
    submitted_parties: int
    remarks: int


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark for the Secretariat: whoever wrote it is named by the Parties that they report for today."""

    parties: tuple[Party, ...]
    remark: TrialRemark


@dataclass(frozen=True, slots=True)
class Hard:
    """A question with how many of those who filled in something of its section it was hard for."""

    question: Question
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Course:
    """Where the questionnaire may want mending: most first, at most fifteen each."""

    left_open: list[Hard]
    refused: list[Hard]


def is_on_trial(cycle: ReportingCycle) -> bool:
    """Whether the form of a cycle may be tried before the cycle is open; one query."""
    return TrialRound.objects.filter(cycle=cycle).exists()


def numbers_by_cycle() -> dict[int, tuple[int, int]]:
    """The cycles on trial, by their keys: how many people began, how many submitted for practice. Two queries."""
    on_trial = TrialRound.objects.values_list("cycle", flat=True)
    counted = PracticeReport.objects.filter(cycle__in=on_trial).order_by().values("cycle")
    found = counted.annotate(began=Count("pk"), submitted=Count("submitted_at"))
    by_cycle = {row["cycle"]: (row["began"], row["submitted"]) for row in found}
    return {cycle: by_cycle.get(cycle, (0, 0)) for cycle in on_trial}


def taken_part(cycle: ReportingCycle, *, at: datetime) -> Taken:
    """Who took part in a trial, in numbers; four queries."""
    held = PracticeReport.objects.filter(cycle=cycle).values_list("person", "submitted_at")
    began = dict(held)
    submitted = [person for person, submitted_at in began.items() if submitted_at is not None]
    remarks = remarks_in(cycle).count()
    return Taken(len(began), _parties(began, at), len(submitted), _parties(submitted, at), remarks)


def remarks_in(cycle: ReportingCycle) -> QuerySet[TrialRemark]:
    """The remarks of a cycle, the latest first."""
    return TrialRemark.objects.filter(practice__cycle=cycle).select_related("practice")


def with_parties(remarks: Iterable[TrialRemark], *, at: datetime) -> list[Remarked]:
    """Remarks with the Parties of whoever wrote them; one query."""
    held = list(remarks)
    people = {one.practice.person_id for one in held}
    roles = FocalPoint.objects.current(timezone.localdate(at)).filter(user__in=people).select_related("party")
    parties: dict[int, dict[str, Party]] = {}
    for role in roles.order_by("party__code"):
        parties.setdefault(role.user_id, {})[role.party.code] = role.party
    return [Remarked(tuple(parties.get(one.practice.person_id, {}).values()), one) for one in held]


def _parties(people: Collection[int], at: datetime) -> int:
    roles = FocalPoint.objects.current(timezone.localdate(at)).filter(user__in=people)
    return roles.order_by().values("party").distinct().count()


def course_of(cycle: ReportingCycle, form: QuestionnaireForm) -> Course:
    """What was left open and what the check refused, by question; one report in memory at a time."""
    held = PracticeReport.objects.filter(cycle=cycle).order_by("pk").only("content")
    return tell_course(form, (one.answers for one in held.iterator(chunk_size=50)))


def tell_course(form: QuestionnaireForm, tries: Iterable[Answers]) -> Course:
    """The course of several tries of a form; a question is named once three filled in something of its section."""
    began: Counter[str] = Counter()
    left_open: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for answers in tries:
        closed = closed_questions(form, answers)
        given = {key for key, answer in answers.items() if not answer.is_empty and key not in closed}
        for section, _title in form.chapters:
            asked = [one.key for page in form.pages[section] for one in page if one.kind != NOT_TRIED]
            if given.isdisjoint(asked):
                continue
            began[section] += 1
            left_open.update(key for key in asked if key not in given and key not in closed)
        refused.update(
            {one.question.key for one in check(form, answers) if one.is_blocking and one.kind != Kind.MISSING}
        )
    return Course(_most(form, left_open, began), _most(form, refused, began))


def _most(form: QuestionnaireForm, counted: Counter[str], began: Counter[str]) -> list[Hard]:
    found = [Hard(form.fields[key], number, began[form.fields[key].section]) for key, number in counted.most_common()]
    return [one for one in found if one.of >= FEWEST][:MOST_NAMED]
