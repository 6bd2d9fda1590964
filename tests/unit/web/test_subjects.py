"""Where the names of judged things lead."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest

from kernel.actors import Actor, ActorKind
from web.pages.subjects import href_of_judged
from web.visit import Visit

TRUST, COMMITTEE = uuid4(), uuid4()
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def href_for(**reach: frozenset[UUID]) -> str:
    actor = Actor(kind=ActorKind.USER, id=uuid4(), **reach)
    visit = Visit(request=HttpRequest(), actor=actor, now=NOW)
    row = {"subject_kind": "committee", "subject_id": COMMITTEE, "organisation_id": TRUST}
    return href_of_judged(visit, row)


class TestHrefOfJudged:
    @pytest.mark.parametrize(
        "reach",
        [{"organisation_ids": frozenset({TRUST})}, {"shared_ids": frozenset({COMMITTEE})}],
        ids=["member", "shared"],
    )
    def test_leads_those_who_may_open_it_to_its_page(self, reach: dict[str, frozenset[UUID]]):
        assert href_for(**reach) == f"/committees/{COMMITTEE}"

    def test_leads_wider_roles_nowhere_rather_than_to_a_missing_page(self):
        assert href_for(oversight_ids=frozenset({TRUST})) == ""
