"""Tokens of links."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kernel.tokens import thing_of, token_of


class TestTokens:
    def test_open_the_thing_they_were_made_for(self) -> None:
        thing = uuid4()
        assert thing_of("sign_off", token_of("sign_off", thing)) == thing

    def test_are_the_same_each_time(self) -> None:
        thing = uuid4()
        assert token_of("sign_off", thing) == token_of("sign_off", thing)

    def test_open_nothing_for_another_purpose(self) -> None:
        assert thing_of("reply", token_of("sign_off", uuid4())) is None

    def test_open_nothing_when_one_letter_differs(self) -> None:
        token = token_of("reply", uuid4())
        for place, letter in enumerate(token):
            other = "A" if letter != "A" else "B"
            assert thing_of("reply", token[:place] + other + token[place + 1 :]) is None

    @pytest.mark.parametrize("words", ["", "-", ":", "a", "a-b", "é-ü", "\x00", "a" * 10_000])
    def test_open_nothing_when_they_are_no_tokens(self, words: str) -> None:
        assert thing_of("reply", words) is None

    def test_still_open_after_the_key_was_replaced(self, settings) -> None:  # type: ignore[no-untyped-def]
        thing = uuid4()
        token = token_of("reply", thing)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key, of another year, long enough"
        assert thing_of("reply", token) == thing

    def test_go_into_an_address_as_they_are(self) -> None:
        assert set(token_of("reply", uuid4())) <= set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
        )
