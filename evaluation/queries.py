"""“Something is wrong here”: ask of a published line, and answer by letter.

What a stranger may leave here is bounded by network and day, in the database. ADR 0023.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluation.editions.canonical import canonical, plain
from evaluation.editions.form import FrozenForm
from evaluation.editions.selectors import form_of, published_editions
from evaluation.models import Edition, NoticeRequest, Query, QueryAddress, QueryAnswer
from figures.selectors import class_by_party, current_run, forms
from indicators.models import Classification, Measure, ReportingCycle
from languages.told import said_later
from national_reports.selectors import answers_of
from parties.audit import record
from parties.emails import absolute, queue_email
from parties.models import Party, User

TRACE = "evaluation.queries.trace"
DAY = timedelta(days=1)
# Of one network in a day: a delegation behind one address is more than one person.
MOST_ASKED_BY_ONE = 20
# An address that nobody wrote to is held no longer.
HELD_FOR = timedelta(days=180)


class UnknownSubject(LookupError):
    """Nothing that is published here has this name: follow the link of the page again."""


class TooManyToday(RuntimeError):
    """So much was asked from one network today that a machine may be asking: try again tomorrow."""


class AnsweredBefore(RuntimeError):
    """The query is answered: the answer stands beside it and is not changed."""


class WordsMissing(ValueError):
    """A query and an answer are in words: write them."""


@dataclass(frozen=True)
class About:
    """What a query is of, by the names that addresses have; empty where it is of no such thing.

    `measure` is 2.2.1/headline, `edition` mid-term/1.0.
    """

    plan: str = ""
    measure: str = ""
    party: str = ""
    cycle: str = ""
    question: str = ""
    edition: str = ""


@dataclass(frozen=True)
class Subject:
    """The same once it is found."""

    about: About
    measure: Measure | None
    party: Party | None
    edition: Edition | None

    @property
    def form(self) -> FrozenForm | None:
        return form_of(self.edition) if self.edition else None


def subject_of(about: About) -> Subject:
    """Find what a query is of. Raises UnknownSubject, also where it is of nothing."""
    if about == About(plan=about.plan):
        raise UnknownSubject("nothing is named")
    edition = _edition(about.edition) if about.edition else None
    party = Party.objects.filter(code=about.party).first() if about.party else None
    if about.party and party is None:
        raise UnknownSubject(about.party)
    if about.cycle and not ReportingCycle.objects.filter(code=about.cycle).exists():
        raise UnknownSubject(about.cycle)
    held = forms()
    if about.question and (about.cycle not in held or about.question not in held[about.cycle].questions):
        raise UnknownSubject(about.question)
    measure = None
    if about.measure:
        measure = _measure(about, edition)
        if measure is None and (edition is None or about.measure not in form_of(edition)["measures"]):
            raise UnknownSubject(about.measure)
    return Subject(about, measure, party, edition)


def _edition(name: str) -> Edition:
    slug, _slash, version = name.partition("/")
    edition = published_editions().filter(evaluation__slug=slug, version=version).first()
    if edition is None:
        raise UnknownSubject(name)
    return edition


def _measure(about: About, edition: Edition | None) -> Measure | None:
    code, _slash, key = about.measure.partition("/")
    found = Measure.objects.filter(indicator__code=code, key=key).select_related("indicator__plan")
    if edition is not None:
        return found.filter(indicator__plan=edition.evaluation.plan_id).first()
    of_plan = {"indicator__plan__slug": about.plan} if about.plan else {"indicator__plan__current": True}
    return found.filter(**of_plan).first()


def bound(subject: Subject) -> dict[str, Any]:
    """What stands there now: the run or edition, the reports of the Party, its answer, its classes."""
    run, form = current_run(), subject.form
    found: dict[str, Any] = {}
    if subject.edition is not None:
        found["edition"] = subject.edition.sha256
    elif run is not None:
        found["run"] = run.inputs_hash
    if subject.party is not None and subject.about.cycle:
        found["reports"] = _reports(subject, form)
    if subject.party is not None and subject.about.question and (answer := _answer(subject)):
        found["answer"] = answer
    if subject.party is not None and subject.about.measure:
        found["classes"] = _classes(subject, form)
    return found


def _reports(subject: Subject, form: FrozenForm | None) -> list[dict[str, Any]]:
    assert subject.party is not None
    if form is not None:
        return [
            {name: row[name] for name in ("part", "version", "sha256")}
            for row in form["reports"]
            if (row["party"], row["cycle"]) == (subject.party.code, subject.about.cycle)
        ]
    rows = subject.party.reports.published().for_cycle(subject.about.cycle).order_by("part")
    return [{"part": one.part, "version": one.version, "sha256": one.sha256} for one in rows.defer("header")]


def _answer(subject: Subject) -> dict[str, Any]:
    assert subject.party is not None
    reports = subject.party.reports.published().for_cycle(subject.about.cycle).prefetch_related("answers")
    given = {key: answer for report in reports for key, answer in answers_of(report).items()}
    held = given.get(subject.about.question)
    return {"options": list(held.options), "number": held.number} if held else {}


def _classes(subject: Subject, form: FrozenForm | None) -> dict[str, str]:
    assert subject.party is not None
    code, measure = subject.party.code, subject.about.measure
    if form is not None:
        found = {cycle: form.class_of(measure, cycle, code) for cycle in (form.baseline, form.current)}
    else:
        rows = Classification.objects.filter(run__current=True, measure=subject.measure).select_related("cycle")
        found = {row.cycle.code: class_by_party(row.parties).get(code, "") for row in rows}
    return {cycle: name for cycle, name in found.items() if name}


def ask(*, about: About, words: str, email: str, language: str, asker: str, by: User | None, at: datetime) -> Query:
    """Keep a query, bound to what stands there now; the same words of the same thing on one day are one query.

    `asker` is the network that asks, `email` empty where no letter is wanted, `by` who lets the Secretariat see it.
    Raises UnknownSubject, WordsMissing, TooManyToday.
    """
    subject = subject_of(about)
    if not words.strip():
        raise WordsMissing
    digest = hashlib.sha256(
        canonical({"about": plain(asdict(about)), "words": words.strip(), "on": plain(at.date())})
    ).hexdigest()
    with transaction.atomic():
        held = Query.objects.filter(digest=digest).first()
        if held is not None:
            # Whoever sends it again with an address wants the letter after all.
            if email and not QueryAnswer.objects.filter(query=held).exists():
                QueryAddress.objects.get_or_create(query=held, defaults={"email": email, "at": at})
            return held
        _count(asker, at)
        query, new = Query.objects.get_or_create(
            digest=digest,
            defaults={
                "plan": subject.measure.indicator.plan.slug if subject.measure else about.plan,
                "measure": about.measure,
                "party": subject.party,
                "cycle": about.cycle,
                "question": about.question,
                "edition": subject.edition,
                "bound": bound(subject),
                "words": words.strip(),
                "language": language,
                "asked_by": by,
                "at": at,
            },
        )
        if new:
            if email:
                QueryAddress.objects.create(query=query, email=email, at=at)
            record(subject=query.subject, action=said_later("query asked"), by=by, at=at, detail=told_of_query(query))
    return query


def _count(asker: str, at: datetime) -> None:
    """Count what one network asks; no counter is shared, so that nobody closes the form. Raises TooManyToday."""
    # So that nobody reads from the table who was here; apart from those who ask for notices.
    digest = salted_hmac("evaluation.queries.asker", asker, algorithm="sha256").hexdigest()
    if NoticeRequest.objects.filter(asker=digest, at__gt=at - DAY).count() >= MOST_ASKED_BY_ONE:
        raise TooManyToday
    NoticeRequest.objects.create(asker=digest, at=at)


def answer(*, query: Query, words: str, by: User, at: datetime) -> QueryAnswer:
    """Answer a query, by letter where an address was left, which is then forgotten; the same again changes nothing.

    Raises WordsMissing, AnsweredBefore.
    """
    if not words.strip():
        raise WordsMissing
    with transaction.atomic():
        Query.objects.select_for_update(of=("self",)).get(pk=query.pk)
        held = QueryAnswer.objects.filter(query=query).first()
        if held is not None:
            if held.words == words.strip():
                return held
            raise AnsweredBefore(str(query))
        address = QueryAddress.objects.filter(query=query).first()
        given = QueryAnswer.objects.create(
            query=query, words=words.strip(), by_letter=address is not None, by=by, at=at
        )
        record(subject=query.subject, action=said_later("query answered"), by=by, at=at, detail=told_of_answer(given))
        if address is not None:
            _write(given, address.email, at)
            address.delete()
    return given


def _write(given: QueryAnswer, to: str, at: datetime) -> None:
    query = given.query
    with override(query.language):
        queue_email(
            key=f"query/{query.pk}",
            to=to,
            subject=_("Your query %(n)d is answered") % {"n": query.pk},
            body=render_to_string(
                "evaluation/emails/query_answered.txt",
                {"query": query, "answer": given, "link": absolute(trace_url(query))},
            ),
            at=at,
        )


def trace_url(query: Query) -> str:
    """The page of a query, for whoever asked: nobody else can make up its address."""
    return reverse("portal:query", args=[signing.Signer(salt=TRACE).sign_object(query.pk)])


def query_traced(token: str) -> Query:
    """The query of such an address. Raises UnknownSubject."""
    try:
        pk = int(signing.Signer(salt=TRACE).unsign_object(token))
    except signing.BadSignature as wrong:
        raise UnknownSubject(token) from wrong
    held = Query.objects.select_related("party", "edition__evaluation", "answer").filter(pk=pk).first()
    if held is None:
        raise UnknownSubject(token)
    return held


def forget_addresses(*, at: datetime) -> int:
    """Forget the addresses that nobody wrote to for long; returns how many."""
    gone, _rows = QueryAddress.objects.filter(at__lte=at - HELD_FOR).delete()
    return gone


def told_of_query(query: Query) -> Mapping[str, Any]:
    """What the trail says of a query beside its day and, where that is to be seen, who asked."""
    names = ("plan", "measure", "cycle", "question", "words", "language", "bound")
    return {
        **{name: getattr(query, name) for name in names},
        "party": query.party.code if query.party else None,
        "edition": str(query.edition) if query.edition else None,
    }


def told_of_answer(given: QueryAnswer) -> Mapping[str, Any]:
    return {"words": given.words, "by_letter": given.by_letter}
