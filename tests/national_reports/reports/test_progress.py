"""The task list and the check."""

import pytest

from national_reports.codec import AnswerData
from national_reports.progress import Kind, SectionState, check, sections


def option(*codes):
    return AnswerData(options=codes)


def found(form, answers, **more):
    return {(remark.kind, remark.question.key) for remark in check(form, answers, **more)}


def state_of(form, answers, section, marked=()):
    remarks = check(form, answers)
    return next(one for one in sections(form, answers, remarks=remarks, marked=marked) if one.key == section)


def test_what_must_be_answered_and_is_not_is_missing(nr4):
    assert (Kind.MISSING, "Q014") in found(nr4, {})
    assert (Kind.MISSING, "Q014") not in found(nr4, {"Q014": option("implementation.none")})


def test_a_closed_question_is_never_missing_and_its_answer_is_told_as_hidden(nr4):
    remarks = found(nr4, {"Q018": option("false"), "Q019": option("5+")})
    assert (Kind.HIDDEN, "Q019") in remarks
    assert (Kind.HIDDEN, "Q019") not in found(nr4, {"Q018": option("true"), "Q019": option("5+")})


def test_a_copied_answer_and_two_texts_stand_in_the_way(nr4):
    remarks = check(nr4, {"Q018": option("true")}, copied={"Q018"}, conflicts={"Q018"})
    of_it = {remark.kind: remark for remark in remarks if remark.question.key == "Q018"}
    assert set(of_it) == {Kind.COPIED, Kind.CONFLICT}
    assert all(remark.is_blocking for remark in of_it.values())


def test_a_contradiction_is_told_and_stands_in_nobodys_way(nr4):
    answers = {"Q014": option("implementation.none"), "Q015": option("instrument.biosafetyGuidelines")}
    remarks = [remark for remark in check(nr4, answers) if remark.kind is Kind.INCONSISTENT]
    assert [(remark.question.key, remark.is_blocking) for remark in remarks] == [("Q015", False)]
    assert "question 14" in remarks[0].text.lower()


def test_a_contradiction_with_a_closed_answer_is_none(nr4):
    closed = {"Q054": option("false"), "Q055": option("0")}
    assert (Kind.INCONSISTENT, "Q055") not in found(nr4, closed)
    assert (Kind.INCONSISTENT, "Q055") in found(
        nr4, {"Q054": option("true"), "Q055": option("0"), "Q053": option("true")}
    )


def test_a_period_ends_after_it_begins(nr4):
    def days(first, last):
        return {
            "reportPeriodStartDate": AnswerData(entries=({"day": first},)),
            "reportPeriodEndDate": AnswerData(entries=({"day": last},)),
        }

    assert (Kind.IMPLAUSIBLE, "reportPeriodEndDate") in found(nr4, days("2019-09-30", "2015-11-01"))
    assert (Kind.IMPLAUSIBLE, "reportPeriodEndDate") not in found(nr4, days("2015-11-01", "2019-09-30"))


@pytest.mark.parametrize(
    ("answers", "marked", "state"),
    [
        ({}, (), SectionState.NOT_STARTED),
        ({"Q022": AnswerData(texts={"en": "x"})}, (), SectionState.IN_PROGRESS),
        ({"Q021": option("true")}, (), SectionState.ANSWERED),
        ({"Q021": option("true")}, ("Article5",), SectionState.COMPLETE),
        ({}, ("Article5",), SectionState.ATTENTION),
    ],
)
def test_a_section_has_the_state_that_its_answers_give_it(nr4, answers, marked, state):
    assert state_of(nr4, answers, "Article5", marked).state is state


def test_a_section_counts_the_questions_that_are_asked(nr4):
    assert (state_of(nr4, {}, "Article2").asked, state_of(nr4, {"Q018": option("true")}, "Article2").asked) == (6, 7)
