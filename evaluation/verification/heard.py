"""Reviews of Parties with what was said and answered, and queries of readers, against the events that wrote them."""

from typing import Any

from evaluation.editions.canonical import sha256
from evaluation.hearing.services import told_of_review
from evaluation.models import ObjectionAnswer, PartyRemark, PartyReview, Query, QueryAnswer
from evaluation.queries import told_of_answer, told_of_query
from evaluation.verification.told import Told, gone, held
from languages.told import said_later
from parties.checked import Checked
from parties.models import AuditEvent


def reviews() -> Checked:
    """What every review said of the Parties, what they said to it, and the answers."""
    checked = Checked(said_later("Reviews of Parties: what was said, remarks, answers"))
    opened, said, answered = _told_of_reviews()
    for review in PartyReview.objects.select_related("edition").order_by("pk"):
        checked.number += 1
        if sha256(bytes(review.content)) != review.sha256:
            checked.fault(review.subject, "what it says is not that of its SHA-256")
        stands = (told_of_review(review), review.opened_by_id, review.opened_at)
        held(checked, review.subject, stands, opened)
    for remark in PartyRemark.objects.select_related("party", "review").order_by("pk"):
        checked.number += 1
        held(checked, _place(remark), (remark.verdict, remark.words, remark.by_id, remark.at), said)
    rows = ObjectionAnswer.objects.select_related("remark__party", "remark__review").order_by("pk")
    for answer in rows:
        checked.number += 1
        held(checked, f"{_place(answer.remark)}, answer", (answer.words, answer.by_id, answer.at), answered)
    gone(checked, opened | said | answered)
    return checked


def _told_of_reviews() -> tuple[Told, Told, Told]:
    opened: Told = {}
    said: Told = {}
    answered: Told = {}
    events = AuditEvent.objects.filter(subject__startswith="party-review/").order_by("subject", "sequence")
    for subject, action, by, at, detail in events.values_list("subject", "action", "by", "at", "detail"):
        if action == "party review opened":
            opened[subject] = (detail, by, at)
        elif action == "party spoke":
            for line in detail["lines"]:
                place = _named(subject, detail["party"], line)
                said[place] = (line["verdict"], line["words"], by, at)
        elif action == "objection answered":
            answered[f"{_named(subject, detail['party'], detail)}, answer"] = (detail["answer"], by, at)
    return opened, said, answered


def _named(subject: str, party: str, line: dict[str, Any]) -> str:
    return f"{subject} {party} {line['line']} version {line['remark']}"


def _place(remark: PartyRemark) -> str:
    return f"{remark.review.subject} {remark.party.code} {remark.line} version {remark.version}"


def queries() -> Checked:
    """Every query of a reader, and its answer."""
    checked = Checked(said_later("Queries of readers and their answers against the trail"))
    told: Told = {}
    events = AuditEvent.objects.filter(subject__startswith="query/").order_by("subject", "sequence")
    for subject, action, by, at, detail in events.values_list("subject", "action", "by", "at", "detail"):
        told[f"{subject}, answer" if action == "query answered" else subject] = (detail, by, at)
    for query in Query.objects.select_related("party", "edition__evaluation").order_by("pk"):
        checked.number += 1
        held(checked, query.subject, (told_of_query(query), query.asked_by_id, query.at), told)
    for answer in QueryAnswer.objects.select_related("query").order_by("pk"):
        checked.number += 1
        place = f"{answer.query.subject}, answer"
        held(checked, place, (told_of_answer(answer), answer.by_id, answer.at), told)
    gone(checked, told)
    return checked
