"""Extensions of a cycle's due day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.models import ReportingCycle
from national_reports.models import Extension
from national_reports.services.extensions import extend_due_day, take_back_extension
from national_reports.views.desk.forms import ExtensionForm
from parties.permissions import Access, requires, signed_in_user


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.PUBLISH)
def extensions(request: HttpRequest, cycle: str) -> HttpResponse:
    """The later due days of a cycle, and a form to give one."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    form = ExtensionForm(request.POST or None, cycle=held)
    if request.method == "POST" and form.is_valid():
        extend_due_day(cycle=held, **form.cleaned_data, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("The later due day is kept. Whoever is counted stays the same."))
        return redirect("desk:cycle-extensions", held.code)
    context = {
        "cycle": held,
        "form": form,
        "extensions": held.extensions.select_related("party", "by"),
    }
    return render(request, "national_reports/desk/extensions.html", context)


@require_POST
@requires(Access.PUBLISH)
def extension_taking_back(request: HttpRequest, cycle: str, pk: int) -> HttpResponse:
    """Take an extension back."""
    extension = get_object_or_404(Extension.objects.select_related("cycle", "party"), cycle__code=cycle, pk=pk)
    take_back_extension(extension=extension, by=signed_in_user(request), at=timezone.now())
    messages.success(request, _("The extension is taken back."))
    return redirect("desk:cycle-extensions", cycle)
