"""Forms of the desk's evaluations."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from evaluation.choices import text_languages
from evaluation.evaluations import Parameters, digest_of_parameters
from evaluation.models import Evaluation, Meeting
from figures.selectors import pairs
from indicators.models import Plan, ProgrammeItem, ReportingCycle
from languages.codes import ENGLISH, LANGUAGES, tag
from languages.writing import arrow, is_right_to_left, within_a_sentence
from parties.forms import SelectInLanguages
from parties.in_languages import in_reader_language, reader_language
from parties.models import PartyGroup
from parties.possible_days import possible_day
from parties.selectors import population
from typesetting.text import clean, one_line

DAY = {"type": "date"}
# Digits of a row's number, on both databases.
LONGEST_NUMBER = 18


def day_field(**fields: Any) -> forms.DateField:
    """A day, typed or chosen."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(widget=widget, validators=[possible_day], **fields)


def seen_field() -> forms.CharField:
    """The digest of what stood when the page was opened, so that nobody overwrites what they have not read."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


def typed_over(data: QueryDict, **read: object) -> QueryDict:
    """What was typed, now that what somebody else wrote meanwhile is shown beside it: sent again, it replaces that."""
    again = data.copy()
    for name, value in read.items():
        again[name] = str(value)
    return again


def code_field(**fields: Any) -> forms.RegexField:
    """A name that stands in an address."""
    said = gettext_lazy("Small letters, digits and single hyphens between them: mid-term, final-2020.")
    return forms.RegexField(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", error_messages={"invalid": said}, **fields)


class Words(forms.CharField):
    """What an officer writes, as documents can hold it: without what turns the words after it round."""

    def to_python(self, value: Any) -> str | None:
        given = super().to_python(value)
        if not given:
            return given
        # A box of one line holds one line, whatever program sends it.
        return one_line(given) if isinstance(self.widget, forms.TextInput) else clean(given)


def _of_language(language: str) -> dict[str, str]:
    """A box names its language to whoever listens to the page, and begins on the side of its letters."""
    return {"lang": tag(language), "dir": "rtl" if is_right_to_left(language) else "ltr"}


class EvaluationForm(forms.Form):
    """What an evaluation is of; its address is given once."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Evaluation.Kind.choices)
    slug = code_field(
        label=gettext_lazy("Address"),
        max_length=50,
        help_text=gettext_lazy("Small letters and hyphens: mid-term, final-2020. It never changes."),
    )
    pair = forms.ChoiceField(label=gettext_lazy("Cycles"))
    cut_off = day_field(
        label=gettext_lazy("Cut-off"),
        required=False,
        help_text=gettext_lazy("Reports of the current cycle received by this day count. Empty: the cycle's own day."),
    )
    population_on = day_field(
        label=gettext_lazy("Population day"),
        required=False,
        help_text=gettext_lazy("Parties on this day are counted. Empty: the cycle's population day."),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Groups shown"), required=False, widget=forms.CheckboxSelectMultiple
    )
    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Meeting"),
        queryset=Meeting.objects.all(),
        required=False,
        empty_label=pgettext_lazy("meeting", "None"),
        widget=SelectInLanguages,
    )
    agenda_item = Words(label=gettext_lazy("Agenda item"), max_length=20, required=False)
    symbol = Words(
        label=gettext_lazy("Document symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As the conference services gave it; it can be typed later, before freezing."),
    )

    def __init__(self, *args: Any, plan: Plan, evaluation: Evaluation | None = None, **kwargs: Any) -> None:
        self.plan, self.evaluation = plan, evaluation
        super().__init__(*args, **{"initial": _initial(evaluation)} | kwargs)
        titles = {one.code: one.title for one in ReportingCycle.objects.all()}
        self._field("pair").choices = [
            (f"{first}-{last}", f"{titles[first]} {arrow(reader_language())} {titles[last]}")
            for first, last in pairs(plan)
        ]
        self._field("groups").choices = [(group.slug, _(group.name)) for group in PartyGroup.objects.all()]
        if evaluation is not None:
            del self.fields["slug"]
            # Of an edition that is there already it is typed with its masthead.
            del self.fields["symbol"]
            self.fields["seen"] = seen_field()
        for language, name in text_languages().items():
            self.fields[f"title_{language}"] = Words(
                label=_("Title, %(language)s") % {"language": within_a_sentence(str(name), reader_language())},
                max_length=200,
                required=language == "en",
                initial=(evaluation.titles if evaluation else {}).get(language, ""),
                widget=forms.TextInput(attrs=_of_language(language)),
            )

    def clean_population_on(self) -> date | None:
        """Nobody is counted on a day before the Protocol was in force."""
        day: date | None = self.cleaned_data["population_on"]
        if day is not None and not population(day):
            raise forms.ValidationError(_("No country was a Party on this day: give a later one, or leave it empty."))
        return day

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    @property
    def parameters(self) -> Parameters:
        """What the services take."""
        given = self.cleaned_data
        baseline, _dash, current = given["pair"].partition("-")
        cycles = {cycle.code: cycle for cycle in ReportingCycle.objects.filter(code__in=(baseline, current))}
        return Parameters(
            kind=given["kind"],
            plan=self.plan,
            baseline=cycles[baseline],
            current=cycles[current],
            cut_off=given["cut_off"],
            population_on=given["population_on"],
            groups=given["groups"],
            meeting=given["meeting"],
            agenda_item=given["agenda_item"],
            titles={language: given[f"title_{language}"] for language in LANGUAGES},
        )


