"""One table of roles: every row answers everything, the database takes no other, and all that asks follows a row."""

import ast
import re
from dataclasses import fields, replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from time_machine import travel

from indicators.models import ReportingCycle
from national_reports.models import ReviewNote
from national_reports.monitor import monitor
from national_reports.services.letters import tell_focal_points
from national_reports.services.opening import open_report
from national_reports.services.reminders import send_reminders
from parties import people
from parties.forms import InviteForm
from parties.models import Email, FocalPoint, Invitation, Party, User
from parties.permission_table import as_markdown, columns, named_views
from parties.permissions import TO_SEND, Access, Answer, Nobody, leave_of, may, parties_of, who_is
from parties.roles import ROLES, Leave, Role, UnknownRole, _table, of_a_party, of_the_secretariat
from tests.access_table import ADDRESSES, FILL_IN, READ, SUBMIT, WHO
from tests.people_factories import client_of, make_focal_point, make_person, make_staff

# A role that the portal does not have: it reads its Party's drafts, and no more.
ONLOOKER = Role(
    code="onlooker",
    label="Onlooker: reads the report",
    title="Focal point, onlooker",
    rank=1,
    flags=(),
    written_to=False,
    reads_drafts=Leave.YES,
    fills_in=Leave.NO,
    submits=Leave.NO,
    works_at_desk=Leave.NO,
    publishes=Leave.NO,
    given_by=frozenset({"authority", "staff", "publisher"}),
)
OF_A_PARTY = [*of_a_party(), ONLOOKER]
EVERY_ROLE = [*ROLES.values(), ONLOOKER]
CONSTRAINTS = {
    "parties_focalpoint": "focal_point_role_is_of_a_party",
    "parties_invitation": "invitation_names_a_party_for_a_focal_point",
}


def called(role):
    return role.code


