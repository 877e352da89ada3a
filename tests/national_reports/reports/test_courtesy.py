"""Texts leave as one file a language and come back: listed, confirmed, kept once, beside the original for ever."""

import base64
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation

from figures.evidence import gather, measure_rules
from foreign_files.xliff import read, write
from national_reports.courtesy import Courtesy, Made, Passage, beside, digest_of, passages
from national_reports.models import CourtesyTranslation, Report, TakingOff
from national_reports.selectors import form_for
from national_reports.services.taking_off import Request, take_off
from national_reports.services.translations import (
    Kind,
    NoMaker,
    NotThisReport,
    NotTranslated,
    OtherThanSeen,
    Why,
    compared,
    given_out,
    take_in,
)
from national_reports.translations import beside_texts
from national_reports.verification import translations as checked
from national_reports.views.texts import why_in_words
from national_reports.words import texts_in_words
from parties.models import AuditEvent
from tests.factories import NOW, make_report
from tests.people_factories import client_of, make_focal_point, make_staff

LATER = NOW + timedelta(minutes=5)
YES = "true"
TEXT = "Q020"


@pytest.fixture
def report(world) -> Report:
    """A published report in French, with a text, a remark at an option and a list of who took part."""
    held = make_report("KEN", "NR4", {TEXT: {"fr": "Une loi.\n\nDeux décrets."}}, header=HEADER)
    held.answers.create(question="Q016", options=[YES], details={YES: {"fr": "Oui, depuis 2009."}})
    return held


HEADER = {"languages": ["fr"], "stakeholders": {"fr": "Les ministères."}}


@pytest.fixture
def form(report):
    return form_for(report.cycle)


@pytest.fixture
def staff(world):
    return make_staff()


def filled(report, form, language="en", **targets) -> bytes:
    """The file as a translator sends it back; of names a __ is a space."""
    content = write(given_out(report=report, form=form, language=language)).decode()
    for name, text in targets.items():
        before, mark, after = content.partition(f'name="{name.replace("__", " ")}"')
        assert mark, name
        unit, end, rest = after.partition("</unit>")
        start, target, _old = unit.partition("<target")
        assert target
        content = f"{before}{mark}{start}<target>{text}</target></segment>{end}{rest}"
    return content.encode()


def held_against(report, form, content, maker="Secretariat"):
    return compared(report=report, form=form, given=read(content), maker=maker)


def taken(report, form, content, by, *, maker="Secretariat", seen=None, at=LATER):
    seen = seen or held_against(report, form, content, maker).digest
    return take_in(report=report, form=form, given=read(content), maker=maker, seen=seen, by=by, at=at)


def kinds_of(found):
    return {one.name: one.kind for one in found.lines}


ALL = {TEXT: "A law.\n\nTwo decrees.", f"Q016__{YES}": "Yes, since 2009.", "stakeholders": "The ministries."}


# -- the file -----------------------------------------------------------------------------------------------------


def test_every_text_leaves_with_its_question_and_remarks_with_their_option(report, form):
    given = read(write(given_out(report=report, form=form, language="en")))
    assert (given.original, given.source_language, given.target_language) == ("KEN NR4 version 1", "fr", "en")
    assert {unit.name: unit.source for unit in given.units} == {
        "stakeholders": "Les ministères.",
        f"Q016 {YES}": "Oui, depuis 2009.",
        TEXT: "Une loi.\n\nDeux décrets.",
    }


def test_what_its_party_wrote_in_a_language_does_not_leave_for_it(report, form):
    report.answers.filter(question=TEXT).update(texts={"fr": "Une loi.", "en": "A law."})
    names = {unit.name for unit in given_out(report=report, form=form, language="en").units}
    assert names == {"stakeholders", f"Q016 {YES}"}
    assert not given_out(report=report, form=form, language="fr").units
    assert len(given_out(report=report, form=form, language="zh").units) == 3


def test_a_text_in_another_language_than_most_says_so(report, form):
    report.answers.create(question="Q017", options=["true.some"], details={"true.some": {"es": "Sí."}})
    content = write(given_out(report=report, form=form, language="ar")).decode()
    assert 'srcLang="fr"' in content
    assert content.count("[es]</note>") == 1


