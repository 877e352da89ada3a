"""What a reviewer sees of a report: its answers beside earlier ones, with what catches the eye."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from national_reports import progress
from national_reports.codec import AnswerData
from national_reports.comparing import Point, changed_questions, said_at
from national_reports.courtesy import Beside
from national_reports.cover import cover_of
from national_reports.models import Attachment, Report, ReviewNote, Submission
from national_reports.plausibility_words import remark_in_words
from national_reports.previous import PreviousAnswer, previous_answers
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import answers_of, form_of, questionnaire_of
from national_reports.translations import beside_texts
from national_reports.words import AnswerInWords, in_words
from parties.formats import date_format
from parties.in_languages import in_reader_language, reader_language
from parties.models import Treaty, TreatyStatus


class Kind(StrEnum):
    OPEN = "open"
    INVALID = "invalid"
    IMPLAUSIBLE = "implausible"
    CONTRADICTION = "contradiction"
    REVERSAL = "reversal"
    STATUS = "status"
    REGISTRY = "registry"


class Grade(StrEnum):
    """How much a remark of the checks weighs for whoever decides."""

    # As the form would not take it: to be returned.
    BLOCKS = "blocks"
    # It may be right, and only a person can tell.
    ASKS = "asks"
    # Good to know; no figure rests on it.
    TELLS = "tells"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS: Mapping[Grade, StrOrPromise] = {
    Grade.BLOCKS: gettext_lazy("to be mended"),
    Grade.ASKS: gettext_lazy("to be looked at"),
    Grade.TELLS: gettext_lazy("to be known"),
}

GRADES: Mapping[Kind, Grade] = {
    Kind.OPEN: Grade.BLOCKS,
    Kind.INVALID: Grade.BLOCKS,
    Kind.IMPLAUSIBLE: Grade.BLOCKS,
    Kind.CONTRADICTION: Grade.ASKS,
    Kind.REVERSAL: Grade.ASKS,
    Kind.STATUS: Grade.ASKS,
    # Figures of records are counted in the registry itself, whatever a report says of it.
    Kind.REGISTRY: Grade.TELLS,
}


@dataclass(frozen=True)
class Remark:
    """Something at one question that a reviewer should look at; never a judgement."""

    kind: Kind
    question: str
    text: str

    @property
    def label(self) -> str:
        return str(KINDS[self.kind])

    @property
    def grade(self) -> Grade:
        return GRADES[self.kind]


KINDS = {
    Kind.OPEN: gettext_lazy("Not answered"),
    Kind.INVALID: gettext_lazy("Not as the form takes it"),
    Kind.IMPLAUSIBLE: gettext_lazy("Out of range"),
    Kind.CONTRADICTION: gettext_lazy("Contradiction"),
    Kind.REVERSAL: gettext_lazy("Reversed"),
    Kind.STATUS: gettext_lazy("Party status"),
    Kind.REGISTRY: gettext_lazy("Not found in the Clearing-House"),
}

# (before, now) of a question answered yes, partly or no; a step to or from "partly" is a development, not a reversal.
REVERSALS: Mapping[tuple[str, str], StrOrPromise] = {
    ("true", "false"): gettext_lazy("“Yes” in %(cycle)s, “no” now."),
    ("true.some", "false"): gettext_lazy("“Partly” in %(cycle)s, “no” now."),
    ("false", "true"): gettext_lazy("“No” in %(cycle)s, “yes” now."),
}

_OF_CHECK = {
    progress.Kind.MISSING: (Kind.OPEN, gettext_lazy("Must be answered.")),
    progress.Kind.INVALID: (Kind.INVALID, ""),
    progress.Kind.IMPLAUSIBLE: (Kind.IMPLAUSIBLE, ""),
    progress.Kind.INCONSISTENT: (Kind.CONTRADICTION, ""),
}


def check_remarks(form: QuestionnaireForm, answers: Mapping[str, AnswerData]) -> list[Remark]:
    """Open and contradictory answers, as the Party's own check tells them. Pure."""
    return [Remark(*_said(found)) for found in progress.check(form, answers) if found.kind in _OF_CHECK]


def _said(found: progress.Remark) -> tuple[Kind, str, str]:
    kind, text = _OF_CHECK[found.kind]
    return kind, found.question.key, remark_in_words(found) or str(text)


