"""Who looks after which Party, and how often staff are written what happened."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from national_reports.services.told import keep_wish, wish_of
from parties.bounds import A_TEXT, takes
from parties.carers import give_into_care
from parties.models import DeskWish, Party, User
from parties.permissions import Access, requires, signed_in_user

NOBODY = "nobody"


class WishForm(forms.Form):
    """How often somebody is written to, and of whom."""

    often = forms.ChoiceField(label=gettext_lazy("How often"), choices=DeskWish.Often.choices)
    own_only = forms.BooleanField(label=gettext_lazy("Only of the Parties that I look after"), required=False)


@require_POST
@requires(Access.DESK)
@takes(A_TEXT)
def carers(request: HttpRequest) -> HttpResponse:
    """Give the Parties ticked in the monitor into somebody's care, or nobody's."""
    staff = User.objects.filter(is_staff=True, is_active=True)
    chosen = request.POST.get("carer", "")
    carer = staff.filter(pk=int(chosen[:9])).first() if chosen.isdecimal() else None
    parties = list(Party.objects.filter(code__in=request.POST.getlist("care")))
    back = redirect(f"{reverse('desk:monitor')}?cycle={request.POST.get('cycle', '')[:12]}")
    if not parties or (carer is None and chosen != NOBODY):
        messages.error(request, _("Tick the Parties and choose a person first."))
        return back
    n = give_into_care(parties=parties, carer=carer, by=signed_in_user(request), at=timezone.now())
    messages.success(request, ngettext("Kept for %(n)d Party.", "Kept for %(n)d Parties.", n) % {"n": n})
    return back


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
def wishes(request: HttpRequest) -> HttpResponse:
    """How often whoever reads this is written what happened at the desk."""
    person, now = signed_in_user(request), timezone.now()
    wish = wish_of(person, at=now)
    form = WishForm(request.POST or None, initial={"often": wish.often, "own_only": wish.own_only})
    if request.method == "POST" and form.is_valid():
        keep_wish(person=person, **form.cleaned_data, at=now)
        messages.success(request, _("Your wish is kept."))
        return redirect("desk:wishes")
    return render(request, "national_reports/desk/wishes.html", {"form": form})
