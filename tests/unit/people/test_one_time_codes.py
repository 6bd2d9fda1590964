"""Codes of an authenticator app, and those on paper."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from people import one_time_codes

#: The secret of RFC 6238, appendix B, as base32.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
AT = datetime(2026, 11, 22, 9, 0, 10, tzinfo=UTC)
STEP = int(AT.timestamp()) // 30


def code(steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).generate_otp(STEP + steps)


def step_of(typed: str, *, after: int = 0) -> int | None:
    return one_time_codes.step_of(SECRET, typed, at=AT, after=after)


class TestCode:
    @pytest.mark.parametrize(
        ("seconds", "told"),
        [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")],
    )
    def test_is_that_of_the_standard(self, seconds: int, told: str) -> None:
        at = datetime.fromtimestamp(seconds, UTC)

        assert one_time_codes.step_of(SECRET, told, at=at, after=0) == seconds // 30

    @pytest.mark.parametrize("steps", [-1, 0, 1])
    def test_may_be_one_step_early_or_late(self, steps: int) -> None:
        assert step_of(code(steps)) == STEP + steps

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_may_not_be_two_steps_away(self, steps: int) -> None:
        assert step_of(code(steps)) is None

    def test_is_taken_once(self) -> None:
        assert step_of(code(), after=STEP) is None

    def test_of_an_earlier_step_is_not_taken_after_a_later_one(self) -> None:
        assert step_of(code(-1), after=STEP) is None
        assert step_of(code(1), after=STEP) == STEP + 1

    def test_may_be_typed_in_two_halves(self) -> None:
        assert step_of(f" {code()[:3]} {code()[3:]} ") == STEP

    @pytest.mark.parametrize(
        "typed",
        ["", "12345", "1234567", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "12345\x00"],
    )
    def test_is_six_figures_and_nothing_else(self, typed: str) -> None:
        assert step_of(typed) is None

    def test_of_thirty_one_seconds_ago_is_one_step_old(self) -> None:
        at = AT + timedelta(seconds=31)

        assert one_time_codes.step_of(SECRET, code(), at=at, after=0) == STEP


class TestOffer:
    def test_says_who_and_where_to_the_app(self) -> None:
        address = one_time_codes.address_for_app(SECRET, account="ann@example.org")

        assert address.startswith("otpauth://totp/QIflow:ann%40example.org?")
        assert f"secret={SECRET}" in address

    def test_is_a_picture_without_styles_or_scripts(self) -> None:
        picture = one_time_codes.as_picture("otpauth://totp/QIflow")

        assert picture.startswith("<svg")
        assert "style=" not in picture
        assert "script" not in picture

    def test_holds_a_new_secret_of_160_bits_each_time(self) -> None:
        secrets = {one_time_codes.new_secret() for _ in range(20)}

        assert len(secrets) == 20
        assert all(re.fullmatch("[A-Z2-7]{32}", secret) for secret in secrets)

    def test_can_be_typed_in_groups(self) -> None:
        assert one_time_codes.in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"


class TestRecoveryCodes:
    def test_are_ten_that_nobody_guesses(self) -> None:
        codes = one_time_codes.new_recovery_codes()

        assert len(set(codes)) == 10
        assert all(re.fullmatch("([a-z0-9]{4}-){3}[a-z0-9]{4}", one) for one in codes)
        assert not set("".join(codes)) & set("il01o")

    @pytest.mark.parametrize("typed", ["abcd-efgh", "ABCD EFGH", " abcdefgh ", "abcd\u2013efgh"])
    def test_count_however_they_are_typed(self, typed: str) -> None:
        assert one_time_codes.plain(typed) == "abcdefgh"

    def test_are_told_from_codes_of_the_app(self) -> None:
        assert one_time_codes.looks_like_a_code("123 456")
        assert not one_time_codes.looks_like_a_code("abcd-efgh-jkmn-pqrs")
