"""The description of the API and its readable page."""

import re

import pytest

from qiflow.api.reference.reading import resources

pytestmark = pytest.mark.django_db

_ADDRESSES = re.compile(r'(?:src|href)="([^"]+)"')
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*(src|nonce)=)")


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


PAGES = ["/api/docs", *(f"/api/docs/{resource.key}" for resource in resources())]


class TestDocs:
    def test_explain_versions_repeats_lists_and_refusals(self, client):
        page = client.get("/api/docs").content.decode()

        for words in ("If-Match", "Idempotency-Key", "next_cursor", "application/problem+json"):
            assert words in page

    def test_lead_to_every_resource(self, client):
        page = client.get("/api/docs").content.decode()

        assert not [path for path in PAGES[1:] if f'href="{path}"' not in page]

    @pytest.mark.parametrize("resource", resources(), ids=lambda resource: resource.key)
    def test_name_every_operation_with_an_example(self, client, resource):
        page = client.get(f"/api/docs/{resource.key}").content.decode()

        for operation in resource.operations:
            assert page.count(f'id="{operation.key}"') == 1
            assert f"{operation.method} {operation.path}</h2>" in page
        assert page.count("Authorization: Bearer $KEY") == len(resource.operations)

    def test_of_a_resource_that_is_not_there_is_not_found(self, client):
        assert client.get("/api/docs/unicorns").status_code == 404

    @pytest.mark.parametrize("path", PAGES)
    def test_ask_nothing_of_other_sites_and_run_nothing_inline(self, client, path):
        page = client.get(path).content.decode()

        assert not [address for address in _ADDRESSES.findall(page) if "//" in address]
        assert " style=" not in page
        assert "<style" not in page
        assert not _INLINE_SCRIPT.search(page)
