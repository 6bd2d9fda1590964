"""Every address of the service."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("qiflow.api.urls")),
    path("", include("workflows.api.health")),
    path("", include("web.urls")),
]

handler400 = "qiflow.errors.bad_request"
handler403 = "qiflow.errors.denied"
handler404 = "qiflow.errors.not_found"
handler500 = "qiflow.errors.server_error"
