"""The desk shows what was left out, why, and what to do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import clock
from jobs.left_out import Entry, end_left_out, note_left_out, replace_left_out
from jobs.models import LeftOut

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/left-out/"


@pytest.fixture
def some(at):
    entries = [Entry(f"{n}", f"report-{n:03}.json", "Unknown government 'XX'.") for n in range(60)]
    replace_left_out(kind=LeftOut.Kind.IMPORT, source="a folder", entries=entries, at=at)
    note_left_out(
        kind=LeftOut.Kind.LETTER,
        source="receipt",
        key="receipt/1",
        subject="Receipt to Kenya",
        reason="The mail server refused it: <b>550</b>",
        party="KEN",
        at=at,
    )


def test_it_names_what_why_and_the_way_on_fifty_a_page(desk, some):
    pages = [desk.get(f"{PAGE}?page={n}").content.decode() for n in (1, 2)]
    assert [page.count("<tr>") - 1 for page in pages] == [50, 11]
    both = "".join(pages)
    assert "report-059.json" in both
    assert "Unknown government &#x27;XX&#x27;." in both
    assert "&lt;b&gt;550&lt;/b&gt;" in both
    assert 'href="/en/parties/KEN/"' in both
    assert "import it again" in both


def test_it_is_narrowed_to_a_kind_and_another_word_is_not_found(desk, some):
    page = desk.get(f"{PAGE}?kind=letter").content.decode()
    assert "Receipt to Kenya" in page
    assert "report-0" not in page
    assert desk.get(f"{PAGE}?kind=x").status_code == 404


def test_every_page_of_the_desk_counts_it(desk, some):
    assert ">Left out <small><bdi>61</bdi>" in desk.get("/en/desk/jobs/").content.decode()


def test_what_was_made_up_for_is_told_apart(desk, some, at):
    end_left_out(kind=LeftOut.Kind.LETTER, source="receipt", key="receipt/1", at=at)
    assert "Receipt to Kenya" not in desk.get(f"{PAGE}?kind=letter").content.decode()
    assert "Receipt to Kenya" in desk.get(f"{PAGE}?ended=yes").content.decode()


def test_without_any_it_says_so(desk):
    page = desk.get(PAGE).content.decode()
    assert "Nothing is left out" in page
    assert ">Left out</a>" in page


def test_what_the_clock_should_have_done_is_named_there_too(desk):
    clock.note_done("national_reports.tasks.send_reminders", at=timezone.now() - timedelta(days=3))
    said = " ".join(desk.get(PAGE).content.decode().split())
    assert "Not done by the clock: Reminders." in said
