"""`manage.py import_opening_position` and `move_clock`."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kernel import clock, tenancy
from people.models import Organisation, Person
from projects.models import OpeningPosition
from tests.factories import opening, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "arrival.xlsx"
    path.write_bytes(opening.workbook(opening.small()))
    return path


def _run(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=out, **options)
    except CommandError as problem:
        tenancy.open_to_all()
        raise CommandError(f"{problem}\n{out.getvalue()}") from None
    tenancy.open_to_all()
    return out.getvalue()


class TestImportOpeningPosition:
    def test_dry_run_says_what_would_happen(self, trust: Organisation, book: Path) -> None:
        told = _run("import_opening_position", book, "--dry-run")

        assert "people: 3 rows, 3 new, 0 already here" in told
        assert "can be loaded: 19 new rows" in told
        assert not Person.objects.exists()

    def test_loads_in_the_name_of_who_signs_off(self, trust: Organisation, book: Path) -> None:
        user = people.user("administrator", trust, email="ruth@example.org")
        arguments = ("import_opening_position", book, "--signed-off-by", "ruth@example.org")

        assert "Loaded: 19 new rows" in _run(*arguments)
        assert OpeningPosition.objects.get().signed_off_by == user.pk
        assert "nothing was changed" in _run(*arguments)

    def test_somebody_signs_off(self, trust: Organisation, book: Path) -> None:
        with pytest.raises(CommandError, match="--signed-off-by"):
            _run("import_opening_position", book)

    def test_who_runs_no_imports_does_not_sign_off(self, trust: Organisation, book: Path) -> None:
        people.user("auditor", trust, email="ewan@example.org")

        with pytest.raises(CommandError, match="imports"):
            _run("import_opening_position", book, "--signed-off-by", "ewan@example.org")

    def test_one_of_several_organisations_is_named(self, trust: Organisation, book: Path) -> None:
        people.organisation(name="Another NHS Trust")

        with pytest.raises(CommandError, match="Say which organisation"):
            _run("import_opening_position", book, "--dry-run")
        assert "can be loaded" in _run(
            "import_opening_position", book, "--dry-run", "--organisation", "zf1"
        )

    def test_faults_are_told_by_row_and_column(self, trust: Organisation, tmp_path: Path) -> None:
        (tmp_path / "people.csv").write_text("external_id,name\nP1,\n", encoding="utf8")

        with pytest.raises(CommandError, match="people row 2 name: Enter") as problem:
            _run("import_opening_position", tmp_path, "--dry-run")

        assert "Nothing was loaded; to be mended: 1." in str(problem.value)

    def test_empty_workbook_is_written(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.xlsx"

        _run("import_opening_position", path, "--template")

        assert path.read_bytes().startswith(b"PK")


class TestMoveClock:
    def test_lets_days_pass_and_come_back(self) -> None:
        today = clock.today()

        _run("move_clock", "--days", "40")
        assert (clock.today() - today).days == 40

        assert today.isoformat() in _run("move_clock", "--days", "-40")

    def test_is_refused_in_production(self, settings: Any) -> None:
        settings.QIFLOW_CLOCK_MOVABLE = False

        with pytest.raises(CommandError, match="only in tests and demonstrations"):
            _run("move_clock", "--days", "40")
