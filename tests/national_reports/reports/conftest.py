"""A Party with a draft, its people, and the Secretariat."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.loading import FOLDER
from national_reports.models import Answer, Report
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import form_for
from national_reports.services.filling import columns_of, save_answer
from national_reports.services.opening import open_report
from national_reports.services.workflow import submit_report
from parties.models import Party
from tests.factories import NOW
from tests.people_factories import make_focal_point, make_staff

# What question 15 no longer offers once it is mended.
OPTION = "instrument.indirectLaws"
LINE = f"    {OPTION}: Other laws, regulations or guidelines that cover biosafety indirectly\n"


@pytest.fixture
def people(world) -> SimpleNamespace:
    return SimpleNamespace(
        authority=make_focal_point("KEN", "authority"),
        contributor=make_focal_point("KEN"),
        staff=make_staff(),
        other_staff=make_staff(),
        publisher=make_staff(publisher=True),
    )


@pytest.fixture
def nr4(world) -> QuestionnaireForm:
    return form_for(ReportingCycle.objects.get(code="NR4"))


@pytest.fixture
def draft(people) -> Report:
    return open_report(
        party=Party.objects.get(code="KEN"),
        cycle=ReportingCycle.objects.get(code="NR4"),
        by=people.contributor,
        at=NOW,
    )


@pytest.fixture
def put(people) -> Callable[..., object]:
    """Save an answer as somebody who has seen what stands."""

    def put(report: Report, question: str, data: AnswerData, by=None):
        held = report.answers.filter(question=question).first()
        return save_answer(
            report=report,
            question=question,
            data=data,
            read_version=held.version if held else 0,
            by=by or people.contributor,
            at=NOW,
        )

    return put


@pytest.fixture
def complete(nr4, put, people) -> Callable[..., Report]:
    """Answer all that must be answered, with the first option that each question offers.

    A hundred rows are written at once; where they are `typed`, each by a save of its own that the trail tells of.
    """
    answers = {
        "reportPeriodStartDate": AnswerData(entries=({"day": "2015-11-01"},)),
        "reportPeriodEndDate": AnswerData(entries=({"day": "2019-09-30"},)),
        "contact": AnswerData(entries=({"name": "Focal Point One", "email": "one@portal.example"},)),
    }
    for question in nr4.questions.values():
        if question.mandatory:
            options = (next(iter(question.options)),) if question.options else ()
            answers[question.key] = AnswerData(options=options) if options else AnswerData(texts={"en": "Yes."})

    def complete(report: Report, *, typed: bool = False) -> Report:
        saved = answers.keys() if typed else {one.question for one in report.answers.all()} & answers.keys()
        for key in saved:
            put(report, key, answers[key])
        told = {"changed_at": NOW, "changed_by": people.contributor}
        Answer.objects.bulk_create(
            Answer(report=report, question=key, **columns_of(data), **told)
            for key, data in answers.items()
            if key not in saved
        )
        return report

    return complete


@pytest.fixture
def submit(people) -> Callable[..., object]:
    def submit(report: Report, *, key=None, by=None, at=NOW):
        return submit_report(report=report, key=key or uuid4(), declared=True, by=by or people.authority, at=at)

    return submit


@pytest.fixture
def mended(tmp_path) -> Path:
    """The questionnaires where one option of question 15 is no longer offered."""
    folder = tmp_path / "questionnaires"
    shutil.copytree(FOLDER, folder)
    file = folder / "nr4.yaml"
    text = file.read_text()
    assert text.count(LINE) == 1
    file.write_text(text.replace(LINE, ""))
    return folder
