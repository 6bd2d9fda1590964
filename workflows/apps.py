"""Registers workflows with Django."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        # Reactions that a test adds bring event types of their own, known before work begins.
        from workflows import reactions

        reactions.extra()
