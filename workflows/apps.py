"""Registers workflows with Django."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
