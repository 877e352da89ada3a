"""What cannot be true is kept as typed, named at once, and never submitted; the questionnaire says what it is."""

from dataclasses import replace
from uuid import uuid4

import pytest

from indicators.datafile import DataFileInvalid
from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.loading import COVER_FILE, FOLDER, read_cover, read_questionnaire
from national_reports.plausibility import Code, faults, implausible
from national_reports.progress import Kind, check
from national_reports.selectors import answers_of, form_for
from national_reports.sending import GRAMMAR
from national_reports.services.offline import apply_workbook, differences, workbook_of
from national_reports.services.workflow import ReportNotComplete, submit_report
from tests.factories import NOW
from tests.national_reports.reports.test_offline import sent_back
from tests.people_factories import client_of

PLACE = "/en/reports/KEN/NR4/"
START, END = "reportPeriodStartDate", "reportPeriodEndDate"
# The options of question 36, in the order of the form.
A = "3B9ECE67-B35C-40FF-8C06-4EA5FF762899"
B = "3EFF4792-A896-4DC7-9945-04FE9C8B5B4F"
C = "6DD1B161-4CDB-4900-BD31-DBB97E86B2AE"


def shares(*amounts):
    """Shares of the decisions: of the first options in order; None for one that is ticked without a number."""
    ticked = dict(zip((A, B, C), amounts, strict=False))
    return AnswerData(options=tuple(ticked), details={code: n for code, n in ticked.items() if n is not None})


def day(text):
    return AnswerData(entries=({"day": text},))


def codes(form, key, answers):
    return [fault.code for fault in faults(form.fields[key], answers)]


@pytest.mark.parametrize(
    ("amounts", "wrong"),
    [
        ((100,), []),
        ((0, 100), []),
        ((20, 30, 50), []),
        ((33, 33, 33), []),  # each was rounded
        ((33, 33, 32), [Code.SUM]),
        ((50, 49), []),
        ((50, 48), [Code.SUM]),
        ((60,), [Code.SUM]),
        ((60, None), []),  # the other may be the rest
        ((80, None, 80), [Code.SUM]),
        ((80, 80, 80), [Code.SUM]),
        ((120,), [Code.TOO_HIGH]),
        ((-5, 105), [Code.TOO_LOW, Code.TOO_HIGH]),
        ((999999999999999999,), [Code.TOO_HIGH]),
        ((None, None), []),
        ((), []),
    ],
)
def test_shares_are_of_a_hundred_and_add_up_to_it(nr4, amounts, wrong):
    assert codes(nr4, "Q036", {"Q036": shares(*amounts)}) == wrong


def test_a_number_beside_an_option_that_is_not_ticked_adds_up_to_nothing(nr4):
    answer = replace(shares(100), details={A: 100, B: 900})
    assert codes(nr4, "Q036", {"Q036": answer}) == []


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2015-11-01", "2019-09-30", []),
        ("2015-11-01", "2015-11-01", []),
        ("2019-09-30", "2015-11-01", [Code.BEFORE]),
        ("2015-11-01", "2562-09-30", [Code.YEAR]),
        ("2015-11-01", "1447-01-01", [Code.YEAR]),
        ("", "2019-09-30", []),
    ],
)
def test_a_period_ends_after_it_begins_in_years_that_can_be_meant(nr4, first, last, wrong):
    assert codes(nr4, END, {START: day(first), END: day(last)}) == wrong


@pytest.fixture
def nr5(world):
    return form_for(ReportingCycle.objects.get(code="NR5"))


def test_a_number_of_decisions_is_never_below_none(nr5):
    assert codes(nr5, "Q026_adq", {"Q026_adq": AnswerData(number=-1)}) == [Code.TOO_LOW]
    assert codes(nr5, "Q026_adq", {"Q026_adq": AnswerData(number=0)}) == []
    assert codes(nr5, "Q026_adq", {"Q026_adq": AnswerData(number=10**15)}) == [Code.TOO_HIGH]


def test_all_that_cannot_be_true_of_a_report_is_found_at_its_questions(nr4):
    answers = {START: day("2019-09-30"), END: day("2015-11-01"), "Q036": shares(80, 80, 80)}
    assert list(implausible(nr4, answers)) == [END, "Q036"]


