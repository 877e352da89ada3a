"""What a form is made of: its cover, pages and kinds of questions."""

import pytest

from indicators.models import ReportingCycle
from national_reports.questionnaire import COVER, MOST_NUMBERS
from national_reports.selectors import form_for

CYCLES = ("NR2", "NR3", "NR4", "NR5")


@pytest.fixture(params=CYCLES)
def form(request, world):
    return form_for(ReportingCycle.objects.get(code=request.param))


def test_every_question_of_the_report_stands_on_one_page(form):
    shown = [question.key for pages in form.pages.values() for page in pages for question in page]
    assert shown == sorted(shown, key=shown.index)
    assert len(shown) == len(set(shown))
    assert set(shown) == {q.key for q in form.cover} | {q.key for q in form.questions.values() if not q.part}


def test_a_page_has_at_most_eight_numbers_and_parts_no_question_from_its_parts(form):
    for section, pages in form.pages.items():
        if section == COVER:
            continue
        numbers = [{q.number.rstrip("abcdefghijklmnopqrstuvwxyz") for q in page if q.number} for page in pages]
        assert all(len(held) <= MOST_NUMBERS for held in numbers)
        assert not any(one & other for place, one in enumerate(numbers) for other in numbers[place + 1 :])


def test_a_question_without_a_number_follows_the_one_before_it_on_the_same_page(form):
    for section, pages in form.pages.items():
        for page in pages if section != COVER else ():
            assert page[0].number


def test_the_page_of_a_question_is_the_one_that_shows_it(form):
    for pages in form.pages.values():
        for number, page in enumerate(pages, 1):
            assert {form.page_of(question.key) for question in page} == {number}


def test_every_kind_has_a_template(form, settings):
    kinds = {question.kind for question in form.fields.values()}
    folder = settings.BASE_DIR / "templates" / "national_reports" / "kinds"
    assert {kind for kind in kinds if not (folder / f"{kind.replace('-', '_')}.html").exists()} == set()


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("Q012_party", "yes-no"),
        ("Q017", "yes-no"),
        ("Q014", "one"),
        ("Q015", "many"),
        ("Q019", "bands"),
        ("Q020", "text"),
        ("contact", "contact"),
        ("reportPeriodEndDate", "day"),
        ("links", "links"),
    ],
)
def test_a_question_is_asked_as_its_options_want(nr4, key, kind):
    assert nr4.fields[key].kind == kind


def test_options_are_asked_in_the_order_of_the_file_on_every_database(nr4):
    assert list(nr4.fields["Q014"].options) == [
        "implementation.fullInPlace",
        "implementation.partiallyInPlace",
        "implementation.temporaryMeasures",
        "implementation.draftMeasures",
        "implementation.none",
    ]
    assert list(nr4.fields["languages"].options) == ["en", "fr", "es", "ru", "ar", "zh"]
