"""A published report is read by anybody, whole and in its languages; what is personal or not public is not there."""

import gzip
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from national_reports.models import Answer, MadeDocument, Report, TakingOff
from national_reports.services import documents
from tests.downloading import make_documents
from tests.factories import make_report, make_survey
from tests.national_reports.documents.conftest import answers_to, form_of
from tests.people_factories import make_staff

pytestmark = pytest.mark.django_db
PAGE = "/en/parties/KEN/reports/NR3/"
CONTACT = {
    "name": "Amina Example",
    "post": "Head of unit",
    "institution": "Ministry of the Environment",
    "email": "amina@ministry.example",
    "telephone": "+254 20 0000000",
}
PERSONAL = (CONTACT["name"], CONTACT["email"], CONTACT["telephone"])
ANSWERS = {
    "Q012_party": "true",
    "Q014": "implementation.none",
    "Q021": {"en": "A <b>remark</b>", "ar": "ملاحظة", "fr*": "Une remarque"},
}


@pytest.fixture
def report(world):
    """One that came from the Clearing-House, which keeps its cover in the header."""
    return make_report("KEN", "NR3", ANSWERS, header={"languages": ["en", "ar"], "contact": CONTACT})


@pytest.fixture
def filled_in(world):
    """One that was filled in here, which keeps its cover among its answers."""
    made = make_report("KEN", "NR3", ANSWERS, origin="form", header={"contact": CONTACT})
    Answer.objects.create(report=made, question="contact", entries=[CONTACT])
    return made


