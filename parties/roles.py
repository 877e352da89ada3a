"""The roles: one table that says of each what its people may do, and what is done for them.

Everything else asks a row: permissions, invitations, letters, the monitor, the pages of people and of permissions, and
the constraints of the database. A new role is one row here, the migration that `makemigrations` then writes, and
docs/permissions.md written anew; a new question is one column, which every row has to answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Leave(Enum):
    """Whether a role may do something."""

    NO = "no"
    YES = "yes"
    TWO_STEP = "with two-step sign-in"


@dataclass(frozen=True, kw_only=True)
class Role:
    """One row: no column has a default, so that none is left out."""

    code: str
    label: "StrPromise"
    # As an invitation names it, where no Party and no Secretariat stands beside it.
    title: "StrPromise"
    # Of two roles that hold at once, as on the day of a change, the higher counts.
    rank: int
    # The flags of the account that make somebody this; none where the role is held for a Party, with its dates.
    flags: tuple[str, ...]
    # Whether letters and reminders go to its people. A Party without anybody who is written to has no focal point yet.
    written_to: bool
    reads_drafts: Leave
    # Answers, files and notes, and opening a version.
    fills_in: Leave
    submits: Leave
    works_at_desk: Leave
    publishes: Leave
    # Whose people may give and end it; those of a Party for their own Party only. The pages
    # for it are at the desk, and for a Party's authorities at its colleagues.
    given_by: frozenset[str]

    @property
    def of_a_party(self) -> bool:
        return not self.flags

    @property
    def needs_two_step(self) -> bool:
        """Whether there is anything that it may do with two-step sign-in only."""
        return any(answer is Leave.TWO_STEP for answer in vars(self).values())


_SECRETARIAT = frozenset({"staff", "publisher"})
# A Party's authorities bring in its own people, as the Secretariat does.
_WITH_ITS_AUTHORITIES = _SECRETARIAT | {"authority"}


def _table(*rows: Role) -> dict[str, Role]:
    """The rows by their codes. Raises ValueError where a code has two, of which one would be lost."""
    table = {role.code: role for role in rows}
    if len(table) < len(rows):
        raise ValueError("parties/roles.py has two rows of one code")
    return table


ROLES = _table(
    Role(
        code="contributor",
        label=_("Contributor: fills in the report"),
        title=_("Focal point, contributor"),
        rank=10,
        flags=(),
        written_to=True,
        reads_drafts=Leave.YES,
        fills_in=Leave.YES,
        submits=Leave.NO,
        works_at_desk=Leave.NO,
        publishes=Leave.NO,
        given_by=_WITH_ITS_AUTHORITIES,
    ),
    Role(
        code="authority",
        label=_("Authority: fills in and submits the report"),
        title=_("Focal point, authority"),
        rank=20,
        flags=(),
        written_to=True,
        reads_drafts=Leave.YES,
        fills_in=Leave.YES,
        submits=Leave.TWO_STEP,
        works_at_desk=Leave.NO,
        publishes=Leave.NO,
        given_by=_WITH_ITS_AUTHORITIES,
    ),
    Role(
        code="staff",
        label=_("Staff"),
        title=_("Secretariat staff"),
        rank=30,
        flags=("is_staff",),
        written_to=False,
        reads_drafts=Leave.TWO_STEP,
        # Entering a report received on paper is theirs; the service checks where the report came from.
        fills_in=Leave.TWO_STEP,
        submits=Leave.TWO_STEP,
        works_at_desk=Leave.TWO_STEP,
        publishes=Leave.NO,
        given_by=frozenset({"publisher"}),
    ),
    Role(
        code="publisher",
        label=_("Publisher"),
        title=_("Secretariat publisher"),
        rank=40,
        flags=("is_staff", "is_publisher"),
        written_to=False,
        reads_drafts=Leave.TWO_STEP,
        fills_in=Leave.TWO_STEP,
        submits=Leave.TWO_STEP,
        works_at_desk=Leave.TWO_STEP,
        publishes=Leave.TWO_STEP,
        given_by=frozenset({"publisher"}),
    ),
)


class UnknownRole(LookupError):
    """A place holds a role that the table does not know: end it there, or add the role to parties/roles.py."""

    def __init__(self, code: str, place: str) -> None:
        super().__init__(f"{place} holds the role {code!r}, which parties/roles.py does not know")


def role_called(code: str, *, place: str) -> Role:
    """The row of a stored or posted code. Raises UnknownRole, which names the place that holds it."""
    if code not in ROLES:
        raise UnknownRole(code, place)
    return ROLES[code]


def of_a_party() -> tuple[Role, ...]:
    """The roles that are held for a Party."""
    return tuple(role for role in ROLES.values() if role.of_a_party)


def of_the_secretariat() -> tuple[Role, ...]:
    return tuple(role for role in ROLES.values() if not role.of_a_party)


def highest(roles: Iterable[Role]) -> Role | None:
    """The role that counts of those that somebody has at once; None of none."""
    return max(roles, key=lambda role: role.rank, default=None)
