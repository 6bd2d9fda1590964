"""Registers projects with Django, and their facts, rules and gates with the kernel."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from kernel.gates import register
        from kernel.rules.rulebook import RULEBOOK, Subject
        from projects.exports import PROJECTS
        from projects.facts.loaders import ids_after, load
        from projects.imports import PROJECTS as PROJECTS_IN
        from projects.links import SIGN_OFF_PURPOSE
        from projects.measures import standards  # noqa: F401
        from projects.policies.gates import PROJECT_GATES
        from projects.queries import project_history
        from projects.rules import RULES
        from projects.search import PROJECT_SEARCH
        from projects.things import PROJECT_THING
        from records.exports import declared as exports
        from records.histories import declared as histories
        from records.imports import declared as imports
        from records.links import declared as links
        from records.search import declared as search
        from records.things import declared as things

        RULEBOOK.add_subject(Subject(kind="project", load=load, ids_after=ids_after), RULES)
        register(*PROJECT_GATES)
        exports.register(PROJECTS)
        imports.register(PROJECTS_IN)
        search.register(PROJECT_SEARCH)
        things.register(PROJECT_THING)
        histories.register(histories.HistoryKind(kind="project", read=project_history))
        links.register(SIGN_OFF_PURPOSE)
        self._held_by_leavers()

    @staticmethod
    def _held_by_leavers() -> None:
        from people.leavers import declared as leavers
        from projects.leaving import LEADING_HELD, PLACES_HELD

        leavers.register(LEADING_HELD, PLACES_HELD)
