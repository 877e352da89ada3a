"""Whose words questions are asked in, and in which language: for pages and documents alike. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from national_reports.questionnaire import Question, QuestionnaireForm


def in_words_of_labels(questions: Iterable[Question], labels: Mapping[str, str]) -> str:
    """As “Official wording (French)”; where they differ each with its number of questions, most first.

    `labels` are those of a document (documents/labels.py).
    """
    counted = Counter((one.is_official, one.wording.language) for one in questions)
    said = {
        in_language(labels, official=official, language=language): number
        for (official, language), number in counted.most_common()
    }
    if len(said) < 2:
        return "".join(said)
    return " · ".join(labels["wording.counted"].format(wording=one, n=number) for one, number in said.items())


def in_language(labels: Mapping[str, str], *, official: bool, language: str) -> str:
    """One wording with its language."""
    return labels["wording.in_language"].format(
        wording=labels["wording.official" if official else "wording.working"],
        language=labels.get(f"wording.language.{language}", language),
    )


def of_lead(question: Question, form: QuestionnaireForm, labels: Mapping[str, str]) -> str:
    """That the lead of its group is ours, where it stands above a question of the Secretariat's."""
    stem = form.groups.get(question.group)
    if not stem or not question.is_official or question.group in form.headings.groups:
        return ""
    return in_language(labels, official=False, language=form.language_of(stem))
