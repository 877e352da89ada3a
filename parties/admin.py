"""Reference data and people to look up; what is mended of a person goes on the trail."""

from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from parties.audit import record
from parties.models import FormerName, GroupMembership, NameChange, Party, PartyGroup, TreatyStatus, User
from parties.permissions import is_secretariat

M = TypeVar("M", bound=models.Model)


def changed_fields(form: ModelForm[Any]) -> dict[str, list[Any]]:
    """Before and after of what a form of plain values changes."""
    return {
        name: [form.initial.get(name), form.cleaned_data.get(name)] for name in form.changed_data if name in form.fields
    }


class StaffAdmin(admin.ModelAdmin[M], Generic[M]):
    """What the Secretariat may see and change; the site has already asked for the second step."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_secretariat(request.user)

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return is_secretariat(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_secretariat(request.user)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return is_secretariat(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return is_secretariat(request.user)


class ReadOnlyAdmin(StaffAdmin[M], Generic[M]):
    """Shows, and lets nobody change: what is changed by files or on the pages says there first what it moves."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StatusInline(ReadOnlyInline):
    model = TreatyStatus


class MembershipInline(ReadOnlyInline):
    model = GroupMembership


class FormerNameInline(ReadOnlyInline):
    model = FormerName


class NameChangeInline(ReadOnlyInline):
    model = NameChange


@admin.register(Party)
class PartyAdmin(ReadOnlyAdmin[Party]):
    list_display = ("name_en", "code", "kind", "demonstration")
    list_filter = ("kind", "memberships__group")
    search_fields = ("name_en", "code")
    inlines = (StatusInline, MembershipInline, FormerNameInline, NameChangeInline)


@admin.register(PartyGroup)
class PartyGroupAdmin(ReadOnlyAdmin[PartyGroup]):
    list_display = ("name", "kind", "to_be_confirmed")
    inlines = (MembershipInline,)


@admin.register(User)
class PersonAdmin(StaffAdmin[User]):
    """To look up; roles are given and ended on the pages, and only a superuser mends flags here."""

    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_publisher", "is_active", "last_login")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_publisher", "is_superuser", "last_login")
    readonly_fields = ("email", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_secretariat(request.user) and request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            by = request.user if isinstance(request.user, User) else None
            subject, detail = f"person/{obj.pk}", changed_fields(form)
            record(subject=subject, action="changed", by=by, at=timezone.now(), detail=detail)
