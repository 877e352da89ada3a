"""The admin site behind the portal's own sign-in: staff only, in two steps."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from parties.permissions import has_two_step, to_show_again
from parties.second_steps import is_recent

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = "Strategic Plan Portal"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and has_two_step(request.user)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """What is sent here asks for a recent second step, as at the desk."""

        @wraps(view)
        def recent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and self.has_permission(request) and not is_recent(request, at=timezone.now()):
                return to_show_again(request)
            return view(request, *args, **kwargs)

        return super().admin_view(cast(View, recent), cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in page; whoever lacks the second step is led to it."""
        if super().has_permission(request) and not has_two_step(request.user):
            messages.warning(request, _("The administration needs two-step sign-in. Please set it up first."))
            return redirect("mfa_index")
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer
