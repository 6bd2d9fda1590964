"""`manage.py import_measures FILE`: published figures of many organisations, as series."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.errors import Refusal
from projects.commands.published import Done, import_published
from projects.measures.published import Layout, Published, read_published
from projects.measures.published.layouts import laid_out
from projects.models import DataKind, Direction, Frequency
from records.tables.csv_text import read_csv
from records.tables.faults import Unreadable
from records.tables.raw import RawSheet

MOST_SHOWN = 50
#: Data of which each period has one number or two; samples have more.
_KINDS = [kind for kind in DataKind.values if kind != DataKind.SAMPLE]


class Command(BaseCommand):
    """All of the file or nothing; the same file again changes nothing."""

    help = (
        "Load published figures from CSV as reference series, one for each organisation: charts "
        "and icons that everybody may read, without rules or notices. Files whose columns are "
        "known (A&E attendances and four-hour breaches) need no options."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--measure", metavar="NAME", help="what is measured")
        parser.add_argument("--period", metavar="COLUMN", help="a day of the period")
        parser.add_argument("--organisation", metavar="COLUMN", help="the ODS code")
        parser.add_argument("--series", metavar="COLUMN", help="a measure for each of its values")
        for name in ("numerator", "denominator", "value"):
            parser.add_argument(
                f"--{name}", metavar="COLUMN", help="a column, or the difference of two: all-late"
            )
        parser.add_argument("--data-kind", choices=_KINDS)
        parser.add_argument("--direction", choices=Direction.values)
        parser.add_argument("--frequency", choices=Frequency.values)
        parser.add_argument("--target", metavar="NUMBER", type=_number)
        parser.add_argument("--per", metavar="NUMBER", type=int, help="of a rate: for each so many")
        parser.add_argument("--unit-word", metavar="WORDS")
        parser.add_argument("--source", metavar="WORDS", help="who published it, and where")
        parser.add_argument("--dry-run", action="store_true", help="Check and count, save nothing.")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        sheet = self._sheet(file)
        layout = _layout(sheet, options)
        now = clock.now()
        read = read_published(sheet, layout, today=clock.today())
        if read.wrong:
            raise CommandError(_listed(read))
        tenancy.open_to_all()
        try:
            done = import_published(
                series=read.series, layout=layout, actor=SYSTEM, now=now, dry_run=dry_run
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        finally:
            tenancy.close()
        self.stdout.write(f"Dry run, nothing saved: {_said(done)}" if dry_run else _said(done))

    def _sheet(self, file: Path) -> RawSheet:
        try:
            read = read_csv(file.name, file.read_bytes())
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from None
        except Unreadable as problem:
            row = problem.fault.row
            raise CommandError(f"{f'line {row}: ' if row else ''}{problem}") from None
        if read.note:
            self.stdout.write(read.note)
        if read.sheet is None or not read.sheet.rows:
            raise CommandError("The file has no rows.")
        return read.sheet


def _layout(sheet: RawSheet, options: dict[str, Any]) -> Layout:
    try:
        return laid_out(sheet.columns, options)
    except ValueError as problem:
        raise CommandError(str(problem)) from None


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None


def _said(done: Done) -> str:
    return (
        f"{done.series} series of {done.points:,} periods: {done.defined} series new, "
        f"{done.bodies} organisations new; periods: {done.added:,} added, {done.changed:,} "
        f"changed, {done.unchanged:,} as they were; {done.signals:,} special causes new."
    )


def _listed(read: Published) -> str:
    lines = [f"line {one.line}, {one.column}: {one.message}" for one in read.wrong[:MOST_SHOWN]]
    more = len(read.wrong) - len(lines)
    return "\n".join(
        ["Nothing was saved.", *lines, *([f"... and {more} more."] if more > 0 else [])]
    )
