"""The door through which files of opening positions are sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kernel import tenancy
from people.models import Organisation, Person
from tests.factories import opening, people

pytestmark = pytest.mark.django_db

DOOR = "/api/v1/opening-positions"


@pytest.fixture
def client(trust: Organisation) -> Client:
    client = Client()
    client.force_login(people.user("administrator", trust))
    return client


def _send(client: Client, content: bytes, **values: str) -> Any:
    file = SimpleUploadedFile("arrival.xlsx", content)
    key = values.pop("key", "")
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(DOOR, {"file": file, **values}, headers=headers)
    tenancy.open_to_all()
    return answer


class TestOpeningPositions:
    def test_dry_run_then_load_then_nothing_new(self, client: Client) -> None:
        book = opening.workbook(opening.small())

        tried = _send(client, book, dry_run="true")
        assert (tried.status_code, tried.json()["new"]) == (200, 19)
        assert not Person.objects.exists()

        loaded = _send(client, book)
        assert loaded.status_code == 201
        assert client.get(loaded["Location"]).json()["report"]["loaded"]

        again = _send(client, book)
        assert (again.status_code, again.json()["changes_nothing"]) == (200, True)

    def test_csv_in_a_zip_is_the_same(self, client: Client) -> None:
        assert _send(client, opening.zipped(opening.small())).status_code == 201

    def test_errors_point_to_row_and_field(self, client: Client) -> None:
        sheets = opening.small()
        sheets["team"][0]["from_date"] = "tomorrow"

        refused = _send(client, opening.workbook(sheets))

        assert refused.status_code == 400
        (error,) = refused.json()["errors"]
        assert (error["pointer"], error["code"]) == ("/file/team/2/from_date", "not_a_date")
        assert not Person.objects.exists()

    def test_same_key_has_one_effect(self, client: Client) -> None:
        book = opening.zipped(opening.small())

        first = _send(client, book, key="arrival-1")
        again = _send(client, book, key="arrival-1")

        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()

    def test_json_is_not_a_file(self, client: Client) -> None:
        sent = client.post(DOOR, {"file": "x"}, content_type="application/json")

        assert sent.status_code == 415

    def test_file_is_asked_for(self, client: Client) -> None:
        answer = client.post(DOOR, {"dry_run": "true"})

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/file"

    @pytest.mark.parametrize("role", ["auditor", "project_lead"])
    def test_others_may_not(self, trust: Organisation, role: str) -> None:
        client = Client()
        client.force_login(people.user(role, trust))

        assert _send(client, opening.workbook(opening.small())).status_code == 403
        assert client.get(DOOR).json()["results"] == []

    def test_strangers_find_nothing(self, trust: Organisation) -> None:
        client = Client()
        client.force_login(people.user("administrator", people.organisation()))

        answer = _send(client, opening.workbook(opening.small()), organisation_id=str(trust.pk))

        assert answer.status_code == 404

    def test_format_is_described(self, client: Client) -> None:
        sheets = client.get(f"{DOOR}/format").json()["sheets"]

        assert [sheet["name"] for sheet in sheets][:2] == ["units", "people"]
