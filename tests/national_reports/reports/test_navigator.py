"""The sections on every page of a form: states, the way on and back, and marks for all that is answered."""

import re

import pytest

from national_reports.codec import AnswerData
from national_reports.progress import check, sections
from national_reports.services.filling import mark_section
from national_reports.views.reports import slug_of
from parties.models import AuditEvent
from tests.factories import NOW
from tests.keeping.making import END
from tests.people_factories import client_of, make_focal_point

REPORT = "/en/reports/KEN/NR4/"
# Of a question, of a day on the cover, of a section, of bands of numbers.
KEY = re.compile(r"\bQ\d{3}\w*|reportPeriod\w+|\bArticles?\d+(?:[_-]\d+)?\b|\b\d+-, ")


@pytest.fixture
def contributor(draft):
    return client_of(make_focal_point("KEN"))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("place", ["cover", "article5", "comments"])
def test_a_page_of_questions_says_which_section_it_is_and_leads_to_every_other(contributor, nr4, place):
    page = contributor.get(f"{REPORT}sections/{place}/")
    number = [one["url"] for one in page.context["navigator"]["rows"]].index(f"{REPORT}sections/{place}/") + 1
    assert f"Section {number} of 26" in text(page)
    (current,) = [row for row in page.context["navigator"]["rows"] if row["is_current"]]
    assert re.search(f'href="{current["url"]}" aria-current="page"', text(page))
    for row in page.context["navigator"]["rows"]:
        assert f'href="{row["url"]}"' in text(page)


@pytest.mark.parametrize(
    "place", ["conflicts/", "answers/Q021/history/", "history/", "differences/", "check/", "search/", "attachments/"]
)
def test_every_other_page_of_the_form_leads_to_every_section_too(contributor, draft, place):
    page = contributor.get(f"{REPORT}{place}")
    for row in page.context["navigator"]["rows"]:
        assert f'href="{row["url"]}"' in text(page)
    assert text(page).count('id="find"') == 1


def test_notes_and_history_of_an_answer_say_in_which_section_it_stands(contributor):
    navigator = contributor.get(f"{REPORT}answers/Q021/history/").context["navigator"]
    assert [row["section"].key for row in navigator["rows"] if row["is_current"]] == ["Article5"]
    assert navigator["next"]["section"].key == "Article6"


def test_the_first_section_has_none_before_it_and_the_last_none_after(contributor):
    assert contributor.get(f"{REPORT}sections/cover/").context["navigator"]["previous"] is None
    assert contributor.get(f"{REPORT}sections/comments/").context["navigator"]["next"] is None
    middle = contributor.get(f"{REPORT}sections/article5/").context["navigator"]
    assert (middle["previous"]["section"].key, middle["next"]["section"].key) == ("Article2", "Article6")


def test_every_section_has_the_same_state_on_its_own_page_as_in_the_task_list(contributor, draft, complete):
    complete(draft)
    draft.marks.create(section="Article5", by=draft.opened_by, at=draft.opened_at)
    here, list_ = (contributor.get(f"{REPORT}{place}").context["navigator"] for place in ("sections/article2/", ""))
    assert [row["label"] for row in here["rows"]] == [row["label"] for row in list_["rows"]]
    assert {"Complete", "Answered, not marked complete"} <= {row["label"] for row in here["rows"]}
    assert (here["given"], here["required"]) == (list_["given"], list_["required"])


def test_a_section_in_which_nothing_must_be_answered_stands_in_nobodys_way(nr4):
    found = sections(nr4, {}, remarks=check(nr4, {}), marked=())
    comments = next(one for one in found if one.key == "Comments")
    assert (comments.state, comments.state.is_ready, comments.required) == ("optional", True, 0)


def test_files_are_no_question_that_is_asked(nr4):
    answers = {key: AnswerData(texts={"en": "x"}) for key in nr4.fields}
    cover = next(one for one in sections(nr4, answers, remarks=(), marked=()) if one.key == "cover")
    assert cover.asked == cover.answered == len(nr4.cover) - 1


@pytest.mark.parametrize(
    ("address", "before"),
    [
        ("sections/cover/", ""),
        ("sections/article2/", "sections/general/"),
        ("sections/article20/?page=2", "sections/article20/"),
        ("sections/article21/", "sections/article20/?page=2"),
    ],
)
def test_one_can_save_and_go_back(contributor, address, before):
    answer = contributor.post(f"{REPORT}{address}", {"back": "yes"} | END)
    assert answer.headers["Location"] == f"{REPORT}{before}"


def test_all_answered_sections_are_marked_at_once_and_no_other(contributor, draft, put):
    put(draft, "Q021", AnswerData(options=("true",)))
    put(draft, "contact", AnswerData(entries=({"name": "Focal Point One"},)))
    for expected in ("1 section marked complete.", "0 sections marked complete."):
        answer = contributor.post(f"{REPORT}sections/completion/", follow=True)
        assert expected in text(answer)
    assert list(draft.marks.values_list("section", flat=True)) == ["Article5"]
    assert AuditEvent.objects.filter(action="section complete").count() == 1


def test_a_report_that_is_handed_in_is_not_marked(contributor, draft, complete, submit):
    submit(complete(draft))
    assert "not open for you" in text(contributor.post(f"{REPORT}sections/completion/", follow=True))
    assert not draft.marks.exists()


def test_one_language_is_open_and_others_are_added(contributor, draft, put):
    put(draft, "languages", AnswerData(options=("ar", "en", "fr")))
    page = contributor.get(f"{REPORT}sections/article2/")
    boxes = next(one for one in page.context["fields"] if one.key == "Q020").boxes
    # The reader's own language comes first, whatever the order of the cover.
    assert [(box.language, box.is_open) for box in boxes] == [("en", True), ("ar", False), ("fr", False)]
    assert f"Add a language: {boxes[2].language_name}" in text(page)
    put(draft, "Q020", AnswerData(texts={"fr": "La loi."}))
    page = contributor.get(f"{REPORT}sections/article2/")
    boxes = next(one for one in page.context["fields"] if one.key == "Q020").boxes
    assert [(box.language, box.is_open) for box in boxes] == [("en", True), ("ar", False), ("fr", True)]


def test_no_page_of_the_form_says_a_key_aloud(contributor, draft, nr4, put, people):
    """Keys stand in names and addresses, never among the words of a page."""
    draft.notes.create(question="Q065_a_adq", by=people.staff, at=NOW, text="Why?", audience="both", returns=True)
    draft.marks.create(section="Article15_16", by=people.contributor, at=NOW)
    mark_section(report=draft, section="Article11", complete=True, by=people.contributor, at=NOW)
    slugs = [slug_of(key) for key, _title in nr4.chapters]
    places = ["", "check/", "history/", "print/", *(f"sections/{slug}/" for slug in slugs)]
    found = {}
    for place in places:
        words = re.sub(r"<[^>]*>", " ", contributor.get(f"{REPORT}{place}").content.decode())
        if said := set(KEY.findall(words)):
            found[place] = said
    assert found == {}


def test_the_check_names_what_the_pdf_cannot_show_and_lets_national_scripts_pass(contributor, draft, put):
    put(draft, "Q020", AnswerData(texts={"en": "ជីវសុវត្ថិភាព አማርኛ \U0001f600"}))
    page = text(contributor.get(f"{REPORT}check/"))
    assert "Characters that the PDF cannot show" in page
    assert "U+1F600" in page
    assert "U+17" not in page
