"""What an auditor is shown, for publishers: one page, and its tables as files, which the journal tells of."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from parties.journal import note_export
from parties.models import User
from parties.permissions import Access, requires, signed_in_user
from parties.possible_days import possible_day
from parties.spreadsheets import csv_lines
from portal.auditor import ACT_COLUMNS, ROLE_COLUMNS, act_rows, acts, input_changes, role_rows, roles_on

# Of each table; the file has all.
SHOWN = 50
DAYS = 30


def _day(label: Any) -> forms.DateField:
    box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=box, validators=[possible_day])


class Asked(NamedTuple):
    """What is asked, with today and the last thirty days in the place of what was left empty."""

    on: date
    first: date
    last: date
    person: User | None


class AuditorForm(forms.Form):
    on = _day(gettext_lazy("Roles on"))
    first = _day(pgettext_lazy("day", "From"))
    last = _day(pgettext_lazy("day", "To"))
    person = forms.ModelChoiceField(
        User.objects.order_by("name"),
        label=gettext_lazy("Acts of"),
        required=False,
        empty_label=gettext_lazy("Everybody"),
    )

    def asked(self, today: date) -> Asked:
        """What is asked; a box that cannot be read counts as empty, and its fault stands beside it."""
        held = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        last = held.get("last") or today
        first = held.get("first") or last - timedelta(days=DAYS)
        return Asked(held.get("on") or today, first, last, held.get("person"))


@require_safe
@requires(Access.PUBLISH)
def page(request: HttpRequest) -> HttpResponse:
    """Roles of a day, acts of a period and changes of what figures rest on; the first rows of each."""
    form = AuditorForm(request.GET)
    asked = form.asked(timezone.localdate())
    roles = list(roles_on(asked.on))
    events = acts(person=asked.person, first=asked.first, last=asked.last)
    changes = input_changes(first=asked.first, last=asked.last)
    context = {
        "form": form,
        "asked": asked,
        "shown": SHOWN,
        "roles": roles[:SHOWN],
        "tables": [
            {"name": "acts", "title": _("Acts"), "events": events[:SHOWN], "number": events.count()},
            {
                "name": "inputs",
                "title": _("Changes under figures"),
                "events": changes[:SHOWN],
                "number": changes.count(),
            },
        ],
        "number": len(roles),
        "query": request.GET.urlencode(),
    }
    return render(request, "portal/desk/auditor.html", context)


@require_safe
@requires(Access.PUBLISH)
def table(request: HttpRequest, what: str) -> StreamingHttpResponse:
    """One of the tables, whole; the journal tells who took it along."""
    form = AuditorForm(request.GET)
    if not form.is_valid():
        raise Http404(_("These days cannot be read: ask again on the page."))
    asked = form.asked(timezone.localdate())
    period = f"{asked.first}–{asked.last}"
    if what == "roles":
        said, columns, rows = f"{what} {asked.on}", ROLE_COLUMNS, role_rows(asked.on)
    elif what == "acts":
        of = f" person/{asked.person.pk}" if asked.person else ""
        found = acts(person=asked.person, first=asked.first, last=asked.last)
        said, columns, rows = f"{what} {period}{of}", ACT_COLUMNS, act_rows(found)
    elif what == "inputs":
        said, columns, rows = (
            f"{what} {period}",
            ACT_COLUMNS,
            act_rows(input_changes(first=asked.first, last=asked.last)),
        )
    else:
        raise Http404
    if request.method == "GET":
        note_export(request, signed_in_user(request), what=said, at=timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="{what}.csv"'}
    return StreamingHttpResponse(csv_lines(columns, rows), content_type="text/csv; charset=utf-8", headers=headers)
