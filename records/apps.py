"""Registers records with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        # Queries read tables, which can be imported only when every app is loaded.
        from records import declarations

        declarations.declare_all()
