"""Signing in: the same words for every refusal, counted in the database."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel import tenancy
from people.commands import TooManyTries, WrongPassword, sign_in
from people.commands.sign_in import forget_old_attempts
from people.models import SignInAttempt, User
from tests.factories import people as make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
HERE, THERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def ann() -> User:
    user = make.user("coach", make.organisation(), email="ann@example.org")
    tenancy.close()  # nobody is signed in yet
    return user


def fail(
    times: int, *, address: str = HERE, now: datetime = NOW, email: str = "ann@example.org"
) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            sign_in(email=email, password="wrong", address=address, now=now)


def enter(address: str = HERE, now: datetime = NOW) -> object:
    return sign_in(email="ann@example.org", password=make.PASSWORD, address=address, now=now)


class TestSignIn:
    def test_knows_a_user_whatever_the_case_of_the_address(self, ann: User) -> None:
        found = sign_in(email=" ANN@example.org ", password=make.PASSWORD, address=HERE, now=NOW)

        assert found == ann.pk

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            ("ann@example.org", "wrong"),
            ("nobody@example.org", make.PASSWORD),
            ("ann@example.org", ""),
            ("ann@example.org", "x" * 10_000),
            ("ann@example.org\x00", "\x00"),
            ("' OR 1=1 --", "x"),
            ("\ud800", "\ud800x"),
        ],
    )
    def test_refuses_in_the_same_words(self, ann: User, email: str, password: str) -> None:
        with pytest.raises(WrongPassword) as refused:
            sign_in(email=email, password=password, address=HERE, now=NOW)

        assert refused.value.sentence == "The email address or password is not right."

    def test_refuses_a_disabled_user_in_the_same_words(self, ann: User) -> None:
        tenancy.open_to_all()
        User.objects.update(is_active=False)

        with pytest.raises(WrongPassword):
            enter()

    def test_asks_to_wait_at_the_sixth_try(self, ann: User) -> None:
        fail(5)

        with pytest.raises(TooManyTries) as refused:
            enter()

        assert 890 <= refused.value.retry_after <= 901

    def test_lets_in_again_when_the_wait_is_over(self, ann: User) -> None:
        fail(5)

        assert enter(now=NOW + timedelta(minutes=15, seconds=1)) == ann.pk

    def test_counts_for_addresses_that_nobody_has(self) -> None:
        fail(5, email="nobody@example.org")

        with pytest.raises(TooManyTries):
            sign_in(email="nobody@example.org", password="x", address=HERE, now=NOW)

    def test_does_not_make_the_wait_longer_by_trying(self, ann: User) -> None:
        fail(5)
        for _ in range(10):
            with pytest.raises(TooManyTries):
                enter(now=NOW + timedelta(minutes=10))

        assert enter(now=NOW + timedelta(minutes=15, seconds=1)) == ann.pk

    def test_begins_to_count_anew_after_success(self, ann: User) -> None:
        fail(4)
        enter(now=NOW + timedelta(seconds=1))

        fail(4, now=NOW + timedelta(seconds=2))

        assert enter(now=NOW + timedelta(seconds=3)) == ann.pk

    def test_cannot_be_closed_by_strangers(self, ann: User) -> None:
        enter(HERE)

        fail(5, address=THERE, now=NOW + timedelta(minutes=1))

        assert enter(HERE, NOW + timedelta(minutes=2)) == ann.pk
        with pytest.raises(TooManyTries):
            enter(THERE, NOW + timedelta(minutes=2))

    def test_slows_an_address_that_tries_many_accounts(self, ann: User) -> None:
        for number in range(20):
            fail(1, email=f"somebody{number}@example.org")

        with pytest.raises(TooManyTries) as refused:
            enter()

        assert refused.value.retry_after <= 61

    def test_keeps_no_address_in_clear(self, ann: User) -> None:
        enter()

        attempt = SignInAttempt.objects.get()
        assert "ann" not in attempt.account_hash
        assert HERE not in attempt.address_hash

    def test_forgets_after_a_day(self, ann: User) -> None:
        enter()

        assert forget_old_attempts(now=NOW + timedelta(hours=23)) == 0
        assert forget_old_attempts(now=NOW + timedelta(hours=25)) == 1
