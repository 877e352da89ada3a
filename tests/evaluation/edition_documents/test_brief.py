import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from evaluation.documents import rendering
from evaluation.documents.brief import build_brief
from evaluation.documents.produced import links_in
from evaluation.documents.words import WordMissing, languages, words_in
from evaluation.editions import gate_order
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_order import out_of_order
from evaluation.editions.refusals import Check
from languages.alphabets import order_in
from tests.evaluation.edition_documents.conftest import LEFT_OUT, MEETING
from tests.evaluation.edition_documents.making import LINKS, make_frozen
from tests.evaluation.edition_documents.reading import pdf_text
from typesetting.fonts import installed


def brief(language: str = "en", **overrides):
    edition = FrozenForm(make_frozen(**overrides))
    return build_brief(edition, words=words_in(language), links=LINKS)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_brief_is_one_tagged_page_of_at_most_60_kb(documents, language):
    made = documents[f"mid-term-1.0-brief-{language}.pdf"].content
    reader = PdfReader(BytesIO(made))
    assert len(reader.pages) == 1
    assert len(made) <= 60 * 1024
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == language
    assert b"pdfuaid:part>1<" in reader.root_object["/Metadata"].get_data()
    width, height = reader.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_it_says_who_reported_what_changed_and_what_to_be_careful_about(documents):
    told = pdf_text(documents["mid-term-1.0-brief-en.pdf"].content)
    assert "7 of 8 Parties (88 per cent) sent their third national reports by the cut-off of 31 January 2016" in told
    assert "Of the 4 indicators of the plan" in told
    assert "Indicators not assessed: 2 of 4; without a direction: 0" in told
    assert "Most frequent reasons: narrative only (1), no snapshot (1)" in told
    assert "Not an official document" in told
    assert FrozenForm(make_frozen()).sha256 in told.replace(" ", "")
    assert LINKS["edition"] in told


def test_paragraphs_are_numbered_through(documents):
    told = pdf_text(documents["mid-term-1.0-brief-en.pdf"].content)
    assert [told.count(f" {number}. ") > 0 for number in range(1, 8)] == [True] * 6 + [False]


def test_every_change_stands_beside_its_n_and_its_n_of_parties():
    for change in brief().changes:
        panel, population = change.counted.split(" / ")
        assert int(panel) <= int(population) == 8
        assert change.baseline.endswith("%")


def test_only_what_has_a_direction_is_among_the_largest_changes_with_its_strength():
    """Indicator 1.1.2, of which one Party gained and one lost, has little or no change."""
    assert [(change.code, change.change, change.strength) for change in brief().changes] == [("1.1.1", "+33", "slight")]


def test_it_tells_how_many_directions_are_clear_and_what_silence_makes_of_them():
    said = brief().findings[1]
    assert "Directions told from answers: 1, of which clear: 0. Of the pairs judged, 2 in all, about 0.0" in said
    assert "Those that hold whatever the silent Parties would have said: none." in said


def test_it_counts_every_target_that_the_plan_states():
    said = brief().findings[2]
    assert said.startswith("Of the targets that the plan states, 1 in all: met, 1; not met, 0; cannot be told")
    assert said.endswith("not judged, 0.")


def test_per_cent_is_a_word_in_text_and_a_sign_in_tables():
    said = brief()
    assert not any("%" in text for text in (*said.findings, *said.caveats))


@pytest.mark.parametrize(("language", "words"), [("fr", "Traduction de courtoisie"), ("ar", "ترجمة على سبيل المجاملة")])
def test_translations_say_that_they_are_a_courtesy(language, words):
    assert brief(language).masthead.courtesy == words
    assert brief().masthead.courtesy == ""


@pytest.mark.parametrize(
    ("language", "day", "original"),
    [
        ("en", "1 March 2016", "Original: English"),
        ("fr", "1er mars 2016", "Français / Original\u00a0: anglais"),
        ("es", "1 de marzo de 2016", "Español / Original: inglés"),
        ("ru", "1 March 2016", "Russian / Original: English"),
        ("ar", "1 March 2016", "Arabic / Original: English"),
        ("zh", "1 March 2016", "Chinese / Original: English"),
    ],
)
def test_the_masthead_names_day_and_languages_as_documents_of_the_language_do(language, day, original):
    head = brief(language).masthead
    assert (head.day, head.original) == (day, original)
    assert head.facts_language == (language if language in ("en", "fr", "es") else "en")


def test_signs_between_texts_are_those_of_the_language(documents):
    french = pdf_text(documents["mid-term-1.0-brief-fr.pdf"].content)
    assert re.search(r"Comment citer\s:\s", french)
    chinese = brief("zh", edition={"title": {"zh": "《战略计划》的评价"}})
    assert chinese.quoted.startswith("《〈战略计划〉的评价》，")
    assert not any("。 " in said or " (" in said for said in (*chinese.findings, *chinese.caveats))


