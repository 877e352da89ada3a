"""Reference data by hand: every change goes on the trail, and figures follow it."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.db import models
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone

from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.changes import note_change
from parties.models import FormerName, GroupMembership, Party, PartyGroup, TreatyStatus, User
from parties.permissions import is_secretariat
from parties.stored_data import note_parties

M = TypeVar("M", bound=models.Model)

CHANGE = "admin"


def subject_of(obj: models.Model) -> str:
    """The chain that a change of an object belongs to."""
    match obj:
        case Party():
            return f"party/{obj.code}"
        case PartyGroup():
            return f"group/{obj.slug}"
        case User():
            return f"person/{obj.pk}"
        case _:
            # A model of an app above says itself what its trail is called.
            return str(getattr(obj, "subject", f"{obj._meta.model_name}/{obj.pk}"))


def plain(value: Any) -> Any:
    """A field's value as the trail keeps it."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | int | float | bool | None):
        return value
    return str(value)


def changed_fields(form: ModelForm[Any]) -> dict[str, list[Any]]:
    """Before and after of what a form changes; related rows are named as they read."""
    return {
        name: [plain(form.initial.get(name)), plain(form.cleaned_data.get(name))]
        for name in form.changed_data
        if name in form.fields
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


class AuditedAdmin(StaffAdmin[M], Generic[M]):
    """Puts every save and removal on the trail, with before and after; figures are computed anew."""

    recomputes = True

    def save_model(self, request: HttpRequest, obj: M, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data or not change:
            self._note(request, obj, "changed" if change else "added", changed_fields(form))
            self._note_stored(request)

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        self._note(request, obj, "removed", {"was": str(obj)})
        super().delete_model(request, obj)
        self._note_stored(request)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[M]) -> None:
        # One by one, so that each is told of.
        for obj in queryset:
            self.delete_model(request, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet[Any, Any], change: bool) -> None:
        before = {inner.instance.pk: str(inner.instance) for inner in formset.initial_forms}
        super().save_formset(request, form, formset, change)
        kind = formset.get_queryset().model._meta.model_name
        for removed in formset.deleted_objects:
            self._note(request, form.instance, f"{kind} removed", {"was": before.get(removed.pk, str(removed))})
        touched = {id(obj) for obj in formset.new_objects} | {id(obj) for obj, _fields in formset.changed_objects}
        for inner in formset.forms:
            if id(inner.instance) in touched:
                detail = {"row": inner.instance.pk, **changed_fields(inner)}
                self._note(request, form.instance, said_later("{kind} saved", kind=kind), detail)
        if touched or formset.deleted_objects:
            self._note_stored(request)

    def _note_stored(self, request: HttpRequest) -> None:
        """Tell the trail of the state of the source that these rows belong to, where they belong to one."""

    def _note(self, request: HttpRequest, obj: models.Model, action: str, detail: dict[str, Any]) -> None:
        by = request.user if isinstance(request.user, User) else None
        record(subject=subject_of(obj), action=action, by=by, at=timezone.now(), detail=detail)
        if self.recomputes:
            note_change(CHANGE)
            enqueue(
                kind="compute_progress", reason=said_later("{obj} {action} by hand", obj=subject_of(obj), action=action)
            )


class StaffInline(admin.TabularInline[Any, Any]):
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_secretariat(request.user)


class StatusInline(StaffInline):
    model = TreatyStatus


class MembershipInline(StaffInline):
    model = GroupMembership


class FormerNameInline(StaffInline):
    model = FormerName


class PartyDataAdmin(AuditedAdmin[M], Generic[M]):
    def _note_stored(self, request: HttpRequest) -> None:
        note_parties(by=request.user if isinstance(request.user, User) else None, at=timezone.now())


@admin.register(Party)
class PartyAdmin(PartyDataAdmin[Party]):
    list_display = ("name_en", "code", "kind", "demonstration")
    list_filter = ("kind", "memberships__group")
    search_fields = ("name_en", "code")
    inlines = (StatusInline, MembershipInline, FormerNameInline)


@admin.register(PartyGroup)
class PartyGroupAdmin(PartyDataAdmin[PartyGroup]):
    list_display = ("name", "kind", "to_be_confirmed")
    inlines = (MembershipInline,)


@admin.register(User)
class PersonAdmin(AuditedAdmin[User]):
    """To look up; roles are given and ended on the pages, and only a superuser mends flags here."""

    recomputes = False
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
