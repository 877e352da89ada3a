"""“Something is wrong here”: bound to what stands there, bounded, answered by letter; who asks need not be seen."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from evaluation import queries
from evaluation.models import NoticeRequest, Query, QueryAddress, QueryAnswer
from evaluation.tasks import forget_unconfirmed
from evaluation.verification import heard
from figures.services import compute_progress
from parties.audit import trail
from parties.models import AuditEvent, Email
from tests.evaluation.editions.making import AT
from tests.people_factories import client_of, make_focal_point, make_staff

ADDRESS = "reader@portal.example"
OF_PARTY = "/en/queries/new/?party=KEN&cycle=NR4&question=Q014"
OF_LIST = "/en/queries/new/?measure=A.1/headline&cycle=NR4"
OF_EDITION = "/en/queries/new/?edition=mid-term/1.0&of=measures"
DESK = "/en/desk/evaluations/queries/"


@pytest.fixture
def run(reports):
    return compute_progress(at=AT, reason="a test").run


def ask(client, path=OF_PARTY, words="Kenya's law is of 2009.", email="", **fields):
    return client.post(path, {"words": words, "email": email, **fields})


def test_a_query_is_bound_to_answer_report_and_run(client, run):
    response = ask(client)
    query = Query.objects.get()
    report = query.party.reports.get(cycle__code="NR4")
    assert query.bound == {
        "run": run.inputs_hash,
        "reports": [{"part": "", "version": 1, "sha256": report.sha256}],
        "answer": {"options": ["implementation.fullInPlace"], "number": None},
    }
    body = client.get(response.url).content.decode()
    assert "Kenya&#x27;s law is of 2009." in body
    assert "Keep the address of this page" in body


def test_a_query_of_a_class_list_is_bound_to_the_classes_of_the_party_that_is_chosen(client, run):
    assert "No Party in particular" in client.get(OF_LIST).content.decode()
    ask(client, OF_LIST, party="KEN")
    query = Query.objects.get()
    assert (query.plan, query.measure, query.party.code) == ("small-2031-2040", "A.1/headline", "KEN")
    assert query.bound["classes"] == {"NR3": "no", "NR4": "yes"}


def test_a_query_of_an_edition_is_bound_to_what_is_frozen(client, published):
    assert ask(client, OF_EDITION).status_code == 200
    ask(client, f"{OF_EDITION}&party=UGA", measure="A.1/headline")
    query = Query.objects.get()
    assert query.edition == published
    assert query.bound == {"edition": published.sha256, "classes": {"NR3": "no", "NR4": "yes"}}
    assert "Mid-term evaluation, edition 1.0" in client.get(queries.trace_url(query)).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?plan=small-2031-2040",
        "?party=XXX",
        "?cycle=NR9",
        "?cycle=NR4&question=Q9999",
        "?question=Q014",
        "?measure=A.1/nothing",
        "?measure=A.1/headline&plan=another",
        "?edition=mid-term/9.9",
        "?party=%00",
        "?measure=" + "x" * 500,
    ],
)
def test_what_is_not_published_is_not_asked_of(client, run, query):
    assert client.get(f"/en/queries/new/{query}").status_code == 404
    assert client.post(f"/en/queries/new/{query}", {"words": "Words."}).status_code == 404
    assert not Query.objects.exists()


def test_a_draft_edition_is_not_asked_of(client, frozen):
    assert client.get(OF_EDITION).status_code == 404


def test_the_same_query_twice_is_one(client, run):
    first, second = (ask(client, email=ADDRESS) for _ in range(2))
    assert first.url == second.url
    assert Query.objects.count() == QueryAddress.objects.count() == 1
    assert AuditEvent.objects.filter(action="query asked").count() == 1


def test_whoever_sends_it_again_with_an_address_gets_the_letter_and_nobody_turns_it_elsewhere(client, run):
    ask(client)
    for email in (ADDRESS, "another@portal.example"):
        ask(client, email=email)
    assert QueryAddress.objects.get().email == ADDRESS
    assert Query.objects.count() == 1


@pytest.mark.parametrize("fields", [{"words": " "}, {"words": "x" * 4001}, {"email": "nobody"}])
def test_what_is_wrong_with_the_form_is_told_at_its_field(client, run, fields):
    response = ask(client, **fields)
    assert response.status_code == 200
    assert "error-message" in response.content.decode()
    assert not Query.objects.exists()


def test_no_address_is_asked_for_and_none_is_shown_or_told_on_the_trail(client, run):
    ask(client)
    assert not QueryAddress.objects.exists()
    url = ask(client, words="Another.", email=ADDRESS).url
    query = Query.objects.get(words="Another.")
    desk = client_of(make_staff())
    pages = [
        client.get(url),
        client.get("/en/parties/KEN/"),
        desk.get(DESK),
        desk.get(f"{DESK}{query.pk}/"),
    ]
    assert all(ADDRESS not in page.content.decode() for page in pages)
    assert ADDRESS not in str(list(trail(query.subject).values()))


def test_the_desk_sees_who_asks_where_they_let_it_be_seen(run):
    person, desk = make_focal_point("KEN"), client_of(make_staff())
    offered = client_of(person).get(OF_PARTY).content.decode()
    assert "Let the Secretariat see who asks" in offered
    assert "Let the Secretariat" not in Client().get(OF_PARTY).content.decode()
    ask(client_of(person), words="Seen.", seen="on")
    ask(client_of(person), words="Not seen.")
    ask(Client(), words="Of a stranger.", seen="on")
    seen, *others = Query.objects.order_by("pk")
    assert (seen.asked_by, [one.asked_by for one in others]) == (person, [None, None])
    assert [event.by for event in trail(seen.subject)] == [person]
    said = f"{person.name}, focal point of Kenya"
    for page in (DESK, f"{DESK}{seen.pk}/"):
        assert said in desk.get(page).content.decode()
    for other in others:
        body = desk.get(f"{DESK}{other.pk}/").content.decode()
        assert "A reader" in body
        assert person.name not in body
    # Whoever has the link of the query sees what it is of, and no name.
    assert person.name not in Client().get(queries.trace_url(seen)).content.decode()
    assert heard.queries().faults == []


def test_a_stranger_s_thirty_posts_are_twenty_queries_and_close_the_form_for_nobody_else(run):
    def post(address, number):
        return Client().post(OF_PARTY, {"words": f"Words {number}.", "email": ""}, REMOTE_ADDR=address)

    answers = [post(f"2001:db8:1:2::{number}", number) for number in range(30)]
    assert [one.status_code for one in answers] == [302] * 20 + [200] * 10
    assert "Try again tomorrow" in answers[-1].content.decode()
    assert Query.objects.count() == 20
    assert post("198.51.100.7", 99).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert post("2001:db8:1:2::1", 100).status_code == 302
        forget_unconfirmed()
        assert NoticeRequest.objects.count() == 1


def test_a_post_that_is_larger_than_a_page_takes_is_refused(client, run):
    assert ask(client, words="x" * 70_000).status_code == 413
    assert not Query.objects.exists()


def test_nothing_of_a_stranger_is_kept_in_a_session(run):
    client = Client()
    ask(client)
    assert "sessionid" not in client.cookies


def test_the_desk_answers_by_letter_and_the_address_is_forgotten(client, run):
    url = ask(client, email=ADDRESS).url
    query = Query.objects.get()
    desk = client_of(make_staff())
    assert f"{DESK}{query.pk}/" in desk.get(DESK).content.decode()
    for _ in range(2):
        assert desk.post(f"{DESK}{query.pk}/", {"words": "It is of 2009; mended."}).status_code == 302
    assert QueryAnswer.objects.get().by_letter
    letter = Email.objects.get(key=f"query/{query.pk}")
    assert letter.to == ADDRESS
    assert "It is of 2009; mended." in letter.body
    assert url in letter.body
    assert not QueryAddress.objects.exists()
    assert "It is of 2009; mended." in client.get(url).content.decode()
    assert f"{DESK}{query.pk}/" not in desk.get(DESK).content.decode()
    assert f"{DESK}{query.pk}/" in desk.get(f"{DESK}?state=answered").content.decode()
    assert "Somebody answered it" in desk.post(f"{DESK}{query.pk}/", {"words": "Otherwise."}).content.decode()


def test_whoever_is_signed_in_finds_the_own_address_in_the_form(client, run):
    person = make_focal_point("KEN")
    address = "/en/queries/new/?of=measures&party=KEN&cycle=NR4&measure=A.1/headline"
    assert f'value="{person.email}"' in client_of(person).get(address).content.decode()
    assert person.email not in client.get(address).content.decode()


def test_without_an_address_the_answer_stands_on_the_page_of_the_query(client, run):
    url = ask(client).url
    client_of(make_staff()).post(f"{DESK}{Query.objects.get().pk}/", {"words": "Mended."})
    assert not QueryAnswer.objects.get().by_letter
    assert "Mended." in client.get(url).content.decode()
    assert not Email.objects.exists()


def test_a_page_of_a_query_is_of_whoever_asked(client, run):
    ask(client)
    assert client.get(f"/en/queries/{Query.objects.get().pk}/").status_code == 404
    assert client.get("/en/queries/x/").status_code == 404


def test_only_the_desk_answers(client, run):
    ask(client)
    pk = Query.objects.get().pk
    for who in (client_of(make_focal_point("KEN", role="authority")), client):
        assert who.post(f"{DESK}{pk}/", {"words": "Mended."}).status_code in (302, 403)
    assert not QueryAnswer.objects.exists()


def test_an_address_that_nobody_wrote_to_is_forgotten_in_the_end(client, run):
    ask(client, email=ADDRESS)
    with time_machine.travel(timezone.now() + queries.HELD_FOR + timedelta(days=1)):
        forget_unconfirmed()
    assert not QueryAddress.objects.exists()
    assert Query.objects.exists()


def test_the_database_keeps_queries_and_answers(client, run):
    ask(client)
    client_of(make_staff()).post(f"{DESK}{Query.objects.get().pk}/", {"words": "Mended."})
    for rows in (Query.objects.all(), QueryAnswer.objects.all()):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            rows.update(words="Other.")
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            rows.order_by()._raw_delete("default")


@pytest.mark.parametrize(
    ("address", "asks"),
    [
        ("/en/parties/KEN/", "party=KEN&amp;plan=small-2031-2040&amp;of=measures"),
        ("/en/parties/KEN/", "party=KEN&amp;cycle=NR4&amp;of=answers"),
        ("/en/indicators/A.1/?cycle=NR4", "plan=small-2031-2040&amp;measure=A.1%2Fheadline&amp;cycle=NR4"),
        ("/en/questions/NR4/Q014/", "cycle=NR4&amp;question=Q014"),
        ("/en/evaluations/mid-term/1.0/", "edition=mid-term%2F1.0"),
        ("/en/evaluations/mid-term/1.0/indicators/A.1/", "edition=mid-term%2F1.0&amp;measure=A.1%2Fheadline"),
        ("/en/evaluations/mid-term/1.0/my-party/?party=KEN", "edition=mid-term%2F1.0&amp;party=KEN&amp;of=measures"),
    ],
)
def test_lists_and_pages_lead_to_a_form_that_knows_them(client, run, published, address, asks):
    assert f'/en/queries/new/?{asks}"' in client.get(address).content.decode()
    assert client.get(f"/en/queries/new/?{asks.replace('&amp;', '&')}").status_code == 200
