"""Meetings on pages: plan one, invite people, answer, change it, call it off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock
from records.links.doors import token_for
from records.models import Link, Occasion
from tests.factories import people
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db(transaction=True)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def form(**values: Any) -> dict[str, Any]:
    day = clock.today() + timedelta(days=7)
    return {
        "title": "Co-design session 2",
        "on_date_day": day.day,
        "on_date_month": day.month,
        "on_date_year": day.year,
        "from_time": "2pm",
        "place": "Library <b>",
        **values,
    }


class TestMeetings:
    def test_are_planned_from_the_page_of_every_thing(self, furnished: Furnished) -> None:
        client = furnished.client()
        for kind, thing, page in (
            ("project", furnished.project, f"/projects/{furnished.project.pk}"),
            ("committee", furnished.committee, f"/committees/{furnished.committee.pk}"),
        ):
            at = f"/meetings/new/{kind}/{thing.pk}"
            assert f'href="{at}"' in text(client, page)

            sent = client.post(at, form())

            made = Occasion.objects.get(subject_id=thing.pk)
            assert sent["Location"] == f"/meetings/{made.pk}"
            assert "Library &lt;b&gt;" in text(client, sent["Location"])
            assert "2pm" in text(client, page)
            assert "Co-design session 2" in text(client, f"/meetings/of/{kind}/{thing.pk}")

    def test_say_what_is_wrong(self, furnished: Furnished) -> None:
        at = f"/meetings/new/project/{furnished.project.pk}"

        answer = furnished.client().post(at, form(from_time="noon", place=""))

        assert answer.status_code == 422
        assert "Enter when it begins, for example 2:30pm or 14:30" in answer.content.decode()
        where = furnished.client().post(at, form(place=""))
        assert "Say where it is, or how to join." in where.content.decode()

    def test_invite_and_are_answered(self, furnished: Furnished) -> None:
        pat = people.person(furnished.organisation, name="Pat Partner", partner_kind="patient")
        client = furnished.client()
        client.post(f"/meetings/new/project/{furnished.project.pk}", form())
        meeting = Occasion.objects.get()
        at = f"/meetings/{meeting.pk}"
        assert "Pat Partner (no account)" in text(client, f"{at}/invite")
        me = furnished.administrator.pk

        client.post(f"{at}/invite", {"version": 1, "people": [f"person:{pat.pk}", f"user:{me}"]})

        assert "2 no answer yet" in text(client, at)
        link = f"/l/{token_for(Link.objects.get(person=pat).pk)}"
        guest = Client()
        shown = text(guest, link)
        assert "Will you come?" in shown
        seen = f"Co-design session 2 {_when(meeting)} Library <b>"
        assert guest.post(link, {"outcome": "maybe", "seen": seen}).status_code == 302
        assert "You said that you do not know yet." in text(guest, f"{link}/receipt")
        client.post(f"{at}/answer", {"answer": "yes", "words": ""})
        shown = text(client, at)
        assert "1 will come, 1 do not know yet" in shown
        assert "Your answer: Will come" in shown

    def test_are_changed_and_called_off(self, furnished: Furnished) -> None:
        client = furnished.client()
        client.post(f"/meetings/new/project/{furnished.project.pk}", form())
        at = f"/meetings/{Occasion.objects.get().pk}"

        client.post(f"{at}/details", form(version=1, to_time="15:30"))
        assert "2pm to 3:30pm" in text(client, at)
        client.post(f"{at}/cancel", {"version": 2, "reason": "Snow."})

        assert "Called off on" in text(client, at)
        assert "Snow." in text(client, at)
        assert "Nothing is planned." in text(client, f"/projects/{furnished.project.pk}")

    def test_are_closed_to_those_who_only_read(self, furnished: Furnished) -> None:
        reader = furnished.client("auditor")

        assert "Plan a meeting" not in text(reader, f"/projects/{furnished.project.pk}")
        at = f"/meetings/new/project/{furnished.project.pk}"
        assert "Your role does not plan meetings about this." in text(reader, at)


def _when(meeting: Occasion) -> str:
    day = meeting.on_date
    return f"{day.day} {day:%B %Y}, 2pm"
