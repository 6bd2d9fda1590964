"""Registers records with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        # Queries read tables, which can be imported only when every app is loaded.
        # Workers know every event and threshold before any door is loaded.
        from records import discussion_events, link_events, occasion_events  # noqa: F401
        from records.exports import declared
        from records.exports.actions import ACTIONS
        from records.exports.people import ORGANISATIONS, PEOPLE, UNITS
        from records.exports.taking import EXPORT_JOB
        from records.imports import declared as imports
        from records.imports.jobs import IMPORT_JOBS
        from records.imports.people import PEOPLE as PEOPLE_IN
        from records.jobs import kinds
        from records.links import declared as links
        from records.links import standards as thresholds  # noqa: F401
        from records.links.acting import CLAIM, CONFIRM
        from records.links.discussing import COMMENT, REPLY
        from records.links.inviting import RSVP
        from records.search import declared as search
        from records.search.people import PEOPLE_SEARCH

        links.register(COMMENT, REPLY, CONFIRM, CLAIM, RSVP)
        declared.register(ORGANISATIONS, UNITS, PEOPLE, ACTIONS)
        kinds.register(EXPORT_JOB, *IMPORT_JOBS)
        imports.register(PEOPLE_IN)
        search.register(*PEOPLE_SEARCH)