def test_markup_of_the_clearing_house_leaves_as_words(report, form):
    report.answers.filter(question=TEXT).update(texts={"fr": "<p>Une <b>loi</b>.</p><script>alert(1)</script>"})
    units = {unit.name: unit.source for unit in given_out(report=report, form=form, language="en").units}
    assert units[TEXT] == "Une loi."


# -- what comes back ----------------------------------------------------------------------------------------------


def test_an_untouched_file_changes_nothing(report, form, staff):
    for language in ("en", "es", "ar", "ru", "zh"):
        content = filled(report, form, language)
        found = held_against(report, form, content)
        assert (found.changes, found.empty) == ([], 3)
        assert taken(report, form, content, staff) == 0
    assert not CourtesyTranslation.objects.exists()


def test_new_changed_removed_and_unchanged_are_listed_and_taken_once(report, form, staff):
    content = filled(report, form, **ALL)
    assert set(kinds_of(held_against(report, form, content)).values()) == {Kind.NEW}
    assert taken(report, form, content, staff) == 3
    events = AuditEvent.objects.count()
    assert set(kinds_of(held_against(report, form, content)).values()) == {Kind.UNCHANGED}
    assert taken(report, form, content, staff, maker="Somebody else") == 0
    assert (CourtesyTranslation.objects.count(), AuditEvent.objects.count()) == (3, events)

    content = filled(report, form, **{TEXT: "One law, two decrees.", "stakeholders": ""})
    assert kinds_of(held_against(report, form, content)) == {
        TEXT: Kind.CHANGED,
        "stakeholders": Kind.REMOVED,
        f"Q016 {YES}": Kind.UNCHANGED,
    }
    assert taken(report, form, content, staff, maker="A. Translator") == 2
    rows = {one.question: (one.text, one.maker) for one in report.translations.all()}
    assert rows == {TEXT: ("One law, two decrees.", "A. Translator"), "Q016": ("Yes, since 2009.", "Secretariat")}
    assert checked().faults == []


def test_the_trail_tells_who_entered_how_many_and_what_stands(report, form, staff):
    taken(report, form, filled(report, form, **ALL), staff, maker="  The\n Secretariat ")
    event = AuditEvent.objects.get(subject=report.subject, action="translated")
    assert (event.by, event.detail["language"], event.detail["maker"], event.detail["new"]) == (
        staff,
        "en",
        "The Secretariat",
        3,
    )
    assert checked().faults == []
    CourtesyTranslation.objects.filter(question=TEXT).update(text="Another law.")
    (fault,) = checked().faults
    assert "not those that the trail tells of" in fault.what


def test_a_translation_of_an_original_that_the_file_altered_is_named_and_not_taken(report, form, staff):
    (unit,) = [one for one in read(filled(report, form)).units if one.name == TEXT]
    source = f"<source>{unit.source}</source>".encode()
    content = filled(report, form, **ALL)
    assert source in content
    altered = content.replace(source, b"<source>Une toute autre loi.</source>")
    assert [one.why for one in held_against(report, form, altered).lines if one.name == TEXT] == [Why.ALTERED]
    assert taken(report, form, altered, staff) == 2
    # A program may fold spaces.
    spaced = content.replace(source, source.replace(b" ", b"  "))
    assert kinds_of(held_against(report, form, spaced))[TEXT] == Kind.NEW


def test_a_translation_of_an_earlier_text_is_named_and_not_taken(report, form, staff):
    content = filled(report, form, **ALL)
    report.answers.filter(question=TEXT).update(texts={"fr": "Une autre loi."})
    found = held_against(report, form, content)
    assert kinds_of(found)[TEXT] == Kind.EARLIER
    assert taken(report, form, content, staff) == 2
    assert not report.translations.filter(question=TEXT).exists()


def test_what_somebody_entered_meanwhile_is_named_and_left(report, form, staff):
    content = filled(report, form, **ALL)
    taken(report, form, filled(report, form, **{TEXT: "Theirs."}), staff, maker="Party")
    found = held_against(report, form, content)
    (line,) = [one for one in found.lines if one.name == TEXT]
    assert (line.why, line.before) == (Why.MEANWHILE, "Theirs.")
    assert taken(report, form, content, staff) == 2
    assert report.translations.get(question=TEXT).text == "Theirs."


