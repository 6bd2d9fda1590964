"""The addresses of the service and of the gallery."""

from django.urls import include, path

from qiflow.urls import handler400, handler403, handler404, handler500
from tests.journeys.gallery import views

__all__ = ["handler400", "handler403", "handler404", "handler500"]

urlpatterns = [
    path("gallery", views.gallery),
    path("gallery/form", views.form),
    path("gallery/fault", views.fault),
    path("gallery/away", views.away),
    path("", include("qiflow.urls")),
]
