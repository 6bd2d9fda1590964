"""`manage.py load_demonstration`: two invented organisations to look at and try things with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock, tenancy
from people.roles import BY_CODE
from projects.demonstration import board, trust
from projects.demonstration.loading import Demonstration, InUse, load_demonstration


class Command(BaseCommand):
    """Prints the sign-ins, once: the password is not kept anywhere else."""

    help = "Load the demonstration into a service that has no users yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unless-used",
            action="store_true",
            help="do nothing where there are users",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        tenancy.open_to_all()
        try:
            loaded = load_demonstration(now=clock.now())
        except InUse as refusal:
            if not options["unless_used"]:
                raise CommandError(str(refusal)) from None
            self.stderr.write(str(refusal))
            return
        finally:
            tenancy.close()
        if loaded is None:
            self.stdout.write("The demonstration is here already; nothing was changed.")
            return
        self.stdout.write(_told(loaded))


def _told(loaded: Demonstration) -> str:
    lines = ["Demonstration sign-ins (invented people)", f"Password for all: {loaded.password}"]
    for at_board, name in ((False, trust.NAME), (True, board.NAME)):
        lines.append(name)
        lines += [
            f"  {sign_in.email:<30} {BY_CODE[sign_in.role].name}"
            for sign_in in loaded.sign_ins
            if sign_in.at_board is at_board
        ]
    return "\n".join(lines)
