"""Forms of the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.frequent_remarks import with_frequent
from national_reports.models import ReviewDraft
from national_reports.posted import FREQUENT, REASON, TICK, VERSION
from national_reports.questionnaire import QuestionnaireForm
from national_reports.services.attachments import ENDINGS
from national_reports.services.drafts import Reason
from national_reports.services.notes import LONGEST
from parties.forms import PartyField
from parties.possible_days import possible_day

# The whole report, among the questions of a return.
WHOLE = "whole"


class PaperForm(forms.Form):
    """A report that came on paper: whose, of which cycle, when, and the scan."""

    party = PartyField(required=True)
    cycle = forms.ModelChoiceField(
        ReportingCycle.objects.none(), label=_("Cycle"), to_field_name="code", empty_label=None
    )
    received_on = forms.DateField(
        label=_("Day received"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[possible_day],
        help_text=_("The day on which the paper reached the Secretariat: it decides whether the report is late."),
    )
    scan = forms.FileField(
        label=_("The original"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("A scan, a document or a workbook, at most 10 MB. It stays with the report."),
    )

    beside = forms.BooleanField(
        label=_("If the Party has begun the report here: enter this beside it"),
        required=False,
        help_text=_(
            "Its draft is kept as it is, for the Party alone to read and to take answers over from. It is told by "
            "letter."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What comes after a cycle was closed is entered too; one that never began has no report of anybody.
        cycles = ReportingCycle.objects.filter(Q(is_open=True) | Q(reports__isnull=False))
        cycle = cast("forms.ModelChoiceField[ReportingCycle]", self.fields["cycle"])
        cycle.queryset = cycles.filter(questionnaires__isnull=False).distinct().order_by("-is_open", "-deadline")

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
        validators=[possible_day],
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
        # Whoever chooses a frequent remark returns the question for it.
        frequent = {key: chosen for key in known if (chosen := str(typed.get(f"{FREQUENT}{key}", "")))}
        texts = {
            key: with_frequent(
                str(typed.get(f"{REASON}{key}", "")).replace("\r\n", "\n").strip(), frequent.get(key, "")
            )
            for key in known
        }
        return cls(
            ticked=frozenset((*typed.getlist(TICK), *frequent)) & frozenset(known),
            texts={key: text for key, text in texts.items() if text},
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
