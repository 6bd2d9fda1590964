"""Every address of the service."""

from django.urls import include, path

from qiflow.addresses import tree

urlpatterns = tree(
    [
        path("api/", include("qiflow.api.urls")),
        path("", include("workflows.api.health")),
        path("", include("web.urls")),
    ]
)

handler400 = "qiflow.errors.bad_request"
handler403 = "qiflow.errors.denied"
handler404 = "qiflow.errors.not_found"
handler500 = "qiflow.errors.server_error"
