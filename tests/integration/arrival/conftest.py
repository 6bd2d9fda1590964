"""A trust that is about to arrive, and the administrator who signs its file off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pytest

from kernel.actors import Actor
from people.models import Organisation
from projects.opening_position.importing import check_file, load_file
from projects.opening_position.report import Report
from tests.factories import opening, people

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
Send = Callable[..., Report]


@pytest.fixture
def trust() -> Organisation:
    return people.organisation(name="Fellside NHS Trust", ods_code="ZF1")


@pytest.fixture
def administrator(trust: Organisation) -> Actor:
    return people.actor_of(people.user("administrator", trust), on=opening.TODAY)


@pytest.fixture
def load(trust: Organisation, administrator: Actor) -> Send:
    """Load sheets as a workbook, or only check them."""

    def send(sheets: Mapping[str, opening.Rows], *, dry_run: bool = False) -> Report:
        run = check_file if dry_run else load_file
        return run(
            organisation_id=trust.pk,
            file_name="arrival.xlsx",
            content=opening.workbook(sheets),
            actor=administrator,
            now=NOW,
        )

    return send
