"""What a list can be asked for. A value that does not exist is refused with the ones that do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DateField, Prefetch, Q, QuerySet, Value
from django.utils import timezone
from django_filters import CharFilter, DateFilter, FilterSet

from evaluation.models import Edition, Evaluation
from indicators.models import Finding, Indicator, Measure, Plan, ReportingCycle
from national_reports.ledger import ReportStanding
from parties.all_parties import ALL
from parties.models import GroupMembership, Party, PartyGroup, PartyQuerySet, current_on

CYCLE_HELP = "A cycle's code."
GROUP_HELP = f"A group's slug; {ALL} for all Parties."
OF_NO_PAIR = "What rests on no pair of cycles is listed too."
PLAN_HELP = "A plan's slug; without it, the current plan."


def find_plan(slug: str) -> Plan | None:
    """The plan of a slug, or the current one; compared here, so that no odd text reaches the database."""
    return next((plan for plan in Plan.objects.all() if (plan.slug == slug if slug else plan.current)), None)


class QueryForm(forms.Form):
    """Read a query; each `clean_…` names the values that exist."""

    def known(self, name: str, values: Iterable[str]) -> str:
        given: str = self.cleaned_data[name]
        if given and given not in (allowed := list(dict.fromkeys(values))):
            raise ValidationError(f"Unknown value. Allowed: {', '.join(allowed) or 'none yet'}.")
        return given


class PlanQuery(QueryForm):
    """A query about one plan."""

    def clean_plan(self) -> Plan | None:
        slug = self.cleaned_data["plan"]
        plan = find_plan(slug)
        if slug and plan is None:
            self.known("plan", Plan.objects.order_by("slug").values_list("slug", flat=True))
        return plan


class FigureQuery(PlanQuery):
    """A query about the figures of a plan; the plan is read first, then what belongs to it."""

    def clean_indicator(self) -> str:
        plan = self.cleaned_data.get("plan")
        return self.known("indicator", Indicator.objects.filter(plan=plan).values_list("code", flat=True))

    def clean_measure(self) -> str:
        measures = Measure.objects.filter(indicator__plan=self.cleaned_data.get("plan"))
        if indicator := self.cleaned_data.get("indicator"):
            measures = measures.filter(indicator__code=indicator)
        return self.known("measure", measures.order_by("key").values_list("key", flat=True))

    def clean_cycle(self) -> str:
        return self._known_cycle("cycle")

    def clean_baseline(self) -> str:
        return self._known_cycle("baseline")

    def clean_current(self) -> str:
        return self._known_cycle("current")

    def clean_group(self) -> str:
        given = self.cleaned_data["group"]
        return given if given == ALL else self.known("group", [ALL, *PartyGroup.objects.values_list("slug", flat=True)])

    def _known_cycle(self, name: str) -> str:
        return self.known(name, ReportingCycle.objects.values_list("code", flat=True))


class PartyQuery(QueryForm):
    def clean_group(self) -> str:
        return self.known("group", PartyGroup.objects.values_list("slug", flat=True))


class QuestionQuery(QueryForm):
    """A query about the questions of the forms; `sections` are the keys of each cycle's form."""

    cycle = forms.CharField(required=False, help_text="A cycle's code; without it, every form.")
    section = forms.CharField(required=False, help_text="A section's key, such as Article2.")
    search = forms.CharField(
        required=False,
        max_length=100,
        help_text="Text within the question, its number, its key or its options.",
    )

    def __init__(self, *args: Any, sections: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections

    def clean_cycle(self) -> str:
        return self.known("cycle", self.sections)

    def clean_section(self) -> str:
        cycle = self.cleaned_data.get("cycle")
        return self.known(
            "section", [key for code, keys in self.sections.items() if cycle in ("", code) for key in keys]
        )


class ReportQuery(QueryForm):
    """A query about the reports that are held."""

    cycle = forms.CharField(required=False, help_text=f"{CYCLE_HELP} Without it, every cycle.")
    party = forms.CharField(required=False, help_text="A Party's code.")
    standing = forms.CharField(required=False, help_text="A standing in the ledger, such as 'counted'.")

    def clean_cycle(self) -> str:
        return self.known("cycle", ReportingCycle.objects.values_list("code", flat=True))

    def clean_party(self) -> str:
        return self.known("party", Party.objects.order_by("code").values_list("code", flat=True))

    def clean_standing(self) -> str:
        return self.known("standing", [str(one) for one in ReportStanding])


class TextQuery(QueryForm):
    """A query about what Parties wrote at one question; `questions` are the keys of each cycle's form."""

    cycle = forms.CharField(help_text=CYCLE_HELP)
    question = forms.CharField(help_text="A question's key.")
    party = forms.CharField(required=False, help_text="A Party's code. Without it, every Party whose report counts.")

    def __init__(self, *args: Any, questions: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions

    def clean_cycle(self) -> str:
        return self.known("cycle", self.questions)

    def clean_question(self) -> str:
        return self.known("question", self.questions.get(self.cleaned_data.get("cycle", ""), ()))

    def clean_party(self) -> str:
        return self.known("party", Party.objects.order_by("code").values_list("code", flat=True))


class EditionQuery(QueryForm):
    """A query about published editions."""

    evaluation = forms.CharField(required=False, help_text="An evaluation's address. Without it, every evaluation.")

    def clean_evaluation(self) -> str:
        held = Evaluation.objects.filter(editions__state=Edition.State.PUBLISHED)
        return self.known("evaluation", held.values_list("slug", flat=True))


class PlanFilter(FilterSet):  # type: ignore[misc]
    """Rows of one plan; without a plan there are none."""

    plan = CharFilter(help_text=PLAN_HELP)

    class Meta:
        form = PlanQuery

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.form.cleaned_data.get("plan") is None:
            return queryset.none()
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found


class ValueFilter(PlanFilter):
    plan = CharFilter("measure__indicator__plan", help_text=PLAN_HELP)
    indicator = CharFilter("measure__indicator__code", help_text="An indicator's code.")
    measure = CharFilter("measure__key", help_text="A measure's key; headline stands for its indicator.")
    cycle = CharFilter("cycle__code", help_text=CYCLE_HELP)
    group = CharFilter("group", help_text=GROUP_HELP)

    class Meta:
        form = FigureQuery


class FindingFilter(PlanFilter):
    """Findings of a pair and a group; those that rest on no pair and on no group answer to every one."""

    plan = CharFilter("measure__indicator__plan", help_text=PLAN_HELP)
    indicator = CharFilter("measure__indicator__code", help_text="An indicator's code.")
    measure = CharFilter("measure__key", help_text="A measure's key; headline stands for its indicator.")
    baseline = CharFilter("baseline", method="of_cycle", help_text=f"The earlier cycle's code. {OF_NO_PAIR}")
    current = CharFilter("current", method="of_cycle", help_text=f"The later cycle's code. {OF_NO_PAIR}")
    group = CharFilter(method="of_group", help_text=GROUP_HELP)

    class Meta:
        form = FigureQuery

    def of_cycle(self, findings: QuerySet[Finding], name: str, code: str) -> QuerySet[Finding]:
        return findings.filter(Q(**{f"{name}__code": code}) | Q(baseline=None, current=None))

    def of_group(self, findings: QuerySet[Finding], _name: str, group: str) -> QuerySet[Finding]:
        return findings.filter(Q(group=group) | Q(baseline=None, current=None))


def with_groups_on(parties: PartyQuerySet, on: date) -> QuerySet[Party]:
    """Parties with their treaty dates, and with their groups of a day, in `groups_on`."""
    memberships = GroupMembership.objects.filter(current_on(on)).select_related("group").order_by("group__position")
    return parties.annotate(groups_on=Value(on, DateField())).prefetch_related(
        "statuses", Prefetch("memberships", memberships)
    )


class PartyFilter(FilterSet):  # type: ignore[misc]
    """Parties of a day and a group; the group's members are those of that day, or of today."""

    in_force_on = DateFilter(
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Give a date as YYYY-MM-DD."},
        help_text="Only those for which the Protocol is in force on this day; groups are those of the day.",
    )
    group = CharFilter(help_text="A group's slug; its members on that day, or today.")

    class Meta:
        form = PartyQuery

    def filter_queryset(self, queryset: PartyQuerySet) -> QuerySet[Party]:
        asked = self.form.cleaned_data
        day: date | None = asked["in_force_on"]
        on = day or timezone.localdate()
        if day:
            queryset = queryset.in_force(day)
        if asked["group"]:
            queryset = queryset.in_group(asked["group"], on)
        return with_groups_on(queryset, on)
