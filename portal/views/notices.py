"""Notices by e-mail: asking for them, confirming, and stopping at one click."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evaluation.editions.selectors import published_edition
from evaluation.notices import CONFIRM, STOP, LinkSpent, TooManyToday, ask_for_notices, confirm, stop, subscription_of
from parties.asked import reads
from parties.throttling import network_of

PAGE = "portal/evaluations/notices.html"


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@reads()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def notices(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; whoever sends it is told the same, whether or not the address was known."""
    evaluation = published_edition(slug).evaluation
    form = AddressForm(request.POST if request.method == "POST" else None)
    step = "form"
    if request.method == "POST" and form.is_valid():
        language = get_language() or "en"
        try:
            ask_for_notices(
                evaluation=evaluation,
                email=form.cleaned_data["email"],
                language=language,
                asker=network_of(request),
                at=timezone.now(),
            )
            step = "asked"
        except TooManyToday:
            form.add_error(None, _("From your network notices were asked for too often today. Try again tomorrow."))
    return render(request, PAGE, {"nav": "evaluations", "evaluation": evaluation, "form": form, "step": step})


@reads()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter shows a button: what only opens links confirms nothing."""
    try:
        if request.method == "POST":
            held, step = confirm(token=token, at=timezone.now()), "confirmed"
        else:
            held, step = subscription_of(token, CONFIRM), "confirm"
    except LinkSpent as spent:
        raise Http404(_("This link is too old, or was stopped. Ask for notices again.")) from spent
    return render(request, PAGE, {"nav": "evaluations", "evaluation": held.evaluation, "step": step})


# A mail program posts here by itself, without a page of ours before (RFC 8058).
@reads()
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request: HttpRequest, token: str) -> HttpResponse:
    """Stop at one click; the link of the letter shows the button for it."""
    try:
        if request.method == "POST":
            stop(token=token)
            return render(request, PAGE, {"nav": "evaluations", "step": "ended"})
        held = subscription_of(token, STOP)
    except LinkSpent as spent:
        raise Http404(_("This link is not ours, or the notices were stopped before.")) from spent
    return render(request, PAGE, {"nav": "evaluations", "evaluation": held.evaluation, "step": "end"})
