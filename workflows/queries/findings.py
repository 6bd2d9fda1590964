"""Findings of a day: past, today or to come, as known now or as known then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from governance.queries.touched import joint_committees
from kernel import clock
from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.errors import Invalid, NotFound
from kernel.models import Finding
from kernel.rules.outcomes import Met
from kernel.rules.rule import say
from kernel.rules.rulebook import RULEBOOK
from kernel.rules.standards import DEFINITIONS
from kernel.rules.timeline import outcome_on
from kernel.standards import known, standards_of
from workflows.horizon import horizon_of
from workflows.queries.visible import seen_by, units_below
from workflows.sessions import everything_visible
from workflows.timelines import judge

COLUMNS = (
    "id",
    "organisation_id",
    "unit_id",
    "subject_kind",
    "subject_id",
    "rule_id",
    "rule_version",
    "severity",
    "outcome",
    "met",
    "code",
    "params",
    "starts_on",
    "ends_on",
    "recorded_at",
    "superseded_at",
    "recorded_by",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which findings: of which subject, rule, outcome, place and day."""

    as_at: date
    known_at: datetime | None = None
    subject: UUID | None = None
    kind: str | None = None
    rule: str | None = None
    outcome: str | None = None
    severity: str | None = None
    organisation: UUID | None = None
    unit: UUID | None = None

    @property
    def beyond(self) -> bool:
        """Later than what is stored, so that it must be reckoned on demand."""
        seen_from = clock.london_date(self.known_at) if self.known_at else clock.today()
        return self.as_at > horizon_of(seen_from)


def findings(*, actor: Actor, page: Page, filters: Filters) -> list[dict[str, Any]]:
    """A page of findings of one day, oldest first, with their sentences.

    Raises:
        Invalid: the day lies beyond what is stored and no subject is named.
    """
    if filters.beyond:
        return _reckoned(actor, filters)
    rows = _on(filters).filter(seen_by(actor), _wanted(filters))
    key = key_of(page, int)
    if key is not None:
        rows = rows.filter(id__gt=key[0])
    return [shown(row) for row in rows.order_by("id").values(*COLUMNS)[: page.fetch]]


def finding_on(
    *,
    actor: Actor,
    subject_ids: Sequence[UUID],
    rules: Sequence[str],
    as_at: date,
    known_at: datetime | None = None,
) -> dict[tuple[UUID, str], dict[str, Any]]:
    """The finding of each subject and rule on a stored day, by subject and rule, in one query."""
    rows = _on(Filters(as_at=as_at, known_at=known_at)).filter(
        seen_by(actor), subject_id__in=subject_ids, rule_id__in=rules
    )
    return {(row["subject_id"], row["rule_id"]): shown(row) for row in rows.values(*COLUMNS)}


def finding(*, actor: Actor, finding_id: int) -> dict[str, Any]:
    """One finding explained: sentence, rule, source, thresholds of its first day, its timeline.

    Raises:
        NotFound: there is no such finding for this actor.
    """
    row = Finding.objects.filter(seen_by(actor), pk=finding_id).values(*COLUMNS).first()
    if row is None:
        raise NotFound("There is no such finding.")
    return {
        **shown(row),
        "rule": rule_of(row["rule_id"]),
        "thresholds": thresholds_of(row),
        "timeline": timeline_of(actor=actor, subject_id=row["subject_id"], rule_id=row["rule_id"]),
    }