@pytest.fixture
def all_languages(settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def take_off(report):
    taking = TakingOff.objects.create(
        requested_on=date(2026, 3, 1),
        requested_by="The Ministry",
        request_text="Please take it off.",
        reason="Its figures were of another year.",
        by=make_staff(publisher=True),
        at=timezone.now(),
    )
    Report.objects.filter(pk=report.pk).update(state="taken-off", taking_off=taking)


def test_the_days_that_a_report_covers_stand_in_words(client, world):
    days = {"reportPeriodStartDate": "2015-11-01", "reportPeriodEndDate": "2019-09-30"}
    make_report("KEN", "NR3", ANSWERS, header=days)
    assert "1 November 2015 – 30 September 2019" in text_of(client.get("/en/parties/KEN/"))


def test_it_shows_its_standing_and_each_answer_in_its_language(client, report):
    shown = text_of(client.get(PAGE))
    assert "Published, counted" in shown
    assert 'id="Q014"' in shown
    assert 'href="/en/questions/NR3/Q014/"' in shown
    assert 'lang="ar" dir="rtl"' in shown
    assert "A remark" in shown
    # A courtesy translation that came along stands beside, and says so.
    assert "Une remarque" in shown
    assert "courtesy translation" in shown


def test_a_question_without_an_answer_says_so_and_a_closed_one_is_left_out(client, report):
    shown = text_of(client.get(PAGE))
    assert "No answer" in shown
    assert 'id="Q012_partyInProgress"' not in shown


@pytest.mark.parametrize("origin", ["report", "filled_in"])
@pytest.mark.parametrize("file", ["", "report.json", "report.pdf", "report.docx"])
def test_who_the_contact_is_stands_in_no_page_and_no_file(request, client, origin, file):
    request.getfixturevalue(origin)
    client.get(PAGE + file)
    for document in MadeDocument.objects.exclude(order=None):
        order = documents.zlib.decompress(bytes(document.order)).decode()
        assert "Ministry of the Environment" in order
        assert not [one for one in PERSONAL if one in order]
    if not file.endswith(("pdf", "docx")):
        shown = text_of(client.get(PAGE + file))
        assert "Ministry of the Environment" in shown
        assert not [one for one in PERSONAL if one in shown]
    party = text_of(client.get("/en/parties/KEN/"))
    assert not [one for one in PERSONAL if one in party]


def test_a_draft_or_withdrawn_report_is_not_there(client, world):
    for state in ("draft", "submitted", "returned", "accepted", "withdrawn"):
        made = make_report("KEN", "NR3", ANSWERS, state=state, published_at=None)
        for place in ("", "report.json", "report.pdf", "report.docx", "changes/", "answers/Q014/"):
            answer = client.get(PAGE + place)
            assert answer.status_code == 404
            assert "remark" not in answer.content.decode()
        made.delete()


def test_a_draft_of_the_next_version_changes_nothing(client, report):
    before = text_of(client.get(PAGE))
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"}, version=2, state="draft", published_at=None)
    caches["pages"].clear()
    assert text_of(client.get(PAGE)) == before
    assert client.get(PAGE + "?version=2").status_code == 404


def test_one_that_was_taken_off_says_so_and_shows_nothing(client, report):
    take_off(report)
    for place in ("", "report.json", "report.pdf", "report.docx", "?version=1"):
        gone = client.get(PAGE + place)
        assert gone.status_code == 410
        said = gone.content.decode()
        assert "Its figures were of another year." in said
        assert "remark" not in said
        # The request is the desk's.
        assert "The Ministry" not in said
    assert MadeDocument.objects.count() == 0


def test_after_a_taking_off_the_next_version_is_shown_and_the_old_one_is_gone(client, report):
    take_off(report)
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork"}, version=2)
    shown = text_of(client.get(PAGE))
    assert "taken off" in shown
    assert "?version=1" not in shown
    gone = client.get(PAGE + "?version=1")
    assert gone.status_code == 410
    assert f'href="{PAGE}"' in gone.content.decode()
    assert client.get(PAGE + "changes/").status_code == 404


def test_versions_stand_side_by_side_with_what_differs(client, report):
    Report.objects.filter(pk=report.pk).update(state="superseded")
    new = make_report("KEN", "NR3", ANSWERS | {"Q014": "implementation.fullFramwork"}, version=2)
    Report.objects.filter(pk=new.pk).update(header=report.header | {"contact": CONTACT | {"name": "B. Other"}})
    shown = text_of(client.get(PAGE))
    assert f'href="{PAGE}?version=1"' in shown
    assert f'href="{PAGE}changes/"' in shown
    old = text_of(client.get(PAGE + "?version=1"))
    assert "Superseded by a later version, replaced by a later version" in old
    assert f'href="{PAGE}report.pdf?version=1"' in old
    changes = text_of(client.get(PAGE + "changes/"))
    # Another name of the contact is nothing that the public could see differ.
    assert "1 answer differs." in changes
    assert "B. Other" not in changes


def test_the_cycle_before_is_compared_through_the_map(client, report):
    assert "/changes/NR2..NR3/" not in text_of(client.get(PAGE))
    make_report("KEN", "NR2", {"Q015": "implementation.none"})
    caches["pages"].clear()
    assert 'href="/en/parties/KEN/changes/NR2..NR3/"' in text_of(client.get(PAGE))


def test_a_collection_kept_with_a_cycle_has_a_page_of_its_own(client, world):
    make_survey("KEN", {"S035_a": "true"})
    assert client.get("/en/parties/KEN/reports/NR2/").status_code == 404
    shown = text_of(client.get("/en/parties/KEN/reports/NR2/parts/survey-2014/"))
    assert 'id="S035_a"' in shown
    assert 'id="Q014"' not in shown
    assert 'href="/en/parties/KEN/reports/NR2/parts/survey-2014/"' in text_of(client.get("/en/parties/KEN/"))


def test_a_report_that_there_is_not_is_told_with_the_name_in_the_readers_language(client, world, all_languages):
    for address in ("/ar/parties/KEN/reports/NR2/", "/ar/parties/KEN/changes/NR2..NR3/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "كينيا" in answer.content.decode()
        assert "Kenya" not in answer.content.decode()


def test_an_answer_has_an_address_of_its_own(client, report):
    answer = client.get(PAGE + "answers/Q014/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE + "#Q014")
    assert client.get(PAGE + "answers/Q999/").status_code == 404


def test_pages_of_parties_questions_and_lists_lead_to_it(client, report):
    assert f'href="{PAGE}"' in text_of(client.get("/en/parties/KEN/"))
    assert f'href="{PAGE}"' in text_of(client.get("/en/parties/"))
    assert f'href="{PAGE}"' in text_of(client.get("/en/reporting/?cycle=NR3"))
    assert f'href="{PAGE}answers/Q014/"' in text_of(client.get("/en/questions/NR3/Q014/"))
    assert f'href="{PAGE}answers/Q021/"' in text_of(client.get("/en/questions/NR3/Q021/"))


def test_documents_are_made_for_anybody_and_waited_for_under_one_address(client, report):
    for ending, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        waiting = client.get(PAGE + f"report.{ending}")
        assert (waiting.status_code, waiting["Cache-Control"]) == (202, "no-store")
        assert waiting["Refresh"]
        make_documents()
        made = client.get(PAGE + f"report.{ending}")
        assert made.content.startswith(begins)
        assert made["Content-Disposition"] == f'attachment; filename="NR3-KEN-v1.{ending}"'
        again = client.get(PAGE + f"report.{ending}", headers={"If-None-Match": made["ETag"]})
        assert again.status_code == 304
    assert MadeDocument.objects.filter(asked_by=None).count() == 2


def test_what_the_public_asks_for_at_once_is_bounded(client, report, all_languages):
    most = documents.MOST_FOR_THE_PUBLIC
    languages = ("fr", "es", "ar")
    assert len(languages) == most
    for language in languages:
        assert client.get(f"/{language}/parties/KEN/reports/NR3/report.pdf").status_code == 202
    waiting = client.get(PAGE + "report.pdf")
    assert waiting.status_code == 202
    assert "Other documents are being made" in waiting.content.decode()
    assert MadeDocument.objects.count() == most


def fill(report, form, *languages, of=lambda text: text):
    """Answer everything of a form."""
    answers = answers_to(form_of(form), *languages)
    Answer.objects.bulk_create(
        Answer(
            report=report,
            question=key,
            options=list(one.options),
            number=one.number,
            texts={code: of(text) for code, text in one.texts.items()},
            details=one.details,
            entries=list(one.entries),
        )
        for key, one in answers.items()
    )


def weight(client, page, *styles):
    """Of a page with its styles, compressed, in KB."""
    held = [page.content, *(path.read_bytes() for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))]
    return sum(len(gzip.compress(one)) for one in held) / 1024


@pytest.mark.parametrize("form", ["nr3", "nr4"])
def test_a_full_report_is_one_page_below_the_bar(client, world, form):
    fill(make_report("KEN", form.upper(), origin="form"), form, "en", "fr", "ar")
    page = client.get(f"/en/parties/KEN/reports/{form.upper()}/")
    assert "Page 1 of" not in page.content.decode()
    assert weight(client, page) <= 120


def test_very_long_texts_are_divided_into_pages_below_the_bar(client, world):
    import random

    words = random.Random(7)

    def long(text):
        return " ".join("".join(words.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(600))

    fill(make_report("KEN", "NR3", origin="form"), "nr3", "en", "fr", of=long)
    first = client.get(PAGE)
    assert "Page 1 of" in first.content.decode()
    assert weight(client, first) <= 120
    place = client.get(PAGE + "answers/Q207/")["Location"] if "Q207" in form_of("nr3").questions else PAGE + "?page=2"
    assert "?page=" in place
    second = client.get(place.partition("#")[0])
    assert second.status_code == 200
    assert weight(client, second) <= 120
    assert client.get(PAGE + "?page=99").status_code == 404


def test_a_reader_of_another_language_reads_the_form_in_it(client, report, all_languages):
    assert '<html lang="ar" dir="rtl">' in text_of(client.get(PAGE.replace("/en/", "/ar/")))
