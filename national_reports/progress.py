"""How far a report is: the state of each section, and what stands in the way of submitting it. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from national_reports.codec import AnswerData
from national_reports.plausibility import Fault, faults
from national_reports.questionnaire import Question, QuestionnaireForm

Answers = Mapping[str, AnswerData]


class SectionState(StrEnum):
    NOT_STARTED = "not started"
    # Nothing is answered, and nothing has to be.
    OPTIONAL = "optional"
    IN_PROGRESS = "in progress"
    # Everything that must be answered is; nobody has called it complete yet.
    ANSWERED = "answered"
    COMPLETE = "complete"
    # Called complete, but something has come open since.
    ATTENTION = "needs attention"

    @property
    def is_ready(self) -> bool:
        """Whether nothing of the section stands in the way of submitting, marked or not."""
        return self in (SectionState.OPTIONAL, SectionState.ANSWERED, SectionState.COMPLETE)


class Kind(StrEnum):
    MISSING = "missing"
    INVALID = "invalid"
    # It cannot be true: kept as typed, and read as unanswered by figures.
    IMPLAUSIBLE = "implausible"
    COPIED = "copied"
    CONFLICT = "conflict"
    INCONSISTENT = "inconsistent"
    HIDDEN = "hidden"


# An inconsistent report may be right, and hidden answers are the Party's own business: both are only told.
BLOCKING = frozenset({Kind.MISSING, Kind.INVALID, Kind.IMPLAUSIBLE, Kind.COPIED, Kind.CONFLICT})


@dataclass(frozen=True, slots=True)
class Remark:
    """What the check found at one question; `text` or `faults` say more where the kind alone does not."""

    kind: Kind
    question: Question
    text: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def is_blocking(self) -> bool:
        return self.kind in BLOCKING


@dataclass(frozen=True, slots=True)
class SectionProgress:
    key: str
    title: str
    state: SectionState
    asked: int
    answered: int
    # Of the questions asked, those that must be answered, and how many of them are.
    required: int
    given: int
    remarks: tuple[Remark, ...]

    @property
    def blocking(self) -> int:
        return sum(remark.is_blocking for remark in self.remarks)


def codes_of(answers: Answers) -> dict[str, frozenset[str]]:
    """The chosen options by question, as conditions read them."""
    return {key: frozenset(answer.options) for key, answer in answers.items()}


def closed_questions(form: QuestionnaireForm, answers: Answers) -> frozenset[str]:
    return form.closed(codes_of(answers))


def check(
    form: QuestionnaireForm,
    answers: Answers,
    *,
    copied: Collection[str] = (),
    conflicts: Collection[str] = (),
) -> list[Remark]:
    """All that the check page shows, in the order of the form."""
    closed = closed_questions(form, answers)
    codes = codes_of({key: answer for key, answer in answers.items() if key not in closed})
    contradictions: dict[str, list[str]] = {}
    for rule in form.checks:
        if rule.question not in closed and all(any(one.holds(codes) for one in entry) for entry in rule.when):
            contradictions.setdefault(rule.question, []).append(rule.text)
    found = []
    for key, question in form.fields.items():
        answer = answers.get(key, AnswerData())
        if key in closed:
            if not answer.is_empty:
                found.append(Remark(Kind.HIDDEN, question))
            continue
        if key in conflicts:
            found.append(Remark(Kind.CONFLICT, question))
        if answer.is_empty:
            if question.mandatory:
                found.append(Remark(Kind.MISSING, question))
            continue
        if key in copied:
            found.append(Remark(Kind.COPIED, question))
        if len(answer.options) > 1 and question.exclusive & set(answer.options):
            chosen = next(code for code in answer.options if code in question.exclusive)
            found.append(Remark(Kind.INVALID, question, question.options[chosen]))
        if wrong := faults(question, answers):
            found.append(Remark(Kind.IMPLAUSIBLE, question, faults=wrong))
        found += [Remark(Kind.INCONSISTENT, question, text) for text in contradictions.get(key, ())]
    return found


def sections(
    form: QuestionnaireForm, answers: Answers, *, remarks: Iterable[Remark], marked: Collection[str]
) -> list[SectionProgress]:
    """The task list: every section with its state."""
    closed = closed_questions(form, answers)
    by_section: dict[str, list[Remark]] = {}
    for remark in remarks:
        by_section.setdefault(remark.question.section, []).append(remark)
    found = []
    for key, title in form.chapters:
        # Files are added on a page of their own, and never asked for.
        asked = [q for page in form.pages[key] for q in page if q.key not in closed and q.kind != "attachments"]
        answered = [q for q in asked if q.key in answers and not answers[q.key].is_empty]
        of_section = tuple(by_section.get(key, ()))
        blocked = any(remark.is_blocking for remark in of_section)
        found.append(
            SectionProgress(
                key,
                title,
                _state(len(answered), blocked, key in marked),
                asked=len(asked),
                answered=len(answered),
                required=sum(q.mandatory for q in asked),
                given=sum(q.mandatory for q in answered),
                remarks=of_section,
            )
        )
    return found


def _state(answered: int, blocked: bool, marked: bool) -> SectionState:
    if marked:
        return SectionState.ATTENTION if blocked else SectionState.COMPLETE
    if not answered:
        return SectionState.NOT_STARTED if blocked else SectionState.OPTIONAL
    return SectionState.IN_PROGRESS if blocked else SectionState.ANSWERED
