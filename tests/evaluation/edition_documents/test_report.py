"""The report in its three formats."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from evaluation.documents.annexes import parties_by_reporting
from evaluation.documents.blocks import Column, Figure, Heading, Names, Paragraph, Table
from evaluation.documents.pdfs import set_pdfs
from evaluation.documents.places import place_in_words
from evaluation.documents.report import build_report
from evaluation.documents.report_html import render_html
from evaluation.documents.report_pdf import report_order
from evaluation.documents.words import words_in
from evaluation.editions.form import FrozenForm
from tests.evaluation.edition_documents.conftest import LEFT_OUT
from tests.evaluation.edition_documents.making import LINKS, make_frozen, narrative
from tests.evaluation.edition_documents.reading import PERCENTAGE, docx_text, pdf_text
from typesetting.text import phrase


def report(language="en", **overrides):
    edition = FrozenForm(make_frozen(**overrides))
    return build_report(edition, words=words_in(language), links=LINKS)


def paragraphs(made):
    return [block for block in made.blocks if isinstance(block, Paragraph)]


def tables(made):
    return [block for block in made.blocks if isinstance(block, Table)]


def test_it_has_its_chapters_in_their_order():
    assert [block.text for block in report().blocks if isinstance(block, Heading) and block.level == 1] == [
        "Summary",
        "Mandate",
        "Method and data",
        "Findings by strategic objective",
        "What could not be assessed, and why",
        "Conclusions",
        "Annex I. Every indicator",
        "Annex II. Parties counted",
        "Annex III. What other choices would change",
        "Annex IV. How to check a figure",
    ]


def test_paragraphs_have_the_same_numbers_in_every_format(documents):
    numbers = [block.number for block in paragraphs(report())]
    assert numbers == list(range(1, len(numbers) + 1))
    held = {name.rpartition(".")[2]: one.content for name, one in documents.items() if "-report-en" in name}
    in_html = [int(one) for one in re.findall(r'<div class="para" id="p(\d+)">', held["html"].decode())]
    word = [paragraph.text for paragraph in Document(BytesIO(held["docx"])).paragraphs]
    in_word = [int(found[1]) for text in word if (found := re.match(r"(\d+)\.\u2002", text))]
    assert in_html == in_word == numbers
    told = pdf_text(held["pdf"])
    for block in paragraphs(report()):
        assert f"{block.number}. {' '.join(block.text.text.split())[:30]}" in told


def test_each_objective_has_one_table_and_a_chart_where_something_was_compared():
    made = report()
    assert [table.title for table in tables(made) if "Indicators of strategic objective" in table.title] == [
        "Table 3. Indicators of strategic objective 1: figures and statements",
        "Table 4. Indicators of strategic objective 2: figures and statements",
    ]
    figures = [block.title for block in made.blocks if isinstance(block, Figure)]
    assert [title for title in figures if "objective" in title] == [
        "Figure 1. Trend of the indicators, by strategic objective",
        "Figure 3. Strategic objective 1: share of yes, NR2 to NR3",
    ]


def test_every_percentage_stands_beside_its_n():
    made = report()
    for block in paragraphs(made):
        for found in PERCENTAGE.finditer(block.text.text):
            near = block.text.text[max(found.start() - 60, 0) : found.end() + 60]
            assert re.search(r"\d+ of (?:the )?\d+|of the \d+ Parties|at least 2|method", near), near
    # What other choices would change names shares of the method itself, and none that was measured.
    for table in (table for table in tables(made) if "another choice" not in table.title):
        counted = [place for place, column in enumerate(table.columns) if "n / N" in column.title]
        for row in table.rows:
            for cell in row:
                if PERCENTAGE.search(cell):
                    assert re.search(r"% of \d+", cell) or any(re.search(r"\d+ ?/ ?\d+", row[at]) for at in counted)


def test_coverage_and_silence_are_in_the_summary():
    first = paragraphs(report())[0].text.text
    assert "7 of 8 Parties (88 per cent)" in first
    assert "1 did not" in first


def test_what_could_not_be_assessed_stands_with_its_reason():
    table = next(table for table in tables(report()) if "by reason" in table.title)
    assert [list(row) for row in table.rows] == [
        ["Not assessed: narrative only", "1", "2.1.2"],
        ["Not assessed: no snapshot", "1", "2.1.1"],
    ]


def test_what_staff_wrote_stands_beside_what_was_computed_with_its_sources():
    made = paragraphs(report(texts={"indicator/1.1.1": narrative("Laws were adopted.")}))
    place = next(place for place, block in enumerate(made) if block.text.text == "Laws were adopted.")
    assert made[place].by == "Added by the Secretariat"
    assert made[place].sources.text == "Sources: Laws were adopted."
    assert made[place - 1].text.text == "Indicator 1.1.1. Computed."
    assert any(f"in paragraph {made[place].number}." in block.text.text for block in made)


def test_conclusions_are_those_of_staff_or_say_that_there_are_none():
    assert any("added no conclusions" in block.text.text for block in paragraphs(report()))
    made = paragraphs(report(texts={"whole": narrative("Progress is uneven.")}))
    assert any(block.text.text == "Progress is uneven." for block in made)
    assert not any("added no conclusions" in block.text.text for block in made)


def test_a_text_in_another_language_keeps_its_own_direction():
    text = {"generated": {"en": "Computed."}, "narrative": {"ar": "نص عربي"}, "sources": ""}
    made = report(texts={"objective/1": text})
    html = render_html(made, words_in("en")).decode()
    assert '<p lang="ar" dir="rtl">نص عربي</p>' in html


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_the_introduction_of_a_plan_that_nobody_translated_says_that_it_is_english(language):
    stated = "It was made for a test."
    plan = make_frozen()["plan"] | {"texts": [{"paragraphs": [{"text": stated}]}]}
    (quoted,) = [block.text.text for block in paragraphs(report(language, plan=plan)) if stated in block.text.text]
    assert words_in(language).in_english(stated) in quoted
    assert [one.text.text for one in paragraphs(report(plan=plan)) if f"“{stated}”" in one.text.text]


def test_what_staff_typed_has_its_own_direction_within_an_arabic_sentence():
    typed = "Decision BS-V/16."
    isolated = f"\u2068{typed}\u2069"
    edition = {"changes": [{"what": typed, "why": typed}], "left_out": [{"language": "ru", "reason": typed}]}
    made = paragraphs(report("ar", edition=edition, texts={"whole": narrative(typed)}))
    (sources,) = [block.sources.text for block in made if block.sources]
    (change,) = [block.text.text for block in made if block.text.text.count(isolated) == 2]
    (_left_out,) = [block.text.text for block in made if isolated in block.text.text and block.text.text != change]
    assert isolated in sources


def test_parties_are_listed_once_each_in_alphabetical_order():
    listed = [block for block in report().blocks if isinstance(block, Names)]
    assert [(block.lead.partition(" (")[0], block.names.split("; ")) for block in listed] == [
        ("Reported both times", ["Côte d’Ivoire", "European Union", "France", "Kenya", "Mexico", "Norway"]),
        ("Reported in NR3 only", ["Türkiye"]),
        ("Reported neither time", ["Zambia"]),
    ]


def test_a_correction_says_what_changed_and_why():
    held = {"version": "1.1", "corrects": "1.0", "changes": [{"what": "One class", "why": "A report was withdrawn"}]}
    made = report(edition=held)
    assert any(block.text.text == "Changed: “One class”. Why: “A report was withdrawn”." for block in paragraphs(made))


def test_a_correction_is_told_in_the_language_and_in_english_where_nobody_wrote_it_so():
    line = {"what": "One class", "why": "Withdrawn"}
    french = {"what": "Une classe", "why": "Retiré"}
    lines = [line | {"translations": {"fr": french}}, line]
    made = report("fr", edition={"version": "1.1", "corrects": "1.0", "changes": lines})
    said = [block.text.text for block in paragraphs(made)]
    [told] = (text for text in said if "Une classe" in text)
    assert "Retiré" in told
    assert "en anglais" not in told
    [english] = (text for text in said if "One class" in text)
    assert "en anglais" in english


def test_the_pdf_is_tagged_and_can_be_gone_through(documents):
    made = documents["mid-term-1.0-report-en.pdf"].content
    reader = PdfReader(BytesIO(made))
    assert len(made) <= 500 * 1024
    assert b"pdfuaid:part>1<" in reader.root_object["/Metadata"].get_data()
    assert reader.root_object["/Lang"] == "en"
    assert "Annex II. Parties counted" in [one.title for one in reader.outline[0:] if not isinstance(one, list)]
    assert all("Not an official document" in page.extract_text() for page in reader.pages)


def test_the_word_document_has_headings_repeated_header_rows_and_pictures_with_words(documents):
    made = documents["mid-term-1.0-report-en.docx"].content
    document = Document(BytesIO(made))
    assert len(made) <= 500 * 1024
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[0] == "Summary"
    assert len(headings) == 10
    assert len(document.tables) == len(tables(report()))
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    described = [one._inline.docPr.get("descr") for one in document.inline_shapes]
    assert len(described) == 3
    assert described[2].startswith(
        "Strategic objective 1: share of yes, NR2 to NR3. 1.1.1: 67\u00a0% to 100\u00a0%, n/N 6/8."
    )
    assert document.core_properties.created.isoformat().startswith("2016-03-01")


def test_the_html_asks_nobody_for_anything(documents):
    html = documents["mid-term-1.0-report-en.html"].content.decode()
    assert len(html.encode()) <= 500 * 1024
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:script|link|img|iframe|object|embed|audio|video|source|base)\b", html)
    assert not re.search(r"\bsrc=|srcset=|@import|url\((?!#)|@font-face", html)
    assert set(re.findall(r'href="([^"#][^"]*)"', html)) == {LINKS["edition"]}


def test_the_three_formats_say_the_same(documents):
    held = {name.rpartition(".")[2]: one.content for name, one in documents.items() if "-report-en" in name}
    told = {
        "pdf": pdf_text(held["pdf"]),
        "docx": docx_text(held["docx"]),
        "html": " ".join(re.sub(r"<[^>]+>", " ", held["html"].decode()).replace("&#x27;", "'").split()),
    }
    for block in paragraphs(report()):
        for name, text in told.items():
            bare = re.sub(r"\s", "", text)
            assert re.sub(r"\s", "", block.text.text) in bare, (name, block.number)


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_a_full_masthead_stands_on_the_report(official, kind):
    content = official[f"mid-term-1.0-report-en.{kind}"].content
    told = {"pdf": pdf_text, "docx": docx_text, "html": lambda held: held.decode()}[kind](content)
    for part in ("CBD/CP/MOP/8/11", "Eighth meeting", "Agenda item 14", "Distr.: General", "Original: English"):
        assert part in told
    assert "Not an official document" not in told


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_holds_one_or_two_rows_of_a_longer_table(language):
    made = report()
    blocks = []
    for number in range(1, 25):
        # Tables of every length from every height of a page on.
        blocks += [Paragraph(number, phrase("A sentence that goes on for a while. " * (number % 5 * 4 + 1), "en"))]
        rows = [[f"T{number:02}R{row:02}", "A cell of two lines. " * (row % 3 + 1)] for row in range(number * 2)]
        blocks += [Table(f"Table {number}", [Column("Row"), Column("Words")], rows)]
    order = report_order(replace(made, blocks=blocks, language=language), words_in(language))
    (pdf,) = set_pdfs([order], on=date(2026, 1, 2))
    held = Counter()
    for page, read in enumerate(PdfReader(BytesIO(pdf)).pages):
        for table in re.findall(r"T(\d\d)R\d\d", read.extract_text()):
            held[int(table), page] += 1
    assert sum(held.values()) == sum(number * 2 for number in range(1, 25))
    assert len(held) > 24, "a table goes over a page"
    assert {place: rows for place, rows in held.items() if rows < min(3, place[0] * 2)} == {}


def test_what_was_computed_is_printed_in_the_language_of_the_report_or_in_english_and_marked_so():
    said = {"generated": {"en": "Three gained.", "fr": "Gagnées\u00a0: 3."}, "narrative": {}, "sources": ""}
    edition = FrozenForm(make_frozen(texts={"indicator/1.1.1": said}))
    texts = {
        " ".join(block.text.text.split()): block.text
        for block in paragraphs(build_report(edition, words=words_in("fr"), links=LINKS))
    }
    (french,) = [one for text, one in texts.items() if "1.1.1" in text and "Gagnées" in text]
    (english,) = [one for text, one in texts.items() if "Computed of indicator/1.1.2." in text]
    assert (french.language, english.language) == ("fr", "en")
    assert not [text for text in texts if "Three gained" in text]


def test_groups_measures_and_objectives_are_called_in_the_language_of_the_document():
    words, edition = words_in("fr"), FrozenForm(make_frozen())
    slug = next(slug for slug in edition.groups if edition["groups"][slug]["label"] == "Africa")
    assert words.group(edition, slug) == "Afrique"
    assert words.group(edition, "all") == words("report.all_parties")
    assert words.of_data("") == ""


def test_languages_left_out_stand_where_what_was_passed_stands_each_with_why():
    passed = [{"refusal": "no counted report", "place": "NR4", "reason": "An early look."}]
    held = report(edition={"passed": passed, "left_out": LEFT_OUT}).blocks
    said = [block.text.text for block in held if isinstance(block, Paragraph)]
    place = next(number for number, text in enumerate(said) if "An early look." in text)
    assert said[place + 1 : place + 3] == [
        "No documents of this edition in: Russian. Reason: Its terms.",
        "No documents of this edition in: Arabic. Reason: Its tables in 2 columns.",
    ]


def test_what_was_passed_is_said_in_words_and_not_by_its_key():
    passed = [
        {"refusal": "after the cut-off", "place": "text objective/1 en", "reason": "It was announced."},
        {"refusal": "without its reason", "place": "1.1.1/headline NR3 all trend", "reason": "It is new."},
    ]
    said = [block.text.text for block in report(edition={"passed": passed}).blocks if isinstance(block, Paragraph)]
    (first,) = [text for text in said if "It was announced." in text]
    assert "something of a day after the cut-off" in first
    assert "the text on strategic objective 1, in English" in first
    (second,) = [text for text in said if "It is new." in text]
    assert "All Parties, its trend" in second
    assert "/headline" not in second


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("text whole fr", "the text on the whole plan, in French"),
        ("text indicator/1.1.1 ar", "the text on indicator 1.1.1, in Arabic"),
        ("text impact/1.1 zh", "the text on expected impact 1.1, in Chinese"),
        ("title ru", "the title, in Russian"),
        ("cut-off", "the cut-off"),
        ("cut-off NR3", "the cut-off of NR3"),
        ("population day NR3", "the day for which Parties are counted in NR3"),
        ("NR3", "third national reports"),
        ("NR3 KEN", "third national reports, Kenya"),
        ("until 2026-12-01", "until 1 December 2026"),
        ("mid-term-report-en.docx 3: text", "mid-term-report-en.docx 3: text"),
    ],
)
def test_every_kind_of_place_has_words(place, words):
    assert place_in_words(FrozenForm(make_frozen()), place, words_in("en")) == words


def test_one_paragraph_of_the_secretariat_is_told_in_the_singular():
    noted = {"generated": {"en": "Said."}, "narrative": {"en": "More."}, "sources": ""}
    one = report(texts={"objective/1": noted}).blocks
    two = report(texts={"objective/1": noted, "objective/2": noted}).blocks
    (single,) = [b.text.text for b in one if isinstance(b, Paragraph) and "stands beside" in b.text.text]
    assert ", in paragraph " in single
    (several,) = [b.text.text for b in two if isinstance(b, Paragraph) and "stands beside" in b.text.text]
    assert ", in paragraphs " in several


def test_a_table_that_gives_counts_says_what_they_are():
    counted = [table for table in tables(report()) if any("n / N" in column.title for column in table.columns)]
    unsaid = [table.title for table in counted if not {"n:", "N:"} <= set(table.note.split())]
    # Said at the first of the tables of objectives.
    assert [named for named in unsaid if "figures and statements" not in named] == []
    assert [table.title for table in counted if "Reports received" in table.title]
    assert [table.title for table in counted if "who was counted" in table.title]


def test_an_answer_to_a_survey_beside_the_reports_is_no_report_in_the_list_of_parties():
    form = make_frozen()
    received = form["cycles"][form["parameters"]["baseline"]]["received"]
    received["survey-2014"] = {"KEN": received[""].pop("KEN")}
    listed = dict(parties_by_reporting(FrozenForm(form)))
    assert "KEN" in listed["current"]
    assert "KEN" not in listed["both"]
