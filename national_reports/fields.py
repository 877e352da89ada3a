"""The questions of a page as its template shows them: values, earlier answers, notes, states."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from national_reports.codec import AnswerData
from national_reports.documents.labels import wording_labels
from national_reports.forms import CONTACT, MOST_LINKS, languages_beside
from national_reports.helping import Help
from national_reports.models import Answer, ReviewNote
from national_reports.previous import PreviousAnswer
from national_reports.questionnaire import Condition, Question, QuestionnaireForm
from national_reports.sending import Sent, digest_of
from national_reports.wording_words import in_words_of_labels, of_lead
from national_reports.words import in_words
from parties.formats import quoted
from parties.in_languages import reader_language

SPARE_LINKS = 2


@dataclass(frozen=True)
class TextBox:
    """One text in one language, under the name that its field has."""

    name: str
    language: str
    language_name: str
    text: str
    # The one to begin with, and whatever was written: others are opened by whoever wants a further language.
    is_open: bool = True

    @property
    def rows(self) -> int:
        return min(18, max(3, len(self.text) // 70 + self.text.count("\n") + 1))


@dataclass(frozen=True)
class Choice:
    """One option with what may be added to it."""

    code: str
    label: str
    chosen: bool
    exclusive: bool
    boxes: list[TextBox]
    # What the form asks to be told besides, in its own words.
    caption: str = ""
    amount_name: str = ""
    amount: str = ""


@dataclass
class Field:
    """One question of a page: what stands in its inputs, under the version that this was typed over."""

    question: Question
    data: AnswerData
    version: int
    shown: str
    is_closed: bool
    needs: str
    opened_by: str
    answer: Answer | None = None
    boxes: list[TextBox] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    lines: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    previous: PreviousAnswer | None = None
    notes: list[ReviewNote] = field(default_factory=list)
    has_conflict: bool = False
    # Texts of this reader that wait since a session ended; see views/kept.py.
    kept: Any = None
    error: str = ""
    # What cannot be true of the answer that stands.
    remark: str = ""
    # Whose words it is asked in, where not all of its page are in the same; and those of the lead of its group.
    wording: str = ""
    group_language: str = ""
    group_wording: str = ""
    typed: Sent | None = None
    help: Help | None = None

    @property
    def asked_in(self) -> str:
        """The language of what is asked and of the options."""
        return self.question.wording.language

    @property
    def template(self) -> str:
        return f"national_reports/kinds/{self.question.kind.replace('-', '_')}.html"

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def name(self) -> str:
        """What the names of its inputs begin with."""
        return f"{self.key}~{self.version}"

    @property
    def is_single_box(self) -> bool:
        """Whether the question's own text labels its only input."""
        return self.question.kind in ("number", "day") or (self.question.kind == "text" and len(self.boxes) == 1)

    @property
    def says_all_that_apply(self) -> bool:
        """Whether our wording itself asks for all that apply, so that the hint would say it twice."""
        wording = self.question.working or self.question.wording
        return not self.question.is_official and wording.text.endswith(("that apply.", "that applies."))

    @property
    def value(self) -> str:
        """The number or day as it is written in its input, whether or not it is one."""
        if self.typed is not None:
            return self.typed.get()
        if self.data.number is not None:
            return str(self.data.number)
        return self.data.entries[0].get("day", "") if self.data.entries else ""

    @property
    def previous_words(self) -> str:
        if self.previous is None:
            return ""
        return in_words(self.previous.question, self.previous.data, may_be_markup=True).in_one_line

    @property
    def can_copy(self) -> bool:
        previous = self.previous
        return previous is not None and previous.copy is not None and previous.copy != self.data


def build_field(
    question: Question,
    form: QuestionnaireForm,
    *,
    answer: Answer | None,
    data: AnswerData,
    languages: Sequence[str],
    closed: Collection[str],
    typed: Sent | None = None,
) -> Field:
    """One question with the inputs that its kind has; `data` is what they show.

    What was typed and is not stored stands under the version that it was typed over, and is given as `typed` too.
    """
    built = Field(
        question=question,
        data=data,
        version=typed.version if typed else answer.version if answer else 0,
        shown=(typed.shown or "") if typed else digest_of(data),
        typed=typed,
        is_closed=question.key in closed,
        needs=conditions_as_json(question),
        opened_by=conditions_in_words(question, form),
        answer=answer,
    )
    match question.kind:
        case "text":
            built.boxes = _boxes(built.name, data.texts, languages)
        case "contact":
            held = data.entries[0] if data.entries else {}
            built.lines = [{"name": name, "value": held.get(name, "")} for name in CONTACT]
        case "links":
            empty = [{"url": "", "title": ""}] * SPARE_LINKS
            shown = [*data.entries, *empty][:MOST_LINKS]
            built.links = [dict(entry, place=str(place)) for place, entry in enumerate(shown)]
        case "number" | "day" | "attachments":
            pass
        case _:
            built.choices = [_choice(built, code, label, languages) for code, label in question.options.items()]
    return built


