"""What is verified of the trail, of the people and of the Parties."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from languages.told import said_later
from parties.audit_verification import Head, kept_heads, read_heads, verify
from parties.checked import Checked
from parties.emails import LETTERS, digest_of_letter
from parties.models import AuditChain, AuditEvent, Email, FocalPoint, OfficeAddress, User
from parties.stored_data import PARTIES, check_stored, party_digests

FLAGS = ("is_staff", "is_publisher", "is_superuser")
# A device is stored a moment before its event.
SET_UP_WITHIN = timedelta(minutes=1)
NO_FLAGS = dict.fromkeys(FLAGS, False)
# Whose, of which Party, which, whether it is ended, and its first and last day.
Role = tuple[str, str, str, bool, tuple[str, str | None] | None]


def checks() -> Iterator[Checked]:
    yield trail()
    yield people()
    yield second_steps()
    yield roles()
    yield check_stored("Parties, treaty dates and groups", PARTIES, party_digests())
    yield offices()
    yield letters()


def trail() -> Checked:
    """Every chain walked, and held against every file of heads that can be reached."""
    checked = Checked(said_later("Chains of the trail and their exported heads"))
    exports: list[Mapping[str, Head]] = []
    for name, text in kept_heads():
        try:
            exports.append(read_heads(text))
        except (ValueError, KeyError, TypeError, AttributeError):
            checked.fault(name, "this file of exported heads can't be read")
    checked.number, faults = verify(*exports)
    for fault in faults:
        checked.fault(f"{fault.subject}, event {fault.sequence}", fault.what)
    if not exports:
        checked.remarks.append("No exported heads were found: a tail that was cut with its head does not show.")
    if User.objects.exists() and not AuditChain.objects.exists():
        checked.fault("the trail", "there are people and not one chain: it was emptied")
    return checked


def people() -> Checked:
    """What every person is in the Secretariat, whether they may sign in and by which address, against their events.

    The address is that of the invitation, or that of the event of whoever runs the portal; no other address signs in.
    """
    checked = Checked(said_later("People and what they are in the Secretariat"))
    given, barred, addresses = flags_told(), activity_told(), addresses_told()
    signing_in: dict[int, set[str]] = defaultdict(set)
    for pk, email in EmailAddress.objects.values_list("user", "email"):
        signing_in[pk].add(email)
    for user in User.objects.order_by("pk"):
        checked.number += 1
        expected = given.get(user.pk, NO_FLAGS)
        for flag in FLAGS:
            checked.same(f"person/{user.pk}", flag, getattr(user, flag), expected[flag])
        checked.same(f"person/{user.pk}", "is_active", user.is_active, barred.get(user.pk, True))
        if user.pk in addresses:
            checked.same(f"person/{user.pk}", "email", user.email, addresses[user.pk])
        for other in sorted(signing_in[user.pk] - {user.email}):
            checked.fault(f"person/{user.pk}", f"{other!r} signs in too, and the trail does not tell of it")
    return checked


def activity_told() -> dict[int, bool]:
    """Whether each person may sign in, by the trail: those of whom it was changed."""
    events = AuditEvent.objects.filter(subject__startswith="person/", action="changed").order_by("subject", "sequence")
    return {
        int(subject.partition("/")[2]): bool(detail["is_active"][1])
        for subject, detail in events.values_list("subject", "detail")
        if "is_active" in detail
    }


def addresses_told() -> dict[int, str]:
    """The address by which each person signs in: that of the invitation, or of the account that a command made, or of
    the last change that is told of."""
    invited = dict(
        AuditEvent.objects.filter(subject__startswith="invitation/", action="invited").values_list(
            "subject", "detail__email"
        )
    )
    made = AuditEvent.objects.filter(subject__startswith="person/", action="staff given", detail__has_key="email")
    created = AuditEvent.objects.filter(subject__startswith="person/", action="account created")
    changed = AuditEvent.objects.filter(subject__startswith="person/", action="address changed")
    of_commands = {
        int(subject.partition("/")[2]): email for subject, email in made.values_list("subject", "detail__email")
    }
    of_invitations = {
        int(subject.partition("/")[2]): invited[place]
        for subject, invitation in created.values_list("subject", "detail__invitation")
        if (place := f"invitation/{invitation}") in invited
    }
    changes = changed.order_by("subject", "sequence").values_list("subject", "detail__after")
    return of_commands | of_invitations | {int(subject.partition("/")[2]): after for subject, after in changes}


def flags_told(*, until: datetime | None = None) -> dict[int, dict[str, bool]]:
    """The flags of each person by the trail, now or before a moment: given with a role, ended, or mended."""
    found: dict[int, dict[str, bool]] = defaultdict(lambda: dict(NO_FLAGS))
    events = AuditEvent.objects.filter(subject__startswith="person/").order_by("subject", "sequence")
    events = events.filter(at__lt=until) if until else events
    for subject, action, detail in events.values_list("subject", "action", "detail"):
        flags = found[int(subject.partition("/")[2])]
        if action == "staff given":
            flags["is_staff"] = True
            flags["is_publisher"] |= bool(detail.get("publisher"))
            flags["is_superuser"] |= bool(detail.get("superuser"))
        elif action == "staff ended":
            flags.update(NO_FLAGS)
        elif action == "changed":
            flags.update({flag: bool(detail[flag][1]) for flag in FLAGS if flag in detail})
    return found


def second_steps() -> Checked:
    """The kinds of second step that every person has, and since when, against the events that set them up.

    What a device computes its codes from is a secret of which the trail holds nothing.
    """
    checked = Checked(said_later("Second steps of sign-in against the trail"))
    told = steps_told()
    for step in Authenticator.objects.order_by("user", "type"):
        checked.number += 1
        place = f"person/{step.user_id}, {step.type}"
        at = told.pop((step.user_id, step.type), None)
        if at is None:
            checked.fault(place, "the trail does not tell that this second step was set up")
        elif abs(at - step.created_at) > SET_UP_WITHIN:
            checked.fault(place, f"it was set up at {step.created_at}, and the trail tells of {at}")
    for person, kind in sorted(told):
        checked.fault(f"person/{person}, {kind}", "the second step that the trail tells of is gone")
    return checked


def steps_told() -> dict[tuple[int, str], datetime]:
    """{(person, kind of second step): when it was set up}, without those that were removed."""
    found: dict[tuple[int, str], datetime] = {}
    events = AuditEvent.objects.filter(subject__startswith="person/", action__startswith="two-step ")
    rows = events.order_by("subject", "sequence").values_list("subject", "action", "at", "detail")
    for subject, action, at, detail in rows:
        key = (int(subject.partition("/")[2]), detail["kind"])
        if action == "two-step removed":
            found.pop(key, None)
        else:
            found[key] = at
    return found


def offices() -> Checked:
    """Every office that gets a Party's letters, against the last event about it."""
    checked = Checked(said_later("Office addresses of Parties"))
    told: dict[int, tuple[object, ...]] = {}
    events = AuditEvent.objects.filter(subject__startswith="party/", detail__has_key="office")
    rows = events.order_by("subject", "sequence").values_list("subject", "action", "detail")
    for subject, action, detail in rows:
        said = tuple(detail[name] for name in ("name", "email", "language", "comes_back"))
        told[detail["office"]] = (subject, *said, action == "office address removed")
    for office in OfficeAddress.objects.select_related("party").order_by("pk"):
        checked.number += 1
        place = f"party/{office.party.code}, office {office.pk}"
        holds = (office.name, office.email, office.language, office.returned_at is not None)
        stands = (f"party/{office.party.code}", *holds, office.ended_at is not None)
        expected = told.pop(office.pk, None)
        if expected is None:
            checked.fault(place, "the trail does not tell that this address was added")
        elif expected != stands:
            checked.fault(place, f"it is {stands[1:]}, and the trail tells of {expected[1:]}")
    for pk, expected in sorted(told.items()):
        checked.fault(f"{expected[0]}, office {pk}", "the address that the trail tells of is gone")
    return checked