def test_a_file_whose_notes_a_program_dropped_is_taken_where_nothing_stands(report, form, staff):
    content = filled(report, form, **ALL)
    given = read(content)
    bare = type(given)(
        given.original,
        given.source_language,
        given.target_language,
        [type(unit)(unit.name, unit.source, unit.target) for unit in given.units],
    )
    found = compared(report=report, form=form, given=bare, maker="Party")
    assert set(kinds_of(found).values()) == {Kind.NEW}
    taken(report, form, content, staff)
    bare.units[0] = type(bare.units[0])(bare.units[0].name, bare.units[0].source, "Other words.")
    assert [one.why for one in compared(report=report, form=form, given=bare, maker="Party").lines if one.why] == [
        Why.MEANWHILE
    ]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (f'name="{TEXT}"', 'name="Q999"', Why.UNKNOWN),
        ('name="stakeholders"', f'name="{TEXT}"', Why.TWICE),
        ("A law.", "A <ph id='1'/> law.", Why.CODES),
        ("A law.", "x" * 20_001, Why.TOO_LONG),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(report, form, staff, before, after, why):
    content = filled(report, form, **ALL).decode().replace(before, after).encode()
    found = held_against(report, form, content)
    assert why in [one.why for one in found.lines]
    # Of a text that stands there twice, neither.
    assert TEXT not in [one.name for one in found.changes]


def test_a_translation_that_is_too_long_is_told_how_long_it_may_be(report, form):
    content = filled(report, form, **ALL).replace(b"A law.", b"x" * 20_001)
    (refused,) = [one for one in held_against(report, form, content).lines if one.why]
    assert why_in_words(refused) == "It has more than 20000 characters: shorten it."


def test_what_its_party_writes_itself_is_not_taken(report, form):
    content = filled(report, form, **ALL)
    report.answers.filter(question=TEXT).update(texts={"fr": "Une loi.\n\nDeux décrets.", "en": "Our own words."})
    assert [one.why for one in held_against(report, form, content).lines if one.name == TEXT] == [Why.OWN]


def test_nothing_is_taken_that_was_not_listed(report, form, staff):
    content = filled(report, form, **ALL)
    seen = held_against(report, form, content).digest
    taken(report, form, filled(report, form, stakeholders="Theirs."), staff)
    with pytest.raises(OtherThanSeen):
        taken(report, form, content, staff, seen=seen)
    with pytest.raises(OtherThanSeen):
        taken(report, form, content, staff, seen=seen, maker="Another maker than was shown")
    assert report.translations.count() == 1


def test_a_file_of_another_report_version_or_language_is_refused_whole(report, form, staff):
    content = filled(report, form, **ALL)
    for before, after in (
        (b"KEN NR4 version 1", b"KEN NR4 version 2"),
        (b"KEN NR4", b"GHA NR4"),
        (b'trgLang="en"', b'trgLang="de"'),
        (b'trgLang="en"', b'trgLang=""'),
    ):
        with pytest.raises(NotThisReport):
            held_against(report, form, content.replace(before, after))


@pytest.mark.parametrize("maker", ["", " \n ", "\u2069\u202e", "x" * 121])
def test_a_translation_names_its_maker(report, form, staff, maker):
    with pytest.raises(NoMaker):
        held_against(report, form, filled(report, form, **ALL), maker)


@pytest.mark.parametrize("state", ["draft", "returned", "withdrawn"])
def test_texts_that_do_not_stand_are_not_translated(report, form, staff, state):
    content = filled(report, form, **ALL)
    Report.objects.filter(pk=report.pk).update(state=state)
    with pytest.raises(NotTranslated):
        taken(report, form, content, staff, seen="x")
    report.refresh_from_db()
    with pytest.raises(NotTranslated):
        given_out(report=report, form=form, language="en")
    assert not CourtesyTranslation.objects.exists()