def _boxes(name: str, texts: Mapping[str, str], languages: Sequence[str]) -> list[TextBox]:
    names = settings.ALL_LANGUAGES
    # A report begins in the language of its reader where it is written in that, else in its first one.
    first = reader_language() if reader_language() in languages else next(iter(languages), "")
    codes = sorted((*languages, *languages_beside(texts, languages)), key=lambda code: code != first)
    return [
        TextBox(
            name=f"{name}:{code}",
            language=code,
            language_name=str(names.get(code, names.get(f"{code}-hans", code))),
            text=texts.get(code, ""),
            is_open=code == first or bool(texts.get(code)),
        )
        for code in codes
    ]


def _choice(built: Field, code: str, label: str, languages: Sequence[str]) -> Choice:
    question, data = built.question, built.data
    what = question.details.get(code)
    detail = data.details.get(code)
    name = f"{built.name}:detail:{code}"
    amount = str(detail) if isinstance(detail, int) else ""
    return Choice(
        code=code,
        label=label,
        chosen=code in data.options,
        exclusive=code in question.exclusive,
        boxes=_boxes(name, detail if isinstance(detail, Mapping) else {}, languages) if what == "text" else [],
        caption=question.wording.captions.get(code, ""),
        amount_name=name if what == "amount" else "",
        amount=built.typed.get(f"detail:{code}") if built.typed else amount,
    )


def name_wordings(fields: Sequence[Field], form: QuestionnaireForm) -> str:
    """Whose words the questions of a page are asked in; where they differ, each that is not the Secretariat's says so.

    A lead of a group that is ours above questions of the Secretariat's says so too.
    """
    labels = wording_labels()
    questions = [one.question for one in fields]
    differ = len({(one.is_official, one.wording.language) for one in questions}) > 1
    for one in fields:
        if differ and not one.question.is_official:
            one.wording = in_words_of_labels([one.question], labels)
        one.group_language = form.language_of(form.groups.get(one.question.group, ""))
        one.group_wording = of_lead(one.question, form, labels)
    return in_words_of_labels(questions, labels)


def conditions_as_json(question: Question) -> str:
    """The conditions for the page's script: every entry must hold, any of an entry's conditions makes it hold."""
    return (
        json.dumps([[_condition(one) for one in entry] for entry in question.enabled_by]) if question.enabled_by else ""
    )


def _condition(condition: Condition) -> dict[str, Any]:
    if condition.values is not None:
        return {"question": condition.question, "values": sorted(condition.values)}
    return {"question": condition.question, "except": sorted(condition.excluded or ())}


def conditions_in_words(question: Question, form: QuestionnaireForm) -> str:
    """When a question is asked: "if question 18 is Yes"."""
    return _(" and ").join(_(" or ").join(_in_words(one, form) for one in entry) for entry in question.enabled_by)


def _in_words(condition: Condition, form: QuestionnaireForm) -> str:
    on = form.fields[condition.question]
    number = on.number or quoted(on.wording.text)
    if condition.values is not None:
        labels = _(" or ").join(quoted(label) for code, label in on.options.items() if code in condition.values)
        return _("question %(number)s is %(labels)s") % {"number": number, "labels": labels}
    labels = _(" or ").join(quoted(label) for code, label in on.options.items() if code in (condition.excluded or ()))
    if labels:
        return _("question %(number)s has an answer other than %(labels)s") % {"number": number, "labels": labels}
    return _("question %(number)s is answered") % {"number": number}


def parents_elsewhere(questions: Iterable[Question], answers: Mapping[str, AnswerData], closed: Collection[str]) -> str:
    """The open answers on other pages that this page's conditions rest on, for the page's script."""
    here = {question.key for question in questions}
    needed = {one.question for question in questions for entry in question.enabled_by for one in entry} - here
    return json.dumps({key: list(answers[key].options) for key in sorted(needed - set(closed)) if key in answers})
