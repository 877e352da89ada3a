"""The questions of every form as rows, with their counterparts in other cycles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from national_reports.models import QuestionMap
from national_reports.questionnaire import Condition, Question, QuestionnaireForm, Wording

LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The same question in another cycle; `recoding` runs from the earlier form to the later."""

    cycle: str
    key: str
    recoding: Mapping[str, str]
    not_comparable: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in its form."""

    form: QuestionnaireForm
    question: Question
    section_title: str
    counterparts: tuple[Counterpart, ...]

    @property
    def wording(self) -> Wording:
        return self.question.wording_in(LANGUAGE)

    @property
    def wording_status(self) -> str:
        return "official" if LANGUAGE in self.question.official else "working wording"

    @property
    def group_title(self) -> str:
        return self.form.groups.get(self.question.group, "")

    @property
    def options(self) -> list[dict[str, str]]:
        labels = {**self.question.options, **self.wording.options}
        return [{"code": code, "label": label} for code, label in labels.items()]

    @property
    def conditions(self) -> list[dict[str, list[dict[str, str | list[str] | None]]]]:
        return [{"any_of": [_condition(one) for one in entry]} for entry in self.question.enabled_by]

    def speaks_of(self, searched: str) -> bool:
        """Whether a casefolded text is found in the question, its number, its key or its options."""
        texts = (self.question.key, self.question.number, self.wording.text, self.group_title)
        return any(searched in text.casefold() for text in (*texts, *(option["label"] for option in self.options)))


def _condition(condition: Condition) -> dict[str, str | list[str] | None]:
    return {
        "question": condition.question,
        "values": None if condition.values is None else sorted(condition.values),
        "excluded": None if condition.excluded is None else sorted(condition.excluded),
    }


def question_rows(forms: Iterable[QuestionnaireForm]) -> list[QuestionRow]:
    """Every question of the forms in their order; one query for the maps between them."""
    counterparts = _counterparts()
    return [
        QuestionRow(
            form,
            question,
            dict(form.sections)[question.section],
            tuple(counterparts[form.cycle, question.key]),
        )
        for form in forms
        for question in form.questions.values()
    ]


def _counterparts() -> dict[tuple[str, str], list[Counterpart]]:
    found: dict[tuple[str, str], list[Counterpart]] = defaultdict(list)
    maps = QuestionMap.objects.select_related("current", "previous").order_by("previous__deadline", "current__deadline")
    for question_map in maps:
        current, previous = question_map.current.code, question_map.previous.code
        for link in question_map.links.values():
            found[current, link.current].append(Counterpart(previous, link.previous, link.values, link.not_comparable))
            found[previous, link.previous].append(Counterpart(current, link.current, link.values, link.not_comparable))
    return found
