"""Help beside questions, terms of a page, and the search for a question."""

import re

import pytest
import yaml
from django.utils.translation import override

from indicators.datafile import DataFileInvalid, read
from languages.catalogues import translated
from languages.codes import LANGUAGES
from national_reports.finding import found_in
from national_reports.helping import HELP_FILE, gaps, help_for, own_help, terms_in, uses_in
from national_reports.loading import FOLDER, SCHEMAS
from tests.people_factories import client_of, make_focal_point

REPORT = "/en/reports/KEN/NR4/"


@pytest.fixture
def contributor(draft):
    return client_of(make_focal_point("KEN"))


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_why_a_question_is_asked_and_what_counts_come_from_the_measures_of_the_plan(nr4):
    uses = uses_in("NR4")
    found = help_for(nr4.fields["Q017"], "NR4", uses)
    assert [code for code, _label in found.uses]
    assert dict(found.counted)["yes"] == ("Yes",)
    assert found.example
    # Nothing is said where nothing is known.
    assert help_for(nr4.fields["Q187"], "NR4", uses) is None


def test_every_question_that_feeds_an_indicator_says_why_it_is_asked(nr4):
    uses = uses_in("NR4")
    assert len(uses) > 20
    assert [key for key in uses if key in nr4.fields and not help_for(nr4.fields[key], "NR4", uses).uses] == []


def test_help_and_terms_stand_in_place_on_the_page(contributor):
    page = words(contributor.get(f"{REPORT}sections/article2/"))
    # Where a tag ends `words` puts a space.
    assert "Counted as yes : Fully in place" in page
    assert "A biosafety law is in force and its regulations are still being written." in page
    assert "Article 2 of the Protocol" in page
    page = words(contributor.get(f"{REPORT}sections/article6/"))
    assert "LMOs that cross the territory of a Party on their way to another country. Article 6 of the Protocol" in page


def test_terms_are_found_whatever_language_shows_the_questions(nr4):
    with override("ar"):
        questions = [one for one in nr4.in_language("ar").fields.values() if one.section == "Article6"]
        assert "المرور العابر" in [one.term for one in terms_in(questions)]


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_help_and_terms_are_in_every_language(language):
    terms = yaml.safe_load((FOLDER / "glossary.yaml").read_text())["terms"]
    helps = yaml.safe_load(HELP_FILE.read_text())["helps"]
    texts = [one[name] for one in terms for name in ("term", "text")]
    texts += [one[name] for one in helps for name in ("counts", "example") if name in one]
    assert [text for text in texts if not translated(text, language)] == []


@pytest.mark.parametrize("cycle", ["NR4", "NR5"])
def test_every_question_says_what_counts_and_its_article_or_is_named_as_needing_no_help(cycle):
    questions = yaml.safe_load((FOLDER / f"{cycle.lower()}.yaml").read_text())["questions"]
    found = gaps([one["key"] for one in questions if "part" not in one], cycle)
    assert (found.missing, found.unknown) == ([], [])
    assert len(own_help(cycle)) > 180
    assert sum(bool(one.example) for one in own_help(cycle).values()) > 60


def test_a_question_that_is_new_and_help_for_one_that_is_gone_are_named():
    asked = [key for key in own_help("NR5") if key != "Q007"]
    found = gaps([*asked, "Q900"], "NR5")
    assert (found.missing, found.unknown) == (["Q900"], ["Q007", "Q176"])
    assert gaps(["Q001"], "NR9") == gaps([], "NR9")


def test_the_article_of_another_treaty_says_so(nr4):
    found = help_for(nr4.fields["Q176"], "NR4", {})
    assert found.article == "Article 2 of the Supplementary Protocol"
    with override("fr"):
        assert help_for(nr4.fields["Q021"], "NR4", {}).article == "Article 5 du Protocole"


@pytest.mark.parametrize(
    "broken",
    [
        "helps:\n- {counts: Some., questions: {NR4: {'2': []}}}\nwithout: {}\n",
        "helps:\n- {counts: Some., questions: {NR4: {two: [Q014]}}}\nwithout: {}\n",
        "helps:\n- {example: Some., questions: {NR4: {'2': [Q014]}}}\nwithout: {}\n",
    ],
)
def test_a_help_file_of_another_shape_is_refused(tmp_path, broken):
    (tmp_path / "help.yaml").write_text(broken)
    with pytest.raises(DataFileInvalid):
        read(tmp_path / "help.yaml", SCHEMAS / "help.schema.yaml")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("17", ["Q017"]),
        ("allocating budget", ["Q017"]),
        ("ALLOCATING BÚDGET", ["Q017"]),
        ("١٧", ["Q017"]),
        ("１７", ["Q017"]),
        ("allocating budget nowhere", []),
        ("", []),
    ],
)
def test_a_question_is_found_by_its_number_or_words(nr4, typed, found):
    assert [one.key for one in found_in(nr4, typed)] == found


def test_the_search_leads_to_the_question(contributor):
    page = contributor.get(f"{REPORT}search/", {"q": "allocating budget"})
    assert f'href="{REPORT}sections/article2/#Q017"' in page.content.decode()
    assert "No question says all of these words" in words(contributor.get(f"{REPORT}search/", {"q": "<b>zebra"}))
