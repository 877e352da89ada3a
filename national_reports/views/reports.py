"""Find the report that an address speaks of."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import ReportingCycle
from languages.codes import ENGLISH
from national_reports.handed import writes_only_in
from national_reports.models import KeptApart, Report, SectionHandover
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import form_of
from national_reports.services.mending import waiting_apart
from national_reports.services.opening import standing_version
from parties.models import Party, User


class FormPages(ABC):
    """The pages of a form by the slugs of their addresses."""

    form: QuestionnaireForm

    @cached_property
    def slugs(self) -> dict[str, str]:
        """The sections as addresses write them: article-15-16."""
        return {slug_of(key): key for key, _title in self.form.chapters}

    def section(self, slug: str) -> str:
        if slug not in self.slugs:
            raise Http404(slug)
        return self.slugs[slug]

    def page_number(self, request: HttpRequest, section: str) -> int:
        """The page of a section that is asked for, from 1."""
        page = request.GET.get("page", "1")
        # Longer numbers than this Python refuses to read.
        if not page.isdecimal() or len(page) > 6 or not 1 <= int(page) <= len(self.form.pages[section]):
            raise Http404(_("The section has %(n)d pages.") % {"n": len(self.form.pages[section])})
        return int(page)

    @abstractmethod
    def section_address(self, section: str, page: int = 1) -> str:
        """Where a page of a section is filled in."""

    def address_of(self, question: Question) -> str:
        """Where a question is answered."""
        page = self.form.page_of(question.key)
        return f"{self.section_address(question.section, page)}#{question.key}"


@dataclass
class HeldReport(FormPages):
    """A report with its form, as pages show it: the one that it answered, or the one in use while it is filled in."""

    report: Report
    form: QuestionnaireForm

    def sections_of(self, person: User) -> frozenset[str] | None:
        """Where somebody may write: see `handed.writes_only_in`; no query where nothing was handed to anybody."""
        is_handed_out: bool = self.report.is_handed_out  # type: ignore[attr-defined]
        return writes_only_in(person, self.report, on=timezone.localdate()) if is_handed_out else None

    def kept_apart(self) -> list[KeptApart]:
        """What no longer fits its question and waits for the Party while it fills in; no query where nothing does."""
        has_apart: bool = self.report.has_apart  # type: ignore[attr-defined]
        return waiting_apart(self.report) if has_apart and self.report.is_editable else []

    @property
    def address(self) -> str:
        return reverse("national_reports:report", args=self.args)

    @property
    def args(self) -> list[str]:
        return [self.report.party.code, self.report.cycle.code]

    @property
    def context(self) -> dict[str, Any]:
        """What every page of a report knows."""
        party = self.report.party
        return {
            "nav": "reports",
            "held": self,
            "report": self.report,
            "is_frozen": not self.report.is_editable,
            "demonstration": party.demonstration,
        }

    @property
    def on_devices(self) -> str:
        """The part of its addresses by which a device knows the report, whatever the language of the page."""
        return f"/reports/{self.report.party.code}/{self.report.cycle.code}/"

    @property
    def labels(self) -> str:
        """How its questions are called, for a script: Q014=14|contact=Contact …"""
        shown = ((one.key, one.number or one.wording.text) for one in self.form.fields.values())
        return "|".join(f"{key}={words.replace('|', '/').replace('=', '–')[:60]}" for key, words in shown)

    def question(self, key: str) -> Question:
        if key not in self.form.fields:
            raise Http404(key)
        return self.form.fields[key]

    def section_address(self, section: str, page: int = 1) -> str:
        address = reverse("national_reports:section", args=[*self.args, slug_of(section)])
        return f"{address}{f'?page={page}' if page > 1 else ''}"


def slug_of(section: str) -> str:
    """Article15_16 → article15-16."""
    return section.lower().replace("_", "-")


def find_report(party: str, cycle: str) -> HeldReport:
    """The version of a Party's report in a cycle that its pages are about; Http404 where there is none."""
    report = latest_report(party, cycle)
    if report is None:
        raise Http404(f"{party} {cycle}")
    return HeldReport(report, form_of(report, get_language() or ENGLISH))


def tell_not_open(request: HttpRequest) -> None:
    """Say that nothing was changed: a section was taken back, or the report handed in, since the page was shown."""
    messages.error(request, _("Nothing was changed: the report is not open for you to fill in."))


def latest_report(party: str, cycle: str) -> Report | None:
    handed_out = SectionHandover.objects.filter(report=OuterRef("pk"))
    apart = KeptApart.objects.filter(report=OuterRef("pk"), settled_at=None)
    versions = Report.objects.filter(party__code=party, cycle__code=cycle, part="")
    versions = versions.annotate(is_handed_out=Exists(handed_out), has_apart=Exists(apart))
    return standing_version(list(versions.select_related("party", "cycle").order_by("version")))


def find_party_and_cycle(party: str, cycle: str) -> tuple[Party, ReportingCycle]:
    try:
        return Party.objects.get(code=party), ReportingCycle.objects.get(code=cycle)
    except (Party.DoesNotExist, ReportingCycle.DoesNotExist) as absent:
        raise Http404(str(absent)) from absent
