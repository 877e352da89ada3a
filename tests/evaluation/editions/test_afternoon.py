"""An officer's afternoon in pages alone: freeze, review, publish, correct, withdraw; and what is refused in between."""

import json
from html.parser import HTMLParser

import pytest

from evaluation.editions.form import FrozenForm
from evaluation.editions.selectors import latest_edition
from evaluation.editions.shown import as_value
from evaluation.models import Edition, FindingText, RefusalPass
from evaluation.views.differences import differences_in_words
from figures.wording import value_in_words
from indicators.models import Plan
from tests.evaluation.editions.making import AT, NEW, build, make_evaluation
from tests.people_factories import client_of, make_staff

DESK = "/en/desk/evaluations/"
ONE = DESK + "mid-term/"
SENT = NEW | {"groups": ["africa"], "symbol": "CBD/CP/MOP/8/11"}


class Links(HTMLParser):
    """Where a page leads: its links, and what its forms post."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("a", "form"):
            self.found.append(given.get("href") or given.get("action") or "")
        if tag == "input" and given.get("type") == "hidden" and given["name"] != "csrfmiddlewaretoken":
            self.fields[given["name"]] = given.get("value", "")


class Officer:
    """Somebody at the desk who only goes where the page before leads, and counts pages and posts."""

    pages = posts = 0

    def __init__(self, user) -> None:
        self.client = client_of(user)
        self.leads: set[str] = {DESK}

    def read(self, path: str) -> str:
        assert path in self.leads, path
        response = self.client.get(path)
        assert response.status_code == 200, path
        Officer.pages += 1
        return self._seen(response)

    def post(self, path: str, fields=None) -> str:
        assert path in self.leads, path
        response = self.client.post(path, fields or {}, follow=True)
        assert response.status_code == 200, path
        Officer.posts += 1
        return self._seen(response)

    def _seen(self, response) -> str:
        page = response.content.decode()
        self.links = Links(page)
        # A form without an action posts to its own page.
        self.leads = {*self.links.found, response.request["PATH_INFO"], DESK}
        return page


@pytest.fixture
def officer(author) -> Officer:
    Officer.pages = Officer.posts = 0
    return Officer(author)


@pytest.fixture
def second(publisher) -> Officer:
    return Officer(publisher)


def build_documents() -> Edition:
    edition = Edition.objects.order_by("pk").last()
    build(edition)
    return edition


def test_from_a_new_evaluation_to_a_withdrawn_correction(officer, second, client):
    # The symbol and the titles are asked first, so that one freezing is enough.
    officer.read(DESK)
    assert "Document symbol" in officer.read(DESK + "new/")
    officer.post(DESK + "new/", SENT)
    assert "CBD/CP/MOP/8/11" in officer.post(ONE + "review/")
    first = build_documents()
    assert first.is_in_review
    # Another looks at the frozen pages and at the hash, and publishes that.
    second.read(DESK)
    second.read(ONE)
    confirmation = second.read(ONE + "publication/")
    assert first.sha256 in confirmation
    assert "No edition was published before" in confirmation
    assert "CBD/CP/MOP/8/11" in confirmation
    given = second.links.fields
    assert "as it is frozen" in second.read(ONE + "frozen/")
    second.leads |= {ONE + "publication/"}
    assert "The edition is published" in second.post(ONE + "publication/", given)
    published = (Officer.pages, Officer.posts)
    # A correction says what it changes, and is held against the edition before.
    officer.read(DESK)
    officer.read(ONE)
    officer.post(ONE + "correction/")
    officer.read(ONE + "masthead/")
    changes = {
        "change-TOTAL_FORMS": 2,
        "change-INITIAL_FORMS": 0,
        "change-0-what": "The title",
        "change-0-why": "A slip",
    }
    page = officer.post(ONE + "masthead/", {"symbol": "CBD/CP/MOP/8/11/Rev.1", **changes})
    assert "<bdi>The title</bdi>: <bdi>A slip</bdi>" in page
    officer.post(ONE + "review/")
    correction = build_documents()
    second.read(ONE)
    confirmation = second.read(ONE + "publication/")
    assert "Held against edition 1.0" in confirmation
    assert "Title, symbol, meeting, what changes" in confirmation
    assert "what a correction changes" in confirmation
    assert "A slip" in confirmation
    second.post(ONE + "publication/", second.links.fields)
    corrected = (Officer.pages, Officer.posts)
    assert latest_edition(Plan.objects.get()) == correction
    # The correction was wrong itself: it is withdrawn, and the edition before stands.
    second.read(ONE + "editions/1.1/withdrawal/")
    assert "The edition is withdrawn" in second.post(ONE + "editions/1.1/withdrawal/", {"reason": "It was no slip."})
    assert latest_edition(Plan.objects.get()) == first
    assert "It was no slip." in client.get("/en/evaluations/mid-term/1.1/").content.decode()
    assert published == (6, 3)
    assert (corrected, Officer.pages, Officer.posts) == ((11, 7), 12, 8)


def test_what_is_refused_is_worked_through_or_passed_by_two(officer, second, author):
    make_evaluation(author, cut_off=AT.date().replace(year=2018))
    third = Officer(make_staff(name="Third", publisher=True))
    officer.read(DESK)
    officer.read(ONE)
    page = officer.post(ONE + "review/")
    assert "2 refusals: nothing is published while one stands." in page
    # Each leads to where it is mended.
    assert ONE + "parameters/" in officer.leads
    assert "/en/desk/" in officer.leads
    assert "Ask another publisher" not in page
    build_documents()
    second.read(DESK)
    second.read(ONE)
    for name, place in (("cut-off before the deadline", "cut-off NR4"), ("no counted report", "NR4")):
        second.post(ONE + "passes/", {"name": name, "place": place, "reason": "An early look was asked for."})
    third.read(DESK)
    third.read(ONE)
    for one in RefusalPass.objects.all():
        third.post(f"{ONE}passes/{one.pk}/agreement/")
    officer.read(DESK)
    officer.read(ONE)
    officer.post(ONE + "review/")
    edition = build_documents()
    assert edition.is_in_review
    second.read(ONE)
    assert second.read(ONE + "publication/").count("An early look was asked for.") == 2
    assert "The edition is published" in second.post(ONE + "publication/", second.links.fields)
    public = officer.client.get("/en/evaluations/mid-term/1.0/").content.decode()
    assert public.count("An early look was asked for.") == 2


def test_a_cut_off_to_come_offers_no_pass(second, author):
    make_evaluation(author, cut_off=AT.date().replace(year=2031))
    second.leads.add(ONE)
    second.read(ONE)
    page = second.post(ONE + "freezing/")
    assert "nobody may pass this" in page
    assert "not over everywhere on Earth" in page
    # The other refusal, that no report of the cycle is counted, may be passed.
    assert page.count("Ask another publisher") == page.count("Let it stand")


def test_the_texts_still_missing_are_one_list_with_next_and_previous(officer, evaluation):
    officer.read(DESK)
    officer.read(ONE)
    officer.post(ONE + "freezing/")
    listed = officer.read(ONE + "missing-texts/")
    assert listed.index("The whole plan") < listed.index("B.1 Story")
    first, last = f"{ONE}texts/whole/?language=en", f"{ONE}texts/indicator/B.1/?language=en"
    page = officer.read(first)
    assert "Next one missing" in page
    assert "Previous one missing" not in page
    kept = officer.client.post(first, {"narrative": "All well.", "sources": "", "version": 0, "next": "1"})
    assert kept.url == last
    officer.client.post(last, {"narrative": "It went well.", "sources": "A report", "version": 0, "next": "1"})
    assert FindingText.objects.count() == 2
    officer.read(DESK)
    officer.read(ONE)
    assert "still missing" not in officer.read(ONE)
    officer.leads.add(ONE + "missing-texts/")
    assert "Nothing is missing" in officer.read(ONE + "missing-texts/")


def test_the_difference_page_names_the_indicators_that_are_said_otherwise(officer, published, evaluation):
    officer.read(DESK)
    officer.read(ONE)
    officer.post(ONE + "correction/")
    evaluation.groups = ["ldc"]
    evaluation.save()
    officer.post(ONE + "freezing/")
    page = officer.read(ONE + "differences/")
    assert "Held against edition 1.0" in page
    assert "A.1" in page


def test_the_difference_page_says_figures_and_findings_before_and_now(published, evaluation):
    was, now = (json.loads(bytes(published.frozen)) for _end in range(2))
    of_all = ("A.1/headline", "NR4", "all")
    figure = next(row for row in now["values"] if (row["measure"], row["cycle"], row["group"]) == of_all)
    finding = next(row for row in now["findings"] if row["measure"] == "A.1/headline")
    same = next(row for row in now["findings"] if row["measure"] == "A.1/headline" and row is not finding)
    figure |= {"reason": "no report counted"}
    finding |= {"trend": "", "strength": "", "trend_reason": "question changed"}
    same["could_offset"] = 1 + (same["could_offset"] or 0)
    told = differences_in_words(FrozenForm(was), FrozenForm(now), evaluation)["differences"]
    of = {part["label"]: part["facts"] for part in told}
    [of_figure] = of["Figures"]
    assert "A.1" in of_figure["name"]
    assert of_figure["before"].startswith(value_in_words(as_value(FrozenForm(was).value(*of_all))))
    assert of_figure["after"] == "no report counted"
    of_finding, of_same = of["Findings"]
    assert of_finding["before"].startswith("Trend: ")
    assert of_finding["after"] == "Trend: no direction, question changed"
    assert of_same["before"] != "–"


def test_whoever_may_not_publish_neither_passes_nor_withdraws(author, published):
    client = client_of(author)
    for path in ("passes/", "passes/1/agreement/", "editions/1.0/withdrawal/", "home-choice/", "publication/"):
        assert client.post(ONE + path).status_code == 403
