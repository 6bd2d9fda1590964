"""What is kept for a while only is deleted after it, and nothing else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from kernel import clock
from kernel.models import Idempotency
from people.models import SignInAttempt
from workflows.forgetting import forget

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def answer(key, *, age):
    made = Idempotency.objects.create(client="user:1", key=key, request_hash="-", status=201)
    Idempotency.objects.filter(pk=made.pk).update(created_at=clock.now() - age)


class TestForgetting:
    def test_answers_go_after_a_day(self):
        answer("old", age=25 * HOUR)
        answer("new", age=23 * HOUR)

        assert forget(now=clock.now())["answers"] == 1
        assert list(Idempotency.objects.values_list("key", flat=True)) == ["new"]

    def test_tries_to_sign_in_go_after_a_day(self):
        for hours in (23, 25):
            SignInAttempt.objects.create(
                account_hash="a", address_hash="b", succeeded=False, at=clock.now() - hours * HOUR
            )

        assert forget(now=clock.now())["sign_in_attempts"] == 1
        assert SignInAttempt.objects.count() == 1

    def test_sessions_go_when_they_have_expired(self):
        for days in (-1, 1):
            session = SessionStore()
            session.create()
            Session.objects.filter(pk=session.session_key).update(
                expire_date=clock.now() + timedelta(days=days)
            )

        assert forget(now=clock.now())["sessions"] == 1
        assert Session.objects.count() == 1
