"""The description of the API and its readable page."""

import re

import pytest

from qiflow.api.reference.reading import resources

pytestmark = pytest.mark.django_db


class TestSchema:
    def test_is_json_that_anyone_may_read(self, client):
        answer = client.get("/api/schema")

        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        assert answer.json()["openapi"].startswith("3.1")

    def test_is_not_sent_again_to_who_has_it(self, client):
        etag = client.get("/api/schema")["ETag"]

        assert client.get("/api/schema", headers={"if-none-match": etag}).status_code == 304

    def test_takes_no_changes(self, client):
        answer = client.post("/api/schema", {})

        assert answer.status_code == 405
        assert answer["Content-Type"] == "application/problem+json"


class TestDocs:
    @pytest.fixture
    def page(self, client) -> str:
        answer = client.get("/api/docs")
        assert answer.status_code == 200
        return answer.content.decode()

    def test_explains_versions_repeats_pages_and_refusals(self, page):
        for words in ("If-Match", "Idempotency-Key", "next_cursor", "application/problem+json"):
            assert words in page

    def test_names_every_operation_once_with_an_example(self, page):
        operations = [each for resource in resources() for each in resource.operations]

        assert operations
        for operation in operations:
            assert page.count(f'id="{operation.key}"') == 1
            assert f"{operation.method} {operation.path}</h3>" in page
        assert page.count("Authorization: Bearer $KEY") >= len(operations)

    def test_asks_nothing_of_other_sites(self, page):
        asked = re.findall(r'(?:src|href)="([^"]+)"', page)

        assert not [address for address in asked if "//" in address]

    def test_runs_no_inline_script_or_style(self, page):
        assert " style=" not in page
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]*(src|nonce)=)", page)
