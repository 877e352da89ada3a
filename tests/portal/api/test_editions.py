"""Published editions in the API and as a feed: what was withdrawn says so, and why."""

from xml.etree import ElementTree

import pytest

from evaluation import notices
from evaluation.editions.leaving_out import leave_out
from evaluation.editions.services import freeze, publish, send_to_review
from evaluation.editions.withdrawing import withdraw_edition
from evaluation.models import Subscription
from jobs.models import Job
from parties.models import Email
from tests.evaluation.editions.making import AT, build, make_evaluation, make_frozen, make_published
from tests.people_factories import make_staff

WHY = "It counted a report that was not received in time."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def publisher(api):
    return make_staff(publisher=True)


@pytest.fixture
def published(api, publisher):
    author = make_staff()
    return make_published(make_evaluation(author), author, publisher)


def test_an_edition_is_listed_with_its_hash_and_documents(api, published):
    (row,) = api("editions/")["results"]
    assert (row["evaluation"], row["version"], row["baseline"], row["current"]) == ("mid-term", "1.0", "NR3", "NR4")
    assert row["sha256"] == published.sha256
    assert row["withdrawn"] is None
    assert row["corrects"] is None
    assert row["left_out"] == []
    document = row["documents"][0]
    assert document["sha256"] == published.sha256
    assert document["url"].endswith(f"/en/evaluations/mid-term/1.0/{document['name']}")


def test_an_edition_tells_the_languages_that_it_leaves_out(api, publisher):
    author = make_staff()
    draft = make_frozen(make_evaluation(author), author)
    leave_out(edition=draft, language="ar", reason="Its tables.", by=author, at=AT)
    build(freeze(evaluation=draft.evaluation, by=author, at=AT))
    sent = send_to_review(edition=draft, by=author, at=AT)
    publish(edition=sent, by=publisher, at=AT, confirmed=sent.sha256)
    (row,) = api("editions/")["results"]
    assert row["left_out"] == [{"language": "ar", "reason": "Its tables."}]


def test_a_withdrawn_edition_stays_listed_and_says_why(api, published, publisher):
    withdraw_edition(edition=published, reason=WHY, by=publisher, at=AT)
    (row,) = api("editions/", evaluation="mid-term")["results"]
    assert row["withdrawn"] == {"at": "2026-03-02T09:00:00Z", "reason": WHY}
    assert row["sha256"] == published.sha256
    assert row["documents"]


def test_an_unknown_evaluation_is_refused_with_those_there_are(client, published):
    response = client.get("/api/v1/editions/", {"evaluation": "none"})
    assert response.status_code == 400
    assert "mid-term" in response.content.decode()


def entries(client):
    response = client.get("/en/evaluations.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_the_feed_changes_the_entry_of_a_withdrawn_edition_and_adds_none(client, published, publisher):
    (entry,) = entries(client)
    known = entry.findtext(f"{ATOM}id")
    assert entry.findtext(f"{ATOM}title") == "Mid-term evaluation, edition 1.0"
    withdraw_edition(edition=published, reason=WHY, by=publisher, at=AT)
    (entry,) = entries(client)
    assert entry.findtext(f"{ATOM}id") == known
    assert entry.findtext(f"{ATOM}title") == "Withdrawn: Mid-term evaluation, edition 1.0"
    assert WHY in entry.findtext(f"{ATOM}summary")
    assert entry.find(f"{ATOM}category").get("term") == "withdrawn"


def test_subscribers_are_told_once_that_an_edition_is_withdrawn(published, publisher):
    Subscription.objects.create(
        evaluation=published.evaluation,
        email="delegate@portal.example",
        mailbox="delegate@portal.example",
        language="en",
        asked_at=AT,
        confirmed_at=AT,
    )
    assert notices.send_withdrawal_notices(edition=published.pk) == {"skipped": "The edition stands."}
    withdraw_edition(edition=published, reason=WHY, by=publisher, at=AT)
    assert Job.objects.filter(kind="send_withdrawal_notices", arguments={"edition": published.pk}).count() == 1
    for _ in range(2):
        notices.send_withdrawal_notices(edition=published.pk)
    (letter,) = Email.objects.filter(key__startswith=f"edition/{published.pk}/withdrawn/")
    assert letter.subject == "Mid-term evaluation: edition 1.0 is withdrawn"
    assert WHY in letter.body
    assert "stands:" not in letter.body
    assert "skipped" in notices.send_edition_notices(edition=published.pk)
