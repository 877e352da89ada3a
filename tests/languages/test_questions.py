"""The forms that are filled in ask in the reader's language; what has no translation is English and says so."""

import pytest
from django.utils import translation

from indicators.models import ReportingCycle
from languages.codes import LANGUAGES
from national_reports.documents.building import build_content
from national_reports.selectors import form_for
from tests.factories import make_report
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
