"""New passwords by a link, with the answers of the catalogue of bad inputs, part 5."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import redis
from django.test import Client

from kernel import clock, tenancy
from kernel.errors import Blocked, Denied, Gone, Invalid
from kernel.models import Event
from kernel.tokens import token_of
from people import commands, queries
from people.models import PasswordReset, User
from people.queries.resets import addresses_of
from people.words import RESET_TOLD
from tests.factories import people as make

pytestmark = pytest.mark.django_db

GOOD = "seven purple umbrellas"
HERE = "192.0.2.1"
API = "/api/v1/password-resets"


@pytest.fixture
def ann() -> User:
    return make.user("coach", make.organisation(), email="ann@example.org")


def ask(email: str = "ann@example.org", *, now: datetime | None = None, at: str = HERE) -> None:
    tenancy.close()
    try:
        commands.ask_reset(email=email, address=at, now=now or clock.now())
    finally:
        tenancy.open_to_all()


def newest() -> str:
    return token_of("reset", PasswordReset.objects.latest("asked_at").pk)


def use(token: str, password: str = GOOD, **values: Any) -> User:
    tenancy.close()
    try:
        return commands.use_reset(
            token=token, password=password, **{"address": HERE, "now": clock.now(), **values}
        )
    finally:
        tenancy.open_to_all()


def post(path: str, body: dict[str, Any], client: Client | None = None) -> Any:
    return (client or Client()).post(API + path, body, content_type="application/json")


class TestAsking:
    def test_answers_alike_whether_anybody_has_the_address(self, ann: User) -> None:
        left = make.user("coach", make.organisation(), email="left@example.org", is_active=False)
        told = [
            post("", {"email": email})
            for email in ("ann@example.org", "nobody@example.org", left.email, "not an address")
        ]
        pages = [
            Client().post("/forgotten-password", {"email": email}).content.decode()
            for email in ("ann@example.org", "nobody@example.org")
        ]

        assert {answer.status_code for answer in told} == {200}
        assert {answer.content for answer in told} == {told[0].content}
        assert all(RESET_TOLD in page for page in pages)
        assert set(PasswordReset.objects.values_list("user_id", flat=True)) == {ann.pk}

    @pytest.mark.parametrize("email", ["ann@example.org", "nobody@example.org"])
    def test_is_limited_alike_whatever_becomes_of_redis(
        self, ann: User, email: str, redis_url: str
    ) -> None:
        for number in range(5):
            ask(email, at=f"192.0.2.{number}")
        redis.Redis.from_url(redis_url).flushdb()

        answer = post("", {"email": email.upper()})

        assert answer.status_code == 429
        assert 890 <= int(answer["Retry-After"]) <= 902
        ask(email, now=clock.now() + timedelta(minutes=15, seconds=1))

    def test_from_one_address_is_limited(self) -> None:
        for number in range(20):
            ask(f"n{number}@example.org")

        with pytest.raises(commands.TooManyTries) as refused:
            ask("another@example.org")

        assert refused.value.retry_after <= 61
        ask("another@example.org", at="198.51.100.7")

    def test_tells_ids_alone(self, ann: User) -> None:
        ask()

        told = Event.objects.get(type="uk.qiflow.reset.asked.v1")
        reset = PasswordReset.objects.get()
        assert set(told.data) == {"reset_id", "user_id", "expires"}
        assert addresses_of([reset.pk]) == {reset.pk: (ann.name, ann.email)}

    def test_at_a_forged_host_is_refused(self) -> None:
        answer = Client().post(
            "/forgotten-password", {"email": "ann@example.org"}, headers={"host": "evil.example"}
        )

        assert answer.status_code == 400


class TestLink:
    def test_sets_the_password_once_and_ends_every_session(self, ann: User) -> None:
        at_home, lost = Client(), Client()
        for client in (at_home, lost):
            assert client.login(username=ann.email, password=make.PASSWORD)
        ask()
        token = newest()

        answer = Client().post(f"/new-password/{token}", {"password": GOOD}, follow=True)

        assert "signed out everywhere" in answer.content.decode()
        assert answer.wsgi_request.actor.signed_in is False
        for client in (at_home, lost):
            assert client.get("/me").status_code == 302
        assert Client().login(username=ann.email, password=GOOD)
        assert Client().get(f"/new-password/{token}").status_code == 410
        assert post("/use", {"token": token, "password": GOOD}).status_code == 410

    def test_that_was_sent_before_is_dead(self, ann: User) -> None:
        ask()
        first = newest()
        ask(now=clock.now() + timedelta(seconds=1))

        with pytest.raises(Gone):
            use(first)
        assert use(newest()).pk == ann.pk

    def test_lasts_an_hour(self, ann: User) -> None:
        ask()

        with pytest.raises(Gone):
            use(newest(), now=clock.now() + timedelta(minutes=60))
        assert use(newest(), now=clock.now() + timedelta(minutes=59))

    def test_is_dead_once_the_password_was_changed_or_the_user_disabled(self, ann: User) -> None:
        ask()
        first = newest()
        commands.change_password(
            user=ann,
            current=make.PASSWORD,
            new=GOOD,
            address=HERE,
            actor=make.actor_of(ann),
            now=clock.now(),
        )
        tenancy.open_to_all()
        with pytest.raises(Gone):
            use(first)

        ask(now=clock.now() + timedelta(seconds=1))
        User.objects.filter(pk=ann.pk).update(is_active=False)
        with pytest.raises(Gone):
            use(newest())

    def test_is_for_nobody_else_who_is_signed_in(self, ann: User) -> None:
        ask()
        client = Client()
        client.force_login(make.user("coach", make.organisation()))

        page = client.get(f"/new-password/{newest()}")
        answer = post("/use", {"token": newest(), "password": GOOD}, client)

        assert page.status_code == answer.status_code == 401
        assert "Sign out" in page.content.decode()
        tenancy.open_to_all()
        assert PasswordReset.objects.get().used_at is None

    def test_is_unused_by_looking(self, ann: User) -> None:
        ask()
        for _ in range(10):
            assert Client().get(f"/new-password/{newest()}").status_code == 200
            assert Client().head(f"/new-password/{newest()}").status_code == 200

        assert use(newest())

    @pytest.mark.parametrize("token", ["x", "0" * 32 + "-x", token_of("invitation", UUID(int=7))])
    def test_that_nobody_signed_is_missing(self, token: str) -> None:
        assert Client().get(f"/new-password/{token}").status_code == 404
        assert post("/use", {"token": token, "password": GOOD}).status_code == 404

    def test_takes_no_weak_password(self, ann: User) -> None:
        ask()
        for weak in ("1234567", "password12345678", "x" * 10_000, "nul \x00 in the middle of it"):
            with pytest.raises(Invalid):
                use(newest(), weak)

        assert use(newest(), " leading space 🐝 kept")
        ann.refresh_from_db()
        assert ann.check_password(" leading space 🐝 kept")


class TestAdministrator:
    def test_sees_that_it_was_asked_and_hands_out_a_link(self, ann: User) -> None:
        home = ann.grants.get().organisation
        admin = make.user("administrator", home)
        actor = make.actor_of(admin)
        ask()
        before = newest()
        assert queries.reset_asked(actor, ann.pk, now=clock.now())
        assert queries.resets_asked(actor, now=clock.now()) == [(ann.pk, ann.name)]
        assert queries.resets_asked(make.actor_of(ann), now=clock.now()) == []
        assert queries.reset_to_print(actor, ann.pk, now=clock.now()) == ""

        later = clock.now() + timedelta(seconds=1)
        commands.send_reset(user_id=ann.pk, actor=actor, now=later)

        token = queries.reset_to_print(actor, ann.pk, now=later)
        assert token == newest() != before
        assert use(token)
        with pytest.raises(Gone):
            use(before)

    def test_lets_nobody_in_who_may_do_more(self, ann: User) -> None:
        home = ann.grants.get().organisation
        lead = make.actor_of(make.user("senior_lead", home))
        admin = make.user("administrator", home)

        for user in (ann, admin):  # a coach may what a senior lead may not
            with pytest.raises(Denied):
                commands.send_reset(user_id=user.pk, actor=lead, now=clock.now())

    def test_reaches_nobody_who_also_works_elsewhere(self, ann: User) -> None:
        home = ann.grants.get().organisation
        make.grant(ann, "coach", make.organisation())
        actor = make.actor_of(make.user("administrator", home))

        tenancy.narrow_to(actor)
        with pytest.raises(Blocked) as refused:
            commands.send_reset(user_id=ann.pk, actor=actor, now=clock.now())

        assert refused.value.code == "works_elsewhere"
