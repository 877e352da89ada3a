"""Pages in the Secretariat's own words, and where a publisher enters them."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from languages.codes import ENGLISH, LANGUAGES, short
from parties.asked import reads
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user
from portal.policies import MOST_CHARACTERS, TITLES, WordedMeanwhile, enter_text, text_for, texts_of


class PolicyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=gettext_lazy("Plain text; an empty line begins a paragraph. Empty: the portal’s own text is shown."),
    )
    over = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)


def _known(page: str) -> str:
    if page not in TITLES:
        raise Http404(_("There is no such page."))
    return page


@reads()
def policy(request: HttpRequest, page: str) -> HttpResponse:
    reader = short(get_language() or ENGLISH)
    shown = text_for(_known(page), reader)
    context = {
        "nav": "",
        "page": page,
        "title": TITLES[page],
        "shown": shown,
        "in_another_language": shown is not None and shown.language != reader,
        "default": f"portal/policies/{page}.html",
    }
    return render(request, "portal/policies/page.html", context)


@require_safe
@requires(Access.DESK)
def policies(request: HttpRequest) -> HttpResponse:
    """Each page with the languages in which the Secretariat's own words stand."""
    rows = [{"page": page, "title": title, "texts": list(texts_of(page).values())} for page, title in TITLES.items()]
    return render(request, "portal/desk/policies.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.PUBLISH)
@takes(A_TEXT)
def policy_text(request: HttpRequest, page: str, language: str) -> HttpResponse:
    """Enter the words of a page in a language."""
    if language not in LANGUAGES:
        raise Http404(_("There is no such page."))
    standing = texts_of(_known(page))[language]
    form = PolicyForm(request.POST or None, initial={"text": standing.text, "over": standing.version})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            said = form.cleaned_data
            by, now = signed_in_user(request), timezone.now()
            try:
                enter_text(page=page, language=language, text=said["text"], over=said["over"], by=by, at=now)
            except WordedMeanwhile:
                status = HTTPStatus.CONFLICT
                standing = texts_of(page)[language]
                # What is sent again goes over the text that is shown now.
                form = PolicyForm({"text": said["text"], "over": standing.version})
                form.add_error(
                    "text", _("Somebody else entered a text meanwhile; it stands below. Yours is not stored yet.")
                )
            else:
                messages.success(request, _("The text is kept and shown."))
                return redirect("desk_policies:policies")
    context = {
        "form": form,
        "page": page,
        "title": TITLES[page],
        "language": language,
        "standing": standing,
        "conflict": status == HTTPStatus.CONFLICT,
        "default": f"portal/policies/{page}.html",
    }
    return render(request, "portal/desk/policy_text.html", context, status=status)
