"""Every page opens, for those who may see it, and looks missing to everybody else."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kernel.models import Finding
from tests.factories import people
from tests.integration.web.conftest import Furnished, Trust

pytestmark = pytest.mark.django_db(transaction=True)

_LISTS = (
    "home",
    "projects",
    "actions",
    "committees",
    "partners",
    "people",
    "assurance",
    "search",
    "saved-views",
    "rulebook",
    "me",
    "users",
    "invitations",
    "invite",
    "keys",
    "organisations",
    "units",
    "jobs",
    "exports",
    "imports",
    "new-import",
    "register-project",
    "register-committee",
    "register-person",
    "apply",
    "new-user",
    "new-key",
    "new-unit",
    "password",
)


def _pages_of(world: Furnished) -> dict[str, str]:
    """The address of every page about one thing of the trust."""
    finding = Finding.objects.filter(subject_id=world.committee.pk, rule_id="C01").first()
    assert finding is not None
    things = {
        "committee": [world.committee.pk],
        "add-committee-action": [world.committee.pk],
        "committee-details": [world.committee.pk],
        "classify-committee": [world.committee.pk],
        "add-seat": [world.committee.pk],
        "add-committee-participant": [world.committee.pk],
        "committee-step": [world.committee.pk, "suspend"],
        "partner": [world.partner.pk],
        "partner-step": [world.partner.pk, "suspend"],
        "induction": [world.partner.pk],
        "correct-term": [world.partner.pk, 0],
        "person": [world.person.pk],
        "person-details": [world.person.pk],
        "add-employment": [world.person.pk],
        "add-consent": [world.person.pk],
        "link-person": [world.person.pk],
        "project": [world.project.pk],
        "add-project-action": [world.project.pk],
        "project-details": [world.project.pk],
        "project-step": [world.project.pk, "propose"],
        "add-member": [world.project.pk],
        "charter": [world.project.pk],
        "add-sign-off": [world.project.pk],
        "add-participant": [world.project.pk],
        "finding": [finding.pk],
    }
    return {name: reverse(f"web:{name}", args=args) for name, args in things.items()}


class TestPages:
    @pytest.mark.parametrize("name", _LISTS)
    def test_open_in_an_empty_trust(self, trust: Trust, name: str) -> None:
        answer = trust.client().get(reverse(f"web:{name}"))

        assert answer.status_code == 200

    def test_open_where_something_is_going_on(self, furnished: Furnished) -> None:
        client = furnished.client()

        for name in _LISTS:
            assert client.get(reverse(f"web:{name}")).status_code == 200, name
        for name, address in _pages_of(furnished).items():
            assert client.get(address).status_code == 200, name

    def test_things_of_others_look_missing(
        self, furnished: Furnished, other_trust: Callable[[], Trust]
    ) -> None:
        stranger = other_trust().client()
        missing = stranger.get("/projects/8f3b9f66-59d8-4f2b-a2c8-6a4b2a6f7a11")

        for name, address in _pages_of(furnished).items():
            answer = stranger.get(address)
            assert answer.status_code == 404, name
            assert _body(answer.content) == _body(missing.content), name

    def test_stranger_cannot_change_what_they_cannot_see(
        self, furnished: Furnished, other_trust: Callable[[], Trust]
    ) -> None:
        stranger = other_trust().client()

        for name, address in _pages_of(furnished).items():
            assert stranger.post(address, {"version": 1}).status_code == 404, name

    def test_nobody_sees_anything_without_signing_in(self, furnished: Furnished) -> None:
        for address in [reverse(f"web:{name}") for name in _LISTS]:
            answer = Client().get(address)

            assert answer.status_code == 302
            assert answer["Location"].startswith("/sign-in?next=")

    def test_rule_and_standard_open(self, furnished: Furnished) -> None:
        client = furnished.client()

        assert client.get("/rulebook/C01").status_code == 200
        assert client.get("/rulebook/standards/min_psp").status_code == 200
        assert client.get("/rulebook/C99").status_code == 404

    def test_pages_are_light(self, furnished: Furnished) -> None:
        client = furnished.client()

        for address in _pages_of(furnished).values():
            packed = gzip.compress(client.get(address).content)
            assert len(packed) < 100_000, address


class TestQueue:
    def test_is_for_operators(self, trust: Trust) -> None:
        operator = people.user("operator", trust.organisation, scope="country")
        client = Client()
        client.login(username=operator.email, password=people.PASSWORD)

        assert client.get("/queue").status_code == 200
        assert trust.client().get("/queue").status_code == 403

    def test_gives_its_counts_alone_to_htmx(self, trust: Trust) -> None:
        operator = people.user("operator", trust.organisation, scope="country")
        client = Client()
        client.login(username=operator.email, password=people.PASSWORD)

        answer = client.get("/queue", headers={"HX-Request": "true"})

        assert answer.content.startswith(b'<div id="counts"')


def _body(page: bytes) -> bytes:
    """A page without what differs at each opening."""
    main = page.split(b"<main", 1)[1]
    return main.split(b"</main>")[0]
