"""Letters of a careful office: whose, what happened, in whose words, what to do, by when, whom to ask."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.translation import override

from national_reports.services.workflow import accept_report, publish_report, return_report
from parties.carers import carer_of, give_into_care
from parties.emails import send_email
from parties.letters import Letter, Link, Quote
from parties.models import AuditEvent, Email, Party
from tests.national_reports.desk.conftest import AT, make_submitted
from tests.people_factories import make_focal_point, make_staff

pytestmark = pytest.mark.django_db


def returned(nr4, reasons, at=AT, **person):
    report = make_submitted("KEN", by=make_focal_point("KEN", role="authority", **person))
    return_report(report=report, reasons=reasons, by=make_staff(), at=at)
    return Email.objects.get(key__startswith="returned/")


def test_a_return_quotes_each_reason_under_its_question_and_says_by_when(nr4):
    nr4.deadline = AT.date() + timedelta(days=10)
    nr4.save()
    letter = returned(nr4, {"Q015": "Which law?", "": "See the annex.\nAll of it."}, name="Ada Moyo")
    body = letter.body
    assert body.startswith("Dear Ada Moyo,")
    assert "returned it with 2 remarks: " in body
    assert "The whole report\n> See the annex.\n> All of it." in body
    assert "> Which law?" in body
    assert body.index("The whole report") < body.index("Question 15")
    assert "12 March 2026" in body
    assert "everywhere on Earth (UTC−12)" in body
    assert "Questions? Write to the Secretariat" in body
    assert "/reports/KEN/NR4/" in body


def test_one_reason_is_one_remark_and_a_correction_is_not_late(nr4):
    body = returned(nr4, {"Q015": "Which law?"}).body
    assert "returned it with 1 remark: " in body
    assert "A correction does not make the report late" in body


def test_the_letter_speaks_its_readers_language(nr4, settings):
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    letter = returned(nr4, {"Q015": "Which law?"}, language="fr", name="Ada Moyo")
    assert "Ada Moyo" in letter.body
    assert "Dear" not in letter.body
    assert 'lang="fr"' in letter.html
    assert "Which law?" in letter.html


def test_a_publication_leads_to_the_partys_figures_beside_its_regions(publisher):
    report = make_submitted("KEN")
    accept_report(report=report, by=make_staff(), at=AT)
    publish_report(report=report, by=publisher, at=AT)
    letter = Email.objects.get(key__startswith="published/")
    assert letter.subject.startswith("Your report is published")
    assert "/en/parties/KEN/" in letter.body
    assert "figures beside those of your region" in letter.body


def test_a_letter_goes_as_plain_text_and_as_a_page_that_say_the_same(nr4):
    letter = returned(nr4, {"Q015": "<b>Which</b> law?"})
    send_email(email=letter.pk)
    sent = mail.outbox[-1]
    ((page, kind),) = sent.alternatives
    assert kind == "text/html"
    assert "&lt;b&gt;Which&lt;/b&gt; law?" in page
    assert "> <b>Which</b> law?" in sent.body
    assert sent.reply_to
    assert sent.message().as_bytes()


def test_whoever_looks_after_a_party_is_named_in_its_letters(nr4, staff):
    kenya, officer = Party.objects.get(code="KEN"), make_staff(name="Lin Wei")
    assert give_into_care(parties=[kenya], carer=officer, by=staff, at=AT) == 1
    assert give_into_care(parties=[kenya], carer=officer, by=staff, at=AT) == 0
    assert AuditEvent.objects.filter(subject="party/KEN", action="looked after").count() == 1
    assert (
        f"Ask Lin Wei, who looks after your Party at the Secretariat: {officer.email}"
        in returned(nr4, {"": "Why?"}).body
    )
    officer.is_active = False
    officer.save()
    assert carer_of(kenya) is None


def test_an_arabic_letter_is_set_from_right_to_left():
    letter = Letter("s", "h", quotes=[Quote("about", "words")], links=[Link("label", "https://portal.example/")])
    with override("ar"):
        assert 'dir="rtl"' in letter.as_html("N")
