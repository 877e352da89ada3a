"""The register of adjustments: what followed from the findings of published editions, as a page and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation.models import Adjustment
from parties.asked import reads
from portal.views.files import csv_file

COLUMNS = (
    "number",
    "version",
    "plan",
    "evaluation",
    "edition",
    "subject",
    "found",
    "decided",
    "decided_on",
    "decision",
    "meeting",
    "changed",
    "changed_where",
    "changed_on",
    "programme_items",
    "source",
    "withdrawn",
    "why",
    "recorded_at",
)


@reads()
def adjustment_list(request: HttpRequest) -> HttpResponse:
    """Every entry as it stands, also those withdrawn, the newest decision first."""
    context = {
        "nav": "evaluations",
        "entries": Adjustment.objects.standing().told(),
        "downloads": [{"format": "CSV", "url": reverse("portal:adjustments-csv")}],
        "crumbs": [{"title": _("Evaluations"), "url": reverse("portal:evaluation-list")}],
    }
    return render(request, "portal/evaluations/adjustments.html", context)


@reads()
def adjustments_csv(request: HttpRequest) -> HttpResponse:
    """The same entries as rows."""
    return csv_file("adjustments", COLUMNS, (_row(one) for one in Adjustment.objects.standing().told()))


def _row(one: Adjustment) -> dict[str, object]:
    evaluation = one.edition.evaluation
    return {name: getattr(one, name, None) for name in COLUMNS} | {
        "plan": evaluation.plan.slug,
        "evaluation": evaluation.slug,
        "edition": one.edition.version,
        "meeting": one.meeting.title if one.meeting else "",
        "programme_items": " ".join(f"{held.item.meeting_code}({held.item.letter})" for held in one.items.all()),
        "withdrawn": one.is_withdrawn,
        "recorded_at": one.recorded_at.isoformat(timespec="seconds"),
    }
