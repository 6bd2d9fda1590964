"""Tables that come in through the pages: sent, mended, loaded, taken back."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from kernel import tenancy
from kernel.models import Event
from people.models import Person
from projects.models import Project
from records.jobs import running
from records.models import Import, Job
from tests.factories import people, projects
from tests.integration.web.conftest import Trust

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = "external_id,name,email\nA1,Ann Ash,ann@example.org\nB2,Ben Birch,\n"
WRONG = "external_id,name,email,shoe size\nA1,,x,38\n"
NUMBER = "external_id,title,problem\nP1,Falls,Seen 943 476 5919\n"


def _work() -> None:
    """Let the workers do every job that waits."""
    tenancy.open_to_all()
    for job_id in Job.objects.filter(state="queued").values_list("pk", flat=True):
        running.run(job_id)
        tenancy.open_to_all()


def _get(client: Client, path: str) -> str:
    text = client.get(path).content.decode()
    tenancy.open_to_all()
    return text


def _send(client: Client, trust: Trust, text: str, what: str = "people") -> str:
    """Paste a table and let it be checked; the address of its page."""
    answer = client.post(
        "/imports/new", {"what": what, "organisation_id": trust.organisation.pk, "text": text}
    )
    assert answer.status_code == 302, answer.content.decode()
    _work()
    return str(answer["Location"])


def _press(client: Client, path: str, step: str, **more: Any) -> int:
    tenancy.open_to_all()
    held = Import.objects.get(pk=UUID(path.rsplit("/", 1)[1]))
    answer = client.post(f"{path}/{step}", {"version": held.version, **more})
    _work()
    return int(answer.status_code)


class TestSending:
    def test_shows_how_far_the_check_is_and_then_what_it_found(self, trust: Trust) -> None:
        client = trust.client()

        answer = client.post(
            "/imports/new",
            {"what": "people", "organisation_id": trust.organisation.pk, "text": GOOD},
        )
        waiting = _get(client, answer["Location"])
        part = client.get(answer["Location"], headers={"HX-Request": "true"})
        _work()
        checked = _get(client, answer["Location"])

        assert "Refresh" in waiting
        assert "Load the table" not in waiting
        assert part.content.startswith(b'<div id="progress"')
        assert "This table can be loaded: 2 new rows" in checked
        assert not Person.objects.exists()

    def test_takes_a_file(self, trust: Trust) -> None:
        file = SimpleUploadedFile("people.csv", GOOD.encode())
        client = trust.client()

        answer = client.post(
            "/imports/new",
            {"what": "people", "organisation_id": trust.organisation.pk, "file": file},
        )
        _work()

        assert "people.csv" in _get(client, answer["Location"])
        assert Import.objects.get().state == "checked"

    def test_takes_cells_with_empty_ones_at_the_end(self, trust: Trust) -> None:
        client = trust.client()

        page = _get(client, _send(client, trust, "external_id\tname\tphone\r\nA1\tAnn, Leeds\t"))

        assert "1 new row" in page

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({}, "Choose a file, or paste cells below"),
            ({"text": " \n"}, "Choose a file, or paste cells below"),
            ({"text": "x" * 900_001}, "You have pasted 900,001"),
            ({"text": "a\0b"}, "Remove the"),
            ({"text": GOOD, "file": "both"}, "Send a file or pasted cells, not both"),
            ({"text": GOOD, "what": "spoons"}, "Select one of the answers"),
        ],
    )
    def test_says_what_to_do_about_what_cannot_be_taken(
        self, trust: Trust, sent: dict[str, Any], words: str
    ) -> None:
        if "file" in sent:
            sent = {**sent, "file": SimpleUploadedFile("people.csv", GOOD.encode())}
        about = {"what": "people", "organisation_id": trust.organisation.pk}

        answer = trust.client().post("/imports/new", {**about, **sent})
        tenancy.open_to_all()

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Import.objects.exists()

    def test_twice_by_a_double_click_is_one_import(self, trust: Trust) -> None:
        client = trust.client()
        sent = {
            "what": "people",
            "organisation_id": trust.organisation.pk,
            "text": GOOD,
            "ticket": "8f3b9f66-59d8-4f2b-a2c8-6a4b2a6f7a11",
        }

        for _ in range(2):
            client.post("/imports/new", sent)
            tenancy.open_to_all()

        assert Import.objects.count() == 1

    def test_is_for_those_who_run_imports(self, trust: Trust) -> None:
        client = trust.client("project_lead")

        assert client.get("/imports/new").status_code == 403
        assert "/imports/new" not in _get(client, "/people")
        assert "/imports/new?what=people" in _get(trust.client(), "/people")
        assert "/imports/new?what=projects" in _get(trust.client(), "/projects")


class TestTemplate:
    def test_has_the_columns_and_comes_back_as_an_import(self, trust: Trust) -> None:
        client = trust.client()

        text = client.get("/imports/templates/people/csv").content.decode("utf-8-sig")
        book = client.get("/imports/templates/projects/xlsx").content
        tenancy.open_to_all()

        assert text.startswith("external_id,name,email,phone,access_needs,needs,")
        sheet = load_workbook(io.BytesIO(book)).active
        assert sheet is not None
        assert sheet["A1"].value == "external_id"
        assert client.get("/imports/templates/spoons/csv").status_code == 404
        assert client.get("/imports/templates/people/pdf").status_code == 404
        tenancy.open_to_all()


class TestMending:
    def test_tells_faults_by_row_and_column_and_what_was_left_aside(self, trust: Trust) -> None:
        client = trust.client()
        path = _send(client, trust, WRONG)

        page = _get(client, path)
        file = _get(client, f"{path}/to-mend.csv")

        assert "2 things are to be mended" in page
        assert "Enter the full name." in page
        assert "shoe_size" in page
        assert "Load the table" not in page
        assert "2,email,not_an_email" in file

    def test_of_html_in_a_cell_shows_it_as_text(self, trust: Trust) -> None:
        client = trust.client()

        page = _get(client, _send(client, trust, 'external_id,name,<script>x\nA1,"<b>Ann",1\n'))

        assert "<b>Ann" not in page
        assert "<script>x" not in page


class TestLoading:
    def test_keeps_every_row_and_undo_takes_them_back(self, trust: Trust) -> None:
        client = trust.client()
        path = _send(client, trust, GOOD)

        assert _press(client, path, "load") == 302
        loaded = _get(client, path)
        kept = Person.objects.count()
        assert _press(client, path, "undo") == 302

        assert "Loaded on" in loaded
        assert "Undo this import" in loaded
        assert kept == 2
        assert "was taken back" in _get(client, path)
        assert not Person.objects.exists()

    def test_of_what_is_here_already_offers_no_button(self, trust: Trust) -> None:
        client = trust.client()
        _press(client, _send(client, trust, GOOD), "load")

        page = _get(client, _send(client, trust, GOOD))

        assert "is in QIflow already" in page
        assert "Load the table" not in page

    def test_says_why_it_cannot_be_undone(self, trust: Trust) -> None:
        client = trust.client()
        path = _send(client, trust, GOOD)
        _press(client, path, "load")
        person = Person.objects.get(external_id="A1")
        projects.member(projects.project(trust.organisation), person=person)

        _press(client, path, "undo")
        page = _get(client, path)

        assert "It was not undone." in page
        assert "Why it cannot be undone" in page
        assert Person.objects.count() == 2

    def test_of_a_page_that_is_no_longer_true_is_refused(self, trust: Trust) -> None:
        client = trust.client()
        path = _send(client, trust, GOOD)

        answer = client.post(f"{path}/load", {"version": 0})
        _work()

        assert answer.status_code == 422
        assert not Person.objects.exists()

    def test_is_refused_to_whoever_may_not(self, trust: Trust) -> None:
        client = trust.client()
        path = _send(client, trust, GOOD)
        stranger = Client()
        stranger.force_login(people.user("administrator", people.organisation()))

        assert _press(trust.client("auditor"), path, "load") == 403
        assert _press(stranger, path, "load") == 404
        assert not Person.objects.exists()


class TestAPatientsNumber:
    def test_is_ticked_cell_by_cell_or_not_loaded(self, trust: Trust) -> None:
        client = trust.client()
        path = _send(client, trust, NUMBER, what="projects")
        page = _get(client, path)

        assert "1 cell looks like an NHS number" in page
        assert _press(client, path, "load") == 422
        assert _press(client, path, "load", not_patients="/rows/9/problem") == 422
        assert not Project.objects.exists()
        assert _press(client, path, "load", not_patients="/rows/2/problem") == 302

        assert Project.objects.count() == 1
        event = Event.objects.get(type="uk.qiflow.text.confirmed.v1")
        assert event.data["fields"] == ["/rows/2/problem"]


class TestDiscarding:
    def test_forgets_the_table(self, trust: Trust) -> None:
        client = trust.client()
        path = _send(client, trust, GOOD)

        assert _press(client, path, "discard") == 302

        assert "This table is forgotten" in _get(client, path)
        assert Import.objects.get().content is None


class TestList:
    def test_shows_what_came_in(self, trust: Trust) -> None:
        client = trust.client()
        _send(client, trust, GOOD)

        page = _get(client, "/imports")

        for words in ("Pasted cells", "Checked, not loaded", "People", "You"):
            assert words in page
        assert "No import fits" in _get(client, "/imports?state=loaded")
