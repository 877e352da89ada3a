"""The permission table as it stands: every named address of the portal and who passes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from parties.permissions import Access, Answer, Nobody, may
from parties.roles import Leave, Role, of_a_party, of_the_secretariat

ACCOUNT_PAGE = "account page"
ADMIN = "admin: staff"
UNGUARDED = "not guarded"

# Views of these are public where they state no access of their own.
PUBLIC_MODULES = {"portal", "drf_spectacular"}

# Account pages for those who are not signed in, or not yet.
ENTRANCE = {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
}


def columns() -> dict[str, Role | Nobody]:
    """What the people of each column are to the Party that the address is about."""
    found: dict[str, Role | Nobody] = {"anonymous": Nobody.ANONYMOUS}
    for role in of_a_party():
        found |= {f"{role.code} of the Party": role, f"{role.code} of another": Nobody.OUTSIDER}
    return found | {role.code: role for role in of_the_secretariat()}


@dataclass(frozen=True)
class NamedView:
    """One address: its full name, how it is written, and the access that its view states."""

    name: str
    route: str
    access: Access | None
    kind: str

    def passes(self, here: Role | Nobody) -> bool:
        """Whether somebody of a column passes, two-step sign-in set up."""
        if self.access is not None:
            return may(here, self.access, two_step=True) is Answer.ALLOWED
        if self.kind == ADMIN:
            return isinstance(here, Role) and not here.of_a_party
        return here is not Nobody.ANONYMOUS or self.kind != ACCOUNT_PAGE or self.name in ENTRANCE


def named_views() -> list[NamedView]:
    """Every named address, in the order of names; an address under two routes is there twice."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda view: (view.name, view.route))


def _walk(patterns: Iterable[URLPattern | URLResolver], namespace: str, route: str) -> Iterator[NamedView]:
    for pattern in patterns:
        here = route + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, here)
        elif pattern.name:
            access, kind = _access_of(pattern.callback, namespace)
            yield NamedView(f"{namespace}{pattern.name}", f"/{here.removesuffix('$')}", access, kind)


def _access_of(view: Any, namespace: str) -> tuple[Access | None, str]:
    stated: Access | None = getattr(view, "access", None)
    module = view.__module__.split(".")[0]
    if stated is not None:
        return stated, stated.value
    if namespace.startswith("admin:"):
        return None, ADMIN
    if module == "allauth":
        return None, ACCOUNT_PAGE
    if module in PUBLIC_MODULES:
        return Access.PUBLIC, Access.PUBLIC.value
    return None, UNGUARDED


def _of_readers() -> list[str]:
    """What the column of a role that only reads does not show: the answer to what it sends."""
    readers = [one.code for one in of_a_party() if one.reads_drafts is not Leave.NO and one.fills_in is Leave.NO]
    return [f"To a report that it only reads a role sends nothing (403): {', '.join(readers)}."] if readers else []


def as_markdown(views: Iterable[NamedView]) -> str:
    """The table as docs/permissions.md holds it."""
    shown = columns()
    lines = [
        "# Permissions",
        "",
        "Written by `manage.py draw_permissions`; a test compares it with the addresses and their guards.",
        "Staff and publishers pass with two-step sign-in only, and so does whoever submits a report.",
        "Someone without a part in a Party's report finds nothing at its address (404).",
        *_of_readers(),
        "",
        f"| name | address | access | {' | '.join(shown)} |",
        f"|{'---|' * (3 + len(shown))}",
    ]
    for view in views:
        if view.kind == ADMIN and view.name != "admin:index":
            continue
        answers = " | ".join("yes" if view.passes(here) else "no" for here in shown.values())
        route = view.route.replace("|", "\\|")
        lines.append(f"| {view.name} | `{route}` | {view.kind} | {answers} |")
    return "\n".join(lines) + "\n"
