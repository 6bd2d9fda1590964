"""The words in which rules answer. Pure.

Verdicts and intervals are tuples by name: a re-check makes tens of thousands of them a second, and
a frozen dataclass takes three times as long to make and to compare.
Source: QIflow field notes 12.0 (outcomes, severity), 15 item 1 (a pause is tolerated for a while).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple


class Met(StrEnum):
    """What a condition says of one day."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Outcome(StrEnum):
    """What is shown of one day, grace and look-ahead considered."""

    PASS = "pass"  # noqa: S105 - an outcome
    FAIL = "fail"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    BREACH = "breach"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


#: Shared by all verdicts that need none.
NO_PARAMS: Mapping[str, Any] = MappingProxyType({})


class Verdict(NamedTuple):
    """The answer of a condition for one day.

    `code` names the sentence and `params` fill it: ids, counts and ISO dates, never names or
    causes. `tolerated_to`: last day on which an unmet condition is at_risk and not yet fail.
    `severity`: what this answer weighs where that is not what its rule weighs in general.
    """

    met: Met
    code: str
    params: Mapping[str, Any] = NO_PARAMS
    tolerated_to: date | None = None
    severity: Severity | None = None


class Interval(NamedTuple):
    """One stretch of days with one outcome. Both days inclusive; a null `ends_on` is open.

    An at_risk interval has the sentence and the severity of what is coming, with `fails_on` among
    its params. `severity`: None where it is that of the rule.
    """

    outcome: Outcome
    met: Met
    code: str
    params: Mapping[str, Any]
    starts_on: date
    ends_on: date | None
    severity: Severity | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