def reversals(
    form: QuestionnaireForm, answers: Mapping[str, AnswerData], previous: Mapping[str, PreviousAnswer]
) -> list[Remark]:
    """Yes that became no, or no that became yes, at questions that may be compared. Pure."""
    found = []
    for key, before in previous.items():
        now = answers.get(key)
        if before.not_comparable or before.copy is None or now is None or form.fields[key].kind != "yes-no":
            continue
        for pair in ((old, new) for old in before.copy.options for new in now.options):
            if pair in REVERSALS:
                found.append(Remark(Kind.REVERSAL, key, REVERSALS[pair] % {"cycle": before.cycle}))
    return found


def membership_remarks(
    form: QuestionnaireForm, answers: Mapping[str, AnswerData], *, in_force_on: date | None, population_on: date
) -> list[Remark]:
    """Whether a Party calls itself one while the Protocol is not in force for it, or the other way round. Pure."""
    key = form.membership
    said = answers.get(key, AnswerData()).options
    is_party = in_force_on is not None and in_force_on <= population_on
    if said == ("true",) and not is_party:
        return [Remark(Kind.STATUS, key, _("Says that it is a Party; the Protocol was not in force for it then."))]
    if said == ("false",) and is_party:
        return [Remark(Kind.STATUS, key, _("Says that it is no Party; the Protocol was in force for it then."))]
    return []


def answer_remarks(
    form: QuestionnaireForm,
    answers: Mapping[str, AnswerData],
    previous: Mapping[str, PreviousAnswer],
    *,
    in_force_on: date | None,
    population_on: date,
) -> list[Remark]:
    """What all checks of the answers find, their files among them as the answer that they are to the check. Pure."""
    return [
        *check_remarks(form, answers),
        *reversals(form, answers, previous),
        *membership_remarks(form, answers, in_force_on=in_force_on, population_on=population_on),
    ]


def registry_remarks(report: Report) -> list[Remark]:
    """What the answers say to be in the Clearing-House and its registry did not hold."""
    said = _("Says that %(what)s are in the Clearing-House; its registry held none on %(day)s.")
    return [
        Remark(
            Kind.REGISTRY,
            one.question,
            said % {"what": in_reader_language(one.what), "day": date_format(one.checked_on)},
        )
        for one in report.registry_remarks.order_by("question")
    ]


@dataclass(frozen=True)
class Row:
    """One question with this report's answer and those to compare it with."""

    question: Question
    now: AnswerInWords | None
    previous: PreviousAnswer | None
    before: AnswerInWords | None
    published: AnswerInWords | None
    # What was handed in before the report was returned, where it says something else now.
    returned: AnswerInWords | None
    is_changed: bool
    is_changed_since_return: bool
    remarks: tuple[Remark, ...]
    notes: tuple[ReviewNote, ...]

    @property
    def is_of_return(self) -> bool:
        """Whether it was changed since the report was returned, or was a reason to return it."""
        return self.is_changed_since_return or any(note.returns for note in self.notes)


@dataclass
class Review:
    """A report as its reviewer reads it."""

    report: Report
    form: QuestionnaireForm
    sections: list[tuple[str, list[Row]]]
    remarks: list[Remark]
    notes: list[ReviewNote]
    submission: Submission | None
    earlier: Report | None
    # The submission that was returned; None where this one is the first of its version.
    before: Submission | None
    # Whether the form that it answered was mended since.
    is_of_earlier_form: bool
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def count(self) -> list[tuple[str, int]]:
        """How many remarks of each kind there are."""
        return [(str(label), sum(r.kind == kind for r in self.remarks)) for kind, label in KINDS.items()]

    @property
    def open_returns(self) -> list[ReviewNote]:
        """The reasons for which it was returned that nobody has settled."""
        notes = [*self.notes, *(note for _title, rows in self.sections for row in rows for note in row.notes)]
        return [note for note in notes if note.returns and note.settled_at is None]


