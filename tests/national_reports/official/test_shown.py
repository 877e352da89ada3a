"""Whose words a reader sees, and in which language: on form, pages, print and documents."""

import json
import re
from io import BytesIO
from types import SimpleNamespace

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.utils import translation
from docx import Document

from indicators.datafile import DataFileInvalid
from indicators.models import ReportingCycle
from jobs.models import Job
from national_reports.codec import AnswerData
from national_reports.documents.building import build_content
from national_reports.documents.docx import render_docx
from national_reports.documents.labels import labels
from national_reports.documents.pdf import render_pdf
from national_reports.loading import FOLDER, load_questionnaires
from national_reports.models import Questionnaire
from national_reports.previous import previous_answers
from national_reports.selectors import form_for
from national_reports.services.opening import open_report
from national_reports.views.reports import slug_of
from parties.models import Party
from tests.factories import NOW, make_report
from tests.national_reports.documents.conftest import AT, make_about
from tests.national_reports.official.making import SAID, put, write_all
from tests.people_factories import client_of, make_focal_point

CYCLES = ("NR2", "NR3", "NR4", "NR5")


@pytest.fixture
def six_languages(settings) -> None:
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())


def form_in(cycle, language):
    return form_for(ReportingCycle.objects.get(code=cycle), language)


def official(kept_in, cycle: str, language: str, **parts) -> None:
    """Keep and store official texts of a cycle in a language."""
    document = {"cycle": cycle, "language": language, "source": "invented", "questions": {}} | parts
    put(kept_in, f"{cycle.lower()}.official.{language}.yaml", yaml.safe_dump(document, allow_unicode=True))
    load_questionnaires()


def labelled(cycle: str, key: str, text: str, shape: str = "label {code}") -> dict:
    codes = form_in(cycle, "").questions[key].options
    return {"text": text} | ({"options": {code: shape.format(code=code) for code in codes}} if codes else {})


def test_every_question_of_every_cycle_joins_in_six_languages(tmp_path, kept_in, world, capsys):
    questions = write_all(tmp_path / "all")
    call_command("import_official_texts", tmp_path / "all")
    told = capsys.readouterr().out
    each = ", ".join(f"{cycle} {len(form_in(cycle, '').questions)}" for cycle in CYCLES)
    for language in SAID:
        assert f"{language}: {questions} of {questions} questions joined ({each})" in told
    assert re.findall("NR2 all languages: no file has a lead for this group; ours stays: (.*)", told) == ["Q094, Q124"]
    assert "Files: 24 written, 0 as they were." in told
    for language in SAID:
        mark = SAID[language].partition(" ")[0]
        for cycle in CYCLES:
            form = form_in(cycle, language)
            for key, question in form.questions.items():
                assert (question.is_official, question.wording.language) == (True, language), (cycle, key)
                assert mark in question.wording.text
                assert all(mark in label for label in question.options.values())
            assert all(mark in title and title.endswith("³") for _key, title in form.sections)
            ours = {"Q094", "Q124"} if cycle == "NR2" else set()
            assert form.groups.keys() - form.headings.groups.keys() == ours
            # A lead that stood above the text of a part is no part of it any more.
            assert not any("\n" in question.wording.text for question in form.questions.values())

    before = list(Questionnaire.objects.order_by("pk").values())
    files = {path: path.stat().st_mtime_ns for path in kept_in.iterdir()}
    jobs = Job.objects.count()
    call_command("import_official_texts", tmp_path / "all")
    assert "Files: 0 written, 24 as they were." in capsys.readouterr().out
    assert list(Questionnaire.objects.order_by("pk").values()) == before
    assert {path: path.stat().st_mtime_ns for path in kept_in.iterdir()} == files
    assert Job.objects.count() == jobs
    # Loading our own files again keeps what was imported.
    load_questionnaires()
    assert list(Questionnaire.objects.order_by("pk").values()) == before


