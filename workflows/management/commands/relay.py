"""`manage.py relay`: ring the workers for what is undone."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.relay import Relay
from workflows.stopping import stop_on_signals


class Command(BaseCommand):
    help = "Watch the queue in the database and ring the workers."

    def handle(self, *args: Any, **options: Any) -> None:
        Relay(stop_on_signals()).run()
