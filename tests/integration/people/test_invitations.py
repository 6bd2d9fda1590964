"""Invitations, with the answers of the catalogue of bad inputs, part 5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from kernel import clock, tenancy
from kernel.actors import Actor
from kernel.api.pages import Page
from kernel.errors import Blocked, Denied, Gone, Invalid, NotFound
from kernel.models import Event
from kernel.tokens import token_of
from people import commands, queries
from people.access import actor_of_user
from people.models import Invitation, Organisation, RoleGrant, User, UserPerson
from people.queries.invitations import addresses_of, tokens_of
from people.words import INVITATION_STATES
from tests.factories import people as make

pytestmark = pytest.mark.django_db

GOOD = "seven purple umbrellas"
HERE = "192.0.2.1"
API = "/api/v1"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """An administrator at work."""

    home: Organisation
    user: User
    now: datetime

    @property
    def actor(self) -> Actor:
        return make.actor_of(self.user)

    def invite(self, email: str = "new@example.org", **values: Any) -> Invitation:
        values = {"roles": ["project_lead"], "actor": self.actor, "now": self.now, **values}
        return commands.invite(organisation_id=self.home.pk, email=email, **values)


@pytest.fixture
def desk() -> Desk:
    home = make.organisation(name="Larkhill NHS Trust")
    return Desk(home=home, user=make.user("administrator", home), now=clock.now())


def word(invitation: Invitation) -> str:
    return token_of("invitation", invitation.link)


def accept(token: str, **values: Any) -> User:
    """As somebody who is not signed in: the connection sees nothing."""
    tenancy.close()
    sent = {"name": "Nia New", "password": GOOD, "address": HERE, "now": clock.now(), **values}
    try:
        return commands.accept_as_new(token=token, **sent)
    finally:
        tenancy.open_to_all()


def post(path: str, body: dict[str, Any], *, user: User | None = None) -> Any:
    client = Client()
    if user:
        client.force_login(user)
    return client.post(API + path, body, content_type="application/json")


class TestInviting:
    def test_asks_an_address_for_three_days_and_partners_for_fourteen(self, desk: Desk) -> None:
        staff = desk.invite()
        partner = desk.invite("partner@example.org", roles=["partner"])
        both = desk.invite("both@example.org", roles=["partner", "coach"])

        assert staff.expires_at - desk.now == timedelta(hours=72)
        assert partner.expires_at - desk.now == timedelta(days=14)
        assert both.expires_at - desk.now == timedelta(hours=72)
        told = Event.objects.get(aggregate_id=staff.pk)
        assert told.type == "uk.qiflow.invitation.sent.v1"
        assert told.data["roles"] == ["project_lead"]
        assert "new@example.org" not in str(told.data)

    def test_gives_messages_an_address_and_a_word(self, desk: Desk) -> None:
        sent = desk.invite(name="Nia")

        assert addresses_of([sent.pk, uuid4()]) == {sent.pk: ("Nia", "new@example.org")}
        assert tokens_of([sent.pk]) == {sent.pk: word(sent)}

    def test_asks_each_address_once_at_a_time(self, desk: Desk) -> None:
        desk.invite()

        with pytest.raises(Blocked) as refused:
            desk.invite("NEW@example.org")

        assert refused.value.code == "already_invited"

    def test_is_not_for_a_member(self, desk: Desk) -> None:
        make.user("coach", desk.home, email="coach@example.org")

        with pytest.raises(Blocked) as refused:
            desk.invite("Coach@Example.org")

        assert refused.value.code == "already_member"

    @pytest.mark.parametrize(
        ("values", "pointer"),
        [
            ({"roles": []}, "/roles"),
            ({"roles": ["nobody"]}, "/roles"),
            ({"roles": ["operator"]}, "/roles"),
            ({"unit_id": uuid4()}, "/unit_id"),
            ({"person_id": uuid4()}, "/person_id"),
            ({"to_date": date(2026, 1, 1)}, ""),
        ],
    )
    def test_says_what_is_wrong(self, desk: Desk, values: dict[str, Any], pointer: str) -> None:
        with pytest.raises(Invalid) as refused:
            desk.invite(**values)

        assert refused.value.errors[0].pointer == (pointer or "/to_date")

    def test_gives_no_more_than_the_sender_has(self, desk: Desk) -> None:
        lead = make.user("senior_lead", desk.home)

        with pytest.raises(Denied):
            desk.invite(roles=["administrator"], actor=make.actor_of(lead))

    def test_in_a_unit_is_open_to_whoever_keeps_that_unit(self, desk: Desk) -> None:
        unit, other = make.unit(desk.home), make.unit(desk.home)
        actor = make.actor_of(make.user("administrator", desk.home, unit=unit))

        sent = desk.invite(unit_id=unit.pk, actor=actor)

        assert [row["id"] for row in _listed(actor)] == [sent.pk]
        for place in (other.pk, None):
            with pytest.raises(Denied):
                desk.invite("second@example.org", unit_id=place, actor=actor)

    def test_of_too_many_is_answered_with_a_wait(self, desk: Desk) -> None:
        for number in range(20):
            desk.invite(f"n{number}@example.org")

        answer = post(
            "/invitations", {"email": "x@example.org", "roles": ["coach"]}, user=desk.user
        )

        assert answer.status_code == 429
        assert 3_500 < int(answer["Retry-After"]) <= 3_602
        later = clock.now() + timedelta(hours=1, seconds=1)
        assert desk.invite("x@example.org", now=later)

    def test_list_shows_states_and_no_link(self, desk: Desk) -> None:
        sent = {state: desk.invite(f"{state}@example.org") for state in INVITATION_STATES}
        commands.cancel_invitation(
            invitation_id=sent["cancelled"].pk, actor=desk.actor, now=desk.now
        )
        accept(word(sent["accepted"]))
        Invitation.objects.filter(pk=sent["expired"].pk).update(expires_at=desk.now)
        client = Client()
        client.force_login(desk.user)

        for state, invitation in sent.items():
            answer = client.get(f"{API}/invitations", {"state": state})
            assert [row["id"] for row in answer.json()["results"]] == [str(invitation.pk)]
            assert "link" not in answer.content.decode()
            assert invitation.link.hex not in answer.content.decode()


def _listed(actor: Actor) -> list[dict[str, Any]]:
    return queries.visible_invitations(actor, page=Page(), now=clock.now())


class TestLink:
    def test_makes_an_account_with_its_roles_once(self, desk: Desk) -> None:
        person = make.person(desk.home)
        until = clock.today() + timedelta(days=90)
        sent = desk.invite(roles=["coach", "auditor"], to_date=until, person_id=person.pk)

        user = accept(word(sent))

        grants = RoleGrant.objects.filter(user=user)
        assert {(one.role_id, one.to_date, one.granted_by) for one in grants} == {
            ("coach", until, desk.user.pk),
            ("auditor", until, desk.user.pk),
        }
        assert UserPerson.objects.get(user=user).person_id == person.pk
        assert user.check_password(GOOD)
        assert user.email == "new@example.org"
        with pytest.raises(Gone):
            accept(word(sent))

    def test_that_was_sent_before_is_dead(self, desk: Desk) -> None:
        first = desk.invite()
        before = word(first)
        later = desk.now + timedelta(days=5)
        again = commands.send_again(invitation_id=first.pk, actor=desk.actor, now=later)

        with pytest.raises(Gone):
            accept(before)

        assert again.expires_at == later + timedelta(hours=72)
        assert again.times_sent == 2
        assert accept(word(again))

    @pytest.mark.parametrize("how", ["expired", "cancelled"])
    def test_that_is_over_is_gone(self, desk: Desk, how: str) -> None:
        sent = desk.invite()
        if how == "expired":
            Invitation.objects.filter(pk=sent.pk).update(expires_at=desk.now)
        else:
            commands.cancel_invitation(invitation_id=sent.pk, actor=desk.actor, now=desk.now)

        body = {"token": word(sent), "name": "Nia", "password": GOOD}
        assert post("/invitations/accept", body).status_code == 410
        assert Client().get(f"/join/{word(sent)}").status_code == 410
        assert not User.objects.filter(email="new@example.org").exists()

    def test_with_anything_added_is_none_of_ours(self, desk: Desk) -> None:
        token = word(desk.invite())
        body = {"token": token, "name": "Nia", "password": GOOD}

        assert Client().get(f"/join/{token}?role=administrator").status_code == 404
        assert Client().get(f"/join/{token}x").status_code == 404
        assert Client().get(f"/join/{token_of('reset', uuid4())}").status_code == 404
        refused = post("/invitations/accept", {**body, "role": "administrator"})
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["code"] == "unknown_field"
        assert post("/invitations/accept", {**body, "token": f"{token}x"}).status_code == 404

    def test_is_unused_by_looking(self, desk: Desk) -> None:
        sent = desk.invite(email="i@example.org")
        client = Client()

        for _ in range(10):
            assert client.get(f"/join/{word(sent)}").status_code == 200
            assert client.head(f"/join/{word(sent)}").status_code == 200

        sent.refresh_from_db()
        assert sent.accepted_at is None
        assert "i@example.org" in client.get(f"/join/{word(sent)}").content.decode()

    def test_forwarded_to_a_member_is_refused_as_such(self, desk: Desk) -> None:
        token = word(desk.invite())
        member = make.user("coach", desk.home, name="Mo Member")
        stranger = make.user("coach", make.organisation())

        assert post("/invitations/accept", {"token": token}, user=member).status_code == 409
        assert post("/invitations/accept", {"token": token}, user=stranger).status_code == 403
        client = Client()
        client.force_login(member)
        page = client.get(f"/join/{token}")
        assert page.status_code == 409
        assert "You are signed in as Mo Member" in page.content.decode()
        client.force_login(stranger)
        assert client.post(f"/join/{token}").status_code == 403

    def test_to_an_address_with_an_account_asks_to_sign_in_first(self, desk: Desk) -> None:
        elsewhere = make.organisation()
        known = make.user("coach", elsewhere, email="known@example.org")
        token = word(desk.invite("Known@example.org"))

        answer = post("/invitations/accept", {"token": token, "name": "x", "password": GOOD})
        assert answer.status_code == 409
        assert answer.json()["code"] == "has_account"
        assert "Sign in to join" in Client().get(f"/join/{token}").content.decode()

        client = Client()
        client.force_login(known)
        assert client.get(f"/join/{token}").status_code == 200
        assert client.post(f"/join/{token}").status_code == 302
        tenancy.open_to_all()
        actor = actor_of_user(known.pk, clock.today())
        assert actor
        assert actor.organisation_ids == {desk.home.pk, elsewhere.pk}

    def test_is_worth_no_more_than_its_sender_today(self, desk: Desk) -> None:
        other = make.user("administrator", desk.home)
        sent = desk.invite(actor=make.actor_of(other))
        RoleGrant.objects.filter(user=other).update(role_id="coach")

        with pytest.raises(Gone):
            accept(word(sent))

        again = commands.send_again(invitation_id=sent.pk, actor=desk.actor, now=clock.now())
        assert accept(word(again))

    @pytest.mark.django_db(transaction=True)
    def test_used_twice_at_once_makes_one_account(self) -> None:
        home = make.organisation()
        desk = Desk(home=home, user=make.user("administrator", home), now=clock.now())
        token = word(desk.invite())
        answers: list[int] = []
        together = Barrier(2)

        def use() -> None:
            client = Client()
            together.wait(10)
            sent = {"token": token, "name": "Nia", "password": GOOD}
            answers.append(
                client.post(
                    f"{API}/invitations/accept", sent, content_type="application/json"
                ).status_code
            )
            connection.close()

        threads = [Thread(target=use) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)

        assert sorted(answers) in ([201, 409], [201, 410])
        tenancy.open_to_all()
        assert User.objects.filter(email="new@example.org").count() == 1

    @pytest.mark.parametrize("password", ["short 7", "password12345678", "new@example.org", "\x00"])
    def test_takes_no_weak_password(self, desk: Desk, password: str) -> None:
        sent = desk.invite()
        with pytest.raises(Invalid) as refused:
            accept(word(sent), password=password)

        assert refused.value.errors[0].pointer == "/password"
        assert accept(word(sent), password="  " + GOOD)

    def test_of_nobody_is_missing_and_tries_are_counted(self) -> None:
        for _ in range(20):
            with pytest.raises(NotFound):
                accept("0" * 32 + "-made-up")
        with pytest.raises(commands.TooManyTries):
            accept("0" * 32 + "-made-up")
