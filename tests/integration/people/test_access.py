"""What a user or a key reaches today, read in one round trip."""

import secrets
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import tenancy
from kernel.actors import Actor, Scope
from people import access, commands
from people.models import ApiKey, Organisation, OversightGrant, Person, User
from tests.factories import people as make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def _key(maker: User, home: Organisation, role: str, scopes: list[str]) -> str:
    token = access.new_token()
    key = ApiKey.objects.create(
        organisation=home,
        name="Reports",
        prefix=token.prefix,
        secret_hash=token.secret_hash,
        scopes=scopes,
        created_by=maker,
        created_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    make.grant(None, role, home, api_key=key)
    return token.text


def _entered(token: str, **values: object) -> Actor:
    actor = access.actor_of_key(token, now=NOW, **values)
    assert actor
    return actor


def _made(home: Organisation, maker: Actor) -> str:
    return commands.create_api_key(
        organisation_id=home.pk,
        name="Reports",
        roles=["auditor"],
        scopes=["read"],
        expires_at=NOW + timedelta(days=30),
        actor=maker,
        now=NOW,
    ).token


class TestUser:
    def test_reaches_own_organisation_in_one_query(self) -> None:
        home = make.organisation()
        user = make.user("committee_secretary", home)

        with CaptureQueriesContext(
            connection,
        ) as queries:
            actor = make.actor_of(user, on=TODAY)

        assert len(queries) == 1
        assert actor.organisation_ids == {home.pk}
        assert actor.may("committee.manage", organisation_id=home.pk)
        assert not actor.may("user.manage", organisation_id=home.pk)

    def test_narrows_the_connection(self) -> None:
        home, other = make.organisation(), make.organisation()
        mine = make.person(home)
        make.person(other)
        user = make.user("coach", home)

        assert access.enter_as_user(user.pk, today=TODAY)

        assert list(Person.objects.all()) == [mine]

    def test_loses_a_role_the_day_after_it_ends(self) -> None:
        home = make.organisation()
        user = make.user()
        make.grant(user, "coach", home, to_date=TODAY)

        assert make.actor_of(user, on=TODAY).organisation_ids == {home.pk}
        assert make.actor_of(user, on=TODAY + timedelta(days=1)).organisation_ids == frozenset()

    def test_that_is_disabled_is_nobody(self) -> None:
        user = make.user("coach", make.organisation(), is_active=False)

        tenancy.close()

        assert access.enter_as_user(user.pk, today=TODAY) is None
        assert not User.objects.exists()

    def test_with_a_unit_reaches_what_lies_below_it(self) -> None:
        home = make.organisation()
        division = make.unit(home)
        ward = make.unit(home, parent=make.unit(home, parent=division))
        elsewhere = make.unit(home)
        actor = make.actor_of(make.user("project_lead", home, unit=division), on=TODAY)

        assert actor.may("project.lead", organisation_id=home.pk, unit_id=ward.pk)
        assert not actor.may("project.lead", organisation_id=home.pk, unit_id=elsewhere.pk)
        assert not actor.may("project.lead", organisation_id=home.pk)

    @pytest.mark.parametrize(
        ("scope", "region", "seen"),
        [(Scope.SYSTEM, "", 2), (Scope.REGION, "London", 1), (Scope.COUNTRY, "", 2)],
    )
    def test_of_a_wider_role_oversees_who_lets_them(
        self, scope: Scope, region: str, seen: int
    ) -> None:
        board = make.organisation(type="icb")
        for area in ("London", "South West"):
            OversightGrant.objects.create(
                organisation=make.organisation(region=area),
                overseer=board,
                from_date=TODAY,
                recorded_at=NOW,
            )
        make.organisation(region="London")
        user = make.user()
        make.grant(user, "national_lead", board, scope=scope, region=region)

        actor = make.actor_of(user, on=TODAY)

        assert actor.organisation_ids == frozenset()
        assert len(actor.oversight_ids - {board.pk}) == seen
        assert make.actor_of(user, on=TODAY - timedelta(days=1)).oversight_ids == {board.pk}


class TestKey:
    def test_reaches_its_organisation_with_its_roles(self) -> None:
        home, other = make.organisation(), make.organisation()
        maker = make.user("administrator", home)
        make.grant(maker, "administrator", other)

        actor = _entered(_key(maker, home, "auditor", ["read"]))

        assert actor.organisation_ids == {home.pk}
        assert actor.may("project.read", organisation_id=home.pk)
        assert not actor.may_write

    def test_never_exceeds_its_maker_of_today(self) -> None:
        home = make.organisation()
        maker = make.user("administrator", home)
        token = _key(maker, home, "ps_specialist", ["read", "write"])
        assert _entered(token).may("psp.manage", organisation_id=home.pk)
        tenancy.open_to_all()

        maker.grants.all().delete()
        make.grant(maker, "coach", home)

        assert not _entered(token).may("psp.manage", organisation_id=home.pk)

    def test_has_a_name_of_its_own_also_where_chance_draws_one_twice(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = make.organisation()
        maker = make.actor_of(make.user("administrator", home))
        drawn = chain("A" * 8, "A" * 8, "B" * 8)
        monkeypatch.setattr(secrets, "choice", lambda _: next(drawn))

        first, second = (_made(home, maker) for _ in range(2))

        assert first.startswith("qif_AAAAAAAA_")
        assert second.startswith("qif_BBBBBBBB_")
        for token in (first, second):
            assert _entered(token).organisation_ids == {home.pk}
            tenancy.open_to_all()

    def test_is_dead_when_its_maker_has_left(self) -> None:
        home = make.organisation()
        maker = make.user("administrator", home)
        token = _key(maker, home, "auditor", ["read"])

        maker.grants.all().delete()

        assert access.actor_of_key(token, now=NOW) is None

    @pytest.mark.parametrize("change", [{"revoked_at": NOW}, {"expires_at": NOW}])
    def test_is_dead_when_revoked_or_expired(self, change: dict[str, datetime]) -> None:
        home = make.organisation()
        token = _key(make.user("administrator", home), home, "auditor", ["read"])

        ApiKey.objects.update(**change)

        assert access.actor_of_key(token, now=NOW) is None

    def test_with_one_character_changed_opens_nothing(self) -> None:
        home = make.organisation()
        token = _key(make.user("administrator", home), home, "auditor", ["read"])
        wrong = token[:-1] + ("a" if token[-1] != "a" else "b")

        assert access.actor_of_key(wrong, now=NOW) is None
        assert access.actor_of_key("", now=NOW) is None
        assert access.actor_of_key("qif_" + "x" * 10_000, now=NOW) is None

    def test_notes_when_it_was_last_used(self) -> None:
        home = make.organisation()
        _entered(_key(make.user("administrator", home), home, "auditor", ["read"]))

        assert ApiKey.objects.get().last_used_at == NOW
