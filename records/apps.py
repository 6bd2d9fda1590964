"""Registers records with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        # Queries read tables, which can be imported only when every app is loaded.
        from people import queries as people
        from records.exports import declared
        from records.exports.actions import ACTIONS
        from records.exports.people import ORGANISATIONS, PEOPLE, UNITS
        from records.exports.taking import EXPORT_JOB
        from records.histories import declared as histories
        from records.imports import declared as imports
        from records.imports.jobs import IMPORT_JOBS
        from records.imports.people import PEOPLE as PEOPLE_IN
        from records.jobs import kinds
        from records.messages import declared as messages
        from records.messages.actions import ACTION_NOTICES
        from records.messages.jobs import JOB_NOTICES
        from records.messages.people import persons, users
        from records.messages.recipients import register_recipient
        from records.queries.actions import action_history
        from records.search import declared as search
        from records.search.people import PEOPLE_SEARCH

        declared.register(ORGANISATIONS, UNITS, PEOPLE, ACTIONS)
        kinds.register(EXPORT_JOB, *IMPORT_JOBS)
        imports.register(PEOPLE_IN)
        search.register(*PEOPLE_SEARCH)
        histories.register(
            histories.HistoryKind(kind="action", read=action_history),
            histories.HistoryKind(kind="person", read=people.person_history),
            histories.HistoryKind(kind="user", read=people.user_history),
            histories.HistoryKind(kind="unit", read=people.unit_history),
            histories.HistoryKind(kind="organisation", read=people.organisation_history),
        )
        messages.register(*ACTION_NOTICES, *JOB_NOTICES)
        register_recipient(messages.USER, users)
        register_recipient(messages.PERSON, persons)
        self._of_access()

    @staticmethod
    def _of_access() -> None:
        from people.leavers import declared as leavers
        from people.queries import invitations, resets
        from records.exports import declared as exports
        from records.exports.access import INVITATIONS, USERS
        from records.leaving import ACTIONS_HELD, VIEWS_HELD
        from records.messages import declared as messages
        from records.messages.access import ACCESS_NOTICES, INVITATION, RESET
        from records.messages.recipients import register_recipient

        exports.register(USERS, INVITATIONS)
        messages.register(*ACCESS_NOTICES)
        register_recipient(INVITATION, invitations.addresses_of)
        register_recipient(RESET, resets.addresses_of)
        leavers.register(ACTIONS_HELD, VIEWS_HELD)