def test_what_another_answer_closes_is_told_as_kept_and_holds_nothing_up(nr4):
    answers = {"Q033": AnswerData(options=("false",)), "Q036": shares(120)}
    told = {remark.kind for remark in check(nr4, answers) if remark.question.key == "Q036"}
    assert told == {Kind.HIDDEN}


# -- the files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("lowest: 0, highest: 100, sum: 100", "lowest: 101, highest: 100", "above the highest, 100"),
        ("lowest: 0, highest: 100, sum: 100", "highest: 10, sum: 100", "cannot add up to 100"),
        ("lowest: 0, highest: 100, sum: 100", "lowest: 0, greatest: 100", "greatest"),
        ("  plausible: {lowest: 0, highest: 100, sum: 100}\n", "  plausible: {}\n", "plausible"),
        (
            "text: Is your country a Party to the Cartagena Protocol?",
            "text: Is your country a Party?\n  plausible: {lowest: 0}",
            "Q012_party states what is plausible, but asks for no number, amount or day",
        ),
    ],
)
def test_bounds_that_cannot_be_are_refused_with_file_line_and_reason(tmp_path, old, new, reason):
    text = (FOLDER / "nr4.yaml").read_text()
    assert old in text
    path = tmp_path / "nr4.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DataFileInvalid) as refused:
        read_questionnaire(path)
    line = text[: text.index(old)].count("\n") + 1
    (said,) = str(refused.value).splitlines()
    assert said.startswith((f"nr4.yaml: line {line}: ", f"nr4.yaml: line {line + 1}: "))
    assert reason in said


@pytest.mark.parametrize("after", ["contact", "reportPeriodEndDate", "Q014"])
def test_a_day_follows_another_day_of_the_cover(tmp_path, after):
    path = tmp_path / "cover.yaml"
    path.write_text(COVER_FILE.read_text().replace("not_before: reportPeriodStartDate", f"not_before: {after}"))
    with pytest.raises(DataFileInvalid, match=f"reportPeriodEndDate is to follow {after}"):
        read_cover(path)


# -- the form ---------------------------------------------------------------------------------------------


@pytest.fixture
def typist(people):
    return client_of(people.contributor, headers={"accept": "application/json"})


@pytest.fixture
def decided(draft, put):
    """A draft in which question 36 is asked."""
    put(draft, "Q033", AnswerData(options=("true",)))
    return draft


def fields(key, version, *values, **parts):
    name = f"{key}~{version}"
    return {
        name: list(values),
        **{f"{name}:{part}": value for part, value in parts.items()},
        f"{name}:shown": "",
        "end": GRAMMAR,
    }


def of_shares(version, *amounts):
    ticked = dict(zip((A, B, C), amounts, strict=False))
    return fields("Q036", version, *ticked, **{f"detail:{code}": amount for code, amount in ticked.items()})


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (("120",), "120 % is more than 100 %"),
        (("-5", "105"), "-5 % is less than 0 %"),
        (("999999999999999999",), "999999999999999999 % is more than 100 %"),
        (("80", "80", "80"), "add up to 240 %, not to 100 %"),
    ],
)
def test_a_single_answer_is_saved_as_typed_and_named_at_once(decided, typist, amounts, said):
    told = typist.post(f"{PLACE}answers/Q036/", of_shares(0, *amounts))
    assert (told.status_code, told.json()["state"]) == (200, "saved")
    assert said in told.json()["remarks"]["Q036"]
    held = decided.answers.get(question="Q036").details
    assert list(held.values()) == [int(amount) for amount in amounts]
    told = typist.post(f"{PLACE}answers/Q036/", of_shares(1, "100"))
    assert told.json()["remarks"] == {"Q036": ""}


def test_the_day_that_a_period_begins_on_takes_the_remark_at_its_end_away(draft, typist):
    assert typist.post(f"{PLACE}answers/{START}/", fields(START, 0, "2019-09-30")).json()["remarks"] == {
        START: "",
        END: "",
    }
    told = typist.post(f"{PLACE}answers/{END}/", fields(END, 0, "2015-11-01")).json()
    assert told["remarks"][END] == "The last day, 1 November 2015, comes before the first, 30 September 2019."
    told = typist.post(f"{PLACE}answers/{START}/", fields(START, 1, "2011-09-30")).json()
    assert told["remarks"] == {START: "", END: ""}


