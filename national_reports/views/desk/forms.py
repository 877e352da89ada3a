"""Forms of the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.models import ReviewDraft
from national_reports.posted import REASON, TICK, VERSION
from national_reports.questionnaire import QuestionnaireForm
from national_reports.services.drafts import Reason
from national_reports.services.notes import LONGEST
from national_reports.services.paper import SCANS
from parties.forms import PartyField

# The whole report, among the questions of a return.
WHOLE = "whole"


class PaperForm(forms.Form):
    """A report that came on paper: whose, of which cycle, when, and the scan."""

    party = PartyField(required=True)
    cycle = forms.ModelChoiceField(
        ReportingCycle.objects.filter(is_open=True), label=_("Cycle"), to_field_name="code", empty_label=None
    )
    received_on = forms.DateField(
        label=_("Day received"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day on which the paper reached the Secretariat: it decides whether the report is late."),
    )
    scan = forms.FileField(
        label=_("Scan of the paper"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join((*SCANS.values(), ".jpeg"))}),
        help_text=_("PDF, PNG or JPEG, at most 10 MB. It stays with the report."),
    )

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not been yet."))
        return day


class ExtensionForm(forms.Form):
    """A later due day: for whom, until when, by which decision."""

    party = PartyField(empty_label=_("All Parties"))
    due_on = forms.DateField(
        label=_("Due on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Reports received by the end of that day anywhere on Earth (UTC−12) are in time."),
    )
    decision = forms.CharField(
        label=_("Decision"), max_length=500, help_text=_("The decision or letter that gives it, as it is cited.")
    )

    def __init__(self, *args: Any, cycle: ReportingCycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle = cycle

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day <= self.cycle.deadline:
            raise forms.ValidationError(_("This is not after the cycle's own due day."))
        if self.cycle.cut_off is not None and day > self.cycle.cut_off:
            raise forms.ValidationError(
                _("This is after the cycle's cut-off: a report of that day would not be counted.")
            )
        return day


@dataclass(frozen=True)
class Reasons:
    """Why a report is returned, as it was typed: ticked questions and their texts, "whole" for the whole report."""

    ticked: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)
    # At which version of the reviewer's draft each was read; a page without scripts sends all that it shows.
    versions: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, typed: QueryDict, form: QuestionnaireForm) -> "Reasons":
        known = [WHOLE, *form.fields]
        return cls(
            ticked=frozenset(typed.getlist(TICK)) & frozenset(known),
            texts={key: text for key in known if (text := str(typed.get(f"{REASON}{key}", "")).strip())},
            versions={
                key: int(version[:9]) for key in known if (version := typed.get(f"{VERSION}{key}", "")).isdecimal()
            },
        )

    @classmethod
    def of_drafts(cls, drafts: Iterable[ReviewDraft]) -> "Reasons":
        """What a reviewer typed earlier."""
        rows = {one.question or WHOLE: one for one in drafts}
        return cls(
            ticked=frozenset(key for key, one in rows.items() if one.ticked),
            texts={key: one.text for key, one in rows.items() if one.text.strip()},
            versions={key: one.version for key, one in rows.items()},
        )

    def over(self, drafts: "Reasons") -> "Reasons":
        """These, and at questions that their page did not show what was typed earlier; each at its newest version."""
        elsewhere = drafts.versions.keys() - self.versions.keys() - self.texts.keys() - self.ticked
        return Reasons(
            ticked=self.ticked | (drafts.ticked & elsewhere),
            texts={**{key: text for key, text in drafts.texts.items() if key in elsewhere}, **self.texts},
            versions=drafts.versions,
        )

    @property
    def drafts(self) -> list[Reason]:
        """What is to be kept of them: every question whose version was sent along."""
        return [
            Reason("" if key == WHOLE else key, key in self.ticked, self.texts.get(key, ""), version)
            for key, version in self.versions.items()
        ]

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by question; "whole" where nothing is ticked at all."""
        found = {}
        for key in (*sorted(self.ticked), *self.texts):
            text = self.texts.get(key, "")
            if key not in self.ticked:
                found[key] = _("This reason is not ticked: tick it, or empty the text.")
            elif not text:
                found[key] = _("Say what the Party should look at here.")
            elif len(text) > LONGEST:
                found[key] = _("The reason is longer than 5,000 characters: shorten it.")
        if not self.ticked and not found:
            found[WHOLE] = _("Tick at least one question, or the whole report, and give the reason.")
        return {key: str(text) for key, text in found.items()}

    @property
    def given(self) -> dict[str, str]:
        """The reasons as the service takes them."""
        return {"" if key == WHOLE else key: self.texts[key] for key in sorted(self.ticked)}
