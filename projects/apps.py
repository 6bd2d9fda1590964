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
        from projects.measure_exports import MEASURES
        from projects.measure_imports import MEASURE_POINTS
        from projects.measure_notices import MEASURE_NOTICES
        from projects.measures import standards  # noqa: F401
        from projects.policies.gates import PROJECT_GATES
        from projects.queries.history import measure_history, project_history
        from projects.rules import RULES
        from projects.search import MEASURE_SEARCH, PROJECT_SEARCH
        from projects.things import MEASURE_THING, PROJECT_THING
        from records.exports import declared as exports
        from records.histories import declared as histories
        from records.imports import declared as imports
        from records.links import declared as links
        from records.messages import declared as messages
        from records.search import declared as search
        from records.things import declared as things

        RULEBOOK.add_subject(Subject(kind="project", load=load, ids_after=ids_after), RULES)
        register(*PROJECT_GATES)
        exports.register(PROJECTS, MEASURES)
        imports.register(PROJECTS_IN, MEASURE_POINTS)
        search.register(PROJECT_SEARCH, MEASURE_SEARCH)
        things.register(PROJECT_THING, MEASURE_THING)
        histories.register(
            histories.HistoryKind(kind="project", read=project_history),
            histories.HistoryKind(kind="measure", read=measure_history),
        )
        messages.register(*MEASURE_NOTICES)
        links.register(SIGN_OFF_PURPOSE)
        self._held_by_leavers()

    @staticmethod
    def _held_by_leavers() -> None:
        from people.leavers import declared as leavers
        from projects.leaving import LEADING_HELD, PLACES_HELD
        from projects.leaving_measures import MEASURES_HELD

        leavers.register(LEADING_HELD, PLACES_HELD, MEASURES_HELD)
