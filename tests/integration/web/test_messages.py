"""What people need is kept on their page, and follows them into letters."""

from __future__ import annotations

import pytest
from django.urls import reverse

from people.models import Person
from tests.integration.web.conftest import Furnished

pytestmark = pytest.mark.django_db(transaction=True)


class TestNeedsOfAPerson:
    def test_are_ticked_kept_and_shown(self, furnished: Furnished) -> None:
        client = furnished.client()
        at = reverse("web:person", args=[furnished.person.pk])

        answer = client.post(
            f"{at}/details",
            {
                "name": furnished.person.name,
                "partner_kind": furnished.person.partner_kind,
                "needs": ["telephone", "large_print"],
                "interpreter_language": "Welsh",
                "postal_address": "1 High Street\nLarkhill",
                "version": furnished.person.version,
            },
        )

        assert answer.status_code == 302
        kept = Person.objects.get(pk=furnished.person.pk)
        assert kept.needs == ["large_print", "telephone"]
        page = client.get(at).content.decode()
        assert "Large print; Telephone calls, not email; Language: Welsh" in page
        assert "1 High Street" in page

    def test_that_are_not_in_the_list_are_refused(self, furnished: Furnished) -> None:
        at = reverse("web:person-details", args=[furnished.person.pk])

        answer = furnished.client().post(
            at, {"name": "Pat", "needs": ["telepathy"], "version": furnished.person.version}
        )

        assert answer.status_code == 422
        assert "Select one of the answers in the list" in answer.content.decode()


class TestUnsubscribing:
    @pytest.mark.parametrize("token", ["nonsense", "0" * 32 + "-" + "a" * 43])
    def test_opens_nothing_with_a_link_that_is_not_ours(
        self, furnished: Furnished, token: str
    ) -> None:
        client = furnished.client()

        assert client.get(f"/unsubscribe/{token}").status_code == 404
        assert client.post(f"/unsubscribe/{token}").status_code == 404
