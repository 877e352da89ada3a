"""PostgreSQL and Redis go away while people work: they are told so, nothing is lost, and all goes on afterwards."""

import json
import os
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection

from jobs.models import Job
from national_reports.models import AnswerChange, Submission
from parties.audit_verification import verify
from parties.models import Email
from tests.keeping.making import SECTION, TEXT, address, fill, make_draft, posted
from tests.keeping.servers import POSTGRESQL, REDIS, Broker, Portal, Postbox, Visitor, Worker, at_work, until
from tests.people_factories import PASSWORD, client_of, make_focal_point

RESTARTS = int(os.environ.get("DRILL_RESTARTS", "1"))
QUESTIONS = ["Q020", "Q022", "Q026"]

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(POSTGRESQL is None, reason="no PostgreSQL is installed"),
    pytest.mark.xdist_group("keeping"),
]


def test_while_postgresql_restarts_people_are_told_that_answers_are_safe_and_they_are(cluster, own_database):
    users = [make_focal_point("KEN") for _ in QUESTIONS]
    draft = make_draft("KEN", users[0])
    acknowledged = {key: set() for key in QUESTIONS}
    refused, others, over = [], [], Event()
    with Portal(own_database, workers=3) as portal:
        sessions = [client_of(user).session.session_key for user in users]

        def save(number):
            key, client = QUESTIONS[number], Visitor(portal.port, sessions[number])
            sequence = version = 0
            while not over.is_set():
                sequence += 1
                text = f"{key} {sequence}"
                fields = posted(text, version, question=key, tab=f"page {number}", sequence=sequence)
                reply = client.post(address(draft, f"answers/{key}/"), fields)
                if reply.status == 200:
                    version = json.loads(reply.body)["version"]
                    acknowledged[key].add((version, text))
                else:
                    (refused if reply.status == 503 else others).append(reply)

        reader = Visitor(portal.port, sessions[0], accept="text/html")
        pages = []
        with at_work(save, len(users), over):
            for _ in range(RESTARTS):
                more = _saves(acknowledged) + 20
                until(lambda more=more: _saves(acknowledged) >= more, "saves go on")
                told = len(refused)
                cluster.stop()
                until(lambda told=told: len(refused) >= told + 10, "people are told")
                pages += [reader.get(address(draft)), reader.get("/en/"), reader.get("/api/v1/values/")]
                pages += [reader.post(address(draft, f"sections/{SECTION}/"), posted("typed on a page", 0))]
                cluster.start()
                more = _saves(acknowledged) + 20
                until(lambda more=more: _saves(acknowledged) >= more, "saves go on again")
    connection.close()
    assert others == []
    for reply in refused + pages:
        assert (reply.status, reply.headers["retry-after"]) == (503, "30")
        assert "Your answers are safe" in reply.text
    assert {json.loads(reply.body)["state"] for reply in refused} == {"away"}
    assert all("typed on a page" in page.text for page in pages[3::4])
    for key, told in acknowledged.items():
        changes = draft.changes.filter(question=key).order_by("version")
        kept = {one.version: one.after["texts"]["en"] for one in changes}
        assert told <= set(kept.items())
        assert list(kept) == list(range(1, len(kept) + 1))
    assert AnswerChange.objects.filter(report=draft).count() == sum(
        draft.answers.filter(question__in=QUESTIONS).values_list("version", flat=True)
    )
    assert verify()[1] == []


def _saves(acknowledged):
    return sum(map(len, acknowledged.values()))


@pytest.mark.skipif(REDIS is None, reason="no Redis is installed")
def test_without_redis_people_sign_in_edit_submit_and_download_and_jobs_follow_once_it_is_back(own_database, tmp_path):
    contributor, authority = make_focal_point("GHA"), make_focal_point("GHA", "authority")
    draft = make_draft("GHA", authority)
    fill(draft)
    session = client_of(authority).session.session_key
    version = draft.answers.values_list("version", flat=True).filter(question=TEXT).first() or 0
    broker = Broker()
    broker.start()
    with (
        Postbox() as postbox,
        Worker(own_database, broker.url, postbox.environment, clock=tmp_path / "clock"),
        Portal(own_database, {"REDIS_URL": broker.url} | postbox.environment) as portal,
    ):
        assert Visitor(portal.port, accept="text/html").get("/en/").status == 200
        broker.stop()
        visitor = Visitor(portal.port, accept="text/html")
        assert visitor.get("/en/").status == 200
        assert visitor.get("/en/accounts/login/").status == 200
        wrong = visitor.post("/en/accounts/login/", {"login": contributor.email, "password": "not this one"})
        assert wrong.status == 200
        signed_in = visitor.post("/en/accounts/login/", {"login": contributor.email, "password": PASSWORD})
        assert signed_in.status == 302
        assert visitor.get("/en/me/").status == 200
        assert visitor.get(address(draft, f"sections/{SECTION}/")).status == 200
        assert visitor.post(address(draft, f"answers/{TEXT}/"), posted("without Redis", version)).status == 200
        page = visitor.post(address(draft, f"sections/{SECTION}/"), posted("on a whole page", version + 1))
        assert page.status == 302
        head = Visitor(portal.port, session, accept="text/html")
        form = {"key": uuid4(), "declared": "yes"}
        assert [head.post(address(draft, "submission/"), form).status for _ in range(2)] == [302, 302]
        for place in ("receipt/", "receipt.pdf", "submitted.json", "offline/workbook.xlsx"):
            assert head.get(address(draft, place)).status == 200, place
        until(lambda: head.get(address(draft, "report.docx")).status == 200, "the document is made, without Redis")
        assert Job.objects.filter(kind="send_email", state=Job.State.QUEUED).exists()
        assert postbox.messages == []
        broker.start()
        until(lambda: not Job.objects.exclude(state=Job.State.DONE).exists(), "jobs are done")
        broker.stop()
    done = Submission.objects.get(report=draft)
    assert draft.answers.get(question=TEXT).texts == {"en": "on a whole page"}
    assert done.document["document"][TEXT]["en"] == "on a whole page"
    sent = Email.objects.exclude(sent_at=None)
    assert sent.filter(key=f"receipt/{done.reference}").count() == 1
    assert len(postbox.messages) == len(postbox.identities) == sent.count()
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
