"""Two people freeze in the same second on SQLite: one waits for the other, or is told to try again; never a 500."""

import threading
import time
from unittest import mock

import pytest
from django.db import connection, connections

from evaluation.editions import services
from evaluation.editions.selectors import form_of
from evaluation.models import Edition
from jobs.models import Job
from parties.models import AuditEvent, User
from tests.evaluation.editions.conftest import store_small_world
from tests.evaluation.editions.making import make_evaluation
from tests.keeping.servers import copied_world, on_database
from tests.people_factories import client_of

ONE = "/en/desk/evaluations/mid-term/"
BOTH = ("Author", "Publisher")


@pytest.fixture
def own_file(tmp_path, django_db_blocker):
    """An SQLite file of the test's own, which threads can write at the same time."""
    with django_db_blocker.unblock(), on_database(copied_world(tmp_path)):
        store_small_world()
        make_evaluation(User.objects.get(name="Author"))
        yield


def frozen_by_both(seconds):
    """What two people are answered who freeze in the same moment, where freezing takes so many seconds."""
    clients = [client_of(User.objects.get(name=name)) for name in BOTH]
    for client in clients:
        client.raise_request_exception = False
    connection.close()
    start, answers, made = threading.Barrier(len(clients)), [], services.frozen_form

    def slowly(**given):
        form = made(**given)
        time.sleep(seconds)
        return form

    def freeze(client):
        start.wait()
        answers.append(
            client.post(f"{ONE}freezing/", headers={"accept": "text/html", "referer": f"http://testserver{ONE}"})
        )
        connection.close()

    with mock.patch.object(services, "frozen_form", slowly):
        threads = [threading.Thread(target=freeze, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return sorted(answers, key=lambda answer: answer.status_code)


def freezings():
    return list(AuditEvent.objects.filter(action="edition frozen").values_list("by__name", flat=True))


def is_whole(edition):
    """Frozen whole by the person that the trail names last, with its documents asked for."""
    assert edition.is_frozen
    assert form_of(edition)["edition"]["evaluation"] == "mid-term"
    assert edition.author.name == freezings()[-1]
    assert AuditEvent.objects.filter(action="edition opened").count() == 1
    assert Job.objects.filter(kind="build_edition", arguments__sha256=edition.sha256).exists()


def test_the_second_waits_for_the_first(own_file):
    answers = frozen_by_both(seconds=1)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sorted(freezings()) == sorted(BOTH)
    is_whole(Edition.objects.get())


def test_whoever_waited_too_long_is_told_to_try_again_and_nothing_is_half_written(own_file, monkeypatch):
    monkeypatch.setitem(connections.settings["default"]["OPTIONS"], "timeout", 0.5)
    first, second = frozen_by_both(seconds=3)
    assert (first.status_code, second.status_code) == (302, 409)
    page = second.content.decode()
    assert "Nothing is half stored" in page
    assert f'<a href="{ONE}">Try again</a>' in page
    assert (second["Retry-After"], second["Cache-Control"]) == ("30", "no-store")
    assert len(freezings()) == 1
    is_whole(Edition.objects.get())
