"""A form arrives whole or changes nothing, under the version that it was typed over, and says what became of it."""

import pytest
from django.test import Client

from national_reports.models import AnswerChange, Conflict
from national_reports.selectors import form_for
from national_reports.sending import digest_of
from national_reports.services.filling import MOST_BESIDE
from national_reports.views.reports import slug_of
from tests.factories import make_report
from tests.keeping.making import END, FULL, OTHER, SECTION, TEXT, address, posted, said, sent
from tests.people_factories import client_of


@pytest.fixture
def place(draft):
    return address(draft, f"answers/{TEXT}/")


@pytest.fixture
def page(draft):
    return address(draft, f"sections/{SECTION}/")


def text_of(draft):
    answer = draft.answers.filter(question=TEXT).first()
    return answer.texts.get("en", "") if answer else ""


def fields_on(browser, page):
    """Every question of a page as its form would send it untouched."""
    fields = {}
    for field in browser.get(page).context["fields"]:
        fields |= {box.name: box.text for box in field.boxes}
        chosen = [choice.code for choice in field.choices if choice.chosen]
        if chosen:
            fields[field.name] = chosen
        fields[f"{field.name}:shown"] = field.shown
    return fields | END


# -- whole or not at all -----------------------------------------------------------------------------------


def test_a_form_cut_anywhere_changes_nothing(draft, of_first, page, place):
    of_first.post(place, posted("as it stood", 0))
    of_first.post(page, sent(OTHER, 0, whole=FULL) | END)
    before = list(draft.answers.values())
    fields = list((fields_on(of_first, page) | posted("typed anew", 1)).items())
    for kept in range(len(fields) - 1):
        cut = {name: value for name, value in fields[: kept + 1] if name != "end"}
        assert of_first.post(page, cut).status_code == 400
        assert of_first.post(place, cut).status_code == 400
        assert list(draft.answers.values()) == before


def test_a_question_without_its_end_is_left_as_it_is(draft, of_first, page):
    of_first.post(page, sent(OTHER, 0, whole=FULL) | END)
    assert of_first.post(page, {f"{OTHER}~1": ""} | END).status_code == 302
    assert draft.answers.get(question=OTHER).options == [FULL]


def test_what_arrived_of_a_cut_page_is_shown_to_be_saved(of_first, page):
    answer = of_first.post(page, posted("typed anew", 0) | {"end": ""})
    assert answer.status_code == 422
    del (cut := posted("typed anew", 0))["end"]
    answer = of_first.post(page, cut)
    assert answer.status_code == 400
    assert "typed anew" in answer.content.decode()


@pytest.mark.parametrize("outdated", [{f"{TEXT}:version": 0, f"{TEXT}:en": "of an older page"}])
def test_a_page_of_an_earlier_deployment_is_told_so_and_its_text_goes_over(draft, of_first, page, place, outdated):
    told = of_first.post(place, outdated)
    assert (told.status_code, told.json()["state"]) == (428, "outdated")
    answer = of_first.post(page, outdated)
    assert answer.status_code == 422
    assert "outdated" in answer.content.decode()
    (field,) = [one for one in answer.context["fields"] if one.key == TEXT]
    assert (field.name, field.boxes[0].text) == (f"{TEXT}~0", "of an older page")
    assert text_of(draft) == ""


def test_tab_and_sequence_come_first_and_the_end_last(of_first, page):
    shown = of_first.get(page).content.decode()
    form = shown[shown.index("data-answers") : shown.index("</form>", shown.index("data-answers"))]
    names = [part.partition('"')[0] for part in form.split(' name="')[1:]]
    assert names[:3] == ["csrfmiddlewaretoken", "tab", "sequence"]
    assert names[-1] == "end"


# -- the version that was typed over -----------------------------------------------------------------------


def test_a_refused_page_is_shown_at_the_version_that_it_was_read_at(draft, of_first, of_second, page):
    cover = address(draft, "sections/cover/")
    of_first.post(cover, sent("contact", 0, name="A. Person") | END)
    of_second.post(cover, sent("contact", 1, name="Another") | END)
    answer = of_first.post(cover, sent("contact", 1, name="A. Person", email="not whole") | END)
    (field,) = [one for one in answer.context["fields"] if one.key == "contact"]
    assert (answer.status_code, field.version) == (422, 1)
    of_first.post(cover, sent("contact", 1, name="A. Person", email="a@portal.example") | END)
    assert draft.answers.get(question="contact").entries == [{"name": "Another"}]
    assert draft.conflicts.get().question == "contact"


