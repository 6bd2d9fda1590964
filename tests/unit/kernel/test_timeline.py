"""Watch: intervals from a condition, its boundaries, grace and look-ahead."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.rules.outcomes import Met, Outcome, Severity, Verdict
from kernel.rules.rule import Rule, Terms, say
from kernel.rules.standards import DEFAULTS, DEFINITIONS, Standards, define, resolve
from kernel.rules.timeline import outcome_on, timeline

BEGIN = date(2026, 1, 1)
HORIZON = date(2026, 12, 31)
GRACE = "test_grace_days"
LOOK_AHEAD = "test_look_ahead_days"
for name in (GRACE, LOOK_AHEAD):
    if name not in DEFINITIONS:
        define(name, sentence="For tests.", unit="days", default=0, source="tests")


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Somebody is present on some days; the rule asks for presence."""

    stays: tuple[tuple[date, date], ...]
    tolerated_to: date | None = None
    subject_id: UUID = field(default_factory=uuid4)
    organisation_id: UUID = field(default_factory=uuid4)
    unit_id: UUID | None = None
    begins_on: date = BEGIN
    standards: Standards = DEFAULTS


def present(facts: Presence, on: date) -> Verdict:
    if any(first <= on <= last for first, last in facts.stays):
        return Verdict(met=Met.YES, code="present")
    return Verdict(met=Met.NO, code="absent", tolerated_to=facts.tolerated_to)


def boundaries(facts: Presence) -> list[date]:
    return [day for first, last in facts.stays for day in (first, last + timedelta(days=1))]


def rule(**terms: object) -> Rule[Presence]:
    return Rule(
        id="X01",
        version=1,
        subject="presence",
        title="Presence",
        sentence="Somebody is present.",
        source="tests",
        severity=lambda facts: Severity.MINOR,
        condition=present,
        boundaries=boundaries,
        sentences={"present": "Present.", "absent": "Absent from {fails_on}."},
        terms=Terms(**terms),  # type: ignore[arg-type]
    )


def standards(**values: int) -> Standards:
    return Standards({name: ((BEGIN, value),) for name, value in values.items()})


def shape(facts: Presence, of: Rule[Presence]) -> list[tuple[str, str, str]]:
    return [
        (str(item.outcome), item.starts_on.isoformat(), str(item.ends_on or ""))
        for item in timeline(of, facts, horizon=HORIZON)
    ]


