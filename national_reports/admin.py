"""Questionnaires, maps and reports to look up; they are changed by files and on the pages only."""

from typing import Generic, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from national_reports.models import QuestionMap, Questionnaire, Report
from parties.admin import StaffAdmin

M = TypeVar("M", bound=models.Model)


class ReadOnlyAdmin(StaffAdmin[M], Generic[M]):
    """Shows, and lets nobody change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnlyAdmin[Questionnaire]):
    list_display = ("cycle", "version", "sha256")
    list_select_related = ("cycle",)
    fields = ("cycle", "version", "sha256")


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
