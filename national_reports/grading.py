"""What the checks of reports in review found, in three grades, for many reports at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from national_reports.codec import AnswerData
from national_reports.models import Answer, Attachment, RegistryRemark, Report, ReviewNote
from national_reports.previous import previous_answers_of
from national_reports.questionnaire import QuestionnaireForm
from national_reports.review import Grade, answer_remarks
from national_reports.selectors import questionnaires_of
from parties.models import Treaty, TreatyStatus


@dataclass(frozen=True)
class Checked:
    """How many remarks of each grade there are, and notes that wait for an answer."""

    blocks: int = 0
    asks: int = 0
    tells: int = 0
    notes: int = 0

    @property
    def is_clear(self) -> bool:
        """Whether no question is open: what is only told is none."""
        return not (self.blocks or self.asks or self.notes)

    @property
    def graded(self) -> list[tuple[Grade, int]]:
        """The grades that something was found of, the heaviest first."""
        found = {Grade.BLOCKS: self.blocks, Grade.ASKS: self.asks, Grade.TELLS: self.tells}
        return [(grade, number) for grade, number in found.items() if number]


def checked(reports: Iterable[Report]) -> dict[int, Checked]:
    """What the checks find in each of these reports, none of which is being filled in, by its number.

    Each under the form that it answered: two queries, and eight for each form.
    """
    reports = list(reports)
    answered = questionnaires_of(reports)
    by_form: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        by_form[answered[report.pk].pk].append(report)
    found: dict[int, Checked] = {}
    for held in by_form.values():
        found |= _of_form(held, answered[held[0].pk].form)
    return found


def _of_form(reports: list[Report], form: QuestionnaireForm) -> dict[int, Checked]:
    numbers = [report.pk for report in reports]
    answers = _answers(numbers)
    yes_no = [key for key, question in form.fields.items() if question.kind == "yes-no"]
    previous = previous_answers_of(reports, form, yes_no)
    told = Counter(RegistryRemark.objects.filter(report__in=numbers).values_list("report", flat=True))
    open_notes = ReviewNote.objects.filter(report__in=numbers, settled_at=None)
    # What colleagues of a Party tell each other is theirs.
    notes = Counter(open_notes.exclude(audience=ReviewNote.Audience.PARTY).values_list("report", flat=True))
    in_force = dict(
        TreatyStatus.objects.filter(
            treaty=Treaty.PROTOCOL, party__in=[report.party_id for report in reports]
        ).values_list("party", "in_force_on")
    )
    found = {}
    for report in reports:
        remarks = answer_remarks(
            form,
            answers[report.pk],
            previous[report.pk],
            in_force_on=in_force.get(report.party_id),
            population_on=report.cycle.population_on,
        )
        graded = Counter(one.grade for one in remarks)
        found[report.pk] = Checked(
            graded[Grade.BLOCKS], graded[Grade.ASKS], graded[Grade.TELLS] + told[report.pk], notes[report.pk]
        )
    return found


def _answers(reports: Collection[int]) -> dict[int, dict[str, AnswerData]]:
    """The answers of these reports, their files as the answer that they are to the check."""
    found: dict[int, dict[str, AnswerData]] = defaultdict(dict)
    for answer in Answer.objects.filter(report__in=reports):
        found[answer.report_id][answer.question] = answer.data
    for report in Attachment.objects.kept().filter(report__in=reports).values_list("report", flat=True).distinct():
        found[report]["attachments"] = AnswerData(entries=({"held": "true"},))
    return found
