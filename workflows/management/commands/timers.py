"""`manage.py timers`: fire what is due."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.stopping import stop_on_signals
from workflows.timers import Timers


class Command(BaseCommand):
    help = "Watch the calendar: announce what changes by itself and take steps set for a day."

    def handle(self, *args: Any, **options: Any) -> None:
        Timers(stop_on_signals()).run()
