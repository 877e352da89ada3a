"""The admin site behind the portal's own sign-in: staff only, in two steps."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parties.permissions import has_two_step


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = "Strategic Plan Portal"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_two_step(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in page; whoever lacks the second step is led to it."""
        if super().has_permission(request) and not has_two_step(request.user):
            messages.warning(request, _("The administration needs two-step sign-in. Please set it up first."))
            return redirect("mfa_index")
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer
