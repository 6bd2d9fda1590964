"""Measures through the API: what each address gives, takes and refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Organisation, UserPerson
from projects.models import MeasurePoint, Project
from tests.factories import people, projects
from tests.factories.measures import filled, measure, monthly
from tests.integration.projects.test_api import Caller

ROOT = "/api/v1/measures"
WEEKS = [
    {"on_date": f"2026-01-{day:02}", "numerator": 15 + day % 4, "denominator": 20}
    for day in (5, 12, 19, 26)
]


@pytest.fixture
def lead(trust: Organisation) -> Caller:
    return Caller(people.user("project_lead", trust))


@pytest.fixture
def project(trust: Organisation) -> Project:
    return projects.project(trust)


@pytest.fixture
def weekly(lead: Caller, project: Project) -> str:
    """The address of a weekly proportion."""
    body = {
        "project_id": str(project.pk),
        "name": "Seen within an hour",
        "data_kind": "proportion",
        "frequency": "week",
        "direction": "increase",
        "definition": "People seen within an hour of arrival, of all who came.",
    }
    made = lead("POST", ROOT, body, **{"Idempotency-Key": "one"})
    again = lead("POST", ROOT, body, **{"Idempotency-Key": "one"})
    assert (made.status_code, again.status_code) == (201, 200)
    assert made["Location"] == again["Location"]
    return str(made["Location"])


def pointers(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


class TestOneMeasure:
    def test_is_changed_under_its_version(self, lead: Caller, weekly: str):
        assert lead("PATCH", weekly, {"name": "x"}).status_code == 428
        assert lead("PATCH", weekly, {"name": "x"}, **{"If-Match": '"v9"'}).status_code == 412
        changed = lead("PATCH", weekly, {"name": "Sooner"}, **{"If-Match": lead.etag(weekly)})
        assert (changed.status_code, changed.json()["name"]) == (200, "Sooner")
        assert changed.json()["project_title"].startswith("Project")

    def test_refuses_free_text_with_an_nhs_number(self, lead: Caller, weekly: str):
        answer = lead(
            "PATCH", weekly, {"why": "As for 943 476 5919."}, **{"If-Match": lead.etag(weekly)}
        )
        assert pointers(answer) == [("/why", "nhs_number")]

    def test_ends_and_goes_on(self, lead: Caller, weekly: str):
        for day in ("2199-01-01", None):
            headers = {"If-Match": lead.etag(weekly)}
            answer = lead("POST", f"{weekly}/end", {"ended_on": day}, **headers)
            assert answer.json()["ended_on"] == day

    def test_tells_its_history(self, lead: Caller, weekly: str):
        lead("PUT", f"{weekly}/points", {"points": WEEKS})
        told = [
            one["type"].split(".")[3] for one in lead.get(f"{weekly}/history").json()["results"]
        ]
        assert told == ["data_recorded", "defined"]

    def test_without_data_is_taken_out_again(self, lead: Caller, weekly: str):
        answer = lead("DELETE", weekly, **{"If-Match": lead.etag(weekly)})
        assert (answer.status_code, lead.get(weekly).status_code) == (204, 404)


class TestData:
    def test_are_pushed_in_bulk_and_again_without_effect(self, lead: Caller, weekly: str):
        first, again = (lead("PUT", f"{weekly}/points", {"points": WEEKS}) for _ in range(2))

        assert first.json() == {"added": 4, "changed": 0, "unchanged": 0, "version": 2}
        assert again.json() == {"added": 0, "changed": 0, "unchanged": 4, "version": 2}
        assert again["ETag"] == '"v2"'
        rows = lead.get(f"{weekly}/points?limit=2").json()
        assert [row["on_date"] for row in rows["results"]] == ["2026-01-26", "2026-01-19"]
        assert rows["results"][0]["numerator"] == 17
        more = lead.get(f"{weekly}/points?cursor={rows['next_cursor']}").json()
        assert [row["on_date"] for row in more["results"]] == ["2026-01-12", "2026-01-05"]

    def test_come_as_csv_with_dates_as_people_write_them(self, lead: Caller, weekly: str):
        text = (
            "on_date,numerator,denominator,note\r\n7/1/2026,18,20,\r\n14 Jan 2026,,,No clinic\r\n"
        )
        answer = lead.client.put(f"{weekly}/points", text, content_type="text/csv")

        assert answer.json()["added"] == 2
        rows = lead.get(f"{weekly}/points").json()["results"]
        assert [(row["on_date"], row["numerator"], row["note"]) for row in rows] == [
            ("2026-01-12", None, "No clinic"),
            ("2026-01-05", 18, ""),
        ]

    def test_are_all_refused_by_row_and_field_where_one_is_wrong(self, lead: Caller, weekly: str):
        wrong = [
            WEEKS[0],
            {"on_date": "2026-01-08", "numerator": 21, "denominator": 20},
            {"on_date": "2199-01-01", "value": 3},
        ]
        answer = lead("PUT", f"{weekly}/points", {"points": wrong})

        assert answer.status_code == 400
        assert pointers(answer) == [
            ("/points/1/numerator", "more_than_all"),
            ("/points/2/on_date", "future"),
            ("/points/2/value", "not_taken"),
            ("/points/1/on_date", "twice"),
        ]
        assert not MeasurePoint.objects.exists()

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("on_date,numerator\n2026-01-05,many", ("/points/0/numerator", "not_a_number")),
            ("on_date,number\n2026-01-05,1", ("", "unknown_column")),
            ("numerator\n1", ("", "missing_column")),
            (" ", ("", "empty")),
            ("on_date,note\n5/1/26,x", ("/points/0/on_date", "not_a_date")),
        ],
        ids=["words", "unknown", "missing", "empty", "day"],
    )
    def test_as_csv_are_refused_with_what_to_mend(
        self, lead: Caller, weekly: str, text: str, expected: tuple[str, str]
    ):
        answer = lead.client.put(f"{weekly}/points", text, content_type="text/csv")
        assert pointers(answer) == [expected]

    def test_of_one_period_are_withdrawn(self, lead: Caller, weekly: str):
        lead("PUT", f"{weekly}/points", {"points": WEEKS})
        assert lead("DELETE", f"{weekly}/points/2026-01-14").status_code == 204
        assert lead("DELETE", f"{weekly}/points/2026-01-14").status_code == 404
        assert lead("DELETE", f"{weekly}/points/2026-02-31").status_code == 404
        assert len(lead.get(f"{weekly}/points").json()["results"]) == 3


class TestWhatIsSetOnTheChart:
    @pytest.mark.parametrize(
        ("what", "body"),
        [
            ("targets", {"value": 92.5, "shape": "line", "reason": "Agreed."}),
            ("rebases", {"reason": "Another clinic."}),
            ("markers", {"words": "Posters up.", "sort": "change"}),
        ],
        ids=["targets", "rebases", "markers"],
    )
    def test_is_added_listed_and_withdrawn(
        self, lead: Caller, weekly: str, what: str, body: dict[str, Any]
    ):
        made = lead("POST", f"{weekly}/{what}", {"on_date": "2026-01-05", **body})
        assert made.status_code == 201
        assert lead.get(f"{weekly}/{what}").json()["results"] == [made.json()]
        assert {**made.json(), **body} == made.json()
        assert lead("DELETE", made["Location"]).status_code == 204
        assert lead.get(f"{weekly}/{what}").json()["results"] == []

    def test_takes_no_impossible_target(self, lead: Caller, weekly: str):
        answer = lead("POST", f"{weekly}/targets", {"on_date": "2026-01-05", "value": 101})
        assert pointers(answer) == [("/value", "out_of_range")]


class TestTheChart:
    def test_says_everything_as_values_as_a_drawing_and_as_a_table(self, lead: Caller, weekly: str):
        lead("PUT", f"{weekly}/points", {"points": WEEKS})
        chart = lead.get(f"{weekly}/chart")

        said = chart.json()
        assert chart["ETag"] == '"v2"'
        assert said["latest_words"] == "85% (17 of 20), 26 January 2026"
        assert said["sentence"].endswith("(trial limits, from few points).")
        assert said["warnings"][0].startswith("The limits from 5 January 2026 rest on four points")
        assert said["points"][0]["value"] == 80.0
        assert said["stretches"][0]["points"] == 4
        drawing = lead.client.get(f"{weekly}/chart.svg?frame=narrow")
        assert (drawing.status_code, drawing["Content-Type"]) == (
            200,
            "image/svg+xml; charset=utf-8",
        )
        assert b"Seen within an hour" in drawing.content
        table = lead.client.get(f"{weekly}/data.csv").content.decode("utf-8-sig").splitlines()
        assert table[0].startswith("date,numerator,denominator,value,plotted,target")
        assert table[1].startswith("2026-01-05,16,20,80,80,,1,")

    def test_without_data_has_no_drawing(self, lead: Caller, weekly: str):
        assert lead.get(f"{weekly}/chart").json()["points"] == []
        assert lead.client.get(f"{weekly}/chart.svg").status_code == 404


class TestLists:
    def test_narrow_to_what_is_asked_for(self, lead: Caller, weekly: str, trust: Organisation):
        alone = measure(organisation=trust, name="Staff who feel heard", family="outcome")
        for query, expected in [
            ("", 2),
            ("?alone=true", 1),
            ("?family=outcome", 1),
            ("?q=FEEL", 1),
            ("?ended=true", 0),
            ("?reference=true", 0),
            (f"?organisation={trust.pk}", 2),
            (f"?project={trust.pk}", 0),
        ]:
            rows = lead.get(f"{ROOT}{query}").json()["results"]
            assert len(rows) == expected, query
        found = lead.get(f"{ROOT}/summary?alone=true").json()["results"]
        assert [row["id"] for row in found] == [str(alone.pk)]
        assert found[0]["sentence"] == "No data have been recorded yet."
        exported = lead.client.get("/api/v1/exports/measures?alone=true").content.decode()
        assert "Staff who feel heard" in exported

    def test_of_a_project_need_no_more_queries_for_many(self, lead: Caller, project: Project):
        counted = []
        for more in (1, 8):
            for _ in range(more):
                filled(measure(project), monthly([(18, 20), (17, 20)]))
            with CaptureQueriesContext(connection) as captured:
                rows = lead.get(f"/api/v1/projects/{project.pk}/measures").json()["results"]
            counted.append((len(rows), len(captured)))
        assert [rows for rows, _ in counted] == [1, 9]
        assert counted[0][1] == counted[1][1]


class TestManyAsOne:
    def test_are_summed_and_never_averaged(self, lead: Caller, project: Project):
        for pairs in ([(1, 2), (5, 5)], [(90, 100)]):
            filled(measure(project, name="Heard"), monthly(pairs))
        answer = lead.get(f"{ROOT}/pooled?project={project.pk}").json()

        assert answer["name"] == "Heard, 2 measures together"
        assert [(row["numerator"], row["denominator"]) for row in answer["points"]] == [
            (91, 102),
            (5, 5),
        ]
        assert "Not every one of them has figures of February 2025." in answer["warnings"]

    def test_may_be_named_one_by_one(self, lead: Caller, project: Project):
        made = [measure(project, name=name) for name in ("Heard", "Heard", "Seen")]
        for one, pairs in zip(made, ([(1, 2)], [(90, 100)], [(5, 5)]), strict=True):
            filled(one, monthly(pairs))

        answer = lead.get(f"{ROOT}/pooled?measures={made[0].pk},{made[2].pk}").json()

        assert [(row["numerator"], row["denominator"]) for row in answer["points"]] == [(6, 7)]
        assert pointers(lead.get(f"{ROOT}/pooled?measures=one")) == [
            ("?measures", "invalid_filter")
        ]

    def test_must_count_the_same(self, lead: Caller, project: Project):
        assert pointers(lead.get(f"{ROOT}/pooled?project={project.pk}")) == [("", "none")]
        measure(project)
        measure(project, frequency="week")
        assert pointers(lead.get(f"{ROOT}/pooled?project={project.pk}")) == [("", "unlike")]


class TestWhoMay:
    def test_the_team_enters_data_and_the_measurement_lead_sets_the_chart(
        self, trust: Organisation, project: Project, weekly: str
    ):
        partner, measurer = (self._on_team(trust, project, role) for role in _TEAM)
        target = {"on_date": "2026-01-05", "value": 95}

        assert partner("PUT", f"{weekly}/points", {"points": WEEKS}).status_code == 200
        assert partner("POST", f"{weekly}/targets", target).status_code == 403
        assert measurer("POST", f"{weekly}/targets", target).status_code == 201

    def test_the_owner_enters_data_of_an_organisation_alone(self, trust: Organisation):
        owner, other = (Caller(people.user("partner", trust)) for _ in range(2))
        alone = measure(organisation=trust, data_kind="count", owner_id=owner.user.pk)
        points = {"points": [{"on_date": "2026-01-05", "value": 3}]}

        assert owner("PUT", f"{ROOT}/{alone.pk}/points", points).status_code == 200
        assert other("PUT", f"{ROOT}/{alone.pk}/points", points).status_code == 403
        assert other.get(f"{ROOT}/{alone.pk}/chart").status_code == 200

    def test_who_owns_a_measure_must_read_it(self, lead: Caller, weekly: str):
        stranger = people.user("project_lead", people.organisation())
        answer = lead(
            "PATCH", weekly, {"owner_id": str(stranger.pk)}, **{"If-Match": lead.etag(weekly)}
        )
        assert pointers(answer) == [("/owner_id", "not_a_member")]

    def _on_team(self, trust: Organisation, project: Project, role: str) -> Caller:
        person = people.person(trust)
        user = people.user("partner", trust)
        UserPerson.objects.create(organisation=trust, user=user, person=person)
        team = "oversight" if role == "partner" else "support"
        projects.member(project, role, team, person=person, from_date=date(2026, 1, 1))
        return Caller(user)


_TEAM = ("partner", "measurement_lead")
