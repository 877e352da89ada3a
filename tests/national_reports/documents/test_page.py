import re

from django.template.loader import render_to_string

from national_reports.codec import AnswerData
from tests.national_reports.documents.conftest import SHA256, answers_to, form_of, make_content


def page_of(content) -> str:
    return render_to_string("national_reports/print.html", {"content": content})


def test_the_page_says_what_the_content_says() -> None:
    page = page_of(make_content(answers_to(form_of("nr4"), "en", "ar")))
    assert "Kenya" in page
    assert SHA256 in page
    assert "The biosafety law was adopted in 2019" in page
    assert '<div class="report-text" lang="ar" dir="rtl">' in page
    assert 'id="Q014"' in page
    assert "amina@ministry.example" not in page


def test_hostile_text_is_only_text_on_the_page() -> None:
    page = page_of(
        make_content(
            {
                "Q020": AnswerData(texts={"en": "<script>alert(1)</script>", '"><b>': "\u202ereversed"}),
                "links": AnswerData(entries=({"url": "javascript:alert(1)", "title": "<img src=x>"},)),
            },
            party="<i>Kenya</i>",
        )
    )
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<i>Kenya" not in page
    assert "\u202e" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_every_id_on_the_page_stands_once() -> None:
    page = page_of(make_content())
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_draft_and_demonstration_data_say_so() -> None:
    page = page_of(make_content(draft=True, demonstration=True))
    assert "DEMONSTRATION DATA" in page
    assert "DRAFT – not submitted" in page
