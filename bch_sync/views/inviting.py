"""Invite several people at once: from a file, or the focal points that the Clearing-House lists."""

import csv
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bch_sync import focal_points
from bch_sync.models import SyncRun
from parties import inviting
from parties.bounds import A_TEXT, takes
from parties.forms import GroupField
from parties.invitations import Reach, reach
from parties.models import GroupMembership, Party, current_on
from parties.permissions import Access, requires, signed_in_user
from parties.roles import of_a_party
from parties.spreadsheets import safe_cell


class OfAList(forms.Form):
    """What every list is asked: the language of letters where none is known."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of letters"),
        help_text=gettext_lazy(
            "For people whose language nobody knows: neither the list, nor their account, nor the last report of their "
            "Party says it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        _choices(self, "language", [(code, str(name)) for code, name in settings.LANGUAGES])


class FileForm(OfAList):
    """A list of people in a file."""

    file = forms.FileField(
        label=gettext_lazy("List (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        help_text=gettext_lazy("Columns: name, email, party, role, language. The last two may be empty."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role where the list names none"))

    field_order = ("file", "role", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", [(role.code, str(role.title)) for role in of_a_party()])


class RegistryForm(OfAList):
    """Which focal points of the Clearing-House, in which role, of which Parties."""

    protocol = forms.ChoiceField(label=gettext_lazy("Focal points for the Protocol"), required=False)
    clearing_house = forms.ChoiceField(label=gettext_lazy("Focal points for the Clearing-House"), required=False)
    emergency = forms.ChoiceField(
        label=gettext_lazy("Contacts for unintentional transboundary movements (Article 17)"), required=False
    )
    nobody = forms.BooleanField(label=gettext_lazy("Only Parties without anybody here"), required=False, initial=True)
    group = GroupField()

    field_order = ("protocol", "clearing_house", "emergency", "nobody", "group", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Not invited")), *((role.code, str(role.title)) for role in of_a_party())]
        for name in ("protocol", "clearing_house", "emergency"):
            _choices(self, name, choices)
        self.fields["protocol"].initial = "authority"

    def roles(self) -> dict[str, str]:
        """{what a focal point is: the role that it is given}."""
        given = self.cleaned_data
        return {
            focal_points.PROTOCOL: given["protocol"],
            focal_points.CLEARING_HOUSE: given["clearing_house"],
            focal_points.EMERGENCY: given["emergency"],
        }

    def parties(self) -> list[Party]:
        """The Parties that the form asks for, as they stand today."""
        now = timezone.now()
        today = timezone.localdate(now)
        found = Party.objects.in_force(today)
        if self.cleaned_data["group"]:
            of_group = GroupMembership.objects.filter(current_on(today), group=self.cleaned_data["group"])
            found = found.filter(pk__in=of_group.values("party"))
        parties = list(found)
        if not self.cleaned_data["nobody"]:
            return parties
        reached = reach(parties, at=now)
        return [party for party in parties if reached[party.pk] is not Reach.IN]


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def several(request: HttpRequest) -> HttpResponse:
    """Both ways; posting brings a file, which is shown line by line next."""
    form = FileForm(request.POST or None, request.FILES or None, auto_id="file_%s")
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = inviting.read_list(file.read())
        except inviting.ListUnreadable as fault:
            form.add_error("file", str(fault))
        else:
            return _kept(request, rows, source=str(file.name), form=form, role=form.cleaned_data["role"])
    return _page(request, form, RegistryForm(auto_id="registry_%s"))


@require_POST
@requires(Access.DESK)
def from_clearing_house(request: HttpRequest) -> HttpResponse:
    """Make a list of the Clearing-House's focal points, which is shown line by line next."""
    form = RegistryForm(request.POST, auto_id="registry_%s")
    if form.is_valid():
        rows = focal_points.to_invite(focal_points.listed(form.parties()), roles=form.roles())
        if rows:
            return _kept(request, rows, source=_("Focal points of the Clearing-House"), form=form)
        form.add_error(
            None,
            _("The Clearing-House lists no such focal point of these Parties. Choose others, or read it anew first."),
        )
    return _page(request, FileForm(auto_id="file_%s"), form)


def _kept(
    request: HttpRequest, rows: list[inviting.Asked], *, source: str, form: OfAList, role: str = ""
) -> HttpResponse:
    held = inviting.keep_list(
        rows=rows,
        source=source,
        by=signed_in_user(request),
        at=timezone.now(),
        role=role,
        languages=focal_points.languages_of_parties(),
        language=form.cleaned_data["language"],
    )
    return redirect("parties:invitation-list", held.pk)


def _page(request: HttpRequest, file: FileForm, registry: RegistryForm) -> HttpResponse:
    read = SyncRun.objects.exclude(finished_at=None).order_by("-finished_at").first()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if file.errors or registry.errors else HTTPStatus.OK
    context = {"file": file, "registry": registry, "read": read}
    return render(request, "bch_sync/inviting.html", context, status=status)


@require_safe
@requires(Access.DESK)
def empty_list(request: HttpRequest) -> HttpResponse:
    """A list to fill in: one line for each Party without anybody, its code filled in already."""
    now = timezone.now()
    parties = list(Party.objects.in_force(timezone.localdate(now)).by_name())
    reached = reach(parties, at=now)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people-to-invite.csv"'
    # A spreadsheet takes it for UTF-8 by this mark alone.
    response.write("\ufeff")
    write = csv.writer(response)
    write.writerow([*inviting.COLUMNS, "party_name"])
    for party in parties:
        if reached[party.pk] is not Reach.IN:
            write.writerow(["", "", party.code, "", "", safe_cell(party.name)])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
def differences(request: HttpRequest) -> HttpResponse:
    """Where the Clearing-House's focal points and the people here differ; posting invites one of those listed there."""
    found = focal_points.differences(at=timezone.now())
    if request.method == "POST":
        # What was shown may have been settled by somebody else meanwhile.
        asked = [one for one in found.only_there if one.identifier == request.POST.get("record")]
        if asked:
            return _kept_one(request, asked[0])
        messages.info(request, _("This difference is settled already."))
        return redirect("inviting:differences")
    return render(request, "bch_sync/focal_points.html", {"found": found})


def _kept_one(request: HttpRequest, one: focal_points.Listed) -> HttpResponse:
    """A list of one line: the Protocol's own focal point as authority, others as contributors."""
    roles = dict.fromkeys((focal_points.CLEARING_HOUSE, focal_points.EMERGENCY), "contributor")
    rows = focal_points.to_invite([one], roles=roles | {focal_points.PROTOCOL: "authority"})
    held = inviting.keep_list(
        rows=rows,
        source=_("Focal points of the Clearing-House"),
        by=signed_in_user(request),
        at=timezone.now(),
        languages=focal_points.languages_of_parties(),
        language=get_language() or "",
    )
    return redirect("parties:invitation-list", held.pk)
