"""Registers workflows with Django."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        # Reactions that a test adds bring event types of their own, known before work begins.
        from records.exports import declared as exports
        from records.messages import declared as messages
        from records.search import declared as search
        from workflows import reactions
        from workflows.exports import FINDINGS
        from workflows.notices import FINDING_NOTICES
        from workflows.search import RULE_SEARCH

        reactions.extra()
        exports.register(FINDINGS)
        messages.register(*FINDING_NOTICES)
        search.register(RULE_SEARCH)
