"""What is verified of the trail, of the people and of the Parties."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from languages.told import said_later
from parties.audit_verification import Head, kept_heads, read_heads, verify
from parties.checked import Checked
from parties.models import AuditChain, AuditEvent, FocalPoint, User
from parties.stored_data import PARTIES, check_stored, party_digests

FLAGS = ("is_staff", "is_publisher", "is_superuser")
NO_FLAGS = dict.fromkeys(FLAGS, False)
# Whose, of which Party, which, whether it is ended, and its first and last day.
Role = tuple[str, str, str, bool, tuple[str, str | None] | None]


def checks() -> Iterator[Checked]:
    yield trail()
    yield people()
    yield roles()
    yield check_stored("Parties, treaty dates and groups", PARTIES, party_digests())


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

    The address is told where the account came of an invitation; a first superuser's is not.
    """
    checked = Checked(said_later("People and what they are in the Secretariat"))
    given, barred, addresses = flags_told(), activity_told(), addresses_told()
    for user in User.objects.order_by("pk"):
        checked.number += 1
        expected = given.get(user.pk, NO_FLAGS)
        for flag in FLAGS:
            checked.same(f"person/{user.pk}", flag, getattr(user, flag), expected[flag])
        checked.same(f"person/{user.pk}", "is_active", user.is_active, barred.get(user.pk, True))
        if user.pk in addresses:
            checked.same(f"person/{user.pk}", "email", user.email, addresses[user.pk])
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
    """The address by which each person signs in: that of the invitation, or of the last change that is told of."""
    invited = dict(
        AuditEvent.objects.filter(subject__startswith="invitation/", action="invited").values_list(
            "subject", "detail__email"
        )
    )
    created = AuditEvent.objects.filter(subject__startswith="person/", action="account created")
    changed = AuditEvent.objects.filter(subject__startswith="person/", action="address changed")
    of_invitations = {
        int(subject.partition("/")[2]): invited[place]
        for subject, invitation in created.values_list("subject", "detail__invitation")
        if (place := f"invitation/{invitation}") in invited
    }
    changes = changed.order_by("subject", "sequence").values_list("subject", "detail__after")
    return of_invitations | {int(subject.partition("/")[2]): after for subject, after in changes}


def flags_told() -> dict[int, dict[str, bool]]:
    """The flags of each person by the trail: given with a role, ended, or mended by a superuser."""
    found: dict[int, dict[str, bool]] = defaultdict(lambda: dict(NO_FLAGS))
    events = AuditEvent.objects.filter(subject__startswith="person/").order_by("subject", "sequence")
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