def test_a_year_of_another_calendar_is_named(draft, typist):
    told = typist.post(f"{PLACE}answers/{START}/", fields(START, 0, "2562-01-01")).json()
    assert told["state"] == "saved"
    assert "1 January 2562 is not in the years 2000–2050" in told["remarks"][START]


def test_a_whole_page_is_saved_as_typed_and_names_what_cannot_be(decided, nr4, people):
    reader = client_of(people.contributor)
    page = f"{PLACE}sections/articles7-10/?page={nr4.page_of('Q036')}"
    gone_on = reader.post(page, of_shares(0, "80", "80", "80") | {"continue": "yes"}, follow=True)
    text = gone_on.content.decode()
    assert gone_on.request["QUERY_STRING"] == f"page={nr4.page_of('Q036')}"
    assert "36: kept as typed, and cannot be submitted so. The percentages add up to 240 %, not to 100 %." in text
    assert '<p class="error-message" id="Q036-remark" role="status">The percentages add up to 240 %' in text
    # Whoever goes on again is not held up.
    again = reader.post(page, of_shares(1, "80", "80", "80") | {"continue": "yes"})
    assert again["Location"] != page
    assert set(decided.answers.get(question="Q036").details.values()) == {80}


def test_a_section_is_not_called_complete_over_it(decided, nr4, people):
    reader = client_of(people.contributor)
    page = f"{PLACE}sections/articles7-10/?page={len(nr4.pages['Articles7-10'])}"
    reader.post(f"{PLACE}answers/Q036/", of_shares(0, "120"))
    told = reader.post(page, {"act": "complete", "end": GRAMMAR})
    assert told.status_code == 422
    assert "120 % is more than 100 %" in told.content.decode()


def test_submission_is_refused_with_the_place_named(decided, put, complete, people):
    complete(decided)
    put(decided, "Q033", AnswerData(options=("true",)))
    put(decided, "Q036", shares(80, 80, 80))
    with pytest.raises(ReportNotComplete) as refused:
        submit_report(report=decided, key=uuid4(), declared=True, by=people.authority, at=NOW)
    assert [(one.kind, one.question.key) for one in refused.value.remarks] == [(Kind.IMPLAUSIBLE, "Q036")]
    posted = client_of(people.authority).post(f"{PLACE}submission/", {"key": str(uuid4()), "declared": "yes"})
    text = posted.content.decode()
    assert posted.status_code == 422
    assert "Out of range" in text
    assert "/sections/articles7-10/?page=" in text
    assert "#Q036" in text
    assert "The percentages add up to 240 %, not to 100 %." in text
    assert decided.submissions.count() == 0
    put(decided, "Q036", shares(80, 20))
    assert submit_report(report=decided, key=uuid4(), declared=True, by=people.authority, at=NOW)


# -- the workbook -----------------------------------------------------------------------------------------


def test_a_workbook_carries_what_cannot_be_and_names_it_before_it_is_taken(decided, nr4, put, people):
    put(decided, "Q036", shares(80, 80, 80))
    put(decided, END, day("2562-09-30"))
    stood = answers_of(decided)
    assert sent_back(decided, nr4, people).rows == []
    content = workbook_of(decided, nr4, at=NOW)
    put(decided, "Q036", shares(80, 20))
    put(decided, END, day("2019-09-30"))
    decided.changes.all().delete()
    kept = sent_back(decided, nr4, people, content)
    offered = {one.question.key: one.offered for one in differences(kept, nr4)}
    assert offered == {key: stood[key] for key in ("Q036", END)}
    shown = client_of(people.contributor).get(f"{PLACE}offline/{kept.pk}/").content.decode()
    assert "The percentages add up to 240 %, not to 100 %." in shown
    assert "30 September 2562 is not in the years" in shown
    versions = {one.question.key: one.version for one in differences(kept, nr4)}
    apply_workbook(workbook=kept, versions=versions, by=people.contributor, at=NOW)
    assert answers_of(decided)["Q036"] == shares(80, 80, 80)