@pytest.mark.parametrize(("language", "place"), [("en", "en"), ("fr", "fr"), ("ar", "ar"), ("zh", "zh-hans")])
def test_a_document_leads_to_the_pages_of_its_own_language(documents, language, place):
    assert links_in(LINKS, language)["edition"] == f"https://portal.example/{place}/evaluations/mid-term/1.0/"
    told = pdf_text(documents[f"mid-term-1.0-brief-{language}.pdf"].content)
    assert f"https://portal.example/{place}/evaluations/mid-term/1.0/" in told


def test_what_is_not_translated_says_so():
    assert {change.label for change in brief("fr").changes} == {"National biosafety law [en anglais]"}
    assert brief("fr", edition={"title": {"en": "Only English"}}).masthead.title == "Only English [en anglais]"


def test_a_symbol_is_printed_as_typed_and_makes_the_document_official():
    head = brief(edition={"symbol": "CBD/CP/MOP/8/11", "meeting": MEETING, "agenda_item": "14"}).masthead
    assert (head.symbol, head.is_official, head.item) == ("CBD/CP/MOP/8/11", True, "Agenda item 14")
    assert head.meeting == ("Eighth meeting", "Cancun, Mexico, 4–17 December 2016")


def test_a_brief_stays_one_page_with_a_full_masthead(official):
    for language in languages():
        made = official[f"mid-term-1.0-brief-{language}.pdf"].content
        assert len(PdfReader(BytesIO(made)).pages) == 1
        # Of a Chinese face more signs are drawn.
        assert len(made) <= (120 if language == "zh" else 60) * 1024
    assert "corrects edition 0.9" in pdf_text(official["mid-term-1.0-brief-en.pdf"].content)


def test_demonstration_data_says_so_across_every_page(documents, official):
    for name in ("mid-term-1.0-brief-en.pdf", "mid-term-1.0-report-en.pdf"):
        for page in PdfReader(BytesIO(official[name].content)).pages:
            assert page.extract_text().count("Demonstration data") >= 2
        assert "Demonstration data" not in pdf_text(documents[name].content)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Côte d’Ivoire", "Croatia", "Türkiye", "Turkmenistan", "Zambia"]),
        ("fr", ["Égypte", "Émirats arabes unis", "Équateur", "Espagne", "Île Maurice", "Inde"]),
        ("ar", ["الأرجنتين", "إسبانيا", "البرازيل", "بلجيكا", "تركيا", "المغرب", "النرويج"]),
    ],
)
def test_countries_stand_in_the_alphabet_of_each_language(language, names):
    assert sorted(set(names), key=order_in(language)) == names


def test_a_document_is_made_in_a_language_that_has_every_word_of_it():
    assert languages()[0] == "en"
    for language in languages():
        words = words_in(language)
        assert "brief" in words.documents
        assert ("report" in words.documents) is not words.lacks()


def test_without_its_font_nothing_is_made_in_chinese_and_the_rest_is(monkeypatch, tmp_path):
    monkeypatch.setattr(rendering, "installed", lambda: installed(tmp_path))
    assert rendering.settable() == tuple(one for one in languages() if one != "zh")


def test_every_reason_of_the_method_has_words_in_every_language():
    from indicators.reasons import NotAssessed

    for language in languages():
        words = words_in(language)
        for reason in NotAssessed:
            assert language == "en" or not words.statement(str(reason)).startswith(str(reason))


def test_a_word_that_is_missing_is_an_error():
    with pytest.raises(WordMissing, match=r"no\.such in en\.yaml"):
        words_in("fr")("no.such")
    with pytest.raises(WordMissing, match="documents in de"):
        words_in("de")


PASSED = [
    {"refusal": "no counted report", "place": "NR4", "reason": "An early look."},
    {"refusal": "cut-off before the deadline", "place": "cut-off NR4", "reason": "Asked for by the meeting."},
]


@pytest.mark.parametrize("language", languages())
def test_what_two_publishers_let_stand_is_told_with_how_many(language):
    said = brief(language, edition={"passed": PASSED}).caveats
    assert len(said) == len(brief(language).caveats) + 1
    assert re.findall(r"\d+", said[-1]) == ["2"]


@pytest.mark.parametrize(
    ("language", "named"), [("en", "Russian, Arabic"), ("fr", "Russe, Arabe"), ("ar", "الروسية، العربية")]
)
def test_languages_left_out_are_named(language, named):
    said = brief(language, edition={"left_out": LEFT_OUT}).caveats
    assert len(said) == len(brief(language).caveats) + 1
    assert named in said[-1]


@pytest.mark.parametrize("language", languages())
def test_gained_and_lost_stand_on_the_finished_page_in_the_order_of_their_heading(documents, language, monkeypatch):
    form = FrozenForm(make_frozen() | {"links": LINKS})
    made = documents[f"mid-term-1.0-brief-{language}.pdf"]
    assert [(one.gained, one.lost) for one in brief().changes] == [("2", "0")]
    assert list(out_of_order(form, made)) == []
    # To a reader of the other direction the same page says the opposite.
    monkeypatch.setattr(gate_order, "_read", lambda change, rtl: ("2", "0") if rtl else ("0", "2"))
    assert [(one.check, one.place, one.subject) for one in out_of_order(form, made)] == [
        (Check.ORDER, f"{made.name} 1.1.1", "indicator/1.1.1")
    ]
