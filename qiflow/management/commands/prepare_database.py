"""`manage.py prepare_database`: from an empty database to one that can serve."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from qiflow import roles
from qiflow.environment import OWNER_ROLE
from qiflow.migration_state import only_what_changed


class Command(BaseCommand):
    """Make roles, extension and privileges, then migrate. Safe to repeat, and twice at once."""

    help = "Make the database roles and privileges, then migrate."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with roles.preparing(settings.DATABASE_URL) as sign_in:
                roles.make_ready(sign_in)
                self._require_owner()
                with only_what_changed():
                    call_command("migrate", interactive=False, verbosity=options["verbosity"])
                roles.close_migration_table(sign_in)
        except roles.CannotPrepare as problem:
            raise CommandError(str(problem)) from None

    def _require_owner(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            if cursor.fetchone() != (OWNER_ROLE,):
                raise CommandError("Run this through manage.py, or set QIFLOW_DB_ROLE=owner.")
