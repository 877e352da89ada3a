"""Many are invited at once: what a list says is shown line by line, and sent once, after a yes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from bch_sync.models import BchRecord
from parties import inviting, people
from parties.invitations import Reach, Standing, not_taken_up, reach
from parties.inviting import Outlook, keep_list, read_list, weigh
from parties.models import AuditEvent, Email, FocalPoint, Invitation, InvitationRound, Party, User
from tests.people_factories import PASSWORD, client_of, make_focal_point, make_staff

SEVERAL, INVITATIONS = "/en/desk/people/several/", "/en/desk/people/invitations/"
HEAD = "name,email,party,role,language\n"


@pytest.fixture(autouse=True)
def _clock(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def staff():
    return make_staff()


@pytest.fixture
def desk(staff):
    return client_of(staff)


def lines(text):
    return read_list((HEAD + text).encode())


def kept(staff, at, text, **more):
    return keep_list(
        rows=lines(text), source="people.csv", by=staff, at=at, **{"role": "contributor", "language": "en"} | more
    )


def outlooks(held, at):
    return [(row.asked.line, row.outlook) for row in weigh(held, at=at)]


def bring(desk, content):
    file = SimpleUploadedFile("people.csv", content if isinstance(content, bytes) else content.encode())
    return desk.post(SEVERAL, {"file": file, "role": "contributor", "language": "en"})


def say_yes(desk, held, callbacks):
    with callbacks(execute=True):
        return desk.post(f"{INVITATIONS}lists/{held.pk}/sending/")


def record_of(party, name, email, kinds):
    one = Party.objects.get(code=party)
    return BchRecord.objects.create(
        identifier=f"nfp-{party}-{name}",
        schema="focalPoint",
        party=one,
        payload={"title_EN_t": name, "email_ss": [email] if email else [], "type_ss": kinds},
        digest="0" * 16,
        first_seen_on="2026-01-01",
    )


# -- what a file may look like


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_spreadsheets_save_it(between, coding):
    text = between.join(("Name", "E-mail", "Party", "Role", "Language")) + "\r\n"
    text += between.join(("Zoë Example", " ZOE@portal.example ", "Kenya", "", "fr")) + "\r\n\r\n"
    (one,) = read_list(text.encode(coding))
    assert (one.line, one.name, one.email, one.party, one.language) == (
        2,
        "Zoë Example",
        "ZOE@portal.example",
        "Kenya",
        "fr",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "names the columns"),
        (b"who;where\nA;B\n", "Missing: name, email, party"),
        ("name,email,party\nZoë,z@x.example,KEN\n".encode("latin-1"), "CSV UTF-8"),
        (b"PK\x03\x04\x00\x00", "CSV UTF-8"),
        (HEAD.encode(), "nobody would be invited"),
        (b'name,email,party\n"A,b@portal.example,KEN\n', "CSV UTF-8"),
        ((HEAD + "A,a@portal.example,KEN,,\n" * 1001).encode(), "Split it"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(desk, content, said):
    page = bring(desk, content or b" ")
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not InvitationRound.objects.exists()


def test_each_line_says_what_is_wrong_with_it_and_what_to_do(desk):
    text = (
        "A,a@portal.example,KEN,,\n"
        "B,nowhere,Atlantis,publisher,xx\n"
        ",,,,\n"
        "C,a@portal.example,Kenya,,\n"
        ",d@portal.example,,,\n"
    )
    page = bring(desk, HEAD + text)
    assert page.status_code == 302
    shown = desk.get(page.url).content.decode()
    for said in (
        "“nowhere” is no e-mail address",
        "No Party is called “Atlantis”",
        "The role “publisher” is not given by a list",
        "No letter is written in “xx”",
        "stands in line 2 already",
        "Give the name of the person.",
        "Name the Party",
        "Yes, send these invitations",
    ):
        assert said in shown
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "one@bücher.example",
        "one@例子.example",
        "one+nr@sub.portal.example",
        "пункт@пример.example",
        "联络点@例子.example",
    ],
)
def test_every_mail_domain_and_script_is_taken(staff, at, email):
    assert outlooks(kept(staff, at, f"A,{email},KEN,,\n"), at) == [(2, Outlook.SENDS)]


def test_the_list_to_fill_in_comes_back_with_nobody_in_it(desk):
    make_focal_point("KEN")
    given = desk.get(f"{SEVERAL}list.csv")
    text = given.content.decode("utf-8-sig")
    assert "KEN" not in text
    assert ",GHA," in text
    assert "nobody would be invited" in bring(desk, given.content).content.decode()
    filled = text.replace(",,GHA,", "A,a@portal.example,GHA,")
    assert bring(desk, filled).status_code == 302


# -- sent once


def test_nothing_is_sent_before_a_yes_and_nothing_twice(desk, at, mailoutbox, django_capture_on_commit_callbacks):
    bring(desk, HEAD + "A,a@portal.example,KEN,authority,\nB,b@portal.example,GHA,,\n")
    held = InvitationRound.objects.get()
    assert mailoutbox == []
    for _ in range(2):
        say_yes(desk, held, django_capture_on_commit_callbacks)
    assert sorted(one.to[0] for one in mailoutbox) == ["a@portal.example", "b@portal.example"]
    invited = {one.email: (one.party.code, one.role) for one in Invitation.objects.all()}
    assert invited == {"a@portal.example": ("KEN", "authority"), "b@portal.example": ("GHA", "contributor")}
    inviting.send_list(round=held.pk)
    assert Invitation.objects.count() == 2
    assert AuditEvent.objects.filter(subject=f"invitations/{held.pk}", action="invited many").count() == 1
    page = desk.get(f"{INVITATIONS}lists/{held.pk}/").content.decode()
    assert "a@portal.example" in page
    assert "Yes, send" not in page


def test_the_same_file_again_sends_to_those_who_are_new_alone(desk, at, mailoutbox, django_capture_on_commit_callbacks):
    make_focal_point("ZWE", role="authority", email="c@portal.example")
    first = "A,a@portal.example,KEN,,\nC,c@portal.example,ZWE,,\n"
    bring(desk, HEAD + first)
    say_yes(desk, InvitationRound.objects.latest("pk"), django_capture_on_commit_callbacks)
    bring(desk, HEAD + first + "B,b@portal.example,GHA,,\n")
    held = InvitationRound.objects.latest("pk")
    assert outlooks(held, at) == [(2, Outlook.INVITED), (3, Outlook.HAS_ROLE), (4, Outlook.SENDS)]
    say_yes(desk, held, django_capture_on_commit_callbacks)
    assert [one.to[0] for one in mailoutbox] == ["a@portal.example", "b@portal.example"]


def test_two_who_invite_the_same_person_at_once_send_one_invitation(staff, at):
    party = Party.objects.get(code="KEN")
    whom = {"email": "a@portal.example", "role": "contributor", "party": party}
    made = {"name": "A", "invited_by": staff, "invited_at": at, "expires_at": at + timedelta(days=14)}
    Invitation.objects.create(**whom, **made, secret_sha256="1" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(**whom, **made, secret_sha256="2" * 64)
    Invitation.objects.create(**whom | {"role": "authority"}, **made, secret_sha256="3" * 64)
    staffs = whom | {"role": "staff", "party": None}
    Invitation.objects.create(**staffs, **made, secret_sha256="4" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(**staffs, **made, secret_sha256="5" * 64)


def test_a_list_that_nobody_said_yes_to_is_forgotten(staff, at):
    old = kept(staff, at, "A,a@portal.example,KEN,,\n")
    kept(staff, at + timedelta(days=8), "A,a@portal.example,KEN,,\n")
    assert not InvitationRound.objects.filter(pk=old.pk).exists()


def test_letters_are_in_the_persons_language_else_the_lists_else_the_partys(staff, at, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "French"), ("es", "Spanish"), ("zh-hans", "Chinese")]
    User.objects.create(email="a@portal.example", name="A", language="fr")
    text = (
        "A,a@portal.example,KEN,,es\nB,b@portal.example,KEN,,zh\nC,c@portal.example,KEN,,\nD,d@portal.example,GHA,,\n"
    )
    kenya = Party.objects.get(code="KEN").pk
    held = kept(staff, at, text, languages={kenya: "es"})
    assert [row.language for row in weigh(held, at=at)] == ["fr", "zh-hans", "es", "en"]


# -- of the Clearing-House


def ask_registry(desk, **chosen):
    given = {
        "protocol": "authority",
        "clearing_house": "",
        "emergency": "",
        "nobody": "on",
        "group": "",
        "language": "en",
    }
    return desk.post(f"{SEVERAL}clearing-house/", given | chosen)


def test_the_clearing_houses_focal_points_are_invited_with_their_party(
    desk, at, mailoutbox, django_capture_on_commit_callbacks
):
    record_of("KEN", "Ms. Nadia Example", "nadia@portal.example", ["CPB-FP1", "BCH-FP"])
    record_of("GHA", "Mr. Kofi Example", "kofi@portal.example", ["BCH-FP"])
    record_of("ZWE", "Ms. In Already", "in@portal.example", ["CPB-FP1"])
    record_of("FRA", "No Address", "", ["CPB-FP1"])
    make_focal_point("ZWE")
    page = ask_registry(desk)
    held = InvitationRound.objects.get()
    rows = weigh(held, at=at)
    assert [(row.asked.name, row.outlook) for row in rows] == [
        ("No Address", Outlook.FAULT),
        ("Ms. Nadia Example", Outlook.SENDS),
    ]
    assert "Give the e-mail address." in desk.get(page.url).content.decode()
    say_yes(desk, held, django_capture_on_commit_callbacks)
    assert [one.to for one in mailoutbox] == [["nadia@portal.example"]]
    assert Invitation.objects.get().role == "authority"
    both = ask_registry(desk, clearing_house="contributor", nobody="")
    found = {row.email: row.role.code for row in weigh(InvitationRound.objects.latest("pk"), at=at) if row.email}
    assert both.status_code == 302
    assert found == {
        "nadia@portal.example": "authority",
        "kofi@portal.example": "contributor",
        "in@portal.example": "authority",
    }


def test_a_person_with_several_records_of_a_party_is_one_line_in_the_highest_role(desk, at):
    record_of("KEN", "Ms. Nadia Example", "nadia@portal.example", ["BCH-FP"])
    record_of("KEN", "Nadia Example", "Nadia@portal.example", ["CPB-FP1"])
    record_of("GHA", "Ms. Nadia Example", "nadia@portal.example", ["CPB-FP1"])
    page = ask_registry(desk, clearing_house="contributor")
    rows = weigh(InvitationRound.objects.get(), at=at)
    assert [(row.email, row.party.code, row.role.code, row.outlook) for row in rows] == [
        ("nadia@portal.example", "GHA", "authority", Outlook.SENDS),
        ("nadia@portal.example", "KEN", "authority", Outlook.SENDS),
    ]
    assert "stands in line" not in desk.get(page.url).content.decode()


@pytest.mark.parametrize("page", ["/en/desk/people/", "/en/desk/people/invitations/"])
def test_what_may_be_done_with_an_invitation_is_done_from_the_page(staff, at, page):
    one = invite(at)
    browser = client_of(staff, enforce_csrf_checks=True)
    shown = browser.get(page).content.decode()
    for act in ("letter", "return", "code", "withdrawal"):
        form = shown.partition(f'action="/en/desk/people/invitations/{one.pk}/{act}/"')[2].partition("</form>")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token, act
        done = browser.post(f"/en/desk/people/invitations/{one.pk}/{act}/", {"csrfmiddlewaretoken": token[1]})
        assert done.status_code in (200, 302), act


def test_only_those_of_a_region_are_invited(desk, at):
    record_of("KEN", "A", "a@portal.example", ["CPB-FP1"])
    record_of("FRA", "B", "b@portal.example", ["CPB-FP1"])
    ask_registry(desk, group="africa")
    assert [row.email for row in weigh(InvitationRound.objects.get(), at=at)] == ["a@portal.example"]
    refused = ask_registry(desk, group="grulac")
    assert refused.status_code == 422
    assert "lists no such focal point" in refused.content.decode()


@pytest.mark.parametrize(
    "payload", [{}, {"email_ss": 7, "title_EN_t": None, "type_ss": "CPB-FP1"}, {"type_ss": [None, 3]}]
)
def test_what_the_clearing_house_left_out_is_a_line_to_mend(desk, payload):
    one = record_of("KEN", "A", "a@portal.example", [])
    BchRecord.objects.filter(pk=one.pk).update(payload=payload)
    assert ask_registry(desk).status_code in (302, 422)


# -- what became of them


def invite(at, email="one@portal.example", party="KEN", **more):
    return people.invite(
        email=email,
        name="One",
        role="contributor",
        party=Party.objects.get(code=party),
        by=make_staff(publisher=True),
        at=at,
        **more,
    )


def standings(at):
    return {one.invitation.email: one.standing for one in not_taken_up(at=at)}


def test_the_list_says_what_became_of_each_and_is_narrowed_by_it(desk, at):
    sent, waits, lost, back = (invite(at, f"{name}@portal.example") for name in ("sent", "waits", "lost", "back"))
    invite(at - timedelta(days=15), "old@portal.example", "GHA")
    for one in (sent, back):
        Email.objects.filter(key=people.letter_key(one)).update(sent_at=at)
    Email.objects.filter(key=people.letter_key(lost)).update(fault="550 No such user")
    desk.post(f"{INVITATIONS}{back.pk}/return/")
    assert standings(at) == {
        "sent@portal.example": Standing.OPEN,
        "waits@portal.example": Standing.WAITING,
        "lost@portal.example": Standing.NOT_SENT,
        "back@portal.example": Standing.CAME_BACK,
        "old@portal.example": Standing.EXPIRED,
    }
    everything = desk.get(INVITATIONS).content.decode()
    assert "550 No such user" in everything
    never = desk.get(f"{INVITATIONS}?standing=never-came-in").content.decode()
    assert "old@portal.example" in never
    assert "sent@portal.example" not in never
    assert "old@portal.example" not in desk.get(f"{INVITATIONS}?party=KEN").content.decode()
    assert desk.get(f"{INVITATIONS}?standing=lost").status_code == 404
    assert waits.pk


def test_a_party_whose_letter_came_back_is_not_reached(desk, at):
    parties = [Party.objects.get(code=code) for code in ("KEN", "GHA", "ZWE")]
    invited = invite(at)
    make_focal_point("GHA")
    assert list(reach(parties, at=at).values()) == [Reach.INVITED, Reach.IN, Reach.NOT_REACHED]
    for _ in range(2):
        desk.post(f"{INVITATIONS}{invited.pk}/return/")
    assert list(reach(parties, at=at).values()) == [Reach.NOT_REACHED, Reach.IN, Reach.NOT_REACHED]
    assert AuditEvent.objects.filter(action="letter came back").count() == 1


def test_all_that_are_shown_are_sent_again_once(desk, at, mailoutbox, links, django_capture_on_commit_callbacks):
    old = invite(at - timedelta(days=15))
    newer = invite(at - timedelta(days=1), "two@portal.example")
    page = desk.post(f"{INVITATIONS}again/", {"party": "KEN"})
    held = InvitationRound.objects.get()
    assert "Yes, send these invitations" in desk.get(page.url).content.decode()
    say_yes(desk, held, django_capture_on_commit_callbacks)
    inviting.send_list(round=held.pk)
    assert len(mailoutbox) == 2
    for one in (old, newer):
        one.refresh_from_db()
        assert one.withdrawn_at
    assert standings(at) == {"one@portal.example": Standing.OPEN, "two@portal.example": Standing.OPEN}


def test_one_is_sent_again_and_the_link_before_works_no_more(desk, at, links):
    invited = invite(at)
    before = links("one@portal.example")
    desk.post(f"{INVITATIONS}{invited.pk}/letter/")
    assert Client().get(before).status_code == 410
    assert Client().get(links("one@portal.example")).status_code == 200
    desk.post(f"{INVITATIONS}{invited.pk}/letter/")
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


# -- handed over


def test_a_code_works_once_as_it_is_heard_and_ends_the_link(desk, at, links):
    invited = invite(at)
    link = links("one@portal.example")
    page = desk.post(f"{INVITATIONS}{invited.pk}/code/").content.decode()
    code = page.split('<code dir="ltr">')[1].split("<")[0]
    assert Client().get(link).status_code == 404
    assert code not in desk.get(INVITATIONS).content.decode()
    invited.refresh_from_db()
    assert invited.secret_sha256 == people.digest(code.replace("-", ""))
    client = Client()
    heard = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    shown = client.post("/en/invitations/", {"code": heard})
    assert shown.status_code == 302
    answer = client.post(shown.url, {"name": "One", "password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    assert FocalPoint.objects.get().party.code == "KEN"
    created = AuditEvent.objects.get(action="account created")
    assert created.detail == {"invitation": invited.pk, "by_code": True}
    assert Client().post("/en/invitations/", {"code": code}, follow=True).status_code == 410


def test_a_code_that_was_made_up_is_refused_kindly():
    page = Client().post("/en/invitations/", {"code": "ABCD-EFGH-JKMN-PQRS"})
    assert page.status_code == 422
    assert "No invitation has this code" in page.content.decode()


def test_a_code_of_an_invitation_that_was_used_is_not_given(desk, at):
    invited = invite(at)
    people.withdraw_invitation(invitation=invited, by=make_staff(), at=at)
    assert desk.post(f"{INVITATIONS}{invited.pk}/code/").status_code == 302


def test_staff_hand_over_no_code_for_a_publisher(desk, at):
    invited = people.invite(
        email="p@portal.example", name="P", role="publisher", party=None, by=make_staff(publisher=True), at=at
    )
    for act in ("code", "return", "letter"):
        assert desk.post(f"{INVITATIONS}{invited.pk}/{act}/").status_code == 403


def test_where_the_clearing_house_and_the_people_differ_is_listed_with_one_act_each(
    desk, at, mailoutbox, django_capture_on_commit_callbacks
):
    there = record_of("KEN", "Ms. Nadia Example", "Nadia@portal.example", ["CPB-FP1"])
    record_of("GHA", "Mr. Same", "same@portal.example", ["BCH-FP"])
    record_of("ZWE", "Ms. Of the other treaty", "abs@portal.example", ["ABS-FP"])
    make_focal_point("GHA", email="same@portal.example", name="Same Person")
    former = make_focal_point("KEN", name="Former Person")
    make_focal_point("FRA", name="Not Read Yet")
    page = desk.get(f"{SEVERAL}differences/").content.decode()
    assert "Nadia@portal.example" in page
    assert "Former Person" in page
    for name in ("Same Person", "Not Read Yet", "abs@portal.example"):
        assert name not in page
    asked = desk.post(f"{SEVERAL}differences/", {"record": there.identifier})
    assert mailoutbox == []
    say_yes(desk, InvitationRound.objects.get(), django_capture_on_commit_callbacks)
    assert asked.status_code == 302
    assert Invitation.objects.get().role == "authority"
    assert desk.post(f"{SEVERAL}differences/", {"record": there.identifier}).url == f"{SEVERAL}differences/"
    desk.post(f"/en/desk/people/roles/{former.focal_points.get().pk}/end/", {"sure": "yes"})
    page = desk.get(f"{SEVERAL}differences/").content.decode()
    assert "Nadia" not in page
    assert "Former Person" not in page
