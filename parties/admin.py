from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from parties.models import FormerName, GroupMembership, Party, PartyGroup, TreatyStatus, User


class StatusInline(admin.TabularInline[TreatyStatus, Party]):
    model = TreatyStatus
    extra = 0


class MembershipInline(admin.TabularInline[GroupMembership, Party]):
    model = GroupMembership
    extra = 0


class FormerNameInline(admin.TabularInline[FormerName, Party]):
    model = FormerName
    extra = 0


@admin.register(Party)
class PartyAdmin(admin.ModelAdmin[Party]):
    list_display = ("name_en", "code", "kind", "demonstration")
    list_filter = ("kind", "memberships__group")
    search_fields = ("name_en", "code")
    inlines = (StatusInline, MembershipInline, FormerNameInline)


@admin.register(PartyGroup)
class PartyGroupAdmin(admin.ModelAdmin[PartyGroup]):
    list_display = ("name", "kind", "to_be_confirmed")


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active")
    search_fields = ("email", "name")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
