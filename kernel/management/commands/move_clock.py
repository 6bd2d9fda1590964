"""`manage.py move_clock`: let days pass, in a demonstration."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock


class Command(BaseCommand):
    """Every process takes the new day for today within a second. Refused in production."""

    help = "Move the clock of this demonstration by whole days; --days -40 moves it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, required=True)

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        try:
            clock.move_by(timedelta(days=days))
        except clock.ClockIsReal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Today is {clock.today().isoformat()}.")
