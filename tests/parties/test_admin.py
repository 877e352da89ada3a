"""The administration: staff in two steps, and every change on the trail."""

import pytest
from django.test import Client

from jobs.models import Job
from parties.audit_verification import verify
from parties.changes import generation
from parties.models import AuditEvent, GroupMembership, Party, PartyGroup, TreatyStatus
from tests.people_factories import client_of, make_focal_point, make_staff


def form_of(page):
    """What a browser would send back unchanged."""
    data = {}
    forms = [page.context["adminform"].form] + [
        form for formset in page.context["inline_admin_formsets"] for form in formset.formset.forms
    ]
    for formset in page.context["inline_admin_formsets"]:
        data |= {f"{formset.formset.prefix}-{k}": v for k, v in formset.formset.management_form.initial.items()}
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
            if value is False:
                del data[field.html_name]
    return data


def test_the_administration_has_the_portals_own_sign_in():
    answer = Client().get("/admin/")
    page = Client().get(answer.url)
    assert page.url.startswith("/en/accounts/login/?next=")


def test_the_administration_needs_two_steps():
    page = client_of(make_staff(two_step=False)).get("/admin/", follow=True)
    assert page.redirect_chain[-1][0] == "/en/accounts/2fa/"
    assert client_of(make_staff()).get("/admin/").status_code == 200


def test_focal_points_are_refused():
    assert client_of(make_focal_point(role="authority")).get("/admin/", follow=True).status_code == 403


def test_a_change_of_a_party_is_on_the_trail_and_figures_follow():
    staff, party = make_staff(), Party.objects.get(code="KEN")
    client, before = client_of(staff), generation()
    address = f"/admin/parties/party/{party.pk}/change/"
    data = form_of(client.get(address)) | {"note": "A note"}
    assert client.post(address, data).status_code == 302
    event = AuditEvent.objects.get(subject="party/KEN")
    assert (event.action, event.by, event.detail) == ("changed", staff, {"note": ["", "A note"]})
    assert generation() != before
    assert Job.objects.get(kind="compute_progress").reason == "party/KEN changed by hand"
    assert verify()[1] == []


def test_saving_without_a_change_leaves_no_trace():
    party = Party.objects.get(code="KEN")
    client = client_of(make_staff())
    address = f"/admin/parties/party/{party.pk}/change/"
    assert client.post(address, form_of(client.get(address))).status_code == 302
    assert not AuditEvent.objects.filter(subject="party/KEN").exists()


def test_a_changed_and_a_removed_treaty_status_are_on_the_trail_of_the_party():
    party = Party.objects.get(code="KEN")
    client = client_of(make_staff())
    address = f"/admin/parties/party/{party.pk}/change/"
    data = form_of(client.get(address))
    data |= {"statuses-0-note": "Mended", "memberships-0-DELETE": "on"}
    assert client.post(address, data).status_code == 302
    actions = dict(AuditEvent.objects.filter(subject="party/KEN").values_list("action", "detail"))
    assert actions["treatystatus saved"]["note"][1] == "Mended"
    assert "groupmembership removed" in actions
    assert TreatyStatus.objects.filter(party=party, note="Mended").exists()


def test_a_removed_group_is_on_the_trail():
    group = PartyGroup.objects.create(slug="passing", kind="region", name="Passing", definition="For a test")
    client = client_of(make_staff())
    assert client.post(f"/admin/parties/partygroup/{group.pk}/delete/", {"post": "yes"}).status_code == 302
    assert AuditEvent.objects.get(subject="group/passing").action == "removed"
    assert not GroupMembership.objects.filter(group=group.pk).exists()


@pytest.mark.parametrize(("superuser", "status"), [(False, 403), (True, 302)])
def test_flags_of_people_are_mended_by_superusers_only(superuser, status):
    person = make_focal_point()
    client = client_of(make_staff(is_superuser=superuser))
    address = f"/admin/parties/user/{person.pk}/change/"
    assert client.get(address).status_code == 200
    data = {"name": "Another Name", "is_active": "on", "is_staff": "on"}
    assert client.post(address, data).status_code == status
    person.refresh_from_db()
    assert person.is_staff is superuser
    assert AuditEvent.objects.filter(subject=f"person/{person.pk}", action="changed").exists() is superuser
    assert not Job.objects.filter(kind="compute_progress").exists()


@pytest.mark.parametrize("address", ["user/add/", "focalpoint/", "auditevent/", "invitation/"])
def test_people_and_the_trail_are_not_written_here(address):
    status = client_of(make_staff(is_superuser=True)).get(f"/admin/parties/{address}").status_code
    assert status in (403, 404)
