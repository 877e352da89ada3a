"""Words of data are said in the reader's language, and stored in English whatever happens to a row meanwhile."""

import json

import pytest
from django.utils import translation

from indicators.models import Indicator, ReportingCycle
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
