"""Lists as files: the buttons of every list, its filters, and the way to a job."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook

from kernel import clock, tenancy
from kernel.models import Event
from records.exports import taking
from records.exports.declared import EXPORTS
from records.jobs import running
from records.models import Job
from tests.factories import people, projects
from tests.integration.web.conftest import Furnished, Trust
from web.pages.downloads import download

pytestmark = pytest.mark.django_db(transaction=True)
_LISTS = {
    "/projects?q=nights&stage=draft": ("projects", {"q": "nights", "stage": "draft"}),
    "/committees?state=active": ("committees", {"state": "active"}),
    "/committees/partners?state=active": ("psp-appointments", {"state": "active"}),
    "/people?q=Person": ("people", {"q": "Person"}),
    "/assurance?kind=project&as_at=2027-01-31": (
        "findings",
        {"kind": "project", "as_at": "2027-01-31"},
    ),
    "/me/units": ("units", {}),
}


def _get(client: Client, path: str) -> str:
    text = client.get(path).content.decode()
    tenancy.open_to_all()
    return text


class TestDownload:
    @pytest.mark.parametrize("path", _LISTS)
    def test_of_every_list_carries_what_narrows_it(self, furnished: Furnished, path: str) -> None:
        name, filters = _LISTS[path]
        client = furnished.client()

        page = _get(client, path)
        answer = client.post(f"/exports/{name}", {**filters, "file": "csv"})
        tenancy.open_to_all()

        assert f'action="/exports/{name}"' in page
        for key, text in filters.items():
            assert f'<input type="hidden" name="{key}" value="{text}">' in page
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")

    def test_is_narrowed_as_the_screen_is(self, trust: Trust) -> None:
        people.person(trust.organisation, name="Ann Ash")
        people.person(trust.organisation, name="Ben Birch")

        answer = trust.client().post("/exports/people", {"q": "Ash", "file": "csv"})
        tenancy.open_to_all()

        text = answer.content.decode("utf-8-sig")
        assert "Ann Ash" in text
        assert "Ben Birch" not in text
        assert Event.objects.filter(type="uk.qiflow.list.exported.v1").count() == 1

    @pytest.mark.parametrize(
        ("name", "known"),
        [
            ("projects", {"q", "stage", "method", "unit", "organisation", "blocked_by"}),
            ("committees", {"q", "state", "outcome", "organisation", "unit"}),
            ("psp-appointments", {"state", "organisation"}),
            ("people", {"q", "partner_kind"}),
            ("findings", {"kind", "as_at", "known_at", "organisation", "unit"}),
        ],
    )
    def test_knows_every_filter_of_its_screen(self, name: str, known: set[str]) -> None:
        assert known <= EXPORTS[name].filters.keys()

    def test_of_assurance_is_as_known_at_the_end_of_the_day_that_is_asked_for(
        self, furnished: Furnished
    ) -> None:
        client = furnished.client()

        page = _get(client, "/assurance?known_on_day=31&known_on_month=1&known_on_year=2026")

        assert 'name="known_on_year" type="text" inputmode="numeric" value="2026"' in page
        assert 'name="known_at" value="2026-01-31T23:59:59.999999+00:00"' in page

    def test_comes_as_a_workbook(self, trust: Trust) -> None:
        projects.project(trust.organisation, title="=1+1", now=clock.now())

        answer = trust.client().post("/exports/projects", {"file": "xlsx"})
        tenancy.open_to_all()

        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert sheet["B2"].value == "'=1+1"

    def test_of_a_long_list_leads_to_a_job(
        self, trust: Trust, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(taking, "MOST_AT_ONCE", 1)
        for name in ("Ann Ash", "Abe Ashe", "Ben Birch"):
            people.person(trust.organisation, name=name)
        client = trust.client()

        answer = client.post("/exports/people", {"q": "Ash", "file": "csv"})
        tenancy.open_to_all()
        job = Job.objects.get()
        assert urlsplit(answer["Location"]).path == f"/jobs/{job.pk}"
        running.run(job.pk)
        page = _get(client, f"/jobs/{job.pk}")
        file = client.get(f"/jobs/{job.pk}/file")
        content = b"".join(file.streaming_content)  # type: ignore[attr-defined]
        tenancy.open_to_all()

        assert "Download the file" in page
        assert b"Ann Ash" in content
        assert b"Ben Birch" not in content

    def test_asked_for_twice_starts_one_job(
        self, trust: Trust, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(taking, "MOST_AT_ONCE", 0)
        people.person(trust.organisation)
        client = trust.client()
        sent = {"file": "csv", "ticket": "8f3b9f66-59d8-4f2b-a2c8-6a4b2a6f7a11"}

        for _ in range(2):
            client.post("/exports/people", sent)
            tenancy.open_to_all()

        assert Job.objects.count() == 1

    def test_without_a_kind_of_file_or_with_a_filter_nobody_can_read_says_so(
        self, trust: Trust
    ) -> None:
        client = trust.client()

        unsaid = client.post("/exports/people", {})
        unread = client.post("/exports/people", {"file": "csv", "partner_kind": "cat"})
        tenancy.open_to_all()

        assert (unsaid.status_code, unread.status_code) == (422, 422)
        assert "Use one of" in unread.content.decode()

    def test_of_an_unknown_list_is_not_found(self, trust: Trust) -> None:
        assert trust.client().get("/exports/spoons").status_code == 404

    def test_never_drops_a_filter_silently(self) -> None:
        with pytest.raises(KeyError):
            download("people", {"shoe_size": "38"})


class TestListOfLists:
    def test_names_every_list(self, trust: Trust) -> None:
        client = trust.client()

        text = _get(client, "/exports")

        for name in EXPORTS:
            assert f'href="/exports/{name}"' in text
            assert client.get(f"/exports/{name}").status_code == 200
            tenancy.open_to_all()