def _initial(evaluation: Evaluation | None) -> dict[str, Any]:
    if evaluation is None:
        return {"groups": list(PartyGroup.objects.values_list("slug", flat=True))}
    return {
        "kind": evaluation.kind,
        "pair": f"{evaluation.baseline.code}-{evaluation.current.code}",
        "cut_off": evaluation.cut_off,
        "population_on": evaluation.population_on,
        "groups": evaluation.groups,
        "meeting": evaluation.meeting_id,
        "agenda_item": evaluation.agenda_item,
        "seen": digest_of_parameters(evaluation),
    }


class RowsField(forms.ModelMultipleChoiceField[Any]):
    """Several rows; a number that no row can have is refused here, because a database refuses to read it."""

    def clean(self, value: Any) -> Any:
        for one in value or ():
            if len(str(one)) > LONGEST_NUMBER:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(one)[:40]}
                )
        return super().clean(value)


class CyclesField(RowsField):
    """Cycles, each by its title."""

    def label_from_instance(self, obj: ReportingCycle) -> str:
        return obj.title


class MeetingForm(forms.Form):
    """A meeting that evaluations are made for."""

    code = code_field(label=gettext_lazy("Code"), max_length=20, help_text=gettext_lazy("cop-mop-8"))
    title = Words(label=gettext_lazy("Title"), max_length=160)
    place = Words(label=gettext_lazy("Place"), max_length=120, required=False)
    starts_on = day_field(label=gettext_lazy("First day"), required=False)
    ends_on = day_field(label=gettext_lazy("Last day"), required=False)
    source = Words(
        label=gettext_lazy("Source"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )

    in_programme = forms.ChoiceField(label=gettext_lazy("In the programme of work"), required=False)
    cycles = CyclesField(
        label=gettext_lazy("National reports that it considers"),
        queryset=ReportingCycle.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ProgrammeItem.objects.exclude(meeting="").order_by("meeting_code").values_list("meeting", flat=True)
        held = dict.fromkeys(named)
        field = self.fields["in_programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Not named there")), *((name, in_reader_language(name)) for name in held)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (held := Meeting.objects.filter(code=given.get("code", "")).first()) is not None:
            # Whoever corrects one thing of a meeting loses nothing else of it.
            kept = {name: getattr(held, name) for name in ("place", "starts_on", "ends_on", "source", "in_programme")}
            given |= {name: given[name] or stands for name, stands in kept.items() if name in given}
            given["cycles"] = given.get("cycles") or held.cycles.all()
        named = given.get("in_programme")
        if named and Meeting.objects.filter(in_programme=named).exclude(code=given.get("code", "")).exists():
            self.add_error("in_programme", _("Another meeting is entered for this place of the programme."))
        first, last = given.get("starts_on"), given.get("ends_on")
        if last and (first is None or last < first):
            self.add_error("ends_on", _("The last day is not before the first."))
        return given


class TextForm(forms.Form):
    """A narrative beside the generated sentence, with the version that was read."""

    narrative = Words(
        label=gettext_lazy("Narrative"), widget=forms.Textarea(attrs={"rows": 8}), max_length=20000, required=False
    )
    sources = Words(
        label=gettext_lazy("Sources"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
        help_text=gettext_lazy("Documents that the narrative rests on, with symbols or addresses."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("narrative", "sources"):
            self.fields[name].widget.attrs |= _of_language(language)


class MastheadForm(forms.Form):
    """The document symbol, and what a correction changes."""

    symbol = Words(
        label=gettext_lazy("Document symbol"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As the conference services gave it; without one: “Not an official document”."),
    )
    seen = seen_field()


class PassForm(forms.Form):
    """One refusal that may stand, and why."""

    name = Words(max_length=40)
    place = Words(max_length=240)
    reason = Words(max_length=2000)


class LeaveOutForm(forms.Form):
    """A language that an edition leaves out, and why; offered are those that it does not leave out yet."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    reason = Words(label=gettext_lazy("Reason that the edition prints"), max_length=2000)

    def __init__(self, *args: Any, left_out: Container[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, name) for code, name in text_languages().items() if code != ENGLISH and code not in left_out]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class WithdrawalForm(forms.Form):
    """Why an edition is withdrawn."""

    reason = Words(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("It stands beside the edition wherever it is listed."),
    )


class ChangeForm(forms.Form):
    """One line of what a correction changes."""

    what = Words(
        label=gettext_lazy("What changed"),
        max_length=1000,
        help_text=gettext_lazy(
            "In English; what is not written in another language stands there in English, marked so."
        ),
    )
    why = Words(label=gettext_lazy("Why"), max_length=1000)

    def full_clean(self) -> None:
        """A line of which both boxes are empty is none, also where something stood there."""
        if self.is_bound and not any(self[name].data for name in self.fields):
            for field in self.fields.values():
                field.required = False
        super().full_clean()


class ChangeInLanguageForm(forms.Form):
    """The same line in another language, beside the English one."""

    what = Words(label=gettext_lazy("What changed"), max_length=1000, required=False)
    why = Words(label=gettext_lazy("Why"), max_length=1000, required=False)


def changes_in(
    language: str, lines: Sequence[Mapping[str, Any]], data: QueryDict | None
) -> "forms.BaseFormSet[ChangeInLanguageForm]":
    """One such form a line, with what stands in the language."""
    kind: type[forms.BaseFormSet[ChangeInLanguageForm]] = forms.formset_factory(ChangeInLanguageForm, extra=0)
    initial = [dict(line.get("translations", {}).get(language, {"what": "", "why": ""})) for line in lines]
    return kind(data, initial=initial, prefix="change")


ChangeFormSet: type[forms.BaseFormSet[ChangeForm]] = forms.formset_factory(ChangeForm, extra=2)


class CycleDatesForm(forms.Form):
    """The days of a cycle: two that are apart, and the last that counts."""

    deadline = day_field(
        label=gettext_lazy("Due on"),
        help_text=gettext_lazy("Reports received by the end of that day anywhere on Earth (UTC−12) are in time."),
    )
    population_on = day_field(
        label=gettext_lazy("Parties counted are those of"),
        help_text=gettext_lazy("Whoever is a Party on this day is counted. A later due day does not move it."),
    )
    cut_off = day_field(
        label=gettext_lazy("Counted as received by"),
        help_text=gettext_lazy("A report of a later day is welcome, and not counted. Not before the due day."),
    )
    cut_off_source = forms.CharField(
        label=gettext_lazy("Where the dates come from"),
        max_length=500,
        help_text=gettext_lazy("The decision or notification, as it is cited; in English. Readers see it."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        due, cut_off = given.get("deadline"), given.get("cut_off")
        if due and cut_off and cut_off < due:
            self.add_error("cut_off", _("The cut-off is before the due day: a report in time would not be counted."))
        return given
