"""Saved views on pages: a list as somebody likes to see it, under a name."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from kernel.models import Event
from records.models import SavedView
from tests.factories import people
from tests.integration.web.conftest import Trust

pytestmark = pytest.mark.django_db(transaction=True)

_MINE = "/saved-views"


def _save(client: Client, address: str, name: str = "In testing", **more: str) -> str:
    answer = client.post(address, {"name": name, "ticket": str(uuid4()), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


class TestSaving:
    @pytest.mark.parametrize(
        ("path", "kept"),
        [
            ("/projects?q=night&stage=testing&blocked_by=P01", "projects"),
            ("/committees?state=active&outcome=fail", "committees"),
            ("/assurance?kind=project&as_at=2027-06-01&known_on=2026-03-03", "findings"),
        ],
    )
    def test_brings_a_list_back_as_it_was(self, trust: Trust, path: str, kept: str) -> None:
        client, query = trust.client(), path.partition("?")[2]
        offered = client.get(path).content.decode()
        assert f'href="/saved-views/{kept}/save?' in offered

        led_to = _save(client, f"/saved-views/{kept}/save?{query}")

        assert sorted(led_to.partition("?")[2].split("&")) == sorted(query.split("&"))
        assert led_to.startswith(path.partition("?")[0])
        shown = client.get(led_to.partition("?")[0]).content.decode()
        assert ">In testing</a>" in shown
        assert client.get(led_to).status_code == 200

    def test_is_offered_only_where_something_is_narrowed(self, trust: Trust) -> None:
        assert b"Save this view" not in trust.client().get("/projects").content

    def test_is_the_view_that_the_api_gives(self, trust: Trust) -> None:
        client = trust.client()
        _save(client, "/saved-views/projects/save?stage=testing")

        view = client.get("/api/v1/saved-views").json()["results"][0]

        assert view["list"] == "projects"
        assert view["filters"] == {"stage": "testing"}

    def test_a_double_click_keeps_one(self, trust: Trust) -> None:
        client, ticket = trust.client(), str(uuid4())
        for _ in range(2):
            _save(client, "/saved-views/projects/save?stage=testing", ticket=ticket)

        assert SavedView.objects.count() == 1

    def test_says_when_the_name_is_taken_or_missing(self, trust: Trust) -> None:
        client, address = trust.client(), "/saved-views/projects/save?stage=testing"
        _save(client, address)

        taken = client.post(address, {"name": "In testing"})
        missing = client.post(address, {"name": ""})

        assert taken.status_code == missing.status_code == 422
        assert b"You have a view of this list with this name." in taken.content
        assert b'value="In testing"' in taken.content
        assert b"Enter a name for the view" in missing.content

    def test_refuses_what_cannot_be_read(self, trust: Trust) -> None:
        client = trust.client()

        for query in ("known_on=never", "as_at=1", "organisation=ours"):
            answer = client.post(f"/saved-views/findings/save?{query}", {"name": "Then"})
            assert answer.status_code == 422, query
        assert not SavedView.objects.exists()
        assert client.get("/saved-views/nothing/save").status_code == 404

    def test_guards_the_name(self, trust: Trust) -> None:
        answer = trust.client().post(
            "/saved-views/projects/save?stage=testing", {"name": "943 476 5919"}
        )

        assert answer.status_code == 422
        assert b"This is not an NHS number" in answer.content


class TestKeeping:
    def test_says_what_will_be_there(self, trust: Trust) -> None:
        assert b"will be here" in trust.client().get(_MINE).content

    def test_lists_with_the_way_to_change_each(self, trust: Trust) -> None:
        client = trust.client()
        led_to = _save(client, "/saved-views/projects/save?stage=testing")
        view = SavedView.objects.get()

        page = client.get(_MINE).content.decode()

        assert f'href="{led_to}"' in page
        assert f'href="/saved-views/{view.pk}/rename"' in page
        assert f'href="/saved-views/{view.pk}/remove"' in page

    def test_renames(self, trust: Trust) -> None:
        client = trust.client()
        _save(client, "/saved-views/projects/save?stage=testing")
        view = SavedView.objects.get()

        answer = client.post(
            f"/saved-views/{view.pk}/rename", {"name": "Tests", "version": str(view.version)}
        )

        assert answer.status_code == 302
        assert SavedView.objects.get().name == "Tests"

    def test_removes_only_when_asked(self, trust: Trust) -> None:
        client = trust.client()
        _save(client, "/saved-views/projects/save?stage=testing")
        view = SavedView.objects.get()

        looked = client.get(f"/saved-views/{view.pk}/remove")
        assert looked.status_code == 200
        assert SavedView.objects.exists()
        answer = client.post(f"/saved-views/{view.pk}/remove", {"version": str(view.version)})

        assert answer.status_code == 302
        assert not SavedView.objects.exists()
        assert Event.objects.filter(aggregate_id=view.pk).count() == 2

    def test_tells_a_stale_change(self, trust: Trust) -> None:
        client = trust.client()
        _save(client, "/saved-views/projects/save?stage=testing")
        view = SavedView.objects.get()
        sent = {"name": "Tests", "version": str(view.version)}
        client.post(f"/saved-views/{view.pk}/rename", sent)

        answer = client.post(f"/saved-views/{view.pk}/rename", {**sent, "name": "Other"})

        assert answer.status_code == 422
        assert b"This changed since you opened it" in answer.content

    def test_names_what_no_page_here_can_show(self, trust: Trust) -> None:
        client = trust.client()
        for name, sent in {
            "Severe": {"list": "findings", "filters": {"severity": "breach"}},
            "Pools": {"list": "psp-pools"},
        }.items():
            made = client.post(
                "/api/v1/saved-views", {"name": name, **sent}, content_type="application/json"
            )
            assert made.status_code == 201, made.content

        page = client.get(_MINE).content.decode()

        assert page.count("no page here has its filters") == 2
        assert "Severe" not in client.get("/assurance").content.decode()

    def test_belongs_to_one_person(self, trust: Trust, other_trust: Callable[[], Trust]) -> None:
        _save(trust.client(), "/saved-views/projects/save?stage=testing")
        view = SavedView.objects.get()

        for stranger in (trust.client("project_lead"), other_trust().client()):
            assert b"In testing</a>" not in stranger.get("/projects").content
            for page in ("rename", "remove"):
                address = f"/saved-views/{view.pk}/{page}"
                assert stranger.get(address).status_code == 404
                assert stranger.post(address, {"version": "1"}).status_code == 404

    def test_needs_an_organisation(self, trust: Trust) -> None:
        auditor = people.user("operator", trust.organisation, scope="country")
        client = Client()
        client.login(username=auditor.email, password=people.PASSWORD)

        answer = client.post("/saved-views/projects/save?stage=testing", {"name": "Mine"})

        assert answer.status_code == 403
