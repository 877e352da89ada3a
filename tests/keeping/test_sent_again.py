"""What a broken line makes a browser send, or ask for, a second time: it is done once, and leads to what was done."""

from urllib.parse import quote_plus
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from national_reports.models import Attachment, Submission
from tests.keeping.making import SECTION, TEXT, address, fill, posted
from tests.people_factories import client_of

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_sent_again_by_the_pages_script_is_kept_once_and_said_by_the_page(draft, first, of_first):
    place = address(draft, "attachments/")
    for _ in range(2):
        told = of_first.post(place, {"file": SimpleUploadedFile("law.pdf", PDF)})
        assert (told.status_code, told.json()) == (200, {"state": "answered"})
    assert Attachment.objects.filter(report=draft).count() == 1
    assert "law.pdf is kept with the report." in of_first.get(place, headers={"accept": "text/html"}).content.decode()
    # Without scripts the form leads on by itself.
    again = client_of(first).post(place, {"file": SimpleUploadedFile("law.pdf", PDF)})
    assert (again.status_code, again.url) == (302, place)


def test_the_address_of_a_submission_leads_to_the_check_and_after_it_to_the_receipt(draft, first):
    fill(draft)
    browser, place = client_of(first), address(draft, "submission/")
    assert browser.get(place).url == address(draft, "check/")
    form = {"key": str(uuid4()), "declared": "yes"}
    for _ in range(2):
        assert browser.post(place, form).url == address(draft, "receipt/")
    assert browser.get(place).url == address(draft, "receipt/")
    assert Submission.objects.filter(report=draft).count() == 1


def test_a_form_in_letters_says_what_the_same_form_in_percents_says(draft, of_first):
    place, text = address(draft, f"answers/{TEXT}/"), "Loi & décret = 100 % + 1\nقانون 生物安全 🌾"
    # As static/js/unsent.js writes it: only what is ASCII stays behind a percent.
    in_letters = "".join(letter if ord(letter) > 127 else quote_plus(letter) for letter in text)
    body = "&".join(f"{name}={in_letters if value == text else value}" for name, value in posted(text, 0).items())
    saved = of_first.post(place, body.encode(), content_type="application/x-www-form-urlencoded")
    assert saved.json()["state"] == "saved"
    assert draft.answers.get(question=TEXT).texts == {"en": text}


def test_a_page_that_leaves_out_what_is_held_changes_nothing_of_it(draft, of_first):
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("held", 0))
    page = address(draft, f"sections/{SECTION}/")
    assert of_first.post(page, {"tab": "", "sequence": "", "end": "2", "continue": "yes"}).status_code == 302
    assert draft.answers.get(question=TEXT).texts == {"en": "held"}