@pytest.mark.parametrize("missing", ["text", "maker"])
def test_the_database_keeps_no_translation_without_words_or_maker(report, staff, missing):
    held = {"text": "A law.", "maker": "Party"} | {missing: ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        CourtesyTranslation.objects.create(
            report=report, question=TEXT, language="en", entered_by=staff, entered_at=NOW, **held
        )


def test_the_database_keeps_one_translation_of_a_text_into_a_language(report, staff):
    held = {"report": report, "question": TEXT, "language": "en", "entered_by": staff, "entered_at": NOW}
    CourtesyTranslation.objects.create(text="A law.", maker="Party", **held)
    with pytest.raises(IntegrityError), transaction.atomic():
        CourtesyTranslation.objects.create(text="Another.", maker="Party", **held)


# -- beside the original ------------------------------------------------------------------------------------------


def passage(text="Une loi.", **more):
    return Passage(TEXT, "", "fr", {"fr": text, **more.get("own", {})}, more.get("along", {}))


def made(text="A law.", of="Une loi.", language="en", version=1):
    return Made(language, text, "Party", NOW.date(), "fr", digest_of(of), version)


def test_a_translation_of_an_earlier_text_is_never_told_as_of_this_one():
    assert [one.of_this_text for one in beside(passage("Une autre loi."), [made()], version=1)] == [False]
    assert [one.of_this_text for one in beside(passage(), [made()], version=1)] == [True]


def test_the_same_text_of_another_version_keeps_its_translation():
    (one,) = beside(passage(), [made("Of version 1.", version=1)], version=2)
    assert (one.text, one.of_this_text) == ("Of version 1.", True)
    (one,) = beside(passage(), [made("Of version 1."), made("Of version 2.", version=2)], version=2)
    assert one.text == "Of version 2."
    assert beside(passage(), [made(of="Later.", version=3)], version=2) == []


def test_what_came_with_the_report_stands_until_somebody_enters_another():
    along = {"en": "Sent along."}
    (one,) = beside(passage(along=along), [], version=1)
    assert (one.text, one.came_along) == ("Sent along.", True)
    (one,) = beside(passage(along=along), [made()], version=1)
    assert (one.text, one.came_along) == ("A law.", False)
    (one,) = beside(passage(along=along), [made(of="Before.")], version=1)
    assert one.text == "Sent along."


def test_a_text_that_its_party_now_writes_in_the_language_has_no_translation_into_it():
    assert beside(passage(own={"en": "Our law."}), [made()], version=1) == []


def test_only_texts_and_remarks_are_passages(report):
    answers = {answer.question: answer.data for answer in report.answers.all()}
    assert [one.name for one in passages(answers, ["fr"])] == [TEXT, f"Q016 {YES}"]


@pytest.mark.parametrize("state", ["withdrawn", "taken-off"])
def test_what_is_withdrawn_or_taken_off_takes_its_translations_with_it(report, form, staff, state):
    taken(report, form, filled(report, form, **ALL), staff)
    later = make_report("KEN", "NR4", {TEXT: {"fr": "Une loi.\n\nDeux décrets."}}, version=2, state="accepted")
    assert beside_texts([later], public=False)[TEXT, ""]
    assert not beside_texts([later], public=False).get((TEXT, "x"))
    taking = {}
    if state == "taken-off":
        taking["taking_off"] = TakingOff.objects.create(
            requested_on=NOW.date(), requested_by="A", request_text="B", reason="C", by=staff, at=NOW
        )
    Report.objects.filter(pk=report.pk).update(state=state, **taking)
    assert not beside_texts([later], public=False)[TEXT, ""]


def test_the_public_is_told_only_what_was_entered_for_public_versions(report, form, staff):
    later = make_report(
        "KEN", "NR4", {TEXT: {"fr": "Une loi.\n\nDeux décrets."}}, version=2, state="submitted", header=HEADER
    )
    taken(later, form, filled(later, form, **{TEXT: "Not public yet."}), staff)
    assert not beside_texts([report], public=True)[TEXT, ""]
    assert beside_texts([report], public=False)[TEXT, ""]


def test_what_counts_never_reads_a_translation(report, form, staff):
    before = gather(measure_rules())
    assert any(name.startswith("NR4") for name in before[1])
    taken(report, form, filled(report, form, **ALL), staff)
    assert gather(measure_rules()) == before


# -- pages --------------------------------------------------------------------------------------------------------


def page_of(report, place="desk/reviews"):
    return f"/en/{place}/KEN/NR4/texts/{report.pk}/"


def upload(content, maker="Secretariat"):
    return {"file": SimpleUploadedFile("en.xlf", content), "maker": maker}


@pytest.mark.parametrize("place", ["desk/reviews", "reports"])
def test_a_file_is_fetched_sent_back_looked_at_and_confirmed(report, form, staff, place):
    client = client_of(staff if place == "desk/reviews" else make_focal_point("KEN"))
    page = page_of(report, place)
    assert f"{page}en.xlf" in client.get(page).content.decode()
    fetched = client.get(f"{page}en.xlf")
    assert fetched["Content-Disposition"] == 'attachment; filename="KEN-NR4-version-1-en.xlf"'
    content = filled(report, form, **{TEXT: "A law &amp; more."})
    looked = client.post(page, upload(content))
    assert looked.status_code == HTTPStatus.OK
    assert "A law &amp; more." in looked.content.decode()
    assert not CourtesyTranslation.objects.exists()
    given = {"content": looked.context["content"], "seen": looked.context["compared"].digest, "maker": "Secretariat"}
    answer = client.post(page, given, follow=True)
    assert "1 translation is changed." in [str(one) for one in answer.context["messages"]]
    answer = client.post(page, given, follow=True)
    assert "nothing changed" in str(next(iter(answer.context["messages"])))
    assert report.translations.get().text == "A law & more."


def test_only_the_secretariat_and_the_partys_own_people_reach_a_reports_texts(report):
    for user, desk, own in (
        (make_staff(), 200, 200),
        (make_staff(two_step=False), 302, 302),
        (make_focal_point("KEN"), 403, 200),
        (make_focal_point("KEN", role="authority"), 403, 200),
        (make_focal_point("GHA"), 403, 404),
        (None, 302, 302),
    ):
        client = client_of(user)
        for place, status in (("desk/reviews", desk), ("reports", own)):
            page = page_of(report, place)
            assert client.get(page).status_code == status, (user, place)
            assert client.get(f"{page}en.xlf").status_code == status, (user, place)
            posted = client.post(page, upload(b"no XML"))
            assert posted.status_code == (422 if status == 200 else status), (user, place)


def test_the_texts_of_another_partys_report_are_not_found_below_ones_own(report):
    other = make_report("GHA", "NR4", {TEXT: {"en": "Theirs."}})
    client = client_of(make_focal_point("KEN"))
    assert client.get(page_of(other, "reports")).status_code == 404
    assert client.get(f"{page_of(other, 'reports')}fr.xlf").status_code == 404


def test_what_is_no_file_of_ours_is_told_and_nothing_is_kept(report, form, staff):
    client = client_of(staff)
    wrong = filled(report, form, **ALL).replace(b"KEN NR4", b"GHA NR4")
    cut = filled(report, form, **ALL)[:-40]
    for content in (b"", b"no XML", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<xliff/>", cut, wrong):
        answer = client.post(page_of(report), upload(content))
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert 'role="alert"' in answer.content.decode()
    for given in ({"maker": "A"}, {"content": "%", "maker": "A", "seen": "x"}, {"content": "YQ==", "seen": "x"}):
        assert client.post(page_of(report), given).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    content = base64.b64encode(filled(report, form, **ALL)).decode()
    for maker in ("", "x" * 200):
        answer = client.post(page_of(report), {"content": content, "maker": maker, "seen": "x"})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not CourtesyTranslation.objects.exists()
    assert client.get(f"{page_of(report)}de.xlf").status_code == 404


def test_the_texts_of_a_draft_are_not_there(report, staff):
    Report.objects.filter(pk=report.pk).update(state="draft")
    assert client_of(staff).get(page_of(report)).status_code == 404


def test_markup_in_a_translation_stays_text_wherever_it_is_shown(report, form, staff, client):
    attack = '<script>alert(1)</script><b onmouseover="x">"\'&amp;'
    written = attack.replace("&", "&amp;").replace("<", "&lt;")
    taken(report, form, filled(report, form, **{TEXT: written}), staff, maker='<img src=x onerror="x">')
    desk = client_of(staff)
    for answer in (
        client.get("/en/parties/KEN/"),
        client.get("/en/questions/NR4/Q020/"),
        desk.get("/en/desk/reviews/KEN/NR4/"),
        desk.post(page_of(report), upload(filled(report, form), maker=attack)),
    ):
        said = answer.content.decode()
        assert answer.status_code == HTTPStatus.OK
        assert "<script>alert" not in said
        assert "<img src=x" not in said
        assert "<b onmouseover" not in said
    assert "&lt;script&gt;alert(1)" in client.get("/en/parties/KEN/").content.decode()


def test_a_reader_is_shown_the_own_language_and_others_are_to_unfold(report, form, staff, client):
    taken(report, form, filled(report, form, **{TEXT: "A law."}), staff)
    taken(report, form, filled(report, form, "ar", **{TEXT: "قانون."}), staff)
    page = client.get("/en/parties/KEN/").content.decode()
    assert '<p lang="fr" dir="auto">Une loi.<br><br>Deux décrets.</p>' in page
    assert '<p lang="en" dir="auto">A law.</p>' in page
    assert "Courtesy translation into English by \u2068Secretariat\u2069, 2 March 2026" in page
    assert "قانون" not in page
    report.translations.filter(language="en").delete()
    with translation.override("en"):
        page = client.get("/en/questions/NR4/Q020/").content.decode()
    assert '<details class="courtesy">' in page
    assert '<p lang="ar" dir="rtl">قانون.</p>' in page


def test_in_review_a_translation_of_an_earlier_text_is_marked_and_on_public_pages_left_out(report, form, staff, client):
    taken(report, form, filled(report, form, **{TEXT: "A law of before."}), staff)
    report.answers.filter(question=TEXT).update(texts={"fr": "Une loi nouvelle."})
    review = client_of(staff).get("/en/desk/reviews/KEN/NR4/").content.decode()
    assert "A law of before." in review
    assert "of an earlier text" in review
    assert "A law of before." not in client.get("/en/parties/KEN/").content.decode()
    assert "A law of before." not in client.get("/en/questions/NR4/Q020/").content.decode()
    assert "A law of before." not in client.get("/en/questions/NR4/Q020/texts.csv").content.decode()


def test_when_a_report_is_taken_off_no_page_shows_its_translations(report, form, staff, client):
    taken(report, form, filled(report, form, **ALL), staff)
    assert "A law." in client.get("/en/parties/KEN/").content.decode()
    request = Request(on=NOW.date(), signed_by="A. Minister", text="Please.")
    take_off(reports=[report], request=request, reason="Asked.", earlier_counts=False, by=staff, at=LATER)
    for place in ("parties/KEN/", "questions/NR4/Q020/", "questions/NR4/Q020/texts.csv"):
        assert "A law." not in client.get(f"/en/{place}").content.decode()


def test_a_request_that_was_cut_on_its_way_changes_nothing(report, form, staff):
    client = client_of(staff)
    content = base64.b64encode(filled(report, form, **ALL)).decode()
    given = {
        "content": content,
        "maker": "Party",
        "seen": held_against(report, form, filled(report, form, **ALL)).digest,
    }
    body = urlencode(given).encode()
    kind = "application/x-www-form-urlencoded"
    cut = {"wsgi.input": BytesIO(body[: len(body) // 2])}
    answer = client.generic("POST", page_of(report), body, kind, **cut)
    assert answer.status_code == 400
    assert b"nothing of it was stored" in answer.content
    assert not CourtesyTranslation.objects.exists()


@pytest.mark.parametrize(
    ("reader", "label"),
    [
        ("fr", "Traduction de courtoisie en arabe\u00a0: \u2068Secrétariat\u2069, 2 mars 2026"),
        ("ar", "ترجمة إلى العربية على سبيل المجاملة: \u2068Secrétariat\u2069، "),
    ],
)
def test_a_translation_is_named_in_the_readers_language_and_keeps_its_own_direction(reader, label):
    one = Courtesy("ar", "قانون واحد.", "Secrétariat", NOW.date())
    with translation.override(reader):
        (text,) = texts_in_words({"fr": "Une loi."}, [one], every_language=True)
        said = render_to_string("national_reports/text.html", {"text": text})
    assert label in said
    assert '<p lang="fr" dir="auto">Une loi.</p>' in said
    assert '<p lang="ar" dir="rtl">قانون واحد.</p>' in said
    assert ("<details" in said) is (reader == "fr")


def test_the_report_as_a_document_shows_the_readers_translation_with_its_maker(report, form, staff):
    taken(report, form, filled(report, form, **{TEXT: "A law."}), staff)
    taken(report, form, filled(report, form, "es", **{TEXT: "Una ley."}), staff)
    page = client_of(staff).get("/en/reports/KEN/NR4/print/").content.decode()
    assert "A law." in page
    assert "<bdi>Secretariat, 2026-03-02</bdi>" in page
    assert "Una ley." not in page
