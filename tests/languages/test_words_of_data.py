"""Words of data are said in the reader's language, and stored in English whatever happens to a row meanwhile."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from evaluation.models import Evaluation, Meeting
from indicators.models import Indicator, ReportingCycle
from national_reports.views.desk.forms import ExtensionForm, PaperForm
from parties.in_languages import in_reader_language
from parties.models import PartyGroup

pytestmark = pytest.mark.django_db
AFRICA = "Africa"


@pytest.fixture
def french(monkeypatch):
    """Two words in French, whatever the catalogue says today."""
    words = {AFRICA: "Afrique", "Second national reports": "Deuxièmes rapports nationaux"}
    monkeypatch.setattr("parties.in_languages.gettext", lambda text: words.get(text, text))
    with translation.override("fr"):
        yield


def test_a_row_speaks_the_language_of_its_reader(french):
    group = PartyGroup.objects.get(slug="africa")
    assert group.name == "Afrique"
    with translation.override("en"):
        assert group.name == AFRICA


def test_saving_what_was_read_in_another_language_stores_the_english(french):
    group = PartyGroup.objects.get(slug="africa")
    group.name = group.name
    group.refresh_from_db()
    group.full_clean()
    group.save()
    assert PartyGroup.objects.values_list("name", flat=True).get(slug="africa") == AFRICA
    assert PartyGroup.objects.filter(name=group.name).exists()
    cycle = ReportingCycle.objects.get(code="NR2")
    copied = ReportingCycle(code="NRX", title=cycle.title)
    assert ReportingCycle._meta.get_field("title").value_from_object(copied) == "Second national reports"


def test_a_word_without_translation_is_the_english_one(french):
    label = Indicator.objects.values_list("label", flat=True).earliest("pk")
    assert in_reader_language(label) == label
    assert json.dumps(in_reader_language(label)) == json.dumps(label)


def in_page(text, source="{{ text }}"):
    return Template(source).render(Context({"text": text}))


def test_what_no_catalogue_has_is_marked_as_english_wherever_it_stands():
    """On a page by its element, in plain text by what follows it; stored is the English."""
    unknown = "What nobody <has> translated"
    with translation.override("ar"):
        said = in_reader_language(unknown)
        marked = '<span lang="en" dir="ltr">What nobody &lt;has&gt; translated</span>'
        assert in_page(said) == in_page(unknown, "{{ text|word }}") == in_page(unknown, "{{ text|sourced }}") == marked
        assert f"{said}" == "\u2068What nobody <has> translated\u2069 [بالإنكليزية]"
        group = PartyGroup.objects.get(slug="africa")
        PartyGroup.objects.filter(pk=group.pk).update(name=unknown)
        group.refresh_from_db()
        assert in_page(group.name) == marked
        group.save()
    assert PartyGroup.objects.values_list("name", flat=True).get(slug="africa") == unknown
    with translation.override("ar"):
        assert in_page(in_reader_language("COP-MOP 5")) == "COP-MOP 5"


def test_titles_of_evaluations_and_meetings_are_marked_where_they_stand_in_english():
    evaluation = Evaluation(kind="final", titles={"en": "Final evaluation, second part", "fr": "Évaluation finale"})
    meeting = Meeting(code="sixteen", title="Sixteenth meeting of somebody", place="Montreal")
    with translation.override("fr"):
        assert in_page(evaluation.title) == "Évaluation finale"
        assert in_page(meeting.name) == '<span lang="en" dir="ltr">Sixteenth meeting of somebody</span>'
        assert str(meeting) == "Sixteenth meeting of somebody [en anglais]"
    with translation.override("zh-hans"):
        assert in_page(evaluation.title) == '<span lang="en" dir="ltr">Final evaluation, second part</span>'
        assert str(evaluation).startswith("Final evaluation, second part [")
    assert evaluation.title == "Final evaluation, second part"


def test_the_title_of_a_page_holds_no_element():
    marked = "<title>{% filter striptags %}{{ text|word }} &lt;{% endfilter %}</title>"
    with translation.override("es"):
        assert in_page("Nobody translated it", marked) == "<title>Nobody translated it &lt;</title>"
    for name in ("base.html", "bare.html"):
        source = Path(settings.BASE_DIR, "templates", name).read_text(encoding="utf-8")
        assert re.search(r"<title>\s*{% filter striptags %}\s*{% block title %}", source)


@pytest.mark.usefixtures("six_languages")
@pytest.mark.parametrize(
    ("address", "english", "russian"),
    [
        ("reporting/?cycle=NR1", "section II", "раздел II"),
        ("reporting/?cycle=NR1", "as later completed", "с последующими дополнениями"),
        ("reporting/?cycle=NR2", ">Interim<", ">Промежуточные<"),
        ("plan/", "heading of annex I", "заголовок приложения I"),
        ("plan/convention/", "<small>developing countries", "43 развивающиеся страны"),
        ("plan/convention/", "<small>at least", "<small>как минимум"),
    ],
)
def test_what_data_say_of_sources_and_numbers_is_said_in_the_readers_language(client, address, english, russian):
    page = client.get(f"/ru/{address}").content.decode()
    assert english not in page
    assert russian in page


def test_lists_of_parties_at_the_desk_name_them_in_the_readers_language():
    for form in (PaperForm(), ExtensionForm(cycle=ReportingCycle.objects.latest("deadline"))):
        with translation.override("ru"):
            assert ">Кения</option>" in str(form["party"])