@pytest.fixture
def any_role_is_stored(db):
    """A database without the constraints on roles, for the length of one test."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            # Undone with the transaction of the test.
            for table, name in CONSTRAINTS.items():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            yield


@pytest.fixture
def onlooker(any_role_is_stored, monkeypatch):
    """The table with one row more, and a database that takes it."""
    monkeypatch.setitem(ROLES, ONLOOKER.code, ONLOOKER)
    return ONLOOKER


@pytest.fixture
def nr4():
    return ReportingCycle.objects.get(code="NR4")


@pytest.fixture
def kenya():
    return Party.objects.get(code="KEN")


@pytest.fixture
def draft(kenya, nr4, at):
    return open_report(party=kenya, cycle=nr4, by=make_focal_point("KEN"), at=at)


# -- the table itself


@pytest.mark.parametrize("role", EVERY_ROLE, ids=called)
def test_every_role_answers_every_question(role):
    kinds = {"code": str, "rank": int, "flags": tuple, "written_to": bool, "given_by": frozenset}
    for column in fields(Role):
        answer = getattr(role, column.name)
        if column.name in ("label", "title"):
            assert str(answer).strip(), column.name
        else:
            assert isinstance(answer, kinds.get(column.name, Leave)), column.name
    for access in Access:
        assert isinstance(leave_of(role, access), Leave)
        for two_step in (False, True):
            assert may(role, access, two_step=two_step) in (Answer.ALLOWED, Answer.TWO_STEP, Answer.FORBIDDEN)


def test_codes_and_ranks_are_given_once_and_whoever_gives_a_role_is_known():
    assert [role.code for role in ROLES.values()] == list(ROLES)
    assert len({role.rank for role in ROLES.values()}) == len(ROLES)
    assert {giver for role in ROLES.values() for giver in role.given_by} <= set(ROLES)
    assert all(role.given_by for role in ROLES.values())


def test_a_code_has_one_row():
    with pytest.raises(ValueError, match="two rows"):
        _table(ONLOOKER, ONLOOKER)


def test_whoever_gives_a_role_has_a_page_to_do_it():
    """The Secretariat at the desk; of a Party whoever submits, at its colleagues."""
    for role in ROLES.values():
        for giver in role.given_by:
            has_page = ROLES[giver].submits if ROLES[giver].of_a_party else ROLES[giver].works_at_desk
            assert has_page is not Leave.NO, f"no page lets an {giver} invite an {role.code}"


def test_what_a_role_of_a_party_may_is_about_its_party():
    for role in of_a_party():
        assert (role.works_at_desk, role.publishes) == (Leave.NO, Leave.NO), role.code


def test_roles_of_the_secretariat_are_flags_that_an_account_has():
    for role in of_the_secretariat():
        # Django's own administration asks this one.
        assert "is_staff" in role.flags, role.code
        for flag in role.flags:
            try:
                User._meta.get_field(flag)
            except FieldDoesNotExist:
                pytest.fail(f"{role.code}: an account has no {flag}")
        account = User(**dict.fromkeys(role.flags, True))
        assert account.secretariat_role == role
    assert User().secretariat_role is None


def test_whoever_changes_or_submits_a_report_reads_it():
    for role in ROLES.values():
        if Leave.NO in (role.reads_drafts, role.fills_in):
            assert role.submits is Leave.NO, role.code
        assert role.reads_drafts is not Leave.NO or role.fills_in is Leave.NO, role.code


def test_the_second_step_is_asked_for_as_the_page_of_permissions_says():
    """Staff and publishers pass with two-step sign-in only, and so does whoever submits a report."""
    for role in ROLES.values():
        answers = {leave_of(role, access) for access in set(Access) - {Access.PUBLIC, Access.SIGNED_IN}}
        assert role.of_a_party or Leave.YES not in answers, role.code
        assert role.submits is not Leave.YES, role.code
        if role.of_a_party:
            assert Leave.TWO_STEP not in (role.reads_drafts, role.fills_in), role.code


def test_every_role_stands_in_the_table_by_which_all_addresses_are_asked_for():
    for role in ROLES.values():
        assert role.code in WHO
        assert f"{role.code} of another" in WHO or not role.of_a_party
        assert f"{role.code} without two-step" in WHO or not role.needs_two_step or role.publishes is not Leave.NO


# -- what is stored


def test_the_database_takes_the_roles_of_the_table(kenya, at):
    person = make_person()
    for role in ROLES.values():
        if role.of_a_party:
            FocalPoint.objects.create(user=person, party=kenya, role=role.code, begins_on=at, ends_on=at)
        party = kenya if role.of_a_party else None
        people.invite(email="a@portal.example", name="A", role=role.code, party=party, by=make_root(), at=at)


@pytest.mark.parametrize("code", ["onlooker", "Authority", "", *(role.code for role in of_the_secretariat())])
def test_the_database_takes_no_other_role_of_a_party(kenya, at, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        FocalPoint.objects.create(user=make_person(), party=kenya, role=code, begins_on=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            email="a@portal.example",
            name="A",
            role=code,
            party=kenya,
            invited_by=make_staff(),
            invited_at=at,
            expires_at=at,
        )


def test_a_stored_role_that_the_table_does_not_know_is_told_with_its_place(any_role_is_stored, kenya, nr4, draft, at):
    person = make_focal_point("KEN", role="visitor")
    held = person.focal_points.get()
    place = rf"focal point {held.pk} holds the role 'visitor'"
    asked = [
        lambda: parties_of(person, at.date()),
        lambda: client_of(person).get("/en/reports/KEN/NR4/"),
        lambda: client_of(person).get(reverse("parties:me")),
        lambda: client_of(make_staff()).get("/en/desk/people/"),
        lambda: tell_focal_points(draft, "returned", at=at),
        lambda: send_reminders(cycle=nr4, parties=[kenya], occasion="a test", by=None, at=at),
        lambda: monitor(nr4, at=at),
        lambda: people.end_role(focal_point=held, by=make_staff(), at=at),
    ]
    for ask in asked:
        with pytest.raises(UnknownRole, match=place):
            ask()


def test_an_invitation_to_a_role_that_the_table_does_not_know_is_told_with_its_place(onlooker, monkeypatch, at, links):
    sent = invite_onlooker(at, by=make_staff())
    link = links(sent.email)
    monkeypatch.delitem(ROLES, "onlooker")
    with pytest.raises(UnknownRole, match=rf"invitation {sent.pk} holds the role 'onlooker'"), travel(at):
        client_of().get(link)
    with pytest.raises(UnknownRole, match="'onlooker'"):
        invite_onlooker(at, by=make_staff())


# -- whoever asks, follows the row


def make_root():
    return make_staff(publisher=True, is_superuser=True)


def invite_onlooker(at, by, party="KEN"):
    return people.invite(
        email="onlooker@portal.example",
        name="An Onlooker",
        role="onlooker",
        party=Party.objects.get(code=party),
        by=by,
        at=at,
    )


@pytest.mark.parametrize("role", EVERY_ROLE, ids=called)
def test_every_role_can_be_invited_at_the_desk_and_taken_on(onlooker, role, at, links):
    given = {"name": "Somebody", "email": "one@portal.example", "role": role.code}
    party = {"party": "KEN"} if role.of_a_party else {}
    by = make_root()
    assert not InviteForm(given | ({} if role.of_a_party else {"party": "KEN"}), by=by).is_valid()
    form = InviteForm(given | party, by=by)
    assert form.is_valid(), form.errors
    people.invite(**form.cleaned_data, by=by, at=at)
    secret = links("one@portal.example").strip("/").rsplit("/", 1)[-1]
    user = people.accept_invitation(secret=secret, by=None, at=at, name="Somebody", password="a long enough sentence")
    assert who_is(user, "KEN", at.date()) == role


@pytest.mark.parametrize("role", EVERY_ROLE, ids=called)
def test_a_role_is_given_by_those_whom_its_row_names(onlooker, role, kenya, at):
    givers = {one.code: make_focal_point("KEN", role=one.code) for one in OF_A_PARTY}
    givers |= {"staff": make_staff(), "publisher": make_staff(publisher=True)}
    party = kenya if role.of_a_party else None
    found = {code for code, giver in givers.items() if people.may_give(giver, role, party=party, on=at.date())}
    assert found == {code for code in role.given_by if not party or code in givers}


def test_an_authority_gives_the_role_for_its_own_party_only(onlooker, at):
    authority = make_focal_point("KEN", role="authority")
    invite_onlooker(at, by=authority)
    with pytest.raises(people.NotYours):
        invite_onlooker(at, by=authority, party="GHA")
    with pytest.raises(people.NotYours):
        invite_onlooker(at, by=make_focal_point("KEN"))


@pytest.mark.parametrize(("first", "then"), list(permutations(OF_A_PARTY, 2)), ids=lambda role: role.code)
def test_of_two_roles_on_the_day_of_a_change_the_higher_counts(onlooker, first, then, at):
    user = make_focal_point(role=first.code, ends_on=at.date() + timedelta(days=1))
    make_focal_point(role=then.code, user=user)
    assert parties_of(user, at.date()) == {"KEN": max(first, then, key=lambda role: role.rank)}


@pytest.mark.parametrize("role", OF_A_PARTY, ids=called)
def test_letters_and_reminders_go_to_those_whose_row_says_so(onlooker, role, kenya, nr4, at):
    person = make_focal_point("KEN", role=role.code)
    report = open_report(party=kenya, cycle=nr4, by=person, at=at)
    tell_focal_points(report, "returned", at=at)
    outcome = send_reminders(cycle=nr4, parties=[kenya], occasion="a test", by=None, at=at)
    assert Email.objects.filter(to=person.email).count() == (2 if role.written_to else 0)
    assert bool(outcome.left_out) != role.written_to
    rows = {row.party.code: row for row in monitor(nr4, at=at).rows}
    assert rows["KEN"].focal_points == role.written_to


def test_whoever_is_written_to_in_one_of_two_roles_gets_one_letter(onlooker, draft, at):
    person = make_focal_point("KEN", role="onlooker", ends_on=at.date() + timedelta(days=1))
    make_focal_point("KEN", user=person)
    tell_focal_points(draft, "returned", at=at)
    assert Email.objects.filter(to=person.email).count() == 1


@pytest.mark.parametrize("name", sorted(key for key, one in ADDRESSES.items() if one.access in (READ, FILL_IN, SUBMIT)))
def test_whoever_only_reads_sends_nothing_to_a_report(onlooker, draft, name):
    client = client_of(make_focal_point("KEN", role="onlooker"))
    address = ADDRESSES[name]
    path = reverse(name, kwargs={key: 1 if key == "pk" else value for key, value in address.args.items()})
    # What an address does not answer to anybody (405) it does not answer to them either.
    assert client.post(path, address.body).status_code == (405 if address.refused == "post" else 403)
    if address.refused != "get":
        assert (client.get(path).status_code == 403) == (address.access != READ)


def test_whoever_only_reads_is_offered_nothing_to_send(onlooker, draft, kenya, at):
    ReviewNote.objects.create(report=draft, by=make_staff(), at=at, text="Why?", audience=ReviewNote.Audience.BOTH)
    client = client_of(make_focal_point("KEN", role="onlooker"))
    pages = {
        reverse(name, kwargs=address.args)
        for name, address in ADDRESSES.items()
        if address.access == READ and address.get == 200 and "pk" not in address.args
    }
    for page in sorted(pages):
        response = client.get(page)
        assert response.status_code == 200, page
        if not response["Content-Type"].startswith("text/html"):
            continue
        main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL).group()
        assert 'method="post"' not in main, page
    draft.delete()
    assert "Begin the report" not in client.get("/en/reports/KEN/NR4/").content.decode()


def test_a_role_that_reads_no_draft_finds_none(monkeypatch):
    blind = replace(ONLOOKER, reads_drafts=Leave.NO)
    assert may(blind, Access.REPORT_READ, two_step=True) is Answer.HIDDEN


def test_the_page_of_permissions_has_a_column_for_every_role_and_for_those_of_another_party(onlooker):
    shown = columns()
    assert (shown["onlooker of the Party"], shown["onlooker of another"]) == (onlooker, Nobody.OUTSIDER)
    page = as_markdown(named_views())
    assert "| onlooker of the Party |" in page
    assert re.search(r"a role sends nothing \(403\): .*\bonlooker\.$", page, re.MULTILINE)


def test_what_is_sent_never_demands_less_than_the_page():
    for role in EVERY_ROLE:
        for page, sent in TO_SEND.items():
            if leave_of(role, page) is Leave.NO:
                assert leave_of(role, sent) is Leave.NO


# -- nobody beside the table


BASE = Path(settings.BASE_DIR)
# The table, and what is written by it or fills a portal for demonstration.
NAMES_ROLES = ("parties/roles.py", "parties/demonstration_people.py")


def product_files(ending):
    for path in sorted(BASE.rglob(f"*{ending}")):
        place = path.relative_to(BASE)
        if place.parts[0] not in ("tests", "tools", ".venv") and "migrations" not in place.parts:
            yield place, path.read_text(encoding="utf-8")


def names_in(tree):
    """The names of roles that code compares with, matches, looks up in the table or asks the database for."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare():
                asked = [node.left, *node.comparators]
            case ast.MatchValue():
                asked = [node.value]
            case ast.keyword(arg="role" | "role__in"):
                asked = [node.value]
            case ast.Subscript(value=ast.Name(id="ROLES")):
                asked = [node.slice]
            case _:
                continue
        for one in asked:
            for inner in ast.walk(one):
                if isinstance(inner, ast.Constant) and inner.value in ROLES:
                    yield inner.lineno


def test_no_module_but_the_table_asks_for_a_role_by_its_name():
    found = [
        f"{place}:{line}"
        for place, text in product_files(".py")
        if place.as_posix() not in NAMES_ROLES
        for line in names_in(ast.parse(text))
    ]
    assert found == []


def test_no_template_asks_for_a_role_by_its_name():
    named = re.compile(rf"""[!=]= ?["']({"|".join(ROLES)})["']|\bis_publisher\b|get_role_display""")
    assert [str(place) for place, text in product_files(".html") if named.search(text)] == []


def test_a_name_in_a_comparison_is_found():
    asked = 'a == "authority"; f(role="staff"); b in ("publisher",); ROLES["contributor"]; c == "else"'
    assert len(list(names_in(ast.parse(asked)))) == 4
