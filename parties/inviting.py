"""Invitations to many at once: a list is kept as it was brought, weighed row by row, and sent once after a yes."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.governments import Governments
from parties.mailboxes import validate_mailbox
from parties.models import FocalPoint, Invitation, InvitationRound, Party, User
from parties.people import InvitedMeanwhile, NotYours, invite
from parties.roles import ROLES, Role, of_a_party

KIND = "send_invitations"
COLUMNS = ("name", "email", "party", "role", "language")
NEEDED = ("name", "email", "party")
MOST_ROWS = 1_000
MOST_NAME, MOST_EMAIL = 120, 254
# A list that nobody said yes to is forgotten, with the addresses in it.
FORGOTTEN_AFTER = timedelta(days=7)


class ListUnreadable(ValueError):
    """A file can't be read as a list of people; the text says what to do, in the reader's language."""


class AlreadySent(RuntimeError):
    """Somebody said yes to this list before: what became of it stands on its page."""


@dataclass(frozen=True)
class Asked:
    """One line of a list, as it was brought."""

    line: int
    name: str
    email: str
    party: str
    role: str = ""
    language: str = ""


class Outlook(StrEnum):
    """What becomes of a line."""

    SENDS = "sends"
    HAS_ROLE = "has-role"
    INVITED = "invited"
    FAULT = "fault"


@dataclass(frozen=True)
class Weighed:
    """A line with what it means here: to whom for which Party, and what becomes of it."""

    asked: Asked
    outlook: Outlook
    faults: tuple[str, ...] = ()
    email: str = ""
    party: Party | None = None
    role: Role | None = None
    language: str = ""
    invitation: Invitation | None = None

    @property
    def language_name(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


def read_list(content: bytes) -> list[Asked]:
    """The lines of a CSV file as a spreadsheet saves it, whatever stands between its columns. Raises ListUnreadable."""
    text = _decoded(content)
    head = text.lstrip("\ufeff").partition("\n")[0]
    between = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(StringIO(text.lstrip("\ufeff"), newline=""), delimiter=between, strict=True))
    except csv.Error as fault:
        raise ListUnreadable(_("The file is no CSV. In the spreadsheet, save it as “CSV UTF-8”.")) from fault
    names = [_column(name) for name in rows[0]] if rows else []
    missing = [name for name in NEEDED if name not in names]
    if missing:
        said = _("The first line names the columns: %(columns)s. Missing: %(missing)s.")
        raise ListUnreadable(said % {"columns": ", ".join(COLUMNS), "missing": ", ".join(missing)})
    # A line without a name and an address is one that nobody filled in.
    place = [names.index("name"), names.index("email")]
    lines = [
        (number, row)
        for number, row in enumerate(rows[1:], 2)
        if any(row[column].strip() for column in place if column < len(row))
    ]
    if len(lines) > MOST_ROWS:
        said = _("The list has %(n)d lines; %(most)d are taken at once. Split it.")
        raise ListUnreadable(said % {"n": len(lines), "most": MOST_ROWS})
    if not lines:
        raise ListUnreadable(_("The list has no line below its first: nobody would be invited."))
    found = []
    for number, row in lines:
        held = dict(zip(names, (cell.strip() for cell in row), strict=False))
        found.append(Asked(line=number, **{name: held.get(name, "") for name in COLUMNS}))
    return found


def _column(name: str) -> str:
    plain = name.strip().casefold().replace("-", "").replace(" ", "_")
    return {"emailaddress": "email", "email_address": "email"}.get(plain, plain)


def _decoded(content: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 where its first bytes say so. Raises ListUnreadable."""
    coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(coding)
    except UnicodeDecodeError as fault:
        raise ListUnreadable(
            _("The letters of the file can't be read. In the spreadsheet, save it as “CSV UTF-8”.")
        ) from fault
    if "\0" in text:
        raise ListUnreadable(_("The file is no CSV. In the spreadsheet, save it as “CSV UTF-8”."))
    return text


def keep_list(
    *,
    rows: Iterable[Asked],
    source: str,
    by: User,
    at: datetime,
    role: str = "",
    languages: Mapping[int, str] | None = None,
    language: str = "",
    again: bool = False,
) -> InvitationRound:
    """Keep a list until somebody says yes. Lines that name no role get `role`; no language, that of their Party by
    `languages`, or else `language`."""
    InvitationRound.objects.filter(sent_at=None, at__lt=at - FORGOTTEN_AFTER).delete()
    governments, known = Governments.load(), languages or {}
    kept = []
    for one in rows:
        party = governments.find(one.party)
        read = known.get(party.pk, "") if party else ""
        kept.append(asdict(one) | {"role": one.role or role, "language": one.language or read or language})
    return InvitationRound.objects.create(by=by, at=at, source=source[:200], rows=kept, again=again)


