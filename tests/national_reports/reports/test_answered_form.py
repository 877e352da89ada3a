"""What was handed in is shown under the form that it answered, whatever is mended later."""

from datetime import timedelta

import pytest

from bch_sync.filing import export_document
from national_reports.codec import AnswerData
from national_reports.grading import checked
from national_reports.loading import load_questionnaires
from national_reports.models import AnswerChange, KeptApart, Questionnaire
from national_reports.questionnaire import build_form
from national_reports.selectors import form_for, form_of
from national_reports.services.opening import open_report
from national_reports.services.workflow import accept_report, publish_report, return_report
from national_reports.verification.answers import answers as verified
from tests.factories import NOW, make_report
from tests.national_reports.reports.conftest import OPTION
from tests.people_factories import client_of

PAGE = "/en/reports/KEN/NR4/"
SAID = "Other laws, regulations or guidelines that cover biosafety indirectly"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def handed_in(draft, complete, put, submit):
    """Kenya's report as it was handed in under the form in which question 15 offers one option more."""
    complete(draft)
    put(draft, "Q015", AnswerData(options=("instrument.biosafetyGuidelines", OPTION)))
    submit(draft)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def published(handed_in, people):
    accept_report(report=handed_in, by=people.staff, at=NOW)
    publish_report(report=handed_in, by=people.publisher, at=NOW)
    return handed_in


MENDED = "The form was mended since this report was handed in."


def page(person, path):
    response = client_of(person).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_form_that_asks_otherwise_stands_beside_the_one_that_was_answered(handed_in, mended):
    before = handed_in.submissions.get().questionnaire
    load_questionnaires(mended)
    load_questionnaires(mended)
    assert list(Questionnaire.objects.filter(cycle=handed_in.cycle).values_list("mended", flat=True)) == [0, 1]
    assert handed_in.submissions.get().questionnaire == before
    assert OPTION in form_of(handed_in).fields["Q015"].options
    assert OPTION not in form_for(handed_in.cycle).fields["Q015"].options


def test_the_secretariats_texts_are_other_words_for_the_same_form(handed_in, mended):
    load_questionnaires(mended)
    official = mended / "nr4.official.en.yaml"
    official.write_text(
        "cycle: NR4\nlanguage: en\nsource: The office\nquestions:\n  Q015:\n    text: As the office prints it?\n"
    )
    load_questionnaires(mended)
    assert Questionnaire.objects.filter(cycle=handed_in.cycle).count() == 2
    newest = Questionnaire.objects.in_use().get(cycle=handed_in.cycle)
    assert newest.form_in("en").fields["Q015"].wording.text == "As the office prints it?"


@pytest.mark.parametrize("path", [f"{PAGE}print/", "/en/desk/reviews/KEN/NR4/"])
def test_whoever_reads_it_reads_it_as_it_was_asked(handed_in, people, mended, path):
    load_questionnaires(mended)
    said = page(people.staff, path)
    assert SAID in said
    assert OPTION not in said


def test_its_pages_say_that_the_form_was_mended_since(published, people, mended, client):
    def says() -> list[bool]:
        public = client.get("/en/parties/KEN/reports/NR4/").content.decode()
        return [MENDED in said for said in (page(people.staff, "/en/desk/reviews/KEN/NR4/"), public)]

    assert says() == [False, False]
    load_questionnaires(mended)
    assert says() == [True, True]


def test_the_check_of_reports_in_review_finds_nothing_wrong_in_it(handed_in, mended):
    before = checked([handed_in])
    load_questionnaires(mended)
    assert checked([handed_in]) == before


def test_the_public_reads_it_as_it_was_asked(published, mended, client):
    load_questionnaires(mended)
    for path in ("/en/parties/KEN/reports/NR4/", "/en/parties/KEN/"):
        said = client.get(path).content.decode()
        assert SAID in said, path
        assert OPTION not in said, path
    assert export_document(published)["Q015"]


def test_what_came_from_elsewhere_is_read_by_the_form_in_use(world, mended):
    report = make_report("GHA", "NR4", {"Q015": ["instrument.biosafetyGuidelines"]})
    load_questionnaires(mended)
    assert form_of(report) is form_for(report.cycle)


def test_a_report_that_is_returned_is_filled_in_under_the_form_in_use(handed_in, people, mended):
    load_questionnaires(mended)
    assert not KeptApart.objects.exists()
    return_report(report=handed_in, reasons={"Q016": "Which ones?"}, by=people.staff, at=LATER)
    handed_in.refresh_from_db()
    assert handed_in.answers.get(question="Q015").options == ["instrument.biosafetyGuidelines"]
    section = page(people.contributor, f"{PAGE}sections/article2/")
    assert "Kept apart: earlier answers" in section
    assert SAID in section
    assert not [fault for fault in verified().faults if "Q015" in f"{fault.place}{fault.what}"]


def test_the_next_version_keeps_apart_what_no_longer_fits_of_the_one_before(published, people, mended):
    load_questionnaires(mended)
    again = open_report(party=published.party, cycle=published.cycle, by=people.contributor, at=LATER)
    assert again.answers.get(question="Q015").options == ["instrument.biosafetyGuidelines"]
    assert published.answers.get(question="Q015").options == ["instrument.biosafetyGuidelines", OPTION]
    assert SAID in KeptApart.objects.get(report=again).said["en"]["answer"]
    assert AnswerChange.objects.get(report=again).how == "mended"
    assert not [fault for fault in verified().faults if again.subject in fault.place]


def test_two_versions_are_compared_each_in_the_words_of_its_form(published, people, mended, submit, complete):
    load_questionnaires(mended)
    again = open_report(party=published.party, cycle=published.cycle, by=people.contributor, at=LATER)
    complete(again)
    submit(again, at=LATER)
    for path in (f"{PAGE}differences/", "/en/desk/reviews/KEN/NR4/"):
        said = page(people.staff, path)
        assert SAID in said, path
        assert OPTION not in said, path


def test_a_form_in_use_no_more_keeps_the_words_of_every_language(world):
    held = Questionnaire.objects.in_use().get(cycle__code="NR4")
    asked = held.document | {"questions": [{**held.document["questions"][0], "text": "A text of long ago?"}]}
    kept = {"fr": {"A text of long ago?": "Un texte d’il y a longtemps ?"} | held.kept_words["fr"]}
    (question,) = build_form(asked, kept).questions.values()
    assert question.wording_in("fr").text == "Un texte d’il y a longtemps ?"
    (question,) = build_form(asked).questions.values()
    assert question.wording_in("fr").text == "A text of long ago?"
    assert set(held.kept_words) == {"fr", "es", "ru", "ar", "zh"}