def test_another_text_under_the_same_version_is_met_as_well(draft, of_first, place):
    of_first.post(place, posted("as it stands", 0))
    answer = of_first.post(place, posted("typed over another report", 1, shown=digest_of(said("another report's"))))
    assert answer.status_code == 409
    assert of_first.post(place, posted("typed here", 1, shown=digest_of(said("as it stands")))).status_code == 200


def test_a_page_that_was_overtaken_keeps_the_version_that_it_shows(draft, of_first, of_second, place):
    of_first.post(place, posted("as read", 0))
    of_second.post(place, posted("changed since", 1))
    told = of_first.post(place, posted("as read", 1)).json()
    assert told["state"] == "overtaken"
    assert "Second Editor" in told["words"]
    assert "shown" not in told


def test_a_save_that_had_arrived_is_no_conflict_when_it_is_sent_again(draft, of_first, of_second, place):
    of_first.post(place, posted("sent twice", 0, tab="page", sequence=1))
    of_second.post(place, posted("written since", 1))
    told = of_first.post(place, posted("sent twice", 0, tab="page", sequence=1))
    assert (told.status_code, told.json()["state"]) == (200, "overtaken")
    assert text_of(draft) == "written since"
    assert not draft.conflicts.exists()


def test_a_settled_text_does_not_come_back_when_its_form_is_sent_again(draft, of_first, of_second, place):
    of_first.post(place, posted("standing", 0))
    of_second.post(place, posted("put beside", 0))
    settled = draft.conflicts.get()
    of_first.post(address(draft, "conflicts/"), {"conflict": settled.pk, "read": 1, "keep": "standing"})
    assert of_second.post(place, posted("put beside", 0)).json()["state"] == "overtaken"
    assert not draft.conflicts.filter(settled_at=None).exists()


def test_a_box_stays_while_it_holds_a_text_though_its_language_is_named_no_more(of_first, page, place):
    """A colleague may take a language off the cover while somebody writes in it."""
    assert of_first.post(place, sent(TEXT, 0, fr="texte") | END).json()["state"] == "saved"
    shown = of_first.get(page).content.decode()
    assert f'name="{TEXT}~1:fr"' in shown
    assert "texte</textarea>" in shown
    assert of_first.post(place, sent(TEXT, 1, fr="") | END).json()["state"] == "saved"
    assert f'name="{TEXT}~2:fr"' not in of_first.get(page).content.decode()


def test_open_texts_of_one_person_are_bounded_and_stay_in_the_history(draft, of_first, of_second, place):
    of_first.post(place, posted("standing", 0))
    for number in range(MOST_BESIDE + 3):
        of_second.post(place, posted(f"text {number}", 0))
    assert draft.conflicts.filter(settled_at=None).count() == MOST_BESIDE
    history = of_second.get(f"{place}history/").content.decode()
    assert "text 0" in history


# -- words -------------------------------------------------------------------------------------------------


def test_nobody_is_told_a_colleague_of_himself(draft, of_first, of_second, place, page):
    of_first.post(place, posted("in one window", 0))
    told = of_first.post(place, posted("in another", 0)).json()
    assert told["words"].startswith("You, in another window,")
    assert told["by"] == "In the other window"
    assert of_second.post(place, posted("by somebody else", 0)).json()["words"].startswith("A colleague")
    of_first.post(page, posted("in a third", 0))
    said_above = of_first.get(address(draft, "conflicts/")).content.decode()
    assert "You, in another window, changed some of these answers meanwhile." in said_above
    assert "A colleague" not in said_above


def test_a_long_text_is_shortened_in_a_line(draft, of_first, of_second, place):
    of_first.post(place, posted("long " * 2_000, 0))
    assert len(of_second.post(place, posted("short", 0)).json()["theirs"]) <= 160


