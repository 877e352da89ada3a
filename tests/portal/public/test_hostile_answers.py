"""An answer full of hostile text is kept as it was typed, and stays usable wherever the portal shows it."""

import json

import pytest
from django.urls import reverse

from national_reports.codec import clean_text
from national_reports.models import Report
from national_reports.words import without_tags
from tests.downloading import download
from tests.keeping.conftest import draft, first, of_first  # noqa: F401 -- fixtures
from tests.keeping.making import SECTION, TEXT, address, posted
from tests.people_factories import client_of

HOSTILE = {
    "tags": "<a" * 600,
    "nested tags": "<" * 300 + "script>alert(1)</script>" + ">" * 300,
    "entities": "&#0;&#xD800;&amp;amp;" * 200,
    "direction": "\u202e\u2066\u200f" * 50 + "text\u202c",
    "word": "w" * 20_000,
    "marks": "e" + "\u0301" * 500,
    "controls": "a\x01b\x0bc\x1bd\x7fe\x85f\u2028g",
    "no characters": "a\ufffeb\uffffc\U0001fffed\ue000",
    "typesetting": '#import "x": *\n$ x^2 $ @ref <label> \\ [ ] { } `raw` ~ -- // /* =1+1',
}


def ways_of(draft, of_first, text):  # noqa: F811
    """Save a text through the form, and then another in its place."""
    answer = of_first.post(address(draft, f"answers/{TEXT}/"), posted(text, 0))
    assert answer.status_code == 200
    assert draft.answers.get(question=TEXT).texts == {"en": text}
    of_first.post(address(draft, f"answers/{TEXT}/"), posted(f"{text} once more", 1))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_page_of_the_report_is_there(draft, first, of_first, text):  # noqa: F811
    ways_of(draft, of_first, text)
    reader = client_of(first)
    places = ("", f"sections/{SECTION}/", f"answers/{TEXT}/history/", "history/", "check/", "conflicts/", "print/")
    found = {place: reader.get(address(draft, place)).status_code for place in (*places, "differences/", "report.json")}
    assert {place: status for place, status in found.items() if status != 200} == {}
    assert json.loads(reader.get(address(draft, "report.json")).content)


def test_every_file_of_the_report_is_there(draft, first, of_first):  # noqa: F811
    ways_of(draft, of_first, "\n".join(HOSTILE.values()))
    reader = client_of(first)
    for place in ("report.docx", "report.pdf", "offline/workbook.xlsx"):
        assert download(reader, address(draft, place)).status_code == 200, place


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_public_page_and_file_of_a_published_report_is_there(client, world, text):
    from tests.factories import make_report

    for cycle in ("NR3", "NR4"):
        make_report("KEN", cycle, {"Q020" if cycle == "NR4" else "Q021": {"en": text}})
    held = Report.objects.get(cycle__code="NR4")
    question = "/en/questions/NR4/Q020/"
    for place in (
        reverse("portal:party", args=["KEN"]),
        reverse("portal:party-changes", args=["KEN", "NR3", "NR4"]),
        reverse("portal:party-changes-text", args=["KEN", "NR3", "NR4"]),
        question,
        question.removesuffix("/") + ".csv",
        f"{question}texts.csv",
        "/api/v1/texts/?cycle=NR4&question=Q020",
        "/en/reporting.csv?cycle=NR4",
        "/api/v1/parties/KEN/",
    ):
        assert client.get(place).status_code == 200, place
    assert held.answers.get(question="Q020").texts == {"en": text}


def test_what_no_store_can_hold_goes_and_nothing_else_does():
    assert clean_text("a\x00b\ud800c\udfffd") == "ab\ufffdc\ufffdd"
    assert json.loads('"\\ud83d\\ude00"') == clean_text("\U0001f600")
    for text in HOSTILE.values():
        assert clean_text(text) == text


def test_somebody_is_told_what_was_left_out(draft, first):  # noqa: F811
    browser = client_of(first)
    browser.post(address(draft, f"sections/{SECTION}/"), posted("be\x00fore", 0))
    assert draft.answers.get(question=TEXT).texts == {"en": "before"}
    page = browser.get(address(draft, f"sections/{SECTION}/")).content.decode()
    assert "cannot be kept was left out" in page


def test_a_text_of_the_clearing_house_loses_its_tags_and_an_unending_one_stays_a_text():
    assert without_tags("<p>one <b>two</b></p>") == "one two"
    assert without_tags("<a" * 600) == "<a" * 600
