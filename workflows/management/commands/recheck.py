"""`manage.py recheck`: bring all findings in step with the facts, or say where they differ."""

import time
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock, garbage
from kernel.rules.rulebook import RULEBOOK
from workflows.horizons import drift, recheck_all, roll_ups_agree


class Command(BaseCommand):
    help = "Re-check every subject against every rule, a thousand at a time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", type=UUID, help="only subjects of this organisation")
        parser.add_argument("--kind", action="append", default=[], help="only this kind of subject")
        parser.add_argument("--check", action="store_true", help="change nothing; 1 if any differ")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = options["kind"]
        for kind in kinds:
            if kind not in RULEBOOK.subjects:
                known = ", ".join(sorted(RULEBOOK.subjects))
                raise CommandError(f"There is no kind {kind!r}; there are: {known}.")
        if options["check"]:
            self._check(kinds, options["organisation"])
            return
        garbage.collect_seldom()
        began = time.monotonic()
        count = recheck_all(now=clock.now(), kinds=kinds, organisation_id=options["organisation"])
        self.stdout.write(f"{count} subjects re-checked in {time.monotonic() - began:.1f} s.")

    def _check(self, kinds: list[str], organisation_id: UUID | None) -> None:
        found = drift(kinds=kinds, organisation_id=organisation_id)
        for one in found:
            for sign, slot in [
                *(("-", row[1]) for row in one.difference.gone),
                *(("+", row[0]) for row in one.difference.new),
            ]:
                self.stdout.write(
                    f"{sign} {one.kind} {slot.subject_id} {slot.rule_id} {slot.starts_on}"
                )
        if not roll_ups_agree():
            raise CommandError("The sums of the roll-up differ from the findings.")
        if found:
            raise CommandError("Findings differ from the facts.")
        self.stdout.write("All findings equal a fresh evaluation.")
