"""The page on which an organisation arrives."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kernel import tenancy
from people.models import Organisation, Person
from projects.models import OpeningPosition
from tests.factories import opening, people

pytestmark = pytest.mark.django_db

PAGE = "/me/opening-positions"


@pytest.fixture
def client(trust: Organisation) -> Client:
    return _signed_in("administrator", trust)


def _signed_in(role: str, organisation: Organisation) -> Client:
    client = Client()
    client.force_login(people.user(role, organisation))
    return client


def _upload(client: Client, trust: Organisation, sheets: Mapping[str, opening.Rows]) -> str:
    """The address of the report."""
    file = SimpleUploadedFile("arrival.xlsx", opening.workbook(sheets))
    sent = client.post(PAGE, {"organisation_id": str(trust.pk), "file": file})
    assert sent.status_code == 302, _text(sent)
    tenancy.open_to_all()
    return str(sent.headers["Location"])


def _text(answer: HttpResponse) -> str:
    return answer.content.decode()


class TestUpload:
    def test_file_is_checked_first_and_loaded_when_signed_off(
        self, client: Client, trust: Organisation
    ) -> None:
        address = _upload(client, trust, opening.small())
        shown = _text(client.get(address))
        tenancy.open_to_all()
        assert "This file can be loaded: 19 new rows" in shown
        assert not Person.objects.exists()

        client.post(address, {})

        tenancy.open_to_all()
        assert Person.objects.count() == 3
        assert OpeningPosition.objects.get().content is None
        assert "Loaded and signed off on" in _text(client.get(address))

    def test_what_is_to_be_mended_is_a_table_and_a_file(
        self, client: Client, trust: Organisation
    ) -> None:
        sheets = opening.small()
        sheets["projects"][0]["stage"] = "dreaming"
        address = _upload(client, trust, sheets)

        shown = _text(client.get(address))
        file = client.get(f"{address}/to-mend.csv")

        assert "1 thing is to be mended" in shown
        assert "Sign off and load" not in shown
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert "projects,2,stage,not_a_choice" in _text(file)

    def test_no_file_is_told_in_the_summary(self, client: Client, trust: Organisation) -> None:
        answer = client.post(PAGE, {"organisation_id": str(trust.pk)})

        assert answer.status_code == 422
        assert "Choose a file" in _text(answer)

    def test_a_file_can_be_forgotten(self, client: Client, trust: Organisation) -> None:
        address = _upload(client, trust, opening.small())

        client.post(f"{address}/forget", {})

        tenancy.open_to_all()
        assert not OpeningPosition.objects.exists()

    def test_the_empty_workbook_can_be_read_again(
        self, client: Client, trust: Organisation
    ) -> None:
        book = client.get(f"{PAGE}/template").content

        file = SimpleUploadedFile("empty.xlsx", book)
        sent = client.post(PAGE, {"organisation_id": str(trust.pk), "file": file})

        assert "would change nothing" in _text(client.get(sent.headers["Location"]))

    def test_others_see_neither_page_nor_file(self, client: Client, trust: Organisation) -> None:
        address = _upload(client, trust, opening.small())
        stranger = _signed_in("administrator", people.organisation())
        auditor = _signed_in("auditor", trust)

        assert stranger.get(address).status_code == 404
        tenancy.open_to_all()
        assert auditor.get(PAGE).status_code == 403