def review_of(report: Report, *, audiences: Collection[str]) -> Review:
    """Gather a report for review: answers, earlier answers, remarks, notes of these audiences and files."""
    questionnaire = questionnaire_of(report)
    form = questionnaire.form_in(reader_language())
    answers = answers_of(report)
    previous = previous_answers(report, form)
    earlier = _earlier_version(report)
    published = {} if earlier is None else cover_of(earlier.header) | answers_of(earlier)
    # Each version in the words in which it was asked.
    asked_then = {} if earlier is None else form_of(earlier, reader_language()).fields
    remarks = _all_remarks(report, form, answers, previous)
    by_question = _by(remarks)
    notes = _notes(report, audiences)
    closed = progress.closed_questions(form, answers)
    beside = beside_texts([report], public=False)
    beside_published = {} if earlier is None else beside_texts([earlier], public=False)
    submissions = list(report.submissions.select_related("by").order_by("-at")[:2])
    before = submissions[1] if len(submissions) > 1 else None
    returned = _changed_since(report, submissions)

    def row(question: Question) -> Row:
        key = question.key
        given, old = answers.get(key), previous.get(key)
        return Row(
            question=question,
            now=_words(question, given, beside),
            previous=old,
            before=_words(old.question, old.data) if old else None,
            published=_words(asked_then.get(key, question), published.get(key), beside_published),
            returned=returned.get(key),
            is_changed_since_return=key in returned,
            is_changed=_differs(given, published.get(key)) if earlier else _moved(given, old),
            remarks=tuple(by_question[key]),
            notes=tuple(notes[key]),
        )

    sections = [
        (title, [row(q) for page in form.pages[section] for q in page if q.key not in closed])
        for section, title in form.chapters
    ]
    return Review(
        report=report,
        form=form,
        sections=sections,
        remarks=remarks,
        notes=notes[""],
        submission=submissions[0] if submissions else None,
        earlier=earlier,
        before=before,
        is_of_earlier_form=not questionnaire.is_in_use,
        attachments=list(report.attachments.kept().select_related("added_by")),
    )


def _changed_since(report: Report, submissions: Sequence[Submission]) -> dict[str, AnswerInWords | None]:
    """What the submission before the last said at each question that the last one answers otherwise."""
    if len(submissions) < 2:
        return {}
    now, before = (said_at(Point(one.reference, report, one), reader_language()) for one in submissions)
    return {
        one.key: _words(before.questions.get(one.key, one), before.answers.get(one.key))
        for one in changed_questions(before, now)
    }


def _all_remarks(
    report: Report,
    form: QuestionnaireForm,
    answers: Mapping[str, AnswerData],
    previous: Mapping[str, PreviousAnswer],
) -> list[Remark]:
    found = answer_remarks(
        form,
        {**answers, **_files(report)},
        previous,
        in_force_on=_in_force_on(report),
        population_on=report.cycle.population_on,
    )
    return [*found, *registry_remarks(report)]


def _notes(report: Report, audiences: Collection[str]) -> dict[str, list[ReviewNote]]:
    """The notes of these audiences by question."""
    found: dict[str, list[ReviewNote]] = defaultdict(list)
    for note in report.notes.filter(audience__in=audiences).select_related("by"):
        found[note.question].append(note)
    return found


def _by(remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        found[remark.question].append(remark)
    return found


def _files(report: Report) -> dict[str, AnswerData]:
    """The files as the answer that they are to the check."""
    held = report.attachments.kept().exists()
    return {"attachments": AnswerData(entries=({"held": "true"},))} if held else {}


def _earlier_version(report: Report) -> Report | None:
    """The version that was public before this one, if any."""
    versions = Report.objects.seen().filter(party=report.party_id, cycle=report.cycle_id, part=report.part)
    return versions.filter(version__lt=report.version).order_by("-version").first()


def _in_force_on(report: Report) -> date | None:
    status = TreatyStatus.objects.filter(party=report.party_id, treaty=Treaty.PROTOCOL).first()
    return status.in_force_on if status else None


def _words(question: Question, data: AnswerData | None, beside: Beside | None = None) -> AnswerInWords | None:
    if data is None or data.is_empty:
        return None
    # How to reach the contact is given to the Secretariat.
    return in_words(question, data, with_private=True, translations=beside or {}, every_language=True)


def _differs(now: AnswerData | None, before: AnswerData | None) -> bool:
    return (now or AnswerData()) != (before or AnswerData())


def _moved(now: AnswerData | None, before: PreviousAnswer | None) -> bool:
    """Whether an answer by options is another one than in the last cycle, where the two may be compared."""
    if before is None or before.not_comparable or before.copy is None or now is None:
        return False
    return set(now.options) != set(before.copy.options)
