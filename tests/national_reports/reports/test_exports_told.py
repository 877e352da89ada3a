"""A file of a report names who may be asked about it: the journal tells who took it along, and nothing of a page."""

import pytest

from parties.journal import EXPORTED, events
from tests.people_factories import client_of

PLACE = "/en/reports/KEN/NR4/"


def told(person):
    return [event.detail["what"] for event in events(person=person) if event.action == EXPORTED]


@pytest.mark.parametrize(("place", "kind"), [("report.json", "json"), ("offline/workbook.xlsx", "xlsx")])
def test_a_file_of_a_draft_is_told(draft, people, place, kind):
    answer = client_of(people.contributor).get(PLACE + place)
    assert answer.status_code == 200
    assert told(people.contributor) == [f"{draft.subject} {kind}"]


def test_what_was_handed_in_is_told_by_document_and_receipt(draft, people, complete, submit):
    submit(complete(draft))
    client = client_of(people.authority)
    for place in ("submitted.json", "receipt.pdf"):
        assert client.get(PLACE + place).status_code == 200
    assert told(people.authority) == [f"{draft.subject} receipt", f"{draft.subject} submitted json"]


def test_a_page_and_what_is_refused_are_not_told(draft, people):
    client = client_of(people.contributor)
    client.get(PLACE)
    client.get(f"{PLACE}print/")
    client.get("/en/reports/GHA/NR4/report.json")
    assert told(people.contributor) == []
