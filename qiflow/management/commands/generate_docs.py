"""`manage.py generate_docs`: the pages under docs/generated, written from the code."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from qiflow.instance import BASE_DIR

FOLDER = BASE_DIR / "docs" / "generated"


class Command(BaseCommand):
    """Write what each app's `documents.pages()` returns, as file name and text."""

    help = "Write docs/generated from the code, or check that it is up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail if stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        wanted = {name: text.rstrip() + "\n" for name, text in _pages().items()}
        present = {path.name: path.read_text() for path in FOLDER.glob("*") if path.is_file()}
        stale = sorted(
            name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)
        )
        if check and stale:
            raise CommandError(f"docs/generated is stale ({', '.join(stale)}): run `make docs`.")
        if not check:
            _write(wanted, stale)
            self.stdout.write(f"{len(wanted)} pages, {len(stale)} changed.")


def _pages() -> dict[str, str]:
    pages: dict[str, str] = {}
    for config in apps.get_app_configs():
        inside = config.path.startswith(f"{BASE_DIR}/") and "site-packages" not in config.path
        if inside and find_spec(f"{config.name}.documents"):
            pages.update(import_module(f"{config.name}.documents").pages())
    return pages


def _write(wanted: dict[str, str], stale: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name])
        else:
            (FOLDER / name).unlink()