class TestTimeline:
    def test_without_terms_every_boundary_ends_one_stretch_and_begins_the_next(self):
        facts = Presence(stays=((date(2026, 3, 1), date(2026, 3, 31)),))

        assert shape(facts, rule()) == [
            ("fail", "2026-01-01", "2026-02-28"),
            ("pass", "2026-03-01", "2026-03-31"),
            ("fail", "2026-04-01", ""),
        ]

    def test_grace_makes_the_first_unmet_days_at_risk_with_the_day_of_the_fail(self):
        facts = Presence(
            stays=((BEGIN, date(2026, 3, 31)),), standards=standards(test_grace_days=30)
        )

        intervals = timeline(rule(grace=GRACE), facts, horizon=HORIZON)

        assert [str(item.outcome) for item in intervals] == ["pass", "at_risk", "fail"]
        assert intervals[1].params == {"fails_on": "2026-05-01"}
        assert intervals[1].met is Met.NO
        assert intervals[2].starts_on == date(2026, 5, 1)

    def test_a_gap_mended_within_its_grace_never_fails(self):
        facts = Presence(
            stays=((BEGIN, date(2026, 3, 31)), (date(2026, 4, 15), date(2027, 12, 31))),
            standards=standards(test_grace_days=30),
        )

        assert [row[0] for row in shape(facts, rule(grace=GRACE))] == ["pass", "at_risk", "pass"]

    def test_the_look_ahead_warns_on_exactly_that_many_days_before(self):
        facts = Presence(
            stays=((BEGIN, date(2026, 6, 30)),), standards=standards(test_look_ahead_days=90)
        )

        intervals = timeline(rule(look_ahead=LOOK_AHEAD), facts, horizon=HORIZON)

        warning = intervals[1]
        assert warning.outcome is Outcome.AT_RISK
        assert warning.met is Met.YES
        assert warning.starts_on == date(2026, 7, 1) - timedelta(days=90)
        assert warning.params["fails_on"] == "2026-07-01"

    def test_an_answer_may_be_graver_than_its_rule_and_warns_with_that(self):
        june = date(2026, 6, 1)

        def graver_from_june(facts: Presence, on: date) -> Verdict:
            if on < date(2026, 3, 1):
                return Verdict(met=Met.YES, code="present")
            severity = Severity.MAJOR if on >= june else None
            return Verdict(met=Met.NO, code="absent", severity=severity)

        graver = replace(
            rule(look_ahead=LOOK_AHEAD),
            condition=graver_from_june,
            boundaries=lambda facts: [date(2026, 3, 1), june],
        )
        facts = Presence(stays=(), standards=standards(test_look_ahead_days=10))

        intervals = timeline(graver, facts, horizon=HORIZON)

        assert [(one.outcome.value, one.severity, one.starts_on) for one in intervals] == [
            ("pass", None, BEGIN),
            ("at_risk", None, date(2026, 2, 19)),
            ("fail", None, date(2026, 3, 1)),
            ("fail", Severity.MAJOR, june),
        ]

    def test_a_fail_beyond_the_horizon_warns_within_it(self):
        facts = Presence(
            stays=((BEGIN, date(2027, 1, 31)),), standards=standards(test_look_ahead_days=90)
        )

        assert shape(facts, rule(look_ahead=LOOK_AHEAD))[-1] == ("at_risk", "2026-11-03", "")

    def test_a_verdict_may_be_tolerated_up_to_a_day_of_its_own(self):
        facts = Presence(stays=(), tolerated_to=date(2026, 2, 11))

        assert shape(facts, rule()) == [
            ("at_risk", "2026-01-01", "2026-02-11"),
            ("fail", "2026-02-12", ""),
        ]

    def test_a_look_ahead_rule_shows_the_unmet_days_as_not_applicable(self):
        facts = Presence(
            stays=((BEGIN, date(2026, 6, 30)),), standards=standards(test_look_ahead_days=10)
        )
        terms = {"look_ahead": LOOK_AHEAD, "unmet_shows": Outcome.NOT_APPLICABLE}

        intervals = timeline(rule(**terms), facts, horizon=HORIZON)

        shown = [(item.outcome, item.met) for item in intervals]
        assert shown == [
            (Outcome.PASS, Met.YES),
            (Outcome.AT_RISK, Met.YES),
            (Outcome.NOT_APPLICABLE, Met.NOT_APPLICABLE),
        ]

    def test_a_subject_that_begins_after_the_horizon_has_no_timeline(self):
        assert (
            timeline(rule(), Presence(stays=(), begins_on=date(2030, 1, 1)), horizon=HORIZON) == ()
        )

    @given(
        st.lists(
            st.tuples(st.integers(0, 420), st.integers(0, 60)).map(
                lambda pair: (
                    BEGIN + timedelta(days=pair[0]),
                    BEGIN + timedelta(days=pair[0] + pair[1]),
                )
            ),
            max_size=6,
        )
    )
    def test_equals_the_condition_asked_day_by_day(self, stays):
        facts = Presence(stays=tuple(stays))
        intervals = timeline(rule(), facts, horizon=HORIZON)
        day = BEGIN
        while day <= HORIZON:
            found = outcome_on(intervals, day)
            assert found is not None
            assert found.met is present(facts, day).met
            day += timedelta(days=1)


class TestGate:
    def test_asks_the_condition_alone_without_grace(self):
        facts = Presence(stays=(), standards=standards(test_grace_days=300))

        assert not rule(grace=GRACE).allows(facts, date(2026, 1, 2))


class TestSentence:
    def test_writes_dates_out(self):
        assert say(rule(), "absent", {"fails_on": "2027-05-04"}) == "Absent from 4 May 2027."


class TestStandards:
    def test_an_own_value_wins_from_its_day_and_none_gives_back(self):
        merged = resolve(
            national={GRACE: [(date(2020, 1, 1), 10), (date(2026, 6, 1), 20)]},
            own={GRACE: [(date(2026, 3, 1), 5), (date(2026, 9, 1), None)]},
        )

        values = [merged.on(GRACE, date(2026, month, 1)) for month in (1, 3, 6, 9)]
        assert values == [10, 5, 5, 20]
        assert date(2026, 9, 1) in merged.changes([GRACE])

    def test_before_the_first_step_the_catalogue_speaks(self):
        assert Standards({}).on(GRACE, BEGIN) == 0

    def test_a_name_is_defined_once(self):
        with pytest.raises(ValueError, match="defined twice"):
            define(GRACE, sentence="Again.", unit="days", default=1, source="tests")
