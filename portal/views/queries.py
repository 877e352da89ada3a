"""“Something is wrong here”: the form that a reader asks with, and the page of a query for whoever asked."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.queries import About, Subject, TooManyToday, UnknownSubject, ask, query_traced, subject_of, trace_url
from evaluation.queries_in_words import about_in_words, about_of
from figures.selectors import forms as questionnaires
from indicators.models import Measure, Plan
from languages.codes import short
from national_reports.questionnaire import Question
from national_reports.words import called
from parties.asked import reads
from parties.formats import under
from parties.forms import SelectInLanguages
from parties.in_languages import in_english, reader_language
from parties.models import Party, User
from parties.throttling import network_of

MEASURES, ANSWERS = "measures", "answers"
LONGEST_WORDS = 4000
LONGEST_OPTION = 120


class QueryForm(forms.Form):
    """What is wrong, and where an answer may go. What the address does not name is chosen."""

    party = forms.ChoiceField(label=gettext_lazy("Party"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    question = forms.ChoiceField(label=gettext_lazy("Question"), widget=SelectInLanguages)
    words = forms.CharField(
        label=gettext_lazy("What is wrong, and how you know"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_WORDS,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Only if you want the answer as a letter. Nobody is shown it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    seen = forms.BooleanField(label=gettext_lazy("Let the Secretariat see who asks"), required=False, initial=True)

    def __init__(self, *args: Any, subject: Subject, of: str, asker: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = subject.about
        if asker is None:
            del self.fields["seen"]
        else:
            self.fields["seen"].help_text = _(
                "You are signed in as %(name)s. Without it the query is that of a reader, as if you were not."
            ) % {"name": asker.name}
        if about.party:
            del self.fields["party"]
        else:
            names = sorted((party.name, party.code) for party in Party.objects.all())
            self._choose("party", [("", _("No Party in particular")), *((code, name) for name, code in names)])
        if of == MEASURES and not about.measure:
            self._choose("measure", [("", _("Choose a measure")), *_measures(subject)])
        else:
            del self.fields["measure"]
        held = questionnaires().get(about.cycle)
        if of == ANSWERS and not about.question and held is not None:
            asked = [(key, _asked(one)) for key, one in held.questions.items()]
            self._choose("question", [("", _("Choose a question")), *asked])
        else:
            del self.fields["question"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> dict[str, str]:
        """What of the subject was chosen here."""
        return {name: self.cleaned_data[name] for name in ("party", "measure", "question") if name in self.fields}


def _asked(question: Question) -> str:
    """A question as one line of a list, all of it in the language of its wording."""
    wording = question.wording
    if short(wording.language) == reader_language():
        return _cut(under(capfirst(called(question)), wording.text))
    return in_english(_cut(f"{question.number} {wording.text}".strip()))


def _cut(text: str) -> str:
    """As much of a text as a list has room for, in whole words where it has such."""
    if len(text) <= LONGEST_OPTION:
        return text
    begun = text[:LONGEST_OPTION]
    return f"{begun.rpartition(' ')[0] or begun}…"


def _measures(subject: Subject) -> list[tuple[str, str]]:
    form = subject.form
    if form is not None:
        return [(name, f"{held['indicator']} {held['label']}"[:120]) for name, held in form["measures"].items()]
    plan = Plan.objects.filter(slug=subject.about.plan).first() or Plan.objects.filter(current=True).first()
    held = Measure.objects.filter(indicator__plan=plan).select_related("indicator")
    rows = held.order_by("indicator__position", "position")
    return [(f"{one.indicator.code}/{one.key}", f"{one.indicator.code} {one.label}"[:120]) for one in rows]


@reads("plan", "measure", "party", "cycle", "question", "edition", "of")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """The form, for what its address names; what is sent is bound to what stands there now."""
    named = {name: request.GET.get(name, "") for name in About.__dataclass_fields__}
    try:
        subject = subject_of(About(**named))
    except UnknownSubject as unknown:
        raise Http404(_("Nothing that is published has this name. Follow the link of the page again.")) from unknown
    asker = request.user if isinstance(request.user, User) else None
    form = QueryForm(
        request.POST if request.method == "POST" else None,
        subject=subject,
        of=request.GET.get("of", ""),
        asker=asker,
        # Whoever is signed in has an address here, and may take it out.
        initial={"email": asker.email if asker else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            query = ask(
                about=About(**named | form.chosen),
                words=form.cleaned_data["words"],
                email=form.cleaned_data["email"],
                language=get_language() or "en",
                asker=network_of(request),
                by=asker if form.cleaned_data.get("seen") else None,
                at=timezone.now(),
            )
            return redirect(trace_url(query))
        except TooManyToday:
            form.add_error(
                None, _("From your network so much was asked today that a machine may be asking. Try again tomorrow.")
            )
    context = {"form": form, "about": about_in_words(subject.about, subject.edition)}
    return render(request, "portal/query_new.html", context)


@reads()
@require_safe
@never_cache
def query(request: HttpRequest, token: str) -> HttpResponse:
    """A query with its day, what it is of and its answer; the link is with whoever asked."""
    try:
        held = query_traced(token)
    except UnknownSubject as unknown:
        raise Http404(_("This link is not ours. Look whether it was copied whole.")) from unknown
    return render(request, "portal/query.html", {"query": held, "about": about_of(held)})
