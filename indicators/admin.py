"""Cycles by hand: dates and notes; opening and closing is done at the desk."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from indicators.models import ReportingCycle
from indicators.stored_data import note_cycles
from parties.admin import AuditedAdmin
from parties.models import User


@admin.register(ReportingCycle)
class CycleAdmin(AuditedAdmin[ReportingCycle]):
    list_display = ("code", "title", "deadline", "population_on", "cut_off", "is_open")
    fields = ("code", "title", "deadline", "population_on", "cut_off", "cut_off_source", "note", "source", "is_open")
    readonly_fields = ("code", "is_open")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ReportingCycle | None = None) -> bool:
        return False

    def _note_stored(self, request: HttpRequest) -> None:
        note_cycles(by=request.user if isinstance(request.user, User) else None, at=timezone.now())
