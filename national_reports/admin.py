"""Questionnaires, maps and reports to look up; they are changed by files and on the pages only."""

from django.contrib import admin

from national_reports.models import QuestionMap, Questionnaire, Report
from parties.admin import ReadOnlyAdmin


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnlyAdmin[Questionnaire]):
    list_display = ("cycle", "version", "mended", "sha256")
    list_select_related = ("cycle",)
    fields = ("cycle", "version", "mended", "sha256")


@admin.register(QuestionMap)
class QuestionMapAdmin(ReadOnlyAdmin[QuestionMap]):
    list_display = ("current", "previous")
    list_select_related = ("current", "previous")
    fields = ("current", "previous")


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin[Report]):
    list_display = ("party", "cycle", "part", "version", "state", "origin", "received_on")
    list_filter = ("cycle", "state", "origin")
    list_select_related = ("party", "cycle")
    search_fields = ("party__name_en", "party__code")
    exclude = ("header",)
