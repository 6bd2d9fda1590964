"""The register of bodies: imported from a file, and what became of merged ones."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import tenancy
from kernel.actors import SYSTEM
from kernel.api.pages import Page
from kernel.models import Event
from people import commands, queries
from people.models import Organisation
from tests.factories import people as make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
ROWS = "ods_code,name,icb,region,colour\nRA7,Bristol Trust,BNSSG,South West,red\nRX1,Notts,N,M,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "trusts.csv"
    path.write_text(ROWS)
    return path


def run(file: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("import_organisations", str(file), *arguments)
    tenancy.open_to_all()
    return capsys.readouterr().out


class TestImport:
    def test_registers_every_row_once(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        first = run(file, capsys)
        second = run(file, capsys)

        assert "2 registered, 0 changed, 0 unchanged" in first
        assert "colour" in first
        assert "0 registered, 0 changed, 2 unchanged" in second
        assert Event.objects.count() == 2
        assert Organisation.objects.get(ods_code="RA7").region == "South West"

    def test_changes_what_differs(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(file, capsys)
        file.write_text(ROWS.replace("Notts", "Nottingham"))

        assert "0 registered, 1 changed, 1 unchanged" in run(file, capsys)
        assert Organisation.objects.get(ods_code="RX1").version == 2

    def test_saves_nothing_when_dry(self, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        said = run(file, capsys, "--dry-run")

        assert "nothing saved: 2 registered" in said
        assert not Organisation.objects.exists()
        assert not Event.objects.exists()

    def test_saves_nothing_when_one_row_is_wrong(self, file: Path) -> None:
        file.write_text(ROWS + "R-1,Bad,I,R,\nRQ1,,I,R,\n")

        with pytest.raises(CommandError) as refused:
            call_command("import_organisations", str(file))

        assert "line 4, ods_code" in str(refused.value)
        assert "line 5, name" in str(refused.value)
        assert not Organisation.objects.exists()

    def test_says_when_there_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="Cannot read"):
            call_command("import_organisations", str(tmp_path / "none.csv"))


class TestLineages:
    def test_follow_mergers_by_a_day_in_one_query(self) -> None:
        old, older, new, newest, other = (make.organisation() for _ in range(5))
        self.merge(older, old, date(2020, 4, 1))
        self.merge(old, new, date(2024, 4, 1))
        self.merge(other, new, date(2024, 4, 1))
        self.merge(new, newest, date(2027, 4, 1))

        with CaptureQueriesContext(connection) as captured:
            found = queries.lineages([old.pk, new.pk], on=date(2026, 1, 1))

        assert len(captured) == 1
        assert found[old.pk] == {older.pk, old.pk, new.pk}
        assert found[new.pk] == {older.pk, old.pk, other.pk, new.pk}

    def test_know_nothing_before_it_was_recorded(self) -> None:
        old, new = make.organisation(), make.organisation()
        self.merge(old, new, date(2024, 4, 1))
        before = datetime(2026, 11, 19, tzinfo=UTC)

        found = queries.lineages([old.pk], on=date(2026, 1, 1), known_at=before)

        assert found[old.pk] == {old.pk}

    @staticmethod
    def merge(old: Organisation, new: Organisation, day: date) -> None:
        commands.record_succession(
            predecessor_id=old.pk, successor_id=new.pk, from_date=day, actor=SYSTEM, now=NOW
        )


class TestLists:
    @pytest.mark.parametrize("size", [2, 30])
    def test_of_users_and_units_ask_a_fixed_number_of_queries(self, size: int) -> None:
        home = make.organisation()
        actor = make.actor_of(make.user("administrator", home))
        for _ in range(size):
            make.user("coach", home)
            make.unit(home)
            make.person(home)
        page = Page(limit=50)

        with CaptureQueriesContext(connection) as captured:
            queries.visible_users(actor, page=page)
            queries.visible_units(actor, page=page, on=date(2026, 1, 1))
            queries.visible_people(actor, page=page)
            queries.visible_organisations(actor, page=page)

        # Seven of them look up who has a second factor, which is each user's own, in its own scope.
        assert len(captured) == 12
