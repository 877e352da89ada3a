"""Cycles to look up; their dates come by a data file, opening and closing is done at the desk."""

from django.contrib import admin

from indicators.models import ReportingCycle
from parties.admin import ReadOnlyAdmin


@admin.register(ReportingCycle)
class CycleAdmin(ReadOnlyAdmin[ReportingCycle]):
    list_display = ("code", "title", "deadline", "population_on", "cut_off", "is_open")
    fields = ("code", "title", "deadline", "population_on", "cut_off", "cut_off_source", "note", "source", "is_open")
