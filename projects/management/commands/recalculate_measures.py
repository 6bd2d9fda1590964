"""`manage.py recalculate_measures`: judge charts by an edition of the rules; say what flipped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock, tenancy
from kernel.british import british_date
from projects.commands.measures.recalculating import Recalculated, recalculate
from projects.spc import CURRENT_RULES, RULE_SETS


class Command(BaseCommand):
    help = "Judge every XmR chart by an edition of its rules, and say which points flipped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--edition", default=CURRENT_RULES.key, help="if not the newest")
        parser.add_argument("--organisation", type=UUID, help="only measures of this organisation")
        parser.add_argument("--check", action="store_true", help="change nothing, only say it")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = options["edition"]
        if edition not in RULE_SETS:
            known = ", ".join(sorted(RULE_SETS))
            raise CommandError(f"There is no edition {edition!r}; there are: {known}.")
        tenancy.open_to_all()
        try:
            self._recalculate(edition, options["organisation"], keep=not options["check"])
        finally:
            tenancy.close()

    def _recalculate(self, edition: str, organisation_id: UUID | None, *, keep: bool) -> None:
        measures = flipped = 0
        for one in recalculate(
            edition=edition, now=clock.now(), organisation_id=organisation_id, keep=keep
        ):
            measures += 1
            flipped += len(one.flipped)
            for line in _told(one):
                self.stdout.write(line)
        verb = "go" if keep else "would go"
        self.stdout.write(f"{measures} measures {verb} to {edition}; {flipped} points flipped.")


def _told(one: Recalculated) -> list[str]:
    return [
        f"{one.measure.name} ({one.measure.id}), {british_date(flip.date)}: "
        f"{flip.label_before or 'nothing'} becomes {flip.label_after or 'nothing'}"
        for flip in one.flipped
    ]
