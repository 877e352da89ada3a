"""What a report said at two times: between versions, and between submissions of one version; files too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy

from national_reports.codec import AnswerData, decode
from national_reports.cover import cover_of
from national_reports.documents.content import File
from national_reports.models import Attachment, Report, Submission
from national_reports.questionnaire import Question
from national_reports.selectors import form_answers, form_of, form_of_submission, open_answers
from national_reports.words import AnswerInWords, in_words


class FileChange(StrEnum):
    ADDED = "added"
    # Another content under the same name.
    CHANGED = "changed"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    FileChange.ADDED: gettext_lazy("added"),
    FileChange.CHANGED: gettext_lazy("changed"),
    FileChange.REMOVED: gettext_lazy("removed"),
}


@dataclass(frozen=True)
class Point:
    """A time at which a report said something: a submission, or a version as it stands."""

    key: str
    report: Report
    submission: Submission | None = None

    @property
    def at(self) -> datetime | None:
        return self.submission.at if self.submission else self.report.published_at


@dataclass(frozen=True)
class Said:
    """What a report said at a point: its answers as the form holds them, and its files."""

    answers: Mapping[str, AnswerData]
    files: tuple[File, ...]
    # As they were asked then.
    questions: Mapping[str, Question]

    def words_at(self, question: Question, *, with_private: bool = False) -> AnswerInWords:
        """The answer to a question in the words of the form of that time."""
        asked = self.questions.get(question.key, question)
        return in_words(asked, self.answers.get(question.key, AnswerData()), with_private=with_private)


NOTHING = Said({}, (), {})


def changed_files(before: Iterable[File], now: Iterable[File]) -> list[tuple[FileChange, File]]:
    """Files that are new, gone, or hold something else under their name, in the order of names. Pure."""
    old, new = list(before), list(now)
    same = {one.sha256 for one in old} & {one.sha256 for one in new}
    gone = [one for one in old if one.sha256 not in same]
    found: list[tuple[FileChange, File]] = []
    for file in new:
        if file.sha256 in same:
            continue
        earlier = next((one for one in gone if one.name == file.name), None)
        if earlier:
            gone.remove(earlier)
        found.append((FileChange.CHANGED if earlier else FileChange.ADDED, file))
    found += [(FileChange.REMOVED, one) for one in gone]
    return sorted(found, key=lambda one: (one[1].name, one[0]))


def changed_questions(before: Said, now: Said) -> list[Question]:
    """The questions whose answers differ, in the order of the later form, and then those that it asks no more. Pure."""
    nothing = AnswerData()
    return [
        question
        for key, question in {**now.questions, **_asked_no_more(before, now)}.items()
        if before.answers.get(key, nothing) != now.answers.get(key, nothing)
    ]


def _asked_no_more(before: Said, now: Said) -> dict[str, Question]:
    return {key: question for key, question in before.questions.items() if key not in now.questions}


def points_of(report: Report) -> list[Point]:
    """Every submission of a Party's report in a cycle, and every version that stands without one; the oldest first."""
    versions = (
        Report.objects.filter(party=report.party_id, cycle=report.cycle_id, part=report.part)
        .select_related("party", "cycle")
        .prefetch_related("submissions")
        .order_by("version")
    )
    found = []
    for version in versions:
        submissions = sorted(version.submissions.all(), key=lambda one: one.at)
        found += [Point(one.reference, version, one) for one in submissions]
        # A draft that was set aside is for its Party alone to read: see services/own_drafts.py.
        if version.is_editable or not (submissions or version.state == Report.State.SET_ASIDE):
            found.append(Point(f"v{version.version}", version))
    return found


def said_at(point: Point | None, language: str) -> Said:
    """What a report said at a point, worded for a reader's language as it was asked then; nothing where there is none.

    Two queries, and the forms that this process has not built yet.
    """
    if point is None:
        return NOTHING
    if point.submission is None:
        form = form_of(point.report, language)
        kept = point.report.attachments.kept().filter(is_scan=False)
        return Said(open_answers(form, form_answers(point.report)), tuple(_file(one) for one in kept), form.fields)
    form = form_of_submission(point.submission, language)
    document = point.submission.document
    decoded = decode(document["document"], form)
    answers = cover_of(decoded.header) | decoded.answers
    if document["links"]:
        answers["links"] = AnswerData(entries=tuple(document["links"]))
    scans = set(point.report.attachments.filter(is_scan=True).values_list("sha256", flat=True))
    files = tuple(files_in(document))
    return Said(answers, tuple(one for one in files if one.sha256 not in scans), form.fields)


def files_in(document: Mapping[str, list[Mapping[str, str]]]) -> list[File]:
    """The files that a frozen document names."""
    return [File(one["name"], int(one["size"]), one["sha256"]) for one in document.get("attachments", ())]


def _file(one: Attachment) -> File:
    return File(one.name, one.size, one.sha256)
