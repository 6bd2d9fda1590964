"""Events in words: every one has its own, and tells only facts that it has."""

from __future__ import annotations

import dataclasses
import re
from uuid import uuid4

import pytest

from kernel.events import CATALOGUE
from web.words.changes import event_detail, event_words, named_in
from web.words.happenings import DETAIL, SAID

#: Told nowhere: the log of work, of lists and of what somebody keeps for themselves.
_SILENT = frozenset(
    {
        "api_key",
        "import",
        "job",
        "list",
        "opening_position",
        "preference",
        "queue",
        "saved_view",
        "standard",
        "text",
    }
)
_FACT = re.compile(r"\{(\w+)\}")


def shortly(name: str) -> str:
    return name.removeprefix("uk.qiflow.").rpartition(".")[0]


class TestWords:
    def test_there_are_some_for_every_event_with_a_history(self) -> None:
        told = {
            shortly(name)
            for name, event in CATALOGUE.items()
            if shortly(name).split(".")[0] not in _SILENT
            and not event.__module__.startswith("tests")
        }
        assert told <= set(SAID)

    def test_there_are_none_for_events_that_are_no_more(self) -> None:
        assert {*SAID, *DETAIL} <= {shortly(name) for name in CATALOGUE} | {"psp.changed"}

    @pytest.mark.parametrize("kind", sorted(DETAIL))
    def test_tell_only_facts_of_the_event(self, kind: str) -> None:
        event = next(known for name, known in CATALOGUE.items() if shortly(name) == kind)
        facts = {field.name for field in dataclasses.fields(event)}
        assert {fact for piece in DETAIL[kind] for fact in _FACT.findall(piece)} <= facts

    def test_an_unknown_event_still_reads(self) -> None:
        assert event_words("uk.qiflow.new_thing.came_about.v1") == "New thing came about"


class TestDetail:
    def test_names_people_and_days(self) -> None:
        former, owner = uuid4(), uuid4()
        facts = {"owner_id": str(owner), "former_owner_id": str(former)}
        names = {("user", str(owner)): "Cora Coach", ("user", str(former)): "Bo"}

        assert event_detail("uk.qiflow.action.handed_over.v1", facts, names) == (
            "From Bo, to Cora Coach"
        )
        assert set(named_in("uk.qiflow.action.handed_over.v1", facts)) == set(names)

    def test_leaves_out_what_the_reader_may_not_know(self) -> None:
        facts = {"owner_id": str(uuid4()), "due_on": "2027-03-03"}
        assert event_detail("uk.qiflow.action.added.v1", facts, {}) == "By 3 March 2027"

    def test_leaves_out_a_fact_that_is_absent(self) -> None:
        facts = {"role": "committee_secretary", "from_date": "2027-01-01", "to_date": None}
        assert event_detail("uk.qiflow.user.role_granted.v1", facts, {}) == (
            "Committee secretary, from 1 January 2027"
        )

    @pytest.mark.parametrize(("given", "words"), [(True, "given"), (False, "withdrawn")])
    def test_says_yes_and_no_in_words(self, given: bool, words: str) -> None:
        facts = {"scope": "serve", "given": given, "from_date": "2027-01-01"}
        assert event_detail("uk.qiflow.person.consent_changed.v1", facts, {}) == (
            f"To serve as a partner, {words}, from 1 January 2027"
        )

    def test_is_silent_where_the_name_says_it_all(self) -> None:
        assert event_detail("uk.qiflow.seat.added.v1", {"seat_id": "x"}, {}) == ""

    def test_of_a_special_cause_are_those_of_the_chart(self) -> None:
        facts = {"rule": "two_of_three", "meaning": "neutral_low", "began_on": "2026-08-10"}

        assert event_detail("uk.qiflow.measure.signal_found.v1", facts, {}) == (
            "Two of three close to a limit, lower, neither better nor worse, since 10 August 2026"
        )

    def test_say_that_something_was_withdrawn(self) -> None:
        facts = {"change": "withdrawn", "on_date": "2026-08-10"}

        assert event_detail("uk.qiflow.measure.rebased.v1", facts, {}) == (
            "Withdrawn, from 10 August 2026"
        )