def letters() -> Checked:
    """Every letter that went, against the event of its going; what went before there were such events is counted."""
    checked = Checked(said_later("Letters that were sent against the trail"))
    told: dict[int, str] = {}
    since: datetime | None = None
    events = AuditEvent.objects.filter(subject=LETTERS).order_by("sequence").values_list("action", "at", "detail")
    for action, at, detail in events:
        since = since or at
        if action == "letter sent":
            told[detail["letter"]] = detail["sha256"]
        else:
            for forgotten in detail["letters"]:
                told.pop(forgotten, None)
    before = 0
    for letter in Email.objects.exclude(sent_at=None).order_by("pk").iterator(chunk_size=1000):
        checked.number += 1
        said = told.pop(letter.pk, None)
        if said is None and (since is None or (letter.sent_at is not None and letter.sent_at < since)):
            before += 1
        elif said is None:
            checked.fault(f"letter {letter.pk}", "it is said to be sent, and the trail does not tell of it")
        elif said != digest_of_letter(letter):
            checked.fault(f"letter {letter.pk}", "it is not the letter that was sent")
    for pk in sorted(told):
        checked.fault(f"letter {pk}", "the letter that was sent is gone")
    if before:
        checked.remarks.append(f"{before} letters were sent before the trail told of letters.")
    return checked


def roles() -> Checked:
    """Every role for a Party, against the events that gave and ended it."""
    checked = Checked(said_later("Roles for a Party"))
    told: dict[int, Role] = {}
    events = AuditEvent.objects.filter(subject__startswith="person/", action__in=("role given", "role ended"))
    for subject, action, detail in events.order_by("subject", "sequence").values_list("subject", "action", "detail"):
        days = (detail["begins_on"], detail["ends_on"]) if "begins_on" in detail else None
        told[detail["focal_point"]] = (subject, detail["party"], detail["role"], action == "role ended", days)
    for held in FocalPoint.objects.select_related("party").order_by("pk"):
        checked.number += 1
        place = f"person/{held.user_id}, {held.role} of {held.party.code}"
        expected = told.pop(held.pk, None)
        # Roles given before 0.3 are told of without their days.
        days = (str(held.begins_on), held.ends_on and str(held.ends_on)) if expected and expected[-1] else None
        stands = (f"person/{held.user_id}", held.party.code, held.role, held.ends_on is not None, days)
        if expected is None:
            checked.fault(place, "the trail does not tell that this role was given")
        elif expected != stands:
            checked.fault(place, f"it is {stands[1:]}, and the trail tells of {expected[1:]}")
    for subject, party, role, _ended, _days in told.values():
        checked.fault(f"{subject}, {role} of {party}", "the role that the trail tells of is gone")
    return checked
