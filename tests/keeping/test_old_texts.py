"""No browser puts an old text into a newer form: whichever way an old page comes back, a newer answer stands."""

import pytest

from national_reports.codec import AnswerData
from national_reports.models import Answer, AnswerChange, Conflict
from national_reports.services.filling import save_answer
from tests.keeping.browsers import Chromium, Firefox, cookie_of
from tests.keeping.making import AT, SECTION, TEXT, address, make_draft, said
from tests.keeping.servers import Portal, copied_world, on_database, until
from tests.people_factories import PASSWORD, make_focal_point

BOX = f"[data-question={TEXT}] textarea"
SAVE = "form[data-answers] .page-actions--end button"
FIRST, MINE, THEIRS = "as it stood", "typed by me", "written by a colleague since"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def portal(tmp_path_factory, django_db_blocker):
    url = copied_world(tmp_path_factory.mktemp("texts"))
    with django_db_blocker.unblock(), on_database(url), Portal(url, workers=1) as running:
        yield running


@pytest.fixture(scope="module")
def people(portal):
    return make_focal_point("KEN", name="Me"), make_focal_point("KEN", name="A Colleague")


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def name(request):
    return request.param


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request):
    return request.param


@pytest.fixture(scope="module")
def driven(name, scripts, playwright, tmp_path_factory, portal, people):
    profile = tmp_path_factory.mktemp(name) / "profile"
    begun = Firefox(profile, scripts=scripts) if name == "firefox" else Chromium(playwright, profile, scripts=scripts)
    begun.sign_in(cookie_of(portal, people[0]))
    yield begun
    begun.close()


@pytest.fixture
def draft(people):
    report = make_draft("KEN", people[0])
    for rows in (Answer, AnswerChange, Conflict):
        rows.objects.filter(report=report, question=TEXT).delete()
    change(report, people[1], FIRST)
    return report


@pytest.fixture
def place(portal, draft):
    return f"http://127.0.0.1:{portal.port}{address(draft, f'sections/{SECTION}/')}"


@pytest.fixture
def other(portal, draft):
    return f"http://127.0.0.1:{portal.port}{address(draft, 'history/')}"


def change(report, by, text):
    """Somebody saves who has seen what stands."""
    version = Answer.objects.filter(report=report, question=TEXT).values_list("version", flat=True).first() or 0
    save_answer(report=report, question=TEXT, data=said(text), read_version=version, by=by, at=AT)


def typed(driven, draft, scripts):
    """Type into the box of the page, and with scripts wait until the page has saved it."""
    driven.write(BOX, MINE)
    if scripts:
        until(lambda: standing(draft) == MINE, "the page saves by itself")


def standing(report):
    answer = Answer.objects.filter(report=report, question=TEXT).first()
    return answer.texts.get("en", "") if answer else ""


def is_kept(report, text):
    changes = [AnswerData.unpack(one.after) for one in AnswerChange.objects.filter(report=report, question=TEXT)]
    beside = [one.data for one in Conflict.objects.filter(report=report, question=TEXT)]
    return said(text) in changes + beside


def save(driven):
    driven.click(SAVE)
    until(driven.text, "the page answers")


def lost_nothing(driven, draft, scripts):
    """Save what the page shows by now: the newer answer stands, and what was typed is kept if it was on the page."""
    shown = driven.value(BOX)
    save(driven)
    assert standing(draft) == THEIRS
    if scripts or shown == MINE:
        until(lambda: is_kept(draft, MINE), "what was typed is kept")


def test_back(driven, draft, place, other, people, scripts):
    driven.go(place)
    typed(driven, draft, scripts)
    driven.go(other)
    change(draft, people[1], THEIRS)
    driven.back()
    lost_nothing(driven, draft, scripts)


def test_forward(driven, draft, place, other, people, scripts):
    driven.go(other)
    driven.go(place)
    typed(driven, draft, scripts)
    driven.back()
    change(draft, people[1], THEIRS)
    driven.forward()
    lost_nothing(driven, draft, scripts)


def test_reload(driven, draft, place, people, scripts):
    driven.go(place)
    typed(driven, draft, scripts)
    change(draft, people[1], THEIRS)
    driven.reload()
    lost_nothing(driven, draft, scripts)


def test_a_duplicated_tab(driven, draft, place, people, scripts):
    driven.go(place)
    typed(driven, draft, scripts)
    change(draft, people[1], THEIRS)
    driven.duplicate()
    lost_nothing(driven, draft, scripts)


def test_a_page_kept_over_the_end_of_a_session(driven, draft, place, portal, people, scripts):
    driven.go(place)
    typed(driven, draft, scripts)
    change(draft, people[1], THEIRS)
    driven.sign_out()
    save(driven)
    if "Password" in driven.text():
        driven.write("[name=login]", people[0].email)
        driven.write("[name=password]", PASSWORD)
        driven.press("[name=password]", "Enter")
        until(lambda: "Password" not in driven.text(), "signed in")
        driven.go(place)
    lost_nothing(driven, draft, scripts)
    driven.sign_in(cookie_of(portal, people[0]))


def test_a_restored_session(driven, draft, place, people, scripts):
    driven.go(place)
    typed(driven, draft, scripts)
    change(draft, people[1], THEIRS)
    driven.restore()
    lost_nothing(driven, draft, scripts)


def test_enter_in_a_box_of_one_line_saves_and_does_no_more(driven, draft, portal, people):
    driven.go(f"http://127.0.0.1:{portal.port}{address(draft, 'sections/cover/')}")
    driven.write("#contact input", "A. Focal Point")
    driven.press("#contact input", "Enter")
    until(lambda: draft.answers.filter(question="contact").exists(), "Enter saves")
    draft.answers.filter(question="contact").delete()
    AnswerChange.objects.filter(report=draft, question="contact").delete()
