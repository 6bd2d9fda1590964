"""`manage.py import_opening_position`: bring an organisation in mid-life into QIflow."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock, tenancy
from kernel.actors import SYSTEM, Actor
from kernel.errors import Refusal
from people.access import actor_of_user
from people.models import Organisation, User
from projects.opening_position.importing import check_raw, load_raw
from projects.opening_position.reading import read_path
from projects.opening_position.report import Report
from projects.opening_position.template import write_template


class Command(BaseCommand):
    """All of the file is loaded or none of it; the same file again changes nothing."""

    help = (
        "Load committees, seats, people, appointments and projects in mid-life from a workbook, a "
        "ZIP of CSV files or a folder of them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="workbook (.xlsx), .zip of CSV files, folder")
        parser.add_argument("--organisation", help="ODS code or name; needed where there are more")
        parser.add_argument("--signed-off-by", metavar="EMAIL", help="the user who answers for it")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument(
            "--template", action="store_true", help="write an empty workbook to FILE instead"
        )

    def handle(self, *args: Any, file: Path, template: bool, **options: Any) -> None:
        if template:
            file.write_bytes(write_template())
            self.stdout.write(f"Written: {file}")
            return
        tenancy.open_to_all()
        try:
            report = self._run(file, **options)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        finally:
            tenancy.close()
        self._tell(report, dry_run=options["dry_run"])

    def _run(
        self,
        file: Path,
        *,
        organisation: str | None,
        signed_off_by: str | None,
        dry_run: bool,
        **_options: Any,
    ) -> Report:
        body = _organisation(organisation)
        if not dry_run and not signed_off_by:
            raise CommandError(
                "Say who answers for this file: --signed-off-by EMAIL. Or try it with --dry-run."
            )
        actor = _signer(signed_off_by) if signed_off_by else SYSTEM
        read = partial(read_path, file)
        now = clock.now()
        if dry_run:
            return check_raw(organisation_id=body.pk, read=read, actor=actor, now=now)
        return load_raw(
            organisation_id=body.pk,
            read=read,
            file_name=file.name,
            sha256=_fingerprint(file),
            actor=actor,
            now=now,
        )

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        for sheet in report.sheets:
            self.stdout.write(
                f"{sheet.sheet}: {sheet.rows} rows, {sheet.new} new, "
                f"{sheet.already_here} already here"
            )
            if sheet.ignored_columns:
                self.stdout.write(f"  columns left aside: {', '.join(sheet.ignored_columns)}")
        for title in report.ignored_sheets:
            self.stdout.write(f"left aside: {title}")
        for note in report.notes:
            self.stdout.write(f"check: {note}")
        for fault in report.faults:
            row = f"row {fault.row}" if fault.row else ""
            where = " ".join(filter(None, [fault.sheet, row, fault.field]))
            self.stderr.write(f"{where}: {fault.message}")
        if report.faults:
            raise CommandError(f"Nothing was loaded; to be mended: {len(report.faults)}.")
        self.stdout.write(_outcome(report, dry_run=dry_run))


def _outcome(report: Report, *, dry_run: bool) -> str:
    if report.changes_nothing:
        return "Everything in this file is in QIflow already; nothing was changed."
    if dry_run:
        return f"This file can be loaded: {report.new} new rows. Nothing was changed."
    return f"Loaded: {report.new} new rows."


def _organisation(named: str | None) -> Organisation:
    bodies = Organisation.objects.filter(reference_only=False)
    if named:
        by_code = bodies.filter(ods_code=named.upper())
        bodies = by_code if by_code.exists() else bodies.filter(name=named)
    found = list(bodies[:2])
    if len(found) != 1:
        raise CommandError("Say which organisation by its ODS code or exact name: --organisation.")
    return found[0]


def _signer(email: str) -> Actor:
    user = User.objects.filter(email__iexact=email).first()
    actor = actor_of_user(user.pk, clock.today()) if user else None
    if actor is None:
        raise CommandError(f"Nobody signs in as {email!r}.")
    return actor


def _fingerprint(path: Path) -> str:
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()
