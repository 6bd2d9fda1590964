"""Which passwords are taken."""

import pytest

from kernel.errors import Invalid
from people.passwords import SHORTEST_WITH_SECOND_FACTOR, require_acceptable

ABOUT = ("ann.lee@example.org", "ann.lee", "Ann Lee", "Larkhill NHS Trust")


class TestPassword:
    @pytest.mark.parametrize(
        "password",
        [
            "correct horse battery",
            "x7" + "wörter und sätze" * 4,
            "  leading space kept",
            " " * 15,
            "four 🐝🐝🐝 bees in a hive",
            "aB3$" * 16 + "!",
            "65 characters " + "x7" * 25 + "!",
            "the patient wears a purple coat",
        ],
    )
    def test_that_is_long_and_not_common_is_taken(self, password: str) -> None:
        require_acceptable(password, about=ABOUT)

    @pytest.mark.parametrize(
        "password",
        [
            "",
            "short77",
            "x" * 10_000,
            "password12345678",
            "qwerty1234567890",
            "aaaaaaaaaaaaaaaaaaaa",
            "with a \x00 in the middle",
            "lone \ud800 surrogate half",
            "ann.lee@example.org",
            "my name is Ann Lee yes",
            "letmein" * 3,
            "Password1Password1",
            "1234567890123456",
            "abcdefghijklmnop",
            "QIflow-QIflow-2026",
            "LarkhillTrust 2026!",
            "NHS patient safety 1",
            "ann lee ann lee 77",
        ],
    )
    def test_that_others_would_guess_is_refused(self, password: str) -> None:
        with pytest.raises(Invalid) as refused:
            require_acceptable(password, about=ABOUT)

        assert refused.value.errors[0].pointer == "/password"

    def test_beside_a_second_factor_may_be_shorter(self) -> None:
        short, shortest = "horse battery", SHORTEST_WITH_SECOND_FACTOR
        require_acceptable(short, about=ABOUT, shortest=shortest)

        with pytest.raises(Invalid):
            require_acceptable(short, about=ABOUT)
        with pytest.raises(Invalid):
            require_acceptable(short[: shortest - 1], about=ABOUT, shortest=shortest)