def test_a_check_stores_nothing(tmp_path, kept_in, world, capsys):
    write_all(tmp_path / "all", ["en", "ar"])
    before = list(Questionnaire.objects.order_by("pk").values())
    call_command("import_official_texts", tmp_path / "all", "--check")
    told = capsys.readouterr().out
    assert "fr: 0 of 892 questions joined (no texts)" in told
    assert "NR4 fr: no file of texts in this language; its questions keep our working wording" in told
    assert told.endswith("Nothing was stored.\n")
    assert not kept_in.exists()
    assert list(Questionnaire.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("break_it", "reason"),
    [
        (
            lambda folder: put(folder, "i18n/ar/app/app-text/report-analyzer/cpbNationalReport3.json", "[]"),
            "but a list",
        ),
        (
            lambda folder: put(folder, "app/app-data/bch/report-analyzer/cpbNationalReport5.js", ""),
            "It imports 0 files",
        ),
    ],
)
def test_one_bad_file_among_all_stores_none_of_them(tmp_path, kept_in, world, break_it, reason):
    write_all(tmp_path / "all", ["en", "ar"])
    break_it(tmp_path / "all")
    before = list(Questionnaire.objects.order_by("pk").values())
    with pytest.raises(CommandError, match=f"(?s)^Nothing was stored.\n.*{reason}"):
        call_command("import_official_texts", tmp_path / "all")
    assert not kept_in.exists()
    assert list(Questionnaire.objects.order_by("pk").values()) == before


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_official_texts", tmp_path / "none")


# -- what comes before what ---------------------------------------------------------------------------------


def test_a_language_without_official_texts_has_our_wording_in_it(kept_in, world):
    official(kept_in, "NR4", "en", questions={"Q013": labelled("NR4", "Q013", "As the form prints it?")})
    for language in ("en", "fr"):
        question = form_in("NR4", language).questions["Q013"]
        assert (question.is_official, question.wording.language) == (language == "en", language)
    assert form_in("NR4", "").questions["Q013"].is_official is False


def test_where_ours_has_no_translation_the_official_english_is_shown_as_english(kept_in, world):
    key = next(key for key, one in form_in("NR2", "fr").questions.items() if one.wording.language == "en")
    official(kept_in, "NR2", "en", questions={key: labelled("NR2", key, "As the form prints it?")})
    wording = form_in("NR2", "fr").questions[key].wording
    assert (wording.text, wording.language, wording.is_official) == ("As the form prints it?", "en", True)


def test_an_option_that_was_not_supplied_has_our_label_in_the_same_language(kept_in, world):
    official(kept_in, "NR4", "fr", questions={"Q012_party": {"text": "Est-ce ?", "options": {"false": "Nenni"}}})
    options = form_in("NR4", "fr").questions["Q012_party"].options
    assert (options["false"], options["true"]) == ("Nenni", "Oui")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"sections": {"Nowhere": {"title": "x"}}}, "NR4 has no section Nowhere"),
        ({"groups": {"Q999": "x"}}, "NR4 has no group Q999"),
        ({"legends": {"legend": "x"}}, "The legend legend stands before nothing"),
        ({"questions": {"Q013": {"text": "x", "captions": {"perhaps": "y"}}}}, "Q013 offers no option perhaps"),
        ({"questions": {"Q013": {"text": "x" * 4001}}}, "is too long"),
        ({"questions": {"Q013": {"text": "turned \u202e round"}}}, "does not match"),
    ],
)
def test_an_official_file_that_does_not_fit_is_refused(kept_in, world, parts, reason):
    with pytest.raises(DataFileInvalid, match=reason):
        official(kept_in, "NR4", "fr", **parts)


# -- shown --------------------------------------------------------------------------------------------------


@pytest.fixture
def arabic(kept_in, world, six_languages) -> SimpleNamespace:
    """Two questions of a section in official Arabic, one of them in a group, and a draft that asks them."""
    held = form_in("NR4", "")
    open_ones = {key: one for key, one in held.questions.items() if not one.enabled_by}
    first, grouped = next(iter(open_ones)), next(key for key, one in open_ones.items() if one.group)
    asked = {key: labelled("NR4", key, f"سؤال {key}", "خيار {code}") for key in (first, grouped)}
    asked[first]["footnote"] = "حاشية <b>السؤال</b>"
    official(
        kept_in,
        "NR4",
        "ar",
        sections={"General": {"title": "عنوان القسم", "description": "وصف القسم", "footnote": "حاشية القسم"}},
        legends={"legend": "نص فوق السؤال"},
        legends_before={"legend": first},
        questions=asked,
    )
    party = make_focal_point("KEN")
    draft = open_report(
        party=Party.objects.get(code="KEN"), cycle=ReportingCycle.objects.get(code="NR4"), by=party, at=NOW
    )
    return SimpleNamespace(
        client=client_of(party), draft=draft, first=first, grouped=grouped, form=form_in("NR4", "ar")
    )


