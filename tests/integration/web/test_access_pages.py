"""Pages of access: a user, invitations, a leaver, a link for a new password."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from people import commands
from people.models import Invitation, Leaving, RoleGrant
from records.commands.actions import add_action
from records.models import Action
from tests.factories import people, projects
from tests.integration.web.conftest import Trust

pytestmark = pytest.mark.django_db

#: A button without questions was pressed.
SENT = {"sent": "yes"}


def invite(client: Client, **sent: Any) -> Any:
    return client.post(
        "/me/invitations/new", {"email": "new@example.org", "roles": ["coach"], **sent}
    )


class TestInvitation:
    def test_is_sent_copied_sent_again_and_called_back(self, trust: Trust) -> None:
        client = trust.client()
        home = str(trust.organisation.pk)
        until = {"to_date_day": "30", "to_date_month": "6", "to_date_year": "2099"}

        sent = invite(client, organisation_id=home, **until)
        page = client.get(sent["Location"]).content.decode()
        again = client.post(f"{sent['Location']}/again", SENT, follow=True).content.decode()

        assert "http://testserver/join/" in page
        assert "Open" in page
        assert "for the second time" in again
        other = people.user("administrator", trust.organisation)
        client.force_login(other)
        assert "/join/" not in client.get(sent["Location"]).content.decode()
        back = client.post(f"{sent['Location']}/cancel", SENT, follow=True).content.decode()
        assert "Called back" in back
        assert "new@example.org" in client.get("/me/invitations?state=cancelled").content.decode()
        assert (
            "No invitation is like that"
            in client.get("/me/invitations?state=open").content.decode()
        )

    def test_that_is_refused_says_why_and_keeps_what_was_typed(self, trust: Trust) -> None:
        client = trust.client()
        home = str(trust.organisation.pk)
        invite(client, organisation_id=home)

        twice = invite(client, organisation_id=home, name="Nia")

        assert twice.status_code == 422
        assert "This address is invited already" in twice.content.decode()
        assert 'value="Nia"' in twice.content.decode()

    def test_of_too_many_says_when_to_try_again(self, trust: Trust) -> None:
        client = trust.client()
        actor = people.actor_of(trust.administrator)
        for number in range(20):
            commands.invite(
                organisation_id=trust.organisation.pk,
                email=f"n{number}@example.org",
                roles=["coach"],
                actor=actor,
                now=clock.now(),
            )

        answer = invite(client, organisation_id=str(trust.organisation.pk))

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 3_000
        assert "Too many tries" in answer.content.decode()
        tenancy.open_to_all()
        assert Invitation.objects.count() == 20


class TestUserPage:
    def test_tells_roles_until_when_by_whom_and_what_happened(self, trust: Trust) -> None:
        user = people.user(name="Una User", email="una@example.org")
        commands.grant_role(
            user_id=people.grant(user, "auditor", trust.organisation).user_id,
            organisation_id=trust.organisation.pk,
            role="coach",
            to_date=date(2099, 6, 30),
            actor=people.actor_of(trust.administrator),
            now=clock.now(),
        )
        client = trust.client()
        address = f"/me/users/{user.pk}"

        page = client.get(address).content.decode()

        for words in (
            "until 30 June 2099",
            "no end",
            "Ann Administrator",
            "Role given",
            "to 30 June 2099",
        ):
            assert words in page
        grant = RoleGrant.objects.get(user=user, role_id="coach")
        end = f"{address}/roles/{grant.pk}/end"
        assert client.post(end, {}).status_code == 422
        longer = client.post(end, {"no_end": "on"}, follow=True).content.decode()
        assert "Role prolonged" in longer
        day = {"last_day_day": "1", "last_day_month": "7", "last_day_year": "2099"}
        shorter = client.post(end, day, follow=True).content.decode()
        assert "Improvement coach, after 1 July 2099" in shorter

    def test_shows_a_link_for_a_password_to_whoever_asked_for_it(self, trust: Trust) -> None:
        user = people.user("coach", trust.organisation)
        client = trust.client()

        page = client.post(f"/me/users/{user.pk}/password", SENT, follow=True).content.decode()

        assert "http://testserver/new-password/" in page
        client.force_login(people.user("administrator", trust.organisation))
        other = client.get(f"/me/users/{user.pk}").content.decode()
        assert "A link for a new password was asked for" in other
        assert "/new-password/" not in other


class TestLeavingPage:
    def test_hands_over_and_can_be_taken_back(self, trust: Trust) -> None:
        leaver = people.user("coach", trust.organisation, name="Lee Leaver")
        taker = people.user("project_lead", trust.organisation, name="Tam Taker")
        project = projects.project(trust.organisation, title="Quieter nights", now=clock.now())
        action = add_action(
            subject_kind="project",
            subject_id=project.pk,
            title="Order <b>bins</b>",
            owner_id=leaver.pk,
            due_on=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )
        client = trust.client()
        address = f"/me/users/{leaver.pk}/leave"
        page = client.get(address).content.decode()
        assert "Order &lt;b&gt;bins&lt;/b&gt; (Quieter nights)" in page
        assert client.post(address, {}).status_code == 422
        last = clock.today() + timedelta(days=3)
        sent = {
            "last_day_day": last.day,
            "last_day_month": last.month,
            "last_day_year": last.year,
            "receiver_id": trust.administrator.pk,
            f"choice-actions-{action.pk}": taker.pk,
        }

        done = client.post(address, sent, follow=True).content.decode()

        assert "Leaves. The last day is" in done
        assert "They stay after all" in done
        tenancy.open_to_all()
        assert Action.objects.get(pk=action.pk).owner_id == taker.pk
        client.post(f"/me/users/{leaver.pk}/stay", SENT, follow=True)
        tenancy.open_to_all()
        assert Leaving.objects.get().cancelled_at
        assert RoleGrant.objects.get(user=leaver).to_date is None


class TestOwnPassword:
    def test_may_be_guessed_five_times_and_then_has_to_wait(self, trust: Trust) -> None:
        client = trust.client()
        typed = {"current_password": "not mine at all", "new_password": "four plain words here"}

        told = [client.post("/me/password", typed).content.decode() for _ in range(6)]

        assert all("This is not your present password" in page for page in told[:5])
        assert "Too many tries" in told[5]
