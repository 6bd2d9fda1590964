"""Actions on pages: from the page of a thing to Home and back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kernel import clock
from kernel.actors import SYSTEM
from people.models import User
from records.commands.actions import add_action, change_action
from records.models import Action
from tests.factories import people
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db(transaction=True)


def day(days: int, name: str = "due_on") -> dict[str, int]:
    on = clock.today() + timedelta(days=days)
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def added(world: Furnished, owner: User, *, title: str = "Order quiet bins", due: int = 3) -> Any:
    return add_action(
        subject_kind="project",
        subject_id=world.project.pk,
        title=title,
        owner_id=owner.pk,
        due_on=clock.today() + timedelta(days=due),
        actor=SYSTEM,
        now=clock.now(),
    )


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestAdding:
    def test_leads_from_the_project_to_its_section_and_to_home(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = reverse("web:project", args=[furnished.project.pk])
        assert f'href="{at}/actions/add"' in text(client, at)

        answer = client.post(
            f"{at}/actions/add",
            {"title": "Order quiet bins", "owner_id": furnished.administrator.pk, **day(0)},
        )

        assert (answer.status_code, answer["Location"]) == (302, f"{at}#actions")
        made = Action.objects.get()
        for page in (at, "/", "/actions"):
            shown = text(client, page)
            assert f'href="/actions/{made.pk}"' in shown
            assert "Due today" in shown

    def test_is_offered_on_committees_too(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = reverse("web:committee", args=[furnished.committee.pk])

        answer = client.post(
            f"{at}/actions/add",
            {"title": "Send papers", "owner_id": furnished.administrator.pk, **day(2)},
        )

        assert answer.status_code == 302
        assert "Send papers" in text(client, at)

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, furnished: Furnished) -> None:
        at = reverse("web:add-project-action", args=[furnished.project.pk])

        answer = furnished.client().post(
            at, {"title": "Ring <b>Bo</b>", "owner_id": furnished.administrator.pk, **day(-1)}
        )

        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "Enter a day that is today or later" in shown
        assert "Ring &lt;b&gt;Bo&lt;/b&gt;" in shown

    def test_refuses_the_number_of_a_patient(self, furnished: Furnished) -> None:
        at = reverse("web:add-project-action", args=[furnished.project.pk])

        answer = furnished.client().post(
            at,
            {"title": "Ring 943 476 5919", "owner_id": furnished.administrator.pk, **day(1)},
        )

        assert answer.status_code == 422
        assert "looks like an NHS number" in answer.content.decode()

    def test_is_closed_to_those_who_only_read(self, furnished: Furnished) -> None:
        at = reverse("web:project", args=[furnished.project.pk])
        client = furnished.client("auditor")

        assert "Add an action" not in text(client, at)
        assert "Your role does not add or change actions here." in text(client, f"{at}/actions/add")


class TestOneAction:
    def test_is_done_with_a_note_and_tells_its_history(self, furnished: Furnished) -> None:
        client, action = furnished.client(), added(furnished, furnished.administrator)
        at = f"/actions/{action.pk}"
        assert "Say that it is done" in text(client, at)

        answer = client.post(f"{at}/steps/complete", {"version": 1, "note": "They are here."})

        assert (answer.status_code, answer["Location"]) == (302, at)
        shown = text(client, at)
        assert "They are here." in shown
        assert "Open it again" in shown
        assert "Say that it is done" not in shown

    def test_is_handed_over(self, furnished: Furnished) -> None:
        other = people.user("coach", furnished.organisation, name="Cora Coach")
        client, action = furnished.client(), added(furnished, furnished.administrator)

        answer = client.post(
            f"/actions/{action.pk}/steps/hand_over",
            {"version": 1, "owner_id": other.pk, "reason": "I am on leave."},
        )

        assert answer.status_code == 302
        shown = text(client, f"/actions/{action.pk}")
        assert "Cora Coach" in shown
        assert "I am on leave." in shown

    def test_is_opened_again_by_a_new_day(self, furnished: Furnished) -> None:
        client, action = furnished.client(), added(furnished, furnished.administrator)
        at = f"/actions/{action.pk}/steps"
        client.post(f"{at}/drop", {"version": 1, "reason": "Not needed."})

        answer = client.post(f"{at}/reopen", {"version": 2, "reason": "It is.", **day(9)})

        assert answer.status_code == 302
        action.refresh_from_db()
        assert action.state == "open"

    def test_that_somebody_changed_meanwhile_is_shown_anew(self, furnished: Furnished) -> None:
        client, action = furnished.client(), added(furnished, furnished.administrator)
        change_action(action_id=action.pk, changes={"title": "Lids"}, actor=SYSTEM, now=clock.now())

        answer = client.post(
            f"/actions/{action.pk}/details", {"version": 1, "title": "Bins", **day(3)}
        )

        assert answer.status_code == 422
        assert "This changed since you opened it" in answer.content.decode()

    def test_sent_twice_is_done_once(self, furnished: Furnished) -> None:
        client, action = furnished.client(), added(furnished, furnished.administrator)
        sent = {
            "version": 1,
            "note": "Done.",
            "ticket": "7a3c3c7e-8f6c-4f5b-9d3e-1c8a9a6d3b11",
        }

        answers = [client.post(f"/actions/{action.pk}/steps/complete", sent) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        action.refresh_from_db()
        assert action.version == 2

    def test_that_is_closed_says_why_it_takes_no_step(self, furnished: Furnished) -> None:
        client, action = furnished.client(), added(furnished, furnished.administrator)
        client.post(f"/actions/{action.pk}/steps/complete", {"version": 1, "note": ""})

        shown = text(client, f"/actions/{action.pk}/steps/drop")

        assert "This action is closed. Open it again first." in shown


class TestMyActions:
    def test_stand_on_home_by_day_and_ten_at_most(self, furnished: Furnished) -> None:
        for number in range(12):
            added(furnished, furnished.administrator, title=f"Thing {number:02}", due=20 - number)
        added(furnished, people.user("coach", furnished.organisation), title="Of another")

        home = text(furnished.client(), "/")

        places = [home.find(f"Thing {number:02}") for number in range(11, -1, -1)]
        assert places[:10] == sorted(places[:10])
        assert -1 not in places[:10]
        assert places[10:] == [-1, -1]
        assert "Of another" not in home

    def test_of_everybody_are_a_choice_away(self, furnished: Furnished) -> None:
        added(furnished, people.user("coach", furnished.organisation), title="Of another")
        client = furnished.client()

        assert "Of another" not in text(client, "/actions")
        assert "Of another" in text(client, "/actions?whose=all")