def page_of(arabic, key: str) -> str:
    place = slug_of(arabic.form.questions[key].section)
    address = f"/ar/reports/KEN/NR4/sections/{place}/?page={arabic.form.page_of(key)}"
    answer = arabic.client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_form_asks_in_official_words_with_all_that_belongs_to_them(arabic):
    page = page_of(arabic, arabic.first)
    for said in (f"سؤال {arabic.first}", "حاشية &lt;b&gt;السؤال&lt;/b&gt;", "نص فوق السؤال"):
        assert said in page, said
    # The others of the page are ours, and each says so.
    assert "الصياغة الرسمية (العربية): 1" in page
    assert '<span class="tag">صياغتنا المؤقتة (العربية)</span>' in page


def test_a_lead_of_ours_above_official_questions_says_so(arabic):
    heading = re.search(r'<h2 class="question__group">(.*?)</h2>', page_of(arabic, arabic.grouped), re.DOTALL)
    assert "صياغتنا المؤقتة (العربية)" in heading[1]


def test_the_head_of_a_section_has_the_texts_of_the_form(arabic):
    key = next(key for key, one in arabic.form.questions.items() if one.section == "General")
    page = page_of(arabic, key)
    for said in ("<h1>عنوان القسم</h1>", "وصف القسم", "حاشية القسم"):
        assert said in page


def test_public_pages_say_whose_words_they_show(arabic, client):
    page = client.get(f"/ar/questions/NR4/{arabic.first}/").content.decode()
    assert "الصياغة الرسمية (العربية)" in page
    assert "حاشية &lt;b&gt;السؤال&lt;/b&gt;" in page
    french = client.get(f"/fr/questions/NR4/{arabic.first}/").content.decode()
    assert "formulation de travail (français)" in french
    listed = client.get("/ar/questions/?cycle=NR4").content.decode()
    assert "الصياغة الرسمية (العربية): 2" in listed
    make_report("UGA", "NR4", {arabic.first: next(iter(arabic.form.questions[arabic.first].options))})
    assert "الصياغة الرسمية (العربية)" in client.get("/ar/parties/UGA/?cycle=NR4").content.decode()


def test_hostile_words_of_a_file_are_words_on_every_page(kept_in, world, six_languages, client, tmp_path):
    write_all(tmp_path / "all", ["en", "ar"])
    place = "i18n/ar/app/app-text/report-analyzer/cpbNationalReport3.json"
    path = tmp_path / "all" / place
    held = json.loads(path.read_text())
    held["Q014_title"] = "<b onclick='x()'>هل</b> &lt;script&gt;alert(1)&lt;/script&gt; \u202eكذا"
    path.write_text(json.dumps(held, ensure_ascii=False))
    call_command("import_official_texts", tmp_path / "all", verbosity=0)
    page = client.get("/ar/questions/NR3/Q014/").content.decode()
    assert "هل &lt;script&gt;alert(1)&lt;/script&gt; كذا" in page
    assert "onclick" not in page
    assert "\u202e" not in page


def test_print_and_documents_say_whose_words_they_print_and_hold_the_footnotes(arabic):
    answers = {arabic.first: AnswerData(options=("true",))}
    with translation.override("ar"):
        content = build_content(form=arabic.form, answers=answers, about=make_about(language="ar", labels=labels()))
    facts = {str(fact.name): str(fact.value) for fact in content.facts}
    assert facts["صياغة الأسئلة"].startswith("صياغتنا المؤقتة (العربية): ")
    assert "الصياغة الرسمية (العربية): 2" in facts["صياغة الأسئلة"]
    section = next(one for one in content.sections if one.key == "General")
    assert section.note.text == "حاشية القسم"
    word = "\n".join(one.text for one in Document(BytesIO(render_docx(content, at=AT))).paragraphs)
    for said in ("حاشية القسم", "حاشية <b>السؤال</b>", f"سؤال {arabic.first}"):
        assert said in word
    assert render_pdf(content, at=AT).startswith(b"%PDF")


def test_an_earlier_answer_stands_beside_a_question_in_the_readers_language(arabic, kept_in):
    earlier = "Q014"
    make_report("KEN", "NR3", {earlier: "implementation.none"})
    official_label = {"text": "سؤال سابق", "options": {"implementation.none": "لا تدابير"}}
    official(kept_in, "NR3", "ar", questions={earlier: official_label})
    with translation.override("ar"):
        found = previous_answers(arabic.draft, arabic.form)["Q014"]
    assert found.question.options["implementation.none"] == "لا تدابير"


def test_no_official_text_is_kept_with_the_code(settings):
    assert not list(FOLDER.glob("*.official.*"))
    ignored = (settings.BASE_DIR / ".gitignore").read_text().splitlines()
    assert {"var/", "fixtures/questionnaires/*.official.*"} <= set(ignored)