# -- a lost token ------------------------------------------------------------------------------------------


@pytest.fixture
def guarded(first):
    browser = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    browser.force_login(first, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def test_a_lost_token_is_renewed_for_the_page_to_send_again(draft, guarded, place):
    told = guarded.post(place, posted("typed", 0), headers={"accept": "application/json"})
    assert (told.status_code, told.json()["state"]) == (403, "token")
    token = told.cookies["csrftoken"].value
    again = guarded.post(place, posted("typed", 0), headers={"accept": "application/json", "x-csrftoken": token})
    assert again.status_code == 200
    assert text_of(draft) == "typed"


def test_without_scripts_the_text_is_held_to_be_sent_again(guarded, page):
    shown = guarded.post(page, posted("typed for an hour", 0))
    assert shown.status_code == 403
    assert "typed for an hour" in shown.content.decode()
    assert 'name="csrfmiddlewaretoken"' in shown.content.decode()


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}])
def test_what_another_site_sent_is_not_offered_with_our_token(first, page, headers):
    browser = Client(enforce_csrf_checks=True, headers=headers)
    browser.force_login(first, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post(page, posted("from elsewhere", 0))
    assert answer.status_code == 403
    assert "from elsewhere" not in answer.content.decode()


# -- earlier answers ---------------------------------------------------------------------------------------


@pytest.fixture
def earlier(draft, page):
    make_report("KEN", "NR3", {"Q014": "implementation.fullFramwork", "Q017": "true"})
    return f"{page}earlier-answers/"


def test_saving_is_the_first_button_and_copying_is_no_part_of_the_form(first, page, earlier):
    shown = client_of(first).get(page).content.decode()
    form = shown[shown.index("data-answers") : shown.index("</form>", shown.index("data-answers"))]
    buttons = [part for part in form.split("<button")[1:] if 'form="earlier"' not in part.partition(">")[0]]
    assert buttons[0].partition(">")[2].startswith("Save</button>")
    assert all("copy" not in one.partition(">")[0] for one in buttons)
    assert shown.index("Nothing has changed in this section") > shown.index("</form>", shown.index("data-answers"))


def test_enter_saves_on_every_page_of_questions(draft, first):
    reader, form = client_of(first), form_for(draft.cycle)
    for section, pages in form.pages.items():
        for number in range(1, len(pages) + 1):
            address_of_page = address(draft, f"sections/{slug_of(section)}/?page={number}")
            shown = reader.get(address_of_page).content.decode()
            questions = shown[shown.index("data-answers") : shown.index("</form>", shown.index("data-answers"))]
            # Whatever has the focus, a browser presses the first button that belongs to the form.
            buttons = [
                part for part in questions.split("<button")[1:] if 'form="earlier"' not in part.partition(">")[0]
            ]
            assert buttons[0].startswith(' class="button button--quiet">Save</button>'), address_of_page


def test_a_copy_replaces_only_what_its_page_had_shown(draft, of_first, of_second, earlier):
    of_second.post(address(draft, f"answers/{OTHER}/"), sent(OTHER, 0, whole=FULL) | END)
    of_first.post(earlier, {"act": f"copy {OTHER}~0"})
    assert draft.answers.get(question=OTHER).options == [FULL]
    of_first.post(earlier, {"act": f"copy {OTHER}~1"})
    assert draft.answers.get(question=OTHER).copied_from == "NR3"


def test_nothing_has_changed_says_in_one_message_what_it_did(draft, of_first, page, earlier):
    of_first.post(earlier, {"act": "unchanged"})
    said_above = [str(one) for one in of_first.get(page).context["messages"]]
    assert len(said_above) == 1
    assert "copied" in said_above[0]
    assert "confirmed" in said_above[0]
    assert not draft.answers.exclude(copied_from="").exists()


@pytest.mark.parametrize("act", ["", "copy Q999~0", "copy Q014", "erase", "confirm Q014~x"])
def test_an_act_that_is_none_does_nothing(draft, of_first, earlier, act):
    assert of_first.post(earlier, {"act": act}).status_code == 404
    assert not AnswerChange.objects.filter(report=draft).exists()
    assert not Conflict.objects.exists()