def weigh(held: InvitationRound, *, at: datetime) -> list[Weighed]:
    """What becomes of each line now; five queries, whatever their number."""
    asked = [Asked(**row) for row in held.rows]
    governments = Governments.load()
    addresses = {one.email.strip().lower() for one in asked}
    open_ones = Invitation.objects.filter(
        email__in=addresses, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).select_related("party")
    invited = {(one.email, one.role, one.party_id): one for one in open_ones}
    current = FocalPoint.objects.current(timezone.localdate(at)).filter(user__email__in=addresses)
    roles: dict[tuple[str, int], list[Role]] = {}
    for point in current.select_related("user"):
        roles.setdefault((point.user.email, point.party_id), []).append(point.held_role)
    # A person reads letters in the language that they chose.
    chosen = dict(User.objects.filter(email__in=addresses).exclude(language="").values_list("email", "language"))
    seen: dict[tuple[str, int | None], int] = {}
    found = []
    for one in asked:
        row = _read(one, governments)
        if row.party is None or row.role is None or row.outlook is Outlook.FAULT:
            found.append(row)
            continue
        first = seen.setdefault((row.email, row.party.pk), one.line)
        if first != one.line:
            said = _("This person stands in line %(n)d already, for the same Party. Leave one of the two out.")
            found.append(Weighed(one, Outlook.FAULT, (said % {"n": first},), row.email, row.party, row.role))
            continue
        before = invited.get((row.email, row.role.code, row.party.pk))
        held_roles = roles.get((row.email, row.party.pk), [])
        outlook = row.outlook
        if any(has.rank >= row.role.rank for has in held_roles):
            outlook = Outlook.HAS_ROLE
        elif before is not None and not _gets_another(held, before):
            outlook = Outlook.INVITED
        language = chosen.get(row.email, row.language)
        found.append(Weighed(one, outlook, (), row.email, row.party, row.role, language, before))
    return found


def _gets_another(held: InvitationRound, before: Invitation) -> bool:
    """Whether somebody whose link still works gets a new one of this list: not twice of the same."""
    return held.again and (held.sent_at is None or before.invited_at < held.sent_at)


def _read(asked: Asked, governments: Governments) -> Weighed:
    """A line by itself: its Party, role, address and language, or what is wrong with them and what to do."""
    faults = []
    email = asked.email.strip().lower()
    try:
        validate_mailbox(email)
        if len(email) > MOST_EMAIL:
            raise ValidationError(email)
    except ValidationError:
        said = _("“%(email)s” is no e-mail address.") if email else _("Give the e-mail address.")
        faults.append(said % {"email": asked.email} if email else said)
    if not asked.name.strip():
        faults.append(_("Give the name of the person."))
    elif len(asked.name) > MOST_NAME:
        faults.append(_("The name is too long: %(most)d letters are taken.") % {"most": MOST_NAME})
    party = governments.find(asked.party) if asked.party.strip() else None
    if not asked.party.strip():
        faults.append(_("Name the Party, by its code (KEN) or its name."))
    elif party is None:
        faults.append(
            _("No Party is called “%(said)s”. Write its code, as on the page of the Party.") % {"said": asked.party}
        )
    role = _role(asked.role)
    if role is None:
        codes = " / ".join(one.code for one in of_a_party())
        said = _("The role “%(said)s” is not given by a list. Write one of: %(codes)s.")
        faults.append(said % {"said": asked.role, "codes": codes})
    language = language_offered(asked.language)
    if not language:
        codes = " / ".join(code for code, _name in settings.LANGUAGES)
        faults.append(
            _("No letter is written in “%(said)s”. Write one of: %(codes)s.") % {"said": asked.language, "codes": codes}
        )
    outlook = Outlook.FAULT if faults else Outlook.SENDS
    return Weighed(asked, outlook, tuple(faults), email, party, role, language)


def _role(said: str) -> Role | None:
    role = ROLES.get(said.strip().casefold())
    return role if role is not None and role.of_a_party else None


def language_offered(said: str) -> str:
    """The language of the interface that a code means (zh, zh-Hans, FR); empty where letters are not written in it."""
    wanted = said.strip().casefold().replace("_", "-").partition("-")[0]
    return next((code for code, _name in settings.LANGUAGES if code.partition("-")[0] == wanted), "")


def say_yes(*, held: InvitationRound, by: User, at: datetime) -> None:
    """Have a list sent, once. Raises AlreadySent."""
    with transaction.atomic():
        if not InvitationRound.objects.filter(pk=held.pk, sent_at=None).update(sent_at=at, by=by):
            raise AlreadySent(str(held))
        detail = {"source": held.source, "lines": len(held.rows)}
        record(subject=f"invitations/{held.pk}", action=said_later("invited many"), by=by, at=at, detail=detail)
        enqueue(kind=KIND, round=held.pk)


def send_list(*, round: int) -> dict[str, Any]:  # noqa: A002  # the name of the job's argument
    """The handler of send_invitations jobs: invite whom the list still has to; safe to repeat."""
    held = InvitationRound.objects.select_related("by").get(pk=round)
    assert held.sent_at is not None
    sent = 0
    for row in weigh(held, at=timezone.now()):
        if row.outlook is not Outlook.SENDS:
            continue
        assert row.role is not None
        try:
            with override(row.language):
                invite(
                    email=row.email,
                    name=row.asked.name,
                    role=row.role.code,
                    party=row.party,
                    by=held.by,
                    at=timezone.now(),
                )
        except InvitedMeanwhile:
            continue
        except NotYours:
            # Whoever said yes has left the Secretariat meanwhile.
            return {"sent": sent, "stopped": said_later("Whoever said yes may not invite any more.")}
        sent += 1
    return {"sent": sent}


def again_to(invitations: Sequence[Invitation]) -> list[Asked]:
    """The lines of a list that invites the same people anew."""
    return [
        Asked(line=number, name=one.name, email=one.email, party=one.party.code, role=one.role)
        for number, one in enumerate((one for one in invitations if one.party), 1)
        if one.party is not None
    ]
