"""Roles until a day: given, prolonged, cut; and administrators of a part of an organisation."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kernel import clock, tenancy
from kernel.api.pages import Page
from kernel.errors import Blocked, Denied, NotFound, Refusal
from kernel.models import Event
from people import commands, queries
from people.models import RoleGrant, User
from tests.factories import people as make

pytestmark = pytest.mark.django_db

API = "/api/v1"
JUNE = date(2027, 6, 30)


def patch(user: User, grant: RoleGrant, until: date | None) -> Any:
    client = Client()
    client.force_login(user)
    body = {"to_date": until and until.isoformat()}
    return client.patch(f"{API}/role-grants/{grant.pk}", body, content_type="application/json")


class TestLastDay:
    def test_can_be_set_moved_and_taken_away(self) -> None:
        home = make.organisation()
        admin = make.user("administrator", home)
        grant = make.grant(make.user(), "coach", home)

        for until in (JUNE, JUNE + timedelta(days=30), JUNE, None):
            answer = patch(admin, grant, until)
            assert answer.status_code == 200, answer.content
            shown = answer.json()["role_grants"][0]["to_date"]
            assert shown == (until and until.isoformat())

        told = Event.objects.filter(aggregate_id=grant.user_id).order_by("seq")
        assert [one.type.split(".")[3] for one in told] == [
            "role_ended",
            "role_extended",
            "role_ended",
            "role_extended",
        ]
        assert patch(admin, grant, None).status_code == 409

    def test_that_has_passed_closes_every_door_at_once(self) -> None:
        home = make.organisation()
        admin, coach = make.user("administrator", home), make.user("coach", home)
        client = Client()
        client.force_login(coach)
        assert client.get(f"{API}/people").json()["results"] == []
        person = make.person(home)
        assert client.get(f"{API}/people/{person.pk}").status_code == 200

        patch(admin, coach.grants.get(), clock.today() - timedelta(days=1))

        assert client.get(f"{API}/people/{person.pk}").status_code == 404
        answer = client.post(
            f"{API}/projects",
            {"organisation_id": str(home.pk), "title": "x"},
            content_type="application/json",
        )
        assert answer.status_code in (403, 404)

    def test_that_has_passed_leaves_the_other_roles(self) -> None:
        home = make.organisation()
        admin, user = make.user("administrator", home), make.user("auditor", home)
        grant = make.grant(user, "administrator", home)
        client = Client()
        client.force_login(user)
        body = {"organisation_id": str(home.pk), "name": "Ward 9", "type": "ward"}
        made = client.post(f"{API}/units", body, content_type="application/json")
        assert made.status_code == 201

        patch(admin, grant, clock.today() - timedelta(days=1))

        refused = client.post(f"{API}/units", body, content_type="application/json")
        assert refused.status_code == 403
        assert client.get(f"{API}/units/{made.json()['id']}").status_code == 200

    def test_of_ones_own_cannot_be_put_off(self) -> None:
        home = make.organisation()
        make.user("administrator", home)
        admin = make.user()
        grant = make.grant(admin, "administrator", home, to_date=JUNE)

        assert patch(admin, grant, JUNE + timedelta(days=1)).status_code == 403
        assert patch(admin, grant, None).status_code == 403
        assert patch(admin, grant, JUNE - timedelta(days=1)).status_code == 200

    def test_of_more_than_one_s_own_cannot_be_put_off(self) -> None:
        home = make.organisation()
        grant = make.grant(make.user(), "coach", home, to_date=JUNE)

        assert patch(make.user("senior_lead", home), grant, None).status_code == 403

    def test_is_told_on_ones_own_page_and_in_the_api(self) -> None:
        home = make.organisation(name="Larkhill NHS Trust")
        user = make.user()
        make.grant(user, "coach", home, to_date=JUNE)
        client = Client()
        client.force_login(user)

        assert "until 30 June 2027" in client.get("/me").content.decode()
        role = client.get(f"{API}/me").json()["organisations"][0]["roles"][0]
        assert role["until"] == "2027-06-30"


class TestLastAdministrator:
    def test_keeps_the_role_whatever_ends_otherwise(self) -> None:
        home = make.organisation()
        one = make.user("administrator", home)
        dated = make.user()
        make.grant(dated, "administrator", home, to_date=JUNE)
        make.user("administrator", home, unit=make.unit(home))

        with pytest.raises(Blocked) as refused:
            commands.end_role(
                grant_id=one.grants.get().pk,
                last_day=JUNE,
                actor=make.actor_of(dated),
                now=clock.now(),
            )

        assert refused.value.code == "last_administrator"

    @pytest.mark.django_db(transaction=True)
    def test_stays_when_two_are_removed_at_once(self) -> None:
        home = make.organisation()
        pair = [make.user("administrator", home) for _ in range(2)]
        refusals: list[Refusal] = []
        together = Barrier(2)

        def remove(one: User, by: User) -> None:
            try:
                tenancy.open_to_all()
                actor, grant = make.actor_of(by), one.grants.get()
                together.wait(10)
                commands.end_role(
                    grant_id=grant.pk,
                    last_day=clock.today() - timedelta(days=1),
                    actor=actor,
                    now=clock.now(),
                )
            except Refusal as refusal:
                refusals.append(refusal)
            finally:
                connection.close()

        threads = [Thread(target=remove, args=(pair[n], pair[1 - n])) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert [one.code for one in refusals] == ["last_administrator"]
        assert RoleGrant.objects.filter(organisation=home, to_date=None).count() == 1


class TestAdministratorOfAUnit:
    def test_sees_and_keeps_users_of_the_unit_alone(self) -> None:
        home = make.organisation()
        unit = make.unit(home)
        below, beside = make.unit(home, parent=unit), make.unit(home)
        inside = make.user("coach", home, unit=below, name="Ina Inside")
        outside = make.user("coach", home, unit=beside)
        make.grant(inside, "auditor", home)
        actor = make.actor_of(make.user("administrator", home, unit=unit, name="Una Unit"))

        names = [row["name"] for row in queries.visible_users(actor, page=Page())]
        assert names == ["Ina Inside", "Una Unit"]
        seen = queries.get_user(actor, inside.pk)["role_grants"]
        assert [one["role"] for one in seen] == ["coach"]
        with pytest.raises(NotFound):
            queries.get_user(actor, outside.pk)

        def end(grant: RoleGrant) -> None:
            commands.end_role(grant_id=grant.pk, last_day=JUNE, actor=actor, now=clock.now())

        end(inside.grants.get(role_id="coach"))
        for grant in (inside.grants.get(role_id="auditor"), outside.grants.get()):
            with pytest.raises(Denied):
                end(grant)
        with pytest.raises(Denied):
            commands.disable_user(user_id=inside.pk, actor=actor, now=clock.now())

    def test_is_offered_the_unit_alone(self) -> None:
        home = make.organisation()
        unit = make.unit(home, name="Stroke ward")
        make.unit(home, name="Other ward")
        client = Client()
        client.force_login(make.user("administrator", home, unit=unit))

        page = client.get("/me/invitations/new").content.decode()

        assert "Stroke ward" in page
        assert "Other ward" not in page
        sent = {"email": "x@example.org", "roles": ["coach"], "organisation_id": str(home.pk)}
        assert client.post("/me/invitations/new", sent).status_code == 422
        assert client.post("/me/invitations/new", {**sent, "unit_id": unit.pk}).status_code == 302
