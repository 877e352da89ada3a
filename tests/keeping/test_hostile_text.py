"""Hostile text in every kind of field: kept as text or refused with a reason, and nothing breaks."""

import pytest
from django.utils.html import escape

from national_reports.selectors import form_for
from national_reports.sending import GRAMMAR
from tests.downloading import download
from tests.keeping.making import END, SECTION, TEXT, address, posted, sent, whole
from tests.people_factories import client_of, make_staff

SCRIPT = "<script>alert(1)</script>"
BIDI = "left \u202eright\u202c and \u2066on\u2069"
HOSTILE = {
    "script": SCRIPT,
    "template": "{{ settings.SECRET_KEY }}{% load x %}",
    "bidi": BIDI,
    "nul": "before\x00after",
    "formula": "=cmd|' /C calc'!A0",
    "emoji": "👩🏽‍🔬" * 50,
    "long": "x" * 100_001,
    "megabyte": "y" * 1_000_000,
}
# Half a surrogate pair, as no browser sends it: bytes that are not UTF-8.
SURROGATE = "%ED%A0%80"
FORM = "application/x-www-form-urlencoded"
AMOUNT = "detail:3B9ECE67-B35C-40FF-8C06-4EA5FF762899"
# A question of each kind, and the parts of it that take what people type.
TYPED = {
    "text": (TEXT, ["en"]),
    "option": ("Q014", ["whole"]),
    "options": ("Q015", ["whole"]),
    "text of an option": ("Q016", ["whole", "detail:true:en"]),
    "amount": ("Q036", [AMOUNT]),
    "day": ("reportPeriodStartDate", ["whole"]),
    "contact": ("contact", ["name", "post", "institution", "email", "telephone"]),
    "links": ("links", ["0:url", "0:title"]),
    "languages": ("languages", ["whole"]),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", TYPED)
def test_hostile_text_is_kept_as_text_or_refused_with_a_reason(draft, of_first, kind, text):
    key, names = TYPED[kind]
    for name in names:
        version = draft.answers.filter(question=key).values_list("version", flat=True).first() or 0
        answer = of_first.post(address(draft, f"answers/{key}/"), sent(key, version, **{name: text}) | END)
        assert answer.status_code in (200, 422), name
        assert answer.json()["words"]
        if answer.status_code == 200:
            assert "\x00" not in str(draft.answers.filter(question=key).values().first())
    page = of_first.get(address(draft, f"sections/{form_for(draft.cycle).fields[key].section.lower()}/"))
    assert page.status_code == 200
    assert SCRIPT not in page.content.decode()


@pytest.mark.parametrize("kind", TYPED)
def test_bytes_that_are_no_text_break_nothing(draft, of_first, kind):
    key, names = TYPED[kind]
    for name in names:
        version = draft.answers.filter(question=key).values_list("version", flat=True).first() or 0
        place = f"{key}~{version}"
        body = f"{place if name == 'whole' else f'{place}:{name}'}={SURROGATE}&{place}:shown=&end={GRAMMAR}"
        answer = of_first.post(address(draft, f"answers/{key}/"), body, content_type=FORM)
        assert answer.status_code in (200, 422), name


def test_a_text_too_long_is_refused_and_still_shown_to_be_shortened(draft, of_first):
    too_long = "z" * 100_001
    answer = of_first.post(address(draft, f"sections/{SECTION}/"), posted(too_long, 0))
    assert answer.status_code == 422
    assert "100001 characters" in answer.content.decode()
    assert too_long in answer.content.decode()


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("contact", {"name": "A. Person", "email": "not whole"}),
        ("links", {"0:url": "party.example/law", "0:title": "The law of 2019"}),
        ("Q016", {"whole": "no such option", "detail:true:en": "The way it is done."}),
        ("reportPeriodStartDate", {"whole": "30 September"}),
        ("Q036", {"whole": "3B9ECE67-B35C-40FF-8C06-4EA5FF762899", AMOUNT: "about half"}),
    ],
)
def test_whatever_is_refused_on_a_page_is_shown_again_to_be_mended(draft, of_first, key, typed):
    form = form_for(draft.cycle)
    page = f"sections/{form.fields[key].section.lower()}/?page={form.page_of(key)}"
    answer = of_first.post(address(draft, page), sent(key, 0, **typed) | END)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert [text for part, text in typed.items() if (key, part) != ("Q016", "whole") and text not in shown] == []


