"""Addresses of the pages."""

from django.urls import path

from web.views import statements

app_name = "web"

urlpatterns = [
    path("accessibility", statements.accessibility, name="accessibility"),
]
