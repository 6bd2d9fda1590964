"""Registers records with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        # Queries read tables, which can be imported only when every app is loaded.
        from records.exports import declared
        from records.exports.actions import ACTIONS
        from records.exports.messages import BY_HAND, OUTGOING
        from records.exports.people import ORGANISATIONS, PEOPLE, UNITS
        from records.exports.taking import EXPORT_JOB
        from records.imports import declared as imports
        from records.imports.jobs import IMPORT_JOBS
        from records.imports.people import PEOPLE as PEOPLE_IN
        from records.jobs import kinds
        from records.messages import declared as messages
        from records.messages.actions import ACTION_NOTICES
        from records.messages.jobs import JOB_NOTICES
        from records.messages.people import persons, users
        from records.messages.recipients import register_recipient
        from records.search import declared as search
        from records.search.people import PEOPLE_SEARCH

        declared.register(ORGANISATIONS, UNITS, PEOPLE, ACTIONS, OUTGOING, BY_HAND)
        kinds.register(EXPORT_JOB, *IMPORT_JOBS)
        imports.register(PEOPLE_IN)
        search.register(*PEOPLE_SEARCH)
        messages.register(*ACTION_NOTICES, *JOB_NOTICES)
        register_recipient(messages.USER, users)
        register_recipient(messages.PERSON, persons)
