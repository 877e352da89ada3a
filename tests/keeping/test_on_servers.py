"""Saves and submissions on PostgreSQL and gunicorn: at once, killed, sent again; nothing is lost or done twice."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier, Event
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from jobs.models import Job
from national_reports.models import Answer, AnswerChange, Conflict, StoredFile, Submission
from national_reports.services import quota
from national_reports.services.attachments import add_attachment, remove_attachment
from national_reports.services.quota import QuotaFull, use_of
from parties.audit_verification import verify
from parties.models import AuditEvent, Email
from tests.keeping.making import AT, TEXT, address, fill, make_draft, posted
from tests.keeping.servers import POSTGRESQL, Portal, Visitor, at_work, until
from tests.people_factories import client_of, make_focal_point

ROUNDS = 200
KILLS = int(os.environ.get("DRILL_KILLS", "4"))

pytestmark = [
    pytest.mark.services,
    pytest.mark.slow,
    pytest.mark.skipif(POSTGRESQL is None, reason="no PostgreSQL is installed"),
    pytest.mark.xdist_group("keeping"),
]


@pytest.fixture(scope="module")
def portal(own_database):
    with Portal(own_database, workers=4) as running:
        yield running


def visitor(portal, user):
    return Visitor(portal.port, client_of(user).session.session_key)


def test_of_two_clients_saving_at_once_every_stale_save_is_told_both_texts_and_none_is_lost(portal):
    editors = [make_focal_point("KEN", "authority"), make_focal_point("KEN")]
    draft = make_draft("KEN", editors[0])
    place = address(draft, f"answers/{TEXT}/")
    together = Barrier(2)

    def save(number):
        client, version, told = visitor(portal, editors[number]), 0, []
        for turn in range(ROUNDS):
            text = f"text {turn} of editor {number}"
            together.wait()
            reply = client.post(place, posted(text, version))
            told.append((reply.status, text, reply.text))
            together.wait()
            version = Answer.objects.values_list("version", flat=True).get(report=draft, question=TEXT)
        return told

    with ThreadPoolExecutor(2) as pool:
        rounds = list(zip(*pool.map(_with_own_connection(save), range(2)), strict=True))
    for turn in rounds:
        (_, winner, _), (_, loser, told) = sorted(turn)
        assert sorted(status for status, *_ in turn) == [200, 409]
        assert winner in told
        assert loser in told
    assert Answer.objects.get(report=draft, question=TEXT).version == ROUNDS
    assert draft.changes.filter(question=TEXT).count() == ROUNDS
    assert draft.conflicts.count() == ROUNDS
    kept = {one.after["texts"]["en"] for one in draft.changes.filter(question=TEXT)}
    kept |= {one.data.texts["en"] for one in Conflict.objects.filter(report=draft)}
    assert kept == {text for turn in rounds for _, text, _ in turn}
    assert verify()[1] == []


def _with_own_connection(work):
    """Threads have connections of their own, to be closed by them."""

    def done(number):
        from django.db import connection

        try:
            return work(number)
        finally:
            connection.close()

    return done


def submit_ten_times(portal, draft, user, keys):
    """Send the form with each key at once; the addresses that the portal leads on to."""
    client = visitor(portal, user)
    together = Barrier(len(keys))

    def send(key):
        together.wait()
        return client.post(address(draft, "submission/"), {"key": key, "declared": "yes"})

    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(send, keys))


def test_a_form_sent_ten_times_at_once_submits_once_with_one_receipt(portal):
    authority = make_focal_point("GHA", "authority")
    draft = make_draft("GHA", authority)
    fill(draft)
    replies = submit_ten_times(portal, draft, authority, [uuid4()] * 10)
    assert {(one.status, one.headers["location"]) for one in replies} == {(302, address(draft, "receipt/"))}
    # Each is the answer to the first: none is told that somebody else was quicker.
    assert not any("messages=" in one.headers.get("set-cookie", "") for one in replies)
    done = Submission.objects.get(report=draft)
    assert Email.objects.filter(key__startswith="receipt/", to=authority.email).count() == 1
    assert Email.objects.get(to=authority.email).key == f"receipt/{done.reference}"
    assert AuditEvent.objects.filter(subject=draft.subject, action="submitted").count() == 1
    assert done.reference in visitor(portal, authority).get(address(draft, "receipt/")).text


def test_ten_forms_sent_at_once_submit_once_and_nine_are_told_that_it_is_done(portal):
    authority = make_focal_point("UGA", "authority")
    draft = make_draft("UGA", authority)
    fill(draft)
    replies = submit_ten_times(portal, draft, authority, [uuid4() for _ in range(10)])
    assert {(one.status, one.headers["location"]) for one in replies} == {(302, address(draft, "receipt/"))}
    assert sum("messages=" in one.headers.get("set-cookie", "") for one in replies) == 9
    assert Submission.objects.filter(report=draft).count() == 1
    assert Email.objects.filter(to=authority.email).count() == 1


def test_a_server_killed_during_saves_loses_no_save_that_it_acknowledged(own_database):
    users = [make_focal_point("ZWE") for _ in range(4)]
    draft = make_draft("ZWE", users[0])
    questions = ["Q020", "Q022", "Q026", "Q038"]
    acknowledged: dict[str, set[tuple[int, str]]] = {key: set() for key in questions}
    over = Event()
    with Portal(own_database) as portal:
        clients = [visitor(portal, user) for user in users]

        def save(number):
            key, tab, sequence, version = questions[number], f"page {number}", 0, 0
            while not over.is_set():
                sequence += 1
                text = f"{key} {sequence}"
                fields = posted(text, version, question=key, tab=tab, sequence=sequence)
                reply = clients[number].post(address(draft, f"answers/{key}/"), fields)
                if reply.status == 200:
                    version = json.loads(reply.body)["version"]
                    acknowledged[key].add((version, text))

        luck = Random(1)
        with at_work(save, len(users), over):
            for _ in range(KILLS):
                more = _saves(acknowledged) + luck.randint(3, 30)
                until(lambda more=more: _saves(acknowledged) >= more, "saves go on")
                portal.kill()
                portal.start()
    for key, told in acknowledged.items():
        changes = {one.version: one.after["texts"]["en"] for one in draft.changes.filter(question=key)}
        assert told <= set(changes.items())
        assert list(changes) == list(range(1, len(changes) + 1))
        answer = draft.answers.get(question=key)
        assert (answer.version, answer.texts["en"]) == (len(changes), changes[len(changes)])
    assert AnswerChange.objects.filter(report=draft).count() == sum(
        draft.answers.filter(question__in=questions).values_list("version", flat=True)
    )
    trail = AuditEvent.objects.filter(subject=draft.subject, action="answer")
    assert trail.count() == AnswerChange.objects.filter(report=draft).count()
    assert verify()[1] == []
    assert not draft.conflicts.exists()
    assert not Job.objects.filter(state=Job.State.RUNNING).exists()


def _saves(acknowledged):
    return sum(map(len, acknowledged.values()))


def at_once(work, number):
    """Do the same from so many threads at the same moment."""
    together = Barrier(number)

    def step(n):
        together.wait()
        return work(n)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(_with_own_connection(step), range(number)))


def pdf(text):
    return ContentFile(b"%PDF-1.7\n" + text.encode() + b"\n%%EOF\n", name=f"{text[:4]}.pdf")


def test_files_sent_at_once_do_not_pass_what_a_report_may_keep(own_database, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(quota, "MOST_BYTES", 3_000)
    editor = make_focal_point("RWA")
    draft = make_draft("RWA", editor)

    def add(n):
        try:
            add_attachment(report=draft, file=pdf(f"{n}" * 900), by=editor, at=AT)
        except QuotaFull:
            return False
        return True

    assert sum(at_once(add, 8)) == 3
    assert use_of(draft).total <= 3_000
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 3


def test_a_content_added_and_taken_out_at_once_is_stored_once_and_never_missing(own_database, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    editors = [make_focal_point(party) for party in ("NER", "MLI", "TGO", "BEN")]
    drafts = [make_draft(editor.focal_points.get().party.code, editor) for editor in editors]

    def go_to_and_fro(n):
        for turn in range(10):
            kept = add_attachment(report=drafts[n], file=pdf("same"), by=editors[n], at=AT)
            with kept.file.open("rb") as file:
                assert file.read().endswith(b"%%EOF\n")
            if turn < 9:
                remove_attachment(attachment=kept, by=editors[n], at=AT)

    at_once(go_to_and_fro, 4)
    content = StoredFile.objects.get(attachments__report=drafts[0], attachments__removed_at=None)
    assert content.attachments.count() == 4
    assert [path.is_file() for path in tmp_path.rglob("*.pdf")] == [True]
