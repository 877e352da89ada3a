"""The portal with one empty view beside its pages: what any answer of this server costs at least."""

from importlib import import_module

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from strategic_plan.wsgi import application

__all__ = ["application", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


# After the entry point has set Django up: the pages import models.
urlpatterns = [path("empty", empty), *import_module("strategic_plan.urls").urlpatterns]
settings.ROOT_URLCONF = __name__
