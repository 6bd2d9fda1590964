"""Published figures come in as reference series that everybody may read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock, tenancy
from kernel.api.pages import Page
from kernel.errors import Denied
from kernel.models import Event
from people.models import Organisation
from projects.commands import measures as commands
from projects.models import Measure, MeasurePoint, MeasureSignal, MeasureTarget
from projects.queries import measures as queries
from records.models import Message
from tests.factories import people
from tests.factories.measures import monthly
from workflows.drain import settle

HEAD = "period,org_code,type,attendances,breaches,admissions\n"
REAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "ae_attendances.csv"
EVERYTHING = Page(limit=1_000)

Run = Callable[..., str]


def month(number: int) -> str:
    return f"{2016 + number // 12}-{number % 12 + 1:02}-01"


def lines(code: str, kind: str, breaches: list[int], *, attendances: int = 200) -> str:
    return "".join(
        f"{month(number)},{code},{kind},{attendances},{one},0\n"
        for number, one in enumerate(breaches)
    )


CALM = [10, 12, 9, 11, 10, 13, 9, 12, 10, 11, 12, 10, 9, 11]
FILE = HEAD + lines("RKX", "1", [*CALM, 20]) + lines("8J094", "other", CALM)


@pytest.fixture
def hospital() -> Organisation:
    return people.organisation(ods_code="RKX", name="Riverbank Hospital")


@pytest.fixture
def run(tmp_path: Path, hospital: Organisation, capsys: pytest.CaptureFixture[str]) -> Run:
    """Import text; returns what was said."""

    def import_text(text: str, *arguments: str) -> str:
        file = tmp_path / "figures.csv"
        file.write_text(text)
        capsys.readouterr()
        call_command("import_measures", str(file), *arguments)
        tenancy.open_to_all()
        return capsys.readouterr().out

    return import_text


def refused(run: Run, text: str, *arguments: str) -> str:
    with pytest.raises(CommandError) as refusal:
        run(text, *arguments)
    tenancy.open_to_all()
    return str(refusal.value)


class TestImport:
    def test_makes_a_measure_of_each_organisation_and_series(self, run: Run, hospital):
        said = run(FILE)

        measure = Measure.objects.get(organisation=hospital)
        assert "2 series of 29 periods: 2 series new, 1 organisations new" in said
        assert measure.name == (
            "Seen within four hours, major departments (type 1): Riverbank Hospital"
        )
        assert (measure.reference, measure.direction, measure.chart) == (True, "increase", "xmr")
        assert measure.baseline_points == 0
        first = MeasurePoint.objects.filter(measure=measure).earliest("on_date")
        assert (first.on_date, first.numerator, first.denominator) == (date(2016, 1, 1), 190, 200)
        assert MeasureTarget.objects.get(measure=measure).value == Decimal(95)

    def test_names_a_body_that_is_not_in_the_register_by_its_code(self, run: Run):
        run(FILE)

        body = Organisation.objects.get(ods_code="8J094")
        assert (body.name, body.reference_only) == ("8J094", True)
        assert Event.objects.filter(aggregate_id=body.pk).count() == 1

    def test_changes_nothing_the_second_time(self, run: Run):
        run(FILE)
        before = Event.objects.count(), MeasurePoint.objects.count()

        said = run(FILE)

        assert "0 added, 0 changed, 29 as they were; 0 special causes new" in said
        assert (Event.objects.count(), MeasurePoint.objects.count()) == before

    def test_adds_new_periods_and_replaces_corrected_ones(self, run: Run, hospital):
        run(FILE)
        corrected = lines("RKX", "1", [10, 14, *CALM[2:], 20, 12])

        said = run(HEAD + corrected)

        measure = Measure.objects.get(organisation=hospital)
        kept = MeasurePoint.objects.filter(measure=measure, on_date=date(2016, 2, 1))
        rows = kept.order_by("recorded_at").values_list("numerator", "superseded_at")
        assert "1 added, 1 changed, 14 as they were" in said
        assert [(numerator, gone is None) for numerator, gone in rows] == [
            (188, False),
            (186, True),
        ]
        told = Event.objects.filter(aggregate_id=measure.pk).order_by("seq")
        assert measure.version == told.count() == 3
        latest = told.last()
        assert latest is not None
        assert (latest.data["added"], latest.data["changed"]) == (1, 1)
        assert latest.data["first_on"] == "2016-02-01"

    def test_tells_of_each_measure_once_and_nobody_gets_a_notice(self, run: Run, hospital):
        run(FILE)
        settle()

        measure = Measure.objects.get(organisation=hospital)
        told = Event.objects.filter(aggregate_id=measure.pk).order_by("seq")
        assert [event.type.split(".")[3] for event in told] == ["defined", "data_recorded"]
        assert not Message.objects.exists()

    def test_keeps_the_special_causes_and_what_became_of_them(self, run: Run, hospital):
        run(FILE)
        found = MeasureSignal.objects.get(rule="astronomical")
        assert (found.meaning, found.began_on) == ("concern", date(2017, 3, 1))

        run(HEAD + lines("RKX", "1", [*CALM, 12]))

        found.refresh_from_db()
        assert found.gone_at is not None

    def test_saves_nothing_when_dry(self, run: Run):
        said = run(FILE, "--dry-run")

        assert said.startswith("Dry run, nothing saved: 2 series")
        assert not Measure.objects.exists()
        assert not Organisation.objects.filter(ods_code="8J094").exists()

    def test_takes_other_files_by_their_columns(self, run: Run, hospital):
        said = run(
            "Week;Trust;Late;All\n5/1/2026;RKX;3;20\n12/1/2026;RKX;;\n",
            *("--measure", "On time", "--period", "week", "--organisation", "trust"),
            *("--numerator", "all-late", "--denominator", "All", "--frequency", "week"),
        )

        measure = Measure.objects.get(organisation=hospital)
        points = MeasurePoint.objects.filter(measure=measure).order_by("on_date")
        assert "1 series of 2 periods" in said
        assert (measure.name, measure.frequency) == ("On time: Riverbank Hospital", "week")
        assert list(points.values_list("numerator", "denominator")) == [(17, 20), (None, None)]

    def test_takes_values_too(self, run: Run, hospital):
        run(
            "day,org,minutes\n2026-01-05,RKX,12.5\n",
            *("--measure", "Wait", "--period", "day", "--organisation", "org"),
            *("--value", "minutes", "--unit-word", "minutes", "--direction", "decrease"),
        )

        assert MeasurePoint.objects.get().value == Decimal("12.5")


class TestRefusal:
    def test_names_every_line_and_saves_nothing(self, run: Run):
        wrong = (
            "2016-13-01,RKX,1,20,1,0\n"
            "2016-01-01,R K,1,20,1,0\n"
            "2016-02-01,RKX,1,20,x,0\n"
            "2016-03-01,RKX,1,20,21,0\n"
            "2016-04-01,RKX,1,20,1,0\n"
            "2016-04-01,RKX,1,20,2,0\n"
            "2999-05-01,RKX,1,20,1,0\n"
        )

        said = refused(run, HEAD + wrong).splitlines()

        assert said[0] == "Nothing was saved."
        assert [line.split(":")[0] for line in said[1:]] == [
            "line 2, period",
            "line 3, org_code",
            "line 4, breaches",
            "line 5, attendances",
            "line 7, period",
            "line 8, period",
        ]
        assert not Measure.objects.exists()

    @pytest.mark.parametrize(
        ("text", "arguments", "words"),
        [
            ("a,b\n1,2\n", (), "Say --measure, --period, --organisation, --value as well"),
            ("", (), "no rows"),
            (FILE, ("--period", "when"), "no column when"),
            (
                "a,b,c\n1,2,3\n",
                ("--measure", "M", "--period", "a", "--organisation", "b", "--numerator", "c"),
                "take numerator and denominator",
            ),
        ],
        ids=["unknown", "empty", "column", "half"],
    )
    def test_says_what_is_missing(self, run: Run, text: str, arguments: tuple, words: str):
        assert words in refused(run, text, *arguments)

    def test_leaves_a_measure_of_an_organisation_alone(self, run: Run, hospital):
        own = commands.define_measure(
            name="Ours",
            data_kind="proportion",
            frequency="month",
            organisation_id=hospital.pk,
            external_id="published-seen-within-four-hours-1",
            actor=people.actor_of(people.user("administrator", hospital)),
            now=clock.now(),
        )

        assert "keeps a measure of its own" in refused(run, FILE)
        own.refresh_from_db()
        assert own.version == 1


class TestReading:
    def test_is_for_whoever_is_signed_in(self, run: Run):
        run(FILE)
        reader = people.actor_of(people.user("project_lead", people.organisation()))
        tenancy.narrow_to(reader)

        rows = queries.summary(reader, page=EVERYTHING, today=clock.today(), reference=True)

        assert len(rows) == 2
        assert {row["assurance_icon"] for row in rows} == {"inconsistent"}
        assert queries.summary(reader, page=EVERYTHING, today=clock.today()) == []

    def test_is_not_for_a_connection_without_an_actor(self, run: Run):
        run(FILE)
        tenancy.close()

        assert not Measure.objects.exists()
        assert not MeasurePoint.objects.exists()

    def test_lets_nobody_change_the_figures(self, run: Run, hospital):
        run(FILE)
        keeper = people.actor_of(people.user("administrator", hospital))
        measure = Measure.objects.get(organisation=hospital)

        with pytest.raises(Denied, match="published figures"):
            commands.put_points(
                measure_id=measure.pk, points=monthly([(1, 2)]), actor=keeper, now=clock.now()
            )


@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL.name} is not beside this checkout")
class TestRealFigures:
    """12,765 rows of 274 organisations, which are not part of this project."""

    def test_make_428_series_whose_summary_takes_a_fixed_number_of_queries(self, run: Run):
        said = run(REAL.read_text())
        reader = people.actor_of(people.user("project_lead", people.organisation()))
        tenancy.narrow_to(reader)
        taken = []
        for limit in (1, 428):
            with CaptureQueriesContext(connection) as asked:
                rows = queries.summary(
                    reader, page=Page(limit=limit), today=clock.today(), reference=True
                )
            taken.append(len(asked))

        assert "428 series of 12,765 periods: 428 series new, 274 organisations new" in said
        assert len(rows) == 428
        assert taken[0] == taken[1] <= 4
        assert {row["target"] for row in rows} == {95.0}
