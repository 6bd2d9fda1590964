"""Addresses of the baseline."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from bench.baselines.views import ProjectViewSet

router = DefaultRouter()
router.register("projects", ProjectViewSet, basename="project")


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("api/v1/", include(router.urls)), path("healthz", health)]
