"""Secrets that are sealed, and opened again."""

from datetime import timedelta

import pytest

from people import vault

TEXT = "GEZDGNBVGY3TQOJQ"


class TestSeal:
    def test_is_opened_again(self) -> None:
        sealed = vault.seal(TEXT, purpose="app")

        assert TEXT not in sealed
        assert vault.unseal(sealed, purpose="app") == TEXT

    def test_is_different_each_time(self) -> None:
        assert vault.seal(TEXT, purpose="app") != vault.seal(TEXT, purpose="app")

    def test_holds_for_one_purpose_alone(self) -> None:
        sealed = vault.seal(TEXT, purpose="app")

        with pytest.raises(vault.Unreadable):
            vault.unseal(sealed, purpose="provider")

    def test_outlives_its_key_while_that_is_kept(self, settings) -> None:
        settings.SECRET_KEY = "the first key of this service, long enough for anybody"
        sealed = vault.seal(TEXT, purpose="app")
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "the second key of this service, long enough for anybody"

        assert vault.unseal(sealed, purpose="app") == TEXT

    def test_is_gone_with_its_key(self, settings) -> None:
        sealed = vault.seal(TEXT, purpose="app")
        settings.SECRET_KEY = "another key of this service, long enough for anybody"

        with pytest.raises(vault.Unreadable):
            vault.unseal(sealed, purpose="app")

    @pytest.mark.parametrize("sent", ["", "x", "gAAAAA", "é", "\x00"])
    def test_that_was_made_up_is_not_opened(self, sent: str) -> None:
        with pytest.raises(vault.Unreadable):
            vault.unseal(sent, purpose="app")

    def test_may_be_too_old(self) -> None:
        sealed = vault.seal(TEXT, purpose="app")

        assert vault.unseal(sealed, purpose="app", max_age=timedelta(hours=1)) == TEXT
        with pytest.raises(vault.Unreadable):
            vault.unseal(sealed, purpose="app", max_age=timedelta(seconds=-1))


class TestKeyedHash:
    def test_is_the_same_for_the_same_text_and_purpose(self) -> None:
        assert vault.keyed_hash("a", purpose="x") == vault.keyed_hash("a", purpose="x")
        assert vault.keyed_hash("a", purpose="x") != vault.keyed_hash("a", purpose="y")

    def test_is_found_under_an_older_key_too(self, settings) -> None:
        before = vault.keyed_hash("a", purpose="x")[0]
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key of this service, long enough for anybody"

        assert before in vault.keyed_hash("a", purpose="x")