def test_what_was_kept_is_shown_as_it_was_typed_on_every_page(draft, first, of_first):
    text = f"{SCRIPT} {BIDI} & \"quoted\" 'text'"
    of_first.post(address(draft, f"answers/{TEXT}/"), posted(text, 0))
    of_first.post(address(draft, f"answers/{TEXT}/"), posted("since then", 0))
    assert draft.answers.get(question=TEXT).texts == {"en": text}
    reader = client_of(first)
    for place in (f"sections/{SECTION}/", "print/", f"answers/{TEXT}/history/", "conflicts/"):
        page = reader.get(address(draft, place)).content.decode()
        assert SCRIPT not in page, place
        # Where a text is read rather than typed, its tags are left out: the Clearing-House's texts hold some.
        assert (escape(text) if place.startswith("sections") else "alert(1)") in page, place
    for place in ("report.json", "report.docx", "report.pdf", "offline/workbook.xlsx"):
        assert download(reader, address(draft, place)).status_code == 200, place


@pytest.mark.parametrize("bad", ["a\x00b", "x" * 5000, BIDI, "-1", "1e9", "²", "٣", ""])
@pytest.mark.parametrize("name", ["tab", "sequence", f"{TEXT}~0:shown"])
def test_a_page_that_names_itself_strangely_breaks_nothing(draft, of_first, name, bad):
    given = posted("kept", 0, tab="page", sequence=1) | {name: bad}
    answer = of_first.post(address(draft, f"answers/{TEXT}/"), given)
    assert answer.status_code in (200, 409)


@pytest.mark.parametrize("bad", ["", "-1", "1e9", "²", "٣", "7" * 50, "0\x00", "0~0"])
def test_a_version_that_is_none_is_refused(draft, of_first, bad):
    answer = of_first.post(
        address(draft, f"answers/{TEXT}/"), {f"{TEXT}~{bad}:en": "x", f"{TEXT}~{bad}:shown": ""} | END
    )
    assert answer.status_code == 428
    assert not draft.answers.filter(question=TEXT).exists()


@pytest.mark.parametrize("place", ["answers/Q0%0020/", "sections/%00/", "answers/%ED%A0%80/", "answers/Q999/"])
def test_an_address_that_names_nothing_is_not_there(draft, of_first, place):
    assert of_first.post(address(draft, place), posted("kept", 0)).status_code == 404


@pytest.mark.parametrize("party", ["K%00N", "%ED%A0%80", "K'N", "x" * 2000])
def test_a_party_that_is_none_is_not_there_for_staff_either(draft, party):
    assert client_of(make_staff()).get(f"/en/reports/{party}/NR4/").status_code == 404


def test_a_whole_report_takes_hostile_text_through_the_receipt(draft, first, of_first):
    for key, data in whole(form_for(draft.cycle)).items():
        held = draft.answers.filter(question=key).first()
        if held is None:
            draft.answers.create(question=key, options=list(data.options), texts=data.texts, entries=list(data.entries))
    of_first.post(address(draft, f"answers/{TEXT}/"), posted(HOSTILE["script"] + HOSTILE["nul"] + BIDI, 0))
    answer = of_first.post(
        address(draft, "submission/"), {"key": "00000000-0000-4000-8000-000000000003", "declared": "yes"}
    )
    assert answer.status_code == 302
    submitted = of_first.get(address(draft, "submitted.json")).json()
    assert submitted["document"][TEXT]["en"] == f"{SCRIPT}beforeafter{BIDI}"
    assert of_first.get(address(draft, "receipt.pdf")).status_code == 200
