"""Pages of the register: who looks at an organisation, and what operators enter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.errors import Blocked
from people.commands import end_oversight, grant_oversight
from people.models import Organisation, OrganisationSuccession, OversightGrant
from tests.factories import people
from tests.integration.web.conftest import Trust

pytestmark = pytest.mark.django_db


def typed_today(name: str) -> dict[str, str]:
    day = clock.today()
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}


@pytest.fixture
def operator(trust: Trust) -> Client:
    client = Client()
    client.force_login(people.user("operator", trust.organisation, scope="country"))
    return client


class TestOversight:
    def test_is_given_seen_and_ended_by_an_administrator(self, trust: Trust) -> None:
        people.organisation(name="Northern Board", ods_code="QNB")
        client = trust.client()
        home = f"/me/organisations/{trust.organisation.pk}"
        version = trust.organisation.version
        given = {"version": version, "code": "qnb", **typed_today("from_date")}

        answer = client.post(f"{home}/oversight/add", given)

        assert answer.status_code == 302
        grant = OversightGrant.objects.get(organisation=trust.organisation, superseded_at=None)
        page = client.get(home).content.decode()
        assert "Northern Board, from" in page
        ending = f"{home}/oversight/{grant.pk}/end"
        assert ending in page
        ended = client.post(ending, {"version": version + 1, **typed_today("to_date")})
        assert ended.status_code == 302
        stands = OversightGrant.objects.get(organisation=trust.organisation, superseded_at=None)
        assert stands.to_date == clock.today()

    def test_is_not_given_twice_for_the_same_days(self, trust: Trust) -> None:
        board = people.organisation(name="Northern Board", ods_code="QNB")
        client = trust.client()
        home = f"/me/organisations/{trust.organisation.pk}"
        given = {"code": "QNB", **typed_today("from_date")}

        client.post(f"{home}/oversight/add", {"version": trust.organisation.version, **given})
        version = trust.organisation.version + 1
        again = client.post(f"{home}/oversight/add", {"version": version, **given})

        assert again.status_code == 422
        assert "with no last day. Nothing more is needed." in again.content.decode()
        kept = OversightGrant.objects.filter(organisation=trust.organisation, overseer=board)
        assert kept.count() == 1

    def test_may_follow_an_earlier_one_and_does_not_run_into_the_next(self, trust: Trust) -> None:
        board = people.organisation(name="Northern Board", ods_code="QNB")
        today = clock.today()
        may: dict[str, Any] = {"actor": SYSTEM, "now": clock.now()}
        pair = {"organisation_id": trust.organisation.pk, "overseer_id": board.pk}

        first = grant_oversight(from_date=today, to_date=today, **pair, **may)
        grant_oversight(from_date=today + timedelta(days=1), **pair, **may)

        with pytest.raises(Blocked) as refusal:
            end_oversight(
                organisation_id=trust.organisation.pk,
                grant_id=first.pk,
                last_day=today + timedelta(days=1),
                **may,
            )
        assert refusal.value.code == "already_granted"

    def test_of_an_unknown_body_is_refused_at_the_box(self, trust: Trust) -> None:
        home = f"/me/organisations/{trust.organisation.pk}"
        given = {"version": trust.organisation.version, "code": "ZZZ", **typed_today("from_date")}

        answer = trust.client().post(f"{home}/oversight/add", given)

        assert answer.status_code == 422
        assert 'href="#id_code"' in answer.content.decode()

    def test_is_no_say_of_others(self, trust: Trust, operator: Client) -> None:
        tenancy.open_to_all()
        other = people.organisation(name="Elsewhere Trust", ods_code="QNB")
        home = f"/me/organisations/{trust.organisation.pk}"

        refused = trust.client("auditor").post(
            f"{home}/oversight/add",
            {"version": 1, "code": "QNB", **typed_today("from_date")},
        )

        assert "oversight/add" not in trust.client("auditor").get(home).content.decode()
        assert refused.status_code == 403
        assert operator.get(f"/me/organisations/{other.pk}/oversight/add").status_code == 404


class TestRegister:
    def test_takes_a_new_body_and_what_it_came_from(self, trust: Trust, operator: Client) -> None:
        new: dict[str, Any] = {"name": "Joined Trust", "type": "trust", "ods_code": "rjt"}

        registered = operator.post("/me/organisations/new", new)

        assert registered.status_code == 302
        tenancy.open_to_all()
        made = Organisation.objects.get(ods_code="RJT")
        home = f"/me/organisations/{made.pk}"
        assert registered["Location"] == home
        merger = {"predecessor_id": str(trust.organisation.pk), **typed_today("from_date")}
        assert operator.post(f"{home}/succession", merger).status_code == 302
        assert OrganisationSuccession.objects.get(successor=made).from_date == clock.today()
        page = operator.get(home).content.decode()
        assert f"Joined Trust stands in the place of {trust.organisation.name}" in page
        again = operator.post(f"{home}/succession", merger)
        assert "recorded already" in again.content.decode()

    def test_is_changed_by_administrators_in_their_own_words_alone(self, trust: Trust) -> None:
        client = trust.client()
        home = f"/me/organisations/{trust.organisation.pk}"
        opened = client.get(f"{home}/details").content.decode()
        sent = {"version": trust.organisation.version, "name": "Larkhill", "type": "charity"}

        assert client.post(f"{home}/details", sent).status_code == 302

        trust.organisation.refresh_from_db()
        assert trust.organisation.name == "Larkhill"
        assert trust.organisation.type != "charity"
        assert 'name="type"' not in opened
        assert client.get("/me/organisations/new").status_code == 403
