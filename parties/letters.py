"""A letter of a careful office: who writes, what happened, in whose words, what to do next, by when, whom to ask.

One set of parts in the reader's language, set as plain text and as HTML.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from textwrap import indent

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _

from parties.emails import queue_email
from parties.formats import under
from parties.models import Email, FocalPoint, OfficeAddress, Party, User
from parties.zones import shown_in

# Whom letters go to.
Reader = User | OfficeAddress


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, with what they are about."""

    about: str
    words: str


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Letter:
    """The parts of a letter. `happened` is its first sentence; what has nothing to say is left out."""

    subject: str
    happened: str
    quotes: Sequence[Quote] = ()
    # What the reader should know or do, a paragraph each.
    then: Sequence[str] = ()
    links: Sequence[Link] = ()
    # Why it comes to this reader.
    why: str = ""
    # A colleague of the Secretariat who looks after the reader's Party.
    ask: User | None = None

    def as_text(self, reader: str) -> str:
        """As plain text, with the reader's name, in the language of the moment."""
        parts = [
            greeting(reader),
            self.happened,
            *(f"{one.about}\n{indent(one.words.strip(), '> ', lambda _line: True)}" for one in self.quotes),
            *self.then,
            *(f"{one.label}\n{one.url}" for one in self.links),
            self.why,
            self.whom_to_ask,
            signature(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def as_html(self, reader: str) -> str:
        """As a page that a mail program shows: the same words."""
        context = {
            "letter": self,
            "greeting": greeting(reader),
            "signature": signature().splitlines(),
            "language": get_language(),
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
        return render_to_string("parties/emails/letter.html", context)

    @property
    def whom_to_ask(self) -> str:
        if self.ask is not None:
            facts = {"name": self.ask.name, "address": self.ask.email}
            return _("Questions? Ask %(name)s, who looks after your Party at the Secretariat: %(address)s") % facts
        return _("Questions? Write to the Secretariat: %(address)s") % {"address": settings.MAIL_QUESTIONS_TO}


def greeting(name: str) -> str:
    return _("Dear %(name)s,") % {"name": name}


def signature() -> str:
    return "\n".join(
        (
            _("Secretariat of the Convention on Biological Diversity, for the Cartagena Protocol on Biosafety"),
            under(_("Strategic Plan Portal"), settings.PUBLIC_URL),
        )
    )


def send_letter(*, key: str, to: Reader, letter: Letter, at: datetime) -> Email:
    """Put a letter to a person or an office in the outbox, once for each key; said in the language of the moment.

    An office is told that it reads as one: it can't open what the letter leads to, its Party's people can.
    """
    if isinstance(to, OfficeAddress):
        letter = replace(letter, why=why_an_office(to))
    return write_to(key=key, email=to.email, name=to.name, letter=letter, at=at)


def write_to(*, key: str, email: str, name: str, letter: Letter, at: datetime, holds_secret: bool = False) -> Email:
    """Put a letter in the outbox for whoever reads at an address, with or without an account."""
    return queue_email(
        key=key,
        to=email,
        subject=letter.subject[: Email._meta.get_field("subject").max_length],
        body=letter.as_text(name),
        html=letter.as_html(name),
        at=at,
        holds_secret=holds_secret,
    )


@contextmanager
def as_chosen_by(person: User | None) -> Iterator[None]:
    """Say what follows in the language and zone that somebody chose; without a language in that of the moment."""
    language = person.letters_in if person and person.language else get_language()
    with override(language), shown_in(person.time_zone if person else ""):
        yield


@contextmanager
def as_read_by(reader: Reader) -> Iterator[None]:
    """Say what follows in the language in which a reader's letters are written, and times by a person's clock."""
    with override(reader.letters_in), shown_in(reader.time_zone if isinstance(reader, User) else ""):
        yield


def why_an_office(office: OfficeAddress) -> str:
    """Why a letter comes to an office, and who can open what it leads to."""
    return _(
        "This address gets the letters to the focal points of %(party)s. Nobody signs in with it: the focal points "
        "open the pages with their own accounts."
    ) % {"party": office.party.name}


def readers_of(parties: Iterable[Party], *, on: date) -> dict[int, list[Reader]]:
    """Who gets the letters to each Party, by its number: its people, then its offices; two queries. Raises UnknownRole.

    A person may hold two roles on the day of a change, and an office may have the address of a person: one letter.
    """
    chosen = list(parties)
    found: dict[int, dict[str, Reader]] = {party.pk: {} for party in chosen}
    current = FocalPoint.objects.current(on).filter(party__in=chosen)
    for role in current.select_related("user").order_by("user__name").written_to():
        found[role.party_id].setdefault(role.user.email, role.user)
    for office in OfficeAddress.objects.written_to().filter(party__in=chosen).select_related("party"):
        found[office.party_id].setdefault(office.email, office)
    return {party: list(readers.values()) for party, readers in found.items()}


def reader_key(reader: Reader) -> str:
    """How the keys of letters name who gets them."""
    return f"office-{reader.pk}" if isinstance(reader, OfficeAddress) else str(reader.pk)
