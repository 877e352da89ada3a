"""What Parties wrote, with courtesy translations in columns of their own: file and API alike."""

import csv
from io import StringIO

import pytest
from django.utils import timezone

from national_reports.courtesy import digest_of
from national_reports.models import CourtesyTranslation, Report
from parties.changes import REPORTS, note_change
from tests.people_factories import make_staff

from .conftest import AT


@pytest.fixture
def text(reported, db) -> Report:
    """Albania wrote in French at one question, and there are two translations of it."""
    report = Report.objects.get(party__code="ALB", cycle__code="NR3", part="", state="published")
    report.answers.filter(question="Q021").delete()
    report.answers.create(question="Q021", texts={"fr": "=Une loi.", "es*": "Una ley."})
    staff = make_staff()
    CourtesyTranslation.objects.create(
        report=report,
        question="Q021",
        language="en",
        text="=A law.",
        maker="@Secretariat",
        source_language="fr",
        source_sha256=digest_of("=Une loi."),
        entered_by=staff,
        entered_at=AT,
    )
    note_change(REPORTS)
    return report


def rows(api, **more):
    return api("texts/", cycle="NR3", question="Q021", **more)["results"]


def test_a_translation_stands_in_columns_of_its_own(api, text):
    english, spanish = rows(api, party="ALB")
    assert english == {
        "party": "ALB",
        "name": "Albania",
        "cycle": "NR3",
        "version": 1,
        "question": "Q021",
        "option": None,
        "language": "fr",
        "text": "=Une loi.",
        "translation_language": "en",
        "translation": "=A law.",
        "translation_maker": "@Secretariat",
        "translation_on": timezone.localdate(AT).isoformat(),
    }
    assert (spanish["translation"], spanish["translation_maker"], spanish["translation_on"]) == ("Una ley.", None, None)


def test_the_file_holds_the_rows_of_the_api_and_runs_no_formula(api, client, text):
    answer = client.get("/en/questions/NR3/Q021/texts.csv")
    held = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["translation_language"] for row in held if row["party"] == "ALB"] == ["en", "es"]
    assert held[0]["text"] == "'=Une loi."
    assert held[0]["translation"] == "'=A law."
    assert len(held) == len(rows(api))


def test_a_text_without_a_translation_stands_once(api, text):
    text.translations.all().delete()
    text.answers.filter(question="Q021").update(texts={"fr": "Une loi."})
    note_change(REPORTS)
    (row,) = rows(api, party="ALB")
    assert (row["text"], row["translation"]) == ("Une loi.", None)


def test_cycle_and_question_are_asked_for_and_must_exist(api, text):
    assert set(api("texts/", 400)["fields"]) == {"cycle", "question"}
    assert set(api("texts/", 400, cycle="NR3", question="Q999")["fields"]) == {"question"}
    assert set(api("texts/", 400, cycle="NR3", question="Q021", party="XXX")["fields"]) == {"party"}


def test_a_list_of_texts_takes_few_queries(api, text, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        rows(api)


def test_the_page_of_a_question_is_shown_page_by_page(client, text):
    page = client.get("/en/questions/NR3/Q021/")
    assert "=A law." in page.content.decode()
    assert client.get("/en/questions/NR3/Q021/?page=1").status_code == 200
    for wrong in ("2", "0", "01", "x"):
        assert client.get(f"/en/questions/NR3/Q021/?page={wrong}").status_code == 404
