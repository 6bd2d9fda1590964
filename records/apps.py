"""Registers records with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        # Queries read tables, which can be imported only when every app is loaded.
        from records.commands.file_checks import FILE_CHECK
        from records.exports import declared
        from records.exports.actions import ACTIONS
        from records.exports.files import FILES, TAGS
        from records.exports.people import ORGANISATIONS, PEOPLE, UNITS
        from records.exports.taking import EXPORT_JOB
        from records.imports import declared as imports
        from records.imports.jobs import IMPORT_JOBS
        from records.imports.people import PEOPLE as PEOPLE_IN
        from records.jobs import kinds
        from records.search import declared as search
        from records.search.files import FILE_SEARCH
        from records.search.people import PEOPLE_SEARCH

        declared.register(ORGANISATIONS, UNITS, PEOPLE, ACTIONS)
        kinds.register(EXPORT_JOB, *IMPORT_JOBS)
        imports.register(PEOPLE_IN)
        search.register(*PEOPLE_SEARCH)

        declared.register(FILES, TAGS)
        kinds.register(FILE_CHECK)
        search.register(FILE_SEARCH)
