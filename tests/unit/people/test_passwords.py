"""Which passwords are taken."""

import pytest

from kernel.errors import Invalid
from people.passwords import require_acceptable

ABOUT = ("ann.lee@example.org", "ann.lee", "Ann Lee")


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
        ],
    )
    def test_that_others_would_guess_is_refused(self, password: str) -> None:
        with pytest.raises(Invalid) as refused:
            require_acceptable(password, about=ABOUT)

        assert refused.value.errors[0].pointer == "/password"
