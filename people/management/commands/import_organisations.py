"""`manage.py import_organisations FILE`: the register of bodies from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from people.commands.register_import import import_organisations
from people.registers import Register, read_register
from people.words import ORGANISATION_TYPES

MOST_ERRORS_SHOWN = 50


class Command(BaseCommand):
    """All rows or none; the same file twice changes nothing."""

    help = "Import organisations from CSV: ods_code, name, icb, region and, if there is, type."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Check and count, save nothing.")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        register = self._read(file)
        tenancy.open_to_all()
        try:
            done = import_organisations(
                register.rows, actor=SYSTEM, now=clock.now(), dry_run=dry_run
            )
        finally:
            tenancy.close()
        said = f"{done.registered} registered, {done.changed} changed, {done.unchanged} unchanged"
        self.stdout.write(f"Dry run, nothing saved: {said}." if dry_run else f"{said}.")

    def _read(self, file: Path) -> Register:
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from None
        register = read_register(raw, types=ORGANISATION_TYPES)
        if register.encoding not in ("utf-8", "utf-8-sig"):
            self.stdout.write(f"Read as {register.encoding}.")
        if register.ignored_columns:
            self.stdout.write(f"Columns left out: {', '.join(register.ignored_columns)}.")
        if register.errors:
            raise CommandError(_listed(register))
        return register


def _listed(register: Register) -> str:
    shown = register.errors[:MOST_ERRORS_SHOWN]
    lines = [
        f"line {error.line}{f', {error.column}' if error.column else ''}: {error.message}"
        for error in shown
    ]
    more = len(register.errors) - len(shown)
    tail = [f"... and {more} more."] if more else []
    return "\n".join(["Nothing was saved.", *lines, *tail])
