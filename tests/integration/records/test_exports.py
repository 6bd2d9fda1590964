"""Lists as files: what the screen shows, for whoever may see it, at any length."""

import csv
import io
import json

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver
from openpyxl import load_workbook

from kernel import tenancy
from kernel.api.views import ApiView
from kernel.models import Event
from records.exports import taking
from records.exports.declared import EXPORTS
from records.jobs import running
from records.models import Job, JobPart
from tests.factories import governance, people, projects

pytestmark = pytest.mark.django_db

#: Lists that are no table of records, or hold what must not leave in files.
NOT_EXPORTED = {
    "api-keys": "keys are managed one by one",
    "quarantine": "an operator's queue, empty but for faults",
    "compliance": "sums; the findings below them can be had",
    "jobs": "work that passes",
    "opening-positions": "files themselves",
    "imports": "files themselves",
    "saved-views": "one's own few",
    "messages": "one's own, read where they are",
    "taggings": "words on things, by which the lists of those things are narrowed",
    "comments": "words about one thing; what is withdrawn may be left in no file",
    "links": "the few whom people asked about one thing, with what they answered",
    "occasions": "the few meetings about one thing",
    "summary": "the measures, which can be had as a file with what their charts say",
}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def trust():
    return people.organisation()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def lead(trust):
    return client_of(people.user("project_lead", trust))


class TestAList:
    def test_is_exported_with_the_filters_of_the_screen(self, trust, lead):
        projects.project(trust, title="Calm nights", external_id="P1")
        projects.project(trust, title="Falls")
        projects.project(people.organisation(), title="Calm elsewhere")

        answer = lead.get("/api/v1/exports/projects", {"q": "calm"})

        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in answer["Content-Disposition"]
        [row] = table(answer.content)
        assert row["title"] == "Calm nights"
        assert row["external_id"] == "P1"
        assert row["problem"] == "People wait too long."

    def test_is_refused_with_an_unknown_filter(self, lead):
        assert lead.get("/api/v1/exports/projects", {"colour": "red"}).status_code == 400

    def test_is_a_workbook_when_asked(self, trust, lead):
        projects.project(trust, title="=1+1")

        answer = lead.get("/api/v1/exports/projects", {"file": "xlsx"})

        sheet = load_workbook(io.BytesIO(answer.content)).active
        titles = [cell.value for cell in sheet["B"]]
        assert titles == ["title", "'=1+1"]

    def test_holds_nothing_that_its_reader_may_not_see(self, trust):
        people.person(trust, name="Somebody")
        partner = client_of(people.user("partner", trust))

        assert table(partner.get("/api/v1/exports/people").content) == []

    def test_that_left_is_logged_by_name_and_length_alone(self, trust, lead):
        people.person(trust)

        lead.get("/api/v1/exports/people", {"q": "Person"})

        tenancy.open_to_all()
        event = Event.objects.get(type="uk.qiflow.list.exported.v1")
        assert event.organisation_id == trust.pk
        assert event.data == {"list": "people", "file": "csv", "rows": 1}

    def test_of_too_many_rows_is_sent_to_a_job(self, trust, lead, monkeypatch):
        monkeypatch.setattr(taking, "MOST_AT_ONCE", 2)
        for _ in range(3):
            people.person(trust)

        answer = lead.get("/api/v1/exports/people")

        assert answer.status_code == 409
        assert "job" in answer.json()["detail"]

    @pytest.mark.parametrize("name", sorted(EXPORTS))
    def test_can_be_had_by_an_administrator(self, name, trust):
        unit = people.unit(trust)
        person = people.person(trust)
        projects.project(trust, unit_id=unit.pk)
        governance.committee(trust)
        admin = client_of(people.user("administrator", trust))

        answer = admin.get(f"/api/v1/exports/{name}")

        assert answer.status_code == 200, answer.content
        header = answer.content.decode("utf-8-sig").splitlines()[0].split(",")
        assert header == [column.name for column in EXPORTS[name].columns]
        assert person.name.encode() in answer.content or name != "people"


def start(client, **values):
    return client.post("/api/v1/exports", json.dumps(values), content_type="application/json")


@pytest.mark.django_db(transaction=True)
class TestALongList:
    @pytest.fixture(autouse=True)
    def short_pages(self, monkeypatch):
        monkeypatch.setattr(taking, "PAGE", 3)

    def test_is_made_by_a_job_page_by_page(self, trust, lead):
        for number in range(8):
            people.person(trust, name=f"Pat {number}")

        asked = start(lead, list="people", file="csv", filters={"q": "Pat"})
        job_id = asked.json()["id"]
        running.run(job_id)
        answer = lead.get(f"/api/v1/jobs/{job_id}/file")

        assert asked.status_code == 202
        rows = table(b"".join(answer.streaming_content))
        assert sorted(row["name"] for row in rows) == [f"Pat {number}" for number in range(8)]
        tenancy.open_to_all()
        assert JobPart.objects.count() == 3
        assert Job.objects.get().result["rows"] == 8

    def test_goes_on_where_a_lost_process_was(self, trust, lead, monkeypatch):
        for number in range(8):
            people.person(trust, name=f"Pat {number}")
        job_id = start(lead, list="people", file="csv").json()["id"]
        real = taking.csv_rows
        calls = []

        def break_at_the_third(*args):
            calls.append(1)
            if len(calls) == 3:
                raise OperationalError("the server went away")
            return real(*args)

        monkeypatch.setattr(taking, "csv_rows", break_at_the_third)
        running.run(job_id)
        tenancy.open_to_all()
        assert Job.objects.get().state == "running"
        Job.objects.update(beat_at=None)
        running.run(job_id)

        rows = table(b"".join(lead.get(f"/api/v1/jobs/{job_id}/file").streaming_content))
        assert sorted(row["name"] for row in rows) == [f"Pat {number}" for number in range(8)]
        assert len(calls) == 4

    def test_can_be_a_workbook(self, trust, lead):
        for number in range(8):
            people.person(trust, name=f"Pat {number}")
        job_id = start(lead, list="people", file="xlsx").json()["id"]

        running.run(job_id)

        content = b"".join(lead.get(f"/api/v1/jobs/{job_id}/file").streaming_content)
        assert load_workbook(io.BytesIO(content)).active.max_row == 9

    def test_of_unknown_name_or_filter_is_refused(self, lead):
        assert start(lead, list="secrets", file="csv").status_code == 400
        refused = start(lead, list="people", file="csv", filters={"x": "y"})
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["pointer"] == "/filters/x"


class TestEveryList:
    def test_can_be_had_as_a_file_or_says_why_not(self):
        paged = {
            route.rsplit("/", 1)[-1]
            for route, pattern in _patterns(get_resolver())
            if _is_paged(pattern) and "<" not in route
        }

        assert paged
        assert paged - set(EXPORTS) - set(NOT_EXPORTED) == set()


def _is_paged(pattern) -> bool:
    view = getattr(pattern.callback, "view_class", None)
    return bool(view and issubclass(view, ApiView) and view.paged)


def _patterns(resolver, before=""):
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one, route)
        else:
            yield route, one
