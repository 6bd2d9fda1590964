"""One caller cannot take the service from the others."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def caller():
    """Makes signed-in users of one organisation."""
    trust = people.organisation()

    def make():
        client = Client()
        user = people.user()
        people.grant(user, "administrator", trust)
        client.force_login(user)
        return lambda: client.get("/api/v1/me")

    return make


class TestTooManyRequests:
    def test_are_refused_and_told_when_to_come_back(self, settings, caller):
        settings.QIFLOW_API_PER_MINUTE = 3
        ask = caller()

        answers = [ask() for _ in range(4)]

        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 61
        assert answers[-1].json()["code"] == "throttled"
        assert answers[-1]["Content-Type"] == "application/problem+json"

    def test_of_one_are_no_matter_of_another(self, settings, caller):
        settings.QIFLOW_API_PER_MINUTE = 3
        busy, calm = caller(), caller()
        for _ in range(4):
            busy()

        assert calm().status_code == 200

    def test_are_any_number_without_a_limit(self, settings, caller):
        settings.QIFLOW_API_PER_MINUTE = 0
        ask = caller()

        assert {ask().status_code for _ in range(20)} == {200}
