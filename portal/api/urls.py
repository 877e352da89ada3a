"""Addresses of the API."""

from typing import Any

from django.urls import path, re_path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import APIRootView, DefaultRouter

from portal.api import views
from portal.api.docs import SchemaView, documentation

app_name = "api"


class Root(views.PublicView, APIRootView):
    """List the addresses of the API."""

    schema = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().get(request, *args, **kwargs)
        for name in ("schema", "docs"):
            response.data[name] = reverse(f"api:{name}", request=request)
        return response


class Router(DefaultRouter):
    include_format_suffixes = False
    APIRootView = Root


router = Router()
router.register("plans", views.PlanViewSet)
router.register("strategic-objectives", views.StrategicObjectiveViewSet)
router.register("operational-objectives", views.OperationalObjectiveViewSet)
router.register("outcomes", views.OutcomeViewSet)
router.register("indicators", views.IndicatorViewSet)
router.register("parties", views.PartyViewSet)
router.register("cycles", views.CycleViewSet)
router.register("questions", views.QuestionViewSet, basename="question")
router.register("reports", views.ReportViewSet, basename="report")
router.register("texts", views.TextViewSet, basename="text")
router.register("values", views.ValueViewSet)
router.register("findings", views.FindingViewSet)
router.register("editions", views.EditionViewSet, basename="edition")

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", documentation, name="docs"),
    *router.urls,
    # With a closing slash only: an address without one is sent on to the one with it first.
    re_path(r"^[\s\S]*/\Z", views.NotFoundView.as_view(), name="not-found"),
]
