"""Whom an organisation's provider speaks for."""

from uuid import uuid4

import pytest

from kernel.actors import Actor, ActorKind
from kernel.errors import Denied
from people.policies import (
    has_sessions,
    may_be_vouched_for,
    may_set_up_providers,
    may_sign_in_by_provider,
)


def asked(**told):
    usual = {"verified": True, "acr": "", "accepted_acr": (), "own_domain": True}
    return may_sign_in_by_provider(**{**usual, **told})


def vouched(**told):
    usual = {"known": True, "other_subject": False, "reaches_wider": False}
    return may_be_vouched_for(**{**usual, **told})


class TestProof:
    def test_is_believed(self) -> None:
        assert asked().allowed
        assert asked(acr="aal3", accepted_acr=("aal2", "aal3")).allowed

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"verified": False}, "address_not_verified"),
            ({"own_domain": False}, "address_not_verified"),
            ({"acr": "aal1", "accepted_acr": ("aal2",)}, "too_weak"),
            ({"acr": "", "accepted_acr": ("aal2",)}, "too_weak"),
        ],
    )
    def test_may_not_be_enough(self, told: dict, code: str) -> None:
        refusal = asked(**told).refusal

        assert isinstance(refusal, Denied)
        assert refusal.code == code


class TestUser:
    def test_of_the_organisation_is_let_in(self) -> None:
        assert vouched().allowed

    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"known": False}, "no_account"),
            ({"other_subject": True}, "subject_changed"),
            ({"reaches_wider": True}, "works_elsewhere"),
        ],
    )
    def test_may_be_somebody_for_whom_it_cannot_speak(self, told: dict, code: str) -> None:
        refusal = vouched(**told).refusal

        assert isinstance(refusal, Denied)
        assert refusal.code == code


class TestKeys:
    def test_have_no_sessions_and_users_have(self) -> None:
        assert has_sessions(Actor(kind=ActorKind.USER, id=uuid4()))
        assert not has_sessions(Actor(kind=ActorKind.API_KEY, id=uuid4()))

    def test_without_the_permission_set_nothing_up(self) -> None:
        actor = Actor(kind=ActorKind.USER, id=uuid4())

        assert not may_set_up_providers(actor, organisation_id=uuid4()).allowed
