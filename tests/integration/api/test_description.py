"""Everything that the description allows, and much that it forbids: Schemathesis, seed fixed.

No request may be answered by a fault, by a status or a body that the description does not name,
or be accepted where the description forbids it.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import (
    CheckConfig,
    ChecksConfig,
    CoveragePhaseConfig,
    ExamplesPhaseConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.hypothesis.builder import UnserializablePayloadMark
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi import checks as openapi

from qiflow.wsgi import application
from tests.integration.walls.callers import Caller
from tests.integration.walls.conftest import undone

SEED = 20260401
#: For each operation, beside every boundary that the description names. `make fuzz` tries more of
#: them, and other ones each time.
EXAMPLES = int(os.environ.get("QIFLOW_FUZZ_EXAMPLES", "6"))
DETERMINISTIC = "QIFLOW_FUZZ_EXAMPLES" not in os.environ
REFUSALS = ["400", "401", "403", "404", "406", "409", "410", "412", "413", "414", "415", "422"]
CHECKS = [
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
    openapi.unsupported_method,
    openapi.allow_header_conformance,
]


def _described() -> BaseSchema:
    project = ProjectConfig(
        generation=GenerationConfig(
            max_examples=EXAMPLES, deterministic=DETERMINISTIC, database="none"
        ),
        phases=PhasesConfig(
            examples=ExamplesPhaseConfig(enabled=False),
            coverage=CoveragePhaseConfig(enabled=True),
            fuzzing=FuzzingPhaseConfig(enabled=True),
            stateful=StatefulPhaseConfig(enabled=False),
        ),
        checks=ChecksConfig(
            negative_data_rejection=CheckConfig(expected_statuses=[*REFUSALS, "428", "429"]),
        ),
    )
    config = SchemathesisConfig(
        projects=ProjectsConfig(default=project), seed=SEED if DETERMINISTIC else None
    )
    return schemathesis.openapi.from_wsgi("/api/schema", application, config=config)


SCHEMA = _described()
OPERATIONS: dict[str, APIOperation] = {
    operation.label: operation for operation in (each.ok() for each in SCHEMA.get_all_operations())
}


@cache
def _feedback() -> FeedbackSources:
    """Words of our own code, which Schemathesis tries among others."""
    return FeedbackSources(constants_value_source=make_constants_value_source(SCHEMA))


@pytest.mark.slow
class TestDescription:
    """`SCHEMA.parametrize()` would make the requests of every operation when tests are collected.

    That is half a minute in each process, whichever tests it is to run; so the requests of an
    operation are made here when its turn comes, by the function that `parametrize` calls.
    """

    @pytest.mark.parametrize("label", OPERATIONS)
    def test_is_kept_by_every_answer(self, label: str, system: Caller, ids: dict[str, str]) -> None:
        @settings(deadline=None, suppress_health_check=list(HealthCheck))
        def kept(case: Case) -> None:
            _look_at_own(case, ids)
            with undone():
                case.call_and_validate(headers=dict(system.headers), checks=_checks(case))

        every_request = build_operation_test(
            config=SCHEMA.config,
            operation=OPERATIONS[label],
            test_func=kept,
            given_kwargs={},
            feedback=_feedback(),
        )
        assert not UnserializablePayloadMark.is_set(every_request)
        every_request()


def _checks(case: Case) -> list[Any]:
    """Checks of an answer. That a door asks for a key is tried by the matrix, with every key."""
    if _arrives(case):
        return CHECKS
    return [check for check in CHECKS if check is not openapi.negative_data_rejection]


def _arrives(case: Case) -> bool:
    """Whether all that the description forbids is sent at all.

    In a form an empty field is an absent one, whatever its type; an empty list in a query too.
    """
    form = "multipart" in (case.media_type or "")
    return not form and all(value not in ([], {}) for value in (case.query or {}).values())


def _look_at_own(case: Case, ids: dict[str, str]) -> None:
    """Where any identifier would do, take one that exists, so that more than 404 is seen."""
    for name, value in dict(case.path_parameters or {}).items():
        own = ids.get(_NAMES.get(name, name.removesuffix("_id")))
        if own is not None and _well_formed(value):
            case.path_parameters[name] = own


_NAMES = {"grant_id": "role_grant", "opening_position_id": "opening"}


def _well_formed(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return isinstance(value, int)
    return True