def thresholds_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What each threshold of the rule was on the finding's first day, as known when it was found.

    With the finding's params these are the facts that decided: dates, counts and ids of seats and
    bodies. Who is behind a seat, and why somebody does not count, is no part of a finding.
    """
    rule = RULEBOOK.rules.get(row["rule_id"])
    if rule is None:
        return []
    tenant = row["organisation_id"]
    standards = standards_of([tenant], known_at=row["recorded_at"])[tenant]
    return [
        {
            "name": name,
            "value": standards.on(name, row["starts_on"]),
            "unit": DEFINITIONS[name].unit,
            "sentence": DEFINITIONS[name].sentence,
        }
        for name in dict.fromkeys(rule.threshold_names)
    ]


def timeline_of(*, actor: Actor, subject_id: UUID, rule_id: str) -> list[dict[str, Any]]:
    """Every interval of one rule for one subject, superseded ones with their instants."""
    rows = Finding.objects.filter(seen_by(actor), subject_id=subject_id, rule_id=rule_id)
    return [shown(row) for row in rows.order_by("starts_on", "id").values(*COLUMNS)]


def rule_of(rule_id: str) -> dict[str, Any]:
    """What a rule asks and who says so."""
    rule = RULEBOOK.rules.get(rule_id)
    if rule is None:
        return {"id": rule_id}
    return {
        "id": rule.id,
        "version": rule.version,
        "title": rule.title,
        "sentence": rule.sentence,
        "source": rule.source,
        "standards": list(rule.threshold_names),
    }


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """A stored row with its sentence."""
    return {**row, "sentence": sentence(row["rule_id"], row["code"], row["params"])}


def sentence(rule_id: str, code: str, params: dict[str, Any]) -> str:
    """The plain sentence of a finding; rules that were withdrawn leave their code."""
    rule = RULEBOOK.rules.get(rule_id)
    if rule is None or code not in rule.sentences:
        return code
    return say(rule, code, params)


def _on(filters: Filters) -> Any:
    return Finding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=filters.as_at),
        known(filters.known_at),
        starts_on__lte=filters.as_at,
    )


def _wanted(filters: Filters) -> Q:
    named = {
        "subject_id": filters.subject,
        "subject_kind": filters.kind,
        "rule_id": filters.rule,
        "outcome": filters.outcome,
        "severity": filters.severity,
    }
    wanted = Q(**{name: value for name, value in named.items() if value is not None})
    if filters.organisation is not None:
        joint = joint_committees(filters.organisation, on=filters.as_at, known_at=filters.known_at)
        wanted &= Q(organisation_id=filters.organisation) | Q(subject_id__in=joint)
    if filters.unit is not None:
        wanted &= Q(unit_id__in=units_below(filters.unit, on=filters.as_at))
    return wanted


def _reckoned(actor: Actor, filters: Filters) -> list[dict[str, Any]]:
    """The findings of one subject on a day beyond the horizon, from its facts."""
    if filters.subject is None:
        last = horizon_of(clock.today())
        raise Invalid.one(
            "?as_at",
            f"Use a day up to {last.isoformat()}, or name one subject to look further ahead.",
            code="invalid_filter",
        )
    mine = Finding.objects.filter(seen_by(actor), subject_id=filters.subject)
    kinds = set(mine.values_list("subject_kind", flat=True)[:1])
    if not kinds or (filters.kind and filters.kind not in kinds):
        return []
    kind = kinds.pop()
    with everything_visible():  # a rule may need facts of others to judge what is ours
        judged = judge(kind, [filters.subject], horizons=filters.as_at, known_at=filters.known_at)
    rows = (_row(kind, one, filters.as_at) for one in judged)
    return [row for row in rows if row is not None and _matches(row, filters)]


def _row(kind: str, one: Any, day: date) -> dict[str, Any] | None:
    interval = outcome_on(one.intervals, day)
    if interval is None:
        return None
    return shown(
        {
            "id": None,
            "organisation_id": one.organisation_id,
            "unit_id": one.unit_id,
            "subject_kind": kind,
            "subject_id": one.subject_id,
            "rule_id": one.rule_id,
            "rule_version": one.rule_version,
            "severity": one.severity_of(interval),
            "outcome": interval.outcome.value,
            "met": None if interval.met is Met.NOT_APPLICABLE else interval.met.value,
            "code": interval.code,
            "params": dict(interval.params),
            "starts_on": interval.starts_on,
            "ends_on": interval.ends_on,
            "recorded_at": None,
            "superseded_at": None,
            "recorded_by": None,
        }
    )


def _matches(row: dict[str, Any], filters: Filters) -> bool:
    named = (
        ("rule_id", filters.rule),
        ("outcome", filters.outcome),
        ("severity", filters.severity),
    )
    if any(value is not None and row[name] != value for name, value in named):
        return False
    if filters.organisation in (None, row["organisation_id"]):
        return True
    joint = joint_committees(filters.organisation, on=filters.as_at, known_at=filters.known_at)
    return row["subject_id"] in joint
