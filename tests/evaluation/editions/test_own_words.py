"""A plan's levels are called as that plan calls them, on every page, in every chart and in every document of it."""

import re
from html import unescape

import pytest

from evaluation.documents.brief import build_brief, headings
from evaluation.documents.report import build_report
from evaluation.documents.report_html import render_html
from evaluation.documents.tables import sheets
from evaluation.documents.words import words_of
from evaluation.editions.selectors import form_of
from evaluation.editions.services import correct, send_to_review, set_masthead
from figures.services import compute_progress
from tests.evaluation.editions.conftest import FULL4
from tests.evaluation.editions.making import AT, make_frozen
from tests.factories import make_report
from tests.people_factories import client_of

# What plans call their levels unless they say otherwise; the small plan has goals, results and yardsticks.
ANOTHERS = re.compile(r"\b(indicators?|outcomes?|objectives?|expected impacts?)\b", re.IGNORECASE)
IN_FRENCH = re.compile(r"\b(indicateurs?|objectifs?)\b", re.IGNORECASE)
# What speaks of the method, the interface or the API and of no plan, and what repeats a questionnaire word for word.
OF_NO_PLAN = re.compile(
    r"^/en/(method|accessibility|questions|reports|parties/[A-Z]{3}/(files|reports)|account|plans|data/api)\b|\.\w+$"
)
FIGURES = "/en/desk/figures/"
READ = ("alt", "title", "aria-label", "content", "placeholder")
LINKS = {"edition": "https://portal.example/en/evaluations/mid-term/1.0/", "method": "", "code": "", "verify": ""}


def said_on(page: str) -> str:
    """All that somebody reads or hears of a page: its text, and the attributes that are read out."""
    page = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->|/api/\S+", " ", page, flags=re.DOTALL)
    read_out = re.findall(rf'\s(?:{"|".join(READ)})="([^"]*)"', page)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *read_out]))


def walked(client, *starts: str) -> dict[str, str]:
    """Every page that links lead to from where it starts, by its address without what is asked of it."""
    waiting, found = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in found or OF_NO_PLAN.search(address):
            continue
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        found[address] = answer.content.decode()
        waiting += re.findall(r'href="(/en/[^"?#]*)', found[address])
    return found


def breaches(pages: dict[str, str], of_another: re.Pattern[str] = ANOTHERS) -> list[tuple[str, str]]:
    return [
        (address, text[max(0, hit.start() - 60) : hit.end() + 40])
        for address, page in pages.items()
        for text in [" ".join(said_on(page).split())]
        for hit in of_another.finditer(text)
    ]


@pytest.fixture
def shown(published):
    """The small plan with its figures and a published edition; it is the current one."""
    compute_progress(at=AT, reason="test")
    return published


def test_no_public_page_of_a_plan_names_a_level_as_another_plan_does(client, shown):
    pages = walked(client, "/en/")
    assert {"/en/", "/en/plan/", "/en/plan/audit/", "/en/indicators/A.1/", "/en/data/"} <= pages.keys()
    assert {"/en/evaluations/mid-term/", "/en/evaluations/mid-term/1.0/indicators/A.1/"} <= pages.keys()
    assert breaches(pages) == []


def test_no_desk_page_of_a_plan_names_a_level_as_another_plan_does(shown, author, publisher):
    make_report("NER", "NR4", {"Q014": FULL4, "Q092": "true", "Q093": "true"})
    changes = [{"what": "One report", "why": "It came by post"}]
    edition = correct(evaluation=shown.evaluation, by=author, at=AT)
    set_masthead(edition=edition, symbol="PORTAL/1/Corr.1", changes=changes, by=author, at=AT)
    send_to_review(edition=make_frozen(shown.evaluation, author), by=author, at=AT)
    desk = "/en/desk/evaluations/mid-term/"
    pages = walked(client_of(publisher), desk, f"{desk}texts/", f"{desk}differences/", f"{desk}publication/", FIGURES)
    for page in ("", "texts/", "texts/indicator/A.1/", "differences/", "frozen/"):
        assert f"{desk}{page}" in pages, page
    assert "<dt>Yardsticks</dt>" in pages[f"{desk}differences/"]
    assert breaches(pages) == []


def test_no_chart_that_is_taken_away_names_a_level_as_another_plan_does(client, shown):
    drawings = {
        address: client.get(address).content.decode()
        for address in ("/en/findings.svg?pair=NR3-NR4", "/en/indicators/A.1.svg")
    }
    assert "yardsticks" in drawings["/en/findings.svg?pair=NR3-NR4"]
    assert breaches(drawings) == []


def test_no_document_of_a_plan_names_a_level_as_another_plan_does(shown):
    form = form_of(shown)
    words = words_of(form, "en")
    brief = build_brief(form, words=words, links=LINKS)
    report = build_report(form, words=words, links=LINKS)
    said = {
        "brief": " ".join([*brief.findings, *brief.caveats, brief.chart.alt, *headings(form, words).values()]),
        "report": render_html(report, words).decode(),
        **{
            f"table {sheet.name}": " ".join([sheet.title, sheet.note, *(title for title, _key in sheet.columns)])
            for sheet in sheets(form, words)
        },
    }
    assert "Of the 3 yardsticks of the plan" in said["brief"]
    assert "Goal A. Parties have rules" in said["report"]
    assert breaches(said) == []


def test_a_brief_in_another_language_says_the_plans_words_in_english_and_that_they_are(shown):
    form = form_of(shown)
    words = words_of(form, "fr")
    brief = build_brief(form, words=words, links=LINKS)
    said = " ".join([*brief.findings, *brief.caveats, *headings(form, words).values()])
    assert "Yardsticks [en anglais] non évalués" in said
    assert breaches({"brief": said}, IN_FRENCH) == []
