"""The forms that are filled in ask in the reader's language; what has no translation is English and says so."""

import re
from html import unescape

import pytest
from django.utils import translation
from django.utils.html import conditional_escape, strip_tags

from indicators.models import ReportingCycle
from languages.catalogues import translated
from languages.codes import LANGUAGES
from languages.told import CONTEXT
from languages.writing import LEFT_TO_RIGHT_ISOLATE
from national_reports.documents.building import build_content
from national_reports.map_reasons import REASONS, with_options_in_words
from national_reports.models import QuestionMap
from national_reports.selectors import form_for
from national_reports.words import called
from tests.factories import make_report
from tests.languages.english_left import english_in
from tests.national_reports.documents.conftest import make_about

pytestmark = pytest.mark.django_db
OTHERS = [code for code in LANGUAGES if code != "en"]


def form_in(cycle: str, language: str):
    return form_for(ReportingCycle.objects.get(code=cycle), language)


@pytest.mark.parametrize("language", [*OTHERS, "zh-hans"])
@pytest.mark.parametrize("cycle", ["NR4", "NR5"])
def test_every_question_is_asked_in_every_language(cycle, language):
    english, form = form_in(cycle, "en"), form_in(cycle, language)
    assert form.questions.keys() == english.questions.keys()
    for key, question in {**form.questions, **{one.key: one for one in form.cover}}.items():
        assert question.wording.language == language[:2], key
        before = english.fields[key]
        assert list(question.options) == list(before.options)
        assert len(set(question.options.values())) == len(set(before.options.values())), key
    assert all(form.language_of(stem) == language[:2] for stem in form.groups.values())


def test_a_form_of_the_past_asks_in_english_under_headings_of_the_language():
    form = form_in("NR2", "fr")
    # A question that a later form asks in the same words has its translation.
    assert {one.wording.language for one in form.questions.values()} == {"en", "fr"}
    assert form.language_of(form.sections[0][1]) == "fr"


def test_an_english_question_on_a_french_page_is_marked_as_english(client, six_languages):
    make_report("KEN", "NR3", {"Q014": "implementation.none"})
    page = client.get("/fr/questions/NR3/Q014/").content.decode()
    assert '<span lang="en" dir="ltr">' in page
    assert '<span lang="en"' not in client.get("/en/questions/NR3/Q014/").content.decode()


def test_a_document_asks_in_the_language_it_was_asked_for():
    with translation.override("fr"):
        content = build_content(form=form_in("NR4", "fr"), answers={}, about=make_about(language="fr"))
    asked = [entry.asked for section in content.sections for entry in section.entries]
    assert {one.language for one in asked} == {"fr"}
    assert {section.title.language for section in content.sections} == {"fr"}


# The Clearing-House's own: of questions, of options, and how an option that is a range is coded.
KEY = re.compile(r"\b[QS]\d{3}\b|\b[QS]\d{3}_|\b(?:true|false)\b|[0-9A-F]{8}-|(?<![\w.])\d+[+-](?=[\s,;.])")


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_reasons_of_maps_name_options_by_words_and_english_ones_say_so(language):
    """No code is left, whatever language the question has words in."""
    with translation.override({"zh": "zh-hans"}.get(language, language)):
        for joined in QuestionMap.objects.select_related("current", "previous"):
            now, before = (form_in(cycle.code, language) for cycle in (joined.current, joined.previous))
            for key, link in joined.links.items():
                asked = before.questions[link.previous], now.questions[key]
                if not link.not_comparable or not all(one.options for one in asked):
                    continue
                said = with_options_in_words(link.not_comparable, *asked)
                assert not KEY.search(said), (key, said)
                page = f'<html lang="{language}"><body><p>{conditional_escape(said)}</p></body></html>'
                assert language == "en" or english_in(page, language) == [], said


@pytest.mark.parametrize("language", OTHERS)
def test_a_reason_with_a_colon_of_its_own_is_said_in_the_readers_language(language):
    asked = next(iter(form_in("NR4", "en").questions.values()))
    scale = next(one for one in REASONS if one.startswith("Scale changed"))
    with translation.override(language):
        assert with_options_in_words(scale, asked, asked) == translated(scale, language, CONTEXT)


def test_a_question_is_called_by_its_number_and_never_by_its_key():
    form, survey = form_in("NR4", "ar"), form_in("NR2", "ru")
    with translation.override("ar"):
        assert called(form.questions["Q065_a"]) == f"السؤال {LEFT_TO_RIGHT_ISOLATE}65a\u2069"
        assert called(form.questions["Q065_a_adq"]) == "سؤال متابعة"
    with translation.override("ru"):
        assert called(survey.questions["S010"]) == "вопрос 10 обследования"


@pytest.mark.parametrize(
    "address", ["indicators/1.1.1/?measure={measure}", "questions/?cycle=NR4", "questions/NR4/Q051_a/"]
)
def test_pages_of_questions_show_keys_only_where_they_are_called_so(client, six_languages, address):
    page = client.get(
        "/es/" + address.format(measure="parties-that-adopted-or-used-guidance-documents")
    ).content.decode()
    shown = unescape(
        strip_tags(re.sub(r"<bdi[^>]*>[QS]\d{3}\w*</bdi>|<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL))
    )
    assert KEY.findall(shown) == []
    assert english_in(page, "es") == []
