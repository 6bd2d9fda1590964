"""Registers people with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        # Queries read tables, which can be imported only when every app is loaded.
        from people.leavers import declared as leavers
        from people.leavers.access import INVITATIONS_HELD, KEYS_HELD, ROLES_HELD

        leavers.register(ROLES_HELD, KEYS_HELD, INVITATIONS_HELD)
