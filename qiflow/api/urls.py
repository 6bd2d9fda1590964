"""Addresses of the API. Every app lists its own in `<app>/api/urls.py`."""

from django.urls import URLPattern, URLResolver, include, path

from qiflow.api.description import schema
from qiflow.api.docs import docs, resource

rooms: list[URLPattern | URLResolver] = [
    path("", include("workflows.api.urls")),
    path("", include("people.api.urls")),
    path("", include("records.api.urls")),
    path("", include("governance.api.urls")),
    path("", include("projects.api.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema", schema, name="api-schema"),
    path("docs", docs, name="api-docs"),
    path("docs/<slug:key>", resource, name="api-docs-resource"),
    path("v1/", include(rooms)),
]
